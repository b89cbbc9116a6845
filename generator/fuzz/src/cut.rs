//! Cuts a document down to one operation and what it reaches, so that a mutant costs little and means much.

use std::collections::{BTreeSet, VecDeque};

use clientwright::source::{Node, Value};

use crate::tree::{self, json, object, string};

/// How many bytes of JSON a document that was cut down may have.
pub const LIMIT: usize = 8 * 1024;

/// How many operations of a document are taken.
const OPERATIONS: usize = 24;

const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// Longer texts mean nothing more to the generator.
const TEXT: usize = 160;

/// Some operations of a document, each as a document of its own.
#[must_use]
pub fn cut(root: &Node) -> Vec<(String, Node)> {
    let mut all = Vec::new();
    for kind in ["paths", "webhooks"] {
        for entry in members(root.get(kind)) {
            for method in METHODS
                .iter()
                .filter(|method| entry.node.get(method).is_some())
            {
                all.push((kind, &*entry.key, *method));
            }
        }
    }
    let step = all.len().div_ceil(OPERATIONS).max(1);
    let chosen = all.into_iter().step_by(step);
    let documents = chosen.filter_map(|(kind, path, method)| {
        let name = format!("{} {path}", method.to_uppercase());
        Some((name, operation(root, kind, path, method)?))
    });
    documents.collect()
}

fn members(node: Option<&Node>) -> &[clientwright::source::Entry] {
    node.and_then(Node::as_object)
        .map_or(&[], |object| &object.entries)
}

fn operation(root: &Node, kind: &str, path: &str, method: &str) -> Option<Node> {
    let mut kept = Vec::new();
    for entry in members(Some(root)) {
        let node = match &*entry.key {
            "paths" | "webhooks" | "components" | "definitions" | "parameters" | "responses"
            | "tags" | "externalDocs" => continue,
            "info" => object(
                ["title", "version"]
                    .into_iter()
                    .filter_map(|key| Some((key.to_owned(), entry.node.get(key)?.clone()))),
            ),
            key if key.starts_with("x-") => continue,
            _ => entry.node.clone(),
        };
        kept.push((entry.key.to_string(), node));
    }
    let item = root.get(kind)?.get(path)?;
    let of_item = members(Some(item)).iter();
    let of_item = of_item.filter(|entry| !METHODS.contains(&&*entry.key) || *entry.key == *method);
    let item = object(of_item.map(|entry| (entry.key.to_string(), entry.node.clone())));
    kept.push((kind.to_owned(), object([(path.to_owned(), item)])));
    let mut document = object(kept);
    plainer(&mut document);
    let mut depth = 14;
    while json(&document).len() > LIMIT / 2 && depth > 4 {
        shallower(&mut document, depth);
        depth -= 1;
    }
    reach(root, &mut document);
    (json(&document).len() <= LIMIT).then_some(document)
}

/// Adds what references lead to, nearest first, as long as there is room; then as places without content.
fn reach(root: &Node, document: &mut Node) {
    let mut left = LIMIT.saturating_sub(json(document).len() + 64);
    let mut known = BTreeSet::new();
    let mut open: VecDeque<Vec<String>> = VecDeque::new();
    references(document, &mut open);
    let schemes = ["components/securitySchemes", "securityDefinitions"];
    let named = used(document);
    for place in schemes {
        for name in &named {
            let mut at: Vec<String> = place.split('/').map(str::to_owned).collect();
            at.push(name.clone());
            open.push_back(at);
        }
    }
    while let Some(at) = open.pop_front() {
        if !known.insert(at.clone()) {
            continue;
        }
        let found = at.iter().try_fold(root, |node, key| node.get(key));
        let Some(mut found) = found.cloned() else {
            continue;
        };
        plainer(&mut found);
        let mut length = json(&found).len() + at.iter().map(String::len).sum::<usize>() + 16;
        if length > left {
            found = object([("type".to_owned(), string("object"))]);
            length = at.iter().map(String::len).sum::<usize>() + 40;
        }
        if length > left {
            return;
        }
        left -= length;
        references(&found, &mut open);
        put(document, &at, found);
    }
}

/// The names of the security schemes that are asked for.
fn used(node: &Node) -> Vec<String> {
    let mut names = Vec::new();
    for entry in members(Some(node)) {
        if let (true, Some(list)) = (&*entry.key == "security", entry.node.as_array()) {
            let all = list.iter().flat_map(|one| members(Some(one)));
            names.extend(all.map(|entry| entry.key.to_string()));
        }
        names.extend(used(&entry.node));
    }
    names
}

/// The components that a tree refers to.
fn references(node: &Node, found: &mut VecDeque<Vec<String>>) {
    for entry in members(Some(node)) {
        let target = entry.node.as_str().filter(|text| text.starts_with("#/"));
        if let Some(target) = target {
            let decoded = |segment: &str| {
                segment
                    .replace("~1", "/")
                    .replace("~0", "~")
                    .replace("%20", " ")
            };
            let all: Vec<String> = target[2..].split('/').map(decoded).collect();
            let length = if all[0] == "components" { 3 } else { 2 };
            if all[0] != "paths" && all.len() >= length {
                found.push_back(all[..length].to_vec());
            }
        }
    }
    tree::children(node).for_each(|child| references(child, found));
}

fn put(document: &mut Node, at: &[String], node: Node) {
    let Some((last, folders)) = at.split_last() else {
        return;
    };
    let mut place = document;
    for key in folders {
        let Some(object) = place.as_object_mut() else {
            return;
        };
        if object.get(key).is_none() {
            object.insert(key, tree::object([]));
        }
        let Some(next) = object.get_mut(key) else {
            return;
        };
        place = next;
    }
    if let Some(object) = place.as_object_mut() {
        object.insert(last, node);
    }
}

/// Takes out what says nothing to the generator, and shortens what is long.
fn plainer(node: &mut Node) {
    match &mut node.value {
        Value::Object(object) => {
            object.entries.retain(|entry| {
                let is_text = entry.node.as_str().is_some_and(|text| text.len() > TEXT);
                !(entry.key.starts_with("x-")
                    || matches!(&*entry.key, "example" | "examples" | "x-examples")
                    || is_text && &*entry.key == "description")
            });
            object
                .entries
                .iter_mut()
                .for_each(|entry| plainer(&mut entry.node));
        }
        Value::Array(list) => {
            list.truncate(24);
            list.iter_mut().for_each(plainer);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Makes what stands below a level empty.
fn shallower(node: &mut Node, levels: usize) {
    match &mut node.value {
        Value::Object(object) if levels == 0 => object.entries.clear(),
        Value::Array(list) if levels == 0 => list.clear(),
        Value::Object(object) => object
            .entries
            .iter_mut()
            .for_each(|entry| shallower(&mut entry.node, levels - 1)),
        Value::Array(list) => list.iter_mut().for_each(|one| shallower(one, levels - 1)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
