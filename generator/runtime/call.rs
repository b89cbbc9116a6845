//! A call of an operation: its settings, and the three ways to make it.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;

use super::api_error::ApiError;
use super::error::{Decode, Error, NotSent, Received, Unexpected};
use super::exchange::{self, Content, Failed};
use super::operation::{Answer, Outcome, Reading, Unread};
use super::reader::Misfit;
use super::repeat::{Terms, outcome};
use super::request::{Prepared, RequestParts};
use super::response::Response;
use super::retry::Retry;
use super::timer::Deadline;
use super::{Body, Client, Operation};

/// A call of an operation. Nothing happens until it is awaited; dropping its future gives it up.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<Op> {
    client: Client,
    pub(crate) operation: Op,
    timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    retry: Option<Retry>,
    base_url: Option<String>,
    headers: Vec<(String, String)>,
    follows: bool,
}

impl<Op> Call<Op> {
    /// The same call of another operation.
    #[allow(dead_code, reason = "an API may have no stream")]
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
        let terms = Terms::of(
            &self.client,
            self.timeout,
            self.attempt_timeout,
            &self.retry,
        );
        let timeout = self.timeout.or(self.client.inner.timeout());
        let prepared = self.prepare().map_err(not_sent)?;
        let (received, unread) = exchange(&self.client, prepared, terms, Op::streams, timeout)
            .await
            .map_err(failed)?;
        let Some(unread) = unread else {
            let reading = Op::answer(Answer::new(&received));
            return decide::<Op>(received, reading);
        };
        let unread = Mutex::new(Some(unread));
        let reading = Op::answer(Answer::begun(&received, &unread));
        let left = unread.into_inner().unwrap_or_else(PoisonError::into_inner);
        // What was not taken to be read as it comes is another form of answer: it is kept whole.
        let received = rest(&self.client, received, left, timeout).await;
        decide::<Op>(received, reading)
    }

    /// Makes the call and gives the answer as it is, whatever its status, its body still to be read.
    ///
    /// # Errors
    ///
    /// [`Error::NotSent`] and [`Error::Interrupted`] only.
    pub async fn raw(self) -> Result<http::Response<Body>, Error<Op::Error>> {
        let terms = Terms::of(
            &self.client,
            self.timeout,
            self.attempt_timeout,
            &self.retry,
        );
        let prepared = self.prepare().map_err(not_sent)?;
        raw(&self.client, prepared, terms).await.map_err(failed)
    }

    fn prepare(&self) -> Result<Prepared, NotSent> {
        let mut parts = RequestParts::new(Op::LINE);
        self.operation.request(&mut parts);
        let mut prepared = parts.prepare(&self.client, self.base_url.as_deref(), &self.headers)?;
        prepared.follows &= self.follows;
        Ok(prepared)
    }
}

/// An answer, and its content where it is still to come.
type Begun = (Received, Option<Unread>);

/// The part of a call that is the same for all operations.
fn exchange(
    client: &Client,
    prepared: Prepared,
    terms: Terms,
    streams: fn(u16) -> bool,
    idle: Option<Duration>,
) -> Pin<Box<dyn Future<Output = Result<Begun, Failed>> + Send + '_>> {
    Box::pin(async move {
        let (answered, attempts) = outcome(client, prepared, &terms, streams).await;
        let (parts, content) = answered?.into_parts();
        let received = |bytes, cut| {
            Received::new(parts.status, parts.headers, bytes, cut).at_attempt(attempts)
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
    prepared: Prepared,
    terms: Terms,
) -> Pin<Box<dyn Future<Output = Result<http::Response<Body>, Failed>> + Send + '_>> {
    Box::pin(async move {
        let (answered, _) = outcome(client, prepared, &terms, |_| true).await;
        let body = |content| match content {
            Content::Unread(body) => body,
            Content::Whole(bytes, _) => Body::from(bytes),
        };
        answered.map(|answer| answer.map(body))
    })
}

/// The answer with what is left of its body.
fn rest(
    client: &Client,
    head: Received,
    left: Option<Unread>,
    timeout: Option<Duration>,
) -> Pin<Box<dyn Future<Output = Received> + Send + '_>> {
    Box::pin(async move {
        let Some(left) = left else { return head };
        let deadline = Deadline::after(timeout);
        let (bytes, cut) = exchange::receive(client, head.status(), left.body, deadline).await;
        head.with_body(bytes, cut)
    })
}

fn not_sent<E>(error: NotSent) -> Error<E> {
    Error::NotSent(Box::new(error))
}

fn failed<E>(failed: Failed) -> Error<E> {
    match failed {
        Failed::NotSent(error) => Error::NotSent(Box::new(error)),
        Failed::Interrupted(error) => Error::Interrupted(Box::new(error)),
    }
}

fn decide<Op: Operation>(
    received: Received,
    reading: Reading<Op>,
) -> Result<Response<Op::Output>, Error<Op::Error>> {
    match reading {
        // A success of which something is missing is none.
        Ok(Outcome::Success(_)) if !received.is_whole() => Err(Error::Decode(Box::new(
            Decode::new(received, Misfit::new("the body is not whole")),
        ))),
        Ok(Outcome::Success(value)) => Ok(Response { received, value }),
        Ok(Outcome::Failure(kind)) => Err(Error::Api(Box::new(ApiError::new(received, kind)))),
        Ok(Outcome::Undocumented) => Err(Error::Unexpected(Box::new(Unexpected::new(received)))),
        Err(misfit) => Err(Error::Decode(Box::new(Decode::new(received, misfit)))),
    }
}

impl<Op: Operation> IntoFuture for Call<Op> {
    type Output = Result<Op::Output, Error<Op::Error>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
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
