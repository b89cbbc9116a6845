//! Several documents, such as the pages of a site, as one.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::pointer::Pointer;
use crate::source::{Node, Object, Value};

/// Members of a document that are united member by member.
const UNITED: [&str; 3] = ["paths", "components", "webhooks"];

/// Unites documents in the words of OpenAPI 3.1; `None` if there are none.
///
/// What two of them say alike is fine; what they say differently is fatal, and both places are named.
pub(super) fn merge(documents: Vec<Node>, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mut pushed: &[&str] = &[];
    if documents.len() > 1 {
        pushed = if servers_differ(&documents) {
            &["security", "servers"]
        } else {
            &["security"]
        };
    }
    let mut documents = documents.into_iter().map(|mut document| {
        pushed.iter().for_each(|key| push_down(&mut document, key));
        document
    });
    let mut merged = documents.next()?;
    for other in documents {
        let Value::Object(other) = other.value else {
            continue;
        };
        let Some(root) = merged.as_object_mut() else {
            continue;
        };
        for entry in other.entries {
            let at = Pointer::root().child(&entry.key);
            match (&*entry.key, root.get_mut(&entry.key)) {
                (_, None) => root.insert(&entry.key, entry.node),
                (key, Some(known)) if UNITED.contains(&key) => {
                    unite(known, entry.node, &at, diagnostics)
                }
                ("tags", Some(known)) => tags(known, entry.node, &at, diagnostics),
                // Titles and versions differ from page to page and have no effect.
                (_, Some(_)) => {}
            }
        }
    }
    Some(merged)
}

fn unite(known: &mut Node, other: Node, pointer: &Pointer, diagnostics: &mut Diagnostics) {
    let (Value::Object(known), Value::Object(other)) = (&mut known.value, other.value) else {
        return;
    };
    for entry in other.entries {
        let at = pointer.child(&entry.key);
        match known.get_mut(&entry.key) {
            None => known.insert(&entry.key, entry.node),
            // Path items and the maps of components are united; an operation or a schema is one thing.
            Some(same) if is_map(pointer) => unite(same, entry.node, &at, diagnostics),
            Some(same) => alike(same, &entry.node, &at, diagnostics),
        }
    }
}

fn is_map(pointer: &Pointer) -> bool {
    matches!(pointer.as_str(), "#/paths" | "#/components" | "#/webhooks")
}

fn tags(known: &mut Node, other: Node, pointer: &Pointer, diagnostics: &mut Diagnostics) {
    let (Value::Array(known), Value::Array(other)) = (&mut known.value, other.value) else {
        return;
    };
    for tag in other {
        match known.iter().find(|one| one.get("name") == tag.get("name")) {
            Some(same) => alike(same, &tag, pointer, diagnostics),
            None => known.push(tag),
        }
    }
}

fn alike(known: &Node, other: &Node, pointer: &Pointer, diagnostics: &mut Diagnostics) {
    if let Some((first, second)) = difference(known, other, 0) {
        let message = "two files say different things about one place".to_owned();
        diagnostics.push(
            Diagnostic::new(Severity::Fatal, Code::ContradictingPages, message)
                .at(second.place)
                .also(first.place, "the other file says this")
                .about(pointer)
                .help("leave one of the files out, or make both say the same"),
        );
    }
}

/// The innermost first place in which two nodes differ; the order of members does not count.
fn difference<'a>(known: &'a Node, other: &'a Node, depth: usize) -> Option<(&'a Node, &'a Node)> {
    if depth > 256 {
        return None;
    }
    match (&known.value, &other.value) {
        (Value::Object(a), Value::Object(b)) if a.entries.len() == b.entries.len() => {
            a.entries.iter().find_map(|entry| match b.get(&entry.key) {
                Some(twin) => difference(&entry.node, twin, depth + 1),
                None => Some((known, other)),
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => a
            .iter()
            .zip(b)
            .find_map(|(a, b)| difference(a, b, depth + 1)),
        (a, b) => (a != b).then_some((known, other)),
    }
}

/// Each operation says itself what holds for all of its own document, so that documents that differ can be united.
fn push_down(document: &mut Node, key: &str) {
    let Some(root) = document.as_object_mut() else {
        return;
    };
    let Some(value) = root.remove(key) else {
        return;
    };
    let Some(paths) = root.get_mut("paths").and_then(Node::as_object_mut) else {
        return;
    };
    let items = paths.entries.iter_mut();
    for item in items.filter_map(|entry| entry.node.as_object_mut()) {
        // A path item's own servers hold for its operations already.
        if item.get(key).is_some() {
            continue;
        }
        for entry in &mut item.entries {
            if super::grammar::METHODS.contains(&&*entry.key) {
                set_missing(&mut entry.node, key, &value);
            } else if &*entry.key == "additionalOperations" {
                let more = entry.node.as_object_mut().into_iter();
                more.flat_map(|more| &mut more.entries)
                    .for_each(|entry| set_missing(&mut entry.node, key, &value));
            }
        }
    }
}

fn set_missing(operation: &mut Node, key: &str, value: &Node) {
    if let Some(operation) = operation.as_object_mut()
        && operation.get(key).is_none()
    {
        operation.insert(key, value.clone());
    }
}

/// Whether documents that say anything of servers say different things.
fn servers_differ(documents: &[Node]) -> bool {
    let mut said = documents
        .iter()
        .filter_map(|document| document.get("servers"));
    let first = said.next();
    said.any(|servers| Some(servers) != first)
}

impl Object {
    /// Whether it has a member of this name.
    #[cfg(test)]
    fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::merge;
    use crate::diagnostic::Diagnostics;
    use crate::document::testing::tree;
    use serde_json::json;

    #[test]
    fn pages_unite_and_security_moves_to_the_operation() {
        let mut diagnostics = Diagnostics::default();
        let first =
            tree(&json!({"security": [{"key": []}], "paths": {"/a": {"get": {"summary": "a"}}}}));
        let second = tree(&json!({"paths": {"/a": {"put": {"summary": "b"}}, "/b": {"get": {}}}}));
        let merged = merge(vec![first, second], &mut diagnostics).unwrap();
        let paths = merged.get("paths").unwrap();
        assert!(diagnostics.is_empty());
        assert!(
            paths
                .get("/a")
                .unwrap()
                .get("get")
                .unwrap()
                .as_object()
                .unwrap()
                .has("security")
        );
        assert!(
            !paths
                .get("/a")
                .unwrap()
                .get("put")
                .unwrap()
                .as_object()
                .unwrap()
                .has("security")
        );
        assert!(paths.get("/b").is_some());
    }

    #[test]
    fn pages_that_contradict_each_other_are_fatal() {
        let mut diagnostics = Diagnostics::default();
        let page = |summary: &str| tree(&json!({"paths": {"/a": {"get": {"summary": summary}}}}));
        merge(vec![page("a"), page("a")], &mut diagnostics).unwrap();
        assert!(diagnostics.is_empty());
        merge(vec![page("a"), page("b")], &mut diagnostics).unwrap();
        assert!(diagnostics.stop());
    }
}
