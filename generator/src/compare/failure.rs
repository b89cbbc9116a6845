//! The enums of failures of functions.

use super::Comparing;
use super::choice::Held;
use super::function::function;
use super::pair::{Pair, pairs};
use super::rule::Rule;
use crate::model::Status;
use crate::naming::{ErrorPlan, FailurePlan, OperationPlan};
use crate::pointer::Pointer;

fn held(one: &FailurePlan) -> Held<'_> {
    let status = match one.status {
        Status::Exact(_) => None,
        Status::Range(_) | Status::Default => Some("u16"),
    };
    Held::of(status, one.content.as_ref())
}

fn said(status: Status) -> String {
    match status {
        Status::Exact(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "any other status".to_owned(),
    }
}

impl Comparing<'_> {
    pub(super) fn compare_failures(&mut self, old: &OperationPlan, new: &OperationPlan) {
        let path = function(&new.function);
        let pointer = &new.pointer;
        match (&old.error, &new.error) {
            (None, None) => {}
            (Some(before), Some(now)) => {
                let at = format!("types::{}", before.ident);
                if old.function == new.function {
                    self.compare_name(&at, pointer, &before.ident, &now.ident);
                }
                self.compare_failure_enums(old, new, before, now);
            }
            (Some(before), None) => {
                let message = format!("fails with `NoFailure` (it was `{}`)", before.ident);
                self.add(Rule::FailureType, path, pointer, message);
            }
            (None, Some(now)) => {
                let message = format!("fails with `{}` (it was `NoFailure`)", now.ident);
                self.add(Rule::FailureType, path, pointer, message);
            }
        }
    }

    fn compare_failure_enums(
        &mut self,
        before: &OperationPlan,
        now: &OperationPlan,
        old: &ErrorPlan,
        new: &ErrorPlan,
    ) {
        let path = format!("types::{}", new.ident);
        let pairs = pairs(
            &old.variants,
            &new.variants,
            |one| &one.ident,
            |one| (one.status, &one.only_as),
        );
        for pair in pairs {
            match pair {
                Pair::Kept(old, new) => {
                    let pointer = self.new.failure(now, new);
                    self.compare_failure(&path, &pointer, old, new);
                }
                Pair::Renamed(old, new) => {
                    let pointer = self.new.failure(now, new);
                    self.variant_renamed(&path, &pointer, &old.ident, &new.ident);
                    self.compare_failure(&path, &pointer, old, new);
                }
                Pair::Gone(old) => {
                    let pointer = self.old.failure(before, old);
                    self.variant_gone(&path, &pointer, &old.ident);
                }
                Pair::New(new) => {
                    let pointer = self.new.failure(now, new);
                    self.variant_new(&path, &pointer, &new.ident);
                }
            }
        }
    }

    fn compare_failure(
        &mut self,
        path: &str,
        pointer: &Pointer,
        old: &FailurePlan,
        new: &FailurePlan,
    ) {
        let path = format!("{path}::{}", new.ident);
        self.compare_held(&path, pointer, &held(old), &held(new));
        if (old.status, &old.only_as) != (new.status, &new.only_as) {
            let (old, new) = (said(old.status), said(new.status));
            let message = if old == new {
                "is told by another media type".to_owned()
            } else {
                format!("stands for {new} (it was {old})")
            };
            self.add(Rule::Answered, &path, pointer, message);
        }
        if old.constants != new.constants {
            let message = "has other documented values";
            self.add(Rule::Documented, &path, pointer, message);
        }
        if old.description != new.description {
            self.add(Rule::Documented, &path, pointer, "is described otherwise");
        }
    }
}
