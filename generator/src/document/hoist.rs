//! Moves every schema position of a document into a table and leaves a reference behind.

use super::grammar::{Holds, Kind, member};
use super::schema::Schemas;
use crate::diagnostic::Diagnostics;
use crate::pointer::Pointer;
use crate::source::{Node, Object, Place, Value};

/// How deep the objects of a description may be nested: callbacks hold path items, which hold callbacks.
const DEPTH: usize = 64;

/// Takes all schemas out of a document of the canonical form.
///
/// What is left, the skeleton, has `{"$ref": pointer}` where a schema stood. The schemas of `components` leave
/// nothing behind.
pub(crate) fn hoist(root: &mut Node, diagnostics: &mut Diagnostics) -> Schemas {
    let mut schemas = Schemas::default();
    let root_place = root.place;
    Walk {
        schemas: &mut schemas,
        diagnostics,
    }
    .object(root, Kind::Document, root_place, &Pointer::root(), 0);
    if let Some(components) = root
        .as_object_mut()
        .and_then(|root| root.get_mut("components"))
    {
        components
            .as_object_mut()
            .map(|components| components.remove("schemas"));
    }
    schemas
}

struct Walk<'a> {
    schemas: &'a mut Schemas,
    diagnostics: &'a mut Diagnostics,
}

impl Walk<'_> {
    /// `place` is that of the node's key, if it has one.
    fn object(
        &mut self,
        node: &mut Node,
        kind: Kind,
        place: Place,
        pointer: &Pointer,
        depth: usize,
    ) {
        if kind == Kind::Schema {
            self.take(node, place, pointer);
            return;
        }
        if depth > DEPTH {
            return;
        }
        let Some(object) = node.as_object_mut() else {
            return;
        };
        for entry in &mut object.entries {
            let holds = member(kind, &entry.key);
            match holds {
                Holds::Nothing => {}
                Holds::One(held) | Holds::OneOrList(held) => {
                    let at = pointer.child(&entry.key);
                    self.object(&mut entry.node, held, entry.place, &at, depth + 1);
                }
                Holds::Map(held) | Holds::Patterned(held) => {
                    let at = pointer.child(&entry.key);
                    let members = entry
                        .node
                        .as_object_mut()
                        .into_iter()
                        .flat_map(|object| &mut object.entries)
                        .filter(|inner| {
                            holds != Holds::Patterned(held) || !inner.key.starts_with("x-")
                        });
                    for inner in members {
                        let at = at.child(&inner.key);
                        self.object(&mut inner.node, held, inner.place, &at, depth + 1);
                    }
                }
                Holds::List(held) => {
                    let at = pointer.child(&entry.key);
                    let Value::Array(list) = &mut entry.node.value else {
                        continue;
                    };
                    for (index, inner) in list.iter_mut().enumerate() {
                        self.object(inner, held, inner.place, &at.index(index), depth + 1);
                    }
                }
            }
        }
    }

    fn take(&mut self, node: &mut Node, place: Place, pointer: &Pointer) {
        let own = node.place;
        let mut reference = Object::default();
        reference.insert("$ref", Node::string(pointer.as_str(), own));
        let schema = std::mem::replace(node, Node::new(Value::Object(reference), own));
        let (schemas, pointer) = (&mut self.schemas, pointer.clone());
        schemas.add(schema, place, pointer, self.diagnostics);
    }
}
