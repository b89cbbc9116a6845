//! A documented failure together with the answer that said it.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::any_error::AnyError;
use super::error::Received;
use super::failure::{Failure, Problem};

/// A documented failure together with the answer that said it.
#[derive(Debug, Clone)]
pub struct ApiError<E = AnyError> {
    received: Received,
    kind: E,
}

impl<E> ApiError<E> {
    /// Of this answer.
    pub const fn new(received: Received, kind: E) -> Self {
        Self { received, kind }
    }

    /// Which failure it is.
    pub const fn kind(&self) -> &E {
        &self.kind
    }

    /// Which failure it is.
    pub fn into_kind(self) -> E {
        self.kind
    }

    /// The answer.
    pub const fn received(&self) -> &Received {
        &self.received
    }

    /// The status.
    pub const fn status(&self) -> StatusCode {
        self.received.status()
    }

    /// The header fields.
    pub const fn headers(&self) -> &HeaderMap {
        self.received.headers()
    }

    /// The body as it came.
    pub const fn body(&self) -> &Bytes {
        self.received.body()
    }

    /// The id that the server gave the request.
    pub fn request_id(&self) -> Option<&str> {
        self.received.request_id()
    }
}

impl<E: Failure> ApiError<E> {
    /// The code that was received.
    pub fn code(&self) -> Option<Cow<'_, str>> {
        self.kind.problem().and_then(Problem::code)
    }

    /// The title that was received.
    pub fn title(&self) -> Option<Cow<'_, str>> {
        self.kind.problem().and_then(Problem::title)
    }

    /// The message that was received.
    pub fn message(&self) -> Option<Cow<'_, str>> {
        self.kind.problem().and_then(Problem::message)
    }

    /// The same for any operation.
    pub fn into_any(self) -> ApiError {
        ApiError {
            received: self.received,
            kind: AnyError::new(self.kind),
        }
    }
}

impl ApiError {
    /// The code that was received.
    pub fn code(&self) -> Option<Cow<'_, str>> {
        self.kind.code()
    }

    /// The title that was received.
    pub fn title(&self) -> Option<Cow<'_, str>> {
        self.kind.title()
    }

    /// The message that was received.
    pub fn message(&self) -> Option<Cow<'_, str>> {
        self.kind.message()
    }
}

impl<E: fmt::Display> fmt::Display for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)?;
        match self.received.cut() {
            Some(cut) => write!(f, "; {cut}"),
            None => Ok(()),
        }
    }
}

impl<E: StdError> StdError for ApiError<E> {}
