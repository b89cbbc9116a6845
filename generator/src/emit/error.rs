//! The flat enum of an operation's failures, with what is documented for each.

use super::docs;
use super::item::{Declaration, Member, literal};
use super::uses::Uses;
use crate::model::Status;
use crate::naming::{ErrorPlan, FailurePlan, OperationPlan};

/// The declaration of the enum: its variants, and what is documented for each.
pub(super) fn emit_error(
    operation: &OperationPlan,
    error: &ErrorPlan,
    uses: &mut Uses,
) -> Declaration {
    uses.runtime("failures");
    let about = format!(
        "The documented failures of [`Client::{}`].",
        operation.function
    );
    let variants = error
        .variants
        .iter()
        .map(|variant| Member::new(vec![variant_docs(variant)], variant_text(variant, uses)));
    Declaration {
        name: "failures",
        about: vec![about],
        members: variants.collect(),
        head: format!("pub enum {}", error.ident),
    }
}

/// `404 Not Found, code 0800404.` or what the document says, where that says more.
fn variant_docs(variant: &FailurePlan) -> String {
    let status = match variant.status {
        Status::Exact(code) => {
            let reason = crate::naming::reason_phrase(code);
            reason.map_or_else(|| code.to_string(), |reason| format!("{code} {reason}"))
        }
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "Any other status".to_owned(),
    };
    let status = match &variant.only_as {
        Some(media_type) => format!("{status} as {}", docs::span(media_type)),
        None => status,
    };
    let code = variant.constants.iter().find(|(name, _)| name == "code");
    let code = code
        .map(|(_, value)| format!(", code {}", docs::span(value)))
        .unwrap_or_default();
    let said = docs::phrase(&variant.description);
    let known = said.is_empty()
        || status
            .to_lowercase()
            .ends_with(&said.trim_end_matches('.').to_lowercase());
    if known {
        format!("{status}{code}.")
    } else {
        docs::with_stop(&format!("{status}{code}: {said}"))
    }
}

/// `NotFound(NotFoundBody) => 404, is_not_found { "code": "0800404" }`
fn variant_text(variant: &FailurePlan, uses: &mut Uses) -> String {
    let ident = &variant.ident;
    let content = variant.content.as_ref();
    let content = content.map(|content| uses.ty_text(&content.ty));
    let (holds, status) = match (content, variant.status) {
        (Some(content), Status::Exact(code)) => (format!("({content})"), code.to_string()),
        (None, Status::Exact(code)) => (String::new(), code.to_string()),
        (Some(content), Status::Range(_) | Status::Default) => {
            (format!("(u16, {content})"), "status".to_owned())
        }
        (None, Status::Range(_) | Status::Default) => ("(u16)".to_owned(), "status".to_owned()),
    };
    let constants = variant
        .constants
        .iter()
        .map(|(name, value)| format!("{}: {}", literal(name), literal(value)));
    let constants = constants.collect::<Vec<_>>().join(", ");
    let constants = if constants.is_empty() {
        String::new()
    } else {
        format!(" {{ {constants} }}")
    };
    format!(
        "{ident}{holds} => {status}, {}{constants}",
        variant.predicate
    )
}
