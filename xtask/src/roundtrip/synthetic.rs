//! A description in which every schema under test is what an operation sends and what it answers with.

use clientwright::source::{Node, Object};
use serde_json::json;

use super::position::reference;
use super::subject::{Subject, Suite};

/// Begins the operations' names; none is expected to be in any document.
const OPERATION: &str = "roundTrip";
/// Members of the root that are ours, or that would only be in the way.
const REPLACED: [&str; 8] = [
    "components",
    "info",
    "openapi",
    "paths",
    "security",
    "servers",
    "tags",
    "webhooks",
];

/// The name of a subject's operation as a type.
pub(super) fn request_type(number: usize) -> String {
    format!("RoundTrip{number}")
}

/// The document with operations for the chosen subjects, as JSON text.
pub(super) fn document(suite: &Suite, chosen: &[usize]) -> String {
    let subjects = || {
        let subject = |number: &usize| Some((*number, suite.subjects.get(*number)?));
        chosen.iter().filter_map(subject)
    };
    let empty = Object::default();
    let root = suite.document.as_object().unwrap_or(&empty);
    let mut members = vec![
        (
            "openapi".to_owned(),
            json!(version(&suite.document)).to_string(),
        ),
        (
            "info".to_owned(),
            json!({"title": "Round trip", "version": "0"}).to_string(),
        ),
        (
            "servers".to_owned(),
            json!([{"url": "https://roundtrip.example"}]).to_string(),
        ),
    ];
    let mut paths = referred_to(root, "paths");
    paths.extend(subjects().map(|(number, subject)| path(number, subject)));
    members.push(("paths".to_owned(), object(paths)));
    let webhooks = referred_to(root, "webhooks");
    if !webhooks.is_empty() {
        members.push(("webhooks".to_owned(), object(webhooks)));
    }
    let components = root.get("components").and_then(Node::as_object);
    let components = components.unwrap_or(&empty);
    let mut schemas = components
        .get("schemas")
        .and_then(Node::as_object)
        .map(texts)
        .unwrap_or_default();
    let own = subjects().filter_map(|(_, subject)| subject.own.as_ref());
    schemas.extend(own.map(|(name, schema)| (name.clone(), schema.value.to_json())));
    let mut components = texts(components);
    components.retain(|(name, _)| name != "schemas");
    components.push(("schemas".to_owned(), object(schemas)));
    members.push(("components".to_owned(), object(components)));
    let mut others = texts(root);
    others.retain(|(name, _)| !REPLACED.contains(&name.as_str()));
    members.extend(others);
    object(members)
}

/// 3.2 stays what it is, everything else has been brought to 3.1.
fn version(document: &Node) -> &str {
    let said = document.get("openapi").and_then(Node::as_str);
    said.filter(|version| version.starts_with("3.2"))
        .unwrap_or("3.1.0")
}

/// What a document has under this key, if a reference leads into it: then it must stay.
fn referred_to(root: &Object, key: &str) -> Vec<(String, String)> {
    let Some(there) = root.get(key).and_then(Node::as_object) else {
        return Vec::new();
    };
    let needle = format!("\"#/{key}/");
    let referred = root
        .entries
        .iter()
        .any(|entry| entry.node.value.to_json().contains(&needle));
    if referred { texts(there) } else { Vec::new() }
}

fn texts(object: &Object) -> Vec<(String, String)> {
    let members = object.entries.iter();
    members
        .map(|entry| (entry.key.to_string(), entry.node.value.to_json()))
        .collect()
}

fn object(members: Vec<(String, String)>) -> String {
    let members: Vec<String> = members
        .iter()
        .map(|(key, value)| format!("{}:{value}", json!(key)))
        .collect();
    format!("{{{}}}", members.join(","))
}

fn path(number: usize, subject: &Subject) -> (String, String) {
    let content = json!({"application/json": {"schema": {"$ref": reference(&subject.target)}}});
    let operation = json!({"post": {
        "operationId": format!("{OPERATION}{number}"),
        "requestBody": {"required": true, "content": content},
        "responses": {"200": {"description": "The same again.", "content": content}},
    }});
    (format!("/r/{number}"), operation.to_string())
}
