//! What a document says, whatever its version: a skeleton without schemas, and a table of schemas.
//!
//! **Invariant:** nothing after this stage can ask which version or which kind of file the document was.

mod forgiven;
mod grammar;
mod hoist;
mod node_serde;
mod null;
mod older_schema;
mod openapi30;
mod reference;
mod repair;
mod schema;
mod skeleton;
mod swagger20;
mod tally;
#[cfg(test)]
mod testing;
mod version;
mod walk;

pub use schema::{Discriminator, JsonType, Schema, SchemaId, Schemas};

use crate::diagnostic::Diagnostics;
use crate::pointer::Pointer;
use crate::source::{Node, Place};
use version::Version;

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

/// Reads a document tree of any version; `None` if its version cannot be told.
pub(crate) fn read(root: Node, diagnostics: &mut Diagnostics) -> Option<Document> {
    let mut root = canonical(root, diagnostics)?;
    repair::repair(&mut root, diagnostics);
    let schemas = hoist::hoist(&mut root, diagnostics);
    let (skeleton, beyond) = skeleton::read(&root, diagnostics);
    Some(Document { skeleton, schemas, beyond, tree: root })
}

/// The document in the words of OpenAPI 3.1.
fn canonical(mut root: Node, diagnostics: &mut Diagnostics) -> Option<Node> {
    match version::detect(&root, diagnostics)? {
        Version::Swagger20 => root = swagger20::upgrade(root, diagnostics),
        Version::OpenApi30 => openapi30::upgrade(&mut root, diagnostics),
        Version::OpenApi31 | Version::OpenApi32 => forgiven::forgive(&mut root, diagnostics),
    }
    Some(root)
}

/// temp
pub fn read_root(root: Node, diagnostics: &mut Diagnostics) -> Option<Document> { read(root, diagnostics) }
