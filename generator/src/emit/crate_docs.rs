//! What the crate says of itself as a whole: which API it is of, a person's guide to it, all its operations.

use quote::quote;

use super::example::example;
use super::item::Item;
use super::{comment_within, docs, operation, signature, text};
use crate::naming::{Module, OperationPlan, Plan};
use crate::pointer::Pointer;

/// How many operations are listed one by one; of more than these, their modules are.
const LISTED: usize = 100;

/// Which API the crate is a client of, without a full stop.
pub(super) fn title(plan: &Plan) -> String {
    let title = docs::phrase(&plan.title);
    let title = title.strip_prefix("The ").unwrap_or(&title);
    let is_api = |word: &str| word.eq_ignore_ascii_case("API");
    if title.is_empty() {
        "A client of an HTTP API".to_owned()
    } else if title.split(|one: char| !one.is_alphanumeric()).any(is_api) {
        format!("A client of the {title}")
    } else {
        format!("A client of the {title} API")
    }
}

/// What stands before all else; all there is, if no guide follows.
pub(super) fn about(plan: &Plan) -> Vec<String> {
    let mut lines = vec![
        docs::with_stop(&title(plan)),
        String::new(),
        "Each operation is a function of [`Client`]; its request, answer and failures are in [`types`].".to_owned(),
    ];
    if plan.modules.iter().any(|module| module.feature.is_some()) {
        lines.push(String::new());
        lines.push(
            "Each module of operations is a feature of the crate, all of them are on by default."
                .to_owned(),
        );
    }
    if !plan.signatures.is_empty() {
        lines.push(String::new());
        lines.push(format!(
            "The feature `{}` verifies that the API sent a request, such as a webhook.",
            signature::FEATURE
        ));
    }
    if plan.guide.is_none() {
        lines.extend(example(plan).unwrap_or_default());
        lines.extend(operations(plan));
    } else {
        lines.push(String::new());
    }
    lines
}

/// The guide, and what follows it.
pub(super) fn guide(plan: &Plan) -> Vec<Item> {
    let Some(guide) = &plan.guide else {
        return Vec::new();
    };
    let path = text(&format!("../{guide}"));
    let operations = comment_within(&operations(plan));
    vec![
        Item::Use(quote!(#![doc = include_str!(#path)])),
        Item::Tokens(Pointer::root(), operations),
    ]
}

/// A table of all operations, or of the modules that they are in; empty where there are none.
fn operations(plan: &Plan) -> Vec<String> {
    let modules = plan.modules.iter();
    let modules: Vec<&Module> = modules.filter(|one| !one.operations.is_empty()).collect();
    let count: usize = modules.iter().map(|module| module.operations.len()).sum();
    let head = match count {
        0 => return Vec::new(),
        1..=LISTED => "| function | request |",
        _ => "| module | operations |",
    };
    let mut lines = ["", "# Operations", "", head, "| --- | --- |"]
        .map(str::to_owned)
        .to_vec();
    for module in modules {
        if count <= LISTED {
            lines.extend(module.operations.iter().map(listed));
        } else {
            let name = module.feature.as_deref().map(str::to_owned);
            let name = name.unwrap_or_else(|| module.ident.to_string());
            lines.push(format!("| `{name}` | {} |", module.operations.len()));
        }
    }
    lines
}

fn listed(operation: &OperationPlan) -> String {
    let request = operation::request_code(operation).replace('|', "\\|");
    format!("| [`{0}`](Client::{0}) | {request} |", operation.function)
}
