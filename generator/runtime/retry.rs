//! Which requests may be sent again, by what may be concluded from how an attempt ended.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};

use super::ClientBuilder;
use super::backoff::Backoff;
use super::retry_after::{limit_reset, retry_after};

/// Whether and when requests are sent again: as [`Backoff`] does unless it is told otherwise.
///
/// `.retry(Retry::off())`, `.retry(Backoff::new().times(5))`, or a [`RetryPolicy`] of your own.
#[derive(Clone)]
pub struct Retry(Option<Arc<dyn RetryPolicy>>);

impl Retry {
    /// Nothing is sent again.
    pub const fn off() -> Self {
        Self(None)
    }

    pub(super) fn policy(&self) -> Option<&dyn RetryPolicy> {
        self.0.as_deref()
    }
}

impl Default for Retry {
    fn default() -> Self {
        Self::from(Backoff::new())
    }
}

impl<P: RetryPolicy> From<P> for Retry {
    fn from(policy: P) -> Self {
        Self(Some(Arc::new(policy)))
    }
}

impl ClientBuilder {
    /// Whether and when requests are sent again.
    #[must_use]
    pub fn retry(mut self, retry: impl Into<Retry>) -> Self {
        self.settings.retry = retry.into();
        self
    }

    /// How long each attempt of a call may take, from when it is sent to the last byte of its answer; `None`, unless it
    /// is said: the time of the call is the only limit.
    #[must_use]
    pub fn attempt_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.attempt_timeout = timeout.into();
        self
    }

    /// How often the client and its clones send anything again while nothing succeeds, 50 times unless it is said; `None`
    /// for any number. Each success makes up for a tenth of a repetition, one that needed it for all of that.
    #[must_use]
    pub fn retry_budget(mut self, repetitions: impl Into<Option<u32>>) -> Self {
        self.settings.retry_budget = repetitions.into();
        self
    }
}

impl fmt::Debug for Retry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "on" } else { "off" })
    }
}

/// Decides whether a request is sent again.
///
/// It is not asked about what cannot be sent again or must not: content that cannot be made again, and requests that
/// were refused before they were sent. What it wants is not done if the time of the call would be up before, or if too
/// few requests of the client succeed (see [`retry_budget`](super::ClientBuilder::retry_budget)).
pub trait RetryPolicy: Send + Sync + 'static {
    /// How long to wait before the request is sent again; `None` if the outcome stands.
    fn again(&self, attempted: &Attempted<'_>) -> Option<Duration>;
}

/// How an attempt ended.
#[derive(Debug, Clone, Copy)]
pub struct Attempted<'a> {
    pub(super) number: u32,
    pub(super) method: &'a Method,
    pub(super) keyed: bool,
    pub(super) end: End<'a>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum End<'a> {
    /// There was no connection.
    NotSent,
    /// No answer came.
    Interrupted {
        /// Whether the time of the attempt was up.
        timeout: bool,
    },
    /// An answer came.
    Answered {
        status: StatusCode,
        headers: &'a HeaderMap,
        /// Whether the connection ended, or the time was up, before its content did.
        cut: bool,
    },
}

impl<'a> Attempted<'a> {
    /// Which attempt it was, from 1.
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// The method.
    pub const fn method(&self) -> &'a Method {
        self.method
    }

    /// Whether doing it twice is the same as doing it once: by the method (RFC 9110 section 9.2.2), or because an
    /// idempotency key lets the server see that it is the same request.
    pub fn is_idempotent(&self) -> bool {
        let idempotent = [
            Method::GET,
            Method::HEAD,
            Method::OPTIONS,
            Method::TRACE,
            Method::PUT,
            Method::DELETE,
        ];
        self.keyed || idempotent.contains(self.method)
    }

    /// Whether anything can have reached the server.
    pub const fn may_have_been_sent(&self) -> bool {
        match self.end {
            End::NotSent => false,
            End::Interrupted { .. } | End::Answered { .. } => true,
        }
    }

    /// Whether no answer came because the time of the attempt was up.
    pub const fn is_timeout(&self) -> bool {
        match self.end {
            End::Interrupted { timeout } => timeout,
            End::NotSent | End::Answered { .. } => false,
        }
    }

    /// The status, if an answer came.
    pub const fn status(&self) -> Option<StatusCode> {
        match self.end {
            End::Answered { status, .. } => Some(status),
            End::NotSent | End::Interrupted { .. } => None,
        }
    }

    /// The header fields, if an answer came.
    pub const fn headers(&self) -> Option<&'a HeaderMap> {
        match self.end {
            End::Answered { headers, .. } => Some(headers),
            End::NotSent | End::Interrupted { .. } => None,
        }
    }

    /// How long the server asks to wait: by `Retry-After`, or with 429 and 503 until a limit of requests begins anew.
    pub fn asked_wait(&self) -> Option<Duration> {
        let headers = self.headers()?;
        retry_after(headers).or_else(|| match self.status()?.as_u16() {
            429 | 503 => limit_reset(headers),
            _ => None,
        })
    }

    /// Whether sending the request again does no harm and may be of use.
    ///
    /// | how it ended | may be sent again |
    /// | --- | --- |
    /// | no connection: nothing reached the server | always |
    /// | 429: the server says that it refused the request, not that it failed at it (RFC 6585 section 4) | always |
    /// | 503 with `Retry-After`: it invites to send it again (RFC 9110 section 15.6.4) | always |
    /// | no answer, an answer that was cut, 408, 500, 502, 503, 504: it may have acted | if idempotent |
    /// | 409 to a repetition that has a key: the first attempt may still be at work | always |
    /// | any other answer: it would be the same | never |
    pub fn may_be_repeated(&self) -> bool {
        let (status, headers, cut) = match self.end {
            End::NotSent => return true,
            End::Interrupted { .. } => return self.is_idempotent(),
            End::Answered {
                status,
                headers,
                cut,
            } => (status, headers, cut),
        };
        match status.as_u16() {
            429 => true,
            503 if retry_after(headers).is_some() => true,
            408 | 500 | 502 | 503 | 504 => self.is_idempotent(),
            409 if self.keyed && self.number > 1 => true,
            _ => cut && self.is_idempotent(),
        }
    }
}
