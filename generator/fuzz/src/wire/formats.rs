//! Texts with a format: what they mean, spelled again, means the same.

use crate::input::{Finding, Outcome};
use crate::runtime::{Base64, Date, DateTime, Decimal, TimeOfDay, TimeSpan, Uri, Uuid};

/// Reads a text as every format.
pub(super) fn all(bytes: &[u8]) -> Result<Outcome, Finding> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Ok(Outcome::Refused);
    };
    let mut meant = false;
    macro_rules! same {
        ($ty:ident $($method:ident)+) => {
            $(if let Some(meaning) = $ty::from(text).$method() {
                meant = true;
                let again = $ty::from(meaning.clone()).$method();
                if again.as_ref() != Some(&meaning) {
                    return Err(Finding::new(format!(
                        "a {} means something else when it is spelled again: `{text}` `{meaning:?}` `{again:?}`",
                        stringify!($ty)
                    )));
                }
            })+
        };
    }
    same!(DateTime moment);
    same!(Date day);
    same!(TimeSpan length);
    same!(Uri url);
    same!(Uuid id);
    same!(Base64 bytes);
    if let Some((time, offset)) = TimeOfDay::from(text).clock() {
        meant = true;
        let again = match offset {
            Some(offset) => TimeOfDay::from((time, offset)).clock(),
            None => TimeOfDay::from(time).clock(),
        };
        if again != Some((time, offset)) {
            return Err(Finding::new(format!(
                "a time means something else when it is spelled again: `{text}` `{again:?}`"
            )));
        }
    }
    if let Some(decimal) = Decimal::from_spelling(text) {
        meant = true;
        let _ = (decimal.to_i128(), decimal.to_f64());
        if decimal.spelling().trim() != text.trim() {
            return Err(Finding::new(format!(
                "a decimal is spelled differently: `{text}` `{decimal}`"
            )));
        }
    }
    Ok(if meant {
        Outcome::Taken(None)
    } else {
        Outcome::Refused
    })
}
