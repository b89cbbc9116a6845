//! Lowers security schemes and what operations require of them.

use openapiv3::{APIKeyLocation, OAuth2Flows, ReferenceOr, SecurityRequirement, SecurityScheme};

use super::Lower;
use crate::diagnostic::{Code, Diagnostic, or_nearest};
use crate::model::{Docs, Flow, Requirement, Scheme, SchemeKind};
use crate::pointer::Pointer;

impl Lower<'_> {
    pub(super) fn schemes(&mut self) -> Vec<Scheme> {
        let components = self.document.skeleton.components.iter();
        let named = components.flat_map(|components| &components.security_schemes);
        let base = Pointer::root().child("components").child("securitySchemes");
        let mut schemes = Vec::new();
        for (name, scheme) in named {
            let ReferenceOr::Item(scheme) = scheme else {
                continue;
            };
            let pointer = base.child(name);
            if let Some((kind, description)) = self.scheme(scheme, &pointer) {
                schemes.push(Scheme {
                    pointer,
                    name: name.clone(),
                    docs: Docs::new(None, description, false),
                    kind,
                });
            }
        }
        schemes
    }

    fn scheme<'s>(
        &mut self,
        scheme: &'s SecurityScheme,
        pointer: &Pointer,
    ) -> Option<(SchemeKind, Option<&'s str>)> {
        Some(match scheme {
            SecurityScheme::APIKey {
                location,
                name,
                description,
                ..
            } => {
                let kind = match location {
                    APIKeyLocation::Header => SchemeKind::Header(name.clone()),
                    APIKeyLocation::Query => SchemeKind::Query(name.clone()),
                    APIKeyLocation::Cookie => SchemeKind::Cookie(name.clone()),
                };
                (kind, description.as_deref())
            }
            SecurityScheme::HTTP {
                scheme,
                description,
                ..
            } => match scheme.to_ascii_lowercase().as_str() {
                "basic" => (SchemeKind::Basic, description.as_deref()),
                "bearer" => (SchemeKind::Bearer, description.as_deref()),
                _ if is_token(scheme) => (SchemeKind::Http(scheme.clone()), description.as_deref()),
                _ => {
                    let message = format!(
                        "`{}` is not the name of an HTTP authentication scheme; what it protects is called without it",
                        scheme.escape_debug()
                    );
                    self.warn(Code::Ignored, message, pointer);
                    return None;
                }
            },
            SecurityScheme::OAuth2 {
                flows, description, ..
            } => (
                SchemeKind::OAuth2(lower_flows(flows)),
                description.as_deref(),
            ),
            SecurityScheme::OpenIDConnect {
                open_id_connect_url,
                description,
                ..
            } => (
                SchemeKind::OpenIdConnect(open_id_connect_url.clone()),
                description.as_deref(),
            ),
        })
    }

    /// Alternatives of combinations; an alternative that names a scheme nobody knows is left out.
    ///
    /// A client certificate is a matter of the transport: no combination waits for it.
    pub(super) fn requirements(
        &mut self,
        security: &[SecurityRequirement],
        schemes: &[Scheme],
        pointer: &Pointer,
    ) -> Vec<Vec<Requirement>> {
        let mut alternatives = Vec::new();
        for alternative in security {
            let certificates = &self.document.beyond.certificates;
            let found: Option<Vec<Requirement>> = alternative
                .iter()
                .filter(|(name, _)| !certificates.contains(name))
                .map(|(name, scopes)| {
                    Some(Requirement {
                        scheme: schemes.iter().position(|scheme| scheme.name == *name)?,
                        scopes: scopes.clone(),
                    })
                })
                .collect();
            match found {
                Some(combination) => alternatives.push(combination),
                None => {
                    let names: Vec<_> =
                        alternative.keys().map(|name| format!("`{name}`")).collect();
                    let message = format!(
                        "no usable security scheme for {}; this alternative is left out",
                        names.join(" and ")
                    );
                    let known = schemes.iter().map(|scheme| scheme.name.as_str());
                    let unknown = alternative
                        .keys()
                        .find(|name| known.clone().all(|one| one != *name));
                    let help = or_nearest(
                        unknown.map_or("", String::as_str),
                        known,
                        "describe it in `components.securitySchemes`",
                    );
                    let missing = Diagnostic::warning(Code::DanglingReference, message).help(help);
                    self.push(missing, &pointer.child("security"));
                }
            }
        }
        alternatives
    }
}

/// Whether a text is a `token`, as the name of an authentication scheme is (RFC 9110 sections 5.6.2 and 11.1).
fn is_token(text: &str) -> bool {
    let of_token =
        |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter);
    !text.is_empty() && text.chars().all(of_token)
}

fn lower_flows(flows: &OAuth2Flows) -> Vec<Flow> {
    let implicit = flows.implicit.iter().map(|flow| Flow {
        grant: "implicit",
        authorization_url: Some(flow.authorization_url.clone()),
        token_url: None,
    });
    let password = flows.password.iter().map(|flow| Flow {
        grant: "password",
        authorization_url: None,
        token_url: Some(flow.token_url.clone()),
    });
    let client = flows.client_credentials.iter().map(|flow| Flow {
        grant: "client credentials",
        authorization_url: None,
        token_url: Some(flow.token_url.clone()),
    });
    let code = flows.authorization_code.iter().map(|flow| Flow {
        grant: "authorization code",
        authorization_url: Some(flow.authorization_url.clone()),
        token_url: Some(flow.token_url.clone()),
    });
    code.chain(client).chain(password).chain(implicit).collect()
}
