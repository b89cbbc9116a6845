//! Why settings cannot be followed.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, nearest};
use crate::source::{Node, PageFacts, Place, Source, SourceFile, SourceKind, Value};

/// Why a `codegen.toml` or `names.lock` cannot be followed, printed as `file:line:column: message`.
#[derive(Debug)]
pub struct SettingsError {
    path: PathBuf,
    /// The whole file, if it could be read.
    text: String,
    /// Where in it.
    offset: Option<usize>,
    message: String,
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some(offset) = self.offset {
            let (line, column) = line_and_column(&self.text, offset);
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for SettingsError {}

impl SettingsError {
    /// Why a file cannot be read.
    pub(super) fn unread(path: &Path, error: &std::io::Error) -> Self {
        Self {
            path: path.to_path_buf(),
            text: String::new(),
            offset: None,
            message: format!("cannot be read: {error}"),
        }
    }

    /// What is wrong with a text as TOML.
    pub(crate) fn toml(path: &Path, text: &str, error: &toml::de::Error) -> Self {
        Self {
            path: path.to_path_buf(),
            text: text.to_owned(),
            offset: error.span().map(|span| span.start),
            message: error.message().to_owned(),
        }
    }

    /// What is wrong at an offset of a text.
    pub(crate) fn at(path: &Path, text: &str, offset: usize, message: String) -> Self {
        Self {
            path: path.to_path_buf(),
            text: text.to_owned(),
            offset: Some(offset),
            message,
        }
    }

    /// The same as a diagnostic; the file is put beside those of the description, to show its line.
    pub fn diagnose(self, source: &mut Source, diagnostics: &mut Diagnostics) {
        let name = self.path.display().to_string();
        let message = match self.offset {
            Some(_) => self.message.clone(),
            None => format!("`{name}` {}", self.message),
        };
        let file = self.offset.and_then(|_| show(name, self.text, source));
        let offset = self.offset.and_then(|offset| u32::try_from(offset).ok());
        let place = file
            .zip(offset)
            .map(|(file, offset)| Place { file, offset });
        let fatal = Diagnostic::new(Severity::Fatal, Code::BadSetting, message).at_some(place);
        // "unknown field `x`, expected one of `y`, `z`", as serde says it.
        let mut names = self.message.split('`').skip(1).step_by(2);
        let meant = names
            .next()
            .filter(|_| self.message.starts_with("unknown "));
        let meant = meant.and_then(|name| nearest(name, names));
        diagnostics.push(match meant {
            Some(meant) => fatal.help(format!("is `{meant}` meant?")),
            None if place.is_none() => fatal.help("check the name and the access rights"),
            None if self.path.ends_with("names.lock") => {
                fatal.help("mend the line of names.lock, or take it out")
            }
            None => fatal,
        });
    }
}

/// Puts a file beside those of the description; gives back its index.
pub(super) fn show(name: String, text: String, source: &mut Source) -> Option<u32> {
    let file = u32::try_from(source.files.len()).ok()?;
    source.files.push(SourceFile {
        name,
        text,
        root: Node::new(Value::Null, Place { file, offset: 0 }),
        kind: SourceKind::Settings,
        page: PageFacts::default(),
    });
    Some(file)
}

fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.get(start..).unwrap_or("").chars().count() + 1;
    (line, column)
}
