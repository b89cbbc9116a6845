//! Structs: their fields by name, or else by their names in JSON.

use super::Comparing;
use super::pair::{Pair, pairs};
use super::rule::Rule;
use super::spelled::{instead, present};
use crate::emit::spelled;
use crate::naming::{FieldPlan, RustIdent, RustType, TypeKind, TypePlan};
use crate::pointer::Pointer;
use crate::source::Node;

/// What a struct has.
pub(super) struct Parts<'a> {
    pub(super) fields: &'a [FieldPlan],
    constants: &'a [(String, Node)],
    pub(super) rest: Option<&'a (RustIdent, RustType)>,
}

fn parts(plan: &TypePlan) -> Option<Parts<'_>> {
    match &plan.kind {
        TypeKind::Struct {
            fields,
            constants,
            rest,
            problem: _,
        } => Some(Parts {
            fields,
            constants,
            rest: rest.as_ref(),
        }),
        TypeKind::Enumeration(_) | TypeKind::Union { .. } | TypeKind::Tuple { .. } => None,
    }
}

/// Whether a value may be absent or null, and whether these are told apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    Always,
    Optional,
    ToldApart,
}

fn presence(ty: &RustType) -> Presence {
    match ty {
        RustType::Option(_) => Presence::Optional,
        RustType::Maybe(_) => Presence::ToldApart,
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
        | RustType::Events(_)
        | RustType::Values(_)
        | RustType::Named(_)
        | RustType::Vec(_)
        | RustType::Map(_)
        | RustType::Boxed(_) => Presence::Always,
    }
}

impl Comparing<'_> {
    pub(super) fn compare_structs(&mut self, old: &TypePlan, new: &TypePlan) {
        let (Some(before), Some(now)) = (parts(old), parts(new)) else {
            return;
        };
        let path = format!("types::{}", new.ident);
        for pair in pairs(before.fields, now.fields, |one| &one.ident, |one| &one.name) {
            match pair {
                Pair::Kept(field, same) => self.compare_field(new, field, same),
                Pair::Renamed(field, same) => {
                    let pointer = self.new.property(&new.pointer, &same.name);
                    let message = format!("is called `{}` now", same.ident);
                    let path = format!("{path}::{}", field.ident);
                    self.add(Rule::FieldRenamed, path, &pointer, message);
                    self.compare_field(new, field, same);
                }
                Pair::Gone(field) => {
                    let pointer = self.old.property(&old.pointer, &field.name);
                    let path = format!("{path}::{}", field.ident);
                    self.add(Rule::FieldRemoved, path, &pointer, "is gone");
                }
                Pair::New(field) => {
                    let pointer = self.new.property(&new.pointer, &field.name);
                    self.field_new(&path, &pointer, &field.ident, &field.ty);
                }
            }
        }
        self.compare_rest(&path, &new.pointer, before.rest, now.rest);
        self.compare_constants(&path, &new.pointer, before.constants, now.constants);
        self.compare_making((old, &before), (new, &now));
    }

    fn field_new(&mut self, path: &str, pointer: &Pointer, ident: &RustIdent, ty: &RustType) {
        let ty = spelled(ty);
        let message =
            format!("is new, of type `{ty}`: literals and patterns without `..` must name it");
        self.add(
            Rule::FieldAdded,
            format!("{path}::{ident}"),
            pointer,
            message,
        );
    }

    fn compare_field(&mut self, owner: &TypePlan, old: &FieldPlan, new: &FieldPlan) {
        let pointer = self.new.property(&owner.pointer, &new.name);
        let path = format!("types::{}::{}", owner.ident, new.ident);
        if !self.renames.same(&old.ty, &new.ty) {
            let otherwise = instead(&old.ty, &new.ty);
            let is_same = self.renames.same(present(&old.ty), present(&new.ty));
            let (rule, message) = match (presence(&old.ty), presence(&new.ty)) {
                (Presence::Always, Presence::Optional | Presence::ToldApart) if is_same => (
                    Rule::FieldOptional,
                    format!("may be absent or null: {otherwise}"),
                ),
                (Presence::Optional | Presence::ToldApart, Presence::Always) if is_same => {
                    (Rule::FieldRequired, format!("is always there: {otherwise}"))
                }
                (Presence::Optional, Presence::ToldApart) if is_same => (
                    Rule::FieldNull,
                    format!("tells absent from null: {otherwise}"),
                ),
                (Presence::ToldApart, Presence::Optional) if is_same => (
                    Rule::FieldNull,
                    format!("does not tell absent from null any more: {otherwise}"),
                ),
                (Presence::Always | Presence::Optional | Presence::ToldApart, _) => {
                    (Rule::FieldType, format!("is {otherwise}"))
                }
            };
            self.add(rule, &path, &pointer, message);
        } else if old.nullable != new.nullable {
            let message = if new.nullable {
                "is written as `null` where there is no value"
            } else {
                "is left out where there is no value"
            };
            self.add(Rule::Sent, &path, &pointer, message);
        }
        if old.name != new.name {
            let message = format!("is `{}` in JSON (it was `{}`)", new.name, old.name);
            self.add(Rule::Sent, &path, &pointer, message);
        }
        self.compare_docs(&path, &pointer, &old.docs, &new.docs);
    }

    /// The field of all other properties.
    fn compare_rest(
        &mut self,
        path: &str,
        pointer: &Pointer,
        old: Option<&(RustIdent, RustType)>,
        new: Option<&(RustIdent, RustType)>,
    ) {
        match (old, new) {
            (None, None) => {}
            (Some((ident, _)), None) => {
                let path = format!("{path}::{ident}");
                let message = "is gone: other properties are not kept any more";
                self.add(Rule::FieldRemoved, path, pointer, message);
            }
            (None, Some((ident, ty))) => {
                let all = RustType::Map(Box::new(ty.clone()));
                self.field_new(path, pointer, ident, &all);
            }
            (Some((before, old)), Some((ident, new))) => {
                if before != ident {
                    let message = format!("is called `{ident}` now");
                    let path = format!("{path}::{before}");
                    self.add(Rule::FieldRenamed, path, pointer, message);
                }
                if !self.renames.same(old, new) {
                    let message = format!("holds {}", instead(old, new));
                    self.add(
                        Rule::FieldType,
                        format!("{path}::{ident}"),
                        pointer,
                        message,
                    );
                }
            }
        }
    }

    fn compare_constants(
        &mut self,
        path: &str,
        pointer: &Pointer,
        old: &[(String, Node)],
        new: &[(String, Node)],
    ) {
        let said = |all: &[(String, Node)]| -> Vec<String> {
            let all = all.iter();
            all.map(|(name, value)| format!("`{name}: {}`", value.value.to_json()))
                .collect()
        };
        let (old, new) = (said(old), said(new));
        if old != new {
            let said = |all: &[String]| match all {
                [] => "nothing".to_owned(),
                some => some.join(", "),
            };
            let message = format!(
                "sends {} without being asked for it (it was {})",
                said(&new),
                said(&old)
            );
            self.add(Rule::Sent, path, pointer, message);
        }
    }
}
