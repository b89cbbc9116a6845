//! Enums and tuples: their variants by name, or else by what they stand for.

use super::Comparing;
use super::argument::sent_alike;
use super::pair::{Pair, pairs};
use super::rule::Rule;
use super::spelled::instead;
use crate::emit::spelled;
use crate::naming::{BodyVariantPlan, ContentPlan, RustIdent, RustType, ValuePlan, VariantPlan};
use crate::pointer::Pointer;

/// What a variant holds: a status, a value, or nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held<'a> {
    status: Option<&'static str>,
    value: Option<&'a RustType>,
}

impl<'a> Held<'a> {
    pub(super) fn of(status: Option<&'static str>, content: Option<&'a ContentPlan>) -> Self {
        let value = content.map(|content| &content.ty);
        Self { status, value }
    }

    fn said(&self) -> String {
        let value = self.value.map(spelled);
        let all: Vec<String> = self
            .status
            .map(str::to_owned)
            .into_iter()
            .chain(value)
            .collect();
        if all.is_empty() {
            "nothing".to_owned()
        } else {
            format!("`{}`", all.join(", "))
        }
    }
}

impl Comparing<'_> {
    pub(super) fn variant_gone(&mut self, path: &str, pointer: &Pointer, ident: &RustIdent) {
        self.add(
            Rule::VariantRemoved,
            format!("{path}::{ident}"),
            pointer,
            "is gone",
        );
    }

    pub(super) fn variant_new(&mut self, path: &str, pointer: &Pointer, ident: &RustIdent) {
        self.add(
            Rule::VariantAdded,
            format!("{path}::{ident}"),
            pointer,
            "is new",
        );
    }

    pub(super) fn variant_renamed(
        &mut self,
        path: &str,
        pointer: &Pointer,
        old: &RustIdent,
        new: &RustIdent,
    ) {
        let message = format!("is called `{new}` now");
        self.add(
            Rule::VariantRenamed,
            format!("{path}::{old}"),
            pointer,
            message,
        );
    }

    pub(super) fn compare_held(
        &mut self,
        path: &str,
        pointer: &Pointer,
        old: &Held<'_>,
        new: &Held<'_>,
    ) {
        let is_same = match (old.value, new.value) {
            (None, None) => true,
            (Some(old), Some(new)) => self.renames.same(old, new),
            (Some(_), None) | (None, Some(_)) => false,
        };
        if !is_same || old.status != new.status {
            let message = format!("holds {} (it was {})", new.said(), old.said());
            self.add(Rule::VariantType, path, pointer, message);
        }
    }

    /// The contents that a request may have.
    pub(super) fn compare_contents(
        &mut self,
        ident: &RustIdent,
        pointer: &Pointer,
        old: &[BodyVariantPlan],
        new: &[BodyVariantPlan],
    ) {
        let path = format!("types::{ident}");
        for pair in pairs(old, new, |one| &one.ident, |one| &one.content.media_type) {
            match pair {
                Pair::Kept(old, new) => self.compare_content(&path, pointer, old, new),
                Pair::Renamed(old, new) => {
                    self.variant_renamed(&path, pointer, &old.ident, &new.ident);
                    self.compare_content(&path, pointer, old, new);
                }
                Pair::Gone(old) => self.variant_gone(&path, pointer, &old.ident),
                Pair::New(new) => {
                    let path = format!("{path}::{}", new.ident);
                    self.add(Rule::ContentAdded, path, pointer, "is new");
                }
            }
        }
    }

    fn compare_content(
        &mut self,
        path: &str,
        pointer: &Pointer,
        old: &BodyVariantPlan,
        new: &BodyVariantPlan,
    ) {
        let path = format!("{path}::{}", new.ident);
        if !self.renames.same(&old.ty, &new.ty) {
            let message = format!("holds {}", instead(&old.ty, &new.ty));
            self.add(Rule::VariantType, &path, pointer, message);
        }
        if !sent_alike(&old.content, &new.content) {
            self.add(Rule::Sent, &path, pointer, "is sent otherwise");
        }
    }

    /// The documented values of an enumeration.
    pub(super) fn compare_values(
        &mut self,
        path: &str,
        pointer: &Pointer,
        old: &[ValuePlan],
        new: &[ValuePlan],
    ) {
        let value = |one: &ValuePlan| one.value.value.to_json();
        for pair in pairs(old, new, |one| &one.ident, value) {
            match pair {
                Pair::Kept(old, new) => {
                    let (before, now) = (value(old), value(new));
                    let path = format!("{path}::{}", new.ident);
                    if before != now {
                        let message = format!("stands for `{now}` (it was `{before}`)");
                        self.add(Rule::Sent, &path, pointer, message);
                    }
                    if old.description != new.description {
                        self.add(Rule::Documented, &path, pointer, "is described otherwise");
                    }
                }
                Pair::Renamed(old, new) => {
                    self.variant_renamed(path, pointer, &old.ident, &new.ident);
                }
                Pair::Gone(old) => self.variant_gone(path, pointer, &old.ident),
                Pair::New(new) => self.variant_new(path, pointer, &new.ident),
            }
        }
    }

    /// The alternatives of a union.
    pub(super) fn compare_alternatives(
        &mut self,
        path: &str,
        pointer: &Pointer,
        old: &[VariantPlan],
        new: &[VariantPlan],
    ) {
        for pair in pairs(old, new, |one| &one.ident, |one| spelled(&one.ty)) {
            match pair {
                Pair::Kept(old, new) => self.compare_alternative(path, pointer, old, new),
                Pair::Renamed(old, new) => {
                    self.variant_renamed(path, pointer, &old.ident, &new.ident);
                    self.compare_alternative(path, pointer, old, new);
                }
                Pair::Gone(old) => self.variant_gone(path, pointer, &old.ident),
                Pair::New(new) => self.variant_new(path, pointer, &new.ident),
            }
        }
    }

    fn compare_alternative(
        &mut self,
        path: &str,
        pointer: &Pointer,
        old: &VariantPlan,
        new: &VariantPlan,
    ) {
        let path = format!("{path}::{}", new.ident);
        if !self.renames.same(&old.ty, &new.ty) {
            let message = format!("holds {}", instead(&old.ty, &new.ty));
            self.add(Rule::VariantType, &path, pointer, message);
        }
        let values = |one: &VariantPlan| -> Vec<String> {
            let values = one.values.iter();
            values.map(|value| value.value.to_json()).collect()
        };
        if values(old) != values(new) || old.tests != new.tests {
            let message = "is told from the others by something else";
            self.add(Rule::Answered, &path, pointer, message);
        }
    }

    /// The elements of a tuple, and those that may follow them.
    pub(super) fn compare_elements(
        &mut self,
        path: &str,
        pointer: &Pointer,
        old: (&[RustType], Option<&RustType>),
        new: (&[RustType], Option<&RustType>),
    ) {
        let all = |(elements, rest): (&[RustType], Option<&RustType>)| -> Vec<RustType> {
            let rest = rest.map(|ty| RustType::Vec(Box::new(ty.clone())));
            elements.iter().cloned().chain(rest).collect()
        };
        let (old, new) = (all(old), all(new));
        let is_same = old.len() == new.len()
            && old
                .iter()
                .zip(&new)
                .all(|(old, new)| self.renames.same(old, new));
        if !is_same {
            let said = |all: &[RustType]| all.iter().map(spelled).collect::<Vec<_>>().join(", ");
            let message = format!("holds `({})` (it was `({})`)", said(&new), said(&old));
            self.add(Rule::ElementsType, path, pointer, message);
        }
    }
}
