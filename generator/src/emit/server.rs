//! `src/servers.rs`: the servers that a client may be given.

use proc_macro2::TokenStream;
use quote::quote;

use super::item::{Item, SourceText};
use super::{comment, docs, text};
use crate::naming::{Plan, ServerPlan, VariablePlan, VariableType};
use crate::pointer::Pointer;

/// `src/servers.rs`; `None` where there is nothing to choose.
pub(super) fn emit_servers(plan: &Plan) -> Option<SourceText> {
    if plan.servers.servers.is_empty() {
        return None;
    }
    let servers = Pointer::root().child("servers");
    let item = |tokens: TokenStream| Item::Tokens(servers.clone(), tokens);
    let mut items = vec![Item::Use(quote!(
        use crate::runtime::Server;
    ))];
    for server in &plan.servers.servers {
        items.extend(emit_server(server, plan).into_iter().map(item));
    }
    for ty in &plan.servers.types {
        items.extend(emit_variable_type(ty).map(item));
    }
    Some(SourceText {
        path: "src/servers.rs".to_owned(),
        about: vec![
            "The servers of the API, for [`ClientBuilder::server`](crate::ClientBuilder::server)."
                .to_owned(),
        ],
        items,
    })
}

fn emit_server(server: &ServerPlan, plan: &Plan) -> Vec<TokenStream> {
    let (ident, template) = (&server.ident, text(&server.template));
    let mut lines = server
        .description
        .as_deref()
        .map(docs::lines)
        .unwrap_or_default();
    if let [only] = lines.as_mut_slice() {
        *only = docs::with_stop(only);
    }
    if let Some(url) = docs::code(&server.template) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(url);
    }
    let about = comment(&lines);
    if server.variables.is_empty() {
        return vec![quote!(#about pub const #ident: Server = Server::at(#template);)];
    }
    let fields = server.variables.iter().map(|variable| {
        let (ident, ty) = (&variable.ident, variable_type(variable));
        let about = comment(&variable_docs(variable));
        quote!(#about pub #ident: #ty,)
    });
    let mut items = vec![quote! {
        #about
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct #ident { #(#fields)* }
    }];
    let defaults: Option<Vec<TokenStream>> = server
        .variables
        .iter()
        .map(|variable| default(variable, &plan.servers.types))
        .collect();
    if let Some(defaults) = defaults {
        items.push(quote! {
            impl Default for #ident {
                fn default() -> Self {
                    Self { #(#defaults),* }
                }
            }
        });
    }
    let values = server.variables.iter().map(|variable| {
        let (field, name) = (&variable.ident, text(&variable.name));
        match variable.ty {
            Some(_) => quote!((#name, server.#field.as_str())),
            None => quote!((#name, &server.#field)),
        }
    });
    items.push(quote! {
        impl From<#ident> for Server {
            fn from(server: #ident) -> Self {
                Self::with(#template, &[#(#values),*])
            }
        }
    });
    items
}

fn variable_type(variable: &VariablePlan) -> TokenStream {
    match &variable.ty {
        Some(ident) => quote!(#ident),
        None => quote!(String),
    }
}

fn variable_docs(variable: &VariablePlan) -> Vec<String> {
    let mut lines = variable
        .description
        .as_deref()
        .map(docs::lines)
        .unwrap_or_default();
    let default = variable.default.as_deref().filter(|one| !one.is_empty());
    if let Some(default) = default.and_then(docs::code) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(format!("{default} by default."));
    }
    if lines.is_empty() {
        lines.push(format!("The variable {}.", docs::span(&variable.name)));
    }
    lines
}

/// The field with its default; `None` if it has none.
fn default(variable: &VariablePlan, types: &[VariableType]) -> Option<TokenStream> {
    let (field, default) = (&variable.ident, variable.default.as_deref()?);
    let Some(ty) = &variable.ty else {
        let default = text(default);
        return Some(quote!(#field: #default.to_owned()));
    };
    let known = types.iter().find(|known| known.ident == *ty)?;
    let (variant, _) = known.values.iter().find(|(_, value)| value == default)?;
    Some(quote!(#field: #ty::#variant))
}

fn emit_variable_type(ty: &VariableType) -> [TokenStream; 2] {
    let ident = &ty.ident;
    let about = comment(&[format!(
        "What the variable {} of a server may be.",
        docs::span(&ty.name)
    )]);
    let variants = ty.values.iter().map(|(variant, value)| {
        let said = docs::code(value).unwrap_or_else(|| "One of its values.".to_owned());
        let about = comment(&[said]);
        quote!(#about #variant,)
    });
    let arms = ty.values.iter().map(|(variant, value)| {
        let value = text(value);
        quote!(Self::#variant => #value,)
    });
    [
        quote! {
            #about
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #ident { #(#variants)* }
        },
        quote! {
            impl #ident {
                /// The value as it stands in the URL.
                pub const fn as_str(self) -> &'static str {
                    match self { #(#arms)* }
                }
            }
        },
    ]
}
