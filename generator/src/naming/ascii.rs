//! Joins the words of plain ASCII text as `heck` joins those of any text, without asking Unicode of each character.

use super::ident::Case;

/// The words of a text, joined; `None` if it is no plain ASCII, or begins with a sign that is a word itself.
pub(super) fn joined(text: &str, case: Case) -> Option<String> {
    let bytes = text.as_bytes();
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"_- ./:${}[]".contains(byte);
    let spoken = bytes.first() == Some(&b'-') || !bytes.iter().any(u8::is_ascii_alphanumeric);
    if spoken || !bytes.iter().all(plain) {
        return None;
    }
    let mut joined = Joined {
        text: String::with_capacity(text.len() + text.len() / 4),
        case,
        begins: true,
    };
    let mut last = None;
    for (at, byte) in bytes.iter().enumerate() {
        let kind = Kind::of(*byte);
        if !byte.is_ascii_alphanumeric() {
            (joined.begins, last) = (true, None);
            continue;
        }
        let next = bytes.get(at + 1).and_then(|next| Kind::of(*next));
        match (kind.or(last), next) {
            (Some(Kind::Lower), Some(Kind::Upper)) => {
                joined.push(*byte);
                (joined.begins, last) = (true, None);
            }
            // The last letter of an acronym begins the word that follows it.
            (Some(Kind::Upper), Some(Kind::Lower)) if kind == last => {
                joined.begins = true;
                joined.push(*byte);
                last = None;
            }
            (kind, _) => {
                joined.push(*byte);
                last = kind;
            }
        }
    }
    Some(joined.text)
}

/// What kind of letter something is.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Lower,
    Upper,
}

impl Kind {
    fn of(byte: u8) -> Option<Self> {
        match byte {
            b'a'..=b'z' => Some(Self::Lower),
            b'A'..=b'Z' => Some(Self::Upper),
            _ => None,
        }
    }
}

/// Words that are joined so far.
struct Joined {
    text: String,
    case: Case,
    /// Whether the next character begins a word.
    begins: bool,
}

impl Joined {
    fn push(&mut self, byte: u8) {
        let begins = std::mem::replace(&mut self.begins, false);
        if begins && self.case != Case::Type && !self.text.is_empty() {
            self.text.push('_');
        }
        let upper = match self.case {
            Case::Type => begins,
            Case::Value => false,
            Case::Static => true,
        };
        self.text.push(char::from(if upper {
            byte.to_ascii_uppercase()
        } else {
            byte.to_ascii_lowercase()
        }));
    }
}

#[cfg(test)]
mod tests {
    use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

    use super::joined;
    use crate::naming::ident::Case;

    #[test]
    fn every_short_text_is_joined_as_heck_joins_it() {
        let mut texts = vec![String::new()];
        let mut longest = texts.clone();
        for _ in 0..6 {
            let longer = longest.iter().flat_map(|text| {
                let each = "aBC1_-".chars();
                each.map(move |next| format!("{text}{next}"))
            });
            longest = longer.collect();
            texts.extend(longest.iter().cloned());
        }
        let mut told = 0;
        for text in texts {
            for (case, expected) in [
                (Case::Type, text.to_upper_camel_case()),
                (Case::Value, text.to_snake_case()),
                (Case::Static, text.to_shouty_snake_case()),
            ] {
                if let Some(joined) = joined(&text, case) {
                    assert_eq!(joined, expected, "{text} {case:?}");
                    told += 1;
                }
            }
        }
        assert!(told > 100_000, "{told}");
    }

    #[test]
    fn what_has_words_for_signs_is_left() {
        for text in ["", "-1", "+1", "a+b", "--", "é"] {
            assert_eq!(joined(text, Case::Type), None, "{text}");
        }
        assert_eq!(joined("$ref/{id}", Case::Value).as_deref(), Some("ref_id"));
    }
}
