//! Plans security schemes: their constants, and the builder's functions that take credentials.

use super::ident::Case;
use super::scope::Scope;
use super::{Naming, RustIdent, SchemePlan};
use crate::model::Scheme;

/// Functions that a builder has whatever its API.
pub(super) const TAKEN: &[&str] = &[
    "attempt_timeout",
    "base_url",
    "body_limit",
    "build",
    "client",
    "clone",
    "credential",
    "credentials_from_env",
    "default_header",
    "default_headers",
    "default_transport",
    "error_body_limit",
    "fail",
    "fmt",
    "header",
    "hook",
    "mock",
    "new",
    "rate_limit",
    "reqwest_builder",
    "retry",
    "retry_budget",
    "server",
    "supply",
    "timeout",
    "token_source",
    "transport",
    "user_agent",
];

/// The functions that take a scheme's credential: a secret, and where secrets come from.
type Setters = (RustIdent, Option<RustIdent>);

impl Naming<'_> {
    pub(super) fn schemes(&self) -> Vec<SchemePlan> {
        let mut statics = Scope::with(&["API"]);
        let mut scope = Scope::with(TAKEN);
        let schemes = &self.api.schemes;
        // What was there before keeps its names, those of sources among them.
        let recorded: Vec<Option<RustIdent>> = schemes
            .iter()
            .map(|scheme| {
                let recorded = self.settings.names.credentials.get(&scheme.name)?;
                scope.claim_decided(recorded.clone())
            })
            .collect();
        let known: Vec<Option<Setters>> = schemes
            .iter()
            .zip(recorded)
            .map(|(scheme, setter)| Some(with_source(&mut scope, scheme, setter?)))
            .collect();
        let named = |(scheme, known): (&Scheme, Option<Setters>)| {
            let name = spoken(&scheme.name);
            let (setter, source) = known.unwrap_or_else(|| {
                let candidates = [name.clone(), format!("{name} credential")];
                let setter = scope.claim(candidates, Case::Value).ident;
                with_source(&mut scope, scheme, setter)
            });
            SchemePlan {
                ident: statics.claim([name], Case::Static).ident,
                setter,
                source,
                env: self.settings.client.env.get(&scheme.name).cloned(),
                scheme: scheme.clone(),
            }
        };
        schemes.iter().zip(known).map(named).collect()
    }
}

fn with_source(scope: &mut Scope, scheme: &Scheme, setter: RustIdent) -> Setters {
    let name = [format!("{} source", setter.text())];
    let source = scheme.kind.has_tokens();
    let source = source.then(|| scope.claim(name, Case::Value).ident);
    (setter, source)
}

/// A scheme's name in which `OAuth` is one word.
fn spoken(name: &str) -> String {
    name.replace("OAuth", "Oauth").replace("oAuth", "oauth")
}
