//! Whether two JSON texts say the same value, found out without the generated crate's reader.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// Whether two texts are the same JSON value: members in any order, numbers compared exactly (`1.0` is `1`), of duplicate
/// keys the last. A text that is no JSON equals nothing.
pub(super) fn same(a: &str, b: &str) -> bool {
    same_value(a, b).unwrap_or(false)
}

fn same_value(a: &str, b: &str) -> Option<bool> {
    let (a, b) = (a.trim(), b.trim());
    let first = |text: &str| text.bytes().next();
    Some(match (first(a)?, first(b)?) {
        (b'{', b'{') => {
            let (a, b) = (members(a)?, members(b)?);
            a.len() == b.len()
                && a.iter().all(|(key, value)| {
                    let other = b.get(key);
                    other.is_some_and(|other| same(value.get(), other.get()))
                })
        }
        (b'[', b'[') => {
            let (a, b) = (elements(a)?, elements(b)?);
            a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| same(a.get(), b.get()))
        }
        (b'"', b'"') => string(a)? == string(b)?,
        (b'-' | b'0'..=b'9', b'-' | b'0'..=b'9') => number(a)? == number(b)?,
        _ => word(a)? == word(b)?,
    })
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
    use super::same;

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
}
