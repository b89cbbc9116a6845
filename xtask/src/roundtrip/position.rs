//! Where in a schema other schemas stand (JSON Schema 2020-12 Core sections 8.2.4, 10 and 11).

use clientwright::pointer::Pointer;
use clientwright::source::{Node, Value};

/// Keywords whose value is a schema, or in older drafts a list of them.
pub(crate) const PLAIN: [&str; 16] = [
    "additionalItems",
    "additionalProperties",
    "allOf",
    "anyOf",
    "contains",
    "contentSchema",
    "else",
    "if",
    "items",
    "not",
    "oneOf",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];
/// Keywords whose value is an object of schemas by name.
pub(crate) const NAMED: [&str; 6] = [
    "$defs",
    "definitions",
    "dependencies",
    "dependentSchemas",
    "patternProperties",
    "properties",
];
/// How deep schemas are followed.
const DEPTH: usize = 64;

/// The schemas that stand directly in a schema, by the way that leads to them.
pub(crate) fn inner(schema: &Node) -> Vec<(Vec<String>, &Node)> {
    let mut found = Vec::new();
    for entry in schema.as_object().iter().flat_map(|object| &object.entries) {
        let key = entry.key.to_string();
        match &entry.node.value {
            Value::Array(list) if PLAIN.contains(&&*entry.key) => {
                let way = |index: usize| vec![key.clone(), index.to_string()];
                found.extend(list.iter().enumerate().map(|(at, one)| (way(at), one)));
            }
            Value::Object(named) if NAMED.contains(&&*entry.key) => {
                let way = |name: &str| vec![key.clone(), name.to_owned()];
                let schemas = named.entries.iter();
                found.extend(schemas.map(|one| (way(&one.key), &one.node)));
            }
            _ if PLAIN.contains(&&*entry.key) => found.push((vec![key], &entry.node)),
            _ => {}
        }
    }
    found
}

/// A schema and all that stand in it, each with its place.
pub(crate) fn all<'a>(schema: &'a Node, place: &Pointer) -> Vec<(Pointer, &'a Node)> {
    let mut found = vec![(place.clone(), schema)];
    let mut level = vec![0];
    for _ in 0..DEPTH {
        let mut below = Vec::new();
        for index in level {
            let Some((place, schema)) = found.get(index).cloned() else {
                continue;
            };
            for (way, schema) in inner(schema) {
                let place = way.iter().fold(place.clone(), |at, key| at.child(key));
                below.push(found.len());
                found.push((place, schema));
            }
        }
        level = below;
    }
    found
}

/// What stands at a place of a document.
pub(crate) fn find<'a>(root: &'a Node, place: &Pointer) -> Option<&'a Node> {
    place
        .tokens()
        .try_fold(root, |node, token| match &node.value {
            Value::Object(object) => object.get(&token),
            Value::Array(list) => list.get(token.parse::<usize>().ok()?),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        })
}

/// The same, to change it.
pub(crate) fn find_mut<'a>(root: &'a mut Node, way: &[String]) -> Option<&'a mut Node> {
    way.iter()
        .try_fold(root, |node, token| match &mut node.value {
            Value::Object(object) => object.get_mut(token),
            Value::Array(list) => list.get_mut(token.parse::<usize>().ok()?),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        })
}

/// A place as a `$ref` says it: in a URI most characters must be percent-encoded (RFC 3986 section 3.5).
pub(crate) fn reference(place: &Pointer) -> String {
    let mut text = String::from("#");
    for byte in place.as_str().trim_start_matches('#').bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => text.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b'/' | b'$' => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use clientwright::diagnostic::Diagnostics;
    use clientwright::pointer::Pointer;
    use clientwright::source::read_text;

    use super::{all, find, reference};

    #[test]
    fn schemas_are_found_where_they_stand_and_nowhere_else() {
        let text = r#"{"properties":{"a b":{"items":{"const":{"items":{}}}},"items":true},
            "anyOf":[{"enum":[{"not":{}}]}],"example":{"properties":{"x":{}}}}"#;
        let source = read_text("schema.json", text, &mut Diagnostics::default());
        let root = &source.files[0].root;
        let places: Vec<String> = all(root, &Pointer::root())
            .iter()
            .map(|(place, schema)| {
                assert_eq!(find(root, place).unwrap().place, schema.place);
                reference(place)
            })
            .collect();
        let expected = [
            "#",
            "#/properties/a%20b",
            "#/properties/items",
            "#/anyOf/0",
            "#/properties/a%20b/items",
        ];
        assert_eq!(places, expected);
    }
}
