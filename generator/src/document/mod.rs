//! What a document says, whatever its version: a skeleton without schemas, and a table of schemas.
//!
//! **Invariant:** nothing after this stage can ask which version or which kind of file the document was.

mod adopt;
mod apart;
mod base_path;
mod bounds;
mod bundle;
mod context;
mod extension;
mod forgiven;
mod grammar;
mod hoist;
mod home;
mod identity;
mod import;
mod incoming;
mod keyword;
#[cfg(test)]
mod keyword_tests;
mod locate;
mod merge;
mod node_serde;
mod null;
mod older_page;
mod older_schema;
mod openapi30;
mod reference;
mod repair;
mod resource;
mod rewritten;
mod schema;
mod select;
mod skeleton;
#[cfg(test)]
mod skeleton_tests;
mod spread;
mod swagger20;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod vendor_tests;
mod version;
mod walk;

pub use bounds::Bounds;
pub use extension::{IDEMPOTENCY_KEY, PAGINATION, RATE_LIMIT, WEBHOOK_SIGNATURES};
pub use import::import;
pub use rewritten::Rewritten;
pub use schema::{Discriminator, JsonType, Schema, SchemaId, Schemas};
pub use select::Unselected;

use crate::diagnostic::Diagnostics;
use crate::hash::HashMap;
use crate::pointer::Pointer;
use crate::settings::Settings;
use crate::source::{Node, Source, SourceFile, SourceKind};
use select::Selection;
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
    /// Requests that the API sends and the user of the client receives.
    pub incoming: Vec<Incoming>,
    /// Names of the security schemes that ask for a client certificate: `mutualTLS` (OpenAPI 3.1 section 4.8.27).
    pub certificates: Vec<String>,
    /// What the elements of content are that comes one by one (OpenAPI 3.2 section 4.14.2), by the place of the media type.
    pub item_schemas: HashMap<Pointer, Pointer>,
    /// Parameters of a location or a style that `openapiv3` has no word for, by the place in the list that it reads.
    pub parameters: HashMap<Pointer, BeyondParameter>,
    /// How many operations are selected, those included that could not be read.
    pub operations_found: usize,
    /// The operations that are not; `None` if the client is made of all.
    pub unselected: Option<Vec<Unselected>>,
}

/// What a parameter is that `openapiv3` takes for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BeyondParameter {
    /// `in: querystring`, taken for one in the query (OpenAPI 3.2 section 4.12.1).
    QueryString,
    /// `style: cookie`, taken for `form` (OpenAPI 3.2 section 4.12.3).
    CookieStyle,
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

/// A request that the API sends, with a body of JSON.
#[derive(Debug)]
pub struct Incoming {
    /// Why it is sent.
    pub kind: IncomingKind,
    /// The webhook's or the callback's name.
    pub name: String,
    /// The method that it is sent with.
    pub method: String,
    /// Where the operation stands; what several operations share stands in components.
    pub pointer: Pointer,
    /// `summary`
    pub summary: Option<String>,
    /// `description`
    pub description: Option<String>,
    /// What is sent.
    pub body: SchemaId,
}

/// Why the API sends a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IncomingKind {
    /// Because of something that happened (`webhooks`).
    Webhook,
    /// Because an operation asked for it (`callbacks`).
    Callback,
}

impl Beyond {
    fn add(
        &mut self,
        path: &str,
        method: &str,
        pointer: Pointer,
        operation: Option<openapiv3::Operation>,
    ) {
        let (path, method) = (path.to_owned(), method.to_owned());
        self.operations
            .extend(operation.map(|operation| BeyondOperation {
                path,
                method,
                pointer,
                operation,
            }));
    }
}

/// Reads what is selected of a description of any version and any number of files; `None` if there is nothing that can
/// be read.
pub fn normalise(
    source: &Source,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let documents = united(source, diagnostics)?;
    let root = merge::merge(documents, diagnostics)?;
    let selection = select::select(&root, settings, diagnostics);
    selection.forget(diagnostics);
    if diagnostics.stop() {
        return None;
    }
    Some(read(root, selection, diagnostics))
}

/// Each file that was named, as a document in the words of OpenAPI 3.1.
fn united(source: &Source, diagnostics: &mut Diagnostics) -> Option<Vec<merge::Part>> {
    let mut bundler = bundle::Bundler::new(source);
    let entries = source.files.get(..source.entries).unwrap_or_default();
    let document = |(at, file): (usize, &SourceFile)| {
        let (root, stem) = match file.kind {
            SourceKind::Settings | SourceKind::Overlay => return None,
            SourceKind::Document => {
                let root = canonical(bundler.bundle(at), diagnostics)?;
                identity::check(&root, diagnostics);
                (root, Some(bundle::stem(&file.name).to_owned()))
            }
            SourceKind::NewerPage => (canonical(bundler.bundle(at), diagnostics)?, None),
            SourceKind::OlderPage => {
                let mut root = older_page::convert(file, diagnostics);
                forgiven::forgive(&mut root, diagnostics);
                (root, None)
            }
        };
        Some(merge::Part { root, stem })
    };
    entries.iter().enumerate().map(document).collect()
}

/// Reads a document in the words of OpenAPI 3.1.
fn read(mut root: Node, selection: Selection, diagnostics: &mut Diagnostics) -> Document {
    repair::repair(&mut root, diagnostics);
    let schemas = hoist::hoist(&mut root, diagnostics);
    let (skeleton, mut beyond) = skeleton::read(&root, &selection, diagnostics);
    beyond.incoming = incoming::read(&root, &schemas, &selection, diagnostics);
    selection.forget(diagnostics);
    beyond.unselected = selection.unselected();
    Document {
        skeleton,
        schemas,
        beyond,
        tree: root,
    }
}

/// The document in the words of OpenAPI 3.1.
fn canonical(mut root: Node, diagnostics: &mut Diagnostics) -> Option<Node> {
    match version::detect(&root, diagnostics)? {
        Version::Swagger20 => {
            root = swagger20::upgrade(root, diagnostics);
            adopt::adopt(&mut root, diagnostics);
        }
        Version::OpenApi30 => {
            webhooks_of_extension(&mut root);
            adopt::adopt(&mut root, diagnostics);
            openapi30::upgrade(&mut root, diagnostics);
        }
        Version::OpenApi31 | Version::OpenApi32 => {
            webhooks_of_extension(&mut root);
            adopt::adopt(&mut root, diagnostics);
            forgiven::forgive(&mut root, diagnostics);
        }
    }
    Some(root)
}

/// `x-webhooks` is how OpenAPI 3.0 documents say what 3.1 has `webhooks` for.
fn webhooks_of_extension(root: &mut Node) {
    let Some(object) = root.as_object_mut() else {
        return;
    };
    if object.get("webhooks").is_none()
        && let Some(webhooks) = object.remove("x-webhooks")
    {
        object.insert("webhooks", webhooks);
    }
}
