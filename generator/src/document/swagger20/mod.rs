//! Swagger 2.0 rewritten to the way OpenAPI 3.1 says it.
//!
//! The new tree is built beside the old one, because 2.0 spreads over the document what 3.1 says in one place; every new node
//! stands at the place of the one it was made from. Schemas are copied as they are and rewritten at the end, where they stand
//! in the new tree, so that diagnostics name the places that the later stages know.

mod adopt;
mod body;
mod described;
mod parameter;
mod path;
mod response;
mod schema;
mod security;
mod server;

use crate::diagnostic::{Code, Diagnostics};
use crate::pointer::Pointer;
use crate::source::{Entry, Node, Object, Place, Value};

/// How many references may lead to each other before something that is no reference.
const MAX_HOPS: usize = 16;

/// Rewrites a Swagger 2.0 document, so that nothing tells it from one written as OpenAPI 3.1.
///
/// Extensions are carried over. Whatever has no place in 3.1, or is none of 2.0's keywords, is left out with a warning.
/// References into other files are kept as they are.
#[must_use]
pub(super) fn upgrade(mut root: Node, diagnostics: &mut Diagnostics) -> Node {
    adopt::adopt(&mut root);
    let Some(document) = root.as_object() else {
        return root;
    };
    let mut upgrade = Upgrade::new(&root, diagnostics);
    let mut upgraded = Node::new(Value::Object(upgrade.document(document)), root.place);
    schema::upgrade_document(&mut upgraded, diagnostics);
    upgraded
}

/// What the parts of the rewriting share: the old document, its defaults, and what is said about it.
struct Upgrade<'a, 'd> {
    root: &'a Node,
    consumes: Vec<&'a str>,
    produces: Vec<&'a str>,
    diagnostics: &'d mut Diagnostics,
}

impl<'a, 'd> Upgrade<'a, 'd> {
    fn new(root: &'a Node, diagnostics: &'d mut Diagnostics) -> Self {
        let of = |key| root.get(key).map(media_types).unwrap_or_default();
        Self {
            root,
            consumes: of("consumes"),
            produces: of("produces"),
            diagnostics,
        }
    }

    fn document(&mut self, document: &'a Object) -> Object {
        let root = Pointer::root();
        let mut upgraded = Object::default();
        let mut components = Components::default();
        for entry in &document.entries {
            let node = &entry.node;
            match &*entry.key {
                "swagger" => upgraded.insert("openapi", Node::string("3.1.0", node.place)),
                "info" | "tags" | "externalDocs" | "security" => {
                    upgraded.entries.push(entry.clone())
                }
                "host" | "basePath" | "schemes" | "consumes" | "produces" => {}
                "paths" => upgraded
                    .entries
                    .push(renewed(entry, self.paths(node, &root.child("paths")))),
                "definitions" => components.add("schemas", node.clone()),
                "parameters" => self.shared_parameters(node, &mut components),
                "responses" => {
                    let responses = self.shared_responses(node, &Components::pointer("responses"));
                    components.add("responses", responses);
                }
                "securityDefinitions" => {
                    let schemes =
                        self.security_schemes(node, &Components::pointer("securitySchemes"));
                    components.add("securitySchemes", schemes);
                }
                key if is_extension(key) => upgraded.entries.push(entry.clone()),
                _ => self.unknown(entry, "the document", &root),
            }
        }
        if let Some(servers) = self.servers(document.get("schemes"), &root.child("servers")) {
            upgraded.insert("servers", servers);
        }
        if let Some(components) = components.into_node() {
            upgraded.insert("components", components);
        }
        upgraded
    }

    /// The node that a chain of references within the document leads to; the node itself if it is no reference.
    fn follow(&self, node: &'a Node) -> Option<&'a Node> {
        let mut at = node;
        for _ in 0..MAX_HOPS {
            let Some(reference) = at.get("$ref").and_then(Node::as_str) else {
                return Some(at);
            };
            if !reference.starts_with('#') {
                return None;
            }
            at = Pointer::from_reference(reference).tokens().try_fold(
                self.root,
                |node, token| match &node.value {
                    Value::Array(items) => items.get(token.parse::<usize>().ok()?),
                    Value::Object(object) => object.get(&token),
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
                },
            )?;
        }
        None
    }

    fn warn(&mut self, code: Code, message: impl Into<String>, place: Place, pointer: &Pointer) {
        self.diagnostics.warn(code, message, place, pointer);
    }

    fn unknown(&mut self, entry: &Entry, within: &str, pointer: &Pointer) {
        let message = format!(
            "`{}` of {within} is no keyword of Swagger 2.0 and is left out",
            entry.key
        );
        self.warn(Code::UnknownKeyword, message, entry.place, pointer);
    }

    fn wrong_type(&mut self, node: &Node, what: &str, wanted: &str, pointer: &Pointer) {
        let message = format!(
            "{what} is to be {wanted}, but is {}; it is left out",
            node.type_name()
        );
        self.warn(Code::WrongType, message, node.place, pointer);
    }
}

/// The Components Object as it comes together.
#[derive(Default)]
struct Components(Object);

impl Components {
    fn pointer(section: &str) -> Pointer {
        Pointer::root().child("components").child(section)
    }

    fn add(&mut self, section: &str, node: Node) {
        if node.as_object().is_none_or(|object| !object.is_empty()) {
            self.0.insert(section, node);
        }
    }

    fn into_node(self) -> Option<Node> {
        let place = self.0.entries.first()?.place;
        Some(Node::new(Value::Object(self.0), place))
    }
}

/// The texts of a list such as `consumes`, each once.
fn media_types(list: &Node) -> Vec<&str> {
    let mut types = Vec::new();
    for one in list
        .as_array()
        .unwrap_or_default()
        .iter()
        .filter_map(Node::as_str)
    {
        if !types.contains(&one) {
            types.push(one);
        }
    }
    types
}

/// The same member with another value.
fn renewed(entry: &Entry, node: Node) -> Entry {
    Entry {
        key: entry.key.clone(),
        place: entry.place,
        node,
    }
}

fn object_at<const N: usize>(place: Place, members: [(&str, Node); N]) -> Node {
    let mut object = Object::default();
    for (key, node) in members {
        object.insert(key, node);
    }
    Node::new(Value::Object(object), place)
}

fn is_extension(key: &str) -> bool {
    key.starts_with("x-")
}

#[cfg(test)]
mod tests;
