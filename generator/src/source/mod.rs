//! Bytes to trees: every file of a description as nodes that know their place.
//!
//! **Invariant:** only this stage and `write` touch files. Order, duplicate keys and the spelling of numbers are kept.

mod duplicate;
mod extent;
mod file;
mod find;
mod flow;
mod form;
mod json;
mod lenient;
mod line;
mod node;
mod offset;
mod page;
mod reach;
mod read;
mod reference;
mod scalar;
mod tag;
#[cfg(test)]
mod tests;
mod yaml;

pub(crate) use extent::extent;
pub(crate) use json::DEPTH;
pub use line::Position;
pub(crate) use line::{Lines, floor, newlines};
pub use node::{Entry, Node, Object, Place, Text, Value};
pub use page::PageFacts;
pub(crate) use read::Reader;
pub use read::{read, read_text};
pub(crate) use reference::{file_referred_to, is_elsewhere, name_of_file, path_referred_to, plain};
pub(crate) use yaml::NODES;

use std::path::PathBuf;

/// One file of a description, read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The name as it is printed in diagnostics: relative, as given.
    pub name: String,
    /// The whole text, for printing the lines around a place.
    pub text: String,
    /// The tree; for a Markdown page, that of its fenced block.
    pub root: Node,
    /// What the file is.
    pub kind: SourceKind,
    /// What a page says outside of its block.
    pub page: PageFacts,
}

/// What a file of a description is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// An OpenAPI or Swagger document, or a part of one, in JSON or YAML.
    Document,
    /// A documentation page whose block is an OpenAPI document cut down to one operation.
    NewerPage,
    /// A documentation page whose block is a rendered tree.
    OlderPage,
    /// Settings of a run: no part of the description, here for its lines.
    Settings,
    /// An overlay: what is to be changed in other files.
    Overlay,
}

impl SourceKind {
    /// Whether it is a part of the description.
    #[must_use]
    pub const fn is_described(self) -> bool {
        match self {
            Self::Document | Self::NewerPage | Self::OlderPage => true,
            Self::Settings | Self::Overlay => false,
        }
    }
}

/// Everything a description is made of.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// All files; [`Place::file`] is an index into this list.
    pub files: Vec<SourceFile>,
    /// How many of `files`, from the front, were named by the caller; the others were reached by reference.
    pub entries: usize,
    /// The paths of all that was read or asked for, sorted.
    pub asked_for: Vec<PathBuf>,
}
