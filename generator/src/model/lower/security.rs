//! Lowers security schemes and what operations require of them.

use openapiv3::{APIKeyLocation, ReferenceOr, SecurityRequirement, SecurityScheme};

use super::Lower;
use crate::diagnostic::Code;
use crate::model::{Docs, Scheme, SchemeKind};
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
                _ => {
                    let message = format!(
                        "the HTTP authentication scheme `{scheme}` is not known; what it protects is called without it"
                    );
                    self.warn(Code::Ignored, message, pointer);
                    return None;
                }
            },
            SecurityScheme::OAuth2 { description, .. }
            | SecurityScheme::OpenIDConnect { description, .. } => {
                (SchemeKind::Bearer, description.as_deref())
            }
        })
    }

    /// Alternatives of combinations; an alternative that names a scheme nobody knows is left out.
    pub(super) fn requirements(
        &mut self,
        security: &[SecurityRequirement],
        schemes: &[Scheme],
        pointer: &Pointer,
    ) -> Vec<Vec<usize>> {
        let mut alternatives = Vec::new();
        for alternative in security {
            let found: Option<Vec<usize>> = alternative
                .keys()
                .map(|name| schemes.iter().position(|scheme| scheme.name == *name))
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
                    self.warn(Code::DanglingReference, message, &pointer.child("security"));
                }
            }
        }
        alternatives
    }
}
