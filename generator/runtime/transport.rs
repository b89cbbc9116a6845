//! The one door to the network: a request goes in, an answer comes out.

use std::error::Error as StdError;
use std::fmt;

use super::Body;
use super::platform::{BoxError, BoxFuture, MaybeSend, MaybeSync};

/// What a transport gives back.
pub type TransportFuture = BoxFuture<'static, Result<http::Response<Body>, TransportError>>;

/// Sends one request and gives the answer as it came.
///
/// It follows no redirects, decodes nothing and buffers nothing.
pub trait Transport: MaybeSend + MaybeSync + 'static {
    /// Sends a request. Dropping the future gives it up.
    fn send(&self, request: http::Request<Body>) -> TransportFuture;
}

/// Why no answer came, or why it ended before its end.
#[derive(Debug)]
pub struct TransportError {
    sent: bool,
    source: BoxError,
}

impl TransportError {
    /// An error before anything can have reached the server.
    pub fn not_sent(source: impl Into<BoxError>) -> Self {
        Self {
            sent: false,
            source: source.into(),
        }
    }

    /// An error after which the server may have acted on the request.
    pub fn interrupted(source: impl Into<BoxError>) -> Self {
        Self {
            sent: true,
            source: source.into(),
        }
    }

    /// Whether anything can have reached the server.
    pub const fn may_have_been_sent(&self) -> bool {
        self.sent
    }

    /// What the transport itself says.
    pub fn into_source(self) -> BoxError {
        self.source
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.sent {
            "the connection failed"
        } else {
            "no connection could be made"
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}
