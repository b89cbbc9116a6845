//! Which schemas have a say about a value, so that a failure is excused by a diagnostic about these alone.

use std::borrow::Cow;
use std::collections::BTreeSet;

use clientwright::pointer::Pointer;
use clientwright::source::{Node, Object};

use super::position::{NAMED, PLAIN, find, inner};

/// Keywords whose value is a list of schemas.
const LIST: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
/// How far references and values are followed.
const DEPTH: usize = 64;

/// The places of all schemas that apply to some part of the value.
pub(super) fn touched(root: &Node, schema: &Pointer, value: &Node) -> BTreeSet<Pointer> {
    let mut walk = Walk {
        root,
        seen: BTreeSet::new(),
        touched: BTreeSet::new(),
    };
    walk.visit(schema, value, 0);
    walk.touched
}

/// Whether a diagnostic's place is one of these schemas, or in a keyword of one that holds no schema.
pub(super) fn is_about(at: &Pointer, schemas: &BTreeSet<Pointer>) -> bool {
    let mut below: Vec<String> = Vec::new();
    let mut place = Some(at.clone());
    while let Some(at) = place {
        if schemas.contains(&at) {
            let Some(keyword) = below.last().map(String::as_str) else {
                return true;
            };
            // `T/enum/3` is about T, and so is `T/properties`; `T/properties/a` and `T/items` are other schemas.
            let is_list = below.len() == 1 && (NAMED.contains(&keyword) || LIST.contains(&keyword));
            return is_list || !(NAMED.contains(&keyword) || PLAIN.contains(&keyword));
        }
        below.extend(at.last().map(Cow::into_owned));
        place = at.parent();
    }
    false
}

struct Walk<'a> {
    root: &'a Node,
    /// Schemas with the places of the values they were applied to.
    seen: BTreeSet<(Pointer, u32)>,
    touched: BTreeSet<Pointer>,
}

impl Walk<'_> {
    fn visit(&mut self, at: &Pointer, value: &Node, depth: usize) {
        let new = self.seen.insert((at.clone(), value.place.offset));
        if !new || depth > DEPTH {
            return;
        }
        let Some(schema) = find(self.root, at) else {
            return;
        };
        self.touched.insert(at.clone());
        if let Some(to) = schema.get("$ref").and_then(Node::as_str) {
            self.visit(&Pointer::from_reference(to), value, depth + 1);
        }
        for (way, _) in inner(schema) {
            let place = way.iter().fold(at.clone(), |at, key| at.child(key));
            for value in governed(&way, schema, value) {
                self.visit(&place, value, depth + 1);
            }
        }
    }
}

/// The values that the schema at `way` below `schema` has a say about; rather too many than too few.
fn governed<'v>(way: &[String], schema: &Node, value: &'v Node) -> Vec<&'v Node> {
    let keyword = way.first().map(String::as_str).unwrap_or_default();
    let name = way.get(1).map(String::as_str).unwrap_or_default();
    let members = || value.as_object().map(|object| object.entries.as_slice());
    let elements = || value.as_array().unwrap_or_default();
    match keyword {
        "properties" => value.get(name).into_iter().collect(),
        "additionalProperties" | "unevaluatedProperties" => {
            let known = schema.get("properties").and_then(Node::as_object);
            let is_known = |key: &str| known.is_some_and(|known: &Object| known.get(key).is_some());
            let members = members().into_iter().flatten();
            members
                .filter(|member| !is_known(&member.key))
                .map(|member| &member.node)
                .collect()
        }
        "patternProperties" => {
            let members = members().into_iter().flatten();
            members.map(|member| &member.node).collect()
        }
        "prefixItems" => {
            let index = name.parse::<usize>().ok();
            index
                .and_then(|at| elements().get(at))
                .into_iter()
                .collect()
        }
        "items" | "additionalItems" | "contains" | "unevaluatedItems" => {
            elements().iter().collect()
        }
        "allOf" | "anyOf" | "oneOf" | "if" | "then" | "else" | "not" | "dependentSchemas" => {
            vec![value]
        }
        // Definitions count where they are referred to.
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use clientwright::diagnostic::Diagnostics;
    use clientwright::pointer::Pointer;
    use clientwright::source::{Node, read_text};

    use super::{is_about, touched};

    fn node(text: &str) -> Node {
        let source = read_text("a.json", text, &mut Diagnostics::default());
        source.files[0].root.clone()
    }

    #[test]
    fn only_schemas_that_meet_the_value_are_touched() {
        let root = node(
            r##"{"a":{"properties":{"x":{"$ref":"#/b"},"y":{"type":"string"}}},
                "b":{"items":{"$ref":"#/a"},"enum":[1]}}"##,
        );
        let schemas = touched(
            &root,
            &Pointer::from_reference("#/a"),
            &node(r#"{"x":[{}]}"#),
        );
        let found: Vec<&str> = schemas.iter().map(Pointer::as_str).collect();
        assert_eq!(found, ["#/a", "#/a/properties/x", "#/b", "#/b/items"]);
        let about = |at: &str| is_about(&Pointer::from_reference(at), &schemas);
        for at in ["#/a", "#/a/properties", "#/b/enum/0", "#/b/items/$ref"] {
            assert!(about(at), "{at}");
        }
        let b = [Pointer::from_reference("#/b")].into();
        assert!(!is_about(&Pointer::from_reference("#/b/items"), &b));
        for at in ["#/a/properties/y", "#/a/properties/y/type", "#/c", "#"] {
            assert!(!about(at), "{at}");
        }
    }
}
