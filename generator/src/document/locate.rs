//! Finds what a pointer into a document means, through every reference on its way.

use std::borrow::Cow;

use super::grammar::{Holds, Kind, member};
use super::resource::Resources;
use crate::pointer::Pointer;
use crate::source::{Node, Value};

/// What a reference leads to.
pub(super) struct Found<'a> {
    /// Its place, with every reference on the way followed.
    pub(super) pointer: Pointer,
    pub(super) node: &'a Node,
    /// What it is; `None` where the following stages do not look.
    pub(super) kind: Option<Kind>,
}

/// The state of a way through a document.
#[derive(Clone, Copy)]
enum At {
    One(Kind),
    /// Members or elements of something.
    Many(Kind),
    OneOrMany(Kind),
    Elsewhere,
}

/// Follows the tokens of a pointer, and every reference that stands where a token asks for a member.
pub(super) fn locate<'a>(
    root: &'a Node,
    pointer: &Pointer,
    resources: &Resources,
    depth: usize,
) -> Option<Found<'a>> {
    if depth > 32 {
        return None;
    }
    let mut node = root;
    let mut at = At::One(Kind::Document);
    let mut place = Pointer::root();
    let tokens: Vec<Cow<'_, str>> = pointer.tokens().collect();
    for (index, token) in tokens.iter().enumerate() {
        let next = match &node.value {
            Value::Object(object) => object.get(token),
            Value::Array(list) => token
                .parse::<usize>()
                .ok()
                .and_then(|index| list.get(index)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        };
        let Some(next) = next else {
            let reference = node.get("$ref").and_then(Node::as_str)?;
            // The first alone, so that a circle of references costs no more than its depth.
            let candidates = resources.candidates(reference, "").into_iter().take(1);
            let rest = tokens.get(index..).unwrap_or_default();
            return candidates.into_iter().find_map(|target| {
                let target = rest.iter().fold(target, |at, token| at.child(token));
                locate(root, &target, resources, depth + 1)
            });
        };
        at = step(at, node, token);
        place = place.child(token);
        node = next;
    }
    let kind = match at {
        At::One(kind) => Some(kind),
        At::OneOrMany(kind) if node.as_array().is_none() => Some(kind),
        At::Many(_) | At::OneOrMany(_) | At::Elsewhere => None,
    };
    Some(Found {
        pointer: place,
        node,
        kind,
    })
}

/// What a member is that a way leads to; schemas that change no type are not kept, so nothing in them can be found later.
fn step(at: At, node: &Node, token: &str) -> At {
    let kept = [
        "properties",
        "patternProperties",
        "$defs",
        "definitions",
        "allOf",
        "anyOf",
        "oneOf",
        "prefixItems",
        "items",
        "additionalProperties",
    ];
    match at {
        At::One(Kind::Schema) if !kept.contains(&token) => At::Elsewhere,
        At::One(kind) => match member(kind, token) {
            Holds::Nothing => At::Elsewhere,
            Holds::One(kind) => At::One(kind),
            Holds::OneOrList(kind) => At::OneOrMany(kind),
            Holds::List(kind) | Holds::Map(kind) | Holds::Patterned(kind) => At::Many(kind),
        },
        At::OneOrMany(kind) if node.as_array().is_none() => step(At::One(kind), node, token),
        At::Many(kind) | At::OneOrMany(kind) => At::One(kind),
        At::Elsewhere => At::Elsewhere,
    }
}
