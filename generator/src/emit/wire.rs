//! Wire tests: a program that calls every operation and checks each documented answer.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs;
use super::item::{Item, SourceText};
use super::{comment, text};
use crate::naming::{
    AnswerStatus, ArgumentPlan, OperationPlan, Outcome, Plan, RustIdent, SamplePlan, TakesPlan,
};
use crate::pointer::Pointer;

/// What the tests compare and print with.
const HARNESS: &str = include_str!("../../wire/harness.rs");

/// `tests/wire.rs`.
pub(super) fn emit_wire(plan: &Plan) -> SourceText {
    let item = |tokens: TokenStream| Item::Tokens(Pointer::root(), tokens);
    let library: TokenStream = plan.name.replace('-', "_").parse().unwrap_or_default();
    let operations: Vec<&OperationPlan> = plan
        .modules
        .iter()
        .flat_map(|module| &module.operations)
        .collect();
    let unused = "an API may have no type of this kind";
    let uses = [
        quote!(#library::runtime::{self, Json}),
        quote!(#library::types),
        quote!(#library::{Bytes, Client, Error, Maybe, Response, Retry}),
    ];
    let mut items: Vec<Item> = uses
        .iter()
        .map(|path| item(quote!(#[allow(unused_imports, reason = #unused)] use #path;)))
        .collect();
    if plan.modules.iter().any(|module| module.feature.is_some()) {
        items.insert(0, item(quote!(#![cfg(feature = "full")])));
    }
    items.extend(HARNESS.parse().ok().map(item));
    items.push(item(start(plan, &operations)));
    items.extend(
        operations
            .iter()
            .map(|operation| Item::Tokens(operation.pointer.clone(), check(operation))),
    );
    SourceText { path: "tests/wire.rs".to_owned(), about: vec!["Calls every operation and checks that each documented answer is decoded to its variant.".to_owned()], items }
}

fn start(plan: &Plan, operations: &[&OperationPlan]) -> TokenStream {
    let setters = plan.schemes.iter().map(|scheme| {
        let setter = &scheme.setter;
        if scheme.scheme.kind.has_password() {
            quote!(.#setter("user", "password"))
        } else {
            quote!(.#setter("key"))
        }
    });
    let checks = operations.iter().map(|operation| {
        let function = &operation.function;
        quote!(#function(&client, &mut wire).await;)
    });
    // Each status is asked for: none is an accident after which to ask again.
    quote! {
        #[tokio::test]
        async fn every_documented_answer() {
            let Ok(base_url) = std::env::var(BASE_URL) else {
                println!("skipped: {BASE_URL} says no server");
                return;
            };
            let builder = Client::builder().base_url(base_url).retry(Retry::off()).rate_limit(None);
            let client = builder #(#setters)*.build().unwrap();
            let mut wire = Wire::new();
            #(#checks)*
            wire.finish();
        }
    }
}

/// One call for each documented status, which the server is asked for by `Prefer` (RFC 7240).
fn check(operation: &OperationPlan) -> TokenStream {
    let function = &operation.function;
    let name = function.text();
    let statuses = operation.answers.iter().filter_map(|answer| {
        let (asked, shown) = match answer.status {
            AnswerStatus::Exact(code) => (code.to_string(), code.to_string()),
            AnswerStatus::Range(digit) => (format!("{digit}00"), format!("{digit}XX")),
            AnswerStatus::Others => return None,
        };
        let expected = match &answer.outcome {
            Outcome::Success(_) if operation.success_implied => return None,
            Outcome::Success(_) | Outcome::SuccessVariant(..) => quote!(None),
            Outcome::Failure { variant, .. } => {
                let variant = variant.text();
                quote!(Some(#variant))
            }
            Outcome::Undocumented => return None,
        };
        let call = call(operation);
        let asked = text(&asked);
        let accept = answer.only_as.as_deref().map(text);
        let accept = accept.map(|media_type| quote!(.header("Accept", #media_type)));
        Some(quote! {
            let got = #call.header("Prefer", wire.prefer(#asked)) #accept .without_redirects().send_with_response().await.map_err(Error::from);
            wire.check(#name, #shown, #expected, got);
        })
    });
    let line = format!("{} {}", operation.method, operation.path);
    let about = comment(&[docs::span(&line)]);
    let deprecated = operation
        .docs
        .deprecated
        .then(|| quote!(#[allow(deprecated, reason = "deprecated operations are tested too")]));
    let line = text(&format!("{} {}", operation.method, operation.path));
    quote! {
        #about
        #deprecated
        async fn #function(client: &Client, wire: &mut Wire) {
            if !wire.wants(#line) {
                return;
            }
            #(#statuses)*
        }
    }
}

fn call(operation: &OperationPlan) -> TokenStream {
    let function = &operation.function;
    let required: Vec<&ArgumentPlan> = operation
        .fields
        .iter()
        .filter(|field| !field.optional)
        .collect();
    let filled = |fields: &[&ArgumentPlan], ident: &RustIdent| {
        let fields = fields.iter().map(|field| {
            let ident = &field.ident;
            let value = if field.optional {
                quote!(None)
            } else {
                value(field.sample.as_ref())
            };
            quote!(#ident: #value)
        });
        quote!(client.#function(types::#ident { #(#fields),* }))
    };
    match &operation.takes {
        TakesPlan::Arguments => {}
        TakesPlan::Request => {
            return filled(
                &operation.fields.iter().collect::<Vec<_>>(),
                &operation.request,
            );
        }
        TakesPlan::Struct(ident) => return filled(&required, ident),
    }
    let arguments = required.iter().map(|field| match &field.sample {
        Some(SamplePlan::Text(sample) | SamplePlan::Formatted(sample)) => {
            let sample = text(sample);
            quote!(#sample)
        }
        Some(SamplePlan::Upload) => quote!("sample"),
        sample => value(sample.as_ref()),
    });
    quote!(client.#function(#(#arguments),*))
}

fn value(sample: Option<&SamplePlan>) -> TokenStream {
    let Some(sample) = sample else {
        return quote!(Default::default());
    };
    match sample {
        SamplePlan::Json(json) => {
            let json = text(json);
            quote!(Json::from_text(#json).unwrap())
        }
        SamplePlan::Bool(value) => quote!(#value),
        SamplePlan::Integer(spelling) => spelling.parse().unwrap_or_default(),
        SamplePlan::Number(value) => {
            let value = Literal::f64_unsuffixed(*value);
            quote!(#value)
        }
        SamplePlan::Text(sample) => {
            let sample = text(sample);
            quote!(#sample.to_owned())
        }
        SamplePlan::Formatted(sample) => {
            let sample = text(sample);
            quote!(#sample.into())
        }
        SamplePlan::Decimal(spelling) => {
            let spelling = text(spelling);
            quote!(runtime::Decimal::from_spelling(#spelling).unwrap())
        }
        SamplePlan::Upload => quote!("sample".into()),
        SamplePlan::Variant(ident, variant) => quote!(types::#ident::#variant),
        SamplePlan::Choice(ident, variant, inner) => {
            let inner = value(Some(inner));
            quote!(types::#ident::#variant(#inner))
        }
        SamplePlan::Tuple(ident, elements) => {
            let elements = elements.iter().map(|one| value(Some(one)));
            quote!(types::#ident(#(#elements),*))
        }
        SamplePlan::List(list) => {
            let list = list.iter().map(|one| value(Some(one)));
            quote!(vec![#(#list),*])
        }
        SamplePlan::Map(entries) => map(entries),
        SamplePlan::Some(inner) => {
            let inner = value(Some(inner));
            quote!(Some(#inner))
        }
        SamplePlan::None => quote!(None),
        SamplePlan::Absent => quote!(Maybe::Absent),
        SamplePlan::Null => quote!(Maybe::Null),
        SamplePlan::Present(inner) => {
            let inner = value(Some(inner));
            quote!(Maybe::Value(#inner))
        }
        SamplePlan::Boxed(inner) => {
            let inner = value(Some(inner));
            quote!(Box::new(#inner))
        }
        SamplePlan::Struct(ident, fields, rest) => {
            let fields = fields.iter().map(|(ident, sample)| {
                let sample = value(Some(sample));
                quote!(#ident: #sample)
            });
            let rest = rest.iter().map(|(ident, entries)| {
                let entries = map(entries);
                quote!(#ident: #entries)
            });
            let members: Vec<TokenStream> = fields.chain(rest).collect();
            quote!(types::#ident { #(#members),* })
        }
    }
}

fn map(entries: &[(String, SamplePlan)]) -> TokenStream {
    if entries.is_empty() {
        return quote!(std::collections::BTreeMap::new());
    }
    let entries = entries.iter().map(|(key, sample)| {
        let (key, sample) = (text(key), value(Some(sample)));
        quote!((#key.to_owned(), #sample))
    });
    quote!(std::collections::BTreeMap::from([#(#entries),*]))
}
