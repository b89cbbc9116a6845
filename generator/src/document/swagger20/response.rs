//! Responses with their headers, bodies and examples.

use super::{Upgrade, is_extension, object_at, renewed};
use crate::pointer::Pointer;
use crate::source::{Node, Object, Place, Value};

/// Members of a header that stay beside its schema.
const OF_A_HEADER: [&str; 4] = ["description", "required", "deprecated", "example"];

impl<'a> Upgrade<'a, '_> {
    /// The document's shared responses, with the document's `produces`.
    pub(super) fn shared_responses(&mut self, shared: &'a Node, pointer: &Pointer) -> Node {
        self.responses_by(shared, None, true, pointer)
    }

    /// An operation's responses; `own_produces` is what the operation itself says.
    pub(super) fn responses(
        &mut self,
        node: &'a Node,
        own_produces: Option<&[&'a str]>,
        pointer: &Pointer,
    ) -> Node {
        self.responses_by(node, own_produces, false, pointer)
    }

    fn responses_by(
        &mut self,
        map: &'a Node,
        own: Option<&[&'a str]>,
        free_keys: bool,
        pointer: &Pointer,
    ) -> Node {
        let Some(object) = map.as_object() else {
            return map.clone();
        };
        let mut responses = Object::default();
        for entry in &object.entries {
            if is_extension(&entry.key) && !free_keys {
                responses.entries.push(entry.clone());
            } else {
                let response =
                    self.response_or_reference(&entry.node, own, &pointer.child(&entry.key));
                responses.entries.push(renewed(entry, response));
            }
        }
        Node::new(Value::Object(responses), map.place)
    }

    /// A reference stays one, unless the operation's `produces` makes something else of the shared response.
    fn response_or_reference(
        &mut self,
        node: &'a Node,
        own: Option<&[&'a str]>,
        pointer: &Pointer,
    ) -> Node {
        let produces = own.map_or_else(|| self.produces.clone(), <[_]>::to_vec);
        let Some(reference) = node
            .get("$ref")
            .filter(|reference| reference.as_str().is_some())
        else {
            return self.response(node, &produces, pointer);
        };
        let shared = reference
            .as_str()
            .and_then(|text| text.strip_prefix("#/responses/"))
            .filter(|name| !name.contains('/'));
        let target = self.follow(node);
        let has_same_content =
            produces == self.produces || target.is_none_or(|target| target.get("schema").is_none());
        match (shared, target) {
            (Some(name), _) if has_same_content => {
                let mut kept = node.clone();
                if let Some(object) = kept.as_object_mut() {
                    object.insert(
                        "$ref",
                        Node::string(format!("#/components/responses/{name}"), reference.place),
                    );
                }
                kept
            }
            (_, Some(target)) => self.response(target, &produces, pointer),
            (_, None) => node.clone(),
        }
    }

    fn response(&mut self, node: &'a Node, produces: &[&str], pointer: &Pointer) -> Node {
        let Some(object) = node.as_object() else {
            return node.clone();
        };
        let mut response = Object::default();
        for entry in &object.entries {
            match &*entry.key {
                "description" => response.entries.push(entry.clone()),
                "schema" => response.insert("content", response_content(&entry.node, produces)),
                "headers" => {
                    let headers = self.headers(&entry.node, &pointer.child("headers"));
                    response.entries.push(renewed(entry, headers));
                }
                "examples" => {}
                key if is_extension(key) => response.entries.push(entry.clone()),
                _ => self.unknown(entry, "a response", pointer),
            }
        }
        if let Some(examples) = object.get("examples") {
            self.add_examples(examples, &mut response, pointer);
        }
        Node::new(Value::Object(response), node.place)
    }

    fn headers(&mut self, headers: &'a Node, pointer: &Pointer) -> Node {
        let Some(object) = headers.as_object() else {
            return headers.clone();
        };
        let mut upgraded = Object::default();
        for entry in &object.entries {
            let pointer = pointer.child(&entry.key);
            let Some(header) = entry.node.as_object() else {
                self.wrong_type(&entry.node, "a header", "an object", &pointer);
                continue;
            };
            let mut described = self.describe(header, &OF_A_HEADER, "a header", &pointer);
            // A header's default in 3.1, `simple`, is what `csv` means; anything else was warned of.
            self.array_style(&described, "header", &entry.node, &pointer);
            let place = described
                .schema
                .entries
                .first()
                .map_or(entry.node.place, |entry| entry.place);
            let schema = std::mem::take(&mut described.schema);
            described
                .rest
                .insert("schema", Node::new(Value::Object(schema), place));
            upgraded.entries.push(renewed(
                entry,
                Node::new(Value::Object(described.rest), entry.node.place),
            ));
        }
        Node::new(Value::Object(upgraded), headers.place)
    }

    fn add_examples(&mut self, examples: &'a Node, response: &mut Object, pointer: &Pointer) {
        let mut content = response.get_mut("content").and_then(Node::as_object_mut);
        let Some(object) = examples.as_object() else {
            self.wrong_type(examples, "`examples`", "an object", pointer);
            return;
        };
        for entry in &object.entries {
            let media = content
                .as_deref_mut()
                .and_then(|content| content.get_mut(&entry.key))
                .and_then(Node::as_object_mut);
            if let Some(media) = media {
                media.insert("example", entry.node.clone());
            }
        }
    }
}

/// The schema for each media type; where none is said, a file is bytes and anything else JSON.
fn response_content(schema: &Node, produces: &[&str]) -> Node {
    let is_file = schema.get("type").and_then(Node::as_str) == Some("file");
    let default = if is_file {
        "application/octet-stream"
    } else {
        "application/json"
    };
    let place: Place = schema.place;
    let mut content = Object::default();
    let fallback = [default];
    let types = if produces.is_empty() {
        &fallback[..]
    } else {
        produces
    };
    for media_type in types {
        content.insert(media_type, object_at(place, [("schema", schema.clone())]));
    }
    Node::new(Value::Object(content), place)
}
