//! How long it is waited before a request is sent again: longer each time, and not as long as others wait.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

use super::retry::{Attempted, RetryPolicy};

/// Sends again what may be sent again ([`Attempted::may_be_repeated`]), a few times.
///
/// Before the first repetition it waits between nothing and [`first_wait`](Self::first_wait), before each further one
/// between nothing and twice as long as before, never longer than [`longest_wait`](Self::longest_wait) ("full jitter").
/// What the server asks for comes on top; where that is longer than the longest wait, nothing is sent again.
#[derive(Debug, Clone, Copy)]
pub struct Backoff {
    times: u32,
    first: Duration,
    longest: Duration,
    jitter: fn(Duration) -> Duration,
}

impl Backoff {
    /// Twice, after up to half a second and up to one second; no wait is longer than half a minute.
    pub const fn new() -> Self {
        Self {
            times: 2,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(30),
            jitter: anything_up_to,
        }
    }

    /// How often a request is sent again at most.
    #[must_use]
    pub const fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// How long it is waited at most before the first repetition.
    #[must_use]
    pub const fn first_wait(mut self, wait: Duration) -> Self {
        self.first = wait;
        self
    }

    /// How long it is waited at most before any repetition.
    #[must_use]
    pub const fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest = wait;
        self
    }

    /// What is made of the longest wait of a repetition, instead of a random part of it.
    #[must_use]
    pub const fn jitter(mut self, jitter: fn(Duration) -> Duration) -> Self {
        self.jitter = jitter;
        self
    }

    /// The longest wait after so many attempts.
    fn span(&self, attempts: u32) -> Duration {
        let doublings = attempts.saturating_sub(1).min(31);
        self.first.saturating_mul(1 << doublings).min(self.longest)
    }
}

impl Default for Backoff {
    fn default() -> Self {
        Self::new()
    }
}

impl RetryPolicy for Backoff {
    fn again(&self, attempted: &Attempted<'_>) -> Option<Duration> {
        if attempted.number() > self.times || !attempted.may_be_repeated() {
            return None;
        }
        let asked = attempted.asked_wait().unwrap_or_default();
        let own = || (self.jitter)(self.span(attempted.number()));
        (asked <= self.longest).then(|| asked.saturating_add(own()))
    }
}

/// A random part of a wait.
///
/// Nothing hangs on how random it is: the keys that the standard library gives each hasher will do.
fn anything_up_to(longest: Duration) -> Duration {
    let random = RandomState::new().build_hasher().finish();
    longest.mul_f64((random >> 11) as f64 / (1_u64 << 53) as f64)
}
