//! Whether each call ended as it must, by what the server did and what the client was told.
//!
//! **Invariant:** the rules are written down here once more; nothing of the client decides.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering::SeqCst;

use crate::fault::{Fault, planned};
use crate::log::{ATTEMPTS, INTERRUPTED, NOT_SENT, Outcome, Record};

/// What a call does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Get,
    Put,
    Delete,
    Post,
    /// A POST with a key.
    Pay,
    /// A GET that is read as it comes.
    File,
    /// A POST to where nobody listens.
    Nowhere,
}

impl Kind {
    fn may_be_done_twice(self) -> bool {
        match self {
            Self::Get | Self::Put | Self::Delete | Self::Pay | Self::File => true,
            Self::Post | Self::Nowhere => false,
        }
    }
}

/// What was found.
#[derive(Default)]
pub struct Findings {
    /// Calls by kind and outcome.
    pub outcomes: BTreeMap<String, usize>,
    /// Requests by what the server was to do with them.
    pub requests: BTreeMap<String, usize>,
    /// What must not be: the first of each kind of it, and how often it was.
    pub wrong: BTreeMap<String, (usize, usize)>,
    /// Attempts that the client gave up or lost although the server answered, as on a machine that has no time.
    pub accidents: usize,
    /// Attempts that never reached the server, such as on a connection that was closed meanwhile.
    pub unseen: usize,
    /// Requests that were sent again.
    pub repeated: usize,
}

impl Findings {
    /// Looks at one call.
    pub fn judge(&mut self, seed: u64, call: usize, kind: Kind, record: &Record) {
        let Some((outcome, attempts)) = record.outcome() else {
            return self.wrong(call, "has no outcome".to_owned());
        };
        *self
            .outcomes
            .entry(format!("{kind:?} {outcome:?}"))
            .or_default() += 1;
        if record.wrong.load(SeqCst) > 0 {
            self.wrong(
                call,
                "has two outcomes, two keys or a fourth attempt".to_owned(),
            );
        }
        if attempts == 0 || attempts > ATTEMPTS {
            return self.wrong(call, format!("says {attempts} attempts"));
        }
        self.repeated += attempts - 1;
        let mut reached = false;
        for attempt in 1..=ATTEMPTS {
            let told = record.told[attempt - 1].load(SeqCst);
            let seen = record.seen[attempt - 1].load(SeqCst);
            let fault = planned(seed, call, attempt).fault;
            if attempt > attempts {
                if told != 0 || seen != 0 {
                    self.wrong(call, "was sent more often than it says".to_owned());
                }
                continue;
            }
            self.compare(call, kind, fault, told, seen);
            let again = may_be_repeated(kind, fault, told);
            let is_last = attempt == attempts;
            if !is_last && !again {
                self.wrong(
                    call,
                    format!("{kind:?} is repeated after {fault:?}, told {told}"),
                );
            }
            if is_last && again && attempts < ATTEMPTS {
                self.wrong(
                    call,
                    format!("{kind:?} is given up after {fault:?}, told {told}"),
                );
            }
            if is_last && outcome != expected(kind, fault, told, reached) {
                self.wrong(
                    call,
                    format!("{kind:?} ends as {outcome:?} after {fault:?}, told {told}"),
                );
            }
            reached |= told != NOT_SENT;
        }
        let acted = record.acted.load(SeqCst);
        if matches!(kind, Kind::Post | Kind::Pay | Kind::Nowhere) && acted > 1 {
            self.wrong(call, format!("{kind:?} is done {acted} times"));
        }
        if outcome == Outcome::Success && acted == 0 {
            self.wrong(call, format!("{kind:?} succeeds and nothing is done"));
        }
        if outcome == Outcome::NotSent && acted > 0 {
            self.wrong(call, format!("{kind:?} is said to be not sent and is done"));
        }
    }

    /// What the server did beside what the client was told.
    fn compare(&mut self, call: usize, kind: Kind, fault: Fault, told: u16, seen: u8) {
        if seen > 0 {
            *self.requests.entry(format!("{fault:?}")).or_default() += 1;
        }
        if seen > 1 {
            self.wrong(call, "has an attempt that was sent twice".to_owned());
        }
        match (told, fault) {
            (NOT_SENT, _) if seen > 0 => self.wrong(call, "is said to be not sent".to_owned()),
            (NOT_SENT, _) if kind != Kind::Nowhere => self.accidents += 1,
            (NOT_SENT, _) => {}
            (0, _) => self.wrong(call, "has an attempt that no hook was told of".to_owned()),
            (INTERRUPTED, _) if seen == 0 => self.unseen += 1,
            (INTERRUPTED, Fault::Late | Fault::Reset | Fault::Close) => {}
            (INTERRUPTED, _) => self.accidents += 1,
            (status, fault) => {
                let right = match fault {
                    Fault::Fine | Fault::Slow | Fault::Cut => 200,
                    Fault::Status(status) | Fault::Asked(status) => status,
                    Fault::Late | Fault::Reset | Fault::Close => 0,
                };
                if seen == 0 || status != right {
                    self.wrong(
                        call,
                        format!("was told {status} where the server did {fault:?}"),
                    );
                }
            }
        }
    }

    fn wrong(&mut self, call: usize, what: String) {
        self.wrong.entry(what).or_insert((call, 0)).1 += 1;
    }
}

/// The rules.
fn may_be_repeated(kind: Kind, fault: Fault, told: u16) -> bool {
    match told {
        NOT_SENT | 429 => true,
        503 if fault == Fault::Asked(503) => true,
        INTERRUPTED | 500 | 502 | 503 | 504 => kind.may_be_done_twice(),
        // Of what is read as it comes the head was the answer.
        200 if fault == Fault::Cut => kind.may_be_done_twice() && kind != Kind::File,
        _ => false,
    }
}

fn expected(kind: Kind, fault: Fault, told: u16, reached: bool) -> Outcome {
    match told {
        NOT_SENT if reached => Outcome::Interrupted,
        NOT_SENT => Outcome::NotSent,
        INTERRUPTED => Outcome::Interrupted,
        200 if fault == Fault::Cut => Outcome::Cut,
        200 => Outcome::Success,
        status => {
            debug_assert!(kind != Kind::Nowhere);
            Outcome::Unexpected(status)
        }
    }
}
