//! Lowers a document to the API it describes.

mod accepts;
mod answer;
mod body;
mod choice;
mod file;
mod format;
mod merge;
mod object;
mod operation;
mod pagination;
mod parameter;
mod pattern;
mod sample;
mod scalar;
mod schema;
mod security;
mod server;
mod stream;
mod webhook;

use super::{Api, Operation, Scheme, Types};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::document::{Document, SchemaId};
use crate::hash::HashMap;
use crate::model::TypeId;
use crate::pointer::Pointer;

/// What lowering knows and has made so far.
struct Lower<'a> {
    document: &'a Document,
    diagnostics: &'a mut Diagnostics,
    types: Types,
    /// The type that each schema became or is becoming.
    done: HashMap<SchemaId, TypeId>,
    /// What types became in which these properties and those of a binary format are files.
    with_files: HashMap<(TypeId, Vec<String>), TypeId>,
    /// Whether values are made up that a server takes.
    samples: bool,
}

pub(super) fn lower(document: &Document, samples: bool, diagnostics: &mut Diagnostics) -> Api {
    let mut lower = Lower {
        document,
        diagnostics,
        types: Types::default(),
        done: HashMap::default(),
        with_files: HashMap::default(),
        samples,
    };
    let at = Pointer::root().child("servers");
    let servers = lower.servers(&document.skeleton.servers, &at);
    let mut schemes = lower.schemes();
    let mut operations = lower.operations(&schemes);
    if document.beyond.unselected.is_some() {
        only_used(&mut schemes, &mut operations);
    }
    let webhooks = lower.webhooks();
    let declared = lower.declared_for_all();
    Api {
        title: document.skeleton.info.title.clone(),
        version: document.skeleton.info.version.clone(),
        servers,
        schemes,
        certificates: document.beyond.certificates.clone(),
        operations,
        webhooks,
        operations_found: document.beyond.operations_found,
        unselected: document.beyond.unselected.clone(),
        types: lower.types,
        declared,
        untyped: Vec::new(),
    }
}

/// Takes out the schemes that no operation asks for.
fn only_used(schemes: &mut Vec<Scheme>, operations: &mut [Operation]) {
    let mut used = vec![None; schemes.len()];
    let requirements = |operations: &[Operation]| -> Vec<usize> {
        let all = operations
            .iter()
            .flat_map(|one| one.security.iter().flatten());
        all.map(|required| required.scheme).collect()
    };
    for scheme in requirements(operations) {
        if let Some(used) = used.get_mut(scheme) {
            *used = Some(0);
        }
    }
    for (new, used) in used.iter_mut().flatten().enumerate() {
        *used = new;
    }
    let mut index = 0;
    schemes.retain(|_| {
        index += 1;
        used.get(index - 1).is_some_and(Option::is_some)
    });
    let required = operations
        .iter_mut()
        .flat_map(|one| one.security.iter_mut().flatten());
    for required in required {
        if let Some(Some(new)) = used.get(required.scheme) {
            required.scheme = *new;
        }
    }
}

impl Lower<'_> {
    fn push(
        &mut self,
        severity: Severity,
        code: Code,
        message: impl Into<String>,
        pointer: &Pointer,
    ) {
        let place = self.document.place(pointer);
        self.diagnostics.push(
            Diagnostic::new(severity, code, message)
                .at(place)
                .about(pointer),
        );
    }

    fn warn(&mut self, code: Code, message: impl Into<String>, pointer: &Pointer) {
        self.push(Severity::Warning, code, message, pointer);
    }
}
