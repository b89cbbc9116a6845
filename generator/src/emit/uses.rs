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
        let spelled = self.ty(ty).to_string();
        spelled.replace(' ', "").replace(',', ", ")
    }

    /// The syntax of a type expression.
    pub(super) fn ty(&mut self, ty: &RustType) -> TokenStream {
        match ty {
            RustType::Unit => quote!(()),
            RustType::Bool => quote!(bool),
            RustType::I32 => quote!(i32),
            RustType::I64 => quote!(i64),
            RustType::U32 => quote!(u32),
            RustType::U64 => quote!(u64),
            RustType::F64 => quote!(f64),
            RustType::I128 => quote!(i128),
            RustType::String => quote!(String),
            RustType::Formatted(format) => {
                let (name, ident) = match format {
                    Format::DateTime => ("DateTime", quote!(DateTime)),
                    Format::Date => ("Date", quote!(Date)),
                    Format::TimeOfDay => ("TimeOfDay", quote!(TimeOfDay)),
                    Format::TimeSpan => ("TimeSpan", quote!(TimeSpan)),
                    Format::Uuid => ("Uuid", quote!(Uuid)),
                    Format::Uri => ("Uri", quote!(Uri)),
                    Format::Base64 => ("Base64", quote!(Base64)),
                    Format::Decimal => ("Decimal", quote!(Decimal)),
                    Format::Binary => ("Upload", quote!(Upload)),
                };
                self.runtime(name);
                ident
            }
            RustType::Json => {
                self.runtime("Json");
                quote!(Json)
            }
            RustType::Bytes => {
                self.runtime("Bytes");
                quote!(Bytes)
            }
            RustType::Download => {
                self.runtime("Download");
                quote!(Download)
            }
            RustType::Events(inner) => {
                self.runtime("EventStream");
                let inner = self.ty(inner);
                quote!(EventStream<#inner>)
            }
            RustType::Values(inner) => {
                self.runtime("JsonStream");
                let inner = self.ty(inner);
                quote!(JsonStream<#inner>)
            }
            RustType::Named(ident) => {
                self.types.insert(ident.clone());
                quote!(#ident)
            }
            RustType::Option(inner) => {
                let inner = self.ty(inner);
                quote!(Option<#inner>)
            }
            RustType::Maybe(inner) => {
                self.runtime("Maybe");
                let inner = self.ty(inner);
                quote!(Maybe<#inner>)
            }
            RustType::Vec(inner) => {
                let inner = self.ty(inner);
                quote!(Vec<#inner>)
            }
            RustType::Map(inner) => {
                self.map = true;
                let inner = self.ty(inner);
                quote!(BTreeMap<String, #inner>)
            }
            RustType::Boxed(inner) => {
                let inner = self.ty(inner);
                quote!(Box<#inner>)
            }
        }
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
