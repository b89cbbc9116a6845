//! A success together with the answer that said it.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::error::Received;

/// A success together with the answer that said it.
#[derive(Debug, Clone)]
pub struct Response<T> {
    pub(super) received: Received,
    pub(super) value: T,
}

impl<T> Response<T> {
    /// What the success gives.
    pub const fn value(&self) -> &T {
        &self.value
    }

    /// What the success gives.
    pub fn into_value(self) -> T {
        self.value
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

    /// How often the request was sent, if it was sent again after failures.
    pub const fn attempts(&self) -> u32 {
        self.received.attempts()
    }

    /// The id that the server gave the request.
    pub fn request_id(&self) -> Option<&str> {
        self.received.request_id()
    }
}
