//! When a server asks to be asked again.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

use super::timer::wall_clock;

/// How long to wait by `Retry-After` (RFC 9110 section 10.2.3): seconds, or until a date.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let said = text(headers, RETRY_AFTER.as_str())?;
    seconds(said).or_else(|| until(httpdate::parse_http_date(said).ok()?, headers))
}

/// How long until a limit of requests, of which nothing is left, begins anew.
///
/// `RateLimit` is that of draft-ietf-httpapi-ratelimit-headers; servers had fields of their own long before it.
pub(super) fn limit_reset(headers: &HeaderMap) -> Option<Duration> {
    let fields = headers.get_all("ratelimit").iter();
    let fields = fields.filter_map(|value| value.to_str().ok());
    let longest = fields.filter_map(exhausted).max();
    longest.or_else(|| {
        FIELDS.iter().find_map(|(remaining, reset)| {
            let left = text(headers, remaining).map(str::parse::<f64>);
            let is_left = left.is_some_and(|left| left.is_ok_and(|left| left > 0.0));
            if is_left {
                return None;
            }
            reset_in(text(headers, reset)?, headers)
        })
    })
}

/// What is left of a limit, and when it begins anew.
const FIELDS: &[(&str, &str)] = &[
    ("ratelimit-remaining", "ratelimit-reset"),
    ("x-ratelimit-remaining", "x-ratelimit-reset-after"),
    ("x-ratelimit-remaining", "x-ratelimit-reset"),
    ("x-rate-limit-remaining", "x-rate-limit-reset"),
];

/// From here on a number is a moment: seconds since 1970.
const MOMENT: f64 = 1e9;

/// From here on it is one in milliseconds.
const MOMENT_IN_MILLISECONDS: f64 = 1e12;

/// Of a field `RateLimit`: how long until the last of the limits that are exhausted begins anew.
///
/// `"a";r=0;t=30, "b";r=5;t=60`, and `limit=10, remaining=0, reset=30` of earlier drafts.
fn exhausted(field: &str) -> Option<Duration> {
    let parameter = |text: &str, names: [&str; 2]| {
        let pairs = text
            .split([';', ','])
            .filter_map(|pair| pair.split_once('='));
        let mut pairs = pairs.map(|(name, value)| (name.trim(), value.trim()));
        let found = pairs.find(|(name, _)| names.contains(name));
        found.and_then(|(_, value)| value.parse::<u64>().ok())
    };
    let one = |limit: &str| {
        let left = parameter(limit, ["r", "remaining"]);
        let reset = parameter(limit, ["t", "reset"])?;
        (left == Some(0)).then(|| Duration::from_secs(reset))
    };
    if field.contains("reset=") {
        return one(field);
    }
    field.split(',').filter_map(one).max()
}

/// Seconds, or a moment: in seconds or milliseconds since 1970, or as a date.
fn reset_in(said: &str, headers: &HeaderMap) -> Option<Duration> {
    let Ok(number) = said.parse::<f64>() else {
        return until(httpdate::parse_http_date(said).ok()?, headers);
    };
    if number < MOMENT {
        return seconds(said);
    }
    let since_1970 = if number < MOMENT_IN_MILLISECONDS {
        number
    } else {
        number / 1000.0
    };
    let since_1970 = Duration::try_from_secs_f64(since_1970).ok()?;
    until(SystemTime::UNIX_EPOCH.checked_add(since_1970)?, headers)
}

/// Seconds; servers say parts of them, too.
fn seconds(said: &str) -> Option<Duration> {
    Duration::try_from_secs_f64(said.parse().ok()?).ok()
}

/// How long until a moment, by the server's own clock if it said what that shows (RFC 9110 section 6.6.1).
fn until(moment: SystemTime, headers: &HeaderMap) -> Option<Duration> {
    let clock = text(headers, DATE.as_str()).and_then(|date| httpdate::parse_http_date(date).ok());
    let now = clock.unwrap_or_else(wall_clock);
    // What is over is now.
    Some(moment.duration_since(now).unwrap_or_default())
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}
