//! Reads the files of a description, those included that references lead to.

use std::collections::HashMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::{Node, Place, Source, SourceFile, SourceKind, Value, json, page, yaml};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};

/// How many files one description may be made of.
const FILES: usize = 20_000;

/// Reads these files and all that they refer to by relative references.
///
/// What cannot be read is a diagnostic; the files that could be read are given back all the same.
pub fn read(paths: &[PathBuf], diagnostics: &mut Diagnostics) -> Source {
    let mut reader = Reader {
        source: Source::default(),
        known: HashMap::new(),
        diagnostics,
    };
    for path in paths {
        let name = path.display().to_string().replace('\\', "/");
        let Some(text) = reader.text(path, &name, None) else {
            continue;
        };
        reader.add(&name, Some(path), text);
    }
    reader.source.entries = reader.source.files.len();
    let mut at = 0;
    while at < reader.source.files.len() && reader.source.files.len() < FILES {
        reader.follow(at);
        at += 1;
    }
    reader.source
}

/// Reads a text as a file of this name; references to other files are not followed.
pub fn read_text(name: &str, text: &str, diagnostics: &mut Diagnostics) -> Source {
    let mut reader = Reader {
        source: Source::default(),
        known: HashMap::new(),
        diagnostics,
    };
    reader.add(name, None, text.to_owned());
    reader.source.entries = reader.source.files.len();
    reader.source
}

struct Reader<'a> {
    source: Source,
    /// Files by their path, so that each is read once.
    known: HashMap<PathBuf, usize>,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    /// The text of a file that the caller named (fatal if it cannot be had) or a reference (`place`) leads to.
    fn text(&mut self, path: &Path, name: &str, place: Option<Place>) -> Option<String> {
        let severity = if place.is_some() {
            Severity::Warning
        } else {
            Severity::Fatal
        };
        let wrong = match fs::read(path) {
            Ok(bytes) if bytes.iter().all(u8::is_ascii_whitespace) => {
                (Code::EmptyFile, format!("`{name}` is empty"))
            }
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => return Some(text),
                Err(error) => {
                    let valid = error.utf8_error().valid_up_to();
                    let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                    let place = place.unwrap_or_else(|| self.wrong_text(name, text, valid));
                    let message = format!("`{name}` is not UTF-8 after byte {valid}");
                    return self.refuse(Code::NotUtf8, message, Some(place), severity);
                }
            },
            Err(_) if path.is_dir() => (
                Code::UnreadableFile,
                format!("`{name}` is a folder, not a file"),
            ),
            Err(error) => (
                Code::UnreadableFile,
                format!("`{name}` cannot be read: {error}"),
            ),
        };
        self.refuse(wrong.0, wrong.1, place, severity)
    }

    fn refuse(
        &mut self,
        code: Code,
        message: String,
        place: Option<Place>,
        severity: Severity,
    ) -> Option<String> {
        let mut diagnostic = Diagnostic::new(severity, code, message);
        diagnostic.place = place;
        self.diagnostics.push(diagnostic);
        None
    }

    /// Keeps what can be shown of a file that is no text, for the line around the place where it goes wrong.
    fn wrong_text(&mut self, name: &str, text: String, offset: usize) -> Place {
        let facts = page::PageFacts::default();
        let file = u32::try_from(self.source.files.len()).unwrap_or(u32::MAX);
        self.keep(name, None, text, None, SourceKind::Document, facts);
        Place {
            file,
            offset: u32::try_from(offset).unwrap_or(u32::MAX),
        }
    }

    fn add(&mut self, name: &str, path: Option<&Path>, text: String) {
        let file = u32::try_from(self.source.files.len()).unwrap_or(u32::MAX);
        let extension = name.rsplit('.').next().unwrap_or_default().to_lowercase();
        let is_page = match extension.as_str() {
            "md" | "mdx" | "markdown" => true,
            "json" | "yaml" | "yml" => false,
            _ => page::looks_like_one(&text),
        };
        let (root, kind, facts) = if is_page {
            let page = page::parts(&text);
            let root = page
                .block
                .and_then(|block| Some((block.start, text.get(block)?)))
                .map(|(base, block)| yaml::read(block, file, base, self.diagnostics));
            let Some(root) = root else {
                let message =
                    format!("`{name}` has no fenced YAML or JSON block under a heading `OpenAPI`");
                self.diagnostics.push(
                    Diagnostic::new(Severity::Fatal, Code::NoOpenapiBlock, message)
                        .at(Place { file, offset: 0 }),
                );
                self.keep(name, path, text, None, SourceKind::NewerPage, page.facts);
                return;
            };
            let older = root
                .as_ref()
                .and_then(|root| root.get("paths"))
                .is_some_and(|paths| {
                    let text = |key: &str| paths.get(key).and_then(Node::as_str).is_some();
                    text("path") || text("method")
                });
            (
                root,
                if older {
                    SourceKind::OlderPage
                } else {
                    SourceKind::NewerPage
                },
                page.facts,
            )
        } else {
            let is_json = extension == "json"
                || (!matches!(extension.as_str(), "yaml" | "yml")
                    && text.trim_start().starts_with(['{', '[']));
            let root = if is_json {
                json::read(&text, file, self.diagnostics)
            } else {
                yaml::read(&text, file, 0, self.diagnostics)
            };
            let named = self.source.entries == 0;
            if named && !is_json && root.as_ref().is_some_and(Node::is_null) {
                let message = format!("`{name}` holds no description");
                self.diagnostics.push(
                    Diagnostic::new(Severity::Fatal, Code::EmptyFile, message)
                        .at(Place { file, offset: 0 }),
                );
            }
            (root, SourceKind::Document, page::PageFacts::default())
        };
        self.keep(name, path, text, root, kind, facts);
    }

    /// A file that cannot be read is kept too: its diagnostics show its lines.
    fn keep(
        &mut self,
        name: &str,
        path: Option<&Path>,
        text: String,
        root: Option<Node>,
        kind: SourceKind,
        page: page::PageFacts,
    ) {
        let at = self.source.files.len();
        let root = root.unwrap_or(Node {
            value: Value::Null,
            place: Place {
                file: u32::try_from(at).unwrap_or(u32::MAX),
                offset: 0,
            },
        });
        if let Some(path) = path {
            self.known.insert(plain(path), at);
        }
        self.source.files.push(SourceFile {
            name: name.to_owned(),
            text,
            root,
            kind,
            page,
        });
    }

    /// Reads the files that one file refers to.
    fn follow(&mut self, at: usize) {
        let Some(file) = self.source.files.get(at) else {
            return;
        };
        let Some(path) = self
            .known
            .iter()
            .find(|(_, index)| **index == at)
            .map(|(path, _)| path.clone())
        else {
            return;
        };
        let from = file.name.clone();
        let mut references = Vec::new();
        collect(&file.root, &mut references);
        for (target, place) in references {
            if target.contains("://") {
                let message =
                    format!("`{target}` is on the network; what it refers to is never fetched");
                self.diagnostics.push(
                    Diagnostic::new(Severity::Warning, Code::UnreadableFile, message).at(place),
                );
                continue;
            }
            let target = decode(&target);
            let other = plain(&path.parent().unwrap_or_else(|| Path::new("")).join(&target));
            if self.known.contains_key(&other) || self.source.files.len() >= FILES {
                continue;
            }
            let name = file_referred_to(&from, &target);
            match self.text(&other, &name, Some(place)) {
                Some(text) => self.add(&name, Some(&other), text),
                // Said once: the next reference to it is silent.
                None => drop(self.known.insert(other, usize::MAX)),
            }
        }
    }
}

/// The files that references lead to, each once, with the first place.
fn collect(node: &Node, references: &mut Vec<(String, Place)>) {
    let mut pending = vec![node];
    while let Some(node) = pending.pop() {
        match &node.value {
            Value::Array(list) => pending.extend(list),
            Value::Object(object) => {
                for entry in &object.entries {
                    match entry.node.as_str() {
                        Some(text) if &*entry.key == "$ref" && !text.starts_with('#') => {
                            let file = text.split('#').next().unwrap_or_default();
                            if !file.is_empty()
                                && !references.iter().any(|(known, _)| known == file)
                            {
                                references.push((file.to_owned(), entry.node.place));
                            }
                        }
                        Some(_) => {}
                        None => pending.push(&entry.node),
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
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
