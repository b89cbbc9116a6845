//! The future of a call. What is the same for all operations is boxed within it; what is an operation's own is little.

use std::future::Future;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use super::api_error::ApiError;
use super::call::{Begun, Call, exchange, rest, terms};
use super::error::{Decode, Error, Received, Unexpected};
use super::exchange::Failed;
#[cfg(feature = "mock")]
use super::mocked;
use super::operation::{Answer, Outcome, Reading};
use super::platform::BoxFuture;
#[cfg(feature = "mock")]
use super::platform::Shared;
use super::reader::Misfit;
use super::response::Response;
use super::{Client, Operation};

/// What becomes of a call.
#[must_use = "a call does nothing until it is awaited"]
pub struct CallFuture<Op: Operation>(ResponseFuture<Op>);

/// What becomes of a call, and the answer beside it.
#[must_use = "a call does nothing until it is awaited"]
pub(super) struct ResponseFuture<Op: Operation>(Stage<Op>);

/// What a call gives, and the answer beside it.
pub(super) type Answered<Op> =
    Result<Response<<Op as Operation>::Output>, Error<<Op as Operation>::Error>>;

/// How far a call is.
enum Stage<Op: Operation> {
    /// Nothing was done yet, or all is.
    Call(Option<Call<Op>>),
    /// An answer is waited for.
    Asked(Asked),
    /// The rest of an answer is waited for, which is read already.
    Rest(BoxFuture<'static, Received>, Option<Reading<Op>>),
    /// A mock is asked.
    #[cfg(feature = "mock")]
    Mocked {
        given: BoxFuture<'static, ControlFlow<Answered<Op>, Begun>>,
        client: Client,
        timeout: Option<Duration>,
    },
}

/// A request on its way.
struct Asked {
    client: Client,
    begun: BoxFuture<'static, Result<Begun, Failed>>,
    timeout: Option<Duration>,
}

/// What is next, or what a call gives.
type Step<Op> = ControlFlow<Answered<Op>, Stage<Op>>;

impl<Op: Operation> CallFuture<Op> {
    pub(super) const fn of(call: Call<Op>) -> Self {
        Self(ResponseFuture::of(call))
    }
}

impl<Op: Operation> ResponseFuture<Op> {
    pub(super) const fn of(call: Call<Op>) -> Self {
        Self(Stage::Call(Some(call)))
    }
}

/// Nothing in it is pinned.
impl<Op: Operation> Unpin for CallFuture<Op> {}

/// Nothing in it is pinned.
impl<Op: Operation> Unpin for ResponseFuture<Op> {}

impl<Op: Operation> Future for CallFuture<Op> {
    type Output = Result<Op::Output, Error<Op::Error>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answered = Pin::new(&mut self.0).poll(context);
        answered.map(|answered| answered.map(Response::into_value))
    }
}

impl<Op: Operation> Future for ResponseFuture<Op> {
    type Output = Answered<Op>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let stage = &mut self.get_mut().0;
        loop {
            match ready!(stage.poll(context)) {
                ControlFlow::Continue(next) => *stage = next,
                ControlFlow::Break(answered) => {
                    *stage = Stage::Call(None);
                    return Poll::Ready(answered);
                }
            }
        }
    }
}

impl<Op: Operation> Stage<Op> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Step<Op>> {
        match self {
            Self::Call(call) => match call.take() {
                Some(call) => Poll::Ready(begin(call)),
                // It is over: there is nothing that could come.
                None => Poll::Pending,
            },
            Self::Asked(asked) => {
                let begun = ready!(asked.begun.as_mut().poll(context));
                Poll::Ready(match begun {
                    Ok(begun) => read(&asked.client, begun, asked.timeout),
                    Err(failed) => ControlFlow::Break(Err(failed.into())),
                })
            }
            Self::Rest(rest, reading) => {
                let received = ready!(rest.as_mut().poll(context));
                match reading.take() {
                    Some(reading) => {
                        Poll::Ready(ControlFlow::Break(decide::<Op>(received, reading)))
                    }
                    None => Poll::Pending,
                }
            }
            #[cfg(feature = "mock")]
            Self::Mocked {
                given,
                client,
                timeout,
            } => {
                let given = ready!(given.as_mut().poll(context));
                Poll::Ready(match given {
                    ControlFlow::Continue(begun) => read(client, begun, *timeout),
                    ControlFlow::Break(answered) => ControlFlow::Break(answered),
                })
            }
        }
    }
}

/// Sends a call's request.
fn begin<Op: Operation>(call: Call<Op>) -> Step<Op> {
    let terms = terms(&call);
    let timeout = call.timeout.or(call.client.inner.timeout());
    let prepared = match call.prepare() {
        Ok(prepared) => prepared,
        Err(failed) => return ControlFlow::Break(Err(failed.into())),
    };
    let client = call.client;
    #[cfg(feature = "mock")]
    if let Some(desk) = client.inner.mock() {
        let desk = Shared::clone(desk);
        let asking = mocked::answered(desk, client.clone(), call.operation, prepared, timeout);
        return ControlFlow::Continue(Stage::Mocked {
            given: Box::pin(asking),
            client,
            timeout,
        });
    }
    ControlFlow::Continue(Stage::Asked(Asked {
        begun: exchange(client.clone(), prepared, terms, Op::streams, timeout),
        client,
        timeout,
    }))
}

/// Reads an answer as what is documented.
fn read<Op: Operation>(
    client: &Client,
    (received, unread): Begun,
    timeout: Option<Duration>,
) -> Step<Op> {
    let Some(unread) = unread else {
        let reading = Op::answer(Answer::new(&received));
        return ControlFlow::Break(decide::<Op>(received, reading));
    };
    let unread = Mutex::new(Some(unread));
    let reading = Op::answer(Answer::begun(&received, &unread));
    let left = unread.into_inner().unwrap_or_else(PoisonError::into_inner);
    match left {
        // What was not taken to be read as it comes is another form of answer: it is kept whole.
        Some(left) => {
            let rest = rest(client.clone(), received, left, timeout);
            ControlFlow::Continue(Stage::Rest(rest, Some(reading)))
        }
        None => ControlFlow::Break(decide::<Op>(received, reading)),
    }
}

fn decide<Op: Operation>(received: Received, reading: Reading<Op>) -> Answered<Op> {
    match reading {
        // A success of which something is missing is none.
        Ok(Outcome::Success(_)) if !received.is_whole() => Err(Error::Decode(Box::new(
            Decode::new(received, Misfit::new("the body is not whole")),
        ))),
        Ok(Outcome::Success(value)) => Ok(Response::new(received, value)),
        Ok(Outcome::Failure(kind)) => Err(Error::Api(Box::new(ApiError::new(received, kind)))),
        Ok(Outcome::Undocumented) => Err(Error::Unexpected(Box::new(Unexpected::new(received)))),
        Err(misfit) => Err(Error::Decode(Box::new(Decode::new(received, misfit)))),
    }
}
