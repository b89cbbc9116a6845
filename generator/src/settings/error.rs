//! What is wrong with a settings file, with the line that says it.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Why a `codegen.toml` cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsError {
    path: PathBuf,
    message: String,
    place: Option<Place>,
}

/// A place in a text, as people count: from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    line: usize,
    column: usize,
    /// How many characters of the line are meant, at least one.
    width: usize,
    text: String,
}

impl SettingsError {
    pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Self {
        Self {
            path: path.to_owned(),
            message: format!("cannot be read: {error}"),
            place: None,
        }
    }

    /// `span` is in bytes of `text`.
    pub(super) fn at(path: &Path, text: &str, span: Range<usize>, message: &str) -> Self {
        let before = text.get(..span.start).unwrap_or(text);
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line =
            |text: Option<&str>| text.and_then(|text| text.lines().next()).map(str::to_owned);
        Self {
            path: path.to_owned(),
            message: message.trim_end().to_owned(),
            place: Some(Place {
                line: before.matches('\n').count() + 1,
                column: before.chars().rev().take_while(|&c| c != '\n').count() + 1,
                width: line(text.get(span)).map_or(1, |meant| meant.chars().count().max(1)),
                text: line(text.get(start..)).unwrap_or_default(),
            }),
        }
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, message) = (self.path.display(), &self.message);
        let Some(Place {
            line,
            column,
            width,
            text,
        }) = &self.place
        else {
            return write!(f, "{path}: {message}");
        };
        let margin = " ".repeat(line.to_string().len());
        let (indent, carets) = (" ".repeat(column - 1), "^".repeat(*width));
        write!(
            f,
            "{path}:{line}:{column}: {message}\n{margin} |\n{line} | {text}\n{margin} | {indent}{carets}"
        )
    }
}

impl std::error::Error for SettingsError {}
