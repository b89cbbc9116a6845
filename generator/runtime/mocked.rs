//! A call that a mock answers: what is asked, what is kept of it, and what becomes of the answer.

use std::any::{Any, TypeId};
use std::fmt;
use std::ops::{ControlFlow, Deref};
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use http::{HeaderMap, StatusCode};

use super::call::Begun;
use super::call_future::Answered;
use super::error::{Interrupted, NotSent, Received, Why};
use super::exchange::{Content, Failed, receive};
use super::expectation::counted;
use super::mock::Desk;
use super::operation::{Answer, Outcome, Unread};
use super::platform::{MaybeSend, MaybeSync, Shared};
use super::request::Prepared;
use super::timer::Deadline;
use super::{Body, Bytes, Client, Operation};

/// A call that a mock was asked to answer: the operation, which it derefs to, and its request.
pub struct Seen<Op> {
    operation: Arc<Op>,
    request: Arc<http::Request<Bytes>>,
}

impl<Op> Seen<Op> {
    /// The request as it would have been sent.
    pub fn request(&self) -> &http::Request<Bytes> {
        &self.request
    }
}

impl<Op> Deref for Seen<Op> {
    type Target = Op;

    fn deref(&self) -> &Op {
        &self.operation
    }
}

impl<Op: PartialEq> PartialEq<Op> for Seen<Op> {
    fn eq(&self, other: &Op) -> bool {
        *self.operation == *other
    }
}

impl<Op> Clone for Seen<Op> {
    fn clone(&self) -> Self {
        Self {
            operation: Arc::clone(&self.operation),
            request: Arc::clone(&self.request),
        }
    }
}

impl<Op: fmt::Debug> fmt::Debug for Seen<Op> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.operation.fmt(f)
    }
}

/// The operation of a call, whatever form its success is read in.
pub struct Asked {
    /// An `Arc<Op>`.
    shared: Box<dyn Kept>,
    of: fn(&dyn Any) -> Option<&dyn Any>,
    id: TypeId,
    name: &'static str,
}

/// What is kept of any type.
trait Kept: Any + MaybeSend + MaybeSync {}

impl<T: Any + MaybeSend + MaybeSync> Kept for T {}

impl Asked {
    pub(super) fn of<Op: Operation>(operation: Op) -> Self {
        Self::of_shared(Arc::new(operation))
    }

    pub(super) fn of_shared<Op: Operation>(operation: Arc<Op>) -> Self {
        Self {
            shared: Box::new(operation),
            of: |shared| {
                shared
                    .downcast_ref::<Arc<Op>>()
                    .map(|one| &**one as &dyn Any)
            },
            id: TypeId::of::<Op>(),
            name: name_of::<Op>(),
        }
    }

    fn shared(&self) -> &dyn Any {
        &*self.shared
    }

    fn operation(&self) -> &dyn Any {
        (self.of)(self.shared()).unwrap_or(&())
    }
}

/// A call that was made.
pub(super) struct Record {
    asked: Asked,
    request: Arc<http::Request<Bytes>>,
}

impl Record {
    pub(super) fn seen<Op: Operation>(&self) -> Option<Seen<Op>> {
        let operation = self.asked.shared().downcast_ref::<Arc<Op>>()?;
        Some(Seen {
            operation: Arc::clone(operation),
            request: Arc::clone(&self.request),
        })
    }

    pub(super) fn request(&self) -> &http::Request<Bytes> {
        &self.request
    }
}

/// What a mock was told to answer.
pub(super) enum Given {
    /// A `Response<Op::Output>`.
    Success(Box<dyn Any>),
    /// An `Error<Op::Error>`.
    Failure(Box<dyn Any>),
    /// An answer that is still to be read.
    Answer(http::Response<Body>),
    /// It cannot be answered.
    Nothing(String),
}

/// The name of an operation's type, without the modules around it.
pub(super) fn name_of<Op>() -> &'static str {
    let name = std::any::type_name::<Op>();
    name.rsplit("::").next().unwrap_or(name)
}

/// The first status that an operation documents for successes.
pub(super) fn success_status<Op: Operation>() -> StatusCode {
    let is_documented = |status: &StatusCode| {
        let received = Received::new(*status, HeaderMap::new(), Bytes::new());
        !matches!(
            Op::answer(Answer::new(&received)),
            Ok(Outcome::Undocumented)
        )
    };
    let successes = (200..300).filter_map(|status| StatusCode::from_u16(status).ok());
    let mut successes = successes.filter(is_documented);
    successes.next().unwrap_or(StatusCode::OK)
}

/// What the mock says to a call: at once, or by an answer that is still to be read.
pub(super) async fn answered<Op: Operation>(
    desk: Shared<Desk>,
    client: Client,
    operation: Op,
    prepared: Prepared,
    timeout: Option<Duration>,
) -> ControlFlow<Answered<Op>, Begun> {
    let request = match whole(prepared).await {
        Ok(request) => request,
        Err(failed) => return ControlFlow::Break(Err(failed.into())),
    };
    match typed::<Op>(given(&desk, operation.asked(), request)) {
        ControlFlow::Break(answered) => ControlFlow::Break(answered),
        ControlFlow::Continue(answer) => {
            ControlFlow::Continue(begin(&client, answer, Op::streams, timeout).await)
        }
    }
}

/// What the mock says to a call whose answer is taken as it is.
pub(super) async fn raw(
    desk: &Desk,
    asked: Asked,
    prepared: Prepared,
) -> Result<http::Response<Body>, Failed> {
    let name = asked.name;
    let request = whole(prepared).await?;
    match given(desk, asked, request) {
        Given::Answer(answer) => Ok(answer),
        Given::Success(_) | Given::Failure(_) => Err(refused(format!(
            "`{name}` is answered with a value, which is no answer as it is: `answers_http` gives one"
        ))),
        Given::Nothing(why) => Err(refused(why)),
    }
}

fn refused(why: String) -> Failed {
    Failed::NotSent(NotSent::new(Why::Mock(why)))
}

/// The request with all of its content.
async fn whole(mut prepared: Prepared) -> Result<http::Request<Bytes>, Failed> {
    let message = prepared.message().map_err(Failed::NotSent)?;
    let (parts, mut body) = message.into_parts();
    let mut content = BytesMut::new();
    while let Some(chunk) = body.chunk().await {
        let interrupted = |error: super::TransportError| {
            Failed::Interrupted(Interrupted::new(error.into_source()))
        };
        content.extend_from_slice(&chunk.map_err(interrupted)?);
    }
    Ok(http::Request::from_parts(parts, content.freeze()))
}

/// The answer of the first expectation that a call meets.
fn given(desk: &Desk, asked: Asked, request: http::Request<Bytes>) -> Given {
    let expected = desk.expected_of(asked.id);
    let mut like: Vec<_> = expected.iter().collect();
    like.retain(|one| one.fits(asked.operation()));
    let given = match like.iter().find(|one| one.meet()) {
        Some(met) => met.give(asked.operation()),
        None => {
            let line = format!("{} {}", request.method(), request.uri().path());
            let name = asked.name;
            let all = like.iter().filter_map(|one| one.times());
            let why = if expected.is_empty() {
                format!("no call of `{name}` is expected: {line}")
            } else if like.is_empty() {
                format!("of the calls of `{name}` that are expected none is like this: {line}")
            } else {
                let all = counted(all.fold(0, u32::saturating_add));
                format!("`{name}` is expected {all} and was called once more: {line}")
            };
            desk.surprise(&why);
            Given::Nothing(why)
        }
    };
    let request = Arc::new(request);
    desk.record(Record { asked, request });
    given
}

/// The answer as the call's own types, or one that is still to be read.
fn typed<Op: Operation>(given: Given) -> ControlFlow<Answered<Op>, http::Response<Body>> {
    let refused = |why: String| ControlFlow::Break(Err(refused(why).into()));
    let name = name_of::<Op>();
    match given {
        Given::Answer(answer) => ControlFlow::Continue(answer),
        Given::Success(value) => match value.downcast() {
            Ok(response) => ControlFlow::Break(Ok(*response)),
            Err(_) => refused(format!(
                "`{name}` is answered with a value, which is no stream: `answers_http` gives one"
            )),
        },
        Given::Failure(error) => match error.downcast() {
            Ok(error) => ControlFlow::Break(Err(*error)),
            Err(_) => refused(format!("`{name}` is answered with another's failure")),
        },
        Given::Nothing(why) => refused(why),
    }
}

/// Reads an answer as far as one from a server would have been.
async fn begin(
    client: &Client,
    answer: http::Response<Body>,
    streams: fn(u16) -> bool,
    idle: Option<Duration>,
) -> Begun {
    let (parts, body) = answer.into_parts();
    let content = if streams(parts.status.as_u16()) {
        Content::Unread(body)
    } else {
        let (bytes, cut) = receive(client, parts.status, body, Deadline::after(None)).await;
        Content::Whole(bytes, cut)
    };
    match content {
        Content::Whole(bytes, cut) => (
            Received::new(parts.status, parts.headers, bytes).cut_by(cut),
            None,
        ),
        Content::Unread(body) => (
            Received::new(parts.status, parts.headers, Bytes::new()),
            Some(Unread { body, idle }),
        ),
    }
}
