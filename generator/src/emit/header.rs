//! `src/headers.rs`: the constants by which documented header fields of answers are read.

use std::collections::BTreeSet;

use quote::quote;

use super::item::{Item, SourceText};
use super::types::type_docs;
use super::uses::Uses;
use super::{file, text};
use crate::naming::{HeaderForm, OperationPlan, Plan};

/// The file, if answers have documented header fields.
pub(super) fn emit_headers(plan: &Plan, used: &mut BTreeSet<&'static str>) -> Option<SourceText> {
    if plan.headers.is_empty() {
        return None;
    }
    let mut uses = Uses::default();
    uses.runtime("HeaderForm");
    uses.runtime("ResponseHeader");
    let items = plan.headers.iter().map(|header| {
        let (ident, name, about) = (&header.ident, text(&header.name), type_docs(&header.docs));
        let ty = uses.ty(&header.ty);
        let form = match header.form {
            HeaderForm::Text => quote!(Text),
            HeaderForm::Json => quote!(Json),
            HeaderForm::Texts => quote!(Texts),
            HeaderForm::Scalars => quote!(Scalars),
        };
        let deprecated = header.docs.deprecated.then(|| quote!(#[deprecated]));
        let item = quote! {
            #about
            #deprecated
            pub const #ident: ResponseHeader<#ty> = ResponseHeader::new(#name, HeaderForm::#form);
        };
        Item::Tokens(header.pointer.clone(), item)
    });
    let items: Vec<Item> = items.collect();
    used.extend(uses.of_runtime());
    Some(file(
        "src/headers.rs".to_owned(),
        "Header fields of answers: read with `header` of a response or of a failure.".to_owned(),
        uses.items(&BTreeSet::new()),
        items,
    ))
}

/// Which header fields the answers of an operation have.
pub(super) fn answered(plan: &Plan, operation: &OperationPlan) -> Option<String> {
    let headers = operation
        .headers
        .iter()
        .filter_map(|at| plan.headers.get(*at))
        .map(|header| format!("[`{0}`](crate::headers::{0})", header.ident));
    let headers: Vec<String> = headers.collect();
    (!headers.is_empty()).then(|| format!("Answers have the header fields {}.", headers.join(", ")))
}
