//! Whether and how a redirect is followed: GET and HEAD only, never to a weaker scheme, never with secrets elsewhere.

use http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE, LOCATION, USER_AGENT};
use http::{HeaderMap, Method, StatusCode};
use percent_encoding::percent_decode_str;
use url::Url;

use super::Body;
use super::parameter::encode;
use super::request::Prepared;

/// How many redirects are followed for one call.
pub(super) const LIMIT: usize = 5;

/// What may go to another origin: nothing that could identify the caller.
const HARMLESS: [http::HeaderName; 3] = [ACCEPT, ACCEPT_LANGUAGE, USER_AGENT];

/// The request that an answer asks for; `None` if the answer is to be taken as it is (RFC 9110 section 15.4).
pub(super) fn next(sent: &Prepared, status: StatusCode, headers: &HeaderMap) -> Option<Prepared> {
    let follows = matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
        && matches!(sent.method, Method::GET | Method::HEAD);
    let location = headers.get(LOCATION).filter(|_| follows)?.to_str().ok()?;
    let mut url = sent.url.join(location).ok()?;
    let weaker = sent.url.scheme() == "https" && url.scheme() != "https";
    if weaker || !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let mut headers = sent.headers.clone();
    let mut secret_query = sent.secret_query.clone();
    let mut body = sent.body.again();
    if status == StatusCode::SEE_OTHER {
        headers.remove(CONTENT_TYPE);
        body = Some(Body::empty());
    }
    let elsewhere = url.origin() != sent.url.origin();
    if !elsewhere {
        for (name, value) in &secret_query {
            if !url.query_pairs().any(|(known, _)| known == *name) {
                let query = url
                    .query()
                    .map_or_else(String::new, |query| format!("{query}&"));
                url.set_query(Some(&format!("{query}{}={value}", encode(name))));
            }
        }
    } else {
        headers = HARMLESS
            .iter()
            .filter_map(|name| Some((name.clone(), headers.get(name)?.clone())))
            .collect();
        without_secrets(&mut url, &secret_query);
        secret_query.clear();
        // What the caller wrote for one server is not for another.
        body = body.filter(|body| body.as_bytes().is_some_and(<[u8]>::is_empty));
    }
    Some(Prepared {
        method: sent.method.clone(),
        url,
        headers,
        body: body?,
        secret_query,
        lacking: Vec::new(),
        follows: true,
        template: sent.template,
        keyed: sent.keyed,
        elsewhere: sent.elsewhere || elsewhere,
    })
}

/// Takes user, password and every credential that the server repeated out of an address.
fn without_secrets(url: &mut Url, secrets: &[(&'static str, String)]) {
    let _ = url.set_username("");
    let _ = url.set_password(None);
    if secrets.is_empty() {
        return;
    }
    let Some(query) = url.query() else { return };
    // A server need not spell the name and the key as we did.
    let plain = |text: &str| {
        percent_decode_str(&text.replace('+', " "))
            .decode_utf8_lossy()
            .into_owned()
    };
    let is_secret = |pair: &&str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        secrets
            .iter()
            .any(|(known, secret)| plain(name) == *known || plain(value) == plain(secret))
    };
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_secret(pair)).collect();
    let kept = kept.join("&");
    url.set_query(if kept.is_empty() { None } else { Some(&kept) });
}
