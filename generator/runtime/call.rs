//! A call of an operation: its settings, and the three ways to make it.

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use bytes::Bytes;

use super::call_future::{CallFuture, ResponseFuture};
use super::error::{Error, Received};
use super::exchange::{Content, Failed, receive};
#[cfg(feature = "mock")]
use super::mocked;
use super::operation::Unread;
use super::platform::BoxFuture;
use super::redirect::Address;
use super::repeat::{Terms, outcome};
use super::request::{Prepared, RequestParts};
use super::response::Response;
use super::retry::Retry;
use super::timer::Deadline;
use super::{Body, Client, Operation};

/// A call of an operation. Nothing happens until it is awaited; dropping its future gives it up.
#[must_use = "a call does nothing until it is awaited"]
#[derive(Clone)]
pub struct Call<Op> {
    pub(super) client: Client,
    pub(crate) operation: Op,
    pub(super) timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    retry: Option<Retry>,
    base_url: Option<String>,
    headers: Vec<(String, String)>,
    follows: bool,
}

impl<Op> Call<Op> {
    /// The same call of another operation.
    #[allow(dead_code, reason = "an API may have no stream and no pages")]
    pub(super) fn map<Other>(self, into: fn(Op) -> Other) -> Call<Other> {
        Call {
            client: self.client,
            operation: into(self.operation),
            timeout: self.timeout,
            attempt_timeout: self.attempt_timeout,
            retry: self.retry,
            base_url: self.base_url,
            headers: self.headers,
            follows: self.follows,
        }
    }
}

impl<Op: Operation> Call<Op> {
    pub(super) fn new(client: Client, operation: Op) -> Self {
        Self {
            client,
            operation,
            timeout: None,
            attempt_timeout: None,
            retry: None,
            base_url: None,
            headers: Vec::new(),
            follows: true,
        }
    }

    /// How long this call may take, from its beginning to the last byte of the last attempt's answer.
    ///
    /// Of an answer that is read as it comes: until its head is there, and from then on between one chunk and the next.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long each attempt of this call may take, from when it is sent to the last byte of its answer; one that takes
    /// longer is given up, and made again if it may be.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Whether and when this call's request is sent again.
    pub fn retry(mut self, retry: impl Into<Retry>) -> Self {
        self.retry = Some(retry.into());
        self
    }

    /// Another base URL for this call, such as one of a server whose variables have values of your own.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = Some(base_url.into());
        self
    }

    /// A header field more; it takes the place of one of the same name, also of a credential's.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Takes a redirect as the answer instead of following it.
    pub fn without_redirects(mut self) -> Self {
        self.follows = false;
        self
    }

    /// Makes the call.
    ///
    /// # Errors
    ///
    /// [`Error`], sorted by what may be concluded.
    pub async fn send(self) -> Result<Op::Output, Error<Op::Error>> {
        self.send_with_response().await.map(Response::into_value)
    }

    /// Makes the call and keeps the answer beside its value.
    ///
    /// # Errors
    ///
    /// [`Error`], sorted by what may be concluded.
    pub async fn send_with_response(self) -> Result<Response<Op::Output>, Error<Op::Error>> {
        ResponseFuture::of(self).await
    }

    /// Makes the call and gives the answer as it is, whatever its status, its body still to be read.
    ///
    /// # Errors
    ///
    /// [`Error::NotSent`] and [`Error::Interrupted`] only.
    pub async fn raw(self) -> Result<http::Response<Body>, Error<Op::Error>> {
        let terms = terms(&self);
        let prepared = self.prepare()?;
        #[cfg(feature = "mock")]
        if let Some(desk) = self.client.inner.mock() {
            return Ok(mocked::raw(desk, self.operation.asked(), prepared).await?);
        }
        Ok(raw(&self.client, prepared, terms).await?)
    }

    pub(super) fn prepare(&self) -> Result<Prepared, Failed> {
        let mut parts = RequestParts::new(Op::LINE);
        self.operation.request(&mut parts);
        let prepared = parts.prepare(&self.client, self.base_url.as_deref(), &self.headers);
        let mut prepared = prepared.map_err(Failed::NotSent)?;
        prepared.follows &= self.follows;
        Ok(prepared)
    }
}

/// What the request of a call is given beside itself. No method, for those of a call share its namespace with the setters.
pub(super) fn terms<Op>(call: &Call<Op>) -> Terms {
    let retry = call.retry.clone();
    Terms::of(&call.client, call.timeout, call.attempt_timeout, retry)
}

/// An answer, and its content where it is still to come.
pub(super) type Begun = (Received, Option<Unread>);

/// The part of a call that is the same for all operations.
pub(super) fn exchange(
    client: Client,
    mut prepared: Prepared,
    terms: Terms,
    streams: fn(u16) -> bool,
    idle: Option<Duration>,
) -> BoxFuture<'static, Result<Begun, Failed>> {
    Box::pin(async move {
        let (answered, attempts) = outcome(&client, &mut prepared, &terms, streams).await;
        let (mut parts, content) = answered?.into_parts();
        let address = parts.extensions.remove::<Address>();
        let received = |bytes, cut| {
            let received = Received::new(parts.status, parts.headers, bytes);
            received
                .cut_by(cut)
                .at_attempt(attempts)
                .at_address(address)
        };
        Ok(match content {
            Content::Whole(bytes, cut) => (received(bytes, cut), None),
            Content::Unread(body) => (received(Bytes::new(), None), Some(Unread { body, idle })),
        })
    })
}

/// The same of a call whose answer is taken as it is.
fn raw(
    client: &Client,
    mut prepared: Prepared,
    terms: Terms,
) -> BoxFuture<'_, Result<http::Response<Body>, Failed>> {
    Box::pin(async move {
        let (answered, _) = outcome(client, &mut prepared, &terms, |_| true).await;
        let body = |content| match content {
            Content::Unread(body) => body,
            Content::Whole(bytes, _) => Body::from(bytes),
        };
        answered.map(|answer| answer.map(body))
    })
}

/// The answer with what is left of its body.
pub(super) fn rest(
    client: Client,
    head: Received,
    left: Unread,
    timeout: Option<Duration>,
) -> BoxFuture<'static, Received> {
    Box::pin(async move {
        let deadline = Deadline::after(timeout);
        let (bytes, cut) = receive(&client, head.status(), left.body, deadline).await;
        head.with_body(bytes, cut)
    })
}

impl<E> From<Failed> for Error<E> {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::NotSent(error) => Self::NotSent(Box::new(error)),
            Failed::Interrupted(error) => Self::Interrupted(Box::new(error)),
        }
    }
}

impl<Op: Operation> IntoFuture for Call<Op> {
    type Output = Result<Op::Output, Error<Op::Error>>;
    type IntoFuture = CallFuture<Op>;

    fn into_future(self) -> Self::IntoFuture {
        CallFuture::of(self)
    }
}

impl<Op: fmt::Debug> fmt::Debug for Call<Op> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Call")
            .field("operation", &self.operation)
            .field("timeout", &self.timeout)
            .field("headers", &headers)
            .finish_non_exhaustive()
    }
}
