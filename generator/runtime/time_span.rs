//! `duration`: a length of time (ISO 8601; RFC 3339 appendix A).

use std::time::Duration;

use super::formatted::formatted;

const SECOND: u128 = 1_000_000_000;
const DAYS: &[(char, u128)] = &[
    ('W', 7 * 24 * 60 * 60 * SECOND),
    ('D', 24 * 60 * 60 * SECOND),
];
const CLOCK: &[(char, u128)] = &[('H', 60 * 60 * SECOND), ('M', 60 * SECOND), ('S', SECOND)];

/// How many digits of a fraction count.
const PRECISION: usize = 9;

formatted! {
    /// A length of time (ISO 8601; RFC 3339 appendix A), as it was spelled.
    TimeSpan
}

impl TimeSpan {
    /// The length, a day being 24 hours; `None` if it is not a string that is well-formed, or counts years or months, which
    /// are of no fixed length.
    pub fn length(&self) -> Option<Duration> {
        let text = self.0.string()?.strip_prefix('P')?;
        let (days, clock) = match text.split_once('T') {
            Some((_, "")) => return None,
            Some(parts) => parts,
            None if text.is_empty() => return None,
            None => (text, ""),
        };
        let nanos = sum(days, DAYS)?.checked_add(sum(clock, CLOCK)?)?;
        let seconds = u64::try_from(nanos / SECOND).ok()?;
        let rest = u32::try_from(nanos % SECOND).ok()?;
        Some(Duration::new(seconds, rest))
    }
}

impl From<Duration> for TimeSpan {
    /// The length in seconds.
    fn from(length: Duration) -> Self {
        let (seconds, nanos) = (length.as_secs(), length.subsec_nanos());
        let fraction = format!(".{nanos:09}");
        let fraction = fraction.trim_end_matches('0').trim_end_matches('.');
        Self::from(format!("PT{seconds}{fraction}S"))
    }
}

/// The nanoseconds of numbers that are each followed by their unit, the units in this order.
fn sum(mut text: &str, mut units: &[(char, u128)]) -> Option<u128> {
    let mut total: u128 = 0;
    while !text.is_empty() {
        let (number, rest) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic())?);
        let unit = rest.chars().next()?;
        let at = units.iter().position(|(known, _)| *known == unit)?;
        let (_, nanos) = units.get(at)?;
        total = total.checked_add(times(number, *nanos)?)?;
        units = units.get(at + 1..)?;
        text = rest.get(1..)?;
    }
    Some(total)
}

/// So many units as a number, which may have a fraction, says.
fn times(number: &str, unit: u128) -> Option<u128> {
    let (whole, fraction) = number.split_once(['.', ',']).unwrap_or((number, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    let fraction = fraction.get(..PRECISION).unwrap_or(fraction);
    let scale = 10_u128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let part = fraction.parse::<u128>().ok()?.checked_mul(unit)? / scale;
    whole
        .parse::<u128>()
        .ok()?
        .checked_mul(unit)?
        .checked_add(part)
}
