//! What every crate has once: how a client of this API is made, and the list of what the crate offers.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::item::{Item, SourceText};
use super::{comment, docs, scheme, text};
use crate::model::{RateLimit, SchemeKind};
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
    if plan.rate_limit.is_some() {
        names.push("RateLimit");
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
            .map(|scheme| item(scheme::emit_constant(scheme))),
    );
    items.push(item(constructors(plan)));
    let setters = plan.schemes.iter().map(scheme::emit_setters);
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

/// What `new` takes: the only credential there is, and the base URL where the document has none.
///
/// `None` where a builder says more: for several credentials, or for a user with a password.
fn single(plan: &Plan) -> Option<Option<&SchemePlan>> {
    match plan.schemes.as_slice() {
        [] => Some(None),
        [only] if !only.scheme.kind.has_password() => Some(Some(only)),
        _ => None,
    }
}

/// The names of what `Client::new` takes; `None` where a builder says more.
pub(crate) fn constructor(plan: &Plan) -> Option<Vec<String>> {
    let scheme = single(plan)?;
    let base = plan.base_url.is_none().then(|| "base_url".to_owned());
    let credential = scheme.map(|scheme| scheme.setter.to_string());
    Some(base.into_iter().chain(credential).collect())
}

fn new(plan: &Plan) -> Option<TokenStream> {
    let scheme = single(plan)?;
    let what = scheme.map(|scheme| {
        if scheme::credential(&scheme.scheme.kind) == "token" {
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

/// An expression that makes a client with these credentials, as an example shows it; beside it the credentials that it
/// leaves out.
pub(super) fn made<'p>(
    plan: &'p Plan,
    credentials: &[&SchemePlan],
) -> (String, Vec<&'p SchemePlan>) {
    let base = plan.base_url.is_none().then_some("\"https://…\"");
    if base.is_none() && plan.schemes.iter().any(|scheme| scheme.env.is_some()) {
        return ("Client::from_env()".to_owned(), Vec::new());
    }
    if let Some(scheme) = single(plan) {
        let arguments = base.into_iter().chain(scheme.map(|_| "\"…\""));
        let arguments: Vec<&str> = arguments.collect();
        return (format!("Client::new({})", arguments.join(", ")), Vec::new());
    }
    let base = base.map(|base| format!(".base_url({base})"));
    let given = credentials.iter().map(|one| {
        let secret = match one.scheme.kind.has_password() {
            true => "\"…\", \"…\"",
            false => "\"…\"",
        };
        format!(".{}({secret})", one.setter)
    });
    let given: String = base.into_iter().chain(given).collect();
    let is_given = |scheme: &&SchemePlan| credentials.iter().any(|one| one.ident == scheme.ident);
    let others = plan.schemes.iter().filter(|scheme| !is_given(scheme));
    (
        format!("Client::builder(){given}.build()"),
        others.collect(),
    )
}

/// What a base URL ends in, where the description says that alone.
fn whole_url(plan: &Plan) -> Option<String> {
    let path = plan.base_path.as_deref().and_then(docs::code)?;
    Some(format!("By the description a base URL ends in {path}."))
}

/// How many requests are sent unless it is said otherwise.
fn limit_docs(limit: RateLimit) -> String {
    let RateLimit { requests, seconds } = limit;
    let time = match seconds.get() {
        1 => "a second".to_owned(),
        60 => "a minute".to_owned(),
        3600 => "an hour".to_owned(),
        seconds => format!("in {seconds} seconds"),
    };
    let requests = match requests.get() {
        1 => "1 request".to_owned(),
        more => format!("{more} requests"),
    };
    format!("The API takes {requests} {time}: more than that [wait](ClientBuilder::rate_limit).")
}

fn rate_limit(limit: RateLimit) -> TokenStream {
    let requests = Literal::u32_unsuffixed(limit.requests.get());
    match limit.seconds.get() {
        1 => quote!(RateLimit::per_second(#requests)),
        60 => quote!(RateLimit::per_minute(#requests)),
        seconds => {
            let seconds = Literal::u64_unsuffixed(u64::from(seconds));
            quote!(RateLimit::new(#requests, std::time::Duration::from_secs(#seconds)))
        }
    }
}

fn constructors(plan: &Plan) -> TokenStream {
    let single = new(plan);
    let variables: Vec<String> = plan
        .schemes
        .iter()
        .filter_map(|scheme| scheme.env.as_ref())
        .map(|env| docs::span(env))
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
    let limit = plan.rate_limit.map(|limit| {
        about.extend([String::new(), limit_docs(limit)]);
        let call = rate_limit(limit);
        quote!(.rate_limit(#call))
    });
    let about = comment(&about);
    quote! {
        impl Client {
            #single
            #from_env
            #about
            pub fn builder() -> ClientBuilder {
                ClientBuilder::new(&API) #limit
            }
        }
    }
}
