//! What a plain YAML scalar means (YAML 1.2.2 section 10.3.2, "Tag Resolution" of the core schema).

use super::Value;

/// The value of a plain scalar; numbers are spelled as JSON spells them.
pub(super) fn resolve(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => match number(text) {
            Some(spelling) => Value::Number(spelling.into()),
            None => Value::String(text.into()),
        },
    }
}

/// The JSON spelling of a number; `None` if it is none, or one that JSON cannot say.
fn number(text: &str) -> Option<String> {
    if !text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.')) {
        return None;
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return u128::from_str_radix(digits, 16)
            .ok()
            .map(|value| value.to_string());
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return u128::from_str_radix(digits, 8)
            .ok()
            .map(|value| value.to_string());
    }
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = rest
        .split_once(['e', 'E'])
        .map_or((rest, None), |(mantissa, exponent)| {
            (mantissa, Some(exponent))
        });
    let (whole, fraction) = mantissa
        .split_once('.')
        .map_or((mantissa, None), |(whole, fraction)| {
            (whole, Some(fraction))
        });
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let exponent_fits = exponent.is_none_or(|text| {
        let text = text.strip_prefix(['+', '-']).unwrap_or(text);
        !text.is_empty() && digits(text)
    });
    let some_digit = !whole.is_empty() || fraction.is_some_and(|fraction| !fraction.is_empty());
    if !digits(whole) || !fraction.is_none_or(digits) || !some_digit || !exponent_fits {
        return None;
    }
    // Digits that begin with a zero are names far more often than numbers: `0800404` is a code.
    if whole.len() > 1 && whole.starts_with('0') {
        return None;
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = fraction
        .filter(|fraction| !fraction.is_empty())
        .map(|fraction| format!(".{fraction}"))
        .unwrap_or_default();
    let exponent = exponent
        .map(|exponent| format!("e{exponent}"))
        .unwrap_or_default();
    Some(format!("{sign}{whole}{fraction}{exponent}"))
}

#[cfg(test)]
mod tests {
    use super::resolve;
    use crate::source::Value;

    #[test]
    fn the_core_schema_is_followed() {
        let number = |text: &str| Value::Number(text.into());
        let string = |text: &str| Value::String(text.into());
        let cases = [
            ("no", string("no")),
            ("0x1F", number("31")),
            ("0o17", number("15")),
            ("+1", number("1")),
            (".5", number("0.5")),
            ("1.", number("1")),
            ("1e3", number("1e3")),
            (
                "123456789012345678901234567890",
                number("123456789012345678901234567890"),
            ),
            ("0800404", string("0800404")),
            ("1.2.3", string("1.2.3")),
            ("2022-01-01", string("2022-01-01")),
            ("-", string("-")),
            (".inf", string(".inf")),
            ("~", Value::Null),
            ("TRUE", Value::Bool(true)),
        ];
        for (text, value) in cases {
            assert_eq!(resolve(text), value, "{text}");
        }
    }
}
