//! Secrets, and how a security scheme sends them.

use std::fmt;

use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretString};

/// Everything but the unreserved characters of RFC 3986 section 2.3.
pub(super) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A key, token or password: never printed, wiped when dropped.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// User and password of HTTP Basic authentication (RFC 7617 section 2).
    pub fn basic(user: &str, password: impl Into<Self>) -> Self {
        let password = password.into();
        Self::from(format!("{user}:{}", password.expose()))
    }

    /// The text itself, for a request of your own.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(SecretString::from(text))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(SecretString::from(text))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret([redacted])")
    }
}

/// Where an API key goes (OpenAPI 3.1 section 4.8.27).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// As the value of this header field.
    Header(&'static str),
    /// As this query parameter.
    Query(&'static str),
    /// As this cookie.
    Cookie(&'static str),
}

/// A security scheme of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    pub(super) name: &'static str,
    pub(super) kind: SchemeKind,
    pub(super) env: Option<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SchemeKind {
    ApiKey(Placement),
    Basic,
    Bearer,
    /// Any other of HTTP: `<name> <what the user gives>`.
    Http(&'static str),
}

impl Scheme {
    /// A bare key in a header, the query or a cookie.
    pub const fn api_key(name: &'static str, placement: Placement) -> Self {
        Self {
            name,
            kind: SchemeKind::ApiKey(placement),
            env: None,
        }
    }

    /// HTTP Basic authentication (RFC 7617).
    pub const fn basic(name: &'static str) -> Self {
        Self {
            name,
            kind: SchemeKind::Basic,
            env: None,
        }
    }

    /// A bearer token (RFC 6750).
    pub const fn bearer(name: &'static str) -> Self {
        Self {
            name,
            kind: SchemeKind::Bearer,
            env: None,
        }
    }

    /// A scheme of HTTP authentication (RFC 9110 section 11.4) of this name: the credential is sent after the name.
    pub const fn http(name: &'static str, scheme: &'static str) -> Self {
        Self {
            name,
            kind: SchemeKind::Http(scheme),
            env: None,
        }
    }

    /// The environment variable that holds the credential.
    #[must_use]
    pub const fn env(self, variable: &'static str) -> Self {
        Self {
            env: Some(variable),
            ..self
        }
    }

    /// Why a credential cannot be sent by this scheme, if so.
    pub(super) fn refuses(&self, secret: &Secret) -> Option<&'static str> {
        let text = secret.expose();
        if text.is_empty() {
            Some("is empty")
        } else if text.contains(['\r', '\n', '\0']) {
            Some("holds a line break or NUL")
        } else {
            None
        }
    }

    /// The header field that the credential goes into, if it goes into one.
    pub(super) const fn header(&self) -> Option<&'static str> {
        match self.kind {
            SchemeKind::ApiKey(Placement::Header(name)) => Some(name),
            SchemeKind::ApiKey(Placement::Query(_) | Placement::Cookie(_)) => None,
            SchemeKind::Basic | SchemeKind::Bearer | SchemeKind::Http(_) => Some("Authorization"),
        }
    }

    /// What the scheme adds to a request.
    pub(super) fn apply(&self, secret: &Secret) -> Sent {
        let authorization = |text: String| Sent::header("authorization", text);
        match self.kind {
            SchemeKind::ApiKey(Placement::Header(name)) => {
                Sent::header(name, secret.expose().to_owned())
            }
            SchemeKind::ApiKey(Placement::Query(name)) => Sent::Query(name, encoded(secret)),
            SchemeKind::ApiKey(Placement::Cookie(name)) => Sent::Cookie(name, encoded(secret)),
            SchemeKind::Bearer => authorization(["Bearer ", secret.expose()].concat()),
            SchemeKind::Http(scheme) => authorization([scheme, " ", secret.expose()].concat()),
            SchemeKind::Basic => {
                authorization(format!("Basic {}", base64(secret.expose().as_bytes())))
            }
        }
    }
}

/// What a scheme adds to a request.
#[derive(Clone)]
pub(super) enum Sent {
    /// A header field, or why it cannot be sent.
    Header(
        &'static str,
        Result<(HeaderName, HeaderValue), &'static str>,
    ),
    Query(&'static str, String),
    Cookie(&'static str, String),
}

impl Sent {
    fn header(name: &'static str, text: String) -> Self {
        let field = match (HeaderName::from_bytes(name.as_bytes()), sensitive(text)) {
            (_, None) => Err("holds a character that no header field may have"),
            (Err(_), _) => Err("is not the name of a header field"),
            (Ok(name), Some(value)) => Ok((name, value)),
        };
        Self::Header(name, field)
    }
}

fn encoded(secret: &Secret) -> String {
    utf8_percent_encode(secret.expose(), RESERVED).to_string()
}

fn sensitive(text: String) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_maybe_shared(Bytes::from(text)).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Base64 with padding (RFC 4648 section 4).
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk
            .iter()
            .fold(0_u32, |group, byte| (group << 8) | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let index = (group >> (18 - 6 * place)) & 63;
            let letter = ALPHABET.get(index as usize).copied().unwrap_or(b'A');
            text.push(if place <= chunk.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    text
}
