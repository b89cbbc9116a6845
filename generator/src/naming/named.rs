//! What the things of an API are called, for people who ask.

use super::{
    ArgumentPlan, Module, OperationPlan, OutputPlan, Plan, Role, RustIdent, TypeKind, TypePlan,
};
use crate::model::{Part, Status};
use crate::pointer::Pointer;

/// Something that has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its path in the crate, as a user would write it.
    pub path: String,
    /// What its declaration begins with.
    pub declared: String,
}

impl Plan {
    /// What is called after a place that the model knows, or after a `part` of it.
    #[must_use]
    pub fn named(&self, about: &Pointer, part: Option<&Part>) -> Vec<Named> {
        let operations = self.modules.iter().flat_map(|module| &module.operations);
        let operations = operations.filter(|operation| operation.pointer == *about);
        let types = self
            .modules
            .iter()
            .flat_map(|module: &Module| &module.types);
        let types = types
            .chain(self.shared.iter().flat_map(|file| &file.types))
            .filter(|ty| ty.pointer == *about);
        let headers = self
            .headers
            .iter()
            .filter(|header| header.pointer == *about);
        let schemes = self
            .schemes
            .iter()
            .filter(|one| one.scheme.pointer == *about);
        let mut found: Vec<Named> = match part {
            Some(Part::Answer(status)) => operations
                .flat_map(|one| named_answer(one, *status))
                .collect(),
            Some(Part::Named(part)) => {
                let arguments = operations.flat_map(|one| named_argument(one, part));
                arguments
                    .chain(types.flat_map(|ty| named_field(ty, part)))
                    .collect()
            }
            None => operations
                .flat_map(named_operation)
                .chain(types.map(named_type))
                .collect(),
        };
        found.extend(headers.map(|header| Named {
            path: format!("headers::{}", header.ident),
            declared: format!("pub const {}", header.ident),
        }));
        found.extend(schemes.map(|scheme| Named {
            path: format!("Client::builder().{}(…)", scheme.setter),
            declared: format!("pub fn {}", scheme.setter),
        }));
        found
    }
}

fn named_operation(operation: &OperationPlan) -> Vec<Named> {
    let function = Named {
        path: format!("Client::{}", operation.function),
        declared: format!("pub fn {}", operation.function),
    };
    let request = of_types(&operation.request, "struct");
    let error = operation.error.iter();
    let error = error.map(|error| of_types(&error.ident, "enum"));
    [function, request].into_iter().chain(error).collect()
}

fn named_argument(operation: &OperationPlan, part: &str) -> Option<Named> {
    let is_it = |argument: &&ArgumentPlan| match &argument.role {
        Role::Path(parameter)
        | Role::Query(parameter)
        | Role::Header(parameter)
        | Role::Cookie(parameter)
        | Role::QueryString(parameter) => parameter.name == part,
        Role::Body(_) | Role::Choice(..) => false,
    };
    let argument = operation.fields.iter().find(is_it)?;
    Some(Named {
        path: format!("types::{}::{}", operation.request, argument.ident),
        declared: format!("pub struct {}", operation.request),
    })
}

/// The variant that an answer is, or what it is the one success of.
fn named_answer(operation: &OperationPlan, status: Status) -> Vec<Named> {
    let failures = operation.error.iter().flat_map(|error| {
        let variants = error.variants.iter().map(|one| (one.status, &one.ident));
        variants.map(|(of, variant)| (of, &error.ident, variant))
    });
    let successes = match &operation.output {
        OutputPlan::One(_) => None,
        OutputPlan::Several { ident, variants } => Some((ident, variants)),
    };
    let successes = successes.into_iter().flat_map(|(ident, variants)| {
        let variants = variants.iter().map(|one| (one.status, &one.ident));
        variants.map(move |(of, variant)| (of, ident, variant))
    });
    let variants = failures.chain(successes).filter(|(of, ..)| *of == status);
    let found: Vec<Named> = variants
        .map(|(_, owner, variant)| Named {
            path: format!("types::{owner}::{variant}"),
            declared: format!("pub enum {owner}"),
        })
        .collect();
    if found.is_empty() {
        named_operation(operation).into_iter().take(1).collect()
    } else {
        found
    }
}

fn named_type(ty: &TypePlan) -> Named {
    let keyword = match &ty.kind {
        TypeKind::Struct { .. } | TypeKind::Tuple { .. } => "struct",
        TypeKind::Enumeration(_) | TypeKind::Union { .. } => "enum",
    };
    of_types(&ty.ident, keyword)
}

fn named_field(ty: &TypePlan, part: &str) -> Option<Named> {
    let ident = match &ty.kind {
        TypeKind::Struct { fields, .. } => {
            let field = fields.iter().find(|field| field.name == part)?;
            &field.ident
        }
        TypeKind::Tuple { .. } | TypeKind::Enumeration(_) | TypeKind::Union { .. } => return None,
    };
    Some(Named {
        path: format!("types::{}::{ident}", ty.ident),
        declared: format!("pub struct {}", ty.ident),
    })
}

fn of_types(ident: &RustIdent, keyword: &str) -> Named {
    Named {
        path: format!("types::{ident}"),
        declared: format!("pub {keyword} {ident}"),
    }
}
