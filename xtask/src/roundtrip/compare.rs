//! Whether two JSON texts say the same value, found out without the generated crate's reader.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// What became of a part of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// It is not there any more.
    Lost,
    /// It was not there before.
    Added,
    /// It is another value.
    Other,
}

/// The first difference of two JSON texts: what became of the place (RFC 6901) in the first; `None` if they are the same
/// value: members in any order, numbers compared exactly (`1.0` is `1`), of duplicate keys the last. A text that is no
/// JSON differs from everything.
pub(super) fn difference(sent: &str, came: &str) -> Option<(String, Change)> {
    compare(sent, came).unwrap_or_else(|| Some((String::new(), Change::Other)))
}

fn compare(a: &str, b: &str) -> Option<Option<(String, Change)>> {
    let (a, b) = (a.trim(), b.trim());
    let first = |text: &str| text.bytes().next();
    let equal = match (first(a)?, first(b)?) {
        (b'{', b'{') => return Some(of_members(&members(a)?, &members(b)?)),
        (b'[', b'[') => return Some(of_elements(&elements(a)?, &elements(b)?)),
        (b'"', b'"') => string(a)? == string(b)?,
        (b'-' | b'0'..=b'9', b'-' | b'0'..=b'9') => number(a)? == number(b)?,
        _ => word(a)? == word(b)?,
    };
    Some((!equal).then(|| (String::new(), Change::Other)))
}

fn of_members(
    a: &BTreeMap<String, Box<RawValue>>,
    b: &BTreeMap<String, Box<RawValue>>,
) -> Option<(String, Change)> {
    let within = |key: &str, rest: &str| {
        let key = key.replace('~', "~0").replace('/', "~1");
        format!("/{key}{rest}")
    };
    for (key, value) in a {
        let Some(other) = b.get(key) else {
            return Some((within(key, ""), Change::Lost));
        };
        if let Some((rest, change)) = difference(value.get(), other.get()) {
            return Some((within(key, &rest), change));
        }
    }
    let added = b.keys().find(|key| !a.contains_key(*key))?;
    Some((within(added, ""), Change::Added))
}

fn of_elements(a: &[Box<RawValue>], b: &[Box<RawValue>]) -> Option<(String, Change)> {
    for (index, (a, b)) in a.iter().zip(b).enumerate() {
        if let Some((rest, change)) = difference(a.get(), b.get()) {
            return Some((format!("/{index}{rest}"), change));
        }
    }
    match a.len().cmp(&b.len()) {
        Ordering::Less => Some((format!("/{}", a.len()), Change::Added)),
        Ordering::Equal => None,
        Ordering::Greater => Some((format!("/{}", b.len()), Change::Lost)),
    }
}

fn members(text: &str) -> Option<BTreeMap<String, Box<RawValue>>> {
    serde_json::from_str(text).ok()
}

fn elements(text: &str) -> Option<Vec<Box<RawValue>>> {
    serde_json::from_str(text).ok()
}

fn string(text: &str) -> Option<String> {
    serde_json::from_str(text).ok()
}

fn word(text: &str) -> Option<&str> {
    ["null", "true", "false"].contains(&text).then_some(text)
}

/// A number as sign, digits without zeros at either end, and the power of ten they are multiplied with.
fn number(text: &str) -> Option<(bool, String, i64)> {
    serde_json::from_str::<&RawValue>(text).ok()?;
    let (negative, text) = text
        .strip_prefix('-')
        .map_or((false, text), |rest| (true, rest));
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    let short = digits.trim_end_matches('0');
    if short.is_empty() {
        return Some((false, String::new(), 0));
    }
    let dropped = i64::try_from(digits.len() - short.len()).ok()?;
    let fraction = i64::try_from(fraction.len()).ok()?;
    let power = exponent.checked_sub(fraction)?.checked_add(dropped)?;
    Some((negative, short.to_owned(), power))
}

#[cfg(test)]
mod tests {
    use super::{Change, difference};

    fn same(a: &str, b: &str) -> bool {
        difference(a, b).is_none()
    }

    #[test]
    fn equal_values_are_the_same_however_they_are_spelled() {
        for (a, b) in [
            ("1", "1.0"),
            ("-0", "0e7"),
            ("1200", "1.2e3"),
            ("0.00120", "12E-4"),
            (
                "100000000000000000000000000001",
                "1.00000000000000000000000000001e29",
            ),
            (r#""A\/""#, r#""A/""#),
            (
                r#"{"a":1,"b":[true,null]}"#,
                r#"{ "b": [true, null], "a": 1e0 }"#,
            ),
            (r#"{"a":1,"a":2}"#, r#"{"a":2}"#),
        ] {
            assert!(same(a, b), "{a} {b}");
            assert!(same(b, a), "{b} {a}");
        }
    }

    #[test]
    fn what_lost_something_is_not_the_same() {
        for (a, b) in [
            ("12345678901234567890123", "1.2345678901234568e22"),
            ("1", "-1"),
            ("1", "10"),
            ("1", "\"1\""),
            ("null", "false"),
            ("0", "false"),
            (r#"{"a":1,"b":2}"#, r#"{"a":1}"#),
            (r#"{"a":null}"#, "{}"),
            ("[1,2]", "[2,1]"),
            ("[]", "{}"),
            ("1", "1 2"),
            ("nul", "nul"),
            ("1", ""),
        ] {
            assert!(!same(a, b), "{a} {b}");
            assert!(!same(b, a), "{b} {a}");
        }
    }

    #[test]
    fn the_place_of_a_loss_is_told() {
        let sent = r#"{"a":[1,{"b/c":null}],"d":2}"#;
        for (came, place, change) in [
            (r#"{"a":[1,{}],"d":2}"#, "/a/1/b~1c", Change::Lost),
            (r#"{"a":[1],"d":2}"#, "/a/1", Change::Lost),
            (
                r#"{"a":[1,{"b/c":null}],"d":2,"e":[]}"#,
                "/e",
                Change::Added,
            ),
            (r#"{"a":[1,{"b/c":0}],"d":2}"#, "/a/1/b~1c", Change::Other),
            ("[]", "", Change::Other),
        ] {
            assert_eq!(difference(sent, came), Some((place.to_owned(), change)));
        }
    }
}
