//! Texts of the file that must be something: a reason, the name of a header field, a code, the name of a crate.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::diagnostic::Code;
use crate::naming::RustIdent;

/// The reason of a decision; a blank one is none, nor is what a diagnostic proposes to fill in.
pub(super) fn reason<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if !is_reason(&text) {
        return Err(D::Error::custom(NO_REASON));
    }
    Ok(text)
}

pub(super) const NO_REASON: &str = "say the reason here";

pub(super) fn is_reason(text: &str) -> bool {
    let nothing = |one: char| one.is_whitespace() || one == '…';
    !text.trim_matches(nothing).is_empty()
}

/// Whether a text is the name of a header field (RFC 9110 section 5.1).
pub(crate) fn is_field_name(text: &str) -> bool {
    let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_of_name)
}

/// The name of a header field.
pub(super) fn field<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if !is_field_name(&text) {
        return Err(D::Error::custom("this is not the name of a header field"));
    }
    Ok(Some(text))
}

pub(super) fn code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Code, D::Error> {
    let text = String::deserialize(deserializer)?;
    Code::named(&text).ok_or_else(|| D::Error::custom(Code::unknown(&text)))
}

pub(super) fn name_of_crate<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    crate_name(&text).map(Some).map_err(D::Error::custom)
}

/// The path of a file in the crate's folder.
pub(super) fn file_of_crate<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let is_name = |part: &str| {
        let is_plain = |one: char| !one.is_control() && !matches!(one, '\\' | ':');
        !matches!(part, "" | "." | "..") && part.chars().all(is_plain)
    };
    if text.split('/').all(is_name) {
        Ok(Some(text))
    } else {
        let message = format!(
            "`{}` is not a file in the crate's folder",
            text.escape_debug()
        );
        Err(D::Error::custom(message))
    }
}

/// What the library of a crate may not be called, for the language or the standard library is called so.
const NO_CRATE: &[&str] = &["alloc", "core", "proc_macro", "std", "test"];

/// A crate's name as cargo and crates.io take it (The Cargo Book, "The `name` field") and as `use` can say it.
///
/// # Errors
///
/// A sentence on what is wrong with it.
pub fn crate_name(text: &str) -> Result<String, String> {
    let plain = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
    let library = text.replace('-', "_");
    if !text.starts_with(|first: char| first.is_ascii_alphabetic()) || !text.chars().all(plain) {
        return Err(format!(
            "`{text}` is not the name of a crate: a letter, then letters, digits, `-` and `_`"
        ));
    }
    let keyword = RustIdent::decided(&library).is_none_or(|ident| ident.to_string() != library);
    if keyword || NO_CRATE.contains(&library.as_str()) {
        return Err(format!(
            "`{text}` is not the name of a crate: it means something else in Rust"
        ));
    }
    Ok(text.to_owned())
}
