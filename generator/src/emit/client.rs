//! What every crate has once: how a client of this API is made, and the list of what the crate offers.

use proc_macro2::TokenStream;
use quote::quote;

use super::item::{Item, SourceText};
use super::{comment, docs, text};
use crate::model::SchemeKind;
use crate::naming::{Plan, SchemePlan};
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
    if plan
        .schemes
        .iter()
        .any(|scheme| !matches!(scheme.scheme.kind, SchemeKind::Basic | SchemeKind::Bearer))
    {
        names.push("Placement");
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
        SchemeKind::Bearer => quote!(Scheme::bearer(#name)),
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
        if scheme.scheme.kind == SchemeKind::Bearer {
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
    let about = comment(&[
        format!("A client with {with}."),
        String::new(),
        "# Errors".to_owned(),
        String::new(),
        format!("[`BuildError`] if {wrong}TLS cannot be set up."),
    ]);
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
    quote! {
        impl Client {
            #single
            #from_env
            /// Starts a client with settings of your own.
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
    };
    let mut lines = vec![first];
    if !said.is_empty() {
        lines.push(String::new());
        lines.extend(said);
    }
    let about = comment(&lines);
    match plan.scheme.kind {
        SchemeKind::Basic => quote! {
            #about
            pub fn #setter(self, user: &str, password: impl Into<Secret>) -> Self {
                self.credential(&#ident, Secret::basic(user, password))
            }
        },
        SchemeKind::Header(_)
        | SchemeKind::Query(_)
        | SchemeKind::Cookie(_)
        | SchemeKind::Bearer => {
            let argument = if plan.scheme.kind == SchemeKind::Bearer {
                quote!(token)
            } else {
                quote!(key)
            };
            quote! {
                #about
                pub fn #setter(self, #argument: impl Into<Secret>) -> Self {
                    self.credential(&#ident, #argument)
                }
            }
        }
    }
}
