//! Reads the files of a description, those included that references lead to.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::form::{self, Read};
use super::{Node, Place, Source, SourceFile, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::hash::HashSet;

/// How many files one description may be made of.
const FILES: usize = 20_000;

/// How many bytes all files of a description may hold; a [`Place`] counts up to four times as many.
const BYTES: usize = 1 << 30;

/// Reads these files and all that they refer to by relative references.
///
/// What cannot be read is a diagnostic; the files that could be read are given back all the same.
pub fn read(paths: &[PathBuf], diagnostics: &mut Diagnostics) -> Source {
    let mut reader = Reader {
        source: Source::default(),
        known: HashSet::default(),
        paths: Vec::new(),
        bytes: 0,
        diagnostics,
    };
    for path in paths {
        if reader.known.contains(&plain(path)) {
            continue;
        }
        let name = name(path);
        let Some(text) = reader.text(path, &name, None) else {
            continue;
        };
        reader.add(&name, Some(path), text, None);
    }
    reader.source.entries = reader.source.files.len();
    let mut at = 0;
    while at < reader.source.files.len() {
        reader.follow(at);
        at += 1;
    }
    reader.source
}

/// The name of a file as references from other files lead to it.
fn name(path: &Path) -> String {
    let plain = plain(path);
    let path = if plain.as_os_str().is_empty() {
        path
    } else {
        &plain
    };
    path.display().to_string().replace('\\', "/")
}

/// Reads a text as a file of this name; references to other files are not followed.
pub fn read_text(name: &str, text: &str, diagnostics: &mut Diagnostics) -> Source {
    let mut reader = Reader {
        source: Source::default(),
        known: HashSet::default(),
        paths: Vec::new(),
        bytes: 0,
        diagnostics,
    };
    reader.add(name, None, text.to_owned(), None);
    reader.source.entries = reader.source.files.len();
    reader.source
}

struct Reader<'a> {
    source: Source,
    /// What was read or asked for, so that each file is read once.
    known: HashSet<PathBuf>,
    /// The paths of the files that were read, in their order.
    paths: Vec<PathBuf>,
    /// How many bytes were read.
    bytes: usize,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    /// The text of a file that the caller named, or a reference (`from`) leads to.
    fn text(&mut self, path: &Path, name: &str, from: Option<Place>) -> Option<String> {
        let (message, code, place) = match fs::read(path) {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => return Some(text),
                Err(error) => {
                    let valid = error.utf8_error().valid_up_to();
                    let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                    let place = from.unwrap_or_else(|| self.wrong_text(name, path, text, valid));
                    let message = format!("`{name}` is not UTF-8 after byte {valid}");
                    (message, Code::NotUtf8, Some(place))
                }
            },
            Err(_) if path.is_dir() => {
                let message = format!("`{name}` is a folder, not a file");
                (message, Code::UnreadableFile, from)
            }
            Err(error) => {
                let message = format!("`{name}` cannot be read: {error}");
                (message, Code::UnreadableFile, from)
            }
        };
        let mut diagnostic = Diagnostic::new(severity(from), code, message);
        diagnostic.place = place;
        self.diagnostics.push(diagnostic);
        None
    }

    /// Keeps what can be shown of a file that is no text, for the line around the place where it goes wrong.
    fn wrong_text(&mut self, name: &str, path: &Path, text: String, offset: usize) -> Place {
        let file = u32::try_from(self.source.files.len()).unwrap_or(u32::MAX);
        self.keep(name, Some(path), text, Read::default());
        Place {
            file,
            offset: u32::try_from(offset).unwrap_or(u32::MAX),
        }
    }

    /// Reads a file that the caller named, or a reference (`from`) leads to.
    fn add(&mut self, name: &str, path: Option<&Path>, text: String, from: Option<Place>) {
        let file = u32::try_from(self.source.files.len()).unwrap_or(u32::MAX);
        let read = self.form(name, &text, file, from);
        self.keep(name, path, text, read);
    }

    fn form(&mut self, name: &str, text: &str, file: u32, from: Option<Place>) -> Read {
        let start = Place { file, offset: 0 };
        self.bytes = self.bytes.saturating_add(text.len());
        if self.bytes > BYTES {
            let message = format!("the files up to `{name}` hold more than {BYTES} bytes");
            self.diagnostics.push(
                Diagnostic::new(Severity::Fatal, Code::TooLarge, message).at(from.unwrap_or(start)),
            );
            return Read::default();
        }
        if form::holds_nothing(text) {
            let message = format!("`{name}` is empty");
            let mut diagnostic = Diagnostic::new(severity(from), Code::EmptyFile, message);
            diagnostic.place = from;
            self.diagnostics.push(diagnostic);
            return Read::default();
        }
        let read = form::read(name, text, file, self.diagnostics);
        if read.root.as_ref().is_some_and(Node::is_null) {
            let message = format!("`{name}` holds no description");
            self.diagnostics.push(
                Diagnostic::new(severity(from), Code::EmptyFile, message).at(from.unwrap_or(start)),
            );
        }
        read
    }

    /// A file that cannot be read is kept too: its diagnostics show its lines.
    fn keep(&mut self, name: &str, path: Option<&Path>, text: String, read: Read) {
        let at = self.source.files.len();
        let root = read.root.unwrap_or(Node {
            value: Value::Null,
            place: Place {
                file: u32::try_from(at).unwrap_or(u32::MAX),
                offset: 0,
            },
        });
        if let Some(path) = path {
            self.known.insert(plain(path));
            self.paths.push(plain(path));
        }
        self.source.files.push(SourceFile {
            name: name.to_owned(),
            text,
            root,
            kind: read.kind,
            page: read.page,
        });
    }

    /// Reads the files that one file refers to.
    fn follow(&mut self, at: usize) {
        let (Some(file), Some(path)) = (self.source.files.get(at), self.paths.get(at)) else {
            return;
        };
        let folder = path.parent().unwrap_or_else(|| Path::new("")).to_owned();
        let from = file.name.clone();
        let (mut references, mut ids) = (Vec::new(), HashSet::default());
        collect(&file.root, false, &mut references, &mut ids);
        for (target, place) in references {
            // A schema of this very file may call itself that (JSON Schema 2020-12 core section 8.2.1).
            if ids.contains(last_segment(&target)) {
                continue;
            }
            if is_elsewhere(&target) {
                if self.known.insert(PathBuf::from(&target)) {
                    let message =
                        format!("`{target}` is on the network; what it refers to is never fetched");
                    self.diagnostics.push(
                        Diagnostic::new(Severity::Warning, Code::UnreadableFile, message)
                            .at(place)
                            .help("save the file beside this one and refer to it there"),
                    );
                }
                continue;
            }
            let other = plain(&folder.join(decode(&target)));
            // What cannot be read is known too, so that it is said once.
            if !self.known.insert(other.clone()) {
                continue;
            }
            if self.source.files.len() >= FILES {
                let message = format!("the description is made of more than {FILES} files");
                self.diagnostics
                    .push(Diagnostic::new(Severity::Fatal, Code::TooLarge, message).at(place));
                return;
            }
            let name = file_referred_to(&from, &target);
            if let Some(text) = self.text(&other, &name, Some(place)) {
                self.add(&name, Some(&other), text, Some(place));
            }
        }
    }
}

/// A file that the caller named must be readable; one that a reference leads to may be missed by nobody.
fn severity(from: Option<Place>) -> Severity {
    match from {
        Some(_) => Severity::Warning,
        None => Severity::Fatal,
    }
}

/// Whether a reference names a place that is no file beside this one: it has an authority or a scheme (RFC 3986 section
/// 4.2), which a single letter is not, for that is a drive.
fn is_elsewhere(reference: &str) -> bool {
    let of_scheme = |letter: char| letter.is_ascii_alphanumeric() || "+-.".contains(letter);
    reference.starts_with("//")
        || reference
            .split_once(':')
            .is_some_and(|(scheme, _)| scheme.len() > 1 && scheme.chars().all(of_scheme))
}

/// Members whose own members are called as the document likes, in any version.
const OF_NAMES: &[&str] = &[
    "$defs",
    "callbacks",
    "definitions",
    "dependentSchemas",
    "headers",
    "links",
    "mediaTypes",
    "parameters",
    "pathItems",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
    "webhooks",
    "x-webhooks",
];

/// The files that references lead to, in order, and how schemas call themselves; the depth of a tree is bounded by its reader.
///
/// Nothing in an extension or an example is read, so what these refer to may be missing. Where keys are `names` of the
/// document's own, none of them is either.
fn collect(
    node: &Node,
    names: bool,
    references: &mut Vec<(String, Place)>,
    ids: &mut HashSet<String>,
) {
    match &node.value {
        Value::Array(list) => list
            .iter()
            .for_each(|node| collect(node, false, references, ids)),
        Value::Object(object) => {
            for entry in &object.entries {
                let is_data = matches!(&*entry.key, "example" | "examples")
                    || entry.key.starts_with("x-") && &*entry.key != "x-webhooks";
                if is_data && !names {
                    continue;
                }
                match entry.node.as_str() {
                    Some(text) if &*entry.key == "$ref" => {
                        let file = text.split('#').next().unwrap_or_default();
                        if !file.is_empty() {
                            references.push((file.to_owned(), entry.node.place));
                        }
                    }
                    Some(id) if &*entry.key == "$id" => {
                        ids.insert(last_segment(id.trim_end_matches('#')).to_owned());
                    }
                    _ => {
                        let names = !names && OF_NAMES.contains(&&*entry.key);
                        collect(&entry.node, names, references, ids);
                    }
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What follows the last slash of a URI reference.
fn last_segment(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

/// The name of the file that a relative reference in a file leads to.
pub(crate) fn file_referred_to(from: &str, reference: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    plain(&Path::new(folder).join(decode(reference)))
        .display()
        .to_string()
        .replace('\\', "/")
}

/// Undoes percent-encoding of a relative reference.
fn decode(reference: &str) -> String {
    crate::pointer::percent_decode(reference)
}

/// A path without `.` and, where they take something back, `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(plain.components().next_back(), Some(Component::Normal(_))) =>
            {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}
