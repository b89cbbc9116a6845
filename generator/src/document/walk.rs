//! Visits everything in an OpenAPI 3.x tree that the specification gives a shape, above all every schema.
//!
//! **Invariant:** positions count, not names. A member called `schema` inside an example, a default, an enum, a constant or an
//! extension is data and is never visited; a property or a component called `x-…` is no extension and is.

pub(super) use super::grammar::Kind;

use super::grammar::{Holds, member};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::pointer::Pointer;
use crate::source::{Node, Place, Value};

/// How many positions may lie inside each other.
const MAX_DEPTH: usize = 256;

/// A position that lies deeper than a walk goes; it and what is in it were not visited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TooDeep {
    /// The first such position.
    pub pointer: Pointer,
    /// Its place in the input.
    pub place: Place,
}

impl TooDeep {
    /// As a fatal diagnostic.
    #[must_use]
    pub(super) fn diagnostic(&self) -> Diagnostic {
        let message = format!("the document is nested more than {MAX_DEPTH} levels deep");
        Diagnostic::new(Severity::Fatal, Code::TooDeep, message)
            .at(self.place)
            .about(&self.pointer)
    }
}

/// Visits every schema position of a 3.x document, boolean schemas and references included.
///
/// What lies inside a schema is visited before it (post-order), members in document order, so that the visitor may replace the
/// schema it is given, for instance by a reference, and what it puts there is not visited.
///
/// # Errors
/// Where the document is nested too deep; everything else was visited.
pub(super) fn schemas_mut(
    root: &mut Node,
    visit: &mut dyn FnMut(&mut Node, &Pointer),
) -> Result<(), TooDeep> {
    positions_mut(root, &mut |kind, node, pointer| {
        if kind == Kind::Schema {
            visit(node, pointer);
        }
    })
}

/// Visits every position of a 3.x document in the order of [`schemas_mut`].
///
/// # Errors
/// Where the document is nested too deep; everything else was visited.
pub(super) fn positions_mut(
    root: &mut Node,
    visit: &mut dyn FnMut(Kind, &mut Node, &Pointer),
) -> Result<(), TooDeep> {
    positions_from(Kind::Document, root, &Pointer::root(), visit)
}

/// Visits a part of a 3.x document and every position in it, where `pointer` is the part's own place.
///
/// # Errors
/// Where the part is nested too deep; everything else was visited.
pub(super) fn positions_from(
    kind: Kind,
    node: &mut Node,
    pointer: &Pointer,
    visit: &mut dyn FnMut(Kind, &mut Node, &Pointer),
) -> Result<(), TooDeep> {
    let mut walk = Walk {
        visit,
        at: pointer.clone(),
        too_deep: None,
    };
    walk.position(kind, node, 0);
    walk.too_deep.map_or(Ok(()), Err)
}

struct Walk<'v> {
    visit: &'v mut dyn FnMut(Kind, &mut Node, &Pointer),
    /// The place of what is visited.
    at: Pointer,
    too_deep: Option<TooDeep>,
}

impl Walk<'_> {
    fn position(&mut self, kind: Kind, node: &mut Node, depth: usize) {
        if depth > MAX_DEPTH {
            self.too_deep.get_or_insert_with(|| TooDeep {
                pointer: self.at.clone(),
                place: node.place,
            });
            return;
        }
        if let Some(object) = node.as_object_mut() {
            for entry in &mut object.entries {
                let held = member(kind, &entry.key);
                if held != Holds::Nothing {
                    let way = self.at.enter(&entry.key);
                    self.member(held, &mut entry.node, depth + 1);
                    self.at.leave(way);
                }
            }
        }
        (self.visit)(kind, node, &self.at);
    }

    /// Values of another JSON type than the specification asks for hold no positions; later stages name them.
    fn member(&mut self, held: Holds, node: &mut Node, depth: usize) {
        match (held, &mut node.value) {
            (Holds::List(kind) | Holds::OneOrList(kind), Value::Array(items)) => {
                for (index, item) in items.iter_mut().enumerate() {
                    let way = self.at.enter_element(index);
                    self.position(kind, item, depth);
                    self.at.leave(way);
                }
            }
            (Holds::One(kind) | Holds::OneOrList(kind), _) => self.position(kind, node, depth),
            (Holds::Map(kind) | Holds::Patterned(kind), Value::Object(map)) => {
                let patterned = held == Holds::Patterned(kind);
                for entry in &mut map.entries {
                    if patterned && entry.key.starts_with("x-") {
                        continue;
                    }
                    let way = self.at.enter(&entry.key);
                    self.position(kind, &mut entry.node, depth);
                    self.at.leave(way);
                }
            }
            (Holds::Nothing | Holds::List(_) | Holds::Map(_) | Holds::Patterned(_), _) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::{MAX_DEPTH, schemas_mut};
    use crate::document::testing::{json as to_json, tree};
    use crate::source::Node;

    fn schemas(document: &Json) -> Vec<String> {
        let mut met = Vec::new();
        schemas_mut(&mut tree(document), &mut |_, pointer| {
            met.push(pointer.to_string())
        })
        .unwrap();
        met
    }

    #[test]
    fn every_place_of_a_document_that_holds_a_schema_is_visited() {
        let content = json!({"a/b": {"schema": {}, "itemSchema": {}, "encoding": {"f": {"headers": {"X-H": {"schema": {}}}}}}});
        let operation = json!({
            "parameters": [{"schema": true}, {"content": content}],
            "requestBody": {"content": content},
            "responses": {"200": {"headers": {"x-rate": {"schema": {}}}, "content": content}},
            "callbacks": {"done": {"{$request.body#/url}": {"post": {"requestBody": {"content": content}}}}},
        });
        let path_item = json!({"parameters": [{"schema": {}}], "get": operation, "additionalOperations": {"COPY": operation}});
        let mut in_content = Vec::new();
        for inside in ["encoding/f/headers/X-H/schema", "itemSchema", "schema"] {
            in_content.push(format!("content/a~1b/{inside}"));
        }
        let under = |place: &str, inside: &[String]| {
            inside
                .iter()
                .map(|one| format!("{place}/{one}"))
                .collect::<Vec<_>>()
        };
        let in_operation = [
            under(
                "callbacks/done/{$request.body#~1url}/post/requestBody",
                &in_content,
            ),
            vec!["parameters/0/schema".to_owned()],
            under("parameters/1", &in_content),
            under("requestBody", &in_content),
            under("responses/200", &in_content),
            vec!["responses/200/headers/x-rate/schema".to_owned()],
        ]
        .concat();
        let in_path_item = [
            under("additionalOperations/COPY", &in_operation),
            under("get", &in_operation),
            vec!["parameters/0/schema".to_owned()],
        ]
        .concat();
        assert_eq!(
            schemas(&json!({"paths": {"/a": path_item}})),
            under("#/paths/~1a", &in_path_item)
        );
        assert_eq!(
            schemas(&json!({"webhooks": {"x-w": path_item}})),
            under("#/webhooks/x-w", &in_path_item)
        );
        let components = json!({"components": {
            "callbacks": {"C": {"/c": path_item}},
            "headers": {"H": {"schema": {}}},
            "mediaTypes": {"M": {"schema": {}}},
            "parameters": {"P": {"schema": {}}},
            "pathItems": {"I": path_item},
            "requestBodies": {"B": {"content": content}},
            "responses": {"R": {"content": content}},
            "schemas": {"x-s": false},
        }});
        let expected = [
            under("callbacks/C/~1c", &in_path_item),
            [
                "headers/H/schema",
                "mediaTypes/M/schema",
                "parameters/P/schema",
            ]
            .map(str::to_owned)
            .to_vec(),
            under("pathItems/I", &in_path_item),
            under("requestBodies/B", &in_content),
            under("responses/R", &in_content),
            vec!["schemas/x-s".to_owned()],
        ]
        .concat();
        assert_eq!(schemas(&components), under("#/components", &expected));
    }

    #[test]
    fn every_applicator_is_followed_and_the_outer_schema_comes_last() {
        let one = [
            "additionalProperties",
            "contains",
            "contentSchema",
            "else",
            "if",
            "items",
            "not",
            "propertyNames",
        ];
        let more = ["then", "unevaluatedItems", "unevaluatedProperties"];
        let named = [
            "$defs",
            "definitions",
            "dependentSchemas",
            "patternProperties",
            "properties",
        ];
        let listed = ["allOf", "anyOf", "oneOf", "prefixItems"];
        let mut schema = serde_json::Map::new();
        let mut expected = Vec::new();
        for keyword in one.into_iter().chain(more) {
            schema.insert(keyword.to_owned(), json!({"type": "string"}));
            expected.push(format!("#/components/schemas/A/{keyword}"));
        }
        for keyword in named {
            schema.insert(keyword.to_owned(), json!({"x-n": {}}));
            expected.push(format!("#/components/schemas/A/{keyword}/x-n"));
        }
        for keyword in listed {
            schema.insert(keyword.to_owned(), json!([true]));
            expected.push(format!("#/components/schemas/A/{keyword}/0"));
        }
        expected.sort();
        expected.push("#/components/schemas/A".to_owned());
        let mut met = schemas(&json!({"components": {"schemas": {"A": schema}}}));
        let last = met.pop();
        met.sort();
        met.extend(last);
        assert_eq!(met, expected);
        assert_eq!(
            schemas(&json!({"components": {"schemas": {"A": {"items": [{}]}}}}))
                .first()
                .unwrap(),
            "#/components/schemas/A/items/0"
        );
    }

    #[test]
    fn data_and_extensions_are_no_positions() {
        let data = json!({"schema": {"items": {}}, "properties": {"a": {}}, "content": {"a/b": {"schema": {}}}});
        let document = json!({
            "x-paths": {"/a": {"get": {"parameters": [{"schema": {}}]}}},
            "paths": {"x-a": {"parameters": [{"schema": {}}]}, "/b": {"get": {
                "x-schema": {"schema": {}},
                "responses": {"x-r": {"content": data["content"]}},
                "callbacks": {"c": {"x-c": {"parameters": [{"schema": {}}]}, "$ref": "#/x"}},
                "requestBody": {"content": {"a/b": {"example": data, "examples": {"e": {"value": data}}}}},
            }}},
            "components": {"examples": {"E": {"value": data}}, "schemas": {"A": {
                "example": data, "examples": [data], "default": data, "enum": [data], "const": data, "x-schema": data,
                "discriminator": {"mapping": data}, "required": ["schema"],
            }}},
        });
        assert_eq!(schemas(&document), ["#/components/schemas/A"]);
    }

    #[test]
    fn a_visitor_may_move_schemas_out_and_leave_references() {
        let mut root = tree(
            &json!({"components": {"schemas": {"A": {"properties": {"b": {"items": true}}}}}}),
        );
        let mut moved = Vec::new();
        schemas_mut(&mut root, &mut |schema, pointer| {
            let mut reference = crate::source::Object::default();
            reference.insert("$ref", Node::string(pointer.as_str(), schema.place));
            let reference = Node::new(crate::source::Value::Object(reference), schema.place);
            moved.push((
                pointer.to_string(),
                to_json(&std::mem::replace(schema, reference)),
            ));
        })
        .unwrap();
        assert_eq!(
            moved,
            [
                (
                    "#/components/schemas/A/properties/b/items".to_owned(),
                    json!(true)
                ),
                (
                    "#/components/schemas/A/properties/b".to_owned(),
                    json!({"items": {"$ref": "#/components/schemas/A/properties/b/items"}})
                ),
                (
                    "#/components/schemas/A".to_owned(),
                    json!({"properties": {"b": {"$ref": "#/components/schemas/A/properties/b"}}})
                ),
            ]
        );
        assert_eq!(
            to_json(&root),
            json!({"components": {"schemas": {"A": {"$ref": "#/components/schemas/A"}}}})
        );
    }

    #[test]
    fn what_lies_too_deep_is_named() {
        let mut schema = json!({});
        for _ in 0..MAX_DEPTH {
            schema = json!({"not": schema});
        }
        let mut root = tree(&json!({"components": {"schemas": {"A": schema, "B": {}}}}));
        let mut met = Vec::new();
        let too_deep =
            schemas_mut(&mut root, &mut |_, pointer| met.push(pointer.to_string())).unwrap_err();
        assert!(too_deep.pointer.as_str().ends_with("/not/not"));
        assert_eq!(met.last().unwrap(), "#/components/schemas/B");
    }
}
