//! What a function is given: arguments, and what is set on the call.

use super::Comparing;
use super::function::function;
use super::pair::{Pair, pairs};
use super::rule::Rule;
use super::spelled::instead;
use crate::emit::spelled;
use crate::model::Written;
use crate::naming::{ArgumentPlan, OperationPlan, ParameterPlan, Role, Sent, TakesPlan};

/// What a field of a request is on the wire: the kind of place, and its name there.
fn wire(role: &Role) -> (&'static str, &str) {
    match role {
        Role::Path(parameter) => ("path", &parameter.name),
        Role::Query(parameter) => ("query", &parameter.name),
        Role::Header(parameter) => ("header", &parameter.name),
        Role::Cookie(parameter) => ("cookie", &parameter.name),
        Role::QueryString(_) => ("querystring", ""),
        Role::Body(_) | Role::Choice(..) => ("body", ""),
    }
}

fn parameter(role: &Role) -> Option<&ParameterPlan> {
    match role {
        Role::Path(parameter)
        | Role::Query(parameter)
        | Role::Header(parameter)
        | Role::Cookie(parameter)
        | Role::QueryString(parameter) => Some(parameter),
        Role::Body(_) | Role::Choice(..) => None,
    }
}

/// Whether content is written as it was; of what type it is, is seen elsewhere.
pub(super) fn sent_alike(old: &Sent, new: &Sent) -> bool {
    let written = match (&old.written, &new.written) {
        (Written::Json(_), Written::Json(_))
        | (Written::Text, Written::Text)
        | (Written::Upload, Written::Upload) => true,
        (Written::Form(_, old), Written::Form(_, new)) => old == new,
        (Written::Multipart(_, old), Written::Multipart(_, new)) => old == new,
        (
            Written::Json(_)
            | Written::Form(..)
            | Written::Multipart(..)
            | Written::Text
            | Written::Upload,
            _,
        ) => false,
    };
    written && old.media_type == new.media_type
}

fn is_sent_otherwise(old: &Role, new: &Role) -> bool {
    match (old, new) {
        (Role::Body(old), Role::Body(new)) => !sent_alike(old, new),
        (Role::Choice(..) | Role::Body(_), Role::Choice(..))
        | (Role::Choice(..), Role::Body(_)) => false,
        (old, new) => wire(old) != wire(new) || parameter(old) != parameter(new),
    }
}

impl Comparing<'_> {
    pub(super) fn compare_arguments(&mut self, old: &OperationPlan, new: &OperationPlan) {
        self.compare_takes(old, new);
        let fields = pairs(
            &old.fields,
            &new.fields,
            |one| &one.ident,
            |one| wire(&one.role),
        );
        let path = function(&new.function);
        for pair in &fields {
            match *pair {
                Pair::Kept(before, now) => self.compare_argument(new, before, now),
                Pair::Renamed(before, now) => {
                    let pointer = self.new.argument(new, now);
                    let rule = if before.optional && now.optional {
                        Rule::SetterRenamed
                    } else {
                        Rule::RequestFieldRenamed
                    };
                    let message = format!("`{}` is called `{}` now", before.ident, now.ident);
                    self.add(rule, &path, &pointer, message);
                    self.compare_argument(new, before, now);
                }
                Pair::Gone(before) => self.argument_gone(old, new, before),
                Pair::New(now) => self.argument_new(new, now),
            }
        }
        self.compare_order(old, new, &fields);
    }

    fn argument_gone(&mut self, old: &OperationPlan, new: &OperationPlan, gone: &ArgumentPlan) {
        let pointer = self.old.argument(old, gone);
        let (path, ident) = (function(&new.function), &gone.ident);
        if gone.optional {
            let message = format!("`{ident}` cannot be set on the call any more");
            self.add(Rule::SetterRemoved, path, &pointer, message);
        } else {
            let message = format!("does not take `{ident}` any more");
            self.add(Rule::ArgumentRemoved, path, &pointer, message);
        }
    }

    fn argument_new(&mut self, new: &OperationPlan, now: &ArgumentPlan) {
        let pointer = self.new.argument(new, now);
        let (path, ident, ty) = (function(&new.function), &now.ident, spelled(&now.ty));
        if !now.optional {
            let message = format!("must be given `{ident}`, of type `{ty}`");
            self.add(Rule::ArgumentAdded, path, &pointer, message);
            return;
        }
        let message = format!("`{ident}`, of type `{ty}`, can be set on the call");
        self.add(Rule::SetterAdded, path, &pointer, message);
        let path = format!("types::{}", new.request);
        let message = format!("literals and patterns without `..` must name `{ident}`");
        self.add(Rule::RequestFieldAdded, path, &pointer, message);
    }

    fn compare_argument(&mut self, new: &OperationPlan, before: &ArgumentPlan, now: &ArgumentPlan) {
        let pointer = self.new.argument(new, now);
        let (path, ident) = (function(&new.function), &now.ident);
        let is_same = self.renames.same(&before.ty, &now.ty);
        let otherwise = instead(&before.ty, &now.ty);
        let said = match (before.optional, now.optional) {
            (true, false) => Some((
                Rule::ArgumentRequired,
                format!("must be given `{ident}`, which was set on the call"),
            )),
            (false, true) => Some((
                Rule::ArgumentOptional,
                format!("does not take `{ident}`, which is set on the call now"),
            )),
            (true, true) if !is_same => {
                Some((Rule::SetterType, format!("`{ident}` is {otherwise}")))
            }
            (false, false) if !is_same => {
                Some((Rule::ArgumentType, format!("`{ident}` is {otherwise}")))
            }
            (true, true) | (false, false) => None,
        };
        if let Some((rule, message)) = said {
            self.add(rule, &path, &pointer, message);
        }
        if is_sent_otherwise(&before.role, &now.role) {
            let message = format!("sends `{ident}` otherwise");
            self.add(Rule::Sent, &path, &pointer, message);
        }
        if let (Role::Choice(_, variants), Role::Choice(ident, now)) = (&before.role, &now.role) {
            self.compare_contents(ident, &pointer, variants, now);
        }
        let place = format!("types::{}::{ident}", new.request);
        self.compare_docs(place, &pointer, &before.docs, &now.docs);
    }

    fn compare_takes(&mut self, old: &OperationPlan, new: &OperationPlan) {
        let takes = |one: &OperationPlan| match &one.takes {
            TakesPlan::Arguments => "arguments".to_owned(),
            TakesPlan::Request => format!("`types::{}`", one.request),
            TakesPlan::Struct(ident) => format!("`types::{ident}`"),
        };
        let is_alike = match (&old.takes, &new.takes) {
            (TakesPlan::Arguments, TakesPlan::Arguments)
            | (TakesPlan::Request, TakesPlan::Request) => true,
            (TakesPlan::Struct(old), TakesPlan::Struct(new)) => old == new,
            (TakesPlan::Arguments | TakesPlan::Request | TakesPlan::Struct(_), _) => false,
        };
        if !is_alike {
            let message = format!("takes {} (it took {})", takes(new), takes(old));
            let path = function(&new.function);
            self.add(Rule::TakesOtherwise, path, &new.pointer, message);
        }
    }

    /// Whether arguments that both have stand in the same order.
    fn compare_order(
        &mut self,
        old: &OperationPlan,
        new: &OperationPlan,
        fields: &[Pair<'_, ArgumentPlan>],
    ) {
        if (&old.takes, &new.takes) != (&TakesPlan::Arguments, &TakesPlan::Arguments) {
            return;
        }
        // In the old order, where each of those that stay is now.
        let positions = fields.iter().filter_map(|pair| match pair {
            Pair::Kept(before, now) | Pair::Renamed(before, now)
                if !before.optional && !now.optional =>
            {
                let before = old.fields.iter().position(|one| one.ident == before.ident);
                let now = new.fields.iter().position(|one| one.ident == now.ident);
                Some((before, now))
            }
            Pair::Kept(..) | Pair::Renamed(..) | Pair::Gone(_) | Pair::New(_) => None,
        });
        let mut positions: Vec<_> = positions.collect();
        positions.sort_unstable();
        if !positions.iter().map(|(_, now)| now).is_sorted() {
            let required = new.fields.iter().filter(|one| !one.optional);
            let names: Vec<String> = required.map(|one| format!("`{}`", one.ident)).collect();
            let message = format!("takes its arguments in another order: {}", names.join(", "));
            let path = function(&new.function);
            self.add(Rule::ArgumentsReordered, path, &new.pointer, message);
        }
    }
}
