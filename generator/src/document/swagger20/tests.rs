//! One rule of the rewriting each.

use serde_json::{Value, json};

use super::upgrade;
use crate::diagnostic::Diagnostics;
use crate::document::testing::{json as to_json, said, tree};

fn upgraded(mut document: Value) -> (Value, Vec<String>) {
    document["swagger"] = json!("2.0");
    let mut diagnostics = Diagnostics::default();
    let mut document = to_json(&upgrade(tree(&document), &mut diagnostics));
    assert_eq!(
        document.as_object_mut().unwrap().remove("openapi"),
        Some(json!("3.1.0"))
    );
    (document, said(&diagnostics))
}

/// The operation `get /a` of a document with these other members.
fn upgraded_operation(mut document: Value, operation: Value) -> (Value, Vec<String>) {
    document["paths"] = json!({"/a": {"get": operation}});
    let (document, said) = upgraded(document);
    (document["paths"]["/a"]["get"].clone(), said)
}

fn upgraded_parameter(parameter: Value) -> (Value, Vec<String>) {
    let (operation, said) = upgraded_operation(json!({}), json!({"parameters": [parameter]}));
    (operation["parameters"][0].clone(), said)
}

fn silent(expected: Value) -> (Value, Vec<String>) {
    (expected, vec![])
}

#[test]
fn what_is_the_same_in_both_is_kept_and_what_is_in_neither_is_named() {
    let same = json!({"info": {"title": "t"}, "tags": [{"name": "a"}], "security": [{"k": []}], "x-a": {"definitions": 1}});
    assert_eq!(upgraded(same.clone()), silent(same.clone()));
    let mut more = same.clone();
    more["components"] = json!({});
    assert_eq!(upgraded(more), (same, vec!["unknown-keyword #".to_owned()]));
}

#[test]
fn servers_are_made_of_host_path_and_schemes() {
    let servers = |document: Value| {
        let (document, said) = upgraded(document);
        (document["servers"].clone(), said)
    };
    assert_eq!(
        servers(json!({"host": "a.example:8", "basePath": "/v1/", "schemes": ["http", "https"]})),
        silent(json!([{"url": "https://a.example:8/v1"}, {"url": "http://a.example:8/v1"}]))
    );
    assert_eq!(
        servers(json!({"basePath": "v1", "schemes": ["https"]})),
        silent(json!([{"url": "/v1"}]))
    );
    assert_eq!(servers(json!({"basePath": "/"})), silent(json!(null)));
    let guessed = (
        json!([{"url": "https://a.example"}]),
        vec!["missing-field #/servers".to_owned()],
    );
    assert_eq!(
        servers(json!({"host": "a.example", "basePath": "/"})),
        guessed
    );
    let (urls, said) = servers(json!({"host": "a.example", "schemes": ["wss", "http"]}));
    assert_eq!(
        (urls, said),
        (
            json!([{"url": "http://a.example"}]),
            vec!["ignored #/servers".to_owned()]
        )
    );
}

#[test]
fn schemes_of_an_operation_are_its_servers_where_they_differ() {
    let document = json!({"host": "a.example", "schemes": ["https", "http"]});
    let servers = |schemes: Value| {
        upgraded_operation(document.clone(), json!({"schemes": schemes})).0["servers"].clone()
    };
    assert_eq!(
        servers(json!(["http"])),
        json!([{"url": "http://a.example"}])
    );
    assert_eq!(servers(json!(["http", "https"])), json!(null));
}

#[test]
fn a_plain_parameter_says_its_values_in_a_schema() {
    assert_eq!(
        upgraded_parameter(json!({
            "name": "n", "in": "query", "required": true, "description": "d", "allowEmptyValue": true, "x-p": 1,
            "type": "integer", "format": "int64", "minimum": 1, "exclusiveMinimum": true, "default": 3, "x-nullable": true,
        })),
        (
            json!({
                "name": "n", "in": "query", "required": true, "description": "d", "allowEmptyValue": true, "x-p": 1,
                "schema": {"type": ["integer", "null"], "format": "int64", "exclusiveMinimum": 1, "default": 3},
            }),
            Vec::new()
        )
    );
    assert_eq!(
        upgraded_parameter(
            json!({"name": "n", "in": "query", "schema": {"type": "string"}, "colour": 1})
        ),
        (
            json!({"name": "n", "in": "query", "schema": {"type": "string"}}),
            vec![
                "unknown-keyword #/paths/~1a/get/parameters/0".to_owned(),
                "unknown-keyword #/paths/~1a/get/parameters/0".to_owned(),
            ]
        )
    );
}

#[test]
fn collection_formats_become_styles() {
    let array = |location: &str, format: Value| {
        let mut parameter =
            json!({"name": "n", "in": location, "type": "array", "items": {"type": "string"}});
        if !format.is_null() {
            parameter["collectionFormat"] = format;
        }
        let (parameter, said) = upgraded_parameter(parameter);
        assert_eq!(
            parameter["schema"],
            json!({"type": "array", "items": {"type": "string"}})
        );
        (
            parameter["style"].clone(),
            parameter["explode"].clone(),
            said.len(),
        )
    };
    for (format, style, explode, warnings) in [
        (json!(null), "form", false, 0),
        (json!("csv"), "form", false, 0),
        (json!("multi"), "form", true, 0),
        (json!("ssv"), "spaceDelimited", false, 0),
        (json!("pipes"), "pipeDelimited", false, 0),
        (json!("tsv"), "form", false, 1),
    ] {
        assert_eq!(
            array("query", format),
            (json!(style), json!(explode), warnings)
        );
    }
    assert_eq!(array("path", json!("csv")), (json!(null), json!(null), 0));
    assert_eq!(
        array("header", json!("pipes")),
        (json!(null), json!(null), 1)
    );
}

#[test]
fn collection_formats_without_an_array_or_inside_one_are_named() {
    let (parameter, said) = upgraded_parameter(json!({
        "name": "n", "in": "query", "type": "array", "collectionFormat": "multi",
        "items": {"type": "array", "items": {"type": "string"}, "collectionFormat": "pipes"},
    }));
    assert_eq!(
        parameter["schema"]["items"],
        json!({"type": "array", "items": {"type": "string"}})
    );
    assert_eq!(said, ["ignored #/paths/~1a/get/parameters/0"]);
    let (parameter, said) = upgraded_parameter(
        json!({"name": "n", "in": "query", "type": "string", "collectionFormat": "multi"}),
    );
    assert_eq!(
        parameter,
        json!({"name": "n", "in": "query", "schema": {"type": "string"}})
    );
    assert_eq!(said, ["ignored #/paths/~1a/get/parameters/0"]);
}

#[test]
fn a_body_parameter_becomes_the_body_in_what_is_consumed() {
    let body = json!({"name": "b", "in": "body", "required": true, "description": "d", "schema": {"$ref": "#/definitions/A"}});
    let media = json!({"schema": {"$ref": "#/components/schemas/A"}});
    let content = |document: Value, consumes: Value| {
        let mut operation = json!({"parameters": [body]});
        if !consumes.is_null() {
            operation["consumes"] = consumes;
        }
        let (mut operation, said) = upgraded_operation(document, operation);
        assert_eq!(operation.get("parameters"), None);
        assert_eq!(
            (operation["requestBody"]["required"].clone(), said.len()),
            (json!(true), 0)
        );
        operation["requestBody"]["content"].take()
    };
    assert_eq!(
        content(json!({}), json!(null)),
        json!({"application/json": media})
    );
    assert_eq!(
        content(json!({"consumes": ["a/b"]}), json!(null)),
        json!({"a/b": media})
    );
    assert_eq!(
        content(json!({"consumes": ["a/b"]}), json!(["c/d", "e/f"])),
        json!({"c/d": media, "e/f": media})
    );
    assert_eq!(
        content(json!({"consumes": ["a/b"]}), json!([])),
        json!({"application/json": media})
    );
}

#[test]
fn form_parameters_become_the_properties_of_one_body() {
    let fields = json!([
        {"name": "a", "in": "formData", "type": "string", "required": true, "description": "d", "x-f": 1},
        {"name": "b", "in": "formData", "type": "array", "items": {"type": "string"}, "collectionFormat": "ssv"},
    ]);
    let media = json!({
        "schema": {
            "type": "object",
            "properties": {
                "a": {"type": "string", "description": "d", "x-f": 1},
                "b": {"type": "array", "items": {"type": "string"}},
            },
            "required": ["a"],
        },
        "encoding": {"b": {"style": "spaceDelimited", "explode": false}},
    });
    let body = |content: Value| json!({"requestBody": {"content": content, "required": true}});
    let urlencoded = "application/x-www-form-urlencoded";
    let with = |consumes: Value| {
        upgraded_operation(
            json!({}),
            json!({"consumes": consumes, "parameters": fields}),
        )
    };
    assert_eq!(with(json!([])), silent(body(json!({urlencoded: media}))));
    assert_eq!(
        with(json!(["multipart/form-data"])),
        silent(body(json!({"multipart/form-data": media})))
    );
    let warned = vec!["ignored #/paths/~1a/get/requestBody".to_owned()];
    assert_eq!(
        with(json!(["application/json"])),
        (body(json!({urlencoded: media})), warned)
    );
}

#[test]
fn a_file_makes_the_form_multipart() {
    let (operation, said) = upgraded_operation(
        json!({"consumes": ["application/x-www-form-urlencoded", "multipart/form-data"]}),
        json!({"parameters": [{"name": "f", "in": "formData", "type": "file"}]}),
    );
    let schema =
        json!({"type": "object", "properties": {"f": {"type": "string", "format": "binary"}}});
    assert_eq!(
        operation,
        json!({"requestBody": {"content": {"multipart/form-data": {"schema": schema}}}})
    );
    assert_eq!(said, Vec::<String>::new());
}

#[test]
fn shared_parameters_go_to_parameters_bodies_or_into_forms() {
    let (document, said) = upgraded(json!({
        "parameters": {
            "P": {"name": "p", "in": "query", "type": "string"},
            "B": {"name": "b", "in": "body", "schema": {"type": "object"}},
            "F": {"name": "f", "in": "formData", "type": "string"},
        },
        "paths": {"/a": {
            "parameters": [{"$ref": "#/parameters/P"}],
            "put": {"parameters": [{"$ref": "#/parameters/B"}]},
            "post": {"parameters": [{"$ref": "#/parameters/F"}]},
            "patch": {"consumes": ["a/b"], "parameters": [{"$ref": "#/parameters/B"}]},
        }},
    }));
    let form = json!({"type": "object", "properties": {"f": {"type": "string"}}});
    assert_eq!(
        document,
        json!({
            "components": {
                "parameters": {"P": {"name": "p", "in": "query", "schema": {"type": "string"}}},
                "requestBodies": {"B": {"content": {"application/json": {"schema": {"type": "object"}}}}},
            },
            "paths": {"/a": {
                "parameters": [{"$ref": "#/components/parameters/P"}],
                "put": {"requestBody": {"$ref": "#/components/requestBodies/B"}},
                "post": {"requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": form}}}},
                "patch": {"requestBody": {"content": {"a/b": {"schema": {"type": "object"}}}}},
            }},
        })
    );
    assert_eq!(said, Vec::<String>::new());
}

#[test]
fn bodies_and_form_fields_of_a_path_go_to_its_operations_unless_overridden() {
    let field = |name: &str, kind: &str| json!({"name": name, "in": "formData", "type": kind});
    let (document, said) = upgraded(json!({"paths": {"/a": {
        "parameters": [field("a", "string"), field("b", "string")],
        "post": {"parameters": [field("b", "integer")]},
        "put": {"parameters": [{"name": "x", "in": "body", "schema": {}}]},
    }}}));
    let item = &document["paths"]["/a"];
    assert_eq!(item.get("parameters"), None);
    assert_eq!(
        item["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]["properties"],
        json!({"a": {"type": "string"}, "b": {"type": "integer"}})
    );
    assert_eq!(
        item["put"]["requestBody"]["content"],
        json!({"application/json": {"schema": {}}})
    );
    assert_eq!(said, Vec::<String>::new());
}

#[test]
fn second_bodies_and_forms_beside_bodies_are_named() {
    let body = json!({"name": "x", "in": "body", "schema": {}});
    let field = json!({"name": "a", "in": "formData", "type": "string"});
    let (operation, said) =
        upgraded_operation(json!({}), json!({"parameters": [body, body, field]}));
    assert_eq!(
        operation,
        json!({"requestBody": {"content": {"application/json": {"schema": {}}}}})
    );
    assert_eq!(
        said,
        [
            "ignored #/paths/~1a/get/parameters/0",
            "ignored #/paths/~1a/get/requestBody"
        ]
    );
}

#[test]
fn references_to_nothing_and_into_other_files_are_kept() {
    let parameters = json!([{"$ref": "#/parameters/None"}, {"$ref": "p.yaml#/a"}]);
    let operation = json!({"parameters": parameters, "responses": {"200": {"$ref": "r.yaml"}, "400": {"$ref": "#/responses/None"}}});
    let expected = json!({
        "parameters": [{"$ref": "#/components/parameters/None"}, {"$ref": "p.yaml#/a"}],
        "responses": {"200": {"$ref": "r.yaml"}, "400": {"$ref": "#/components/responses/None"}},
    });
    assert_eq!(upgraded_operation(json!({}), operation), silent(expected));
}

#[test]
fn references_in_a_circle_end() {
    let document =
        json!({"parameters": {"A": {"$ref": "#/parameters/B"}, "B": {"$ref": "#/parameters/A"}}});
    let (document, _) = upgraded(document);
    assert_eq!(
        document["components"]["parameters"]["A"],
        json!({"$ref": "#/components/parameters/B"})
    );
}

#[test]
fn a_response_has_its_schema_in_what_is_produced() {
    let response = json!({
        "description": "d",
        "schema": {"type": "object"},
        "headers": {"X-Rate": {"type": "integer", "description": "r"}},
        "examples": {"a/b": {"k": 1}, "none": 2},
        "x-r": 1,
    });
    let operation = json!({"produces": ["a/b", "c/d"], "responses": {"200": response, "204": {"description": "n"}, "x-s": 1}});
    let (operation, said) = upgraded_operation(json!({"produces": ["e/f"]}), operation);
    let schema = json!({"type": "object"});
    assert_eq!(
        operation["responses"],
        json!({
            "200": {
                "description": "d",
                "content": {"a/b": {"schema": schema, "example": {"k": 1}}, "c/d": {"schema": schema}},
                "headers": {"X-Rate": {"description": "r", "schema": {"type": "integer"}}},
                "x-r": 1,
            },
            "204": {"description": "n"},
            "x-s": 1,
        })
    );
    // An example changes no client, so one without a place to go is no loss.
    assert_eq!(said, Vec::<String>::new());
}

#[test]
fn a_file_response_is_bytes() {
    let responses = json!({"200": {"description": "d", "schema": {"type": "file"}}});
    let content = |operation: Value| {
        upgraded_operation(json!({}), operation).0["responses"]["200"]["content"].clone()
    };
    let media = json!({"schema": {"type": "string", "format": "binary"}});
    assert_eq!(
        content(json!({"responses": responses})),
        json!({"application/octet-stream": media})
    );
    assert_eq!(
        content(json!({"responses": responses, "produces": ["image/png"]})),
        json!({"image/png": media})
    );
}

#[test]
fn a_shared_response_is_referred_to_unless_the_operation_produces_something_else() {
    let document = json!({"responses": {
        "x-R": {"description": "d", "schema": {"$ref": "#/definitions/A"}},
        "N": {"description": "n"},
    }});
    let responses = json!({"200": {"$ref": "#/responses/x-R"}, "404": {"$ref": "#/responses/N"}});
    let (operation, said) = upgraded_operation(document.clone(), json!({"responses": responses}));
    assert_eq!(
        operation["responses"],
        json!({"200": {"$ref": "#/components/responses/x-R"}, "404": {"$ref": "#/components/responses/N"}})
    );
    assert_eq!(said, Vec::<String>::new());
    let (operation, _) = upgraded_operation(
        document.clone(),
        json!({"responses": responses, "produces": ["a/b"]}),
    );
    assert_eq!(
        operation["responses"],
        json!({
            "200": {"description": "d", "content": {"a/b": {"schema": {"$ref": "#/components/schemas/A"}}}},
            "404": {"$ref": "#/components/responses/N"},
        })
    );
    let (document, _) = upgraded(document);
    assert_eq!(
        document["components"]["responses"]["x-R"]["content"],
        json!({"application/json": {"schema": {"$ref": "#/components/schemas/A"}}})
    );
}

#[test]
fn security_definitions_become_schemes() {
    let scopes = json!({"read": "reads"});
    let (document, said) = upgraded(json!({"securityDefinitions": {
        "basic": {"type": "basic", "description": "d"},
        "key": {"type": "apiKey", "name": "K", "in": "header", "x-k": 1},
        "code": {"type": "oauth2", "flow": "accessCode", "authorizationUrl": "https://a", "tokenUrl": "https://t", "scopes": scopes},
        "app": {"type": "oauth2", "flow": "application", "tokenUrl": "https://t"},
        "odd": {"type": "digest"},
        "flowless": {"type": "oauth2"},
    }}));
    assert_eq!(
        document["components"]["securitySchemes"],
        json!({
            "basic": {"type": "http", "scheme": "basic", "description": "d"},
            "key": {"type": "apiKey", "name": "K", "in": "header", "x-k": 1},
            "code": {"type": "oauth2", "flows": {"authorizationCode": {
                "authorizationUrl": "https://a", "tokenUrl": "https://t", "scopes": scopes,
            }}},
            "app": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://t", "scopes": {}}}},
        })
    );
    let at = |code: &str, name: &str| format!("{code} #/components/securitySchemes/{name}");
    assert_eq!(
        said,
        [
            at("missing-field", "flowless"),
            at("unknown-keyword", "odd")
        ]
    );
}

#[test]
fn schemas_are_said_in_the_words_of_3_1() {
    let (document, said) = upgraded(json!({"definitions": {
        "Pet": {"type": "object", "discriminator": "kind", "properties": {
            "kind": {"type": "string", "example": "cat"},
            "owner": {"$ref": "#/definitions/Owner", "x-nullable": true, "description": "d"},
            "next": {"$ref": "#/definitions/Pet", "type": "string"},
            "age": {"type": "number", "maximum": 9, "exclusiveMaximum": true},
            "other": {"$ref": "other.yaml#/definitions/A"},
        }},
        "Data": {"type": "object", "default": {"schema": {"$ref": "#/definitions/Pet"}}},
    }}));
    assert_eq!(
        document["components"]["schemas"],
        json!({
            "Pet": {"type": "object", "discriminator": {"propertyName": "kind"}, "properties": {
                "kind": {"type": "string", "examples": ["cat"]},
                "owner": {"anyOf": [{"$ref": "#/components/schemas/Owner"}, {"type": "null"}]},
                "next": {"$ref": "#/components/schemas/Pet"},
                "age": {"type": "number", "exclusiveMaximum": 9},
                "other": {"$ref": "other.yaml#/definitions/A"},
            }},
            "Data": {"type": "object", "default": {"schema": {"$ref": "#/definitions/Pet"}}},
        })
    );
    let at = |code: &str, name: &str| format!("{code} #/components/schemas/Pet/properties/{name}");
    assert_eq!(said, [at("ignored", "next")]);
}

#[test]
fn what_has_another_type_than_it_should_is_kept_or_named() {
    assert_eq!(
        upgraded(json!({"paths": {"/a": 1, "/b": {"get": 2}}})),
        silent(json!({"paths": {"/a": 1, "/b": {"get": 2}}}))
    );
    let (_, said) = upgraded(
        json!({"parameters": 1, "securityDefinitions": 2, "paths": {"/a": {"parameters": {}}}}),
    );
    assert_eq!(
        said,
        [
            "wrong-type #/components/parameters",
            "wrong-type #/paths/~1a/parameters",
            "wrong-type #/components/securitySchemes"
        ]
    );
}

#[test]
fn new_nodes_stand_where_the_old_ones_stood() {
    let mut root = tree(
        &json!({"swagger": "2.0", "paths": {"/a": {"get": {"parameters": [
            {"name": "b", "in": "body", "schema": {"type": "string"}},
        ]}}}}),
    );
    let mut next = 0;
    number(&mut root, &mut next);
    let place = |node: &crate::source::Node| node.place.offset;
    let down = |node: &crate::source::Node, path: &[&str]| {
        path.iter()
            .try_fold(node.clone(), |at, key| at.get(key).cloned())
    };
    let operation = down(&root, &["paths", "/a", "get"]).unwrap();
    let parameter = operation.get("parameters").unwrap().as_array().unwrap()[0].clone();
    let upgraded = upgrade(root, &mut Diagnostics::default());
    let body = down(&upgraded, &["paths", "/a", "get", "requestBody"]).unwrap();
    assert_eq!(place(&body), place(&parameter));
    let media = down(&body, &["content", "application/json"]).unwrap();
    assert_eq!(
        place(media.get("schema").unwrap()),
        place(parameter.get("schema").unwrap())
    );
    assert_eq!(place(&media), place(parameter.get("schema").unwrap()));
}

fn number(node: &mut crate::source::Node, next: &mut u32) {
    *next += 1;
    node.place.offset = *next;
    match &mut node.value {
        crate::source::Value::Object(object) => object
            .entries
            .iter_mut()
            .for_each(|entry| number(&mut entry.node, next)),
        crate::source::Value::Array(items) => items.iter_mut().for_each(|item| number(item, next)),
        _ => {}
    }
}
