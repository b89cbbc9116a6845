//! What vendors get wrong and every tool forgives: each mistake costs its own part and is said, but never an operation.

use serde_json::{Value, json};

use super::{JsonType, normalise};
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::model;
use crate::pointer::Pointer;
use crate::settings::Settings;
use crate::source::read_text;

/// What is said of a document, and how many operations it has and makes.
fn read(document: &Value) -> (Vec<String>, usize, usize) {
    let mut diagnostics = Diagnostics::default();
    let source = read_text("a.json", &document.to_string(), &mut diagnostics);
    let settings = Settings {
        tests: true,
        ..Settings::default()
    };
    let read = normalise(&source, &settings, &mut diagnostics);
    let api = read.map(|document| model::lower(&document, &settings, &mut diagnostics));
    let said = diagnostics.iter().map(|one| {
        let severity = match one.severity {
            Severity::Warning => "",
            Severity::Error | Severity::Fatal => one.severity.as_str(),
        };
        format!("{severity}{}", one.code.as_str())
    });
    let (found, made) = api.map_or((0, 0), |api| (api.operations_found, api.operations.len()));
    (said.collect(), found, made)
}

/// A document that has nothing wrong.
fn right() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/a": {"get": {
            "operationId": "a",
            "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}],
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/S"}}}},
            "responses": {"200": {"description": "d", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/S"}}}}},
        }}},
        "components": {"schemas": {"S": {"type": "object", "properties": {"p": {"type": "string"}}}}},
    })
}

#[test]
fn a_right_document_is_read_in_silence() {
    assert_eq!(read(&right()), (vec![], 1, 1));
}

/// Where, what, and the code that is said; an empty code for what may be passed over in silence.
fn mistakes() -> Vec<(&'static str, Value, &'static str)> {
    let get = "/paths/~1a/get";
    let schema = "/components/schemas/S";
    let at = |place: &str, more: &str| -> &'static str { format!("{place}{more}").leak() };
    vec![
        (at(get, "/security"), json!(null), "wrong-type"),
        ("/security", json!(null), "wrong-type"),
        (
            at(get, "/security"),
            json!([{"gone": []}]),
            "dangling-reference",
        ),
        (at(get, "/parameters"), json!(null), "wrong-type"),
        (at(get, "/parameters"), json!({}), "wrong-type"),
        (at(get, "/parameters"), json!([null]), "wrong-type"),
        (
            at(get, "/parameters/0/required"),
            json!("true"),
            "wrong-type",
        ),
        (
            at(get, "/parameters/0/schema"),
            json!(null),
            "missing-field",
        ),
        (
            at(get, "/parameters/0/in"),
            json!("querystrings"),
            "wrong-type",
        ),
        (at(get, "/parameters/0/in"), json!("body"), "wrong-type"),
        (at(get, "/parameters/0/example"), json!({"a": 1}), ""),
        (at(get, "/tags"), json!([{"name": "a"}]), "wrong-type"),
        (at(get, "/tags"), json!("a"), "wrong-type"),
        (at(get, "/tags"), json!(null), "wrong-type"),
        (at(get, "/operationId"), json!(7), ""),
        (at(get, "/summary"), json!(["a"]), "wrong-type"),
        (at(get, "/deprecated"), json!("false"), "wrong-type"),
        (at(get, "/deprecated"), json!(null), "wrong-type"),
        (at(get, "/externalDocs"), json!("https://a.example"), ""),
        (at(get, "/requestBody"), json!(null), "wrong-type"),
        (
            at(get, "/requestBody"),
            json!({"$ref": "#/components/requestBodies/Gone"}),
            "dangling-reference",
        ),
        (
            at(get, "/requestBody/content"),
            json!(null),
            "missing-field",
        ),
        (
            at(get, "/requestBody/content/application~1json"),
            json!(null),
            "wrong-type",
        ),
        (
            at(get, "/requestBody/content/application~1json/schema"),
            json!({"$ref": "#/components/schemas/Gone"}),
            "dangling-reference",
        ),
        (
            at(get, "/requestBody/content/application~1json/schema"),
            json!(null),
            "wrong-type",
        ),
        (at(get, "/requestBody/required"), json!("yes"), "wrong-type"),
        (at(get, "/responses"), json!(null), "missing-field"),
        (at(get, "/responses"), json!({}), ""),
        (at(get, "/responses"), json!([]), "missing-field"),
        (at(get, "/responses/200"), json!(null), "wrong-type"),
        (at(get, "/responses/200"), json!("fine"), "wrong-type"),
        (
            at(get, "/responses/200/description"),
            json!(null),
            "missing-field",
        ),
        (at(get, "/responses/200/content"), json!([]), "wrong-type"),
        (at(get, "/responses/200/headers"), json!(null), "wrong-type"),
        (
            at(get, "/responses/200/headers"),
            json!({"X-A": null}),
            "wrong-type",
        ),
        (
            at(get, "/responses/200/headers"),
            json!({"X-A": {"type": "string"}}),
            "unknown-keyword",
        ),
        (
            at(get, "/responses/ok"),
            json!({"description": "d"}),
            "wrong-type",
        ),
        (
            at(get, "/responses/404"),
            json!({"$ref": "#/components/responses/Gone"}),
            "dangling-reference",
        ),
        (at(get, "/callbacks"), json!(null), "wrong-type"),
        (at(get, "/servers"), json!(null), "wrong-type"),
        ("/paths/~1b", json!(null), "wrong-type"),
        ("/paths/~1b", json!([]), "wrong-type"),
        ("/paths/~1b", json!({"get": null}), "wrong-type"),
        ("/servers", json!(null), "wrong-type"),
        ("/servers", json!([{"url": null}]), "wrong-type"),
        ("/servers", json!("https://a.example"), "wrong-type"),
        ("/tags", json!(["a"]), "wrong-type"),
        ("/tags", json!(null), "wrong-type"),
        ("/info", json!(null), "missing-field"),
        ("/info/version", json!(null), "missing-field"),
        ("/info/version", json!(1.5), ""),
        ("/info/title", json!(null), "missing-field"),
        (
            "/components",
            json!({"schemas": null}),
            "dangling-reference",
        ),
        (
            "/components/parameters",
            json!({"Broken": {"in": 7}}),
            "missing-field",
        ),
        ("/components/responses", json!({"Broken": 7}), "wrong-type"),
        (
            "/components/securitySchemes",
            json!({"broken": {"type": "magic"}}),
            "wrong-type",
        ),
        ("/components/schemas/Broken", json!(7), "wrong-type"),
        (
            "/components/schemas/Broken",
            json!({"$ref": "#/components/schemas/Gone"}),
            "",
        ),
        (at(schema, "/example"), json!(7), ""),
        (at(schema, "/examples"), json!({"a": 1}), ""),
        (at(schema, "/required"), json!(true), "wrong-type"),
        (at(schema, "/required"), json!(null), "wrong-type"),
        (
            at(schema, "/properties/p/required"),
            json!(true),
            "wrong-type",
        ),
        (at(schema, "/properties"), json!(null), "wrong-type"),
        (at(schema, "/properties/p"), json!(null), "wrong-type"),
        (
            at(schema, "/additionalProperties"),
            json!(null),
            "wrong-type",
        ),
        (at(schema, "/enum"), json!(null), "wrong-type"),
        (at(schema, "/properties/p/enum"), json!("a"), "wrong-type"),
        (at(schema, "/properties/p/type"), json!("any"), "wrong-type"),
        (
            at(schema, "/properties/p/type"),
            json!("file"),
            "wrong-type",
        ),
        (at(schema, "/properties/p/type"), json!("int"), "wrong-type"),
        (
            at(schema, "/properties/p/type"),
            json!("date"),
            "wrong-type",
        ),
        (at(schema, "/properties/p/type"), json!(null), "wrong-type"),
        (
            at(schema, "/properties/p/format"),
            json!(["a"]),
            "wrong-type",
        ),
        (at(schema, "/properties/p/description"), json!(null), ""),
        (at(schema, "/properties/p/items"), json!([]), "wrong-type"),
        (
            at(schema, "/properties/p/items"),
            json!([{"type": "string"}]),
            "wrong-type",
        ),
        (at(schema, "/properties/p/items"), json!(null), "wrong-type"),
        (at(schema, "/properties/p/allOf"), json!(null), "wrong-type"),
        (
            at(schema, "/properties/p/oneOf"),
            json!({"type": "string"}),
            "wrong-type",
        ),
        (
            at(schema, "/properties/p/minLength"),
            json!("1"),
            "wrong-type",
        ),
        (
            at(schema, "/properties/p/deprecated"),
            json!("true"),
            "wrong-type",
        ),
        (
            at(schema, "/properties/p/readOnly"),
            json!("true"),
            "wrong-type",
        ),
        (
            at(schema, "/properties/p/discriminator"),
            json!("kind"),
            "missing-field",
        ),
        (at(schema, "/properties/p/$ref"), json!(7), "wrong-type"),
        (
            at(schema, "/properties/p/nonsense"),
            json!(7),
            "unknown-keyword",
        ),
    ]
}

#[test]
fn a_mistake_is_a_warning_and_costs_no_operation() {
    let mut wrong = Vec::new();
    for (place, value, code) in mistakes() {
        let mut document = right();
        set(&mut document, place, value.clone());
        let (said, found, made) = read(&document);
        let expected = if code.is_empty() {
            said.is_empty()
        } else {
            said.contains(&code.to_owned())
        };
        let loud = said
            .iter()
            .any(|code| code.starts_with("error") || code.starts_with("fatal"));
        if !expected || loud || (found, made) != (1, 1) {
            wrong.push(format!(
                "{place} = {value}: {made} of {found} operations, {said:?} instead of {code:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_missing_is_a_warning_and_costs_no_operation() {
    for (place, code) in [
        ("/info", "missing-field"),
        ("/info/title", "missing-field"),
        ("/info/version", "missing-field"),
        ("/paths/~1a/get/operationId", ""),
        ("/paths/~1a/get/responses", "missing-field"),
        ("/paths/~1a/get/responses/200/description", "missing-field"),
        ("/paths/~1a/get/requestBody/content", "missing-field"),
    ] {
        let mut document = right();
        let (parent, key) = place.rsplit_once('/').unwrap();
        let parent = document.pointer_mut(parent).unwrap();
        parent.as_object_mut().unwrap().remove(key).unwrap();
        let (said, found, made) = read(&document);
        let expected: &[&str] = if code.is_empty() { &[] } else { &[code] };
        assert_eq!(
            (said, found, made),
            (
                expected.iter().map(|code| (*code).to_owned()).collect(),
                1,
                1
            ),
            "{place}"
        );
    }
    let mut document = right();
    document.as_object_mut().unwrap().remove("paths");
    assert_eq!(read(&document), (vec![], 0, 0));
    document.as_object_mut().unwrap().remove("components");
    assert_eq!(read(&document), (vec!["missing-field".to_owned()], 0, 0));
}

/// Sets a member, whose parents are made where they are missing.
fn set(document: &mut Value, place: &str, value: Value) {
    let mut at = document;
    for token in place.split('/').skip(1) {
        let token = token.replace("~1", "/");
        at = match at {
            Value::Array(list) => &mut list[token.parse::<usize>().unwrap()],
            other => &mut other[token.as_str()],
        };
    }
    *at = value;
}

#[test]
fn a_type_that_is_null_where_a_name_belongs_is_the_type_null() {
    let types = |schema: Value, place: &str| {
        let mut document = right();
        document["components"]["schemas"]["S"] = schema;
        let mut diagnostics = Diagnostics::default();
        let source = read_text("a.json", &document.to_string(), &mut diagnostics);
        let document = normalise(&source, &Settings::default(), &mut diagnostics).unwrap();
        let pointer = Pointer::from_reference(&format!("#/components/schemas/S{place}"));
        let id = document.schemas.at(&pointer).unwrap();
        let types = document.schemas.get(id).unwrap().types.clone();
        (types, diagnostics.iter().next().unwrap().code)
    };
    let null = (vec![JsonType::Null], Code::WrongType);
    let choice = json!({"oneOf": [{"type": "string"}, {"type": null}]});
    assert_eq!(types(choice, "/oneOf/1"), null);
    let both = (vec![JsonType::String, JsonType::Null], Code::WrongType);
    assert_eq!(types(json!({"type": ["string", null]}), ""), both);
    let absent = (vec![], Code::WrongType);
    assert_eq!(types(json!({"type": null, "title": "t"}), ""), absent);
}
