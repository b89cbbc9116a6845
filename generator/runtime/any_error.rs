//! A documented failure of any operation.

use std::any::Any;
use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use super::failure::{Failure, Problem};
use super::platform::Shareable;

/// A documented failure of any operation: what `?` makes of the operation's own enum.
#[derive(Clone)]
pub struct AnyError(Arc<dyn Erased>);

trait Erased: StdError + Shareable {
    fn status(&self) -> u16;
    fn problem(&self) -> Option<&dyn Problem>;
    fn name(&self) -> &'static str;
    fn as_any(&self) -> &dyn Any;
}

impl<E: Failure> Erased for E {
    fn status(&self) -> u16 {
        Failure::status(self)
    }

    fn problem(&self) -> Option<&dyn Problem> {
        Failure::problem(self)
    }

    fn name(&self) -> &'static str {
        Failure::name(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl AnyError {
    pub(super) fn new(failure: impl Failure) -> Self {
        Self(Arc::new(failure))
    }

    /// The status of the answer.
    pub fn status(&self) -> u16 {
        self.0.status()
    }

    /// The name of the variant, such as `NotFound`.
    pub fn name(&self) -> &'static str {
        self.0.name()
    }

    /// The code that was received.
    pub fn code(&self) -> Option<Cow<'_, str>> {
        self.0.problem().and_then(Problem::code)
    }

    /// The title that was received.
    pub fn title(&self) -> Option<Cow<'_, str>> {
        self.0.problem().and_then(Problem::title)
    }

    /// The message that was received.
    pub fn message(&self) -> Option<Cow<'_, str>> {
        self.0.problem().and_then(Problem::message)
    }

    /// The failure as the operation's own enum, if it is of that operation.
    pub fn downcast_ref<E: Failure>(&self) -> Option<&E> {
        self.0.as_any().downcast_ref()
    }
}

impl fmt::Debug for AnyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for AnyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl StdError for AnyError {}
