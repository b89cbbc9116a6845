//! OpenAPI 3.0 rewritten to the way 3.1 says it.

use super::forgiven;
use super::null;
use super::older_schema::{
    NamedTypes, drop_reference_siblings, example_to_examples, is_reference, number_exclusive_bounds,
};
use super::walk::{self, Kind};
use crate::diagnostic::Diagnostics;
use crate::pointer::Pointer;
use crate::source::Node;

/// What is not this version's, and what is.
const X_NULLABLE: (&str, &str) = ("x-nullable", "say `nullable: true`");

/// Rewrites an OpenAPI 3.0 document in place, so that nothing tells it from one written as OpenAPI 3.1.
///
/// What `nullable`, boolean exclusive bounds, `example` and the siblings of `$ref` mean in 3.0 is said in the words of 3.1.
/// `format: byte` and `format: binary` stay: they name a type, and 3.1 allows them.
pub(super) fn upgrade(root: &mut Node, diagnostics: &mut Diagnostics) {
    if let Some(version) = root
        .as_object_mut()
        .and_then(|object| object.get_mut("openapi"))
    {
        *version = Node::string("3.1.0", version.place);
    }
    upgrade_part(Kind::Document, root, &Pointer::root(), diagnostics);
}

/// Rewrites a part of an OpenAPI 3.0 document, such as what a reference into another file leads to.
pub(super) fn upgrade_part(
    kind: Kind,
    part: &mut Node,
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
) {
    let types = NamedTypes::of(part);
    let walked = walk::positions_from(kind, part, pointer, &mut |kind, node, pointer| match kind {
        Kind::Schema => upgrade_schema(node, &types, pointer, diagnostics),
        Kind::Parameter
        | Kind::Header
        | Kind::RequestBody
        | Kind::Response
        | Kind::Callback
        | Kind::Link
        | Kind::Example
        | Kind::SecurityScheme => {
            if let Some(object) = node.as_object_mut().filter(|object| is_reference(object)) {
                drop_reference_siblings(object, &types, pointer, diagnostics);
            }
        }
        // A path item's `$ref` may have siblings in 3.0; the others cannot be references.
        Kind::Document
        | Kind::Components
        | Kind::PathItem
        | Kind::Operation
        | Kind::MediaType
        | Kind::Encoding => {}
    });
    if let Err(too_deep) = walked {
        diagnostics.push(too_deep.diagnostic());
    }
}

fn upgrade_schema(
    schema: &mut Node,
    types: &NamedTypes,
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
) {
    if null::is_left_to_parent(schema, pointer) {
        return;
    }
    let place = schema.place;
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    let mut admits_null = forgiven::take_null(object, X_NULLABLE, place, pointer, diagnostics);
    if is_reference(object) {
        drop_reference_siblings(object, types, pointer, diagnostics);
    } else {
        number_exclusive_bounds(object, pointer, diagnostics);
        example_to_examples(object);
        admits_null |= null::take(object, "nullable") == Some(true);
    }
    if admits_null {
        null::admit(schema);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::upgrade;
    use crate::diagnostic::Diagnostics;
    use crate::document::testing::{json as to_json, said, tree};

    fn upgraded(document: Value) -> (Value, Vec<String>) {
        let (mut root, mut diagnostics) = (tree(&document), Diagnostics::default());
        upgrade(&mut root, &mut diagnostics);
        (to_json(&root), said(&diagnostics))
    }

    fn upgraded_schema(schema: Value) -> (Value, Vec<String>) {
        let (document, said) =
            upgraded(json!({"openapi": "3.0.3", "components": {"schemas": {"A": schema}}}));
        (document["components"]["schemas"]["A"].clone(), said)
    }

    #[test]
    fn the_version_is_raised() {
        assert_eq!(
            upgraded(json!({"openapi": "3.0.0"})).0,
            json!({"openapi": "3.1.0"})
        );
    }

    #[test]
    fn nested_schemas_are_rewritten() {
        let (schema, said) = upgraded_schema(json!({"type": "object", "properties": {
            "nullable": {"type": "integer", "nullable": true, "minimum": 0, "exclusiveMinimum": true},
            "data": {"type": "string", "format": "byte", "example": "aGk="},
            "any": {"anyOf": [{"$ref": "#/components/schemas/B"}, {"nullable": true}]},
            "list": {"type": "array", "items": {"allOf": [{"$ref": "#/components/schemas/B"}], "nullable": true}},
        }}));
        assert_eq!(
            schema,
            json!({"type": "object", "properties": {
                "nullable": {"type": ["integer", "null"], "exclusiveMinimum": 0},
                "data": {"type": "string", "format": "byte", "examples": ["aGk="]},
                "any": {"anyOf": [{"$ref": "#/components/schemas/B"}, {"type": "null"}]},
                "list": {"type": "array", "items": {"anyOf": [{"$ref": "#/components/schemas/B"}, {"type": "null"}]}},
            }})
        );
        assert_eq!(said, Vec::<String>::new());
    }

    #[test]
    fn siblings_of_references_go_everywhere_but_in_path_items() {
        let (document, said) = upgraded(json!({
            "openapi": "3.0.3",
            "paths": {"/a": {"$ref": "#/x", "summary": "s", "get": {
                "parameters": [{"$ref": "#/components/parameters/P", "required": true}],
                "responses": {"200": {"$ref": "#/components/responses/R", "description": "d"}},
            }}},
        }));
        assert_eq!(
            document["paths"]["/a"],
            json!({"$ref": "#/x", "summary": "s", "get": {
                "parameters": [{"$ref": "#/components/parameters/P"}],
                "responses": {"200": {"$ref": "#/components/responses/R"}},
            }})
        );
        assert_eq!(said, ["ignored #/paths/~1a/get/parameters/0"]);
    }

    #[test]
    fn data_that_looks_like_a_schema_stays() {
        let data = json!({"schema": {"type": "string", "nullable": true, "example": 1}});
        let content = json!({"application/json": {"example": data, "x-data": data}});
        let document = json!({"openapi": "3.1.0", "x-data": data, "components": {
            "requestBodies": {"B": {"content": content}},
            "schemas": {"A": {"default": data, "enum": [data], "x-data": data}},
        }});
        assert_eq!(upgraded(document.clone()), (document, vec![]));
    }

    #[test]
    fn x_nullable_is_forgiven_with_a_warning_each() {
        let (schema, said) = upgraded_schema(json!({"properties": {
            "a": {"type": "string", "x-nullable": true},
            "b": {"$ref": "#/B", "x-nullable": true},
        }}));
        assert_eq!(
            schema,
            json!({"properties": {
                "a": {"type": ["string", "null"]},
                "b": {"anyOf": [{"$ref": "#/B"}, {"type": "null"}]},
            }})
        );
        let at = |name: &str| format!("unknown-keyword #/components/schemas/A/properties/{name}");
        assert_eq!(said, [at("a"), at("b")]);
    }
}
