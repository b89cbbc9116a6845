//! What the server saw and what the client was told, by call and attempt; all of it is there from the beginning.

use std::sync::atomic::{AtomicU8, AtomicU16, AtomicU32, AtomicU64, Ordering::SeqCst};

/// How many attempts a call has at most.
pub const ATTEMPTS: usize = 3;

/// What a request became, as the client's hook is told.
pub const NOT_SENT: u16 = 1;
pub const INTERRUPTED: u16 = 2;

/// What a call became.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Success,
    NotSent,
    Interrupted,
    Unexpected(u16),
    /// The content did not come whole.
    Cut,
}

/// Everything about one call.
#[derive(Default)]
pub struct Record {
    /// How often the server saw each attempt.
    pub seen: [AtomicU8; ATTEMPTS],
    /// What the client's hook was told of each attempt.
    pub told: [AtomicU16; ATTEMPTS],
    /// How often the server did what it was asked for.
    pub acted: AtomicU8,
    /// What stands for the key of the first request that had one.
    pub key: AtomicU64,
    /// How often something was seen that must never be: another key, a fourth attempt.
    pub wrong: AtomicU8,
    /// The outcome and how many attempts the client says it took.
    outcome: AtomicU32,
}

impl Record {
    pub fn end(&self, outcome: Outcome, attempts: u32) {
        let code = match outcome {
            Outcome::Success => 1,
            Outcome::NotSent => 2,
            Outcome::Interrupted => 3,
            Outcome::Cut => 4,
            Outcome::Unexpected(status) => u32::from(status),
        };
        if self.outcome.swap(code << 8 | attempts, SeqCst) != 0 {
            self.wrong.fetch_add(1, SeqCst);
        }
    }

    /// `None` if the call has not ended.
    pub fn outcome(&self) -> Option<(Outcome, usize)> {
        let packed = self.outcome.load(SeqCst);
        let outcome = match packed >> 8 {
            0 => return None,
            1 => Outcome::Success,
            2 => Outcome::NotSent,
            3 => Outcome::Interrupted,
            4 => Outcome::Cut,
            status => Outcome::Unexpected(status as u16),
        };
        Some((outcome, (packed & 0xFF) as usize))
    }
}
