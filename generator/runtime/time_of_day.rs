//! `time`: a time of day, with an offset from UTC or without (RFC 3339 section 5.6).

use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, Time, UtcOffset};

use super::formatted::formatted;

/// A day that may end in a leap second, to make a moment of a time of day: the date and time library has a reader of RFC 3339 for moments alone.
const DAY: &str = "1972-06-30T";

formatted! {
    /// A time of day, with an offset from UTC or without (RFC 3339 section 5.6, `full-time` and `partial-time`), as it was spelled.
    TimeOfDay
}

impl TimeOfDay {
    /// The time, and the offset if it has one; `None` if it is not a string that is well-formed.
    pub fn clock(&self) -> Option<(Time, Option<UtcOffset>)> {
        let text = self.0.string()?;
        let with_offset = text.contains(['Z', 'z', '+', '-']);
        let utc = if with_offset { "" } else { "Z" };
        let moment = OffsetDateTime::parse(&format!("{DAY}{text}{utc}"), &Rfc3339).ok()?;
        Some((moment.time(), with_offset.then_some(moment.offset())))
    }
}

impl From<Time> for TimeOfDay {
    /// The time without an offset.
    fn from(time: Time) -> Self {
        Self::from(spelled(time, UtcOffset::UTC).trim_end_matches('Z'))
    }
}

impl From<(Time, UtcOffset)> for TimeOfDay {
    /// The time with its offset; one that has seconds, which RFC 3339 cannot spell, is left to the server to refuse.
    fn from((time, offset): (Time, UtcOffset)) -> Self {
        Self::from(spelled(time, offset))
    }
}

fn spelled(time: Time, offset: UtcOffset) -> String {
    let moment = OffsetDateTime::UNIX_EPOCH
        .replace_time(time)
        .replace_offset(offset);
    match moment.format(&Rfc3339) {
        Ok(text) => text.split_once('T').map_or("", |(_, time)| time).to_owned(),
        Err(_) => format!("{time}{offset}"),
    }
}
