//! At most so many requests in so much time, by waiting before they are sent.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::hook::{Attempt, Hook, HookError, HookFuture, Step};
use super::timer::{Instant, Turns, sleep};
use super::{Body, ClientBuilder};

/// At most so many requests in so much time: each takes a token out of a bucket, and each token comes back when that
/// time is over.
///
/// So no stretch of that length ever sees more, as one does where a bucket that is full is filled up at the same time.
/// Who asked first is sent first; a call whose time is up while it waits is [`NotSent`](super::NotSent) and takes no
/// token. Clones are the same limit, for several clients of one key.
#[derive(Clone)]
pub struct RateLimit {
    requests: u32,
    period: Duration,
    /// When each token was taken, the oldest first.
    taken: Arc<Turns<VecDeque<Instant>>>,
}

impl RateLimit {
    /// So many requests in a period; one that is never would let nothing through.
    pub fn new(requests: u32, period: Duration) -> Self {
        Self {
            requests: requests.max(1),
            period,
            taken: Arc::new(Turns::new(VecDeque::new())),
        }
    }

    /// So many requests a second.
    pub fn per_second(requests: u32) -> Self {
        Self::new(requests, Duration::from_secs(1))
    }

    /// So many requests a minute.
    pub fn per_minute(requests: u32) -> Self {
        Self::new(requests, Duration::from_secs(60))
    }

    /// Waits for a token. Giving it up takes none.
    async fn take(&self) {
        let mut taken = self.taken.next().await;
        if taken.len() >= self.requests as usize
            && let Some(oldest) = taken.front()
        {
            let left = self.period.saturating_sub(oldest.elapsed());
            if !left.is_zero() {
                sleep(left).await;
            }
            taken.pop_front();
        }
        taken.push_back(Instant::now());
    }
}

impl ClientBuilder {
    /// How many requests are sent in how much time; `None` for any number.
    #[must_use]
    pub fn rate_limit(mut self, limit: impl Into<Option<RateLimit>>) -> Self {
        self.settings.rate_limit = limit.into();
        self
    }
}

impl Hook for RateLimit {
    fn before<'a>(
        &'a self,
        _request: &'a mut http::Request<Body>,
        _attempt: &'a Attempt,
    ) -> HookFuture<'a, Result<Step, HookError>> {
        Box::pin(async {
            self.take().await;
            Ok(Step::Send)
        })
    }
}

impl fmt::Debug for RateLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RateLimit({} in {:?})", self.requests, self.period)
    }
}
