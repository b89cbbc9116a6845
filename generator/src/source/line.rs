//! Lines and columns of places.

use super::{Place, SourceFile};

/// A line and a column, both counted from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl SourceFile {
    /// The line and column of a place in this file.
    #[must_use]
    pub fn position(&self, place: Place) -> Position {
        let offset = floor(&self.text, place.offset as usize);
        let before = self.text.get(..offset).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = newlines(before) + 1;
        Position {
            line,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
        }
    }
}

/// Where the lines of a file begin, so that many places of it are found quickly.
#[derive(Clone, Debug)]
pub(crate) struct Lines<'a> {
    file: &'a SourceFile,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Those of a file.
    pub(crate) fn of(file: &'a SourceFile) -> Self {
        let newlines = file.text.bytes().enumerate();
        let newlines = newlines.filter(|(_, byte)| *byte == b'\n');
        let starts = [0].into_iter().chain(newlines.map(|(at, _)| at + 1));
        Self {
            file,
            starts: starts.collect(),
        }
    }

    /// The line and column of a place in the file.
    pub(crate) fn position(&self, place: Place) -> Position {
        let offset = floor(&self.file.text, place.offset as usize);
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|at| self.starts.get(at));
        let before = start.and_then(|start| self.file.text.get(*start..offset));
        Position {
            line,
            column: before.unwrap_or_default().chars().count() + 1,
        }
    }
}

/// How many line breaks a text has.
pub(crate) fn newlines(text: &str) -> usize {
    // Few enough at once for a sum in one byte, which processors make of many bytes in one step.
    let chunks = text.as_bytes().chunks(u8::MAX.into());
    let counts = chunks.map(|chunk| {
        let breaks = chunk.iter().map(|byte| u8::from(*byte == b'\n'));
        usize::from(breaks.sum::<u8>())
    });
    counts.sum()
}

/// The nearest character boundary at or before an offset.
pub(crate) fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
