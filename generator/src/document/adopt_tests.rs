//! Tests of what references lead to.

use serde_json::{Value, json};

use super::adopt;
use crate::diagnostic::Diagnostics;
use crate::document::testing::{json as to_json, said, tree};

/// The reference of `#/components/schemas/From` afterwards, and the component schemas.
fn adopted(mut document: Value, reference: &str) -> (String, Value, Vec<String>) {
    document["components"]["schemas"]["From"] = json!({"$ref": reference});
    let (mut root, mut diagnostics) = (tree(&document), Diagnostics::default());
    adopt(&mut root, &mut diagnostics);
    let root = to_json(&root);
    let mut schemas = root["components"]["schemas"].clone();
    let from = schemas.as_object_mut().unwrap().remove("From").unwrap();
    let target = from["$ref"].as_str().unwrap().to_owned();
    (target, schemas, said(&diagnostics))
}

/// A reference that leads to a place the grammar knows, and where it leads.
fn leads(document: Value, reference: &str) -> String {
    let before = document["components"]["schemas"].clone();
    let (target, schemas, said) = adopted(document, reference);
    let none = json!({});
    assert_eq!(&schemas, if before.is_null() { &none } else { &before });
    assert!(said.is_empty(), "{said:?}");
    target
}

#[test]
fn into_an_operation() {
    let media = json!({"content": {"application/json": {"schema": {"type": "string"}}}});
    let document = json!({"paths": {"/x": {"get": {"responses": {"200": media}}}}});
    let target = "#/paths/~1x/get/responses/200/content/application~1json/schema";
    assert_eq!(leads(document.clone(), target), target);
    let encoded = "#/paths/%7E1x/get/responses/%32%30%30/content/application%2fjson/schema";
    assert_eq!(leads(document, encoded), target);
}

#[test]
fn through_a_component_that_is_itself_a_reference() {
    let document = json!({
        "paths": {"/x": {"get": {"responses": {"200": {"$ref": "#/components/responses/R"}}}}},
        "components": {"responses": {"R": {"content": {"a/b": {"schema": {"type": "string"}}}}}},
    });
    assert_eq!(
        leads(
            document,
            "#/paths/~1x/get/responses/200/content/a~1b/schema"
        ),
        "#/components/responses/R/content/a~1b/schema"
    );
    let schemas = json!({
        "Alias": {"$ref": "#/components/schemas/Other"}, "Other": {"$ref": "#/components/schemas/A"},
        "A": {"properties": {"y": {"items": {"type": "string"}}}},
    });
    assert_eq!(
        leads(
            json!({"components": {"schemas": schemas}}),
            "#/components/schemas/Alias/properties/y/items"
        ),
        "#/components/schemas/A/properties/y/items"
    );
}

#[test]
fn into_the_middle_of_a_schema_and_its_definitions() {
    let document = json!({"components": {"schemas": {
        "X": {"$defs": {"Y": true}, "definitions": {"Z": true}, "properties": {"y": {"items": {}}}, "allOf": [{}]},
    }}});
    for inside in ["$defs/Y", "definitions/Z", "properties/y/items", "allOf/0"] {
        let target = format!("#/components/schemas/X/{inside}");
        assert_eq!(leads(document.clone(), &target), target);
    }
}

#[test]
fn what_stands_elsewhere_becomes_a_component() {
    for (field, warned) in [("definitions", true), ("$defs", true), ("x-parts", false)] {
        let inner = json!({"properties": {"next": {"$ref": format!("#/{field}/Y")}, "other": {"$ref": format!("#/{field}/Z")}}});
        let document = json!({field: {"Y": inner, "Z": {"type": "string"}, "unused": 1}, "components": {"schemas": {"Z": true}}});
        let (target, schemas, said) = adopted(document, &format!("#/{field}/Y"));
        assert_eq!(target, "#/components/schemas/Y");
        assert_eq!(
            schemas,
            json!({
                "Y": {"properties": {"next": {"$ref": "#/components/schemas/Y"}, "other": {"$ref": "#/components/schemas/Z2"}}},
                "Z": true, "Z2": {"type": "string"},
            })
        );
        let expected = if warned {
            vec![format!("unknown-keyword #/{field}")]
        } else {
            vec![]
        };
        assert_eq!(said, expected);
    }
}

#[test]
fn schemas_that_change_no_type_can_be_referred_to() {
    let document = json!({"components": {"schemas": {"X": {"not": {"properties": {"a": {"type": "string"}}}}}}});
    let (target, schemas, _) = adopted(document, "#/components/schemas/X/not/properties/a");
    assert_eq!(target, "#/components/schemas/a");
    assert_eq!(schemas["a"], json!({"type": "string"}));
}

#[test]
fn anchors_and_ids_of_schemas() {
    let document = json!({"components": {"schemas": {
        "A": {"$anchor": "here"},
        "B": {"$id": "https://a.example/b", "$defs": {"C": {"$id": "c", "$anchor": "there"}}},
    }}});
    assert_eq!(leads(document.clone(), "#here"), "#/components/schemas/A");
    assert_eq!(
        leads(document.clone(), "https://a.example/b"),
        "#/components/schemas/B"
    );
    let c = "#/components/schemas/B/$defs/C";
    for reference in [
        "https://a.example/c",
        "https://a.example/c#there",
        "https://a.example/b#/$defs/C",
    ] {
        assert_eq!(leads(document.clone(), reference), c);
    }
}

#[test]
fn references_in_a_schema_with_an_id_are_its_own() {
    let document = json!({"components": {"schemas": {
        "A": {"$id": "https://a.example/a", "$defs": {"D": true}, "properties": {
            "own": {"$ref": "#/$defs/D"}, "self": {"$ref": "#"}, "document": {"$ref": "#/components/schemas/From"},
        }},
    }}});
    let (_, schemas, _) = adopted(document, "#/components/schemas/A");
    assert_eq!(
        schemas["A"]["properties"],
        json!({
            "own": {"$ref": "#/components/schemas/A/$defs/D"},
            "self": {"$ref": "#/components/schemas/A"},
            "document": {"$ref": "#/components/schemas/From"},
        })
    );
}

#[test]
fn dynamic_references_with_one_target_are_references() {
    let node = |anchor: &str| json!({"$dynamicAnchor": anchor, "items": {"$dynamicRef": "#node"}});
    let one = json!({"components": {"schemas": {"A": node("node")}}});
    let (_, schemas, _) = adopted(one, "#/components/schemas/A");
    assert_eq!(
        schemas["A"]["items"],
        json!({"$ref": "#/components/schemas/A"})
    );
    let two = json!({"components": {"schemas": {"A": node("node"), "B": node("node")}}});
    let (_, schemas, _) = adopted(two, "#/components/schemas/A");
    assert_eq!(schemas["A"]["items"], json!({"$dynamicRef": "#node"}));
    let tree = json!({"$recursiveAnchor": true, "items": {"$recursiveRef": "#"}});
    let (_, schemas, _) = adopted(
        json!({"components": {"schemas": {"A": tree}}}),
        "#/components/schemas/A",
    );
    assert_eq!(
        schemas["A"]["items"],
        json!({"$ref": "#/components/schemas/A"})
    );
}

#[test]
fn other_objects_than_schemas_are_adopted_too() {
    let mut root = tree(&json!({
        "x-shared": {"NotFound": {"description": "gone", "content": {"a/b": {"schema": {"$ref": "#/x-shared/Error"}}}}, "Error": true},
        "paths": {"/x": {"get": {"responses": {"404": {"$ref": "#/x-shared/NotFound"}}}}},
    }));
    adopt(&mut root, &mut Diagnostics::default());
    let root = to_json(&root);
    assert_eq!(
        root["components"],
        json!({
            "responses": {"NotFound": {"description": "gone", "content": {"a/b": {"schema": {"$ref": "#/components/schemas/Error"}}}}},
            "schemas": {"Error": true},
        })
    );
    let reference = &root["paths"]["/x"]["get"]["responses"]["404"]["$ref"];
    assert_eq!(reference, "#/components/responses/NotFound");
}

#[test]
fn what_leads_nowhere_or_in_a_circle_stays() {
    let document = json!({"components": {"schemas": {
        "A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"},
    }}});
    for reference in [
        "#/components/schemas/A/properties/x",
        "#nowhere",
        "#",
        "other.yaml",
        "#/nowhere/at/all",
    ] {
        assert_eq!(leads(document.clone(), reference), reference);
    }
}
