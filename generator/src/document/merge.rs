//! Several documents, such as the pages of a site, as one.

use super::apart::apart;
use super::base_path::separate;
use super::extension::PAGINATION;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::pointer::Pointer;
use crate::source::{Node, Object, Value};

/// Members of a document that are united member by member.
const UNITED: [&str; 3] = ["paths", "components", "webhooks"];

/// A document that is to be united with others.
pub(super) struct Part {
    /// The document in the words of OpenAPI 3.1.
    pub(super) root: Node,
    /// The name of its file without folder and extension; `None` for a page, which is no document of its own.
    pub(super) stem: Option<String>,
}

/// Unites documents; `None` if there are none.
///
/// What two of them say alike is fine. Where whole documents have different components of one name, the later one's gets
/// another name; whatever else two of them say differently is fatal, and both places are named.
pub(super) fn merge(parts: Vec<Part>, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mut pushed: &[&str] = &[];
    if parts.len() > 1 {
        pushed = if servers_differ(&parts) {
            &["security", "servers"]
        } else {
            &["security"]
        };
    }
    let mut parts = parts.into_iter().map(|mut part| {
        pushed.iter().for_each(|key| push_down(&mut part.root, key));
        part
    });
    let mut merged = parts.next()?.root;
    for mut part in parts {
        if let Some(stem) = &part.stem {
            apart(&merged, &mut part.root, stem, diagnostics);
            own_members(&mut merged, &mut part.root);
            separate(&merged, &mut part.root);
        }
        let is_page = part.stem.is_none();
        let Value::Object(other) = part.root.value else {
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
                    unite(known, entry.node, &at, is_page, diagnostics)
                }
                ("tags", Some(known)) => tags(known, entry.node, &at, is_page, diagnostics),
                // Each holds for the operations that it fits.
                (PAGINATION, Some(known)) => append(known, entry.node),
                // Titles and versions differ from page to page and have no effect.
                (_, Some(_)) => {}
            }
        }
    }
    Some(merged)
}

fn unite(
    known: &mut Node,
    other: Node,
    pointer: &Pointer,
    is_page: bool,
    diagnostics: &mut Diagnostics,
) {
    let (Value::Object(known), Value::Object(other)) = (&mut known.value, other.value) else {
        return;
    };
    for entry in other.entries {
        let at = pointer.child(&entry.key);
        match known.get_mut(&entry.key) {
            None => known.insert(&entry.key, entry.node),
            // Path items and the maps of components are united; an operation or a schema is one thing.
            Some(same) if is_map(pointer) => unite(same, entry.node, &at, is_page, diagnostics),
            // What a document says of all operations of a path is prose, once its other members were moved to them.
            Some(_) if !is_page && matches!(&*entry.key, "summary" | "description") => {}
            Some(same) => alike(same, &entry.node, &at, diagnostics),
        }
    }
}

fn is_map(pointer: &Pointer) -> bool {
    matches!(pointer.as_str(), "#/paths" | "#/components" | "#/webhooks")
}

/// Adds what another document says to a list, which may be of one that is no list yet.
fn append(known: &mut Node, other: Node) {
    let place = known.place;
    let list = |node: Node| match node.value {
        Value::Array(list) => list,
        _ => vec![node],
    };
    let mut all = list(std::mem::replace(known, Node::new(Value::Null, place)));
    for one in list(other) {
        if !all.contains(&one) {
            all.push(one);
        }
    }
    known.value = Value::Array(all);
}

fn tags(
    known: &mut Node,
    other: Node,
    pointer: &Pointer,
    is_page: bool,
    diagnostics: &mut Diagnostics,
) {
    let (Value::Array(known), Value::Array(other)) = (&mut known.value, other.value) else {
        return;
    };
    for tag in other {
        match known.iter().find(|one| one.get("name") == tag.get("name")) {
            // Documents may introduce a tag each in their own words.
            Some(same) if is_page => alike(same, &tag, pointer, diagnostics),
            Some(_) => {}
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
pub(super) fn difference<'a>(
    known: &'a Node,
    other: &'a Node,
    depth: usize,
) -> Option<(&'a Node, &'a Node)> {
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
        if item.get(key).is_none() {
            operations_mut(item).for_each(|operation| set_missing(operation, key, &value));
        }
    }
}

/// Moves what two documents say differently of all operations of a path to these operations.
fn own_members(known: &mut Node, other: &mut Node) {
    let Some(paths) = paths_mut(known) else {
        return;
    };
    for theirs in paths_mut(other)
        .into_iter()
        .flat_map(|paths| &mut paths.entries)
    {
        let Some(ours) = paths.get_mut(&theirs.key).and_then(Node::as_object_mut) else {
            continue;
        };
        let Some(theirs) = theirs.node.as_object_mut() else {
            continue;
        };
        if ours.get("servers") != theirs.get("servers") {
            for item in [&mut *ours, &mut *theirs] {
                if let Some(servers) = item.remove("servers") {
                    operations_mut(item)
                        .for_each(|operation| set_missing(operation, "servers", &servers));
                }
            }
        }
        if ours.get("parameters") != theirs.get("parameters") {
            for item in [ours, theirs] {
                if let Some(Value::Array(shared)) = item.remove("parameters").map(|node| node.value)
                {
                    operations_mut(item).for_each(|operation| add_parameters(operation, &shared));
                }
            }
        }
    }
}

fn paths_mut(document: &mut Node) -> Option<&mut Object> {
    document.as_object_mut()?.get_mut("paths")?.as_object_mut()
}

/// Every operation of a path item.
fn operations_mut(item: &mut Object) -> impl Iterator<Item = &mut Node> {
    item.entries.iter_mut().flat_map(|entry| {
        let more = &*entry.key == "additionalOperations";
        let own = super::grammar::METHODS.contains(&&*entry.key);
        let (one, many) = if more {
            (None, entry.node.as_object_mut())
        } else {
            (Some(&mut entry.node).filter(|_| own), None)
        };
        let many = many.into_iter().flat_map(|many| &mut many.entries);
        one.into_iter().chain(many.map(|entry| &mut entry.node))
    })
}

/// Adds a path's parameters that the operation does not override (OpenAPI 3.1 section 4.8.9.1).
fn add_parameters(operation: &mut Node, shared: &[Node]) {
    let Some(operation) = operation.as_object_mut() else {
        return;
    };
    let place = shared.first().map(|first| first.place);
    let mut parameters: Vec<Node> = operation
        .get("parameters")
        .and_then(Node::as_array)
        .unwrap_or_default()
        .to_vec();
    let same = |a: &Node, b: &Node| {
        a == b
            || a.get("name")
                .is_some_and(|name| Some(name) == b.get("name"))
                && a.get("in") == b.get("in")
    };
    for parameter in shared {
        if !parameters.iter().any(|own| same(own, parameter)) {
            parameters.push(parameter.clone());
        }
    }
    if let Some(place) = place {
        operation.insert("parameters", Node::new(Value::Array(parameters), place));
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
fn servers_differ(parts: &[Part]) -> bool {
    let mut said = parts.iter().filter_map(|part| part.root.get("servers"));
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
    use super::{Part, merge};
    use crate::diagnostic::Diagnostics;
    use crate::document::testing::{said, tree};
    use crate::source::Node;
    use serde_json::json;

    fn page(root: Node) -> Part {
        Part { root, stem: None }
    }

    fn document(root: Node, stem: &str) -> Part {
        let stem = Some(stem.to_owned());
        Part { root, stem }
    }

    #[test]
    fn pages_unite_and_security_moves_to_the_operation() {
        let mut diagnostics = Diagnostics::default();
        let first =
            tree(&json!({"security": [{"key": []}], "paths": {"/a": {"get": {"summary": "a"}}}}));
        let second = tree(&json!({"paths": {"/a": {"put": {"summary": "b"}}, "/b": {"get": {}}}}));
        let merged = merge(vec![page(first), page(second)], &mut diagnostics).unwrap();
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
        let tree = |summary: &str| tree(&json!({"paths": {"/a": {"get": {"summary": summary}}}}));
        merge(vec![page(tree("a")), page(tree("a"))], &mut diagnostics).unwrap();
        assert!(diagnostics.is_empty());
        merge(vec![page(tree("a")), page(tree("b"))], &mut diagnostics).unwrap();
        assert!(diagnostics.stop());
        let mut diagnostics = Diagnostics::default();
        let parts = vec![document(tree("a"), "a"), document(tree("b"), "b")];
        merge(parts, &mut diagnostics).unwrap();
        assert!(diagnostics.stop());
    }

    #[test]
    fn documents_may_have_different_components_of_one_name() {
        let tree = |kind: &str| tree(&json!({"components": {"schemas": {"A": {"type": kind}}}}));
        let mut diagnostics = Diagnostics::default();
        let parts = vec![
            document(tree("string"), "a"),
            document(tree("number"), "b"),
            document(tree("number"), "c"),
        ];
        let merged = merge(parts, &mut diagnostics).unwrap();
        let schemas = merged.get("components").unwrap().get("schemas").unwrap();
        let keys = schemas.as_object().unwrap().entries.iter();
        assert_eq!(
            keys.map(|entry| &*entry.key).collect::<Vec<_>>(),
            ["A", "b_A", "c_A"]
        );
        assert_eq!(
            said(&diagnostics),
            ["renamed-component #/components/schemas/A"; 2]
        );
        let mut diagnostics = Diagnostics::default();
        merge(
            vec![page(tree("string")), page(tree("number"))],
            &mut diagnostics,
        )
        .unwrap();
        assert!(diagnostics.stop());
    }

    #[test]
    fn documents_may_say_different_things_of_all_operations_of_a_path() {
        let item = |method: &str, name: &str| {
            let parameter = json!({"name": name, "in": "query"});
            tree(
                &json!({"paths": {"/a": {"summary": name, "parameters": [parameter], method: {}}}}),
            )
        };
        let mut diagnostics = Diagnostics::default();
        let parts = vec![
            document(item("get", "x"), "a"),
            document(item("put", "y"), "b"),
        ];
        let merged = merge(parts, &mut diagnostics).unwrap();
        assert!(diagnostics.is_empty());
        let path = merged.get("paths").unwrap().get("/a").unwrap();
        assert!(path.get("parameters").is_none());
        for (method, name) in [("get", "x"), ("put", "y")] {
            let parameters = path.get(method).unwrap().get("parameters").unwrap();
            let first = &parameters.as_array().unwrap()[0];
            assert_eq!(first.get("name").unwrap().as_str(), Some(name));
        }
    }
}
