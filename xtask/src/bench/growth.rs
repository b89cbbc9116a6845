//! A made-up description of any size, to see how the generator's time, memory and output grow with it.

use serde_json::{Map, Value, json};

/// Operations of a description of size 1.
pub(super) const OPERATIONS: usize = 4 * GROUPS;

/// Groups of a description of size 1: each is a tag with four operations and four schemas of its own.
const GROUPS: usize = 10;

/// The same API `size` times, each time under names of its own; all of them share one error.
pub(super) fn document(size: usize) -> Value {
    let mut paths = Map::new();
    let mut schemas = Map::new();
    schemas.insert("Problem".to_owned(), problem());
    for group in 0..GROUPS.saturating_mul(size) {
        let name = format!("Thing{group}");
        let list = json!({ "get": list(&name), "post": create(&name) });
        let one = json!({
            "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
            "get": get(&name),
            "delete": delete(&name),
        });
        paths.insert(format!("/things{group}"), list);
        paths.insert(format!("/things{group}/{{id}}"), one);
        schemas.extend(group_schemas(&name));
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Things", "version": "1" },
        "servers": [{ "url": "https://things.example" }],
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn content(schema: &Value) -> Value {
    json!({ "application/json": { "schema": schema } })
}

fn answers(status: &str, content: Option<Value>) -> Value {
    let mut success = json!({ "description": "Done." });
    if let (Some(content), Some(success)) = (content, success.as_object_mut()) {
        success.insert("content".to_owned(), content);
    }
    let failure = json!({ "description": "There is none.", "content": content_of_problem() });
    json!({ status: success, "404": failure })
}

fn content_of_problem() -> Value {
    content(&reference("Problem"))
}

fn list(name: &str) -> Value {
    json!({
        "tags": [name], "operationId": format!("list{name}s"), "summary": "List them, some at a time",
        "parameters": [
            { "name": "limit", "in": "query", "description": "How many at most.", "schema": { "type": "integer", "default": 20 } },
            { "name": "after", "in": "query", "schema": { "type": "string" } },
        ],
        "responses": answers("200", Some(content(&json!({ "type": "array", "items": reference(name) })))),
    })
}

fn create(name: &str) -> Value {
    json!({
        "tags": [name], "operationId": format!("create{name}"), "summary": "Add one",
        "requestBody": { "required": true, "content": content(&reference(&format!("New{name}"))) },
        "responses": answers("201", Some(content(&reference(name)))),
    })
}

fn get(name: &str) -> Value {
    json!({
        "tags": [name], "operationId": format!("get{name}"), "summary": "Get one",
        "responses": answers("200", Some(content(&reference(name)))),
    })
}

fn delete(name: &str) -> Value {
    json!({
        "tags": [name], "operationId": format!("delete{name}"), "summary": "Remove one",
        "responses": answers("204", None),
    })
}

/// Two objects, an enumeration and an object within; the names of their properties tell those of one group from others.
fn group_schemas(name: &str) -> [(String, Value); 4] {
    let own = name.to_lowercase();
    let (kind, part) = (format!("{name}Kind"), format!("{name}Part"));
    [
        (
            name.to_owned(),
            json!({
                "type": "object", "description": "One of them.",
                "required": ["id", "kind", "createdAt"],
                "properties": {
                    "id": { "type": "string", "description": "What it is known by." },
                    "kind": reference(&kind),
                    "createdAt": { "type": "string", "format": "date-time" },
                    "name": { "type": ["string", "null"] },
                    "count": { "type": "integer" },
                    "parts": { "type": "array", "items": reference(&part) },
                    format!("of_{own}"): { "type": "boolean" },
                },
            }),
        ),
        (
            format!("New{name}"),
            json!({
                "type": "object", "required": ["name"],
                "properties": {
                    "name": { "type": "string" },
                    "kind": reference(&kind),
                    format!("as_{own}"): { "type": "number" },
                },
            }),
        ),
        (
            kind,
            json!({ "type": "string", "enum": ["small", "large", format!("like_{own}")] }),
        ),
        (
            part,
            json!({
                "type": "object", "required": ["weight"],
                "properties": { "weight": { "type": "number" }, format!("in_{own}"): { "type": "string" } },
            }),
        ),
    ]
}

fn problem() -> Value {
    json!({
        "type": "object", "required": ["code", "message"],
        "properties": { "code": { "type": "string" }, "message": { "type": "string" } },
    })
}
