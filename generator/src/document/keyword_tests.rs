//! Every field of OpenAPI 3.2 and every keyword of JSON Schema 2020-12 is read, said to be ignored, or known to change no client.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::normalise;
use crate::diagnostic::Diagnostics;
use crate::settings::Settings;
use crate::source::read_text;

/// A document in which every object of the specification stands once.
fn document() -> Value {
    json!({
        "openapi": "3.2.0",
        "info": {"title": "t", "version": "v", "contact": {}, "license": {"name": "MIT"}},
        "servers": [{"url": "https://{v}.example", "variables": {"v": {"default": "a"}}}],
        "tags": [{"name": "t"}],
        "externalDocs": {"url": "https://a.example"},
        "paths": {"/a": {
            "get": {
                "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}, "examples": {"e": {}}}],
                "requestBody": {"content": {"application/json": {"schema": true, "encoding": {"e": {}}}}},
                "responses": {
                    "200": {"description": "", "headers": {"H": {"schema": true}}, "links": {"L": {}}},
                    "404": {"$ref": "#/components/responses/R"},
                },
                "callbacks": {"c": {"{$request.body#/url}": {"post": {"requestBody": {"content": {"application/json": {"schema": true}}}, "responses": {"200": {"description": ""}}}}}},
            },
        }},
        "components": {
            "responses": {"R": {"description": ""}},
            "schemas": {
                "S": {"type": "object", "discriminator": {"propertyName": "kind"}, "xml": {}},
            },
            "securitySchemes": {
                "K": {"type": "apiKey", "name": "n", "in": "header"},
                "H": {"type": "http", "scheme": "bearer"},
                "O": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://a.example", "scopes": {}}}},
                "I": {"type": "openIdConnect", "openIdConnectUrl": "https://a.example"},
            },
        },
    })
}

/// What of a document the following stages see, without places, and how often each kind of diagnostic was said.
fn read(document: &Value) -> (String, BTreeMap<&'static str, usize>) {
    let mut diagnostics = Diagnostics::default();
    let source = read_text("a.json", &document.to_string(), &mut diagnostics);
    let read = normalise(&source, &Settings::default(), &mut diagnostics);
    let seen = read.map_or(String::new(), |read| {
        let schemas: Vec<_> = read.schemas.iter().collect();
        format!("{:?} {schemas:?} {:?}", read.skeleton, read.beyond)
    });
    let mut pieces = seen.split("Place { file: 0, offset: ");
    let mut seen = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        seen.push_str(piece.trim_start_matches(|digit: char| digit.is_ascii_digit()));
    }
    let mut said = BTreeMap::new();
    for one in &diagnostics {
        *said.entry(one.code.as_str()).or_default() += 1;
    }
    (seen, said)
}

/// A field, and a value that it may have.
type Field = (&'static str, fn() -> Value);

/// Every object of OpenAPI 3.2 (section 4) by its name and by where it stands in [`document`], with its fields.
#[rustfmt::skip]
const OBJECTS: &[(&str, &str, &[Field])] = &[
    ("OpenAPI", "", &[
        ("$self", || json!("https://a.example")),
        ("info", || json!({"title": "u", "version": "w"})),
        ("jsonSchemaDialect", || json!("https://a.example")),
        ("servers", || json!([{"url": "https://b.example"}])),
        ("paths", || json!({"/b": {}})),
        ("webhooks", || json!({"w": {"post": {"requestBody": {"content": {"application/json": {"schema": {"type": "string"}}}}}}})),
        ("components", || json!({"schemas": {"A": {}}})),
        ("security", || json!([{"K": []}])),
        ("tags", || json!([{"name": "u"}])),
        ("externalDocs", || json!({"url": "https://b.example"})),
        ("x-extension", || json!(1)),
    ]),
    ("Info", "/info", &[
        ("title", || json!("u")), ("summary", || json!("s")), ("description", || json!("d")), ("termsOfService", || json!("https://b.example")),
        ("contact", || json!({})), ("license", || json!({"name": "x"})), ("version", || json!("w")),
    ]),
    ("Contact", "/info/contact", &[("name", || json!("n")), ("url", || json!("https://b.example")), ("email", || json!("a@b.example"))]),
    ("License", "/info/license", &[("name", || json!("n")), ("identifier", || json!("MIT")), ("url", || json!("https://b.example"))]),
    ("Server", "/servers/0", &[("url", || json!("https://b.example")), ("description", || json!("d")), ("name", || json!("n")), ("variables", || json!({"w": {"default": "b"}}))]),
    ("Server Variable", "/servers/0/variables/v", &[("enum", || json!(["a", "b"])), ("default", || json!("b")), ("description", || json!("d"))]),
    ("Components", "/components", &[
        ("schemas", || json!({"T": {}})), ("responses", || json!({"R": {"description": "", "content": {"a/b": {"schema": {}}}}})), ("parameters", || json!({"P": {"name": "p", "in": "query", "schema": {}}})), ("examples", || json!({"E": {}})),
        ("requestBodies", || json!({"B": {"content": {"a/b": {"schema": {}}}}})), ("headers", || json!({"H": {"schema": {}}})), ("securitySchemes", || json!({"k": {"type": "http", "scheme": "basic"}})), ("links", || json!({"L": {}})),
        ("callbacks", || json!({"C": {"/c": {"post": {"requestBody": {"content": {"a/b": {"schema": {}}}}}}}})),
        ("pathItems", || json!({"I": {"get": {"parameters": [{"name": "p", "in": "query", "schema": {}}]}}})), ("mediaTypes", || json!({"M": {"schema": {}}})),
    ]),
    ("Path Item", "/paths/~1a", &[
        ("$ref", || json!("#/components/pathItems/Gone")), ("summary", || json!("s")), ("description", || json!("d")),
        ("get", || json!({})), ("put", || json!({})), ("post", || json!({})), ("delete", || json!({})), ("options", || json!({})), ("head", || json!({})), ("patch", || json!({})), ("trace", || json!({})), ("query", || json!({})),
        ("additionalOperations", || json!({"COPY": {}})), ("servers", || json!([{"url": "https://b.example"}])), ("parameters", || json!([{"name": "p", "in": "query", "schema": {}}])),
    ]),
    ("Operation", "/paths/~1a/get", &[
        ("tags", || json!(["t"])), ("summary", || json!("s")), ("description", || json!("d")), ("externalDocs", || json!({"url": "https://b.example"})), ("operationId", || json!("o")),
        ("parameters", || json!([{"name": "p", "in": "query", "schema": {}}])), ("requestBody", || json!({"content": {}})), ("responses", || json!({"500": {"description": ""}})), ("callbacks", || json!({"d": {"{$url}": {"put": {"requestBody": {"content": {"application/json": {"schema": true}}}}}}})), ("deprecated", || json!(true)), ("security", || json!([{"K": []}])), ("servers", || json!([{"url": "https://b.example"}])),
    ]),
    ("External Documentation", "/externalDocs", &[("description", || json!("d")), ("url", || json!("https://b.example"))]),
    ("Parameter", "/paths/~1a/get/parameters/0", &[
        ("name", || json!("r")), ("in", || json!("header")), ("description", || json!("d")), ("required", || json!(true)), ("deprecated", || json!(true)), ("allowEmptyValue", || json!(true)),
        ("style", || json!("pipeDelimited")), ("explode", || json!(false)), ("allowReserved", || json!(true)), ("schema", || json!({"type": "number"})),
        ("example", || json!("e")), ("examples", || json!({"f": {}})), ("content", || json!({"application/json": {}})),
    ]),
    ("Parameter in the whole query string", "/paths/~1a/get/parameters/0", &[("in", || json!("querystring"))]),
    ("Request Body", "/paths/~1a/get/requestBody", &[("description", || json!("d")), ("content", || json!({"text/plain": {}})), ("required", || json!(true))]),
    ("Media Type", "/paths/~1a/get/requestBody/content/application~1json", &[
        ("$ref", || json!("#/components/mediaTypes/Gone")), ("schema", || json!(false)), ("itemSchema", || json!({"type": "string"})), ("example", || json!(1)), ("examples", || json!({"e": {}})),
        ("encoding", || json!({"f": {}})), ("prefixEncoding", || json!([{}])), ("itemEncoding", || json!({})),
    ]),
    ("Encoding", "/paths/~1a/get/requestBody/content/application~1json/encoding/e", &[
        ("contentType", || json!("a/b")), ("headers", || json!({"H": {"schema": {}}})), ("encoding", || json!({"n": {}})), ("prefixEncoding", || json!([{}])), ("itemEncoding", || json!({})),
        ("style", || json!("form")), ("explode", || json!(false)), ("allowReserved", || json!(true)),
    ]),
    ("Responses", "/paths/~1a/get/responses", &[("default", || json!({"description": ""})), ("4XX", || json!({"description": ""})), ("200", || json!({"description": "other"}))]),
    ("Response", "/paths/~1a/get/responses/200", &[
        ("summary", || json!("s")), ("description", || json!("d")), ("headers", || json!({"X": {"schema": {"type": "string"}}})), ("content", || json!({"application/json": {"schema": {"type": "string"}}})), ("links", || json!({"M": {}})),
    ]),
    ("Callback", "/paths/~1a/get/callbacks/c", &[("{$url}", || json!({"post": {"requestBody": {"content": {"application/json": {"schema": {"type": "string"}}}}, "responses": {}}}))]),
    ("Example", "/paths/~1a/get/parameters/0/examples/e", &[("summary", || json!("s")), ("description", || json!("d")), ("value", || json!(1)), ("dataValue", || json!(1)), ("serializedValue", || json!("1")), ("externalValue", || json!("https://b.example"))]),
    ("Link", "/paths/~1a/get/responses/200/links/L", &[
        ("operationRef", || json!("#/a")), ("operationId", || json!("a")), ("parameters", || json!({"a": 1})), ("requestBody", || json!(1)), ("description", || json!("d")), ("server", || json!({"url": "/"})),
    ]),
    ("Header", "/paths/~1a/get/responses/200/headers/H", &[
        ("description", || json!("d")), ("required", || json!(true)), ("deprecated", || json!(true)), ("example", || json!("e")), ("examples", || json!({"f": {}})), ("style", || json!("simple")), ("explode", || json!(true)),
        ("schema", || json!({"type": "number"})), ("content", || json!({"a/b": {}})),
    ]),
    ("Tag", "/tags/0", &[("name", || json!("u")), ("summary", || json!("s")), ("description", || json!("d")), ("externalDocs", || json!({"url": "https://b.example"})), ("parent", || json!("p")), ("kind", || json!("nav"))]),
    ("Reference", "/paths/~1a/get/responses/404", &[("$ref", || json!("#/components/responses/Gone")), ("summary", || json!("s")), ("description", || json!("d"))]),
    ("Discriminator", "/components/schemas/S/discriminator", &[("propertyName", || json!("other")), ("mapping", || json!({"a": "S"})), ("defaultMapping", || json!("S"))]),
    ("XML", "/components/schemas/S/xml", &[("nodeType", || json!("element")), ("name", || json!("n")), ("namespace", || json!("https://b.example")), ("prefix", || json!("p")), ("attribute", || json!(true)), ("wrapped", || json!(true))]),
    ("Security Scheme", "/components/securitySchemes/K", &[("type", || json!("apiKey")), ("description", || json!("d")), ("name", || json!("m")), ("in", || json!("query")), ("deprecated", || json!(true))]),
    ("Security Scheme for HTTP", "/components/securitySchemes/H", &[("scheme", || json!("basic")), ("bearerFormat", || json!("JWT"))]),
    ("Security Scheme for OAuth 2", "/components/securitySchemes/O", &[("flows", || json!({})), ("oauth2MetadataUrl", || json!("https://b.example"))]),
    ("Security Scheme for OpenID Connect", "/components/securitySchemes/I", &[("openIdConnectUrl", || json!("https://b.example"))]),
    ("OAuth Flows", "/components/securitySchemes/O/flows", &[
        ("implicit", || json!({"authorizationUrl": "https://b.example", "scopes": {}})), ("password", || json!({"tokenUrl": "https://b.example", "scopes": {}})), ("clientCredentials", || json!({"tokenUrl": "https://b.example", "scopes": {}})),
        ("authorizationCode", || json!({"authorizationUrl": "https://b.example", "tokenUrl": "https://b.example", "scopes": {}})), ("deviceAuthorization", || json!({"deviceAuthorizationUrl": "https://b.example", "tokenUrl": "https://b.example", "scopes": {}})),
    ]),
    ("OAuth Flow", "/components/securitySchemes/O/flows/clientCredentials", &[("tokenUrl", || json!("https://b.example")), ("refreshUrl", || json!("https://b.example")), ("scopes", || json!({"s": "d"}))]),
    ("Schema", "/components/schemas/S", &[
        ("$id", || json!("https://b.example")), ("$schema", || json!("https://b.example")), ("$ref", || json!("#/components/schemas/T")), ("$anchor", || json!("a")), ("$dynamicRef", || json!("#a")), ("$dynamicAnchor", || json!("a")),
        ("$vocabulary", || json!({})), ("$comment", || json!("c")), ("$defs", || json!({"D": {}})),
        ("allOf", || json!([{}])), ("anyOf", || json!([{}])), ("oneOf", || json!([{}])), ("not", || json!({})), ("if", || json!({})), ("then", || json!({})), ("else", || json!({})), ("dependentSchemas", || json!({"a": {}})),
        ("prefixItems", || json!([{}])), ("items", || json!({})), ("contains", || json!({})), ("properties", || json!({"a": {}})), ("patternProperties", || json!({"a": {}})), ("additionalProperties", || json!(false)), ("propertyNames", || json!({})),
        ("unevaluatedItems", || json!(false)), ("unevaluatedProperties", || json!(false)),
        ("type", || json!("string")), ("enum", || json!([1])), ("const", || json!(1)), ("multipleOf", || json!(2)), ("maximum", || json!(2)), ("exclusiveMaximum", || json!(2)), ("minimum", || json!(2)), ("exclusiveMinimum", || json!(2)),
        ("maxLength", || json!(2)), ("minLength", || json!(2)), ("pattern", || json!("a")), ("maxItems", || json!(2)), ("minItems", || json!(2)), ("uniqueItems", || json!(true)), ("maxContains", || json!(2)), ("minContains", || json!(2)),
        ("maxProperties", || json!(2)), ("minProperties", || json!(2)), ("required", || json!(["a"])), ("dependentRequired", || json!({"a": ["b"]})),
        ("format", || json!("f")), ("contentEncoding", || json!("base64")), ("contentMediaType", || json!("a/b")), ("contentSchema", || json!({})),
        ("title", || json!("t")), ("description", || json!("d")), ("default", || json!(1)), ("deprecated", || json!(true)), ("readOnly", || json!(true)), ("writeOnly", || json!(true)), ("examples", || json!([1])),
        ("discriminator", || json!({"propertyName": "p"})), ("xml", || json!({"name": "n"})), ("externalDocs", || json!({"url": "https://b.example"})), ("example", || json!(1)), ("x-extension", || json!(1)),
    ]),
];

/// What changes no client, and why: `Object.field`, or `Object` for all of its fields.
#[rustfmt::skip]
const WITHOUT_EFFECT: &[(&str, &str)] = &[
    ("OpenAPI.$self", "references are read relative to the file they stand in"),
    ("OpenAPI.jsonSchemaDialect", "every dialect is read as that of OpenAPI"),
    ("OpenAPI.externalDocs", "a link for readers of the description"),
    ("OpenAPI.x-extension", "extensions mean nothing by themselves"),
    ("Info.summary", "the crate is described by `description`"),
    ("Info.termsOfService", "law, not protocol"),
    ("Info.contact", "people, not protocol"),
    ("Info.license", "of the API, not of the client"),
    ("Contact", "people, not protocol"),
    ("License", "of the API, not of the client"),
    ("External Documentation", "a link for readers of the description"),
    ("Server.name", "servers are chosen by their URL"),
    ("Components.examples", "examples of examples: what uses one is not read either"),
    ("Components.links", "links lead from answers to operations, which the caller calls"),
    ("Path Item.summary", "operations describe themselves"),
    ("Path Item.description", "operations describe themselves"),
    ("Operation.externalDocs", "a link for readers of the description"),
    ("Parameter.example", "samples come from schemas"),
    ("Parameter.examples", "samples come from schemas"),
    ("Media Type.example", "samples come from schemas"),
    ("Media Type.examples", "samples come from schemas"),
    ("Example", "samples come from schemas"),
    ("Response.links", "links lead from answers to operations, which the caller calls"),
    ("Link", "links lead from answers to operations, which the caller calls"),
    ("Header.example", "samples come from schemas"),
    ("Header.examples", "samples come from schemas"),
    ("Header.style", "headers have one style"),
    ("Header.explode", "headers are read by their caller"),
    ("Tag.summary", "a module is described by `description`"),
    ("Tag.parent", "modules are not nested"),
    ("Tag.kind", "every tag may name a module"),
    ("Reference.summary", "what is referred to describes itself"),
    ("XML", "XML is written and read by the caller"),
    ("Security Scheme.deprecated", "the credential is asked for all the same"),
    ("Security Scheme for OAuth 2.oauth2MetadataUrl", "the caller brings the token"),
    ("OAuth Flows.deviceAuthorization", "the caller brings the token"),
    ("Schema.$id", "read where references are resolved"),
    ("Schema.$anchor", "read where references are resolved"),
    ("Schema.$dynamicAnchor", "read where references are resolved"),
    ("Schema.$schema", "every dialect is read as that of OpenAPI"),
    ("Schema.$vocabulary", "every dialect is read as that of OpenAPI"),
    ("Schema.$comment", "for authors of the description"),
    ("Schema.xml", "XML is written and read by the caller"),
    ("Schema.externalDocs", "a link for readers of the description"),
    ("Schema.x-extension", "extensions mean nothing by themselves"),
    ("Schema.not", "a constraint that no type can express; servers check it"),
    ("Schema.if", "a constraint that no type can express; servers check it"),
    ("Schema.then", "a constraint that no type can express; servers check it"),
    ("Schema.else", "a constraint that no type can express; servers check it"),
    ("Schema.dependentSchemas", "a constraint that no type can express; servers check it"),
    ("Schema.contains", "a constraint that no type can express; servers check it"),
    ("Schema.propertyNames", "a constraint that no type can express; servers check it"),
    ("Schema.unevaluatedItems", "a constraint that no type can express; servers check it"),
    ("Schema.unevaluatedProperties", "a constraint that no type can express; servers check it"),
    ("Schema.maxContains", "a constraint that no type can express; servers check it"),
    ("Schema.minContains", "a constraint that no type can express; servers check it"),
    ("Schema.maxProperties", "a constraint that no type can express; servers check it"),
    ("Schema.dependentRequired", "a constraint that no type can express; servers check it"),
];

#[test]
fn nothing_is_lost_in_silence() {
    let mut wrong = Vec::new();
    let mut used = Vec::new();
    for (object, place, fields) in OBJECTS {
        for (field, value) in *fields {
            let (mut without, mut with) = (document(), document());
            without
                .pointer_mut(place)
                .unwrap()
                .as_object_mut()
                .unwrap()
                .remove(*field);
            with.pointer_mut(place).unwrap()[*field] = value();
            let (seen_without, said_without) = read(&without);
            let (seen, said) = read(&with);
            let has_effect = seen != seen_without || said != said_without;
            let name = format!("{object}.{field}");
            let reasoned = WITHOUT_EFFECT
                .iter()
                .find(|(what, _)| what == object || *what == name);
            used.extend(reasoned);
            match (has_effect, reasoned) {
                (false, None) => wrong.push(format!("{name} is lost in silence: read it, say so, or give the reason in WITHOUT_EFFECT")),
                (true, Some(_)) => {
                    wrong.push(format!("{name} has an effect: take its reason out of WITHOUT_EFFECT"))
                }
                (true, None) | (false, Some(_)) => {}
            }
        }
    }
    let unused = WITHOUT_EFFECT
        .iter()
        .filter(|reason| !used.contains(reason));
    wrong.extend(unused.map(|(what, _)| format!("{what} is no field of the table")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
