//! Lets a schema admit `null` the way OpenAPI 3.1 says it, where an older keyword said so.

use crate::pointer::Pointer;
use crate::source::{Node, Object, Place, Value};

/// Keywords that constrain a value whatever its type, so that a `null` in `type` would not be enough.
const BINDING: [&str; 6] = ["$ref", "$dynamicRef", "allOf", "not", "const", "if"];

/// Keywords that say something of the position and not of the value, and stay there when the rest becomes an alternative.
const OF_THE_POSITION: [&str; 8] = [
    "description",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "examples",
    "externalDocs",
    "xml",
];

/// Whether this is an alternative such as `{nullable: true}`, which is to be read together with its neighbours and is
/// therefore left to [`take`] of the schema around it.
pub(super) fn is_left_to_parent(schema: &Node, pointer: &Pointer) -> bool {
    let is_alternative = || {
        pointer
            .holder()
            .is_some_and(|list| matches!(&*list, "allOf" | "anyOf" | "oneOf"))
    };
    ["nullable", "x-nullable"]
        .iter()
        .any(|keyword| is_lone(schema, keyword))
        && is_alternative()
}

fn is_lone(schema: &Node, keyword: &str) -> bool {
    let lone = schema
        .as_object()
        .filter(|object| object.entries.len() == 1);
    lone.and_then(|object| object.get(keyword))
        .and_then(Node::as_bool)
        == Some(true)
}

/// Takes a keyword that means `nullable` out of a schema and out of its lone alternatives.
///
/// `None` where it was not said, else whether the whole schema is to [`admit`] null. In `anyOf` and `oneOf`, a lone
/// `{nullable: true}` is what some generators write for null; taken at its word it would allow everything.
pub(super) fn take(schema: &mut Object, keyword: &str) -> Option<bool> {
    let mut said = None;
    for list in ["anyOf", "oneOf"] {
        if let Some(Value::Array(alternatives)) = schema.get_mut(list).map(|node| &mut node.value) {
            for alternative in alternatives
                .iter_mut()
                .filter(|alternative| is_lone(alternative, keyword))
            {
                *alternative = null_schema(alternative.place);
                said = Some(false);
            }
        }
    }
    if let Some(Value::Array(parts)) = schema.get_mut("allOf").map(|node| &mut node.value) {
        let before = parts.len();
        parts.retain(|part| !is_lone(part, keyword));
        let is_empty = parts.is_empty();
        if parts.len() < before {
            said = Some(true);
            if is_empty {
                schema.remove("allOf");
            }
        }
    }
    if let Some(value) = schema.get(keyword).and_then(Node::as_bool) {
        schema.remove(keyword);
        said = Some(value || said == Some(true));
    }
    said
}

/// Makes a schema admit `null`, in the shortest way in which it then does.
///
/// An `enum` gets a `null`, too: OpenAPI 3.0.3 would have the author list it, but nobody writes `nullable` and means nothing by
/// it. A schema that constrains nothing admits null as it is.
pub(super) fn admit(schema: &mut Node) {
    let place = schema.place;
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    let alternatives = match (object.get("anyOf").is_some(), object.get("oneOf").is_some()) {
        (true, false) => Some("anyOf"),
        (false, true) => Some("oneOf"),
        (true, true) | (false, false) => None,
    };
    let is_bound = BINDING.iter().any(|keyword| object.get(keyword).is_some());
    let is_doubly_composed = alternatives.is_none() && object.get("anyOf").is_some();
    if is_bound || is_doubly_composed {
        wrap(object, place);
    } else if let Some(list) = alternatives {
        add_alternative(object, list, place);
        add_to_type(object, place);
        add_to_enum(object, place);
    } else if object.get("type").is_some() {
        add_to_type(object, place);
        add_to_enum(object, place);
    } else if object.get("enum").is_some() {
        add_to_enum(object, place);
    } else if object
        .entries
        .iter()
        .any(|entry| !is_annotation(&entry.key))
    {
        wrap(object, place);
    }
}

fn is_annotation(key: &str) -> bool {
    OF_THE_POSITION.contains(&key) || key.starts_with("x-") || matches!(key, "title" | "example")
}

/// `{type: null}`.
fn null_schema(place: Place) -> Node {
    let mut object = Object::default();
    object.insert("type", Node::string("null", place));
    Node::new(Value::Object(object), place)
}

fn add_to_type(schema: &mut Object, place: Place) {
    let Some(types) = schema.get_mut("type") else {
        return;
    };
    let is_null = |node: &Node| node.as_str() == Some("null");
    match &mut types.value {
        Value::Array(list) => {
            if !list.iter().any(is_null) {
                list.push(Node::string("null", place));
            }
        }
        Value::String(one) if &**one != "null" => {
            let one = Node::string(one.clone(), types.place);
            types.value = Value::Array(vec![one, Node::string("null", place)]);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {}
    }
}

fn add_to_enum(schema: &mut Object, place: Place) {
    if let Some(Value::Array(values)) = schema.get_mut("enum").map(|node| &mut node.value)
        && !values.iter().any(Node::is_null)
    {
        values.push(Node::new(Value::Null, place));
    }
}

/// One more alternative, unless one of them admits null already: in `oneOf`, two that do would refuse it.
fn add_alternative(schema: &mut Object, list: &str, place: Place) {
    if let Some(Value::Array(alternatives)) = schema.get_mut(list).map(|node| &mut node.value)
        && !alternatives.iter().any(admits_null)
    {
        alternatives.push(null_schema(place));
    }
}

fn admits_null(schema: &Node) -> bool {
    let says_null = |types: &Node| match &types.value {
        Value::String(one) => &**one == "null",
        Value::Array(list) => list.iter().any(|one| one.as_str() == Some("null")),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    };
    let lists_null = |values: &Node| {
        values
            .as_array()
            .is_some_and(|values| values.iter().any(Node::is_null))
    };
    match (schema.get("type"), schema.get("enum")) {
        (Some(types), Some(values)) => says_null(types) && lists_null(values),
        (Some(types), None) => says_null(types),
        (None, Some(values)) => lists_null(values),
        (None, None) => {
            let has_null = |list| {
                schema
                    .get(list)
                    .and_then(Node::as_array)
                    .is_some_and(|all| all.iter().any(says_only_null))
            };
            has_null("anyOf") || has_null("oneOf")
        }
    }
}

fn says_only_null(schema: &Node) -> bool {
    schema.get("type").and_then(Node::as_str) == Some("null")
}

/// `anyOf: [<the schema>, {type: null}]`; an `allOf` of one schema and nothing else is that schema.
fn wrap(schema: &mut Object, place: Place) {
    let entries = std::mem::take(&mut schema.entries);
    let stays = |key: &str| OF_THE_POSITION.contains(&key) || key.starts_with("x-");
    let (outer, inner): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| stays(&entry.key));
    let inner = only_part(Object { entries: inner }, place);
    schema.entries = outer;
    schema.insert(
        "anyOf",
        Node::new(Value::Array(vec![inner, null_schema(place)]), place),
    );
}

fn only_part(mut schema: Object, place: Place) -> Node {
    if schema.entries.len() == 1
        && let Some(Value::Array(parts)) = schema.get_mut("allOf").map(|node| &mut node.value)
        && parts.len() == 1
        && let Some(part) = parts.pop()
    {
        return part;
    }
    Node::new(Value::Object(schema), place)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{admit, is_left_to_parent, take};
    use crate::document::testing::{json as to_json, tree};
    use crate::pointer::Pointer;

    fn nullable(schema: Value) -> Value {
        let mut schema = tree(&schema);
        if take(schema.as_object_mut().unwrap(), "nullable") == Some(true) {
            admit(&mut schema);
        }
        to_json(&schema)
    }

    #[test]
    fn a_type_gets_null() {
        assert_eq!(
            nullable(json!({"type": "string", "nullable": true})),
            json!({"type": ["string", "null"]})
        );
        assert_eq!(
            nullable(json!({"type": ["string"], "nullable": true})),
            json!({"type": ["string", "null"]})
        );
        assert_eq!(
            nullable(json!({"type": "null", "nullable": true})),
            json!({"type": "null"})
        );
        assert_eq!(
            nullable(json!({"type": "string", "nullable": false})),
            json!({"type": "string"})
        );
    }

    #[test]
    fn an_enum_gets_null_once() {
        assert_eq!(
            nullable(json!({"type": "string", "enum": ["a"], "nullable": true})),
            json!({"type": ["string", "null"], "enum": ["a", null]})
        );
        assert_eq!(
            nullable(json!({"enum": ["a", null], "nullable": true})),
            json!({"enum": ["a", null]})
        );
    }

    #[test]
    fn a_composed_schema_becomes_an_alternative() {
        assert_eq!(
            nullable(
                json!({"allOf": [{"$ref": "#/A"}], "nullable": true, "description": "d", "x-a": 1})
            ),
            json!({"anyOf": [{"$ref": "#/A"}, {"type": "null"}], "description": "d", "x-a": 1})
        );
        assert_eq!(
            nullable(json!({"type": "object", "allOf": [{"$ref": "#/A"}], "nullable": true})),
            json!({"anyOf": [{"type": "object", "allOf": [{"$ref": "#/A"}]}, {"type": "null"}]})
        );
        assert_eq!(
            nullable(json!({"properties": {"a": {}}, "title": "T", "nullable": true})),
            json!({"anyOf": [{"properties": {"a": {}}, "title": "T"}, {"type": "null"}]})
        );
        assert_eq!(
            nullable(
                json!({"oneOf": [{"$ref": "#/A"}], "anyOf": [{"$ref": "#/B"}], "nullable": true})
            ),
            json!({"anyOf": [{"oneOf": [{"$ref": "#/A"}], "anyOf": [{"$ref": "#/B"}]}, {"type": "null"}]})
        );
    }

    #[test]
    fn a_union_gets_one_more_alternative_unless_it_has_one() {
        assert_eq!(
            nullable(
                json!({"oneOf": [{"$ref": "#/A"}, {"$ref": "#/B"}], "nullable": true, "type": "object"})
            ),
            json!({"oneOf": [{"$ref": "#/A"}, {"$ref": "#/B"}, {"type": "null"}], "type": ["object", "null"]})
        );
        for alternative in [
            json!({"type": ["string", "null"]}),
            json!({"enum": [null]}),
            json!({"anyOf": [{"type": "null"}]}),
        ] {
            assert_eq!(
                nullable(
                    json!({"oneOf": [{"$ref": "#/A"}, alternative.clone()], "nullable": true})
                ),
                json!({"oneOf": [{"$ref": "#/A"}, alternative]})
            );
        }
        assert_eq!(
            nullable(
                json!({"oneOf": [{"type": ["string", "null"], "enum": ["a"]}], "nullable": true})
            ),
            json!({"oneOf": [{"type": ["string", "null"], "enum": ["a"]}, {"type": "null"}]})
        );
    }

    #[test]
    fn what_constrains_nothing_stays_as_it_is() {
        assert_eq!(
            nullable(json!({"nullable": true, "description": "d"})),
            json!({"description": "d"})
        );
    }

    #[test]
    fn a_lone_alternative_means_null() {
        assert_eq!(
            nullable(json!({"anyOf": [{"$ref": "#/A"}, {"nullable": true}]})),
            json!({"anyOf": [{"$ref": "#/A"}, {"type": "null"}]})
        );
        assert_eq!(
            nullable(json!({"allOf": [{"$ref": "#/A"}, {"nullable": true}]})),
            json!({"anyOf": [{"$ref": "#/A"}, {"type": "null"}]})
        );
        assert_eq!(nullable(json!({"allOf": [{"nullable": true}]})), json!({}));
    }

    #[test]
    fn only_alternatives_are_left_to_the_schema_around_them() {
        let lone = tree(&json!({"nullable": true}));
        let schema = Pointer::root()
            .child("components")
            .child("schemas")
            .child("A");
        let alternative = schema.child("anyOf").index(1);
        assert!(is_left_to_parent(&lone, &alternative));
        assert!(is_left_to_parent(
            &tree(&json!({"x-nullable": true})),
            &alternative
        ));
        assert!(!is_left_to_parent(
            &lone,
            &schema.child("properties").child("a")
        ));
        assert!(!is_left_to_parent(
            &tree(&json!({"nullable": false})),
            &alternative
        ));
    }
}
