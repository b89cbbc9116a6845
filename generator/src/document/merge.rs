//! Several documents, such as the pages of a site, as one.

use super::apart::apart;
use super::base_path::separate;
use super::extension::PAGINATION;
use super::spread::{
    operations_mut, own_members, paths_mut, push_down, security_differs, servers_differ,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::pointer::Pointer;
use crate::source::{Node, Value};

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
/// What two of them say alike is fine, and so is what they say of a tag or a credential in other words: the first ones
/// stay. Where whole documents have different components of one name, the later one's gets another name; whatever else
/// two of them say differently is fatal, and both places are named.
pub(super) fn merge(parts: Vec<Part>, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mut pushed = Vec::new();
    if security_differs(&parts) {
        pushed.push("security");
    }
    if servers_differ(&parts) {
        pushed.push("servers");
    }
    let mut parts = parts.into_iter().map(|mut part| {
        pushed.iter().for_each(|key| push_down(&mut part.root, key));
        if part.stem.is_none() {
            forget_tags(&mut part.root);
        }
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
                ("tags", Some(known)) => tags(known, entry.node),
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
            Some(same) if is_credential(pointer) => alike(
                &without_words(same),
                &without_words(&entry.node),
                &at,
                diagnostics,
            ),
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

/// Each tag is introduced once, in the words of the document that is first to do so.
fn tags(known: &mut Node, other: Node) {
    let (Value::Array(known), Value::Array(other)) = (&mut known.value, other.value) else {
        return;
    };
    for tag in other {
        if !known.iter().any(|one| one.get("name") == tag.get("name")) {
            known.push(tag);
        }
    }
}

/// A page introduces all tags of its site; those of other pages' operations say nothing.
fn forget_tags(page: &mut Node) {
    let mut used: Vec<Node> = Vec::new();
    let items = paths_mut(page).into_iter();
    let items = items.flat_map(|paths| &mut paths.entries);
    for item in items.filter_map(|entry| entry.node.as_object_mut()) {
        for operation in operations_mut(item) {
            let tags = operation.get("tags").and_then(Node::as_array);
            used.extend(tags.unwrap_or_default().iter().cloned());
        }
    }
    if let Some(Value::Array(tags)) = page
        .as_object_mut()
        .and_then(|root| root.get_mut("tags"))
        .map(|tags| &mut tags.value)
    {
        tags.retain(|tag| tag.get("name").is_some_and(|name| used.contains(name)));
    }
}

fn is_credential(pointer: &Pointer) -> bool {
    pointer.as_str() == "#/components/securitySchemes"
}

/// A credential or server without what is said of it to people.
fn without_words(node: &Node) -> Node {
    let mut node = node.clone();
    match &mut node.value {
        Value::Object(object) => {
            if object
                .get("description")
                .is_some_and(|one| one.as_str().is_some())
            {
                object.remove("description");
            }
            let members = object.entries.iter_mut();
            members.for_each(|entry| entry.node = without_words(&entry.node));
        }
        Value::Array(list) => list.iter_mut().for_each(|one| *one = without_words(one)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    node
}

/// Whether two nodes say the same, in whatever words.
pub(super) fn is_same(known: Option<&Node>, other: Option<&Node>) -> bool {
    match (known, other) {
        (Some(known), Some(other)) => {
            difference(&without_words(known), &without_words(other), 0).is_none()
        }
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
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
                .get("security")
                .is_some()
        );
        assert!(
            paths
                .get("/a")
                .unwrap()
                .get("put")
                .unwrap()
                .as_object()
                .unwrap()
                .get("security")
                .is_none()
        );
        assert!(paths.get("/b").is_some());
    }

    #[test]
    fn what_all_documents_ask_for_is_said_once() {
        let asked = |root: serde_json::Value| page(tree(&root));
        let all = json!({
            "security": [{"key": []}],
            "servers": [{"url": "https://a.example", "description": "The one."}],
            "paths": {"/a": {"get": {}}},
        });
        let each = json!({
            "servers": [{"description": "In use.", "url": "https://a.example"}],
            "paths": {"/b": {"get": {"security": [{"key": []}]}}},
        });
        let mut diagnostics = Diagnostics::default();
        let merged = merge(vec![asked(all), asked(each)], &mut diagnostics).unwrap();
        assert!(merged.get("security").is_some());
        let path = merged.get("paths").unwrap().get("/a").unwrap();
        assert!(path.get("get").unwrap().as_object().unwrap().is_empty());
        assert!(merged.get("servers").is_some());
    }

    #[test]
    fn the_first_words_for_a_tag_or_a_credential_stay() {
        let said = |words: &str, kind: &str| {
            page(tree(&json!({
                "tags": [{"name": "used", "description": words}, {"name": words}],
                "paths": {words: {"get": {"tags": ["used"]}}},
                "components": {"securitySchemes": {"key": {"type": kind, "description": words}}},
            })))
        };
        let mut diagnostics = Diagnostics::default();
        let parts = vec![said("/a", "apiKey"), said("/b", "apiKey")];
        let merged = merge(parts, &mut diagnostics).unwrap();
        assert!(diagnostics.is_empty());
        let tags = merged.get("tags").unwrap().as_array().unwrap();
        assert_eq!(
            tags.len(),
            1,
            "a tag of no operation of the page says nothing"
        );
        assert_eq!(tags[0].get("description").unwrap().as_str(), Some("/a"));
        merge(
            vec![said("/a", "apiKey"), said("/b", "http")],
            &mut diagnostics,
        )
        .unwrap();
        assert!(diagnostics.stop());
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
