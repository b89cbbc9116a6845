//! Collects what a file must import while its items are emitted.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::item::Item;
use crate::model::Format;
use crate::naming::{RustIdent, RustType};
use crate::pointer::Pointer;

/// Names that a file uses and does not define.
#[derive(Debug, Default)]
pub(super) struct Uses {
    runtime: BTreeSet<&'static str>,
    /// Modules of the runtime that are used without a name of theirs.
    modules: BTreeSet<&'static str>,
    statics: BTreeSet<RustIdent>,
    types: BTreeSet<RustIdent>,
    map: bool,
}

/// How a type expression is written.
enum Spelling<'t> {
    Unit,
    Name(&'static str),
    Named(&'t RustIdent),
    /// A type of another.
    Of(&'static str, &'t RustType),
    Map(&'t RustType),
}

/// A type expression as people write it.
pub(crate) fn spelled(ty: &RustType) -> String {
    Uses::default().ty_text(ty)
}

impl Uses {
    /// A name of the runtime.
    pub(super) fn runtime(&mut self, name: &'static str) {
        self.runtime.insert(name);
    }

    /// A module of the runtime of which no name is needed.
    pub(super) fn module(&mut self, name: &'static str) {
        self.modules.insert(name);
    }

    /// The names and modules of the runtime that were used so far.
    pub(super) fn of_runtime(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.runtime.union(&self.modules).copied()
    }

    /// A static of the client module.
    pub(super) fn scheme(&mut self, ident: &RustIdent) {
        self.statics.insert(ident.clone());
    }

    /// A type expression as text.
    pub(super) fn ty_text(&mut self, ty: &RustType) -> String {
        let mut text = String::new();
        self.write_ty(ty, &mut text);
        text
    }

    fn write_ty(&mut self, ty: &RustType, text: &mut String) {
        match self.spelling(ty) {
            Spelling::Unit => text.push_str("()"),
            Spelling::Name(name) => text.push_str(name),
            Spelling::Named(ident) => text.push_str(&ident.to_string()),
            Spelling::Of(name, inner) => {
                text.push_str(name);
                text.push('<');
                self.write_ty(inner, text);
                text.push('>');
            }
            Spelling::Map(inner) => {
                text.push_str("BTreeMap<String, ");
                self.write_ty(inner, text);
                text.push('>');
            }
        }
    }

    /// The syntax of a type expression.
    pub(super) fn ty(&mut self, ty: &RustType) -> TokenStream {
        match self.spelling(ty) {
            Spelling::Unit => quote!(()),
            Spelling::Name(name) => {
                let name = RustIdent::decided(name);
                quote!(#name)
            }
            Spelling::Named(ident) => quote!(#ident),
            Spelling::Of(name, inner) => {
                let (name, inner) = (RustIdent::decided(name), self.ty(inner));
                quote!(#name<#inner>)
            }
            Spelling::Map(inner) => {
                let inner = self.ty(inner);
                quote!(BTreeMap<String, #inner>)
            }
        }
    }

    /// How a type is spelled; what its name needs is imported.
    fn spelling<'t>(&mut self, ty: &'t RustType) -> Spelling<'t> {
        match ty {
            RustType::Unit => Spelling::Unit,
            RustType::Bool => Spelling::Name("bool"),
            RustType::I32 => Spelling::Name("i32"),
            RustType::I64 => Spelling::Name("i64"),
            RustType::U32 => Spelling::Name("u32"),
            RustType::U64 => Spelling::Name("u64"),
            RustType::F64 => Spelling::Name("f64"),
            RustType::I128 => Spelling::Name("i128"),
            RustType::String => Spelling::Name("String"),
            RustType::Formatted(format) => Spelling::Name(self.imported(match format {
                Format::DateTime => "DateTime",
                Format::Date => "Date",
                Format::TimeOfDay => "TimeOfDay",
                Format::TimeSpan => "TimeSpan",
                Format::Uuid => "Uuid",
                Format::Uri => "Uri",
                Format::Base64 => "Base64",
                Format::Decimal => "Decimal",
                Format::Binary => "Upload",
            })),
            RustType::Json => Spelling::Name(self.imported("Json")),
            RustType::Bytes => Spelling::Name(self.imported("Bytes")),
            RustType::Download => Spelling::Name(self.imported("Download")),
            RustType::Events(inner) => Spelling::Of(self.imported("EventStream"), inner),
            RustType::Values(inner) => Spelling::Of(self.imported("JsonStream"), inner),
            RustType::Named(ident) => {
                if !self.types.contains(ident) {
                    self.types.insert(ident.clone());
                }
                Spelling::Named(ident)
            }
            RustType::Option(inner) => Spelling::Of("Option", inner),
            RustType::Maybe(inner) => Spelling::Of(self.imported("Maybe"), inner),
            RustType::Vec(inner) => Spelling::Of("Vec", inner),
            RustType::Map(inner) => {
                self.map = true;
                Spelling::Map(inner)
            }
            RustType::Boxed(inner) => Spelling::Of("Box", inner),
        }
    }

    fn imported(&mut self, name: &'static str) -> &'static str {
        self.runtime(name);
        name
    }

    /// The imports of a file that defines these types itself.
    pub(super) fn items(&self, defined: &BTreeSet<RustIdent>) -> Vec<Item> {
        let mut items = Vec::new();
        if self.map {
            items.push(Item::Tokens(
                Pointer::root(),
                quote!(
                    use std::collections::BTreeMap;
                ),
            ));
        }
        let statics: Vec<_> = self.statics.iter().collect();
        if !statics.is_empty() {
            items.push(Item::Use(group(&quote!(crate::client), &statics)));
        }
        let runtime: Vec<RustIdent> = self
            .runtime
            .iter()
            .filter_map(|name| RustIdent::decided(name))
            .collect();
        if !runtime.is_empty() {
            items.push(Item::Use(group(
                &quote!(crate::runtime),
                &runtime.iter().collect::<Vec<_>>(),
            )));
        }
        let types: Vec<_> = self.types.difference(defined).collect();
        if !types.is_empty() {
            items.push(Item::Use(group(&quote!(crate::types), &types)));
        }
        items
    }
}

fn group(path: &TokenStream, names: &[&RustIdent]) -> TokenStream {
    match names {
        [only] => quote!(use #path::#only;),
        _ => quote!(use #path::{#(#names),*};),
    }
}
