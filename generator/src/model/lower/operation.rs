//! Lowers operations: what each sends, where to, and what it is answered.

use openapiv3::{Operation as Described, PathItem, ReferenceOr};

use super::Lower;
use super::answer::links;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::SchemaId;
use crate::model::{Docs, Operation, PathTemplate, Scheme, Server};
use crate::pointer::Pointer;

impl Lower<'_> {
    pub(super) fn operations(&mut self, schemes: &[Scheme]) -> Vec<Operation> {
        let document = self.document;
        let mut operations = Vec::new();
        for (path, item) in &document.skeleton.paths.paths {
            let ReferenceOr::Item(item) = item else {
                continue;
            };
            let at = Pointer::root().child("paths").child(path);
            let known = item.iter().map(|(method, described)| {
                (method.to_ascii_uppercase(), at.child(method), described)
            });
            let beyond = document.beyond.operations.iter();
            let beyond = beyond.filter(|beyond| beyond.path == *path).map(|beyond| {
                let pointer = beyond.pointer.clone();
                (beyond.method.clone(), pointer, &beyond.operation)
            });
            for (method, pointer, described) in known.chain(beyond) {
                let item = (item, &at);
                let operation = self.operation(path, &method, pointer, item, described, schemes);
                operations.extend(operation);
            }
        }
        operations
    }

    fn operation(
        &mut self,
        path: &str,
        method: &str,
        pointer: Pointer,
        item: (&PathItem, &Pointer),
        described: &Described,
        schemes: &[Scheme],
    ) -> Option<Operation> {
        if !is_token(method) {
            let message = format!("`{method}` is not a method that HTTP can send");
            let code = Code::UnrepresentableOperation;
            let selector = described.operation_id.as_deref().map_or_else(
                || format!("paths = [{path:?}]"),
                |id| format!("operations = [{id:?}]"),
            );
            let help = format!(
                "mend the method, or leave the operation out in codegen.toml:\n[select.exclude]\n{selector}"
            );
            let error = Diagnostic::new(Severity::Error, code, message);
            self.push(error.help(help), &pointer);
            return None;
        }
        let path = PathTemplate::new(path);
        let mut parameters = self.parameters(&path, item, described, &pointer);
        let body = match &described.request_body {
            Some(ReferenceOr::Item(body)) => self.body(body, &pointer.child("requestBody")),
            Some(ReferenceOr::Reference { .. }) | None => None,
        };
        let id = described.operation_id.clone();
        let id = id.filter(|id| !id.trim().is_empty());
        let line = (id.as_deref(), method, path.as_str());
        let key = self.idempotency_key(line, (item.0, described), &mut parameters, &pointer);
        let security = described
            .security
            .as_ref()
            .or(self.document.skeleton.security.as_ref());
        let security = security
            .map(|security| self.requirements(security, schemes, &pointer))
            .unwrap_or_default();
        let server = self.own_server(item, described, &pointer);
        let (answers, accept, accept_also) = self.answers(method, described, &pointer);
        Some(Operation {
            id,
            tag: described.tags.first().cloned(),
            method: method.to_owned(),
            docs: Docs::new(
                described.summary.as_deref(),
                described.description.as_deref(),
                described.deprecated,
            ),
            parameters,
            body,
            idempotency_key: key,
            answers,
            links: links(described),
            accept,
            accept_also,
            security,
            server,
            path,
            pointer,
        })
    }

    /// The first server of the operation's own, or of the path's (OpenAPI 3.1 section 4.8.10).
    fn own_server(
        &mut self,
        (item, item_at): (&PathItem, &Pointer),
        described: &Described,
        pointer: &Pointer,
    ) -> Option<Server> {
        let own = (&described.servers, pointer.child("servers"));
        let of_path = (&item.servers, item_at.child("servers"));
        let (servers, at) = [own, of_path]
            .into_iter()
            .find(|(servers, _)| !servers.is_empty())?;
        self.servers(servers, &at).into_iter().next()
    }

    /// The schema of a position that the document stage moved into the table.
    pub(super) fn schema_id(&self, schema: &ReferenceOr<openapiv3::Schema>) -> Option<SchemaId> {
        let ReferenceOr::Reference { reference } = schema else {
            return None;
        };
        let pointer = Pointer::from_reference(reference);
        self.document.schemas.at(&pointer)
    }
}

/// Whether HTTP can send this as a method (RFC 9110 section 5.6.2).
pub(super) fn is_token(method: &str) -> bool {
    !method.is_empty()
        && method
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}
