//! Reads the files of a description, those included that references lead to.

use std::path::{Path, PathBuf};

use super::file::{self, Unread};
use super::form::{self, Read};
use super::reach::Reach;
use super::reference::{References, is_elsewhere, name, path_referred_to, plain};
use super::{Node, Place, Source, SourceFile, SourceKind, Value, file_referred_to};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Leads, Severity};
use crate::hash::HashSet;

/// How many files one description may be made of.
const FILES: usize = 20_000;

/// How many bytes all files of a description may hold; a [`Place`] counts up to four times as many.
const BYTES: usize = 1 << 30;

/// Reads these files and all that they refer to by relative references that stay in their folders.
///
/// What cannot be read is a diagnostic; the files that could be read are given back all the same.
pub fn read(paths: &[PathBuf], diagnostics: &mut Diagnostics) -> Source {
    let mut reader = Reader::new(false);
    reader.read(paths, diagnostics);
    reader.follow(&mut |_, _, _, _| {}, diagnostics);
    reader.source
}

/// Reads a text as a file of this name; references to other files are not followed.
pub fn read_text(name: &str, text: &str, diagnostics: &mut Diagnostics) -> Source {
    let mut reader = Reader::new(false);
    reader.add(name, None, text.to_owned(), None, diagnostics);
    reader.source.entries = reader.source.files.len();
    reader.source
}

/// What is done to a file of a description before its references are followed: the file, its path, and whether it was named.
pub(crate) type Patch<'a> = dyn FnMut(&mut SourceFile, &Path, bool, &mut Diagnostics) + 'a;

/// Reads files: first those that are named, then what they refer to.
pub(crate) struct Reader {
    pub(crate) source: Source,
    /// What was read or asked for, so that each file is read once.
    known: HashSet<PathBuf>,
    /// The paths of the files that were read, in their order.
    paths: Vec<Option<PathBuf>>,
    /// How many bytes were read.
    bytes: usize,
    reach: Reach,
}

impl Reader {
    /// Follows references out of the folders of the named files only if `outside` is allowed.
    pub(crate) fn new(outside: bool) -> Self {
        Self {
            source: Source::default(),
            known: HashSet::default(),
            paths: Vec::new(),
            bytes: 0,
            reach: Reach::new(outside),
        }
    }

    /// Reads the files that the caller names.
    pub(crate) fn read(&mut self, paths: &[PathBuf], diagnostics: &mut Diagnostics) {
        for path in paths {
            if self.known.contains(&plain(path)) {
                continue;
            }
            self.reach.add(path);
            let name = name(path);
            if let Some(text) = self.text(path, &name, None, diagnostics) {
                self.add(&name, Some(path), text, None, diagnostics);
            }
        }
        self.source.entries = self.source.files.len();
    }

    /// Reads an overlay, which is named at a place of the settings; gives its index.
    pub(crate) fn read_overlay(
        &mut self,
        path: &Path,
        named: Option<Place>,
        diagnostics: &mut Diagnostics,
    ) -> Option<usize> {
        let at = self.source.files.len();
        let name = name(path);
        let mut said = Diagnostics::default();
        let text = self.text(path, &name, None, &mut said);
        if let Some(text) = text {
            self.add(&name, Some(path), text, None, &mut said);
            self.source.files.get_mut(at)?.kind = SourceKind::Overlay;
        }
        for one in &said {
            let mut one = one.clone();
            one.place = one.place.or(named);
            diagnostics.push(one);
        }
        (at < self.source.files.len()).then_some(at)
    }

    /// Patches every file that was read, and reads the files that it then refers to, until there are no more.
    pub(crate) fn follow(&mut self, patch: &mut Patch<'_>, diagnostics: &mut Diagnostics) {
        let mut at = 0;
        while at < self.source.files.len() {
            self.follow_one(at, patch, diagnostics);
            at += 1;
        }
        self.source.asked_for = self.known.iter().cloned().collect();
        self.source.asked_for.sort();
    }

    /// The text of a file that the caller named, or a reference (`from`) leads to.
    fn text(
        &mut self,
        path: &Path,
        name: &str,
        from: Option<Place>,
        diagnostics: &mut Diagnostics,
    ) -> Option<String> {
        let room = BYTES.saturating_sub(self.bytes);
        let unread = match file::text(path, room, from.is_none()) {
            Ok(text) => {
                self.bytes = self.bytes.saturating_add(text.len());
                return Some(text);
            }
            Err(unread) => unread,
        };
        let mut severity = severity(from);
        let mut code = Code::UnreadableFile;
        let mut place = from;
        let message = match unread {
            Unread::System(error) => format!("`{name}` cannot be read: {error}"),
            Unread::Folder => format!("`{name}` is a folder, not a file"),
            Unread::Special => format!("`{name}` is a device or a pipe, not a file"),
            Unread::TooLarge => {
                code = Code::TooLarge;
                severity = Severity::Fatal;
                format!("the files up to `{name}` hold more than {BYTES} bytes")
            }
            Unread::NotUtf8(text, valid) => {
                code = Code::NotUtf8;
                place = place.or_else(|| Some(self.wrong_text(name, path, text, valid)));
                format!("`{name}` is not UTF-8 after byte {valid}")
            }
        };
        let unread = Diagnostic::new(severity, code, message).at_some(place);
        diagnostics.push(unread.leading(Leads::ToUnread(name.to_owned())));
        None
    }

    /// Keeps what can be shown of a file that is no text, for the line around the place where it goes wrong.
    fn wrong_text(&mut self, name: &str, path: &Path, text: String, offset: usize) -> Place {
        let file = self.next();
        self.keep(name, Some(path), text, Read::default());
        Place {
            file,
            offset: u32::try_from(offset).unwrap_or(u32::MAX),
        }
    }

    /// The index of the next file.
    fn next(&self) -> u32 {
        u32::try_from(self.source.files.len()).unwrap_or(u32::MAX)
    }

    /// Reads a file that the caller named, or a reference (`from`) leads to.
    fn add(
        &mut self,
        name: &str,
        path: Option<&Path>,
        text: String,
        from: Option<Place>,
        diagnostics: &mut Diagnostics,
    ) {
        let read = form(name, &text, self.next(), from, diagnostics);
        self.keep(name, path, text, read);
    }

    /// A file that cannot be read is kept too: its diagnostics show its lines.
    fn keep(&mut self, name: &str, path: Option<&Path>, text: String, read: Read) {
        let place = Place {
            file: self.next(),
            offset: 0,
        };
        let root = read.root.unwrap_or(Node::new(Value::Null, place));
        // Others may have put files between those that have a path.
        self.paths.resize(self.source.files.len(), None);
        self.paths.push(path.map(plain));
        self.known.extend(path.map(plain));
        self.source.files.push(SourceFile {
            name: name.to_owned(),
            text,
            root,
            kind: read.kind,
            page: read.page,
        });
    }

    /// Patches one file and reads the files that it then refers to.
    fn follow_one(&mut self, at: usize, patch: &mut Patch<'_>, diagnostics: &mut Diagnostics) {
        let (Some(file), Some(Some(path))) = (self.source.files.get_mut(at), self.paths.get(at))
        else {
            return;
        };
        if !file.kind.is_described() {
            return;
        }
        patch(file, path, at < self.source.entries, diagnostics);
        let (from, path) = (file.name.clone(), path.clone());
        let references = References::of(&file.root);
        for (target, place) in &references.files {
            if references.is_own(target) {
                continue;
            }
            if is_elsewhere(target) {
                if self.known.insert(PathBuf::from(target)) {
                    diagnostics.push(never_fetched(target).at(*place));
                }
                continue;
            }
            let other = path_referred_to(&path, target);
            // What cannot be read is known too, so that it is said once.
            if !self.known.insert(other.clone()) {
                continue;
            }
            if self.source.files.len() >= FILES {
                let message = format!("the description is made of more than {FILES} files");
                diagnostics
                    .push(Diagnostic::new(Severity::Fatal, Code::TooLarge, message).at(*place));
                return;
            }
            let name = file_referred_to(&from, target);
            if self.reach.leads_outside(&other) {
                diagnostics.push(outside(&name).at(*place));
            } else if let Some(text) = self.text(&other, &name, Some(*place), diagnostics) {
                self.add(&name, Some(&other), text, Some(*place), diagnostics);
            }
        }
    }
}

fn form(
    name: &str,
    text: &str,
    file: u32,
    from: Option<Place>,
    diagnostics: &mut Diagnostics,
) -> Read {
    if form::holds_nothing(text) {
        let message = format!("`{name}` is empty");
        let empty = Diagnostic::new(severity(from), Code::EmptyFile, message);
        let leads = Leads::ToUnread(name.to_owned());
        diagnostics.push(empty.at_some(from).leading(leads));
        return Read::default();
    }
    let read = form::read(name, text, file, diagnostics);
    if read.root.as_ref().is_some_and(Node::is_null) {
        let message = format!("`{name}` holds no description");
        let start = Place { file, offset: 0 };
        let empty = Diagnostic::new(severity(from), Code::EmptyFile, message);
        let leads = Leads::ToUnread(name.to_owned());
        diagnostics.push(empty.at(from.unwrap_or(start)).leading(leads));
    }
    read
}

/// A file that the caller named must be readable; one that a reference leads to may be missed by nobody.
fn severity(from: Option<Place>) -> Severity {
    match from {
        Some(_) => Severity::Warning,
        None => Severity::Fatal,
    }
}

fn never_fetched(target: &str) -> Diagnostic {
    let scheme = target.split_once(':').map(|(scheme, _)| scheme);
    let message = if scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("file")) {
        format!("`{target}` is no relative reference; the file is not read")
    } else {
        format!("`{target}` is on the network; what it refers to is never fetched")
    };
    Diagnostic::new(Severity::Warning, Code::UnreadableFile, message)
        .help("save the file beside this one and refer to it there")
        .leading(Leads::ToUnread(target.to_owned()))
}

fn outside(name: &str) -> Diagnostic {
    let message = format!("`{name}` is not in the description's folder; it is not read");
    Diagnostic::new(Severity::Warning, Code::OutsideFolder, message)
        .help("if the description may be trusted, say `allow-outside = true` under `[source]` in codegen.toml")
        .leading(Leads::ToUnread(name.to_owned()))
}
