//! References of the skeleton to components of every kind, and what the API sends by itself.

use serde_json::{Value, json};

use super::{Document, IncomingKind, normalise};
use crate::diagnostic::Diagnostics;
use crate::document::testing::said;
use crate::settings::Settings;
use crate::source::read_text;

fn read(mut document: Value) -> (Document, Vec<String>) {
    if document["openapi"].is_null() {
        document["openapi"] = json!("3.2.0");
    }
    document["info"] = json!({"title": "t", "version": "v"});
    let mut diagnostics = Diagnostics::default();
    let source = read_text("a.json", &document.to_string(), &mut diagnostics);
    let read = normalise(&source, &Settings::default(), &mut diagnostics).unwrap();
    (read, said(&diagnostics))
}

#[test]
fn components_of_every_kind_stand_where_they_are_referred_to() {
    let components = json!({
        "pathItems": {"I": {"get": {
            "parameters": [{"$ref": "#/components/parameters/P"}],
            "requestBody": {"$ref": "#/components/requestBodies/B"},
            "responses": {"200": {"$ref": "#/components/responses/R"}},
            "callbacks": {"c": {"$ref": "#/components/callbacks/C"}},
        }}},
        "parameters": {"P": {"name": "p", "in": "query", "schema": {"$ref": "#/components/schemas/S"}}},
        "requestBodies": {"B": {"content": {"application/json": {"$ref": "#/components/mediaTypes/M"}}}},
        "responses": {"R": {"description": "", "headers": {"h": {"$ref": "#/components/headers/H"}}, "content": {"application/json": {"$ref": "#/components/mediaTypes/M"}}}},
        "headers": {"H": {"schema": true}},
        "mediaTypes": {"M": {"schema": {"$ref": "#/components/schemas/S"}}},
        "callbacks": {"C": {"{$url}": {"post": {"requestBody": {"$ref": "#/components/requestBodies/B"}, "responses": {}}}}},
        "schemas": {"S": {"type": "string"}},
    });
    let paths = json!({"/a": {"$ref": "#/components/pathItems/I"}, "/b": {"$ref": "#/paths/~1a"}});
    let (document, said) = read(json!({"paths": paths, "components": components}));
    assert_eq!(said, [""; 0]);
    assert_eq!(document.beyond.operations_found, 2);
    for path in ["/a", "/b"] {
        let item = document.skeleton.paths.paths[path].as_item().unwrap();
        let get = item.get.as_ref().unwrap();
        assert!(get.parameters[0].as_item().is_some());
        let body = get.request_body.as_ref().unwrap().as_item().unwrap();
        let schema = body.content["application/json"].schema.as_ref();
        assert!(
            matches!(schema, Some(openapiv3::ReferenceOr::Reference { reference }) if reference == "#/components/mediaTypes/M/schema")
        );
        let answer = get.responses.responses.values().next().unwrap();
        assert_eq!(answer.as_item().unwrap().headers.len(), 1);
    }
    // One callback, which two paths share.
    let callbacks = document.beyond.incoming.iter();
    let callbacks: Vec<_> = callbacks
        .map(|one| (one.kind, &*one.name, &*one.method))
        .collect();
    assert_eq!(callbacks, [(IncomingKind::Callback, "c", "POST")]);
}

#[test]
fn encodings_that_hold_each_other_end() {
    let header = json!({"content": {"a/b": {"encoding": {"x": {"headers": {"a": {"$ref": "#/components/headers/H"}, "b": {"$ref": "#/components/headers/H"}}}}}}});
    let answer = json!({"description": "", "headers": {"H": {"$ref": "#/components/headers/H"}}});
    let paths = json!({"/a": {"get": {"responses": {"200": answer}}}});
    let (document, said) = read(json!({"paths": paths, "components": {"headers": {"H": header}}}));
    assert_eq!((document.beyond.operations_found, said), (1, vec![]));
}

#[test]
fn webhooks_of_every_spelling_are_found() {
    let body = |media: &str| json!({"post": {"requestBody": {"content": {media: {"schema": true}}}, "responses": {}}});
    for (version, key) in [
        ("3.0.3", "x-webhooks"),
        ("3.1.0", "webhooks"),
        ("3.1.0", "x-webhooks"),
        ("3.2.0", "webhooks"),
    ] {
        let webhooks = json!({"a": body("application/json; charset=utf-8"), "b": body("application/vnd.a+json"), "x-c": body("text/plain"), "d": {}});
        let (document, said) = read(json!({"openapi": version, "paths": {}, key: webhooks}));
        let found: Vec<_> = document
            .beyond
            .incoming
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        assert_eq!(found, ["a", "b"], "{version} {key}");
        assert_eq!(said, ["ignored #/webhooks/x-c/post"]);
        assert_eq!(document.beyond.operations_found, 0);
    }
}

#[test]
fn a_broken_webhook_costs_itself_only() {
    let good = json!({"post": {"requestBody": {"content": {"application/json": {"schema": true}}}, "responses": {}}});
    let webhooks = json!({
        "gone": {"$ref": "#/components/pathItems/Gone"},
        "half": {"post": {"parameters": [{"$ref": "#/components/parameters/Gone"}], "responses": {}}},
        "good": good,
    });
    let (document, said) = read(json!({"webhooks": webhooks}));
    assert_eq!(
        said,
        [
            "dangling-reference #/webhooks/gone",
            "dangling-reference #/webhooks/half"
        ]
    );
    let found: Vec<_> = document
        .beyond
        .incoming
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(found, ["good"]);
}
