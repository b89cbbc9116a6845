//! How a sender signs the requests that it sends by itself, as data.

use http::HeaderMap;

use super::webhook_error::WebhookError;

/// How webhooks are signed with HMAC-SHA256 (RFC 2104).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignatureScheme {
    /// The header field of the signatures.
    pub header: &'static str,
    /// What stands between the elements of that field; `None` if it has one element.
    pub separator: Option<char>,
    /// What elements look like; those that look otherwise are of other schemes, and passed over.
    pub elements: &'static [&'static [HeaderPart]],
    /// Where the moment of signing is, if it is sent.
    pub time: Option<SignatureTime>,
    /// What is signed, one part after the other.
    pub signed: &'static [SignedPart],
    /// How signatures are spelled.
    pub encoding: SignatureEncoding,
    /// How secrets are spelled.
    pub secret: SecretForm,
    /// What secrets may begin with that is no part of them.
    pub secret_prefix: &'static str,
}

/// A part of an element of the header field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderPart {
    /// This text.
    Text(&'static str),
    /// The moment of signing.
    Time,
    /// A signature.
    Signature,
}

/// Where the moment of signing is, and how it is spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignatureTime {
    /// A header field of its own; `None` if it stands beside the signatures.
    pub header: Option<&'static str>,
    /// What is counted since the beginning of 1970 (UTC).
    pub unit: TimeUnit,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUnit {
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Milliseconds,
}

/// A part of what is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedPart {
    /// This text.
    Text(&'static str),
    /// The moment of signing, as it is spelled.
    Time,
    /// The value of this header field.
    Header(&'static str),
    /// The body, byte by byte.
    Body,
}

/// How bytes are spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureEncoding {
    /// Hexadecimal digits.
    Hex,
    /// Base64 (RFC 4648 section 4).
    Base64,
}

/// How secrets are spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretForm {
    /// The text is the key.
    Text,
    /// The text is the key in Base64 (RFC 4648 section 4).
    Base64,
}

/// What the header fields of a request say.
pub(super) struct Signed<'h> {
    /// The moment of signing, as it is spelled.
    pub(super) time: Option<&'h str>,
    /// The signatures, as they are spelled.
    pub(super) signatures: Vec<&'h str>,
}

impl SignatureScheme {
    /// What the header fields of a request say.
    ///
    /// # Errors
    ///
    /// [`WebhookError::MissingHeader`] and [`WebhookError::Malformed`]
    pub(super) fn read<'h>(&self, headers: &'h HeaderMap) -> Result<Signed<'h>, WebhookError> {
        let malformed = WebhookError::Malformed(self.header);
        let field = only(headers, self.header)?;
        let mut signed = Signed {
            time: match self.time.and_then(|time| time.header) {
                Some(header) => Some(only(headers, header)?.trim()),
                None => None,
            },
            signatures: Vec::new(),
        };
        let beside = self.time.is_some_and(|time| time.header.is_none());
        let elements: Vec<&str> = match self.separator {
            Some(separator) => field.split(separator).collect(),
            None => vec![field],
        };
        for element in elements.into_iter().map(str::trim) {
            let mut parts = self.elements.iter();
            let Some((time, signature)) = parts.find_map(|parts| fit(element, parts)) else {
                continue;
            };
            if time.is_some() && signed.time.is_some() {
                // Which of them is signed is anybody's guess.
                return Err(malformed);
            }
            signed.time = signed.time.or(time);
            signed.signatures.extend(signature);
        }
        if signed.signatures.is_empty() || beside && signed.time.is_none() {
            return Err(malformed);
        }
        Ok(signed)
    }
}

/// The value of a field that is there once.
pub(super) fn only<'h>(
    headers: &'h HeaderMap,
    name: &'static str,
) -> Result<&'h str, WebhookError> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().ok_or(WebhookError::MissingHeader(name))?;
    match (value.to_str(), values.next()) {
        (Ok(text), None) => Ok(text),
        _ => Err(WebhookError::Malformed(name)),
    }
}

/// The moment and the signature of an element that looks like this.
fn fit<'h>(element: &'h str, parts: &[HeaderPart]) -> Option<(Option<&'h str>, Option<&'h str>)> {
    let (mut rest, mut time, mut signature) = (element, None, None);
    let mut parts = parts.iter().peekable();
    while let Some(part) = parts.next() {
        if let HeaderPart::Text(text) = part {
            rest = rest.strip_prefix(text)?;
            continue;
        }
        let end = match parts.peek() {
            Some(HeaderPart::Text(text)) => rest.find(text)?,
            Some(HeaderPart::Time | HeaderPart::Signature) | None => rest.len(),
        };
        let (value, after) = rest.split_at_checked(end)?;
        let slot = match part {
            HeaderPart::Time => &mut time,
            HeaderPart::Text(_) | HeaderPart::Signature => &mut signature,
        };
        *slot = Some(value).filter(|value| !value.is_empty());
        slot.as_ref()?;
        rest = after;
    }
    rest.is_empty().then_some((time, signature))
}
