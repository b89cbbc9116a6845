//! What the server does with an attempt of a call: decided by the seed and their numbers alone.

/// What the server does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Answers 200.
    Fine,
    /// Answers 200 after a while.
    Slow,
    /// Answers 200 when nobody waits any more.
    Late,
    /// Resets the connection instead of answering.
    Reset,
    /// Closes the connection instead of answering.
    Close,
    /// Answers 200 and closes the connection in the middle of the content.
    Cut,
    /// Answers with this status.
    Status(u16),
    /// Answers with this status, and when to come again.
    Asked(u16),
}

/// A fault, and whether the server did before what it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned {
    pub fault: Fault,
    pub acts: bool,
}

/// What the server does with this attempt, from 1, of this call.
pub fn planned(seed: u64, call: usize, attempt: usize) -> Planned {
    let random = mixed(seed ^ mixed((call as u64) << 8 | attempt as u64));
    let fault = match random % 100 {
        0..52 => Fault::Fine,
        52..56 => Fault::Slow,
        56..58 => Fault::Late,
        58..63 => Fault::Reset,
        63..67 => Fault::Close,
        67..71 => Fault::Cut,
        71..75 => Fault::Status(429),
        75..79 => Fault::Asked(429),
        79..84 => Fault::Status(500),
        84..87 => Fault::Status(502),
        87..91 => Fault::Status(503),
        91..94 => Fault::Asked(503),
        94..97 => Fault::Status(504),
        _ => Fault::Status(404),
    };
    let acts = match fault {
        Fault::Fine | Fault::Slow | Fault::Late | Fault::Cut => true,
        Fault::Status(429 | 404) | Fault::Asked(_) => false,
        // Nobody can tell from outside.
        Fault::Reset | Fault::Close | Fault::Status(_) => (random >> 32) % 2 == 0,
    };
    Planned { fault, acts }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
pub fn mixed(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
