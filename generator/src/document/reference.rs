//! Puts in place of each reference of the skeleton what it refers to; schemas are not part of the skeleton.

use super::grammar::{Holds, Kind, METHODS, member};
use crate::pointer::Pointer;
use crate::source::{Entry, Node, Object, Place, Value};

/// How many references may follow on each other, and how deep objects may be nested.
const DEPTH: usize = 64;

/// A reference that cannot be followed.
#[derive(Debug)]
pub(crate) struct Unresolved {
    /// Where the `$ref` stands.
    pub(crate) place: Place,
    /// What it says.
    pub(crate) target: Pointer,
    /// Whether following it leads back to itself.
    pub(crate) circular: bool,
    /// What is missing because of it.
    pub(crate) part: Part,
}

/// What a reference that cannot be followed costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Something that is only described by the answer, so that the request can still be sent.
    Answer,
    /// The description of the body, in whose place any JSON is sent.
    Body,
    /// A part without which the request would be a wrong one.
    Request,
}

/// The node at a place of a tree.
pub(crate) fn find<'a>(root: &'a Node, pointer: &Pointer) -> Option<&'a Node> {
    if !pointer.is_local() {
        return None;
    }
    pointer
        .tokens()
        .try_fold(root, |node, token| within(node, &token))
}

/// Where what a pointer leads to stands: its key, if it has one.
pub(crate) fn place(root: &Node, pointer: &Pointer) -> Option<Place> {
    let found = find(root, pointer)?;
    let holder = pointer.parent().and_then(|parent| find(root, &parent));
    let object = holder.and_then(Node::as_object);
    let entry = object.and_then(|object| {
        let key = pointer.last()?;
        object.entries.iter().find(|entry| *entry.key == *key)
    });
    Some(entry.map_or(found.place, |entry| entry.place))
}

/// The member or element that a reference token names (RFC 6901 section 4).
pub(crate) fn within<'n>(node: &'n Node, token: &str) -> Option<&'n Node> {
    match &node.value {
        Value::Object(object) => object.get(token),
        Value::Array(list) => list.get(token.parse::<usize>().ok()?),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// The place beside a missing one whose name is most alike, if that is likely to be meant.
pub(crate) fn nearest(root: &Node, missing: &Pointer) -> Option<Pointer> {
    let parent = missing.parent()?;
    let siblings = find(root, &parent)?.as_object()?;
    let names = siblings.entries.iter().map(|entry| &*entry.key);
    let meant = crate::diagnostic::nearest(&missing.last()?, names)?;
    Some(parent.child(meant))
}

/// Copies objects of the skeleton with every reference replaced by its target.
pub(crate) struct Resolver<'a> {
    root: &'a Node,
    /// What could not be followed since the last time it was taken.
    pub(crate) unresolved: Vec<Unresolved>,
    /// How many operations were left out since then, because a part of their request leads nowhere.
    pub(crate) left_out: usize,
}

impl<'a> Resolver<'a> {
    /// Follows references within this tree.
    pub(crate) fn new(root: &'a Node) -> Self {
        Self {
            root,
            unresolved: Vec::new(),
            left_out: 0,
        }
    }

    /// The object with its references replaced; `None` where it is itself a reference that leads nowhere.
    ///
    /// Callbacks are left out: they describe requests that the client receives.
    pub(crate) fn resolve(&mut self, node: &Node, kind: Kind) -> Option<Node> {
        self.copy(node, kind, false, 0)
    }

    fn copy(&mut self, node: &Node, kind: Kind, answer: bool, depth: usize) -> Option<Node> {
        let Some(object) = node.as_object() else {
            return Some(node.clone());
        };
        if matches!(
            kind,
            Kind::Schema
                | Kind::Link
                | Kind::Example
                | Kind::SecurityScheme
                // Its headers hold content, which holds encodings again: nothing reads them, and they may not end.
                | Kind::Encoding
        ) {
            return Some(node.clone());
        }
        if let Some(reference) = object.get("$ref").and_then(Node::as_str) {
            return self.follow(reference, object, node.place, kind, answer, depth);
        }
        if depth > DEPTH {
            return None;
        }
        let answer = answer || kind == Kind::Response;
        let broken = self.broken();
        let mut shared_broken = false;
        let mut copy = Object {
            entries: Vec::with_capacity(object.entries.len()),
        };
        for entry in &object.entries {
            let broken = self.broken();
            let value = match member(kind, &entry.key) {
                Holds::Nothing => Some(entry.node.clone()),
                Holds::Map(Kind::Callback) => continue,
                Holds::One(held) | Holds::OneOrList(held) => {
                    self.copy(&entry.node, held, answer, depth + 1)
                }
                Holds::Map(held) | Holds::Patterned(held) => {
                    Some(self.members(&entry.node, held, answer, depth))
                }
                Holds::List(held) => Some(self.elements(&entry.node, held, answer, depth)),
            };
            copy.entries.extend(value.map(|node| Entry {
                key: entry.key.clone(),
                place: entry.place,
                node,
            }));
            shared_broken |= &*entry.key == "parameters" && self.broken() > broken;
        }
        match kind {
            // A request with a part missing would be a wrong one.
            Kind::Operation if self.broken() > broken => {
                self.left_out += 1;
                return None;
            }
            Kind::PathItem if shared_broken => self.drop_operations(&mut copy),
            _ => {}
        }
        Some(Node::new(Value::Object(copy), node.place))
    }

    /// How many references of requests lead nowhere.
    fn broken(&self) -> usize {
        let unresolved = self.unresolved.iter();
        let requests = unresolved.filter(|one| one.part == Part::Request);
        requests.count()
    }

    /// Takes all operations out of a path item whose own parameters lead nowhere.
    fn drop_operations(&mut self, item: &mut Object) {
        let before = item.entries.len();
        item.entries.retain(|entry| !METHODS.contains(&&*entry.key));
        self.left_out += before - item.entries.len();
        let more = item.remove("additionalOperations");
        let more = more.as_ref().and_then(Node::as_object);
        self.left_out += more.map_or(0, |more| more.entries.len());
    }

    fn members(&mut self, node: &Node, kind: Kind, answer: bool, depth: usize) -> Node {
        let Some(object) = node.as_object() else {
            return node.clone();
        };
        let mut copy = Object {
            entries: Vec::with_capacity(object.entries.len()),
        };
        for entry in &object.entries {
            let value = self.copy(
                &entry.node,
                kind,
                answer || kind == Kind::Response,
                depth + 1,
            );
            copy.entries.extend(value.map(|node| Entry {
                key: entry.key.clone(),
                place: entry.place,
                node,
            }));
        }
        Node::new(Value::Object(copy), node.place)
    }

    fn elements(&mut self, node: &Node, kind: Kind, answer: bool, depth: usize) -> Node {
        let Some(list) = node.as_array() else {
            return node.clone();
        };
        let list = list
            .iter()
            .filter_map(|element| self.copy(element, kind, answer, depth + 1))
            .collect();
        Node::new(Value::Array(list), node.place)
    }

    /// Follows one reference; members beside it win over those of the target (OpenAPI 3.1 section 4.8.23).
    fn follow(
        &mut self,
        reference: &str,
        beside: &Object,
        place: Place,
        kind: Kind,
        answer: bool,
        depth: usize,
    ) -> Option<Node> {
        let target = Pointer::from_reference(reference);
        let found = find(self.root, &target);
        let circular = depth > DEPTH;
        let Some(found) = found.filter(|_| !circular) else {
            let part = match kind {
                _ if answer || kind == Kind::Response => Part::Answer,
                Kind::RequestBody => Part::Body,
                _ => Part::Request,
            };
            self.unresolved.push(Unresolved {
                place,
                target,
                circular,
                part,
            });
            return (part == Part::Body).then(|| any_body(place));
        };
        let mut copy = self.copy(found, kind, answer, depth + 1)?;
        if let Some(object) = copy.as_object_mut() {
            for entry in beside.entries.iter().filter(|entry| &*entry.key != "$ref") {
                if kind == Kind::PathItem || matches!(&*entry.key, "description" | "summary") {
                    object.insert(&entry.key, entry.node.clone());
                }
            }
        }
        Some(copy)
    }
}

/// A request body of which nothing is known: JSON, as nearly all APIs take it.
fn any_body(place: Place) -> Node {
    let object = |key: &str, node| {
        let mut object = Object::default();
        object.insert(key, node);
        Node::new(Value::Object(object), place)
    };
    let media = Node::new(Value::Object(Object::default()), place);
    object("content", object("application/json", media))
}
