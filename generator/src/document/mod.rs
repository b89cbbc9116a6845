//! What a document says, whatever its version: a skeleton without schemas, and a table of schemas.
//!
//! **Invariant:** nothing after this stage can ask which version or which kind of file the document was.

mod grammar;
mod hoist;
mod node_serde;
mod reference;
mod repair;
mod schema;
mod skeleton;

pub use schema::{Discriminator, JsonType, Schema, SchemaId, Schemas};

use crate::diagnostic::Diagnostics;
use crate::pointer::Pointer;
use crate::source::{Node, Place};

/// A document in the one form that the following stages know.
#[derive(Debug)]
pub struct Document {
    /// Paths, parameters, bodies, responses, servers, security; where a schema stood, a reference to its pointer.
    pub skeleton: openapiv3::OpenAPI,
    /// Every schema position, keyed by its pointer.
    pub schemas: Schemas,
    /// What `openapiv3` cannot say.
    pub beyond: Beyond,
    tree: Node,
}

/// What OpenAPI 3.1 and 3.2 say and `openapiv3` has no place for.
#[derive(Debug, Default)]
pub struct Beyond {
    /// Operations of methods that `openapiv3` has no field for.
    pub operations: Vec<BeyondOperation>,
    /// How many operations the document has, those included that could not be read.
    pub operations_found: usize,
}

/// An operation of a method that `openapiv3` has no field for (OpenAPI 3.2 section 4.8.1).
#[derive(Debug)]
pub struct BeyondOperation {
    /// The path template.
    pub path: String,
    /// The method, as it is sent.
    pub method: String,
    /// Where it stands.
    pub pointer: Pointer,
    /// What it says.
    pub operation: openapiv3::Operation,
}

impl Beyond {
    fn add(&mut self, path: &str, method: &str, pointer: Pointer, operation: Option<openapiv3::Operation>) {
        let (path, method) = (path.to_owned(), method.to_owned());
        self.operations.extend(operation.map(|operation| BeyondOperation { path, method, pointer, operation }));
    }
}

impl Document {
    /// Where in the input a place of the document, or the nearest that holds it, stands.
    #[must_use]
    pub fn place(&self, pointer: &Pointer) -> Place {
        let mut at = Some(pointer.clone());
        while let Some(pointer) = at {
            if let Some(schema) = self.schemas.at(&pointer).and_then(|id| self.schemas.get(id)) {
                return schema.place;
            }
            if let Some(node) = reference::find(&self.tree, &pointer) {
                return node.place;
            }
            at = pointer.parent();
        }
        self.tree.place
    }
}

/// Reads one document of the canonical form, OpenAPI 3.1.
pub(crate) fn read(mut root: Node, diagnostics: &mut Diagnostics) -> Document {
    repair::repair(&mut root, diagnostics);
    let schemas = hoist::hoist(&mut root, diagnostics);
    let (skeleton, beyond) = skeleton::read(&root, diagnostics);
    Document { skeleton, schemas, beyond, tree: root }
}

/// temp
pub fn read_root(root: Node, diagnostics: &mut Diagnostics) -> Document { read(root, diagnostics) }
