//! Functions of the client, by name, or else by the request that they send.

use super::Comparing;
use super::pair::{Pair, pairs};
use super::rule::Rule;
use crate::model::SchemeKind;
use crate::naming::{OperationPlan, Plan, RustIdent};
use crate::pointer::Pointer;

/// How a function of the client is named to people.
pub(super) fn function(ident: &RustIdent) -> String {
    format!("Client::{ident}")
}

fn operations(plan: &Plan) -> impl Iterator<Item = &OperationPlan> {
    plan.modules.iter().flat_map(|module| &module.operations)
}

impl<'a> Comparing<'a> {
    pub(super) fn pair_functions(&mut self) -> Vec<Pair<'a, OperationPlan>> {
        let pairs = pairs(
            operations(self.old.plan),
            operations(self.new.plan),
            |one| &one.function,
            |one| (&one.method, &one.path),
        );
        for pair in &pairs {
            if let Pair::Kept(old, new) | Pair::Renamed(old, new) = pair {
                self.renames.add(&old.request, &new.request);
            }
        }
        pairs
    }

    pub(super) fn compare_functions(&mut self, pairs: &[Pair<'a, OperationPlan>]) {
        for pair in pairs {
            match *pair {
                Pair::Kept(old, new) => {
                    let path = format!("types::{}", old.request);
                    self.compare_name(&path, &new.pointer, &old.request, &new.request);
                    self.compare_function(old, new);
                }
                Pair::Renamed(old, new) => {
                    let message = format!("is called `{}` now", new.function);
                    let path = function(&old.function);
                    self.add(Rule::FunctionRenamed, path, &new.pointer, message);
                    self.compare_function(old, new);
                }
                Pair::Gone(old) => self.add(
                    Rule::FunctionRemoved,
                    function(&old.function),
                    &old.pointer,
                    format!("is gone: `{} {}`", old.method, old.path),
                ),
                Pair::New(new) => self.add(
                    Rule::FunctionAdded,
                    function(&new.function),
                    &new.pointer,
                    format!("is new: `{} {}`", new.method, new.path),
                ),
            }
        }
    }

    /// Says that a type has another name.
    pub(super) fn compare_name(
        &mut self,
        path: &str,
        pointer: &Pointer,
        old: &RustIdent,
        new: &RustIdent,
    ) {
        if old != new {
            let message = format!("is called `types::{new}` now");
            self.add(Rule::TypeRenamed, path, pointer, message);
        }
    }

    fn compare_function(&mut self, old: &OperationPlan, new: &OperationPlan) {
        let path = function(&new.function);
        self.compare_docs(&path, &new.pointer, &old.docs, &new.docs);
        self.compare_arguments(old, new);
        self.compare_output(old, new);
        self.compare_failures(old, new);
        self.compare_streams(old, new);
        self.compare_key(old, new);
        let line = |one: &OperationPlan| format!("{} {}", one.method, one.path);
        if line(old) != line(new) {
            let message = format!("sends `{}` (it was `{}`)", line(new), line(old));
            self.add(Rule::Sent, &path, &new.pointer, message);
        }
        if self.asked(old, true) != self.asked(new, false) {
            let message = "sends other credentials, or some where it sent none, or the reverse";
            self.add(Rule::Sent, &path, &new.pointer, message);
        }
        if old.base_url != new.base_url {
            let message = "is sent to another server";
            self.add(Rule::Sent, &path, &new.pointer, message);
        }
        if old.accept != new.accept {
            let message = "asks for other media types";
            self.add(Rule::Sent, &path, &new.pointer, message);
        }
    }

    /// How the credentials that are asked for are sent: the numbers of schemes are a matter of each description.
    fn asked(&self, operation: &OperationPlan, is_old: bool) -> Vec<Vec<&'a SchemeKind>> {
        let plan: &'a Plan = if is_old { self.old.plan } else { self.new.plan };
        let alternatives = operation.security.iter().map(|all| {
            let schemes = all.iter().filter_map(|one| plan.schemes.get(one.scheme));
            schemes.map(|one| &one.scheme.kind).collect()
        });
        alternatives.collect()
    }

    fn compare_key(&mut self, old: &OperationPlan, new: &OperationPlan) {
        let path = function(&new.function);
        match (&old.idempotency_key, &new.idempotency_key) {
            (None, None) => {}
            (None, Some(field)) => self.add(
                Rule::KeyAdded,
                path,
                &new.pointer,
                format!("has an idempotency key, in `{field}`"),
            ),
            (Some(field), None) => self.add(
                Rule::KeyRemoved,
                path,
                &new.pointer,
                format!("has no idempotency key any more, it was in `{field}`"),
            ),
            (Some(old), Some(field)) if old != field => self.add(
                Rule::Sent,
                path,
                &new.pointer,
                format!("sends the idempotency key in `{field}` (it was `{old}`)"),
            ),
            (Some(_), Some(_)) => {}
        }
    }
}
