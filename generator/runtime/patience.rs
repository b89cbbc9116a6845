//! How long it is waited for what comes bit by bit.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use super::timer::{Sleep, sleep};

/// How long something may keep quiet.
#[derive(Debug)]
pub(super) struct Patience {
    limit: Option<Duration>,
    /// Runs while something is waited for.
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Patience {
    /// This long; `None` is for ever.
    pub(super) const fn of(limit: Option<Duration>) -> Self {
        Self { limit, sleep: None }
    }

    /// How long.
    pub(super) const fn limit(&self) -> Option<Duration> {
        self.limit
    }

    /// Something came: the time begins anew when it is waited for the next.
    pub(super) fn renew(&mut self) {
        self.sleep = None;
    }

    /// Ready once nothing came for too long.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Some(limit) = self.limit else {
            return Poll::Pending;
        };
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(sleep(limit)));
        sleep.as_mut().poll(context)
    }
}
