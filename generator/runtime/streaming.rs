//! Calls whose success is read as it comes although it could be had whole, or in another form.

use super::operation::{Answer, Operation, Outcome, Plain, Reading, RequestLine};
use super::reader::Misfit;
use super::request::RequestParts;
use super::{Call, Failure};

/// An operation that has a success which may be read as it comes.
pub trait Streaming: Operation {
    /// What reads it.
    type Stream: Send + 'static;
    /// The media type that is asked for.
    const ACCEPT: &'static str;

    /// Whether it is of this status.
    fn opens(status: u16) -> bool;

    /// Begins to read it.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if the answer is of another form.
    fn open(answer: Answer<'_>) -> Result<Plain<Self::Stream>, Misfit>;
}

/// The same operation, whose success is read as it comes.
#[derive(Debug, Clone, PartialEq)]
pub struct Streamed<Op>(Op);

impl<Op: Streaming> Call<Op> {
    /// The same call, whose success is read as it comes: it is not held in memory, and the limit of a body's length does
    /// not hold for it.
    pub fn stream(self) -> Call<Streamed<Op>> {
        self.map(Streamed)
    }
}

impl<Op: Streaming> Operation for Streamed<Op>
where
    Op::Error: Failure,
{
    type Output = Op::Stream;
    type Error = Op::Error;
    const LINE: RequestLine = Op::LINE;

    fn request(&self, request: &mut RequestParts) {
        self.0.request(request);
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
}
