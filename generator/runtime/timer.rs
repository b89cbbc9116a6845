//! What is waited for: deadlines, pauses, turns.

use std::future::Future;
use std::time::Duration;

#[cfg(target_family = "wasm")]
#[allow(unused_imports, reason = "an API may have no stream")]
pub(super) use super::web::Sleep;
#[cfg(target_family = "wasm")]
pub(super) use super::web::{Instant, sleep, until, wall_clock};
#[cfg(not(target_family = "wasm"))]
#[allow(unused_imports, reason = "an API may have no stream")]
pub(super) use tokio::time::Sleep;
#[cfg(not(target_family = "wasm"))]
pub(super) use tokio::time::{Instant, sleep};

/// What the future gives, or `None` if this moment comes first.
#[cfg(not(target_family = "wasm"))]
async fn until<F: Future>(moment: Instant, future: F) -> Option<F::Output> {
    tokio::time::timeout_at(moment, future).await.ok()
}

/// What the time is, as far as this machine knows.
#[cfg(not(target_family = "wasm"))]
pub(super) fn wall_clock() -> std::time::SystemTime {
    std::time::SystemTime::now()
}

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
            Some(deadline) => until(deadline, future).await,
            None => Some(future.await),
        }
    }
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
