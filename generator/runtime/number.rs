//! Numbers as JSON spells them: exact, whatever their size.

use std::borrow::Cow;

/// How many digits a spelling may grow to.
const DIGITS: usize = 60;

/// The digits of a number that is an integer, however it is spelled: `1.0` and `10e-1` are `1`.
pub(super) fn integral(spelling: &str) -> Option<Cow<'_, str>> {
    if spelling == "-0" {
        return Some(Cow::Borrowed("0"));
    }
    if spelling
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-')
    {
        return Some(Cow::Borrowed(spelling));
    }
    let (negative, digits, exponent) = parts(spelling)?;
    if digits.is_empty() {
        return Some(Cow::Borrowed("0"));
    }
    let zeros = usize::try_from(exponent)
        .ok()
        .filter(|zeros| zeros.saturating_add(digits.len()) <= DIGITS)?;
    let sign = if negative { "-" } else { "" };
    Some(Cow::Owned(format!("{sign}{digits}{}", "0".repeat(zeros))))
}

/// A text that is equal for equal numbers.
pub(super) fn canonical(spelling: &str) -> String {
    match parts(spelling) {
        Some((_, digits, _)) if digits.is_empty() => "0".to_owned(),
        Some((negative, digits, exponent)) => {
            format!("{}{digits}e{exponent}", if negative { "-" } else { "" })
        }
        None => spelling.to_owned(),
    }
}

/// Sign, digits without zeros at either end, and the power of ten that they are multiplied by.
fn parts(spelling: &str) -> Option<(bool, String, i64)> {
    let (negative, rest) = spelling
        .strip_prefix('-')
        .map_or((false, spelling), |rest| (true, rest));
    let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut exponent = exponent
        .parse::<i64>()
        .ok()?
        .checked_sub(i64::try_from(fraction.len()).ok()?)?;
    let all = format!("{whole}{fraction}");
    let digits = all.trim_start_matches('0');
    let trimmed = digits.trim_end_matches('0');
    exponent = exponent.checked_add(i64::try_from(digits.len() - trimmed.len()).ok()?)?;
    Some((negative, trimmed.to_owned(), exponent))
}
