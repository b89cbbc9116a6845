//! How many requests may be sent again: few more than succeed, so that a server in trouble is not asked all the more.

use std::sync::atomic::{AtomicU32, Ordering};

/// How many repetitions without a success a client may make unless it is told otherwise.
pub(super) const RETRY_BUDGET: u32 = 50;

/// What a repetition costs.
const COST: u32 = 10;

/// What a first attempt that succeeds earns: for ten of them one may be repeated.
const EARNED: u32 = 1;

/// What clones of a client may spend on repetitions. It is full at first.
#[derive(Debug)]
pub(super) struct Budget {
    left: AtomicU32,
    size: u32,
}

impl Budget {
    /// One that so many repetitions without a success exhaust.
    pub(super) fn of(repetitions: u32) -> Self {
        let size = repetitions.saturating_mul(COST);
        Self {
            left: AtomicU32::new(size),
            size,
        }
    }

    /// Takes what a repetition costs, if there is as much.
    pub(super) fn spend(&self) -> bool {
        let spend = |left: u32| left.checked_sub(COST);
        self.left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, spend)
            .is_ok()
    }

    /// A server answered at this attempt, and is in no trouble. A repetition that was of use costs nothing.
    pub(super) fn earn(&self, attempt: u32) {
        if self.left.load(Ordering::Relaxed) == self.size {
            return;
        }
        let earned = if attempt > 1 { COST } else { EARNED };
        let earn = |left: u32| Some(left.saturating_add(earned).min(self.size));
        let _ = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, earn);
    }
}
