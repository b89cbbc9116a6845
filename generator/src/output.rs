//! What a generation makes: all files of a crate, nothing of it on disk yet.

use crate::naming::NamesLock;
use crate::source::newlines;

/// A whole crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// Its source files, sorted by path.
    pub files: Vec<OutputFile>,
    /// What its `Cargo.toml` must say.
    pub manifest: Manifest,
    /// What was found and made.
    pub summary: Summary,
    /// The names that the next run must give again.
    pub names: NamesLock,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Its path below the crate's folder, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// What a `Cargo.toml` must say (The Cargo Book, "The Manifest Format").
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The crate's name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// What its code uses.
    pub dependencies: Vec<Dependency>,
    /// What its code uses beside that on the web.
    pub web_dependencies: Vec<Dependency>,
    /// What its tests use beside that.
    pub dev_dependencies: Vec<Dependency>,
    /// What its users can turn on and off.
    pub features: Vec<Feature>,
}

/// A crate that the code uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// Its name.
    pub name: String,
    /// The lowest version that will do.
    pub version: String,
    /// Whether its default features are wanted.
    pub default_features: bool,
    /// Features that are wanted.
    pub features: Vec<String>,
    /// Whether a feature of the crate turns it on.
    pub optional: bool,
}

/// A feature of the crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// Its name.
    pub name: String,
    /// What it turns on.
    pub enables: Vec<String>,
}

/// What was found and made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Operations of the document, those included that cannot be represented.
    pub operations_found: usize,
    /// Operations of the crate.
    pub operations_generated: usize,
    /// Types of the crate, beside requests and failures.
    pub types: usize,
}

/// Where a declaration stands, with what stands around it up to the next blank lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt<'a> {
    /// The file's path below the crate's folder.
    pub path: &'a str,
    /// The line of the declaration, from 1.
    pub line: usize,
    /// The lines, comments and attributes included.
    pub lines: Vec<&'a str>,
}

impl Output {
    /// How many lines the document's own code has: all of `src/` outside of the runtime.
    #[must_use]
    pub fn lines(&self) -> usize {
        let own = self.own_files();
        own.map(|file| newlines(&file.text)).sum()
    }

    /// The item of the document's own code that is declared by these words: `pub struct Contact`.
    #[must_use]
    pub fn declared(&self, words: &str) -> Option<Excerpt<'_>> {
        let declares = |line: &&str| {
            let rest = line.trim_start().strip_prefix(words);
            let of_name = |next: char| next.is_alphanumeric() || next == '_';
            rest.is_some_and(|rest| !rest.starts_with(of_name))
        };
        let mut own = self.own_files();
        own.find_map(|file| {
            let lines: Vec<&str> = file.text.lines().collect();
            let at = lines.iter().position(declares)?;
            let before = lines.get(..at)?.iter().rposition(|line| line.is_empty());
            let item = lines.into_iter().skip(before.map_or(0, |at| at + 1));
            Some(Excerpt {
                path: &file.path,
                line: at + 1,
                lines: item.take_while(|line| !line.is_empty()).collect(),
            })
        })
    }

    fn own_files(&self) -> impl Iterator<Item = &OutputFile> {
        let files = self.files.iter();
        files.filter(|file| file.path.starts_with("src/") && !file.path.starts_with("src/runtime/"))
    }
}
