//! Calls whose success is read as it comes although it could be had whole, or in another form.

use std::marker::PhantomData;

use super::Call;
use super::operation::{Answer, Operation, Outcome, Plain, Reading, RequestLine};
use super::platform::MaybeSend;
use super::reader::Misfit;
use super::request::RequestParts;

/// An operation with a success that may be read as it comes, by an `S`.
pub trait Streaming<S>: Operation {
    /// What is asked for.
    const ACCEPT: &'static str;

    /// Whether it is of this status.
    fn opens(status: u16) -> bool;

    /// Begins to read it.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if the answer is of another form.
    fn open(answer: Answer<'_>) -> Opening<S>;
}

/// What comes of an answer that is read as it comes.
pub type Opening<S> = Result<Plain<S>, Misfit>;

/// The same operation, whose success is read by an `S` as it comes.
pub struct Streamed<Op, S> {
    operation: Op,
    by: PhantomData<fn() -> S>,
}

impl<Op> Call<Op> {
    /// The same call, whose success is read as it comes.
    pub(super) fn streamed<S>(self) -> Call<Streamed<Op, S>> {
        self.map(|operation| Streamed {
            operation,
            by: PhantomData,
        })
    }
}

impl<Op: Streaming<S>, S: MaybeSend + 'static> Operation for Streamed<Op, S> {
    type Output = S;
    type Error = Op::Error;
    const LINE: RequestLine = Op::LINE;

    fn request(&self, request: &mut RequestParts) {
        self.operation.request(request);
        request.header_text("accept", Op::ACCEPT);
    }

    fn answer(answer: Answer<'_>) -> Reading<Self> {
        if Op::opens(answer.status()) {
            return Op::open(answer)?.success();
        }
        Ok(match Op::answer(answer)? {
            Outcome::Failure(failure) => Outcome::Failure(failure),
            // A success without that content is not what was asked for; it is there as it came.
            Outcome::Success(_) | Outcome::Undocumented => Outcome::Undocumented,
        })
    }

    fn streams(status: u16) -> bool {
        Op::opens(status)
    }

    #[cfg(feature = "mock")]
    fn asked(self) -> super::mocked::Asked {
        self.operation.asked()
    }
}

impl<Op: std::fmt::Debug, S> std::fmt::Debug for Streamed<Op, S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Streamed").field(&self.operation).finish()
    }
}
