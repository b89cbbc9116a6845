//! Errors of a call, sorted by what the caller may conclude.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use url::Url;

use super::any_error::AnyError;
use super::api_error::ApiError;
use super::display::ShownStatus;
use super::failure::{Failure, Problem};
use super::json::Json;
use super::platform::{BoxError, SharedError};
use super::reader::Misfit;
use super::redirect::Address;

/// Why a call gave no success, sorted by what may be concluded from it.
#[derive(Debug)]
pub enum Error<E = AnyError> {
    /// Nothing reached the server.
    NotSent(Box<NotSent>),
    /// The server may have acted on the request; no answer came.
    Interrupted(Box<Interrupted>),
    /// The server answered with a documented failure.
    Api(Box<ApiError<E>>),
    /// The server answered with a status that the document does not mention.
    Unexpected(Box<Unexpected>),
    /// The server answered; the body is not what is documented for its status, or did not arrive whole.
    Decode(Box<Decode>),
}

/// An answer as it came.
#[derive(Clone)]
pub struct Received {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    cut: Option<Cut>,
    address: Option<Box<Url>>,
    attempts: u32,
}

/// Why a body is not whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cut {
    /// It is longer than this many bytes.
    Limit(usize),
    /// The connection ended, or the time was up.
    Lost(Cow<'static, str>),
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Limit(limit) => write!(
                f,
                "the body is longer than the limit of {limit} bytes and was cut there"
            ),
            Self::Lost(why) => write!(f, "the body did not arrive whole: {why}"),
        }
    }
}

/// Header fields that servers put a request's id into.
const REQUEST_IDS: &[&str] = &[
    "x-request-id",
    "request-id",
    "x-correlation-id",
    "x-trace-id",
];

impl Received {
    /// An answer that came whole, to the first attempt.
    pub const fn new(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self {
            status,
            headers,
            body,
            cut: None,
            address: None,
            attempts: 1,
        }
    }

    /// The same, with why its body is not whole.
    pub(super) fn cut_by(self, cut: Option<Cut>) -> Self {
        Self { cut, ..self }
    }

    /// The same, which came from there.
    pub(super) fn at_address(self, address: Option<Address>) -> Self {
        Self {
            address: address.map(|address| Box::new(address.0)),
            ..self
        }
    }

    /// Where it came from, after redirects; a credential in the query included.
    #[allow(dead_code, reason = "an API may have no pages")]
    pub(super) fn address(&self) -> Option<&Url> {
        self.address.as_deref()
    }

    /// The answer to this attempt.
    pub(super) fn at_attempt(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// How often the request was sent, if it was sent again after failures.
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The status.
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The header fields.
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body, as far as it arrived.
    pub const fn body(&self) -> &Bytes {
        &self.body
    }

    /// Whether the whole body arrived.
    pub const fn is_whole(&self) -> bool {
        self.cut.is_none()
    }

    /// The id that the server gave the request.
    pub fn request_id(&self) -> Option<&str> {
        REQUEST_IDS
            .iter()
            .find_map(|name| self.headers.get(*name)?.to_str().ok())
    }

    pub(super) const fn cut(&self) -> Option<&Cut> {
        self.cut.as_ref()
    }

    /// The same without its body.
    #[allow(dead_code, reason = "an API may have no stream")]
    pub(super) fn head(&self) -> Self {
        self.clone().with_body(Bytes::new(), None)
    }

    /// The same with this body.
    pub(super) fn with_body(self, body: Bytes, cut: Option<Cut>) -> Self {
        Self { body, cut, ..self }
    }

    /// The body as JSON, if it is.
    fn json(&self) -> Option<Json> {
        super::Reader::document(&self.body).ok()
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut headers = self.headers.clone();
        for name in [
            "set-cookie",
            "authorization",
            "proxy-authorization",
            "www-authenticate",
            "location",
        ] {
            if let http::header::Entry::Occupied(mut entry) = headers.entry(name) {
                entry.iter_mut().for_each(|value| value.set_sensitive(true));
            }
        }
        let body = String::from_utf8_lossy(
            self.body
                .get(..self.body.len().min(2048))
                .unwrap_or_default(),
        );
        let mut shown = f.debug_struct("Received");
        shown
            .field("status", &self.status)
            .field("headers", &headers)
            .field("body", &body);
        if let Some(cut) = &self.cut {
            shown.field("cut", cut);
        }
        if self.attempts > 1 {
            shown.field("attempts", &self.attempts);
        }
        shown.finish()
    }
}

/// Nothing reached the server.
#[derive(Debug)]
pub struct NotSent {
    why: Why,
    attempts: u32,
}

/// Why nothing was sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum Why {
    /// A parameter cannot be sent as it is.
    Parameter {
        /// Its name.
        name: String,
        /// Why not.
        why: &'static str,
    },
    /// A credential is missing; any of these would do.
    Credential(String),
    /// The source of a security scheme's tokens gave none.
    Token {
        /// The scheme.
        scheme: &'static str,
        /// Why not.
        source: SharedError,
    },
    /// The address cannot be formed.
    Address(String),
    /// A hook did not let it through.
    Hook(BoxError),
    /// No connection could be made.
    Connection(BoxError),
    /// The time was up before anything was sent.
    Deadline,
    /// A mock has no answer to it.
    #[cfg(feature = "mock")]
    Mock(String),
}

impl NotSent {
    /// For this reason, at the first attempt.
    pub const fn new(why: Why) -> Self {
        Self { why, attempts: 1 }
    }

    /// The outcome of this attempt.
    pub(super) const fn at_attempt(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// How often it was tried.
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The reason.
    pub const fn why(&self) -> &Why {
        &self.why
    }
}

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request was not sent: ")?;
        match &self.why {
            Why::Parameter { name, why } => write!(f, "`{name}` {why}"),
            Why::Credential(wanted) => write!(f, "a credential is missing: {wanted}"),
            Why::Token { scheme, .. } => write!(f, "no token for `{scheme}`"),
            Why::Address(why) => write!(f, "{why}"),
            Why::Hook(_) => f.write_str("a hook refused it"),
            Why::Connection(_) => f.write_str("no connection could be made"),
            Why::Deadline => f.write_str("the time was up"),
            #[cfg(feature = "mock")]
            Why::Mock(why) => f.write_str(why),
        }
    }
}

impl StdError for NotSent {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.why {
            Why::Connection(source) | Why::Hook(source) => Some(&**source),
            Why::Token { source, .. } => Some(&**source),
            Why::Parameter { .. } | Why::Credential(_) | Why::Address(_) | Why::Deadline => None,
            #[cfg(feature = "mock")]
            Why::Mock(_) => None,
        }
    }
}

/// The server may have acted on the request; no answer came.
#[derive(Debug)]
pub struct Interrupted {
    source: Option<BoxError>,
    attempts: u32,
}

impl Interrupted {
    /// By this, at the first attempt.
    pub fn new(source: impl Into<BoxError>) -> Self {
        Self::by(Some(source.into()))
    }

    /// Because the time was up, at the first attempt.
    pub const fn timeout() -> Self {
        Self::by(None)
    }

    pub(super) const fn by(source: Option<BoxError>) -> Self {
        Self {
            source,
            attempts: 1,
        }
    }

    /// The outcome of this attempt.
    pub(super) const fn at_attempt(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// How often it was tried.
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Whether the time was up.
    pub const fn is_timeout(&self) -> bool {
        self.source.is_none()
    }

    /// Whether a first request was answered, and the one after it was refused before it was sent: it always would be.
    pub(super) fn is_refused(&self) -> bool {
        let source = self.source.as_deref();
        let refused = source.and_then(|source| source.downcast_ref::<NotSent>());
        refused.is_some_and(|error| !matches!(error.why(), Why::Connection(_)))
    }
}

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.source {
            Some(_) => f.write_str("the connection ended before an answer came; the server may have acted on the request"),
            None => f.write_str("no answer came in time; the server may have acted on the request"),
        }
    }
}

impl StdError for Interrupted {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}

/// The server answered with a status that the document does not mention.
#[derive(Debug, Clone)]
pub struct Unexpected {
    received: Received,
}

impl Unexpected {
    /// Of this answer.
    pub const fn new(received: Received) -> Self {
        Self { received }
    }

    /// The answer.
    pub const fn received(&self) -> &Received {
        &self.received
    }
}

impl fmt::Display for Unexpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "undocumented answer {}",
            ShownStatus(self.received.status.as_u16())
        )?;
        match &self.received.cut {
            Some(cut) => write!(f, "; {cut}"),
            None => Ok(()),
        }
    }
}

impl StdError for Unexpected {}

/// The server answered; the body is not what is documented, or did not arrive whole.
#[derive(Debug, Clone)]
pub struct Decode {
    received: Received,
    misfit: Misfit,
}

impl Decode {
    /// Of this answer, for this reason.
    pub const fn new(received: Received, misfit: Misfit) -> Self {
        Self { received, misfit }
    }

    /// The answer.
    pub const fn received(&self) -> &Received {
        &self.received
    }

    /// What does not fit, and where in the body.
    pub const fn misfit(&self) -> &Misfit {
        &self.misfit
    }
}

impl fmt::Display for Decode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the answer {} cannot be read",
            ShownStatus(self.received.status.as_u16())
        )?;
        match &self.received.cut {
            Some(cut) => write!(f, ": {cut}"),
            None => Ok(()),
        }
    }
}

impl StdError for Decode {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.misfit)
    }
}

/// What an error says, for an operation's own failures and for those of any.
macro_rules! parts {
    () => {
        /// The code that was received, documented or not.
        pub fn code(&self) -> Option<Cow<'_, str>> {
            match self {
                Self::Api(error) => error.code(),
                other => other.said(|json| json.code()),
            }
        }

        /// The title that was received, documented or not.
        pub fn title(&self) -> Option<Cow<'_, str>> {
            match self {
                Self::Api(error) => error.title(),
                other => other.said(|json| json.title()),
            }
        }

        /// The message that was received, documented or not.
        pub fn message(&self) -> Option<Cow<'_, str>> {
            match self {
                Self::Api(error) => error.message(),
                other => other.said(|json| json.message()),
            }
        }
    };
}

impl<E: Failure> Error<E> {
    parts!();
}

impl Error {
    parts!();
}

impl<E> Error<E> {
    /// The documented failure, if it is one.
    pub fn kind(&self) -> Option<&E> {
        match self {
            Self::Api(error) => Some(error.kind()),
            Self::NotSent(_) | Self::Interrupted(_) | Self::Unexpected(_) | Self::Decode(_) => None,
        }
    }

    /// The answer, if one came.
    pub fn received(&self) -> Option<&Received> {
        self.answer()
    }

    /// How often the request was sent, or tried to be, if that was done again after failures; this is the error of the
    /// last attempt.
    pub fn attempts(&self) -> u32 {
        match self {
            Self::NotSent(error) => error.attempts(),
            Self::Interrupted(error) => error.attempts(),
            Self::Api(error) => error.received().attempts(),
            Self::Unexpected(error) => error.received().attempts(),
            Self::Decode(error) => error.received().attempts(),
        }
    }

    /// What the body says, if it is JSON.
    fn said(&self, part: fn(&Json) -> Option<Cow<'_, str>>) -> Option<Cow<'static, str>> {
        let json = self.answer()?.json()?;
        part(&json).map(|text| Cow::Owned(text.into_owned()))
    }

    fn answer(&self) -> Option<&Received> {
        match self {
            Self::Api(error) => Some(error.received()),
            Self::Unexpected(error) => Some(error.received()),
            Self::Decode(error) => Some(error.received()),
            Self::NotSent(_) | Self::Interrupted(_) => None,
        }
    }

    /// The status of the answer, if one came.
    pub fn status(&self) -> Option<StatusCode> {
        self.answer().map(Received::status)
    }

    /// The header fields of the answer, if one came.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.answer().map(Received::headers)
    }

    /// The body of the answer, if one came, as far as it arrived.
    pub fn body(&self) -> Option<&Bytes> {
        self.answer().map(Received::body)
    }

    /// The id that the server gave the request.
    pub fn request_id(&self) -> Option<&str> {
        self.answer()?.request_id()
    }
}

impl<E: fmt::Display> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent(error) => error.fmt(f),
            Self::Interrupted(error) => error.fmt(f),
            Self::Api(error) => error.fmt(f),
            Self::Unexpected(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
        }
    }
}

impl<E: StdError + 'static> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::NotSent(error) => error.source(),
            Self::Interrupted(error) => error.source(),
            Self::Decode(error) => error.source(),
            Self::Api(_) | Self::Unexpected(_) => None,
        }
    }
}

impl<E: Failure> From<Error<E>> for Error {
    fn from(error: Error<E>) -> Self {
        match error {
            Error::NotSent(error) => Self::NotSent(error),
            Error::Interrupted(error) => Self::Interrupted(error),
            Error::Api(error) => Self::Api(Box::new(error.into_any())),
            Error::Unexpected(error) => Self::Unexpected(error),
            Error::Decode(error) => Self::Decode(error),
        }
    }
}
