//! A request being put together: what cannot be sent is refused here.

use bytes::Bytes;
use http::header::{
    ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, InvalidHeaderValue,
    PROXY_AUTHORIZATION, USER_AGENT,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

use super::address::{Base, refused};
use super::credential::{Scheme, Sent};
use super::error::{NotSent, Why};
use super::operation::{RequestLine, Verb};
use super::pairs::Pairs;
use super::parameter::{PathStyle, QueryStyle, Value, Written, as_it_is, encode, encode_reserved};
use super::platform::Shared;
use super::renewal::Lacking;
use super::writer::{ToJson, Writer};
use super::{Body, Client};

/// A request being put together.
#[derive(Debug)]
pub struct RequestParts {
    pub(super) line: RequestLine,
    pub(super) path: Pairs,
    pub(super) query: Pairs,
    headers: HeaderMap,
    cookies: Vec<String>,
    pub(super) body: Body,
    security: &'static [&'static [&'static Scheme]],
    refused: Option<NotSent>,
    lacking: Vec<Lacking>,
    keyed: Option<&'static str>,
    /// The address of a page that an answer led to, which may be relative to the operation's own.
    pub(super) led_to: Option<String>,
    /// Whether the answer says where it came from.
    pub(super) keeps_address: bool,
}

/// A request that can be sent.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) method: Method,
    /// The address as the URL standard spells it.
    pub(super) uri: Uri,
    pub(super) headers: HeaderMap,
    pub(super) body: Body,
    /// The query parameter that carries a credential, and its encoded value.
    pub(super) secret_query: Vec<(&'static str, String)>,
    /// Credentials that are asked for when it is sent.
    pub(super) lacking: Vec<Lacking>,
    /// Whether redirects are followed.
    pub(super) follows: bool,
    /// The path as the description has it.
    pub(super) template: &'static str,
    /// Whether a key lets the server see that it is the same request again.
    pub(super) keyed: bool,
    /// Whether a redirect led to another origin.
    pub(super) elsewhere: bool,
    /// Whether the answer says where it came from.
    pub(super) keeps_address: bool,
}

impl Prepared {
    /// The message of one sending. What can be made again stays.
    pub(super) fn message(&mut self) -> Result<http::Request<Body>, NotSent> {
        // Who sends it again has seen that there is something to send.
        let body = self.body.take();
        let body = body.ok_or_else(|| refused("the content was sent already"))?;
        let mut message = http::Request::new(body);
        *message.method_mut() = self.method.clone();
        *message.uri_mut() = self.uri.clone();
        *message.headers_mut() = self.headers.clone();
        Ok(message)
    }
}

impl RequestParts {
    pub(super) fn new(line: RequestLine) -> Self {
        Self {
            line,
            path: Pairs::default(),
            query: Pairs::default(),
            headers: HeaderMap::new(),
            cookies: Vec::new(),
            body: Body::empty(),
            security: &[],
            refused: None,
            lacking: Vec::new(),
            keyed: None,
            led_to: None,
            keeps_address: false,
        }
    }

    /// A variable of the path.
    pub fn path(&mut self, name: &'static str, value: &dyn ToJson) {
        self.path_as(name, PathStyle::Simple { explode: false }, value);
    }

    /// A variable of the path, written in a style.
    pub fn path_as(&mut self, name: &'static str, style: PathStyle, value: &dyn ToJson) {
        let is_simple = matches!(style, PathStyle::Simple { .. });
        if is_simple && self.path.add_plain(name, value) {
            return;
        }
        let text = if style == PathStyle::Json {
            Value::json_of(value).map(|json| json.map(|json| encode(&json).into_owned()))
        } else {
            Value::of(value).map(|value| value.map(|value| value.in_path(name, style)))
        };
        match text {
            Ok(Some(text)) if text.is_empty() => {
                self.refuse(name, "is empty, so the path would be another")
            }
            // A server that decodes before it logs or forwards would take them as they are.
            Ok(Some(text)) if ["%0D", "%0A", "%00"].iter().any(|no| text.contains(no)) => {
                self.refuse(name, "holds a line break or NUL, which no path may have")
            }
            Ok(Some(text)) => self.path.add(name, &text),
            Ok(None) => self.refuse(name, "is missing from the path"),
            Err(why) => self.refuse(name, why),
        }
    }

    /// A query parameter; a list repeats its name. An absent value sends nothing.
    pub fn query(&mut self, name: &'static str, value: &dyn ToJson) {
        self.query_in(name, None, encode, value);
    }

    /// A query parameter, written in a style.
    pub fn query_as(&mut self, name: &'static str, style: QueryStyle, value: &dyn ToJson) {
        self.query_in(name, Some(style), encode, value);
    }

    /// A query parameter in whose values reserved characters stand as themselves (`allowReserved`).
    pub fn query_reserved(
        &mut self,
        name: &'static str,
        style: Option<QueryStyle>,
        value: &dyn ToJson,
    ) {
        self.query_in(name, style, encode_reserved, value);
    }

    fn query_in(
        &mut self,
        name: &'static str,
        style: Option<QueryStyle>,
        written: Written,
        value: &dyn ToJson,
    ) {
        if style == Some(QueryStyle::Json) {
            match Value::json_of(value) {
                Ok(Some(json)) => self.query.add(name, &written(&json)),
                Ok(None) => {}
                Err(why) => self.refuse(name, why),
            }
            return;
        }
        if self.query.add_plain(name, value) {
            return;
        }
        match Value::of(value) {
            Ok(Some(value)) => {
                let mut pairs = Vec::new();
                value.in_query(name, style, written, &mut pairs);
                pairs.iter().for_each(|pair| self.query.push(pair));
            }
            Ok(None) => {}
            Err(why) => self.refuse(name, why),
        }
    }

    /// A header field, in the style `simple`.
    pub fn header(&mut self, name: &'static str, value: &dyn ToJson) {
        self.header_in(name, false, value);
    }

    /// A header field, in the style `simple` with `explode`: an object's members are `name=value`.
    pub fn header_exploded(&mut self, name: &'static str, value: &dyn ToJson) {
        self.header_in(name, true, value);
    }

    fn header_in(&mut self, name: &'static str, explode: bool, value: &dyn ToJson) {
        match Value::of(value) {
            Ok(Some(value)) => self.header_text(name, &value.in_header(explode)),
            Ok(None) => {}
            Err(why) => self.refuse(name, why),
        }
    }

    /// A header field whose value is JSON.
    pub fn header_json(&mut self, name: &'static str, value: &dyn ToJson) {
        match Value::json_of(value) {
            Ok(Some(json)) => self.header_text(name, &json),
            Ok(None) => {}
            Err(why) => self.refuse(name, why),
        }
    }

    /// A header field as text.
    pub(super) fn header_text(&mut self, name: &str, value: &str) {
        match (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_bytes(value.as_bytes()),
        ) {
            (Ok(name), Ok(value)) => {
                let value = marked(&name, value);
                self.headers.insert(name, value);
            }
            (Err(_), _) => self.refuse(name, "is not the name of a header field"),
            (_, Err(_)) => self.refuse(
                name,
                "holds a line break or another character that no header field may have",
            ),
        }
    }

    /// A cookie; a list repeats its name, and the members of an object are cookies of their own.
    pub fn cookie(&mut self, name: &'static str, value: &dyn ToJson) {
        self.cookie_in(name, None, value);
    }

    /// A cookie, written in a style.
    pub fn cookie_as(&mut self, name: &'static str, style: QueryStyle, value: &dyn ToJson) {
        self.cookie_in(name, Some(style), value);
    }

    /// A cookie of the style `cookie`: nothing is escaped, so what cannot stand in a cookie is refused (RFC 6265 section
    /// 4.1.1).
    pub fn cookie_unescaped(&mut self, name: &'static str, explode: bool, value: &dyn ToJson) {
        let style = (!explode).then_some(QueryStyle::Form);
        let mut cookies = Vec::new();
        match Value::of(value) {
            Ok(Some(value)) => value.in_query(name, style, as_it_is, &mut cookies),
            Ok(None) => {}
            Err(why) => self.refuse(name, why),
        }
        let splits = |text: &String| text.contains([';', ' ', '\\']);
        if cookies.iter().any(splits) {
            self.refuse(name, "holds a character that would end the cookie");
            return;
        }
        self.cookies.extend(cookies);
    }

    fn cookie_in(&mut self, name: &'static str, style: Option<QueryStyle>, value: &dyn ToJson) {
        if style == Some(QueryStyle::Json) {
            match Value::json_of(value) {
                Ok(json) => self
                    .cookies
                    .extend(json.map(|json| format!("{}={}", encode(name), encode(&json)))),
                Err(why) => self.refuse(name, why),
            }
            return;
        }
        match Value::of(value) {
            Ok(Some(value)) => value.in_query(name, style, encode, &mut self.cookies),
            Ok(None) => {}
            Err(why) => self.refuse(name, why),
        }
    }

    /// JSON content; an absent value sends none.
    pub fn json(&mut self, value: &dyn ToJson) {
        self.json_as("application/json", value);
    }

    /// JSON content of a media type of its own.
    pub fn json_as(&mut self, media_type: &'static str, value: &dyn ToJson) {
        if value.is_absent() {
            return;
        }
        match Writer::text_of(value) {
            Ok(text) => match fixed(media_type) {
                Ok(media_type) => {
                    self.headers.insert(CONTENT_TYPE, media_type);
                    self.body = text.into();
                }
                Err(_) => self.content(media_type, Some(text)),
            },
            Err(why) => self.refuse("body", why),
        }
    }

    /// Content as it is.
    pub fn content(&mut self, media_type: &str, content: Option<impl Into<Body>>) {
        if let Some(content) = content {
            self.header_text(CONTENT_TYPE.as_str(), media_type);
            self.body = content.into();
        }
    }

    /// The credentials that the operation asks for: alternatives of combinations.
    pub fn authorize(&mut self, security: &'static [&'static [&'static Scheme]]) {
        self.security = security;
    }

    /// The header field of a key that lets the server see that it is the same request again.
    #[allow(dead_code, reason = "an API may have no idempotency keys")]
    pub(super) fn keyed(&mut self, field: &'static str, key: &str) {
        self.header_text(field, key);
        self.keyed = Some(field);
    }

    /// Keeps the first reason.
    pub(super) fn refuse(&mut self, name: &str, why: &'static str) {
        if self.refused.is_none() {
            self.refused = Some(NotSent::new(Why::Parameter {
                name: name.to_owned(),
                why,
            }));
        }
    }

    /// The request with the client's settings, its credentials and address, and the header fields of this one call.
    pub(super) fn prepare(
        mut self,
        client: &Client,
        base_url: Option<&str>,
        last_word: &[(String, String)],
    ) -> Result<Prepared, NotSent> {
        for name in client.inner.headers().keys() {
            if !self.headers.contains_key(name) {
                let values = client.inner.headers().get_all(name);
                values.iter().for_each(|value| {
                    self.headers.append(name, marked(name, value.clone()));
                });
            }
        }
        match client.inner.user_agent() {
            Ok(name) => {
                let place = self.headers.entry(USER_AGENT);
                place.or_insert_with(|| name.clone());
            }
            Err(_) if self.headers.contains_key(USER_AGENT) => {}
            Err(text) => self.header_text(USER_AGENT.as_str(), text),
        }
        if let Ok(accept) = fixed(self.line.accept) {
            self.headers.entry(ACCEPT).or_insert(accept);
        }
        let secret_query = self.credentials(client, last_word)?;
        self.join_cookies();
        for (name, value) in last_word {
            self.header_text(name, value);
        }
        if let Some(field) = self.keyed
            && self.headers.get(field).is_none_or(HeaderValue::is_empty)
        {
            self.refuse(field, "is empty, so it would be no key");
        }
        let base = match base_url {
            Some(base_url) => Base::new(base_url, false),
            None => client.inner.base(self.line.base_url),
        };
        let text = self.address(&base, &secret_query);
        if let Some(refused) = self.refused.take() {
            return Err(refused);
        }
        let method = match &self.line.method {
            Verb::Standard(method) => method.clone(),
            Verb::Custom(name) => Method::from_bytes(name.as_bytes())
                .map_err(|_| refused("the method cannot be sent"))?,
        };
        // RFC 9110 section 8.6: nothing, where content is expected, is said to be nothing.
        let expects = matches!(method, Method::POST | Method::PUT | Method::PATCH);
        if expects && self.body.as_bytes().is_some_and(<[u8]>::is_empty) {
            self.headers
                .insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        // A form may leave this character, which the URL standard encodes.
        let is_plain = self.line.is_plain && !self.query.as_str().contains('\'');
        let prepared = Prepared {
            method,
            uri: base.address(text, is_plain)?,
            headers: self.headers,
            body: self.body,
            secret_query,
            lacking: self.lacking,
            follows: self.line.follows,
            template: self.line.path,
            keyed: self.keyed.is_some(),
            elsewhere: false,
            keeps_address: self.keeps_address,
        };
        match self.led_to {
            Some(address) => prepared.led_to(&address),
            None => Ok(prepared),
        }
    }

    /// Cookies are one field (RFC 6265 section 5.4), those that the client sends by default among them.
    fn join_cookies(&mut self) {
        if self.cookies.is_empty() {
            return;
        }
        let own = self.headers.get_all(COOKIE).iter();
        let own = own.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        let all: Vec<String> = own.chain(std::mem::take(&mut self.cookies)).collect();
        self.header_text(COOKIE.as_str(), &all.join("; "));
    }

    /// Adds the credentials of the first combination of which none is missing. One whose header field the caller gives
    /// for this call is not.
    fn credentials(
        &mut self,
        client: &Client,
        last_word: &[(String, String)],
    ) -> Result<Vec<(&'static str, String)>, NotSent> {
        let mut query = Vec::new();
        if self.security.is_empty() {
            return Ok(query);
        }
        let of_call = |scheme: &Scheme| {
            let mut names = last_word.iter().map(|(name, _)| name);
            let field = scheme.header();
            field.is_some_and(|field| names.any(|name| name.eq_ignore_ascii_case(field)))
        };
        let complete = |combination: &&&[&'static Scheme]| {
            let mut schemes = combination.iter();
            schemes.all(|scheme| client.inner.credential(scheme).is_some() || of_call(scheme))
        };
        // A combination of nothing is anonymous: any other that is complete comes first.
        let chosen = self
            .security
            .iter()
            .filter(|one| !one.is_empty())
            .find(complete)
            .or_else(|| self.security.iter().find(complete));
        let Some(chosen) = chosen else {
            let named = |combination: &&[&Scheme]| {
                combination
                    .iter()
                    .map(|scheme| scheme.name)
                    .collect::<Vec<_>>()
                    .join(" and ")
            };
            let wanted: Vec<String> = self.security.iter().map(named).collect();
            return Err(NotSent::new(Why::Credential(wanted.join(", or "))));
        };
        for scheme in *chosen {
            let Some(supply) = client.inner.credential(scheme) else {
                continue;
            };
            let Some(sent) = supply.known() else {
                if !of_call(scheme) {
                    let supply = Shared::clone(supply);
                    self.lacking.push(Lacking { scheme, supply });
                }
                continue;
            };
            match sent.clone() {
                Sent::Header(_, Ok((name, value))) => drop(self.headers.insert(name, value)),
                Sent::Header(name, Err(why)) => self.refuse(name, why),
                Sent::Query(name, value) => query.push((name, value)),
                Sent::Cookie(name, value) => self.cookies.push(format!("{}={value}", encode(name))),
            }
        }
        Ok(query)
    }
}

/// The value of a header field that is not to be shown, if it is one of those that hold secrets.
fn marked(name: &HeaderName, mut value: HeaderValue) -> HeaderValue {
    if [AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION].contains(name) {
        value.set_sensitive(true);
    }
    value
}

/// A value of a header field that need not be copied.
fn fixed(text: &'static str) -> Result<HeaderValue, InvalidHeaderValue> {
    HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes()))
}
