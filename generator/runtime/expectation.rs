//! What a mock expects of one operation: which calls, how many, and what they are answered with.

use std::any::{Any, TypeId};
use std::fmt;
use std::panic::Location;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use http::{HeaderMap, StatusCode};

use super::error::{Interrupted, NotSent, Why};
use super::mock::Desk;
use super::mocked::{Given, name_of, success_status};
use super::platform::{MaybeSend, MaybeSync, any_function};
use super::{ApiError, Body, Bytes, Error, Failure, Operation, Received, Response};

/// What a call is answered with.
type Answered<Op> = Result<<Op as Operation>::Output, Error<<Op as Operation>::Error>>;

/// An expectation that still lacks its answer: of one call, unless it says how many.
#[must_use = "nothing is expected until it is said what is answered"]
pub struct Expectation<'m, Op> {
    desk: &'m Desk,
    place: &'static Location<'static>,
    times: Option<u32>,
    conditions: Vec<Condition<Op>>,
}

/// Whether a call is meant.
type Condition<Op> = Box<any_function!(Fn(&Op) -> bool)>;

impl<'m, Op: Operation> Expectation<'m, Op> {
    pub(super) fn new(desk: &'m Desk, place: &'static Location<'static>) -> Self {
        Self {
            desk,
            place,
            times: Some(1),
            conditions: Vec::new(),
        }
    }

    /// Of calls only whose request is like this.
    pub fn when(
        mut self,
        condition: impl Fn(&Op) -> bool + MaybeSend + MaybeSync + 'static,
    ) -> Self {
        self.conditions.push(Box::new(condition));
        self
    }

    /// Of so many calls; none are also a number.
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Of any number of calls, none included.
    pub fn any_times(mut self) -> Self {
        self.times = None;
        self
    }

    /// A success. Its status is the first one that the operation documents for successes, its body is empty.
    pub fn answers(self, value: Op::Output)
    where
        Op::Output: Clone,
    {
        self.answers_with(Response::new(received(success_status::<Op>()), value));
    }

    /// A success with the answer that says it: of whatever status, header fields and body.
    pub fn answers_with(self, response: Response<Op::Output>)
    where
        Op::Output: Clone,
    {
        let response = Mutex::new(response);
        self.gives(move |_| {
            let response = response.lock().unwrap_or_else(PoisonError::into_inner);
            Given::Success(Box::new(response.clone()))
        });
    }

    /// A documented failure, with the status that it is documented for; its body is empty.
    pub fn fails(self, kind: Op::Error) {
        let name = name_of::<Op>();
        self.gives(move |_| match StatusCode::from_u16(kind.status()) {
            Ok(status) => failure::<Op>(Error::Api(Box::new(ApiError::new(
                received(status),
                kind.clone(),
            )))),
            Err(_) => Given::Nothing(format!(
                "{} is the status of no answer to `{name}`",
                kind.status()
            )),
        });
    }

    /// A documented failure with the answer that says it.
    pub fn fails_with(self, error: ApiError<Op::Error>) {
        self.gives(move |_| failure::<Op>(Error::Api(Box::new(error.clone()))));
    }

    /// No connection: nothing reached the server.
    pub fn cannot_connect(self) {
        self.gives(|_| {
            let why = Why::Connection("the mock lets nobody connect".into());
            failure::<Op>(Error::NotSent(Box::new(NotSent::new(why))))
        });
    }

    /// No answer in time: the server may have acted on the request.
    pub fn times_out(self) {
        self.gives(|_| failure::<Op>(Error::Interrupted(Box::new(Interrupted::timeout()))));
    }

    /// The connection ends before an answer came: the server may have acted on the request.
    pub fn is_interrupted(self) {
        self.gives(|_| {
            let error = Interrupted::new("the mock ends the connection");
            failure::<Op>(Error::Interrupted(Box::new(error)))
        });
    }

    /// What a function makes of the request.
    pub fn does(self, answer: impl Fn(&Op) -> Answered<Op> + MaybeSend + MaybeSync + 'static) {
        self.gives(move |operation| match answer(operation) {
            Ok(value) => {
                let received = received(success_status::<Op>());
                Given::Success(Box::new(Response::new(received, value)))
            }
            Err(error) => failure::<Op>(error),
        });
    }

    /// An answer as a server gives it, of whatever status, which is then read as any other: for streams, for
    /// [`raw`](super::Call::raw), and for what is not documented.
    ///
    /// Content that is a stream can be had again only if it can be [made again](Body::stream_again).
    pub fn answers_http(self, answer: http::Response<impl Into<Body>>) {
        let answer = Mutex::new(answer.map(Into::into));
        let name = name_of::<Op>();
        self.gives(move |_| {
            let mut answer = answer.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(body) = answer.body_mut().take() else {
                return Given::Nothing(format!(
                    "the stream that answers `{name}` was taken and cannot be made again"
                ));
            };
            let mut given = http::Response::new(body);
            *given.status_mut() = answer.status();
            *given.headers_mut() = answer.headers().clone();
            Given::Answer(given)
        });
    }

    fn gives(self, answer: impl Fn(&Op) -> Given + MaybeSend + MaybeSync + 'static) {
        self.desk.expect(Expected {
            operation: TypeId::of::<Op>(),
            name: name_of::<Op>(),
            place: self.place,
            times: self.times,
            met: AtomicU32::new(0),
            script: Box::new(Script {
                conditions: self.conditions,
                answer,
            }),
        });
    }
}

fn failure<Op: Operation>(error: Error<Op::Error>) -> Given {
    Given::Failure(Box::new(error))
}

fn received(status: StatusCode) -> Received {
    Received::new(status, HeaderMap::new(), Bytes::new())
}

impl<Op> fmt::Debug for Expectation<'_, Op> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expectation")
            .field("times", &self.times)
            .finish_non_exhaustive()
    }
}

/// An expectation of any operation.
pub(super) struct Expected {
    operation: TypeId,
    name: &'static str,
    place: &'static Location<'static>,
    times: Option<u32>,
    /// How often it was met.
    met: AtomicU32,
    script: Box<dyn Scripted>,
}

/// What a user said of an operation.
trait Scripted: MaybeSend + MaybeSync {
    fn fits(&self, operation: &dyn Any) -> bool;
    fn give(&self, operation: &dyn Any) -> Given;
}

struct Script<Op, F> {
    conditions: Vec<Condition<Op>>,
    answer: F,
}

impl<Op: 'static, F: Fn(&Op) -> Given + MaybeSend + MaybeSync> Scripted for Script<Op, F> {
    fn fits(&self, operation: &dyn Any) -> bool {
        let operation = operation.downcast_ref::<Op>();
        operation.is_some_and(|operation| self.conditions.iter().all(|fits| fits(operation)))
    }

    fn give(&self, operation: &dyn Any) -> Given {
        match operation.downcast_ref::<Op>() {
            Some(operation) => (self.answer)(operation),
            None => Given::Nothing("the call is of another operation".to_owned()),
        }
    }
}

impl Expected {
    pub(super) const fn operation(&self) -> TypeId {
        self.operation
    }

    /// How many calls are expected; `None` is any number.
    pub(super) const fn times(&self) -> Option<u32> {
        self.times
    }

    pub(super) fn fits(&self, operation: &dyn Any) -> bool {
        self.script.fits(operation)
    }

    /// Counts one call more, if one more is expected.
    pub(super) fn meet(&self) -> bool {
        let one_more = |met: u32| match self.times {
            Some(times) if met >= times => None,
            Some(_) | None => Some(met.saturating_add(1)),
        };
        self.met
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more)
            .is_ok()
    }

    pub(super) fn give(&self, operation: &dyn Any) -> Given {
        self.script.give(operation)
    }

    /// That it was not met, if so.
    pub(super) fn unmet(&self) -> Option<String> {
        let met = self.met.load(Ordering::Relaxed);
        let times = self.times.filter(|times| met < *times)?;
        Some(format!(
            "`{}` was expected {} and called {} ({})",
            self.name,
            counted(times),
            counted(met),
            self.place
        ))
    }
}

/// How often, in words.
pub(super) fn counted(times: u32) -> String {
    match times {
        0 => "not at all".to_owned(),
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{more} times"),
    }
}

impl fmt::Debug for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
