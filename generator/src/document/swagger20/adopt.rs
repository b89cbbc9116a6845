//! Makes definitions of what references of a Swagger 2.0 document lead to elsewhere, before its places move.

use std::collections::BTreeMap;

use crate::document::context::{Context, within};
use crate::document::reference::find;
use crate::pointer::Pointer;
use crate::source::{Node, Object, Value};

/// How often what became a definition may itself lead to what becomes one.
const ROUNDS: usize = 64;

/// Rewrites references of schemas to places such as `#/paths/~1a/get/responses/200/schema`; others stay as they are.
pub(super) fn adopt(root: &mut Node) {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for _ in 0..ROUNDS {
        let mut elsewhere = Vec::new();
        visit(root, Context::Other, &mut |reference| {
            let text = reference.as_str().unwrap_or_default();
            match names.get(text) {
                Some(name) => {
                    let target = Pointer::root().child("definitions").child(name);
                    *reference = Node::string(target.as_str(), reference.place);
                }
                None if is_elsewhere(text) => elsewhere.push(text.to_owned()),
                None => {}
            }
        });
        let before = names.len();
        for text in elsewhere {
            let pointer = Pointer::from_reference(&text);
            let found = find(root, &pointer).filter(|node| node.as_object().is_some());
            if let (false, Some(found)) = (names.contains_key(&text), found.cloned()) {
                let name = define(root, &pointer, found);
                names.extend(name.map(|name| (text, name)));
            }
        }
        if names.len() == before {
            return;
        }
    }
}

/// Whether a reference leads to a place of this document that is in no definition.
fn is_elsewhere(reference: &str) -> bool {
    reference.starts_with("#/") && !reference.starts_with("#/definitions/")
}

/// Adds a definition that is named after its place, with a number where the name is taken.
fn define(root: &mut Node, pointer: &Pointer, node: Node) -> Option<String> {
    let place = root.place;
    let root = root.as_object_mut()?;
    if root.get("definitions").is_none() {
        root.insert(
            "definitions",
            Node::new(Value::Object(Object::default()), place),
        );
    }
    let definitions = root.get_mut("definitions")?.as_object_mut()?;
    let tokens = pointer.tokens();
    let base = tokens
        .filter(|token| token.parse::<usize>().is_err())
        .last()?;
    let mut name = base.to_string();
    let mut number = 2;
    while definitions.get(&name).is_some() {
        name = format!("{base}{number}");
        number += 1;
    }
    definitions.insert(&name, node);
    Some(name)
}

/// Visits the `$ref` of every schema; the depth of a tree is bounded by its reader.
fn visit(node: &mut Node, context: Context, found: &mut dyn FnMut(&mut Node)) {
    if context == Context::Data {
        return;
    }
    match &mut node.value {
        Value::Array(list) => list.iter_mut().for_each(|one| visit(one, context, found)),
        Value::Object(object) => {
            for entry in &mut object.entries {
                let is_reference = &*entry.key == "$ref" && entry.node.as_str().is_some();
                if is_reference && context == Context::Schema {
                    found(&mut entry.node);
                } else {
                    visit(&mut entry.node, within(context, &entry.key), found);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::adopt;
    use crate::document::testing::{json as to_json, tree};

    #[test]
    fn schemas_of_answers_and_extensions_become_definitions() {
        let inner = json!({"properties": {"a": {"$ref": "#/x-parts/A"}, "b": {"$ref": "#/definitions/schema"}}});
        let answer = |schema| json!({"get": {"responses": {"200": {"schema": schema}}}});
        let mut root = tree(&json!({
            "paths": {"/a": answer(inner), "/b": answer(json!({"$ref": "#/paths/~1a/get/responses/200/schema"}))},
            "definitions": {"schema": {"enum": [{"$ref": "#/x-parts/A"}]}, "Gone": {"$ref": "#/nowhere"}},
            "x-parts": {"A": {"type": "string"}},
            "parameters": {"P": {"$ref": "#/x-parts/A"}},
        }));
        adopt(&mut root);
        let inner = json!({"properties": {"a": {"$ref": "#/definitions/A"}, "b": {"$ref": "#/definitions/schema"}}});
        assert_eq!(
            to_json(&root),
            json!({
                "paths": {"/a": answer(inner.clone()), "/b": answer(json!({"$ref": "#/definitions/schema2"}))},
                "definitions": {
                    "schema": {"enum": [{"$ref": "#/x-parts/A"}]}, "Gone": {"$ref": "#/nowhere"},
                    "schema2": inner, "A": {"type": "string"},
                },
                "x-parts": {"A": {"type": "string"}},
                "parameters": {"P": {"$ref": "#/x-parts/A"}},
            })
        );
    }
}
