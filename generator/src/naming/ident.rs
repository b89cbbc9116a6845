//! Rust identifiers: valid by construction.
//!
//! **Invariant:** `proc_macro2::Ident` is made here and nowhere else.

use std::fmt;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};

use super::ascii;

/// Keywords of edition 2024, strict and reserved (The Rust Reference, "Keywords").
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that cannot be written as raw identifiers, and `_`.
const NEVER_RAW: &[&str] = &["crate", "self", "Self", "super", "_"];

/// How the words of a name are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Types and variants: `UpperCamelCase`.
    Type,
    /// Functions, fields, modules: `snake_case`.
    Value,
    /// Statics: `SCREAMING_SNAKE_CASE`.
    Static,
}

/// A valid Rust identifier.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RustIdent {
    /// Without `r#`.
    text: String,
    raw: bool,
}

/// How many bytes of a file's name are a module's: what is left of 255 has room for a number and the ending.
const FILE_NAME: usize = 200;

impl RustIdent {
    /// The identifier that the words of a text make; any text makes one.
    #[must_use]
    pub fn from_words(text: &str, case: Case) -> Self {
        if is_joined_so(text, case) {
            return Self::valid(text.to_owned());
        }
        let mut joined = ascii::joined(text, case).unwrap_or_else(|| joined(&speak(text), case));
        let starts = joined
            .chars()
            .next()
            .is_some_and(|first| unicode_ident::is_xid_start(first) || first == '_');
        if !starts {
            let prefix = match (case, joined.is_empty()) {
                (Case::Type, true) => "Empty",
                (Case::Value, true) => "empty",
                (Case::Static, true) => "EMPTY",
                (Case::Type, false) => "N",
                (Case::Value, false) => "n",
                (Case::Static, false) => "N",
            };
            joined.insert_str(0, prefix);
        }
        Self::valid(joined)
    }

    /// The words of a module's name: in ASCII, for rustc finds no other file by itself (E0754), and cut where its file's name
    /// would be longer than file systems take (255 bytes).
    pub(super) fn words_of_file(text: &str) -> String {
        let text = deunicode::deunicode(text);
        let ident = Self::from_words(&text, Case::Value);
        let words = ident.text();
        words.get(..FILE_NAME).unwrap_or(words).to_owned()
    }

    /// The identifier that a person decided on; `None` if it is not one.
    #[must_use]
    pub fn decided(text: &str) -> Option<Self> {
        let mut characters = text.chars();
        let first = characters.next()?;
        let valid = (unicode_ident::is_xid_start(first) || first == '_')
            && characters.all(unicode_ident::is_xid_continue);
        (valid && !NEVER_RAW.contains(&text)).then(|| Self::valid(text.to_owned()))
    }

    fn valid(text: String) -> Self {
        if NEVER_RAW.contains(&text.as_str()) || text.chars().all(|character| character == '_') {
            return Self {
                text: format!("{text}_"),
                raw: false,
            };
        }
        let raw = KEYWORDS.contains(&text.as_str());
        Self { text, raw }
    }

    /// The same with more text after it.
    #[must_use]
    pub fn suffixed(&self, suffix: usize) -> Self {
        let separator = if self
            .text
            .ends_with(|character: char| character.is_ascii_digit())
        {
            "_"
        } else {
            ""
        };
        Self::valid(format!("{}{separator}{suffix}", self.text))
    }

    /// Without `r#`: what `stringify!` must be compared with and scopes are keyed by.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for RustIdent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.raw {
            f.write_str("r#")?;
        }
        f.write_str(&self.text)
    }
}

impl fmt::Debug for RustIdent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl ToTokens for RustIdent {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let ident = if self.raw {
            Ident::new_raw(&self.text, Span::call_site())
        } else {
            Ident::new(&self.text, Span::call_site())
        };
        tokens.append(ident);
    }
}

/// The words of a text, joined; what belongs in no identifier is left out.
fn joined(text: &str, case: Case) -> String {
    let mut joined = match case {
        Case::Type => text.to_upper_camel_case(),
        Case::Value => text.to_snake_case(),
        Case::Static => text.to_shouty_snake_case(),
    };
    joined.retain(unicode_ident::is_xid_continue);
    joined
}

/// Whether the words of a text are joined as a case joins them, so that the text is the name; not every such text is seen.
fn is_joined_so(text: &str, case: Case) -> bool {
    let mut before = b'_';
    for byte in text.bytes() {
        let joined = match case {
            Case::Type => match byte {
                b'A'..=b'Z' => before == b'_' || before.is_ascii_lowercase(),
                b'a'..=b'z' => before.is_ascii_alphabetic(),
                _ => false,
            },
            Case::Value => match byte {
                b'a'..=b'z' => true,
                b'0'..=b'9' => before.is_ascii_alphanumeric(),
                b'_' => before != b'_',
                _ => false,
            },
            Case::Static => false,
        };
        if !joined {
            return false;
        }
        before = byte;
    }
    before != b'_'
}

/// Says in words what has no letters, so that `+1` and `-1` or `<` and `>` stay apart.
fn speak(text: &str) -> String {
    let plain = |character: char| {
        character.is_alphanumeric()
            || matches!(
                character,
                '_' | '-' | ' ' | '.' | '/' | ':' | '$' | '{' | '}' | '[' | ']'
            )
    };
    let has_letters = text.chars().any(char::is_alphanumeric);
    let mut spoken = String::with_capacity(text.len());
    let leading_sign =
        text.starts_with(['+', '-']) && text[1..].starts_with(|next: char| next.is_ascii_digit());
    for (index, character) in text.char_indices() {
        let word = match character {
            '+' => Some("plus"),
            '-' if leading_sign && index == 0 => Some("minus"),
            '-' if !has_letters => Some("minus"),
            '<' => Some("less"),
            '>' => Some("greater"),
            '=' => Some("equal"),
            '!' if !has_letters || !text[..index].ends_with(char::is_alphanumeric) => Some("not"),
            '*' => Some("star"),
            '%' => Some("percent"),
            '&' => Some("and"),
            '|' => Some("or"),
            '@' => Some("at"),
            '#' => Some("hash"),
            '~' => Some("tilde"),
            '^' => Some("caret"),
            '.' if !has_letters => Some("dot"),
            '/' if !has_letters => Some("slash"),
            ':' if !has_letters => Some("colon"),
            '$' if !has_letters => Some("dollar"),
            '_' if !has_letters => Some("underscore"),
            ' ' if !has_letters => Some("space"),
            _ => None,
        };
        match word {
            Some(word) => {
                spoken.push(' ');
                spoken.push_str(word);
                spoken.push(' ');
            }
            None if plain(character) => spoken.push(character),
            None if character.is_ascii() => spoken.push(' '),
            None if unicode_ident::is_xid_continue(character) => spoken.push(character),
            None => spoken.push_str(&format!(" u{:x} ", u32::from(character))),
        }
    }
    spoken
}

#[cfg(test)]
mod tests {
    use super::{Case, RustIdent};

    fn value(text: &str) -> String {
        RustIdent::from_words(text, Case::Value).to_string()
    }

    fn ty(text: &str) -> String {
        RustIdent::from_words(text, Case::Type).to_string()
    }

    #[test]
    fn any_text_makes_an_identifier() {
        let texts = [
            "",
            " ",
            "_",
            "self",
            "Self",
            "type",
            "+1",
            "-1",
            "1",
            "😀",
            "état",
            "名前",
            "a\u{202e}b",
            "createdAt[gte]",
            "$ref",
            "\"",
            "\\",
            "//",
            "__",
        ];
        for text in texts {
            for case in [Case::Type, Case::Value, Case::Static] {
                let ident = RustIdent::from_words(text, case).to_string();
                syn::parse_str::<syn::Ident>(ident.trim_start_matches("r#"))
                    .or_else(|_| syn::parse_str(&ident))
                    .unwrap_or_else(|_| panic!("{text:?} became {ident:?}"));
            }
        }
    }

    #[test]
    fn what_is_joined_already_is_what_its_words_make() {
        let parts = ["a", "b2", "2", "B", "Bc", "CD", "_", "-", "e"];
        let mut texts = vec![String::new()];
        for _ in 0..4 {
            let longer = texts
                .iter()
                .flat_map(|text| parts.map(|part| format!("{text}{part}")));
            texts = longer.chain(texts.iter().cloned()).collect();
            texts.dedup();
        }
        let mut joined = 0;
        for text in texts {
            for case in [Case::Type, Case::Value] {
                if super::is_joined_so(&text, case) {
                    joined += 1;
                    // A blank before it changes no word.
                    let words = RustIdent::from_words(&format!(" {text}"), case);
                    assert_eq!(RustIdent::from_words(&text, case), words, "{text}");
                }
            }
        }
        assert!(joined > 100);
    }

    #[test]
    fn what_differs_stays_apart() {
        assert_eq!(
            [value("+1"), value("-1"), value("1")],
            ["plus_1", "minus_1", "n1"]
        );
        assert_eq!(
            [ty("<"), ty("<="), ty(">")],
            ["Less", "LessEqual", "Greater"]
        );
    }

    #[test]
    fn keywords_are_raw_where_they_can_be() {
        assert_eq!(
            [value("type"), value("self"), ty("self"), value("crate")],
            ["r#type", "self_", "Self_", "crate_"]
        );
    }

    #[test]
    fn words_are_joined_by_case() {
        assert_eq!(
            [
                value("createdAt[gte]"),
                ty("HTTPStatus"),
                value("phone-number.id")
            ],
            ["created_at_gte", "HttpStatus", "phone_number_id"]
        );
    }
}
