//! What users do before and after each request: sign it, count it, hold it back, answer it themselves.

use std::error::Error as StdError;
use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::error::{Interrupted, NotSent};
use super::exchange::Failed;
use super::timer::Deadline;
use super::{Body, ClientBuilder};

/// What a hook does.
pub type HookFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Why a hook lets no request through.
pub type HookError = Box<dyn StdError + Send + Sync>;

/// Is asked before each request that a call sends, and told what became of it.
///
/// A call may send several: after a redirect, with another token, or again after a failure. The first hook of a client
/// is asked first and told last. Of a call that is dropped nobody is told.
pub trait Hook: Send + Sync + 'static {
    /// The request as it will be sent, with its credentials; its content is there as [`Body::as_bytes`] unless it is a
    /// stream. The time that this takes is the call's, not that of the [attempt](super::Call::attempt_timeout).
    ///
    /// # Errors
    ///
    /// Nothing is sent then: the call fails with [`NotSent`], or with [`Interrupted`] if it had sent something before.
    fn before<'a>(
        &'a self,
        request: &'a mut http::Request<Body>,
        attempt: &'a Attempt,
    ) -> HookFuture<'a, Result<Step, HookError>> {
        let _ = (request, attempt);
        Box::pin(ready(Ok(Step::Send)))
    }

    /// What became of a request that this hook was asked about: once the head of the answer is there, or none will come.
    fn after<'a>(&'a self, attempt: &'a Attempt, ended: Ended<'a>) -> HookFuture<'a, ()> {
        let _ = (attempt, ended);
        Box::pin(ready(()))
    }

    /// Whether it is asked about requests to another origin as well, which redirects lead to.
    ///
    /// No credential goes there, so what adds a signature must not be.
    fn goes_elsewhere(&self) -> bool {
        false
    }
}

impl ClientBuilder {
    /// Asks this hook about each request, after those that were added before.
    #[must_use]
    pub fn hook(mut self, hook: impl Hook) -> Self {
        self.settings.hooks.push(Arc::new(hook));
        self
    }
}

/// What is done with a request.
#[derive(Debug)]
pub enum Step {
    /// It is sent, if no other hook says otherwise.
    Send,
    /// It is not sent: this is its answer.
    Answer(http::Response<Body>),
}

/// What became of a request.
#[derive(Debug)]
pub enum Ended<'a> {
    /// This answer came; its content is still to be read. A hook may change it, or put another in its place.
    Answered(&'a mut http::Response<Body>),
    /// Nothing reached the server.
    NotSent(&'a NotSent),
    /// The server may have acted on the request; no answer came.
    Interrupted(&'a Interrupted),
}

impl<'a> Ended<'a> {
    pub(super) fn of(ended: &'a mut Result<http::Response<Body>, Failed>) -> Self {
        match ended {
            Ok(answer) => Self::Answered(answer),
            Err(Failed::NotSent(error)) => Self::NotSent(error),
            Err(Failed::Interrupted(error)) => Self::Interrupted(error),
        }
    }

    /// The status, if an answer came.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Answered(answer) => Some(answer.status()),
            Self::NotSent(_) | Self::Interrupted(_) => None,
        }
    }

    /// The header fields, if an answer came.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Answered(answer) => Some(answer.headers()),
            Self::NotSent(_) | Self::Interrupted(_) => None,
        }
    }
}

/// Which request of a call it is.
pub struct Attempt {
    pub(super) path: &'static str,
    pub(super) number: u32,
    pub(super) resends: u32,
    pub(super) elsewhere: bool,
    pub(super) deadline: Deadline,
    pub(super) took: Duration,
}

impl Attempt {
    /// The operation's path, with its variables as the description has them.
    pub const fn path_template(&self) -> &'static str {
        self.path
    }

    /// Which attempt of the call it is, from 1; requests that an answer led to belong to the same attempt.
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// How many requests the call sent before this one, for whatever reason.
    pub const fn resends(&self) -> u32 {
        self.resends
    }

    /// Whether a redirect led to another origin.
    pub const fn is_elsewhere(&self) -> bool {
        self.elsewhere
    }

    /// How much time the call has left; `None` is for ever.
    pub fn time_left(&self) -> Option<Duration> {
        self.deadline.left()
    }

    /// How long it took from when it was sent until it ended; nothing before that, or if it was not sent.
    pub const fn duration(&self) -> Duration {
        self.took
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("path", &self.path)
            .field("number", &self.number)
            .field("resends", &self.resends)
            .field("elsewhere", &self.elsewhere)
            .finish_non_exhaustive()
    }
}
