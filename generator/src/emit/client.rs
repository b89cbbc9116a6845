//! What every crate has once: how a client of this API is made, and the list of what the crate offers.

use proc_macro2::TokenStream;
use quote::quote;

use super::item::{Item, SourceText};
use super::{comment, docs, text};
use crate::model::SchemeKind;
use crate::naming::{Plan, RustIdent, SchemePlan};
use crate::pointer::Pointer;

/// `src/client.rs`.
pub(super) fn emit_client(plan: &Plan) -> SourceText {
    let item = |tokens: TokenStream| Item::Tokens(Pointer::root(), tokens);
    let base_url = text(plan.base_url.as_deref().unwrap_or_default());
    let statics: Vec<_> = plan.schemes.iter().map(|scheme| &scheme.ident).collect();
    let mut names = vec!["Api", "Client", "ClientBuilder"];
    if single(plan).is_some() || plan.schemes.iter().any(|scheme| scheme.env.is_some()) {
        names.push("BuildError");
    }
    if !plan.schemes.is_empty() {
        names.extend(["Scheme", "Secret"]);
    }
    let placed = |scheme: &SchemePlan| {
        matches!(
            scheme.scheme.kind,
            SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_)
        )
    };
    if plan.schemes.iter().any(placed) {
        names.push("Placement");
    }
    if plan.schemes.iter().any(|scheme| scheme.source.is_some()) {
        names.push("TokenSource");
    }
    names.sort_unstable();
    let names: Vec<TokenStream> = names
        .into_iter()
        .filter_map(|name| name.parse().ok())
        .collect();
    let mut items = vec![
        Item::Use(quote!(use crate::runtime::{#(#names),*};)),
        item(quote! {
            /// What the description says of the API as a whole.
            static API: Api = Api {
                base_url: #base_url,
                user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
                schemes: &[#(&#statics),*],
            };
        }),
    ];
    items.extend(
        plan.schemes
            .iter()
            .map(|scheme| item(scheme_static(scheme))),
    );
    items.push(item(constructors(plan)));
    let setters = plan.schemes.iter().map(setter);
    if !plan.schemes.is_empty() {
        items.push(item(quote!(impl ClientBuilder { #(#setters)* })));
    }
    SourceText {
        path: "src/client.rs".to_owned(),
        about: vec!["How a client of this API is made.".to_owned()],
        items,
    }
}

/// The names of the runtime that not every crate has and this one uses.
pub(super) fn used(plan: &Plan) -> Vec<&'static str> {
    let mut used = Vec::new();
    if plan.schemes.iter().any(|scheme| scheme.source.is_some()) {
        used.extend(["TokenError", "TokenFuture", "TokenSource"]);
    }
    if !plan.servers.servers.is_empty() {
        used.push("Server");
    }
    used
}

fn scheme_static(plan: &SchemePlan) -> TokenStream {
    let (ident, name) = (&plan.ident, text(&plan.scheme.name));
    let about = comment(&[format!(
        "The security scheme `{}`.",
        plan.scheme.name.replace(['`', '\n', '\r'], " ")
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

/// What `new` takes: the only credential there is, and the base URL where the document has none.
///
/// `None` where a builder says more: for several credentials, or for a user with a password.
fn single(plan: &Plan) -> Option<Option<&SchemePlan>> {
    match plan.schemes.as_slice() {
        [] => Some(None),
        [only] if only.scheme.kind != SchemeKind::Basic => Some(Some(only)),
        _ => None,
    }
}

fn new(plan: &Plan) -> Option<TokenStream> {
    let scheme = single(plan)?;
    let what = scheme.map(|scheme| {
        if credential(&scheme.scheme.kind) == "token" {
            "this token"
        } else {
            "this key"
        }
    });
    let base = plan.base_url.is_none().then_some("this base URL");
    let with: Vec<&str> = base
        .into_iter()
        .chain(what)
        .chain(["default settings"])
        .collect();
    let with = with.join(", ").replacen(", default", " and default", 1);
    let wrong: Vec<String> = what
        .map(|what| format!("{what} cannot be sent"))
        .into_iter()
        .chain(base.map(|base| format!("{base} is none")))
        .collect();
    let wrong = if wrong.is_empty() {
        String::new()
    } else {
        format!("{} or ", wrong.join(", "))
    };
    let mut about = vec![format!("A client with {with}."), String::new()];
    if let Some(whole) = whole_url(plan).filter(|_| base.is_some()) {
        about.extend([whole, String::new()]);
    }
    about.extend([
        "# Errors".to_owned(),
        String::new(),
        format!("[`BuildError`] if {wrong}TLS cannot be set up."),
    ]);
    let about = comment(&about);
    let base_argument = base.map(|_| quote!(base_url: impl Into<String>,));
    let base_call = base.map(|_| quote!(.base_url(base_url)));
    let setter = scheme.map(|scheme| &scheme.setter);
    let argument = setter.map(|setter| quote!(#setter: impl Into<Secret>));
    let call = setter.map(|setter| quote!(.#setter(#setter)));
    Some(quote! {
        #about
        pub fn new(#base_argument #argument) -> Result<Self, BuildError> {
            Self::builder()#base_call #call.build()
        }
    })
}

/// What a base URL ends in, where the description says that alone.
fn whole_url(plan: &Plan) -> Option<String> {
    let path = plan.base_path.as_deref().and_then(docs::code)?;
    Some(format!("By the description a base URL ends in {path}."))
}

fn constructors(plan: &Plan) -> TokenStream {
    let single = new(plan);
    let variables: Vec<String> = plan
        .schemes
        .iter()
        .filter_map(|scheme| scheme.env.as_ref())
        .map(|env| format!("`{env}`"))
        .collect();
    let from_env = (!variables.is_empty()).then(|| {
        let about = comment(&[
            format!("A client whose credentials come from the environment: {}.", variables.join(", ")),
            String::new(),
            "# Errors".to_owned(),
            String::new(),
            "[`BuildError`] if a variable is missing or empty, its value cannot be sent, or TLS cannot be set up.".to_owned(),
        ]);
        quote! {
            #about
            pub fn from_env() -> Result<Self, BuildError> {
                Self::builder().credentials_from_env().build()
            }
        }
    });
    let mut about = vec!["Starts a client with settings of your own.".to_owned()];
    let certificates = plan.certificates.iter().filter_map(|name| docs::code(name));
    let certificates = certificates.collect::<Vec<_>>().join(", ");
    if !certificates.is_empty() {
        about.extend([
            String::new(),
            format!("The API may ask for a client certificate ({certificates}): give it to the transport, such as by `reqwest_builder`."),
        ]);
    }
    if plan.base_url.is_none() && single.is_none() {
        about.extend([
            String::new(),
            "It needs a [base URL](ClientBuilder::base_url): the description names no server by its whole address."
                .to_owned(),
        ]);
        about.extend(whole_url(plan));
    }
    let about = comment(&about);
    quote! {
        impl Client {
            #single
            #from_env
            #about
            pub fn builder() -> ClientBuilder {
                ClientBuilder::new(&API)
            }
        }
    }
}

fn setter(plan: &SchemePlan) -> TokenStream {
    let (ident, setter) = (&plan.ident, &plan.setter);
    let said = plan
        .scheme
        .docs
        .description
        .as_deref()
        .map(docs::lines)
        .unwrap_or_default();
    let first = match &plan.scheme.kind {
        SchemeKind::Header(field) => format!("The key that is sent in the header `{field}`."),
        SchemeKind::Query(field) => {
            format!("The key that is sent as the query parameter `{field}`.")
        }
        SchemeKind::Cookie(field) => format!("The key that is sent as the cookie `{field}`."),
        SchemeKind::Basic => {
            "The user and password that are sent as HTTP Basic authentication.".to_owned()
        }
        SchemeKind::Bearer => "The token that is sent as a bearer token.".to_owned(),
        SchemeKind::Http(scheme) => {
            format!("What is sent after `{scheme}` in the header `Authorization`.")
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
fn credential(kind: &SchemeKind) -> &'static str {
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
