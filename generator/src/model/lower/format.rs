//! Lowers formats (OpenAPI Format Registry) and the bounds of integers.

use super::merge::Merged;
use crate::model::{Format, IntegerWidth, Shape};

/// What strings of a format are.
pub(super) fn string(format: Option<&str>, encoding: Option<&str>) -> Shape {
    match (format, encoding) {
        (Some("date-time"), _) => Shape::Formatted(Format::DateTime),
        (Some("date"), _) => Shape::Formatted(Format::Date),
        (Some("time"), _) => Shape::Formatted(Format::TimeOfDay),
        (Some("duration"), _) => Shape::Formatted(Format::TimeSpan),
        (Some("uuid"), _) => Shape::Formatted(Format::Uuid),
        (Some("uri" | "url"), _) => Shape::Formatted(Format::Uri),
        (Some("byte" | "base64"), _) | (None, Some("base64")) => Shape::Formatted(Format::Base64),
        _ => Shape::Text,
    }
}

/// What numbers of a format are.
pub(super) fn number(format: Option<&str>) -> Shape {
    match format {
        // A number of 64 bits may have a fraction, and an `f64` would make another number of it beyond 53 bits.
        Some("decimal" | "decimal128" | "int64" | "uint64") => Shape::Formatted(Format::Decimal),
        _ => Shape::Number,
    }
}

/// What integers are: the narrowest type that holds every value that the document names.
pub(super) fn integer(merged: &Merged<'_>) -> Shape {
    match merged.format {
        Some("int32" | "int16" | "int8" | "uint16" | "uint8") => Shape::Integer(IntegerWidth::I32),
        Some("uint32") => Shape::Integer(IntegerWidth::U32),
        Some("uint64") => Shape::Integer(IntegerWidth::U64),
        Some("int64") => Shape::Integer(IntegerWidth::I64),
        Some("decimal") => Shape::Formatted(Format::Decimal),
        _ => bounded(merged),
    }
}

/// The limits of 64 bits as tools spell them that know `f64` only: what they mean is that there is no other limit.
const ROUNDED: &[(&str, &str)] = &[
    ("9223372036854776000", "9223372036854775807"),
    ("-9223372036854776000", "-9223372036854775808"),
    ("18446744073709552000", "18446744073709551615"),
];

fn bounded(merged: &Merged<'_>) -> Shape {
    let positive = merged.minimum.is_some_and(|least| !least.starts_with('-'));
    let integers = merged.bounds.iter().filter(|value| is_integer(value));
    let meant = |value: &'_ str| ROUNDED.iter().find(|(rounded, _)| *rounded == value);
    let integers: Vec<&str> = integers
        .map(|value| meant(value).map_or(*value, |(_, limit)| limit))
        .collect();
    narrowest(&integers, positive)
}

fn narrowest(integers: &[&str], positive: bool) -> Shape {
    let all = |fits: fn(&str) -> bool| integers.iter().all(|value| fits(value));
    if all(|value| value.parse::<i64>().is_ok()) {
        Shape::Integer(IntegerWidth::I64)
    } else if positive && all(|value| value.parse::<u64>().is_ok()) {
        Shape::Integer(IntegerWidth::U64)
    } else if all(|value| value.parse::<i128>().is_ok()) {
        Shape::Integer(IntegerWidth::I128)
    } else {
        Shape::Formatted(Format::Decimal)
    }
}

/// Whether a number is spelled with digits alone; `1e400` as a bound says "any".
fn is_integer(spelling: &str) -> bool {
    let digits = spelling.strip_prefix('-').unwrap_or(spelling);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a number is that is the only value.
pub(super) fn constant(spelling: &str) -> Shape {
    if is_integer(spelling) {
        narrowest(&[spelling], false)
    } else {
        Shape::Number
    }
}
