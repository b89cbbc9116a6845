//! `src/signatures.rs`: how an API signs what it sends by itself.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::item::{Item, SourceText};
use super::uses::Uses;
use super::{comment, docs, file, text};
use crate::model::{
    HeaderPart, SecretSpelling, Signature, SignatureTime, SignedPart, Spelling, TimeUnit,
};
use crate::naming::Plan;
use crate::pointer::Pointer;

/// The feature of a crate that verifies signatures.
pub(super) const FEATURE: &str = "webhook-signature";

/// Names of the runtime that users of the crate meet who verify signatures.
pub(super) const OFFERED: [&str; 4] = [
    "SecretError",
    "SignatureScheme",
    "WebhookError",
    "WebhookVerifier",
];

/// The file, if it is known how the API signs.
pub(super) fn emit_signatures(
    plan: &Plan,
    used: &mut BTreeSet<&'static str>,
) -> Option<SourceText> {
    if plan.signatures.is_empty() {
        return None;
    }
    let mut uses = Uses::default();
    let items = plan.signatures.iter().map(|one| {
        let (ident, about) = (&one.ident, about(&one.signature));
        let scheme = scheme(&one.signature, &mut uses);
        Item::Tokens(
            Pointer::root(),
            quote!(#about pub const #ident: SignatureScheme = #scheme;),
        )
    });
    let items: Vec<Item> = items.collect();
    used.extend(uses.of_runtime());
    used.extend(OFFERED);
    Some(file(
        "src/signatures.rs".to_owned(),
        "How the API signs what it sends by itself: for [`WebhookVerifier`](crate::WebhookVerifier)."
            .to_owned(),
        uses.items(&BTreeSet::new()),
        items,
    ))
}

/// What a signature is, in words.
fn about(signature: &Signature) -> TokenStream {
    let code = |text: &str| docs::code(text).unwrap_or_else(|| "its own way".to_owned());
    let secret = match signature.secret {
        SecretSpelling::Text => "as they are",
        SecretSpelling::Base64 => "in Base64",
    };
    let begin = match docs::code(&signature.secret_prefix) {
        Some(prefix) if !signature.secret_prefix.is_empty() => format!(", after {prefix}"),
        Some(_) | None => String::new(),
    };
    comment(&[
        format!("The header field {}.", code(&signature.header)),
        String::new(),
        format!(
            "Its layout is {}; signed is {}. Secrets are given {secret}{begin}.",
            code(&signature.layout),
            code(&signature.content),
        ),
    ])
}

fn scheme(signature: &Signature, uses: &mut Uses) -> TokenStream {
    for name in [
        "HeaderPart",
        "SecretForm",
        "SignatureEncoding",
        "SignatureScheme",
        "SignedPart",
    ] {
        uses.runtime(name);
    }
    let header = text(&signature.header);
    let separator = match signature.separator {
        Some(separator) => {
            let separator = Literal::character(separator);
            quote!(Some(#separator))
        }
        None => quote!(None),
    };
    let elements = signature.elements.iter().map(|parts| {
        let parts = parts.iter().map(header_part);
        quote!(&[#(#parts),*])
    });
    let time = match &signature.time {
        Some(time) => signature_time(time, uses),
        None => quote!(None),
    };
    let signed = signature.signed.iter().map(signed_part);
    let encoding = match signature.encoding {
        Spelling::Hex => quote!(Hex),
        Spelling::Base64 => quote!(Base64),
    };
    let secret = match signature.secret {
        SecretSpelling::Text => quote!(Text),
        SecretSpelling::Base64 => quote!(Base64),
    };
    let prefix = text(&signature.secret_prefix);
    quote! {
        SignatureScheme {
            header: #header,
            separator: #separator,
            elements: &[#(#elements),*],
            time: #time,
            signed: &[#(#signed),*],
            encoding: SignatureEncoding::#encoding,
            secret: SecretForm::#secret,
            secret_prefix: #prefix,
        }
    }
}

fn header_part(part: &HeaderPart) -> TokenStream {
    match part {
        HeaderPart::Text(one) => {
            let one = text(one);
            quote!(HeaderPart::Text(#one))
        }
        HeaderPart::Time => quote!(HeaderPart::Time),
        HeaderPart::Signature => quote!(HeaderPart::Signature),
    }
}

fn signature_time(time: &SignatureTime, uses: &mut Uses) -> TokenStream {
    uses.runtime("SignatureTime");
    uses.runtime("TimeUnit");
    let header = match &time.header {
        Some(header) => {
            let header = text(header);
            quote!(Some(#header))
        }
        None => quote!(None),
    };
    let unit = match time.unit {
        TimeUnit::Seconds => quote!(Seconds),
        TimeUnit::Milliseconds => quote!(Milliseconds),
    };
    quote!(Some(SignatureTime { header: #header, unit: TimeUnit::#unit }))
}

fn signed_part(part: &SignedPart) -> TokenStream {
    match part {
        SignedPart::Text(one) => {
            let one = text(one);
            quote!(SignedPart::Text(#one))
        }
        SignedPart::Time => quote!(SignedPart::Time),
        SignedPart::Header(name) => {
            let name = text(name);
            quote!(SignedPart::Header(#name))
        }
        SignedPart::Body => quote!(SignedPart::Body),
    }
}
