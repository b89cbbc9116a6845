//! A call of an operation: its settings, and the three ways to make it.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::api_error::ApiError;
use super::error::{Decode, Error, NotSent, Received, Unexpected};
use super::exchange::{self, Failed};
use super::operation::{Answer, Outcome, Reading, Unread};
use super::reader::Misfit;
use super::request::{Prepared, RequestParts};
use super::timer::Deadline;
use super::{Body, Client, Operation};

/// A call of an operation. Nothing happens until it is awaited; dropping its future gives it up.
#[must_use = "a call does nothing until it is awaited"]
#[derive(Clone)]
pub struct Call<Op> {
    client: Client,
    pub(crate) operation: Op,
    timeout: Option<Duration>,
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
            base_url: None,
            headers: Vec::new(),
            follows: true,
        }
    }

    /// How long this call may take, from its beginning to the last byte of the answer.
    ///
    /// Of an answer that is read as it comes: until its head is there, and from then on between one chunk and the next.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
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
        let timeout = self.timeout.or(self.client.inner.timeout());
        let deadline = self.deadline();
        let prepared = self.prepare().map_err(not_sent)?;
        let (received, unread) = exchange(&self.client, prepared, deadline, Op::streams, timeout)
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
        let deadline = self.deadline();
        let prepared = self.prepare().map_err(not_sent)?;
        exchange::send(&self.client, prepared, deadline)
            .await
            .map_err(failed)
    }

    fn deadline(&self) -> Deadline {
        Deadline::after(self.timeout.or(self.client.inner.timeout()))
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
    deadline: Deadline,
    streams: fn(u16) -> bool,
    idle: Option<Duration>,
) -> Pin<Box<dyn Future<Output = Result<Begun, Failed>> + Send + '_>> {
    Box::pin(async move {
        let answer = exchange::send(client, prepared, deadline).await?;
        let (head, body) = exchange::begin(answer);
        if streams(head.status().as_u16()) {
            return Ok((head, Some(Unread { body, idle })));
        }
        Ok((exchange::receive(client, head, body, deadline).await, None))
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
        match left {
            Some(left) => {
                exchange::receive(client, head, left.body, Deadline::after(timeout)).await
            }
            None => head,
        }
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

/// A success together with the answer that said it.
#[derive(Debug, Clone)]
pub struct Response<T> {
    received: Received,
    value: T,
}

impl<T> Response<T> {
    /// The answer.
    #[allow(dead_code, reason = "an API may have no pages")]
    pub(super) const fn received(&self) -> &Received {
        &self.received
    }

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

    /// The id that the server gave the request.
    pub fn request_id(&self) -> Option<&str> {
        self.received.request_id()
    }
}
