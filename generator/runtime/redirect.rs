//! Whether and how a redirect is followed: GET and HEAD only, never to a weaker scheme, never with secrets elsewhere.

use http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE, LOCATION, USER_AGENT};
use http::{HeaderMap, Method, StatusCode};
use percent_encoding::percent_decode_str;
use url::Url;

use super::Body;
use super::address::{refused, to_uri, to_url};
use super::error::NotSent;
use super::parameter::encode;
use super::request::Prepared;

/// How many redirects are followed for one call.
pub(super) const LIMIT: usize = 5;

/// What may go to another origin: nothing that could identify the caller.
const HARMLESS: [http::HeaderName; 3] = [ACCEPT, ACCEPT_LANGUAGE, USER_AGENT];

/// The request that an answer asks for, or why it cannot be sent; `None` if the answer is to be taken as it is (RFC 9110
/// section 15.4).
pub(super) fn next(
    sent: &Prepared,
    status: StatusCode,
    headers: &HeaderMap,
) -> Option<Result<Prepared, NotSent>> {
    let follows = matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
        && matches!(sent.method, Method::GET | Method::HEAD);
    let location = headers.get(LOCATION).filter(|_| follows)?.to_str().ok()?;
    let from = to_url(&sent.uri).ok()?;
    let mut url = from.join(location).ok()?;
    if !is_safe(&from, &url) {
        return None;
    }
    let mut headers = sent.headers.clone();
    let mut secret_query = sent.secret_query.clone();
    let mut body = sent.body.again();
    if status == StatusCode::SEE_OTHER {
        headers.remove(CONTENT_TYPE);
        body = Some(Body::empty());
    }
    let elsewhere = !carry(&from, &mut url, &mut headers, &mut secret_query);
    if elsewhere {
        // What the caller wrote for one server is not for another.
        body = body.filter(is_nothing);
    }
    let body = body?;
    Some(to_uri(url.into()).map(|uri| Prepared {
        method: sent.method.clone(),
        uri,
        headers,
        body,
        secret_query,
        lacking: Vec::new(),
        follows: true,
        template: sent.template,
        keyed: sent.keyed,
        keeps_address: sent.keeps_address,
        elsewhere: sent.elsewhere || elsewhere,
    }))
}

impl Prepared {
    /// The same request at an address that an answer led to, by the same rules.
    ///
    /// # Errors
    ///
    /// [`NotSent`] if nothing may be sent there.
    pub(super) fn led_to(mut self, reference: &str) -> Result<Self, NotSent> {
        let unformed = |error| {
            refused(&format!(
                "the address of the next page cannot be formed: {error}"
            ))
        };
        let from = to_url(&self.uri).map_err(unformed)?;
        let mut url = from.join(reference).map_err(unformed)?;
        if !is_safe(&from, &url) {
            return Err(refused(
                "the next page is at an address that is not as safe as the one before",
            ));
        }
        if !carry(&from, &mut url, &mut self.headers, &mut self.secret_query) {
            self.lacking.clear();
            self.elsewhere = true;
            if !is_nothing(&self.body) {
                return Err(refused(
                    "the next page is at another server, which the content is not for",
                ));
            }
        }
        self.uri = to_uri(url.into())?;
        Ok(self)
    }
}

fn is_nothing(body: &Body) -> bool {
    body.as_bytes().is_some_and(<[u8]>::is_empty)
}

/// Whether a request may go from one address to another: never to a weaker scheme, nor out of HTTP.
fn is_safe(from: &Url, to: &Url) -> bool {
    let weaker = from.scheme() == "https" && to.scheme() != "https";
    !weaker && matches!(to.scheme(), "http" | "https")
}

/// Lets go along what may: within an origin credentials, elsewhere nothing that could identify the caller. Says whether
/// it is within the origin.
fn carry(
    from: &Url,
    to: &mut Url,
    headers: &mut HeaderMap,
    secret_query: &mut Vec<(&'static str, String)>,
) -> bool {
    let within = to.origin() == from.origin();
    if within {
        for (name, value) in secret_query.iter() {
            if !to.query_pairs().any(|(known, _)| known == *name) {
                let query = to
                    .query()
                    .map_or_else(String::new, |query| format!("{query}&"));
                to.set_query(Some(&format!("{query}{}={value}", encode(name))));
            }
        }
    } else {
        *headers = HARMLESS
            .iter()
            .filter_map(|name| Some((name.clone(), headers.get(name)?.clone())))
            .collect();
        without_secrets(to, secret_query);
        secret_query.clear();
    }
    within
}

/// Where an answer came from, after redirects.
#[derive(Clone)]
pub(super) struct Address(pub(super) Url);

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
