//! Lowers a document to the API it describes.

mod accepts;
mod answer;
mod body;
mod choice;
mod file;
mod format;
mod idempotency;
mod merge;
mod object;
mod operation;
mod pagination;
mod parameter;
mod pattern;
mod rate_limit;
mod sample;
mod scalar;
mod schema;
mod security;
mod server;
mod signature;
mod stream;
mod webhook;

use std::cell::Cell;

use super::{Api, Operation, Scheme, Types};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, SchemaId};
use crate::hash::HashMap;
use crate::model::TypeId;
use crate::pointer::Pointer;
use crate::settings::Settings;

/// What lowering knows and has made so far.
struct Lower<'a> {
    document: &'a Document,
    diagnostics: &'a mut Diagnostics,
    types: Types,
    /// The type that each schema became or is becoming.
    done: HashMap<SchemaId, TypeId>,
    /// What types became in which these properties and those of a binary format are files.
    with_files: HashMap<(TypeId, Vec<String>), TypeId>,
    /// What a person says of the API beside the document.
    settings: &'a Settings,
    /// Whether values are made up that a server takes.
    samples: bool,
    /// How many types were made for the schema that is lowered now of what several schemas say together.
    combined: usize,
    /// How many more schemas are looked at for the value that is made up now.
    steps: Cell<usize>,
}

pub(super) fn lower(
    document: &Document,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) -> Api {
    let mut lower = Lower {
        document,
        diagnostics,
        types: Types::default(),
        done: HashMap::default(),
        with_files: HashMap::default(),
        settings,
        samples: settings.tests,
        combined: 0,
        steps: Cell::new(0),
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
        rate_limit: lower.rate_limit(),
        signatures: lower.signatures(),
        operations,
        webhooks,
        event: None,
        untold_events: Vec::new(),
        operations_found: document.beyond.operations_found,
        unselected: document.beyond.unselected.clone(),
        types: lower.types,
        declared,
        untyped: Vec::new(),
        endless: Vec::new(),
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
    /// Says something of a place of the document.
    fn push(&mut self, diagnostic: Diagnostic, pointer: &Pointer) {
        let pointer = self.document.home(pointer);
        let place = self.document.place(&pointer);
        self.diagnostics.push(diagnostic.at(place).about(&pointer));
    }

    fn warn(&mut self, code: Code, message: impl Into<String>, pointer: &Pointer) {
        self.push(Diagnostic::warning(code, message), pointer);
    }
}
