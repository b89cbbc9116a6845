//! The statements that say the fields of a request: one for each parameter.

use proc_macro2::TokenStream;
use quote::quote;

use super::uses::Uses;
use super::{content, text};
use crate::model::Style;
use crate::naming::{ArgumentPlan, ParameterPlan, Role};

/// The statement that says a field of a request.
pub(super) fn emit_part(field: &ArgumentPlan, uses: &mut Uses) -> TokenStream {
    let ident = &field.ident;
    let value = quote!(&self.#ident);
    match &field.role {
        Role::Path(parameter) => {
            let name = text(&parameter.name);
            match path_style(parameter, uses) {
                Some(style) => quote!(request.path_as(#name, #style, #value);),
                None => quote!(request.path(#name, #value);),
            }
        }
        Role::Query(parameter) => {
            let name = text(&parameter.name);
            let style = query_style(parameter, uses);
            if parameter.reserved {
                let style = match style {
                    Some(style) => quote!(Some(#style)),
                    None => quote!(None),
                };
                return quote!(request.query_reserved(#name, #style, #value););
            }
            match style {
                Some(style) => quote!(request.query_as(#name, #style, #value);),
                None => quote!(request.query(#name, #value);),
            }
        }
        Role::Header(parameter) => {
            let name = text(&parameter.name);
            if parameter.style == Style::Json {
                quote!(request.header_json(#name, #value);)
            } else if parameter.explode {
                quote!(request.header_exploded(#name, #value);)
            } else {
                quote!(request.header(#name, #value);)
            }
        }
        Role::Cookie(parameter) => {
            let name = text(&parameter.name);
            if parameter.style == Style::Cookie {
                let explode = parameter.explode;
                return quote!(request.cookie_unescaped(#name, #explode, #value););
            }
            match query_style(parameter, uses) {
                Some(style) => quote!(request.cookie_as(#name, #style, #value);),
                None => quote!(request.cookie(#name, #value);),
            }
        }
        Role::QueryString(parameter) => whole_query(parameter, &value, uses),
        Role::Body(sent) => content::emit_part(sent, field, uses),
        Role::Choice(ident, variants) => content::emit_choice_part(ident, variants, field, uses),
    }
}

/// The statement that says the whole query.
fn whole_query(parameter: &ParameterPlan, value: &TokenStream, uses: &mut Uses) -> TokenStream {
    if parameter.style != Style::Form {
        uses.module("query_string");
    }
    match parameter.style {
        Style::Json => quote!(request.query_string_json(#value);),
        Style::Form => {
            let styles = content::emit_form_styles(&parameter.properties, uses);
            quote!(request.query_string_form(#value, #styles);)
        }
        Style::Simple
        | Style::Label
        | Style::Matrix
        | Style::SpaceDelimited
        | Style::PipeDelimited
        | Style::DeepObject
        | Style::Cookie => quote!(request.query_string(#value);),
    }
}

/// `None` for the way in which a path variable is written unless the document says otherwise.
fn path_style(parameter: &ParameterPlan, uses: &mut Uses) -> Option<TokenStream> {
    let explode = parameter.explode;
    let style = match parameter.style {
        Style::Label => quote!(Label { explode: #explode }),
        Style::Matrix => quote!(Matrix { explode: #explode }),
        Style::Json => quote!(Json),
        Style::Simple if explode => quote!(Simple { explode: true }),
        Style::Simple
        | Style::Form
        | Style::SpaceDelimited
        | Style::PipeDelimited
        | Style::DeepObject
        | Style::Cookie => return None,
    };
    uses.runtime("PathStyle");
    Some(quote!(PathStyle::#style))
}

/// `None` for the way in which a query parameter is written unless the document says otherwise.
fn query_style(parameter: &ParameterPlan, uses: &mut Uses) -> Option<TokenStream> {
    let explode = parameter.explode;
    let style = match parameter.style {
        Style::Form if explode => return None,
        Style::SpaceDelimited if !explode => quote!(SpaceDelimited),
        Style::PipeDelimited if !explode => quote!(PipeDelimited),
        // Exploded, these are what `form` is.
        Style::SpaceDelimited | Style::PipeDelimited => return None,
        Style::DeepObject => quote!(DeepObject),
        Style::Json => quote!(Json),
        Style::Form | Style::Cookie | Style::Simple | Style::Label | Style::Matrix => quote!(Form),
    };
    uses.runtime("QueryStyle");
    Some(quote!(QueryStyle::#style))
}
