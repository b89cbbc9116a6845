//! Selects the operations that a client is made of, before anything is read of the others.
//!
//! **Invariant:** a selected operation is read from the whole document: what it refers to may stand in one that is not.

use std::borrow::Cow;

use super::grammar::METHODS;
use super::reference;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::hash::HashSet;
use crate::pointer::Pointer;
use crate::settings::{Selectors, Settings, is_named};
use crate::source::{Entry, Node, Object, Value};

/// How many references of path items may follow on each other.
const DEPTH: usize = 32;

/// How many tags are named to somebody who named one that is not there.
const TAGS_SHOWN: usize = 40;

/// What of a document is not part of the client.
#[derive(Debug, Default)]
pub(crate) struct Selection {
    /// Whether nothing is left out.
    all: bool,
    /// Whether webhooks and callbacks are part of the client although operations are selected.
    webhooks: bool,
    /// The operations that are not selected, and the paths of which nothing is.
    left_out: HashSet<Pointer>,
    unselected: Vec<Unselected>,
}

/// An operation that is not selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unselected {
    /// `operationId`
    pub id: Option<String>,
    /// The method, as the document spells it.
    pub method: String,
    /// The path template.
    pub path: String,
}

/// An operation before anything is read of it but what tells it from others.
struct Candidate<'a> {
    path: &'a str,
    method: &'a str,
    operation: &'a Node,
}

/// One line of `[select]`, and whether it fits any operation.
struct Selector<'a> {
    kind: SelectorKind,
    text: &'a str,
    met: bool,
}

#[derive(Clone, Copy)]
enum SelectorKind {
    Operation,
    Tag,
    Path,
}

/// Which operations of a document are part of the client; says which selectors fit nothing.
pub(crate) fn select(root: &Node, settings: &Settings, diagnostics: &mut Diagnostics) -> Selection {
    let wanted = &settings.select;
    let mut selection = Selection {
        all: wanted.is_all(),
        webhooks: wanted.webhooks,
        ..Selection::default()
    };
    if selection.all {
        return selection;
    }
    let mut include = selectors(&wanted.included);
    let mut exclude = selectors(&wanted.exclude);
    let mut any = false;
    let base = Pointer::root().child("paths");
    for entry in entries(root.get("paths")) {
        let at = base.child(&entry.key);
        let mut any_of_path = false;
        for (pointer, method, operation) in operations(root, &entry.node, &at) {
            let candidate = Candidate {
                path: &entry.key,
                method,
                operation,
            };
            let included = fits(&mut include, &candidate) || include.is_empty();
            let excluded = fits(&mut exclude, &candidate);
            if included && !excluded {
                any_of_path = true;
            } else {
                selection.left_out.insert(pointer);
                selection.unselected.push(Unselected {
                    id: candidate.id().map(str::to_owned),
                    method: method.to_owned(),
                    path: entry.key.to_string(),
                });
            }
        }
        // Of a path item that leads nowhere no operation is known: its path must be meant.
        let meant = include.iter_mut().any(|one| one.is_path(&entry.key));
        if !any_of_path && !meant {
            selection.left_out.insert(at);
        }
        any |= any_of_path;
    }
    let unmet = include.iter().chain(&exclude).filter(|one| !one.met);
    let place = |line: &str| settings.strings.place(line);
    let unmet = unmet.map(|one| one.unmet(root).at_some(place(one.text)));
    let unmet: Vec<Diagnostic> = unmet.collect();
    if !any && unmet.is_empty() {
        let message = "`[select]` leaves no operation: whatever it includes, it excludes";
        let nothing = Diagnostic::new(Severity::Error, Code::UnusedSetting, message);
        let nothing = nothing.help("take a line out of `[select.exclude]` in codegen.toml");
        diagnostics.push(nothing.at_some(settings.strings.place("exclude")));
    }
    unmet.into_iter().for_each(|one| diagnostics.push(one));
    selection
}

impl Selection {
    /// A path item with the operations that are selected; `None` if there are none.
    pub(crate) fn of_path<'n>(
        &self,
        root: &Node,
        item: &'n Node,
        at: &Pointer,
    ) -> Option<Cow<'n, Node>> {
        if self.left_out.contains(at) {
            return None;
        }
        let cut = |pointer: &Pointer| self.left_out.contains(pointer);
        let members = members(root, item, 0).filter(|_| !self.left_out.is_empty());
        let Some(members) = members else {
            return Some(Cow::Borrowed(item));
        };
        let mut selected = Object::default();
        for entry in members {
            let pointer = at.child(&entry.key);
            if cut(&pointer) {
                continue;
            }
            let mut entry = entry.clone();
            if &*entry.key == "additionalOperations"
                && let Some(more) = entry.node.as_object_mut()
            {
                more.entries.retain(|one| !cut(&pointer.child(&one.key)));
            }
            selected.entries.push(entry);
        }
        Some(Cow::Owned(Node::new(Value::Object(selected), item.place)))
    }

    /// Whether what the API sends because of this operation is part of the client.
    pub(crate) fn takes_callbacks(&self, operation: &Pointer) -> bool {
        self.takes_webhooks() || !self.left_out.contains(operation)
    }

    /// Whether what the API sends by itself is part of the client.
    pub(crate) fn takes_webhooks(&self) -> bool {
        self.all || self.webhooks
    }

    /// Takes back what was said of operations that are not part of the client.
    pub(crate) fn forget(&self, diagnostics: &mut Diagnostics) {
        if self.left_out.is_empty() {
            return;
        }
        diagnostics.retain(|one| {
            let mut at = one.pointer.clone();
            while let Some(pointer) = at {
                if self.left_out.contains(&pointer) {
                    return false;
                }
                at = pointer.parent();
            }
            true
        });
    }

    /// The operations that are left out; `None` if nothing was selected.
    pub(crate) fn unselected(self) -> Option<Vec<Unselected>> {
        (!self.all).then_some(self.unselected)
    }
}

fn selectors(lines: &Selectors) -> Vec<Selector<'_>> {
    let kinds = [
        (&lines.operations, SelectorKind::Operation),
        (&lines.tags, SelectorKind::Tag),
        (&lines.paths, SelectorKind::Path),
    ];
    let all = kinds.into_iter().flat_map(|(lines, kind)| {
        lines.iter().map(move |text| Selector {
            kind,
            text,
            met: false,
        })
    });
    all.collect()
}

/// Whether a selector fits; every one is asked, so that those that fit nothing are known.
fn fits(selectors: &mut [Selector<'_>], candidate: &Candidate<'_>) -> bool {
    let mut any = false;
    for selector in selectors {
        let fits = selector.fits(candidate);
        selector.met |= fits;
        any |= fits;
    }
    any
}

impl Candidate<'_> {
    fn id(&self) -> Option<&str> {
        self.operation.get("operationId").and_then(Node::as_str)
    }
}

impl Selector<'_> {
    fn fits(&self, candidate: &Candidate<'_>) -> bool {
        match self.kind {
            SelectorKind::Operation => {
                is_named(self.text, candidate.id(), candidate.method, candidate.path)
            }
            SelectorKind::Tag => {
                let tags = candidate.operation.get("tags").and_then(Node::as_array);
                let mut tags = tags.into_iter().flatten();
                tags.any(|tag| tag.as_str() == Some(self.text))
            }
            SelectorKind::Path => begins(candidate.path, self.text),
        }
    }

    /// Whether it names this path; then it has been met.
    fn is_path(&mut self, path: &str) -> bool {
        let names = match self.kind {
            SelectorKind::Path => begins(path, self.text),
            SelectorKind::Operation | SelectorKind::Tag => false,
        };
        self.met |= names;
        names
    }

    fn unmet(&self, root: &Node) -> Diagnostic {
        let text = self.text;
        let (message, help) = match self.kind {
            SelectorKind::Operation => (
                format!("no operation is `{text}`"),
                "name operations in `[select]` of codegen.toml by operationId, or by method and path: `GET /users/{id}`"
                    .to_owned(),
            ),
            SelectorKind::Tag => {
                let tags = tags(root);
                let help = if tags.is_empty() {
                    "no operation has a tag: select by `paths` or `operations` in codegen.toml".to_owned()
                } else {
                    format!("name one of these in `[select]` of codegen.toml: {}", tags.join(", "))
                };
                (format!("no operation has the tag `{text}`"), help)
            }
            SelectorKind::Path => (
                format!("no path is, or is below, `{text}`"),
                "segments are compared one by one in `[select]` of codegen.toml, `{id}` with `{id}`; `*` is any characters of one"
                    .to_owned(),
            ),
        };
        Diagnostic::new(Severity::Error, Code::UnusedSetting, message).help(help)
    }
}

/// The operations of a path item, each with the place that the path gives it, and its method.
fn operations<'a>(
    root: &'a Node,
    item: &'a Node,
    at: &Pointer,
) -> Vec<(Pointer, &'a str, &'a Node)> {
    let mut found = Vec::new();
    for entry in members(root, item, 0).unwrap_or_default() {
        let pointer = at.child(&entry.key);
        if METHODS.contains(&&*entry.key) {
            found.push((pointer, &*entry.key, &entry.node));
        } else if &*entry.key == "additionalOperations" {
            let more = entries(Some(&entry.node));
            found.extend(more.map(|one| (pointer.child(&one.key), &*one.key, &one.node)));
        }
    }
    found
}

/// The members of a path item; those beside a reference win over its target's (OpenAPI 3.1 section 4.8.9).
///
/// `None` if the reference leads nowhere.
fn members<'n>(root: &'n Node, item: &'n Node, depth: usize) -> Option<Vec<&'n Entry>> {
    let object = item.as_object()?;
    let Some(reference) = object.get("$ref").and_then(Node::as_str) else {
        return Some(object.entries.iter().collect());
    };
    let target = reference::find(root, &Pointer::from_reference(reference));
    let target = target.filter(|_| depth < DEPTH)?;
    let mut members = members(root, target, depth + 1)?;
    for entry in object.entries.iter().filter(|one| &*one.key != "$ref") {
        members.retain(|one| one.key != entry.key);
        members.push(entry);
    }
    Some(members)
}

/// The first tags of a document's operations, quoted, each once.
fn tags(root: &Node) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    let operations = entries(root.get("paths")).flat_map(|path| entries(Some(&path.node)));
    for operation in operations {
        let of_operation = operation.node.get("tags").and_then(Node::as_array);
        for tag in of_operation.into_iter().flatten().filter_map(Node::as_str) {
            let tag = format!("`{tag}`");
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        if tags.len() > TAGS_SHOWN {
            tags.truncate(TAGS_SHOWN);
            tags.push("…".to_owned());
            break;
        }
    }
    tags
}

fn entries(node: Option<&Node>) -> impl Iterator<Item = &Entry> {
    let object = node.and_then(Node::as_object);
    object.into_iter().flat_map(|object| &object.entries)
}

/// Whether the segments of a path begin with those of a pattern.
fn begins(path: &str, pattern: &str) -> bool {
    let pattern = pattern.strip_suffix('/').unwrap_or(pattern);
    let mut segments = path.split('/');
    pattern.split('/').all(|wanted| {
        let segment = segments.next();
        segment.is_some_and(|segment| is_like(segment, wanted))
    })
}

/// Whether a segment is a pattern's in which `*` is any characters.
fn is_like(segment: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = segment.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in between {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::begins;

    #[test]
    fn a_path_begins_with_whole_segments() {
        for (path, pattern) in [
            ("/repos", "/repos"),
            ("/repos/{id}", "/repos"),
            ("/repos/{id}", "/repos/"),
            ("/repos/{id}/keys", "/repos/{id}"),
            ("/repos/{id}/keys", "/repos/*/keys"),
            ("/repos/{id}/keys", "/*/{*}/k*y*"),
            ("/a", "/"),
            ("/a.json", "/*.json"),
        ] {
            assert!(begins(path, pattern), "{path} {pattern}");
        }
        for (path, pattern) in [
            ("/repositories", "/repos"),
            ("/repos", "/repos/{id}"),
            ("/v1/repos", "/repos"),
            ("/repos/{id}/keys", "/repos/keys"),
            ("/repos/{owner}", "/repos/{id}"),
            ("/a.yaml", "/*.json"),
            ("/aa", "/a*aa"),
        ] {
            assert!(!begins(path, pattern), "{path} {pattern}");
        }
    }
}
