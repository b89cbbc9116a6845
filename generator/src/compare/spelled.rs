//! Types of both descriptions side by side: how they are spelled, and whether they are the same.

use crate::emit::spelled;
use crate::hash::HashMap;
use crate::naming::{RustIdent, RustType};

/// The names that types of the old description have in the new one.
#[derive(Debug, Default)]
pub(super) struct Renames(HashMap<RustIdent, RustIdent>);

impl Renames {
    /// Notes that a type has another name.
    pub(super) fn add(&mut self, old: &RustIdent, new: &RustIdent) {
        self.0.insert(old.clone(), new.clone());
    }

    /// Whether a type is what it was, but for names of types that have others.
    pub(super) fn same(&self, old: &RustType, new: &RustType) -> bool {
        self.now(old) == *new
    }

    /// A type of the old description by its names in the new one.
    fn now(&self, ty: &RustType) -> RustType {
        let inner = |ty: &RustType| Box::new(self.now(ty));
        match ty {
            RustType::Named(ident) => RustType::Named(self.0.get(ident).unwrap_or(ident).clone()),
            RustType::Events(ty) => RustType::Events(inner(ty)),
            RustType::Values(ty) => RustType::Values(inner(ty)),
            RustType::Option(ty) => RustType::Option(inner(ty)),
            RustType::Maybe(ty) => RustType::Maybe(inner(ty)),
            RustType::Vec(ty) => RustType::Vec(inner(ty)),
            RustType::Map(ty) => RustType::Map(inner(ty)),
            RustType::Boxed(ty) => RustType::Boxed(inner(ty)),
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
            | RustType::Download => ty.clone(),
        }
    }
}

/// What a type is without its `Option` or `Maybe`.
pub(super) fn present(ty: &RustType) -> &RustType {
    match ty {
        RustType::Option(inner) | RustType::Maybe(inner) => inner,
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
        | RustType::Boxed(_) => ty,
    }
}

/// "`u64` (it was `String`)".
pub(super) fn instead(old: &RustType, new: &RustType) -> String {
    format!("`{}` (it was `{}`)", spelled(new), spelled(old))
}
