//! Deadlines: the one file that knows a clock.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep};

/// When a call must be over.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline(Option<Instant>);

impl Deadline {
    /// This long from now; `None` is never.
    pub(super) fn after(timeout: Option<Duration>) -> Self {
        Self(timeout.and_then(|timeout| Instant::now().checked_add(timeout)))
    }

    /// Whether there is no time left.
    pub(super) fn is_over(self) -> bool {
        self.0.is_some_and(|deadline| deadline <= Instant::now())
    }

    /// What the future gives, or `None` if the deadline comes first.
    pub(super) async fn within<F: Future>(self, future: F) -> Option<F::Output> {
        match self.0 {
            Some(deadline) => tokio::time::timeout_at(deadline, future).await.ok(),
            None => Some(future.await),
        }
    }
}

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
        let sleep = self
            .sleep
            .get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)));
        sleep.as_mut().poll(context)
    }
}
