//! Names of operations outside of them: the client's function, the request, the enums of successes and failures.

use super::ident::Case;
use super::lock::Names;
use super::{Naming, OperationNames, RustIdent, words};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::hash::HashMap;
use crate::model::Operation;
use crate::settings::is_named;

/// What is known of operations' names before the document is asked for any, by position.
#[derive(Default)]
pub(super) struct Known {
    functions: HashMap<usize, RustIdent>,
    names: HashMap<usize, OperationNames>,
}

/// A type of an operation that has its name from the function's.
#[derive(Clone, Copy)]
pub(super) enum Role {
    /// The struct that is the request.
    Request,
    /// The enum of failures.
    Error,
    /// The enum of successes.
    Output,
    /// The enum of contents that the request may have.
    Body,
    /// The struct of required arguments, where there are many.
    Arguments,
}

impl Role {
    /// What is added to the function's name, best first.
    fn words(self) -> [&'static str; 3] {
        match self {
            Self::Request => ["", "request", "operation"],
            Self::Error => ["error", "failure", "operation error"],
            Self::Output => ["output", "success", "operation output"],
            Self::Body => ["body", "content", "operation body"],
            Self::Arguments => ["arguments", "required arguments", "operation arguments"],
        }
    }

    /// The name that nothing else keeps from the type.
    pub(super) fn name(self, function: &RustIdent) -> RustIdent {
        let [word, ..] = self.words();
        RustIdent::from_words(&format!("{} {word}", function.text()), Case::Type)
    }
}

/// An operation's key in `names.lock`: `METHOD /path`.
pub(super) fn key(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path.as_str())
}

/// How many required arguments a function has at most.
pub(super) const ARGUMENTS: usize = 4;

/// Whether the required arguments are a struct of their own: there are many, and optional ones beside them.
fn takes_struct(operation: &Operation) -> bool {
    let parameters = operation.parameters.iter().map(|one| one.required);
    let body = operation.body.iter().map(|body| body.required);
    let (required, optional): (Vec<bool>, Vec<bool>) =
        parameters.chain(body).partition(|required| *required);
    required.len() > ARGUMENTS && !optional.is_empty()
}

impl Naming<'_> {
    /// Claims the names of operations that a person decided on, then those that an earlier run recorded.
    pub(super) fn operations_known(&mut self) -> Known {
        let api = self.api;
        let lock = &self.settings.names;
        let mut known = Known::default();
        for (index, operation) in api.operations.iter().enumerate() {
            if let Some(ident) = self.function_decided(operation) {
                known.functions.insert(index, ident);
            }
        }
        for (index, operation) in api.operations.iter().enumerate() {
            let Some(recorded) = lock.functions.get(&key(operation)) else {
                continue;
            };
            let function = match known.functions.get(&index) {
                Some(decided) if decided == recorded => decided.clone(),
                // The names of its types follow the decision.
                Some(_) => continue,
                None => match self.functions.claim_decided(recorded.clone()) {
                    Some(ident) => ident,
                    None => {
                        self.lost("operation", recorded, &operation.pointer);
                        continue;
                    }
                },
            };
            let names = self.operation_names(function.clone(), Some(&key(operation)), operation);
            known.functions.insert(index, function);
            known.names.insert(index, names);
        }
        known
    }

    fn function_decided(&mut self, operation: &Operation) -> Option<RustIdent> {
        let mut lines = self.settings.operation.iter();
        let name = lines.find_map(|line| {
            let name = line.name.as_ref();
            name.filter(|_| line.matches(operation)).cloned()
        })?;
        let ident = self.decided(&name)?;
        let claimed = self.functions.claim_decided(ident);
        if claimed.is_none() {
            let message = format!("`{name}` is the name of something else already");
            self.diagnostics.push(
                Diagnostic::new(Severity::Fatal, Code::BadSetting, message)
                    .at_some(self.settings.strings.place(&name))
                    .about(&operation.pointer)
                    .help("give it another name in codegen.toml"),
            );
        }
        claimed
    }

    /// Claims the names of all operations that are not known yet.
    pub(super) fn operations(&mut self, mut known: Known) {
        let api = self.api;
        for (index, operation) in api.operations.iter().enumerate() {
            let names = known.names.remove(&index).unwrap_or_else(|| {
                let function = known
                    .functions
                    .remove(&index)
                    .unwrap_or_else(|| self.function(operation));
                self.operation_names(function, None, operation)
            });
            self.operations.push(names);
        }
    }

    fn function(&mut self, operation: &Operation) -> RustIdent {
        let claim = self
            .functions
            .claim(words::operation_names(operation), Case::Value);
        if claim.numbered {
            let line = format!(
                "[[operation]]\nmatch = \"{}\"\nname = \"…\"\nreason = \"…\"",
                key(operation)
            );
            self.clash("operation", &claim.ident, &operation.pointer, line);
        }
        claim.ident
    }

    /// The names of an operation's types follow from its function's, but for those recorded under its key.
    pub(super) fn operation_names(
        &mut self,
        function: RustIdent,
        recorded: Option<&str>,
        operation: &Operation,
    ) -> OperationNames {
        let lock = &self.settings.names;
        OperationNames {
            request: self.operation_type(&function, Role::Request, &lock.requests, recorded),
            error: self.operation_type(&function, Role::Error, &lock.errors, recorded),
            output: self.operation_type(&function, Role::Output, &lock.outputs, recorded),
            body: operation
                .body_is_choice()
                .then(|| self.operation_type(&function, Role::Body, &lock.bodies, recorded)),
            arguments: takes_struct(operation).then(|| {
                self.operation_type(&function, Role::Arguments, &lock.arguments, recorded)
            }),
            function,
        }
    }

    fn operation_type(
        &mut self,
        function: &RustIdent,
        role: Role,
        lines: &Names,
        recorded: Option<&str>,
    ) -> RustIdent {
        let line = recorded.and_then(|key| lines.get(key));
        if let Some(ident) = line.and_then(|ident| self.types.claim_decided(ident.clone())) {
            return ident;
        }
        let base = function.text();
        let candidates = role.words().map(|word| format!("{base} {word}"));
        self.types.claim(candidates, Case::Type).ident
    }
}

impl crate::settings::OperationSettings {
    /// Whether the line is about this operation: by its id, or by `METHOD /path`.
    pub(super) fn matches(&self, operation: &Operation) -> bool {
        let path = operation.path.as_str();
        is_named(
            &self.matched,
            operation.id.as_deref(),
            &operation.method,
            path,
        )
    }
}
