//! What a YAML tag asks for.

use saphyr_parser::Tag;

/// What a tag asks for (YAML 1.2.2 section 6.9.1).
pub(super) enum Tagged<'a> {
    /// There is no tag.
    Not,
    /// `!`: a string, a sequence or a mapping, whatever it looks like.
    NotResolved,
    /// A tag of YAML's own.
    Core(&'a str),
    /// A tag of someone else's.
    Other,
}

pub(super) fn meaning(tag: Option<&Tag>) -> Tagged<'_> {
    match tag {
        None => Tagged::Not,
        Some(tag) if tag.is_yaml_core_schema() => Tagged::Core(&tag.suffix),
        Some(tag) if tag.handle.is_empty() && tag.suffix == "!" => Tagged::NotResolved,
        Some(_) => Tagged::Other,
    }
}
