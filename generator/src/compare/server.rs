//! The servers that can be chosen, and the values of their variables.

use super::Comparing;
use super::pair::{Pair, pairs};
use super::rule::Rule;
use crate::naming::{ServerPlan, VariablePlan};
use crate::pointer::Pointer;

/// The fields of a server's struct, as they are declared.
fn declared(server: &ServerPlan) -> Vec<String> {
    let field = |one: &VariablePlan| {
        let ty = one.ty.as_ref().map(ToString::to_string);
        format!("{}: {}", one.ident, ty.as_deref().unwrap_or("String"))
    };
    server.variables.iter().map(field).collect()
}

impl Comparing<'_> {
    pub(super) fn compare_servers(&mut self) {
        let servers = Pointer::root().child("servers");
        let (old, new) = (&self.old.plan.servers, &self.new.plan.servers);
        let all = pairs(
            &old.servers,
            &new.servers,
            |one| &one.ident,
            |one| &one.template,
        );
        for pair in all {
            match pair {
                Pair::Kept(old, new) => self.compare_server(&servers, old, new),
                Pair::Renamed(old, new) => {
                    let path = format!("servers::{}", old.ident);
                    let message = format!("is called `{}` now", new.ident);
                    self.add(Rule::ServerRenamed, path, &servers, message);
                    self.compare_server(&servers, old, new);
                }
                Pair::Gone(old) => {
                    let path = format!("servers::{}", old.ident);
                    self.add(Rule::ServerRemoved, path, &servers, "is gone");
                }
                Pair::New(new) => {
                    let path = format!("servers::{}", new.ident);
                    let message = format!("is new: `{}`", new.template);
                    self.add(Rule::ServerAdded, path, &servers, message);
                }
            }
        }
        self.compare_variables(&servers);
    }

    fn compare_server(&mut self, pointer: &Pointer, old: &ServerPlan, new: &ServerPlan) {
        let path = format!("servers::{}", new.ident);
        let (before, now) = (declared(old), declared(new));
        if before != now {
            let said = |all: &[String]| match all {
                [] => "none".to_owned(),
                some => format!("`{}`", some.join(", ")),
            };
            let message = format!(
                "has the variables {} (it had {})",
                said(&now),
                said(&before)
            );
            self.add(Rule::ServerVariables, &path, pointer, message);
        }
        let has_defaults = |one: &ServerPlan| {
            let mut variables = one.variables.iter();
            !one.variables.is_empty() && variables.all(|one| one.default.is_some())
        };
        match (has_defaults(old), has_defaults(new)) {
            (true, false) if !new.variables.is_empty() => {
                let message = "cannot be made by `default()` any more";
                self.add(Rule::DefaultRemoved, &path, pointer, message);
            }
            (false, true) if !old.variables.is_empty() => {
                let message = "can be made by `default()`";
                self.add(Rule::DefaultAdded, &path, pointer, message);
            }
            (true | false, _) => {}
        }
        if old.template != new.template {
            let message = format!("is `{}` (it was `{}`)", new.template, old.template);
            self.add(Rule::Sent, &path, pointer, message);
        }
        if old.description != new.description {
            self.add(Rule::Documented, &path, pointer, "is described otherwise");
        }
    }

    /// The enums of values.
    fn compare_variables(&mut self, pointer: &Pointer) {
        let (old, new) = (&self.old.plan.servers, &self.new.plan.servers);
        for pair in pairs(&old.types, &new.types, |one| &one.ident, |one| &one.name) {
            // That an enum has another name or is gone is said of the servers that have it.
            let (Pair::Kept(old, new) | Pair::Renamed(old, new)) = pair else {
                continue;
            };
            let path = format!("servers::{}", new.ident);
            for pair in pairs(&old.values, &new.values, |one| &one.0, |one| &one.1) {
                match pair {
                    Pair::Kept(..) => {}
                    Pair::Renamed((old, _), (new, _)) => {
                        self.variant_renamed(&path, pointer, old, new);
                    }
                    Pair::Gone((old, _)) => self.variant_gone(&path, pointer, old),
                    Pair::New((new, _)) => self.variant_new(&path, pointer, new),
                }
            }
        }
    }
}
