//! What a success gives, and what is read as it comes.

use super::Comparing;
use super::choice::Held;
use super::function::function;
use super::pair::{Pair, pairs};
use super::rule::Rule;
use super::spelled::instead;
use crate::emit::spelled;
use crate::model::Status;
use crate::naming::{
    AnswerStatus, OperationPlan, Outcome, OutputPlan, RustType, StreamPlan, SuccessPlan,
};

/// How a status is said.
fn said(status: AnswerStatus) -> String {
    match status {
        AnswerStatus::Exact(code) => code.to_string(),
        AnswerStatus::Range(digit) => format!("{digit}XX"),
        AnswerStatus::Others => "any other status".to_owned(),
    }
}

/// Whether what is documented for some statuses is what is done with others.
fn is_for(documented: Status, status: AnswerStatus) -> bool {
    match documented {
        Status::Exact(code) => status == AnswerStatus::Exact(code),
        Status::Range(digit) => status == AnswerStatus::Range(digit),
        // Its successes are a range of their own.
        Status::Default => matches!(status, AnswerStatus::Range(2) | AnswerStatus::Others),
    }
}

/// The statuses that are successes.
fn successes(operation: &OperationPlan) -> Vec<AnswerStatus> {
    let answers = operation.answers.iter();
    let successes = answers.filter(|answer| match answer.outcome {
        Outcome::Success(_) | Outcome::SuccessVariant(..) => true,
        Outcome::Failure { .. } | Outcome::Undocumented => false,
    });
    successes.map(|answer| answer.status).collect()
}

/// The type that awaiting gives.
fn output(operation: &OperationPlan) -> RustType {
    match &operation.output {
        OutputPlan::One(ty) => ty.clone(),
        OutputPlan::Several { ident, .. } => RustType::Named(ident.clone()),
    }
}

/// The function of the call that reads an answer in this way.
fn way(stream: &StreamPlan) -> &'static str {
    match stream.ty {
        RustType::Events(_) => "into_events",
        RustType::Values(_) => "into_values",
        RustType::Unit
        | RustType::Bool
        | RustType::I32
        | RustType::I64
        | RustType::U32
        | RustType::U64
        | RustType::F64
        | RustType::I128
        | RustType::String
        | RustType::Formatted(_)
        | RustType::Json
        | RustType::Bytes
        | RustType::Download
        | RustType::Named(_)
        | RustType::Option(_)
        | RustType::Maybe(_)
        | RustType::Vec(_)
        | RustType::Map(_)
        | RustType::Boxed(_) => "into_stream",
    }
}

fn held(one: &SuccessPlan) -> Held<'_> {
    Held::of(None, one.content.as_ref())
}

impl Comparing<'_> {
    pub(super) fn compare_output(&mut self, old: &OperationPlan, new: &OperationPlan) {
        let path = function(&new.function);
        match (&old.output, &new.output) {
            (
                OutputPlan::Several { ident, variants },
                OutputPlan::Several {
                    ident: name,
                    variants: now,
                },
            ) => {
                let at = format!("types::{ident}");
                self.compare_name(&at, &new.pointer, ident, name);
                self.compare_successes(new, &format!("types::{name}"), variants, now);
            }
            (OutputPlan::One(_) | OutputPlan::Several { .. }, _) => {
                let (before, now) = (output(old), output(new));
                if !self.renames.same(&before, &now) {
                    let message = format!("gives {}", instead(&before, &now));
                    self.add(Rule::OutputType, &path, &new.pointer, message);
                }
            }
        }
        let (before, now) = (successes(old), successes(new));
        for status in now.iter().filter(|status| !before.contains(status)) {
            let message = format!("takes {} for a success", said(*status));
            let pointer = self.new.answer(new, |one| is_for(one.status, *status));
            self.add(Rule::Answered, &path, &pointer, message);
        }
        for status in before.iter().filter(|status| !now.contains(status)) {
            let message = format!("does not take {} for a success any more", said(*status));
            self.add(Rule::Answered, &path, &new.pointer, message);
        }
    }

    fn compare_successes(
        &mut self,
        operation: &OperationPlan,
        path: &str,
        old: &[SuccessPlan],
        new: &[SuccessPlan],
    ) {
        for pair in pairs(old, new, |one| &one.ident, |one| one.status) {
            let pointer = &operation.pointer;
            match pair {
                Pair::Kept(old, new) => {
                    let path = format!("{path}::{}", new.ident);
                    self.compare_held(&path, pointer, &held(old), &held(new));
                }
                Pair::Renamed(old, new) => {
                    self.variant_renamed(path, pointer, &old.ident, &new.ident);
                    let path = format!("{path}::{}", new.ident);
                    self.compare_held(&path, pointer, &held(old), &held(new));
                }
                Pair::Gone(old) => self.variant_gone(path, pointer, &old.ident),
                Pair::New(new) => self.variant_new(path, pointer, &new.ident),
            }
        }
    }

    pub(super) fn compare_streams(&mut self, old: &OperationPlan, new: &OperationPlan) {
        let path = function(&new.function);
        for pair in pairs(&old.streams, &new.streams, way, way) {
            match pair {
                Pair::Kept(old, now) | Pair::Renamed(old, now) => {
                    if !self.renames.same(&old.ty, &now.ty) {
                        let message = format!("`{}` gives {}", way(now), instead(&old.ty, &now.ty));
                        self.add(Rule::StreamType, &path, &new.pointer, message);
                    }
                }
                Pair::Gone(gone) => {
                    let message = format!("has no `{}` any more", way(gone));
                    self.add(Rule::StreamRemoved, &path, &new.pointer, message);
                }
                Pair::New(now) => {
                    let message = format!("has `{}`, which gives `{}`", way(now), spelled(&now.ty));
                    self.add(Rule::StreamAdded, &path, &new.pointer, message);
                }
            }
        }
    }
}
