//! Moves what a document says of all its operations to each of them.

use super::merge::{Part, is_same};
use crate::source::{Node, Object, Value};

/// Each operation says itself what holds for all of its own document, so that documents that differ can be united.
pub(super) fn push_down(document: &mut Node, key: &str) {
    let Some(root) = document.as_object_mut() else {
        return;
    };
    let Some(value) = root.remove(key) else {
        return;
    };
    let Some(paths) = root.get_mut("paths").and_then(Node::as_object_mut) else {
        return;
    };
    let items = paths.entries.iter_mut();
    for item in items.filter_map(|entry| entry.node.as_object_mut()) {
        // A path item's own servers hold for its operations already.
        if item.get(key).is_none() {
            operations_mut(item).for_each(|operation| set_missing(operation, key, &value));
        }
    }
}

/// Moves what two documents say differently of all operations of a path to these operations.
pub(super) fn own_members(known: &mut Node, other: &mut Node) {
    let Some(paths) = paths_mut(known) else {
        return;
    };
    for theirs in paths_mut(other)
        .into_iter()
        .flat_map(|paths| &mut paths.entries)
    {
        let Some(ours) = paths.get_mut(&theirs.key).and_then(Node::as_object_mut) else {
            continue;
        };
        let Some(theirs) = theirs.node.as_object_mut() else {
            continue;
        };
        if !is_same(ours.get("servers"), theirs.get("servers")) {
            for item in [&mut *ours, &mut *theirs] {
                if let Some(servers) = item.remove("servers") {
                    operations_mut(item)
                        .for_each(|operation| set_missing(operation, "servers", &servers));
                }
            }
        }
        if ours.get("parameters") != theirs.get("parameters") {
            for item in [ours, theirs] {
                if let Some(Value::Array(shared)) = item.remove("parameters").map(|node| node.value)
                {
                    operations_mut(item).for_each(|operation| add_parameters(operation, &shared));
                }
            }
        }
    }
}

pub(super) fn paths_mut(document: &mut Node) -> Option<&mut Object> {
    document.as_object_mut()?.get_mut("paths")?.as_object_mut()
}

/// Every operation of a path item.
fn operations(item: &Object) -> impl Iterator<Item = &Node> {
    let own = item.entries.iter();
    let own = own.filter(|entry| super::grammar::METHODS.contains(&&*entry.key));
    let more = item.get("additionalOperations").and_then(Node::as_object);
    let more = more.into_iter().flat_map(|more| &more.entries);
    own.chain(more).map(|entry| &entry.node)
}

/// Every operation of a path item, to be changed.
pub(super) fn operations_mut(item: &mut Object) -> impl Iterator<Item = &mut Node> {
    item.entries.iter_mut().flat_map(|entry| {
        let more = &*entry.key == "additionalOperations";
        let own = super::grammar::METHODS.contains(&&*entry.key);
        let (one, many) = if more {
            (None, entry.node.as_object_mut())
        } else {
            (Some(&mut entry.node).filter(|_| own), None)
        };
        let many = many.into_iter().flat_map(|many| &mut many.entries);
        one.into_iter().chain(many.map(|entry| &mut entry.node))
    })
}

/// Whether every operation of a document has a member of this name.
fn say_themselves(document: &Node, key: &str) -> bool {
    let paths = document.get("paths").and_then(Node::as_object);
    let items = paths.into_iter().flat_map(|paths| &paths.entries);
    let items = items.filter_map(|entry| entry.node.as_object());
    items
        .flat_map(operations)
        .all(|operation| operation.get(key).is_some())
}

/// Adds a path's parameters that the operation does not override (OpenAPI 3.1 section 4.8.9.1).
fn add_parameters(operation: &mut Node, shared: &[Node]) {
    let Some(operation) = operation.as_object_mut() else {
        return;
    };
    let place = shared.first().map(|first| first.place);
    let mut parameters: Vec<Node> = operation
        .get("parameters")
        .and_then(Node::as_array)
        .unwrap_or_default()
        .to_vec();
    let same = |a: &Node, b: &Node| {
        a == b
            || a.get("name")
                .is_some_and(|name| Some(name) == b.get("name"))
                && a.get("in") == b.get("in")
    };
    for parameter in shared {
        if !parameters.iter().any(|own| same(own, parameter)) {
            parameters.push(parameter.clone());
        }
    }
    if let Some(place) = place {
        operation.insert("parameters", Node::new(Value::Array(parameters), place));
    }
}

fn set_missing(operation: &mut Node, key: &str, value: &Node) {
    if let Some(operation) = operation.as_object_mut()
        && operation.get(key).is_none()
    {
        operation.insert(key, value.clone());
    }
}

/// Whether documents ask for different credentials where an operation does not say itself what it asks for.
pub(super) fn security_differs(parts: &[Part]) -> bool {
    let mut said = parts.iter().filter_map(|part| {
        let of_all = part.root.get("security");
        (of_all.is_some() || !say_themselves(&part.root, "security")).then_some(of_all)
    });
    let first = said.next();
    said.any(|security| !is_same(first.flatten(), security))
}

/// Whether documents that say anything of servers say different things.
pub(super) fn servers_differ(parts: &[Part]) -> bool {
    let mut said = parts.iter().filter_map(|part| part.root.get("servers"));
    let first = said.next();
    said.any(|servers| !is_same(first, Some(servers)))
}
