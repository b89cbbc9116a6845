//! Reads webhooks and callbacks: requests that the API sends, of which the client knows the bodies.

use super::grammar::{Kind, METHODS};
use super::reference::{Resolver, Unresolved};
use super::schema::SchemaId;
use super::select::Selection;
use super::{Incoming, IncomingKind, Schemas};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Leads, Severity};
use crate::pointer::Pointer;
use crate::source::{Entry, Node};

/// Every selected request of `webhooks` (OpenAPI 3.1 section 4.8.1) and `callbacks` (section 4.8.18) that has a body of
/// JSON.
///
/// The document has no schemas any more, but references to them; a callback that several operations share is read once.
pub(super) fn read(
    root: &Node,
    schemas: &Schemas,
    selection: &Selection,
    diagnostics: &mut Diagnostics,
) -> Vec<Incoming> {
    let mut reader = Reader {
        root,
        schemas,
        selection,
        resolver: Resolver::new(root),
        diagnostics,
        found: Vec::new(),
    };
    let base = Pointer::root().child("webhooks");
    let webhooks = root.get("webhooks");
    for entry in members(webhooks.filter(|_| selection.takes_webhooks())) {
        let at = base.child(&entry.key);
        reader.path_item(&entry.key, &entry.node, IncomingKind::Webhook, &at);
    }
    let base = Pointer::root().child("paths");
    for entry in members(root.get("paths")) {
        reader.callbacks(&entry.node, &base.child(&entry.key));
    }
    reader.found
}

struct Reader<'a> {
    root: &'a Node,
    schemas: &'a Schemas,
    selection: &'a Selection,
    resolver: Resolver<'a>,
    diagnostics: &'a mut Diagnostics,
    found: Vec<Incoming>,
}

impl<'a> Reader<'a> {
    /// The callbacks of all operations of a path.
    fn callbacks(&mut self, item: &'a Node, at: &Pointer) {
        let (item, target) = self.target(item, at.clone());
        let places = |more: Option<&str>| match more {
            Some(key) => (at.child(key), target.child(key)),
            None => (at.clone(), target.clone()),
        };
        let more = members(item.get("additionalOperations"));
        let more = more.map(|entry| (entry, places(Some("additionalOperations"))));
        let own = members(Some(item)).filter(|entry| METHODS.contains(&&*entry.key));
        let own = own.map(|entry| (entry, places(None)));
        for (operation, (of_path, at)) in own.chain(more) {
            if !self
                .selection
                .takes_callbacks(&of_path.child(&operation.key))
            {
                continue;
            }
            let at = at.child(&operation.key).child("callbacks");
            for callback in members(operation.node.get("callbacks")) {
                let (node, at) = self.target(&callback.node, at.child(&callback.key));
                for entry in members(Some(node)).filter(|entry| &*entry.key != "$ref") {
                    let at = at.child(&entry.key);
                    self.path_item(&callback.key, &entry.node, IncomingKind::Callback, &at);
                }
            }
        }
    }

    /// What a node refers to, or the node itself.
    fn target(&self, node: &'a Node, at: Pointer) -> (&'a Node, Pointer) {
        let (mut node, mut at) = (node, at);
        for _ in 0..32 {
            let Some(reference) = node.get("$ref").and_then(Node::as_str) else {
                break;
            };
            let pointer = Pointer::from_reference(reference);
            let Some(found) = super::reference::find(self.root, &pointer) else {
                break;
            };
            (node, at) = (found, pointer);
        }
        (node, at)
    }

    fn path_item(&mut self, name: &str, item: &Node, kind: IncomingKind, at: &Pointer) {
        let resolved = self.resolver.resolve(item, Kind::PathItem);
        self.unresolved(at);
        let Some(item) = resolved else {
            return;
        };
        let more = members(item.get("additionalOperations"));
        let more = more.map(|entry| (entry, at.child("additionalOperations")));
        let own = members(Some(&item)).filter(|entry| METHODS.contains(&&*entry.key));
        let own = own.map(|entry| (entry, at.clone()));
        for (operation, at) in own.chain(more) {
            self.operation(name, operation, kind, at.child(&operation.key));
        }
    }

    fn operation(&mut self, name: &str, entry: &Entry, kind: IncomingKind, pointer: Pointer) {
        if self.found.iter().any(|known| known.pointer == pointer) {
            return;
        }
        let operation = &entry.node;
        let content = operation
            .get("requestBody")
            .and_then(|body| body.get("content"));
        let Some(first) = members(content).next() else {
            return;
        };
        let Some(body) = members(content).find_map(|media| self.body(media)) else {
            let message = format!(
                "no type is made for a request that the API sends as `{}`",
                first.key
            );
            self.warn(Code::Ignored, message, first.place, &pointer);
            return;
        };
        let text = |key: &str| Some(operation.get(key)?.as_str()?.to_owned());
        self.found.push(Incoming {
            kind,
            name: name.to_owned(),
            method: entry.key.to_ascii_uppercase(),
            summary: text("summary"),
            description: text("description"),
            body,
            pointer,
        });
    }

    /// The schema of content that is JSON.
    fn body(&self, media: &Entry) -> Option<SchemaId> {
        let essence = media.key.split(';').next().unwrap_or_default().trim();
        let essence = essence.to_ascii_lowercase();
        if essence != "application/json" && essence != "*/*" && !essence.ends_with("+json") {
            return None;
        }
        let reference = media.node.get("schema")?.get("$ref")?.as_str()?;
        self.schemas.at(&Pointer::from_reference(reference))
    }

    /// Nothing is sent, so whatever leads nowhere costs the types of what is received only.
    fn unresolved(&mut self, pointer: &Pointer) {
        self.resolver.left_out = 0;
        for Unresolved { place, target, .. } in std::mem::take(&mut self.resolver.unresolved) {
            let cost = "what is received is not described by it";
            let message =
                format!("the reference leads nowhere: the document has no `{target}`; {cost}");
            let nowhere = Diagnostic::warning(Code::DanglingReference, message).at(place);
            self.diagnostics.push(
                nowhere
                    .about(pointer)
                    .leading(Leads::nowhere(&target, cost)),
            );
        }
    }

    fn warn(
        &mut self,
        code: Code,
        message: String,
        place: crate::source::Place,
        pointer: &Pointer,
    ) {
        self.diagnostics.push(
            Diagnostic::new(Severity::Warning, code, message)
                .at(place)
                .about(pointer),
        );
    }
}

/// The members of an object; none of anything else.
fn members(node: Option<&Node>) -> impl Iterator<Item = &Entry> {
    let object = node.and_then(Node::as_object).into_iter();
    object.flat_map(|object| &object.entries)
}
