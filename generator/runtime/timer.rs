//! Deadlines of calls.

use std::future::Future;
use std::time::Duration;

use tokio::time::Instant;

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
