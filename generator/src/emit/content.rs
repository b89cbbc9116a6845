//! What a request sends as content, and the enum of contents where there is a choice.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::item::{Definition, Member};
use super::text;
use super::types::DERIVES;
use super::uses::Uses;
use crate::model::{FormStyle, Written};
use crate::naming::{ArgumentPlan, BodyVariantPlan, OperationPlan, Role, RustIdent, Sent};

/// The statement that says the content of a request.
pub(super) fn emit_part(sent: &Sent, field: &ArgumentPlan, uses: &mut Uses) -> TokenStream {
    let ident = &field.ident;
    let reference = quote!(&self.#ident);
    let (owned, borrowed) = if field.optional {
        (quote!(self.#ident.clone()), quote!(self.#ident.as_ref()))
    } else {
        (
            quote!(Some(self.#ident.clone())),
            quote!(Some(&self.#ident)),
        )
    };
    let call = emit_call(sent, &reference, &owned, &borrowed, uses);
    quote!(#call;)
}

/// The statement that says whichever content the caller chose.
pub(super) fn emit_choice_part(
    ident: &RustIdent,
    variants: &[BodyVariantPlan],
    field: &ArgumentPlan,
    uses: &mut Uses,
) -> TokenStream {
    let value = &field.ident;
    let is_optional = field.optional;
    let arms: Vec<TokenStream> = variants
        .iter()
        .map(|variant| {
            let name = &variant.ident;
            let call = emit_call(
                &variant.content,
                &quote!(body),
                &quote!(Some(body.clone())),
                &quote!(Some(body)),
                uses,
            );
            if is_optional {
                quote!(Some(#ident::#name(body)) => #call,)
            } else {
                quote!(#ident::#name(body) => #call,)
            }
        })
        .collect();
    let none = is_optional.then(|| quote!(None => {}));
    quote!(match &self.#value { #(#arms)* #none })
}

fn emit_call(
    sent: &Sent,
    reference: &TokenStream,
    owned: &TokenStream,
    borrowed: &TokenStream,
    uses: &mut Uses,
) -> TokenStream {
    let media_type = text(&sent.media_type);
    match &sent.written {
        Written::Json(_) if sent.media_type == "application/json" => {
            quote!(request.json(#reference))
        }
        Written::Json(_) => quote!(request.json_as(#media_type, #reference)),
        Written::Form(_, styles) => {
            let styles = emit_form_styles(styles, uses);
            quote!(request.form(#reference, #styles))
        }
        Written::Multipart(_, types) => {
            uses.module("multipart");
            let types = types.iter().map(|(name, media_type)| {
                let (name, media_type) = (text(name), text(media_type));
                quote!((#name, #media_type))
            });
            quote!(request.multipart(#media_type, #reference, &[#(#types),*]))
        }
        Written::Text => quote!(request.content(#media_type, #owned)),
        Written::Upload => {
            uses.module("Upload");
            quote!(request.upload(#media_type, #borrowed))
        }
    }
}

/// The table of those properties of a form that have a style of their own.
pub(super) fn emit_form_styles(styles: &[(String, FormStyle)], uses: &mut Uses) -> TokenStream {
    uses.module("form");
    if !styles.is_empty() {
        uses.runtime("FormStyle");
    }
    let styles = styles.iter().map(|(name, style)| {
        let (name, style) = (text(name), form_style(*style));
        quote!((#name, FormStyle::#style))
    });
    quote!(&[#(#styles),*])
}

fn form_style(style: FormStyle) -> TokenStream {
    match style {
        FormStyle::Exploded => quote!(Exploded),
        FormStyle::Form => quote!(Form),
        FormStyle::SpaceDelimited => quote!(SpaceDelimited),
        FormStyle::PipeDelimited => quote!(PipeDelimited),
        FormStyle::DeepObject => quote!(DeepObject),
        FormStyle::Json => quote!(Json),
        FormStyle::Reserved => quote!(Reserved),
    }
}

/// The enum of contents that a request may have.
pub(super) fn emit_choice(
    operation: &OperationPlan,
    ident: &RustIdent,
    variants: &[BodyVariantPlan],
    uses: &mut Uses,
) -> Definition {
    let variants = variants.iter().map(|variant| {
        let about = format!("As {}.", docs::span(&variant.content.media_type));
        let (name, ty) = (&variant.ident, uses.ty_text(&variant.ty));
        Member::new(vec![about], format!("{name}({ty})"))
    });
    Definition {
        about: vec![format!("What [`Client::{}`] may send.", operation.function)],
        attributes: vec![DERIVES],
        head: format!("pub enum {ident}"),
        members: Some(variants.collect()),
    }
}

/// What else the content might be, though it is not sent so.
pub(super) fn also(operation: &OperationPlan) -> Option<String> {
    let others: Vec<String> = operation
        .also
        .iter()
        .map(|media_type| docs::span(media_type))
        .collect();
    let content = operation
        .fields
        .iter()
        .find(|field| field.role.is_content())?;
    if others.is_empty() {
        return None;
    }
    let others = others.join(", ");
    Some(match &content.role {
        Role::Body(Sent {
            media_type,
            written: Written::Upload,
        }) => format!(
            "The content is {}, or what it says itself: {others}.",
            docs::span(media_type)
        ),
        Role::Body(Sent { media_type, .. }) => format!(
            "The body is sent as {}; the API would take {others} as well.",
            docs::span(media_type)
        ),
        Role::Path(_)
        | Role::Query(_)
        | Role::Header(_)
        | Role::Cookie(_)
        | Role::QueryString(_)
        | Role::Choice(..) => {
            format!("The API would take {others} as well.")
        }
    })
}

/// Which other media types the answers can be had in.
pub(super) fn answers_also(operation: &OperationPlan) -> Option<String> {
    let others = operation.accept_also.iter();
    let others: Vec<String> = others.map(|one| docs::span(one)).collect();
    (!others.is_empty()).then(|| {
        let others = others.join(", ");
        format!("The answer can be had as {others} as well: ask for it in the header field `Accept` and take it `raw`.")
    })
}
