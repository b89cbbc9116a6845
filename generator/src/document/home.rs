//! Where a place of a document really stands: behind the references on the way to it.

use super::{Document, reference};
use crate::pointer::Pointer;
use crate::source::{Node, Place};

/// How many references may follow on each other.
const DEPTH: usize = 32;

impl Document {
    /// The place that a place means: every reference on the way to it is followed, one that stands at it is not.
    #[must_use]
    pub fn home(&self, pointer: &Pointer) -> Pointer {
        let mut at = Pointer::root();
        let mut node = Some(&self.tree);
        for token in pointer.tokens() {
            let here = follow(&self.tree, node, &mut at, Some(&token));
            at = at.child(&token);
            node = here.and_then(|node| reference::within(node, &token));
        }
        at
    }

    /// The place of what a place means, be it described there or referred to.
    #[must_use]
    pub fn definition(&self, pointer: &Pointer) -> Pointer {
        let mut at = self.home(pointer);
        follow(&self.tree, reference::find(&self.tree, &at), &mut at, None);
        at
    }

    /// Where in the input a place of the document, or the nearest that holds it, stands.
    #[must_use]
    pub fn place(&self, pointer: &Pointer) -> Place {
        let mut at = Some(self.home(pointer));
        while let Some(pointer) = at {
            if let Some(schema) = self
                .schemas
                .at(&pointer)
                .and_then(|id| self.schemas.get(id))
            {
                return schema.place;
            }
            if let Some(place) = reference::place(&self.tree, &pointer) {
                return place;
            }
            at = pointer.parent();
        }
        self.tree.place
    }
}

/// Follows the references that stand at a place as long as it lacks a member; `at` goes along.
///
/// Where a schema stood is a reference to that very place, which leads no further.
fn follow<'n>(
    root: &'n Node,
    mut node: Option<&'n Node>,
    at: &mut Pointer,
    wanted: Option<&str>,
) -> Option<&'n Node> {
    for _ in 0..DEPTH {
        let here = node?;
        if wanted.is_some_and(|token| reference::within(here, token).is_some()) {
            break;
        }
        let Some(target) = here.get("$ref").and_then(Node::as_str) else {
            break;
        };
        let target = Pointer::from_reference(target);
        let Some(found) = reference::find(root, &target).filter(|_| target != *at) else {
            break;
        };
        *at = target;
        node = Some(found);
    }
    node
}
