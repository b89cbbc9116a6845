//! The JSON bodies that a document writes out where they are sent or answered, and the examples beside them.

use std::collections::{BTreeMap, HashMap};

use clientwright::pointer::Pointer;
use clientwright::source::{Node, Object, Value};

/// How deep the document is searched.
const DEPTH: usize = 32;

/// What stands in Media Type Objects (OpenAPI 3.1 section 4.8.14).
#[derive(Default)]
pub(super) struct Bodies<'a> {
    /// Schemas that are written out, each different one once, with its first place and the examples of all.
    pub(super) inline: Vec<(Pointer, &'a Node, Vec<String>)>,
    /// Examples of schemas that are referred to, by the place that the reference leads to.
    pub(super) referred: BTreeMap<Pointer, Vec<String>>,
    known: HashMap<String, usize>,
}

impl<'a> Bodies<'a> {
    /// Searches `paths`, `webhooks` and what `components` has beside schemas.
    pub(super) fn of(root: &'a Node) -> Self {
        let mut bodies = Self::default();
        for key in ["paths", "webhooks", "components"] {
            if let Some(node) = root.get(key) {
                bodies.search(node, &Pointer::root().child(key), 0);
            }
        }
        bodies
    }

    fn search(&mut self, node: &'a Node, at: &Pointer, depth: usize) {
        if depth > DEPTH {
            return;
        }
        match &node.value {
            Value::Object(object) => {
                for entry in &object.entries {
                    let at = at.child(&entry.key);
                    match (&*entry.key, entry.node.as_object()) {
                        // Below these stand schemas and values, not bodies.
                        ("schema" | "schemas" | "example" | "examples", _) => {}
                        ("content", Some(content)) => self.content(content, &at),
                        _ => self.search(&entry.node, &at, depth + 1),
                    }
                }
            }
            Value::Array(list) => {
                for (index, node) in list.iter().enumerate() {
                    self.search(node, &at.index(index), depth + 1);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn content(&mut self, content: &'a Object, at: &Pointer) {
        for entry in content.entries.iter().filter(|entry| is_json(&entry.key)) {
            let Some(schema) = entry.node.get("schema") else {
                continue;
            };
            let examples = examples(&entry.node);
            let to = schema.get("$ref").and_then(Node::as_str);
            if let Some(to) =
                to.filter(|_| schema.as_object().is_some_and(|one| one.entries.len() == 1))
            {
                let all = self
                    .referred
                    .entry(Pointer::from_reference(to))
                    .or_default();
                all.extend(examples);
                continue;
            }
            let text = schema.value.to_json();
            match self
                .known
                .get(&text)
                .and_then(|index| self.inline.get_mut(*index))
            {
                Some((.., all)) => all.extend(examples),
                None => {
                    self.known.insert(text, self.inline.len());
                    let place = at.child(&entry.key).child("schema");
                    self.inline.push((place, schema, examples));
                }
            }
        }
    }
}

/// Whether content of this media type is JSON (RFC 6839 section 3.1).
fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}

fn examples(media: &Node) -> Vec<String> {
    let one = media.get("example").into_iter();
    let named = media.get("examples").and_then(Node::as_object);
    let named = named.iter().flat_map(|named| &named.entries);
    one.chain(named.filter_map(|entry| entry.node.get("value")))
        .map(|value| value.value.to_json())
        .collect()
}
