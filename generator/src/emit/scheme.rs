//! Security schemes: what each is, and the builder's functions that take its credential.

use proc_macro2::TokenStream;
use quote::quote;

use super::{comment, docs, text};
use crate::model::SchemeKind;
use crate::naming::{RustIdent, SchemePlan};

/// The constant that says what a scheme is.
pub(super) fn emit_constant(plan: &SchemePlan) -> TokenStream {
    let (ident, name) = (&plan.ident, text(&plan.scheme.name));
    let about = comment(&[format!(
        "The security scheme {}.",
        docs::span(&plan.scheme.name)
    )]);
    let made = match &plan.scheme.kind {
        SchemeKind::Header(field) => {
            let field = text(field);
            quote!(Scheme::api_key(#name, Placement::Header(#field)))
        }
        SchemeKind::Query(field) => {
            let field = text(field);
            quote!(Scheme::api_key(#name, Placement::Query(#field)))
        }
        SchemeKind::Cookie(field) => {
            let field = text(field);
            quote!(Scheme::api_key(#name, Placement::Cookie(#field)))
        }
        SchemeKind::Basic => quote!(Scheme::basic(#name)),
        SchemeKind::Bearer | SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect(_) => {
            quote!(Scheme::bearer(#name))
        }
        SchemeKind::Http(scheme) => {
            let scheme = text(scheme);
            quote!(Scheme::http(#name, #scheme))
        }
    };
    let env = plan.env.as_deref().map(|env| {
        let env = text(env);
        quote!(.env(#env))
    });
    quote!(#about pub(crate) const #ident: Scheme = #made #env;)
}

/// The builder's functions that take the credential, or where it comes from.
pub(super) fn emit_setters(plan: &SchemePlan) -> TokenStream {
    let (ident, setter) = (&plan.ident, &plan.setter);
    let said = plan
        .scheme
        .docs
        .description
        .as_deref()
        .map(docs::lines)
        .unwrap_or_default();
    let first = match &plan.scheme.kind {
        SchemeKind::Header(field) => {
            format!("The key that is sent in the header {}.", docs::span(field))
        }
        SchemeKind::Query(field) => {
            format!(
                "The key that is sent as the query parameter {}.",
                docs::span(field)
            )
        }
        SchemeKind::Cookie(field) => {
            format!("The key that is sent as the cookie {}.", docs::span(field))
        }
        SchemeKind::Basic => {
            "The user and password that are sent as HTTP Basic authentication.".to_owned()
        }
        SchemeKind::Bearer => "The token that is sent as a bearer token.".to_owned(),
        SchemeKind::Http(scheme) => {
            format!(
                "What is sent after {} in the header `Authorization`.",
                docs::span(scheme)
            )
        }
        SchemeKind::OAuth2(_) => {
            "The OAuth 2 access token that is sent as a bearer token.".to_owned()
        }
        SchemeKind::OpenIdConnect(_) => {
            "The OpenID Connect token that is sent as a bearer token.".to_owned()
        }
    };
    let mut lines = vec![first];
    lines.extend(origin(&plan.scheme.kind));
    if !said.is_empty() {
        lines.push(String::new());
        lines.extend(said);
    }
    let about = comment(&lines);
    let source = plan.source.as_ref().map(|source| {
        let about = comment(&[
            "Where tokens come from instead: a [`TokenSource`], or a function that returns the future of a token.".to_owned(),
        ]);
        quote! {
            #about
            pub fn #source(self, source: impl TokenSource) -> Self {
                self.token_source(&#ident, source)
            }
        }
    });
    match &plan.scheme.kind {
        SchemeKind::Basic => quote! {
            #about
            pub fn #setter(self, user: &str, password: impl Into<Secret>) -> Self {
                self.credential(&#ident, Secret::basic(user, password))
            }
        },
        SchemeKind::Header(_)
        | SchemeKind::Query(_)
        | SchemeKind::Cookie(_)
        | SchemeKind::Bearer
        | SchemeKind::Http(_)
        | SchemeKind::OAuth2(_)
        | SchemeKind::OpenIdConnect(_) => {
            let argument = RustIdent::decided(credential(&plan.scheme.kind));
            quote! {
                #about
                pub fn #setter(self, #argument: impl Into<Secret>) -> Self {
                    self.credential(&#ident, #argument)
                }

                #source
            }
        }
    }
}

/// What a scheme's secret is called.
pub(super) fn credential(kind: &SchemeKind) -> &'static str {
    match kind {
        SchemeKind::Bearer | SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect(_) => "token",
        SchemeKind::Http(_) => "credential",
        SchemeKind::Header(_)
        | SchemeKind::Query(_)
        | SchemeKind::Cookie(_)
        | SchemeKind::Basic => "key",
    }
}

/// Where tokens of a scheme are given: a line for each way.
fn origin(kind: &SchemeKind) -> Vec<String> {
    let mut lines = Vec::new();
    match kind {
        SchemeKind::OAuth2(flows) => {
            for flow in flows {
                let urls = [
                    ("at", &flow.authorization_url),
                    ("token from", &flow.token_url),
                ];
                let urls = urls.iter().filter_map(|(what, url)| {
                    let url = url.as_deref().filter(|url| !url.is_empty())?;
                    Some(format!("{what} {}", docs::code(url)?))
                });
                let urls: Vec<String> = urls.collect();
                if !urls.is_empty() {
                    lines.push(format!("- {}: {}", flow.grant, urls.join(", ")));
                }
            }
        }
        SchemeKind::OpenIdConnect(url) => {
            let url = docs::code(url).filter(|_| !url.is_empty());
            lines.extend(url.map(|url| format!("The provider is described at {url}.")));
        }
        SchemeKind::Header(_)
        | SchemeKind::Query(_)
        | SchemeKind::Cookie(_)
        | SchemeKind::Basic
        | SchemeKind::Bearer
        | SchemeKind::Http(_) => {}
    }
    let lines = docs::lines(&lines.join("\n"));
    if lines.is_empty() {
        return lines;
    }
    std::iter::once(String::new()).chain(lines).collect()
}
