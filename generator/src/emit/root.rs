//! `src/lib.rs`: the crate's modules and what it offers by name.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::crate_docs;
use super::item::{Item, SourceText};
use super::signature;
use crate::naming::{Module, Plan};
use crate::pointer::Pointer;

/// Names of the runtime that users of the crate meet.
const OFFERED: &[&str] = &[
    "AnyError",
    "ApiError",
    "Attempt",
    "Attempted",
    "Backoff",
    "Body",
    "BuildError",
    "Bytes",
    "Call",
    "Client",
    "ClientBuilder",
    "Decode",
    "Ended",
    "Error",
    "Failure",
    "Hook",
    "HookError",
    "HookFuture",
    "Interrupted",
    "Json",
    "Maybe",
    "NoFailure",
    "NotSent",
    "Operation",
    "Problem",
    "RateLimit",
    "Received",
    "Response",
    "Retry",
    "RetryPolicy",
    "Secret",
    "Step",
    "Transport",
    "TransportError",
    "Unexpected",
];

/// Names of the runtime that are offered where they are used.
const OFFERED_IF_USED: &[&str] = &[
    "Base64",
    "Date",
    "DateTime",
    "Decimal",
    "Download",
    "EventStream",
    "Items",
    "JsonStream",
    "Keyed",
    "Pages",
    "Paginated",
    "ResponseHeader",
    "Server",
    "TimeOfDay",
    "TimeSpan",
    "TokenError",
    "TokenFuture",
    "TokenSource",
    "Upload",
    "Uri",
    "Uuid",
];

/// What is offered beside what answers are read by as they come.
const OFFERED_WITH: &[(&str, &[&str])] = &[
    ("Download", &["StreamError"]),
    ("EventStream", &["Event", "StreamError"]),
    ("JsonStream", &["StreamError"]),
];

/// The condition under which a module is compiled.
pub(super) fn gate(module: &Module) -> Option<TokenStream> {
    let feature = module.feature.as_ref()?;
    Some(quote!(#[cfg(feature = #feature)]))
}

/// What is there where signatures are verified.
fn verifies(tokens: TokenStream) -> TokenStream {
    let feature = signature::FEATURE;
    quote!(#[cfg(feature = #feature)] #[rustfmt::skip] #tokens)
}

/// `src/lib.rs` of a crate that uses these names of the runtime.
pub(super) fn emit_root(plan: &Plan, used: &BTreeSet<&'static str>) -> SourceText {
    let used = OFFERED_IF_USED.iter().filter(|name| used.contains(*name));
    let mut offered: BTreeSet<&str> = OFFERED.iter().chain(used).copied().collect();
    for (reader, names) in OFFERED_WITH {
        if offered.contains(reader) {
            offered.extend(*names);
        }
    }
    let offered: Vec<TokenStream> = offered
        .iter()
        .filter_map(|name| name.parse().ok())
        .collect();
    let mut items = crate_docs::guide(plan);
    items.push(Item::Tokens(
        Pointer::root(),
        quote!(#![forbid(unsafe_code)]),
    ));
    let skipped = |tokens: TokenStream| Item::Use(quote!(#[rustfmt::skip] #tokens));
    items.push(skipped(quote!(
        mod client;
    )));
    items.extend(plan.modules.iter().map(|module| {
        let (ident, gate) = (&module.ident, gate(module));
        Item::Use(quote!(#gate #[rustfmt::skip] mod #ident;))
    }));
    if !plan.headers.is_empty() {
        items.push(skipped(quote!(
            pub mod headers;
        )));
    }
    items.push(Item::Use(quote!(
        pub mod runtime;
    )));
    if !plan.servers.servers.is_empty() {
        items.push(skipped(quote!(
            pub mod servers;
        )));
    }
    if !plan.signatures.is_empty() {
        items.push(Item::Use(verifies(quote!(
            pub mod signatures;
        ))));
    }
    items.push(skipped(quote!(
        pub mod types;
    )));
    items.push(Item::Tokens(
        Pointer::root(),
        quote!(#[rustfmt::skip] pub use runtime::{#(#offered),*};),
    ));
    items.push(Item::Tokens(
        Pointer::root(),
        quote!(#[cfg(all(feature = "blocking", not(target_family = "wasm")))] #[rustfmt::skip] pub use runtime::wait;),
    ));
    items.push(Item::Tokens(
        Pointer::root(),
        quote!(
            #[cfg(feature = "mock")] #[rustfmt::skip] pub use runtime::{Expectation, Mock, Seen};
        ),
    ));
    if !plan.signatures.is_empty() {
        let names = signature::OFFERED.iter();
        let names: Vec<TokenStream> = names.filter_map(|name| name.parse().ok()).collect();
        let offered = verifies(quote!(pub use runtime::{#(#names),*};));
        items.push(Item::Tokens(Pointer::root(), offered));
    }
    SourceText {
        path: "src/lib.rs".to_owned(),
        about: crate_docs::about(plan),
        items,
    }
}
