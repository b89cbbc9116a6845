//! What is put to the test: schemas, and the values that must come back from them as they were.

use clientwright::pointer::Pointer;
use clientwright::source::Node;

/// Schemas that share a document.
#[derive(Debug)]
pub(super) struct Suite {
    /// How the suite is called while it is worked on; also names the crate's folder.
    pub(super) name: String,
    /// An OpenAPI 3.1 document whose operations do not matter.
    pub(super) document: Node,
    /// What is tested.
    pub(super) subjects: Vec<Subject>,
}

/// A schema under test.
#[derive(Debug)]
pub(super) struct Subject {
    /// The row of the table that counts it.
    pub(super) file: String,
    /// What a reader of the file finds it by: a group's description, or a place.
    pub(super) name: String,
    /// Where it stands in the suite's document.
    pub(super) target: Pointer,
    /// The component that is in the document for this subject alone.
    pub(super) own: Option<(String, Node)>,
    /// Why a generator need not understand it; then it has to say so.
    pub(super) out_of_scope: Option<String>,
    /// Whether it is a schema of the file, and not a means to reach several at once.
    pub(super) counted: bool,
    /// How many values there were, those included that its schema does not allow.
    pub(super) seen: usize,
    /// The values that its schema allows.
    pub(super) instances: Vec<Instance>,
}

/// A value that must survive.
#[derive(Debug, Clone)]
pub(super) struct Instance {
    /// Compact JSON text.
    pub(super) text: String,
    /// Where it comes from.
    pub(super) origin: String,
}
