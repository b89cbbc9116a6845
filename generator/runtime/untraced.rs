//! Without the feature `tracing` nobody is told of calls and attempts.

use std::future::Future;
use std::time::Duration;

use super::Body;
use super::exchange::{Content, Failed};
use super::request::Prepared;

/// A call, or one request of it.
pub(super) struct Span;

impl Span {
    pub(super) const fn of_call(_request: &Prepared) -> Self {
        Self
    }

    pub(super) const fn of_attempt(_request: &Prepared, _resends: u32) -> Self {
        Self
    }

    pub(super) fn within<F: Future>(&self, future: F) -> F {
        future
    }

    pub(super) fn attempt_ended(&self, _answered: &Result<http::Response<Body>, Failed>) {}

    pub(super) fn call_ended(&self, _answered: &Result<http::Response<Content>, Failed>, _: u32) {}
}

pub(super) fn repeats(_wait: Duration) {}
