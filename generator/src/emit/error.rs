//! The flat enum of an operation's failures, and the table of what is documented for each.

use quote::quote;

use super::item::{Item, Table, literal};
use super::uses::Uses;
use super::{comment, docs};
use crate::model::Status;
use crate::naming::{ErrorPlan, FailurePlan, OperationPlan};

/// The enum and its table.
pub(super) fn emit_error(
    operation: &OperationPlan,
    error: &ErrorPlan,
    uses: &mut Uses,
) -> Vec<Item> {
    uses.runtime("failures");
    let ident = &error.ident;
    let about = comment(&[format!(
        "The documented failures of [`Client::{}`].",
        operation.function
    )]);
    let variants = error.variants.iter().map(|variant| {
        let (name, about) = (&variant.ident, variant_docs(variant));
        let content = variant.content.as_ref().map(|content| uses.ty(&content.ty));
        let with_status = !matches!(variant.status, Status::Exact(_));
        match (content, with_status) {
            (Some(content), false) => quote!(#about #name(#content),),
            (Some(content), true) => quote!(#about #name(u16, #content),),
            (None, false) => quote!(#about #name,),
            (None, true) => quote!(#about #name(u16),),
        }
    });
    let body = quote! {
        #about
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #ident {
            #(#variants)*
        }
    };
    let mut table = Table::new("failures", ident);
    table.tall = true;
    table.rows = error.variants.iter().map(row).collect();
    vec![
        Item::Tokens(operation.pointer.clone(), body),
        Item::Table(table),
    ]
}

/// `404 Not Found, code 0800404.` or what the document says, where that says more.
fn variant_docs(variant: &FailurePlan) -> proc_macro2::TokenStream {
    let status = match variant.status {
        Status::Exact(code) => {
            let reason = crate::naming::reason_phrase(code);
            reason.map_or_else(|| code.to_string(), |reason| format!("{code} {reason}"))
        }
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "Any other status".to_owned(),
    };
    let status = match &variant.only_as {
        Some(media_type) => format!("{status} as `{}`", media_type.replace('`', " ")),
        None => status,
    };
    let code = variant.constants.iter().find(|(name, _)| name == "code");
    let code = code
        .map(|(_, value)| format!(", code `{}`", value.replace(['`', '\n', '\r'], " ")))
        .unwrap_or_default();
    let said = docs::phrase(&variant.description);
    let known = said.is_empty()
        || status
            .to_lowercase()
            .ends_with(&said.trim_end_matches('.').to_lowercase());
    let text = if known {
        format!("{status}{code}.")
    } else {
        docs::with_stop(&format!("{status}{code}: {said}"))
    };
    comment(&[text])
}

/// `NotFound(body) => 404, body; is_not_found { "code": "0800404" }`
fn row(variant: &FailurePlan) -> String {
    let ident = &variant.ident;
    let exact = if let Status::Exact(code) = variant.status {
        Some(code)
    } else {
        None
    };
    let (holds, body) = match (&variant.content, exact) {
        (Some(_), Some(_)) => ("(body)", ", body"),
        (Some(_), None) => ("(status, body)", ", body"),
        (None, Some(_)) => ("", ""),
        (None, None) => ("(status)", ""),
    };
    let status = exact.map_or_else(|| "*status".to_owned(), |code| code.to_string());
    let constants = variant
        .constants
        .iter()
        .map(|(name, value)| format!("{}: {}", literal(name), literal(value)));
    let constants = constants.collect::<Vec<_>>().join(", ");
    let constants = if constants.is_empty() {
        "{}".to_owned()
    } else {
        format!("{{ {constants} }}")
    };
    format!(
        "{ident}{holds} => {status}{body}; {} {constants}",
        variant.predicate
    )
}
