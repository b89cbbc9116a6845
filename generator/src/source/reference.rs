//! The files that references name.

use std::path::{Component, Path, PathBuf};

use super::{Node, Place, Value};
use crate::hash::HashSet;

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

/// The files that the references of a file lead to, each with the place of the first, and how its schemas call themselves.
#[derive(Default)]
pub(super) struct References {
    pub(super) files: Vec<(String, Place)>,
    ids: HashSet<String>,
}

impl References {
    /// Of a tree, whose depth is bounded by its reader.
    pub(super) fn of(root: &Node) -> Self {
        let mut references = Self::default();
        references.collect(root, false, &mut HashSet::default());
        references
    }

    /// Whether a schema of this very file may call itself that (JSON Schema 2020-12 core section 8.2.1).
    pub(super) fn is_own(&self, target: &str) -> bool {
        self.ids.contains(last_segment(target))
    }

    /// Nothing in an extension or an example is read, so what these refer to may be missing. Where keys are `names` of the
    /// document's own, none of them is either.
    fn collect<'a>(&mut self, node: &'a Node, names: bool, met: &mut HashSet<&'a str>) {
        match &node.value {
            Value::Array(list) => list.iter().for_each(|node| self.collect(node, false, met)),
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
                            if !file.is_empty() && met.insert(file) {
                                self.files.push((file.to_owned(), entry.node.place));
                            }
                        }
                        Some(id) if &*entry.key == "$id" => {
                            let id = last_segment(id.trim_end_matches('#'));
                            self.ids.insert(id.to_owned());
                        }
                        _ => {
                            let names = !names && OF_NAMES.contains(&&*entry.key);
                            self.collect(&entry.node, names, met);
                        }
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// What follows the last slash of a URI reference.
fn last_segment(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

/// Whether a reference names a place that is no file beside this one: it has an authority or a scheme (RFC 3986 section
/// 4.2), which a single letter is not, for that is a drive.
pub(crate) fn is_elsewhere(reference: &str) -> bool {
    let of_scheme = |letter: char| letter.is_ascii_alphanumeric() || "+-.".contains(letter);
    reference.starts_with("//")
        || reference
            .split_once(':')
            .is_some_and(|(scheme, _)| scheme.len() > 1 && scheme.chars().all(of_scheme))
}

/// What a file on the network is called there; `None` if the reference leads to a file beside this one.
pub(crate) fn name_of_file(reference: &str) -> Option<String> {
    let path = reference.split(['?', '#']).next()?;
    is_elsewhere(reference).then(|| decode(last_segment(path)))
}

/// The name of the file that a relative reference in a file leads to.
pub(crate) fn file_referred_to(from: &str, reference: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    plain(&Path::new(folder).join(decode(reference)))
        .display()
        .to_string()
        .replace('\\', "/")
}

/// The path that a relative reference in a file of this path leads to.
pub(crate) fn path_referred_to(from: &Path, reference: &str) -> PathBuf {
    let folder = from.parent().unwrap_or_else(|| Path::new(""));
    plain(&folder.join(decode(reference)))
}

/// Undoes percent-encoding of a relative reference.
fn decode(reference: &str) -> String {
    crate::pointer::percent_decode(reference)
}

/// The name of a file as references from other files lead to it.
pub(super) fn name(path: &Path) -> String {
    let plain = plain(path);
    let path = if plain.as_os_str().is_empty() {
        path
    } else {
        &plain
    };
    path.display().to_string().replace('\\', "/")
}

/// A path without `.` and, where they take something back, `..`.
pub(crate) fn plain(path: &Path) -> PathBuf {
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
