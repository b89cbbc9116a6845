//! What is waited for: deadlines, pauses, turns.

use std::future::Future;
use std::time::{Duration, SystemTime};

#[allow(unused_imports, reason = "an API may have no stream")]
pub(super) use tokio::time::Sleep;
pub(super) use tokio::time::{Instant, sleep};

/// When a call must be over.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline(Option<Instant>);

impl Deadline {
    /// This long from now; `None` is never.
    pub(super) fn after(timeout: Option<Duration>) -> Self {
        Self(timeout.and_then(|timeout| Instant::now().checked_add(timeout)))
    }

    /// This one, or this long from now if that is sooner.
    pub(super) fn or_after(self, timeout: Option<Duration>) -> Self {
        match (self.0, Self::after(timeout).0) {
            (Some(one), Some(other)) => Self(Some(one.min(other))),
            (one, other) => Self(one.or(other)),
        }
    }

    /// Whether there is no time left.
    pub(super) fn is_over(self) -> bool {
        self.0.is_some_and(|deadline| deadline <= Instant::now())
    }

    /// How much time there is left; `None` is for ever.
    pub(super) fn left(self) -> Option<Duration> {
        self.0
            .map(|deadline| deadline.saturating_duration_since(Instant::now()))
    }

    /// What the future gives, or `None` if the deadline comes first.
    pub(super) async fn within<F: Future>(self, future: F) -> Option<F::Output> {
        match self.0 {
            Some(deadline) => tokio::time::timeout_at(deadline, future).await.ok(),
            None => Some(future.await),
        }
    }
}

/// What the time is, as far as this machine knows.
pub(super) fn wall_clock() -> SystemTime {
    SystemTime::now()
}

/// Something that one after the other has: who asked first comes first, and who gives up waiting loses nothing.
#[derive(Debug)]
pub(super) struct Turns<T>(tokio::sync::Mutex<T>);

impl<T> Turns<T> {
    /// Nobody's turn yet.
    pub(super) fn new(value: T) -> Self {
        Self(tokio::sync::Mutex::new(value))
    }

    /// Waits for a turn, which ends when what this gives is dropped.
    pub(super) async fn next(&self) -> impl std::ops::DerefMut<Target = T> {
        self.0.lock().await
    }
}
