//! Where in the file each string stands, so that diagnostics can show its line.

use std::ops::Range;
use std::path::Path;

use crate::source::Place;

/// The file as a part of what is read, so that diagnostics can show a line of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strings {
    /// Its name, as given.
    pub(super) name: String,
    pub(super) text: String,
    /// All keys and strings with their offsets, in order.
    list: Vec<(String, u32)>,
    /// Its index in [`Source::files`].
    pub(super) file: Option<u32>,
}

impl Strings {
    pub(super) fn of(path: &Path, text: &str) -> Self {
        let mut list = Vec::new();
        if let Ok(table) = toml::de::DeTable::parse(text) {
            strings_of_table(table.get_ref(), &mut list);
        }
        Self {
            name: path.display().to_string(),
            text: text.to_owned(),
            list,
            file: None,
        }
    }

    /// Where a key or a string stands for the first time.
    #[must_use]
    pub fn place(&self, text: &str) -> Option<Place> {
        self.place_within(0..self.text.len(), text)
    }

    /// Where a key or a string stands for the first time in a part of the file.
    #[must_use]
    pub fn place_within(&self, part: Range<usize>, text: &str) -> Option<Place> {
        let is_within = |offset: u32| usize::try_from(offset).is_ok_and(|at| part.contains(&at));
        let mut list = self.list.iter();
        let (_, offset) = list.find(|(one, offset)| one == text && is_within(*offset))?;
        Some(Place {
            file: self.file?,
            offset: *offset,
        })
    }
}

fn strings_of_table(table: &toml::de::DeTable<'_>, list: &mut Vec<(String, u32)>) {
    for (key, value) in table {
        let offset = u32::try_from(key.span().start).unwrap_or(u32::MAX);
        list.push((key.get_ref().to_string(), offset));
        strings_of(value, list);
    }
}

fn strings_of(value: &toml::Spanned<toml::de::DeValue<'_>>, list: &mut Vec<(String, u32)>) {
    match value.get_ref() {
        toml::de::DeValue::String(text) => {
            let offset = u32::try_from(value.span().start).unwrap_or(u32::MAX);
            list.push((text.to_string(), offset));
        }
        toml::de::DeValue::Array(elements) => {
            elements
                .iter()
                .for_each(|element| strings_of(element, list));
        }
        toml::de::DeValue::Table(table) => strings_of_table(table, list),
        _ => {}
    }
}
