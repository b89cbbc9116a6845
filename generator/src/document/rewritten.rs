//! A description in the words of OpenAPI 3.1, before it is taken apart: what became of a place, for people who ask.

use super::grammar::Kind;
use super::locate::locate;
use super::resource::Resources;
use super::{merge, reference, repair, united};
use crate::diagnostic::Diagnostics;
use crate::pointer::Pointer;
use crate::source::{Node, Place, Source, Value};

/// A description in the words of OpenAPI 3.1.
#[derive(Debug)]
pub struct Rewritten {
    root: Node,
}

impl Rewritten {
    /// That of a description; `None` if it cannot be read.
    #[must_use]
    pub fn of(source: &Source) -> Option<Self> {
        // A run says what is wrong; this one only looks.
        let mut unheard = Diagnostics::default();
        let documents = united(source, &mut unheard)?;
        let mut root = merge::merge(documents, &mut unheard)?;
        repair::repair(&mut root, &mut unheard);
        Some(Self { root })
    }

    /// What stands at a place.
    #[must_use]
    pub fn at(&self, pointer: &Pointer) -> Option<&Node> {
        reference::find(&self.root, pointer)
    }

    /// Whether a place is a schema's: then it is read by itself, wherever it stands.
    #[must_use]
    pub fn is_schema(&self, pointer: &Pointer) -> bool {
        let found = locate(&self.root, pointer, &Resources::default(), 0);
        found.is_some_and(|found| found.kind == Some(Kind::Schema))
    }

    /// Where in the input a place stands: its key, if it has one.
    #[must_use]
    pub fn place(&self, pointer: &Pointer) -> Option<Place> {
        reference::place(&self.root, pointer)
    }

    /// The member beside a missing one that may be meant.
    #[must_use]
    pub fn nearest(&self, missing: &Pointer) -> Option<Pointer> {
        reference::nearest(&self.root, missing)
    }

    /// The places that were made of one of the input, without what lies in another of them.
    ///
    /// What keeps its key is found by that; what got another one, by where its value begins. An object that was put
    /// around stands at the place of what it holds first: what is still called the same is preferred.
    #[must_use]
    pub fn made_of(&self, place: Place, value: Place, written: &Pointer) -> Vec<Pointer> {
        let (mut by_key, mut by_value) = (Vec::new(), Vec::new());
        self.each(&mut |pointer, key, node| {
            if key == place {
                by_key.push(pointer.clone());
            }
            if node.place == value {
                by_value.push(pointer.clone());
            }
        });
        let made = if by_key.is_empty() { by_value } else { by_key };
        let same = |one: &&Pointer| one.last() == written.last();
        let kept: Vec<Pointer> = made.iter().filter(same).cloned().collect();
        let made = if kept.is_empty() { made } else { kept };
        let mut outermost: Vec<Pointer> = Vec::new();
        for one in made {
            if !outermost.iter().any(|known| one.is_within(known)) {
                outermost.push(one);
            }
        }
        outermost
    }

    /// The places that refer to one.
    #[must_use]
    pub fn references_to(&self, pointer: &Pointer) -> Vec<Pointer> {
        let mut found = Vec::new();
        self.each(&mut |at, _, node| {
            let reference = node.get("$ref").and_then(Node::as_str);
            if reference.is_some_and(|one| Pointer::from_reference(one) == *pointer) {
                found.push(at.clone());
            }
        });
        found
    }

    fn each(&self, visit: &mut dyn FnMut(&Pointer, Place, &Node)) {
        walk(&self.root, self.root.place, &Pointer::root(), visit);
    }
}

/// The depth of a tree is bounded by its reader.
fn walk(node: &Node, place: Place, at: &Pointer, visit: &mut dyn FnMut(&Pointer, Place, &Node)) {
    visit(at, place, node);
    match &node.value {
        Value::Object(object) => {
            for entry in &object.entries {
                walk(&entry.node, entry.place, &at.child(&entry.key), visit);
            }
        }
        Value::Array(list) => {
            for (index, element) in list.iter().enumerate() {
                walk(element, element.place, &at.index(index), visit);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
