//! Trees for this stage's tests, written as JSON literals.

use serde_json::Value as Json;

use crate::diagnostic::Diagnostics;
use crate::source::{Entry, Node, Object, Place, Value};

const NOWHERE: Place = Place { file: 0, offset: 0 };

/// The tree of a JSON value; every node stands at the start of the first file.
pub(super) fn tree(json: &Json) -> Node {
    let value = match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => Value::Number(number.to_string().into()),
        Json::String(text) => Value::String(text.as_str().into()),
        Json::Array(items) => Value::Array(items.iter().map(tree).collect()),
        Json::Object(members) => {
            let entry = |(key, json): (&String, &Json)| Entry {
                key: key.as_str().into(),
                place: NOWHERE,
                node: tree(json),
            };
            Value::Object(Object {
                entries: members.iter().map(entry).collect(),
            })
        }
    };
    Node::new(value, NOWHERE)
}

/// The JSON value of a tree; member order is lost.
pub(super) fn json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Number(text) => serde_json::from_str(text).unwrap(),
        Value::String(text) => Json::String(text.to_string()),
        Value::Array(items) => Json::Array(items.iter().map(json).collect()),
        Value::Object(object) => {
            let members: serde_json::Map<_, _> = object
                .entries
                .iter()
                .map(|entry| (entry.key.to_string(), json(&entry.node)))
                .collect();
            assert_eq!(
                members.len(),
                object.entries.len(),
                "an object says a key twice"
            );
            Json::Object(members)
        }
    }
}

/// What was said, as `code pointer` each.
pub(super) fn said(diagnostics: &Diagnostics) -> Vec<String> {
    diagnostics
        .iter()
        .map(|one| {
            format!(
                "{} {}",
                one.code.as_str(),
                one.pointer.as_ref().map_or("", |pointer| pointer.as_str())
            )
        })
        .collect()
}
