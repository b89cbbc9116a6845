//! What Swagger 2.0 and OpenAPI 3.0 say otherwise about schemas than JSON Schema 2020-12 does.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::hash::HashMap;
use crate::pointer::Pointer;
use crate::source::{Entry, Node, Object, Place, Value};

/// Keywords without a meaning for a client; beside a `$ref` they go without a word.
const OF_NO_EFFECT: [&str; 7] = [
    "summary",
    "description",
    "title",
    "example",
    "examples",
    "externalDocs",
    "xml",
];

/// Whether this is a Reference Object, or a schema that is one.
pub(super) fn is_reference(object: &Object) -> bool {
    object.get("$ref").and_then(Node::as_str).is_some()
}

/// The `type` of each named schema that has one, by what refers to it.
pub(super) struct NamedTypes(HashMap<String, Node>);

impl NamedTypes {
    /// Those of a document of OpenAPI 3, or of one that was made so of Swagger 2.0.
    pub(super) fn of(root: &Node) -> Self {
        let schemas = ["components", "schemas"];
        let schemas = schemas.iter().try_fold(root, |node, key| node.get(key));
        let schemas = schemas.and_then(Node::as_object).into_iter();
        let typed = schemas
            .flat_map(|schemas| &schemas.entries)
            .flat_map(|schema| {
                let said = schema.node.get("type").cloned();
                ["#/components/schemas/", "#/definitions/"]
                    .into_iter()
                    .filter_map(move |prefix| {
                        Some((format!("{prefix}{}", schema.key), said.clone()?))
                    })
            });
        Self(typed.collect())
    }

    /// Whether a member beside a reference says what the referenced schema says.
    fn says(&self, reference: Option<&str>, beside: &Entry) -> bool {
        let said = reference.and_then(|reference| self.0.get(reference));
        &*beside.key == "type" && said == Some(&beside.node)
    }
}

/// Deletes what stands beside a `$ref`: it "SHALL be ignored" (OpenAPI 3.0.4 section 4.7.23, Swagger 2.0 "Reference Object").
pub(super) fn drop_reference_siblings(
    object: &mut Object,
    types: &NamedTypes,
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
) {
    let reference = object.get("$ref").and_then(Node::as_str).map(str::to_owned);
    for entry in object.entries.extract_if(.., |entry| &*entry.key != "$ref") {
        if types.says(reference.as_deref(), &entry) {
            continue;
        }
        if OF_NO_EFFECT.contains(&&*entry.key) || entry.key.starts_with("x-") {
            continue;
        }
        let message = format!(
            "`{}` beside `$ref` has no effect in this version of the specification",
            entry.key
        );
        let warning = Diagnostic::new(Severity::Warning, Code::Ignored, message)
            .at(entry.place)
            .about(pointer);
        diagnostics.push(warning.help(
            "OpenAPI 3.1 allows it; before that, `allOf` around the reference says the same",
        ));
    }
}

/// Boolean `exclusiveMinimum` and `exclusiveMaximum` become the bounds themselves (JSON Schema draft 4 against draft 6).
///
/// Returns the place of the first boolean, if there is one.
pub(super) fn number_exclusive_bounds(
    object: &mut Object,
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Option<Place> {
    let mut met = None;
    for (exclusive, bound) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        let Some(flag) = object.get(exclusive) else {
            continue;
        };
        let (Some(is_exclusive), place) = (flag.as_bool(), flag.place) else {
            continue;
        };
        met.get_or_insert(place);
        if !is_exclusive {
            object.remove(exclusive);
        } else if let Some(number) = object.remove(bound) {
            object.insert(exclusive, number);
        } else {
            object.remove(exclusive);
            let message = format!("`{exclusive}: true` without `{bound}` has no effect");
            diagnostics.push(
                Diagnostic::new(Severity::Warning, Code::Ignored, message)
                    .at(place)
                    .about(pointer),
            );
        }
    }
    met
}

/// `example` becomes the only one of `examples`; where both are there, `examples` counts.
pub(super) fn example_to_examples(object: &mut Object) {
    let has_examples = object.get("examples").is_some();
    let Some(at) = object
        .entries
        .iter()
        .position(|entry| &*entry.key == "example")
    else {
        return;
    };
    if has_examples {
        object.entries.remove(at);
    } else if let Some(entry) = object.entries.get_mut(at) {
        let place = entry.node.place;
        let example = std::mem::replace(&mut entry.node, Node::new(Value::Null, place));
        entry.key = "examples".into();
        entry.node.value = Value::Array(vec![example]);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{
        NamedTypes, drop_reference_siblings, example_to_examples, number_exclusive_bounds,
    };
    use crate::diagnostic::Diagnostics;
    use crate::document::testing::{json as to_json, said, tree};
    use crate::pointer::Pointer;
    use crate::source::Object;

    fn changed(
        schema: Value,
        rule: impl FnOnce(&mut Object, &Pointer, &mut Diagnostics),
    ) -> (Value, Vec<String>) {
        let (mut schema, mut diagnostics) = (tree(&schema), Diagnostics::default());
        rule(
            schema.as_object_mut().unwrap(),
            &Pointer::root(),
            &mut diagnostics,
        );
        (to_json(&schema), said(&diagnostics))
    }

    #[test]
    fn siblings_of_a_reference_go_and_those_with_a_meaning_are_named() {
        let schema =
            json!({"description": "d", "$ref": "#/A", "x-a": 1, "nullable": true, "example": 1});
        let types = NamedTypes::of(&tree(&json!({})));
        let drop = |object: &mut Object, pointer: &Pointer, diagnostics: &mut Diagnostics| {
            drop_reference_siblings(object, &types, pointer, diagnostics);
        };
        let (schema, said) = changed(schema, drop);
        assert_eq!(schema, json!({"$ref": "#/A"}));
        assert_eq!(said, ["ignored #"]);
    }

    #[test]
    fn a_type_that_the_target_says_as_well_goes_without_a_word() {
        let root = json!({"components": {"schemas": {"A": {"type": "object"}}}});
        let types = NamedTypes::of(&tree(&root));
        let drop = |object: &mut Object, pointer: &Pointer, diagnostics: &mut Diagnostics| {
            drop_reference_siblings(object, &types, pointer, diagnostics);
        };
        let same = json!({"$ref": "#/components/schemas/A", "type": "object"});
        assert_eq!(changed(same, drop).1, Vec::<String>::new());
        let other = json!({"$ref": "#/components/schemas/A", "type": "string"});
        assert_eq!(changed(other, drop).1, ["ignored #"]);
    }

    #[test]
    fn boolean_bounds_become_numbers() {
        let bounds = |object: &mut Object, pointer: &Pointer, diagnostics: &mut Diagnostics| {
            number_exclusive_bounds(object, pointer, diagnostics);
        };
        let schema = json!({"minimum": 1, "exclusiveMinimum": true, "maximum": 9, "exclusiveMaximum": false});
        assert_eq!(
            changed(schema, bounds),
            (json!({"exclusiveMinimum": 1, "maximum": 9}), vec![])
        );
        assert_eq!(
            changed(json!({"exclusiveMaximum": true}), bounds),
            (json!({}), vec!["ignored #".to_owned()])
        );
        assert_eq!(
            changed(json!({"exclusiveMaximum": 3}), bounds),
            (json!({"exclusiveMaximum": 3}), vec![])
        );
    }

    #[test]
    fn an_example_becomes_a_list_of_one() {
        let rule =
            |object: &mut Object, _: &Pointer, _: &mut Diagnostics| example_to_examples(object);
        assert_eq!(
            changed(json!({"example": null}), rule).0,
            json!({"examples": [null]})
        );
        assert_eq!(
            changed(json!({"example": 1, "examples": [2]}), rule).0,
            json!({"examples": [2]})
        );
    }
}
