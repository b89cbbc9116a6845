//! Plans types: their fields, variants and type expressions, and the module each one lives in.

use super::home::{Home, Homes};
use super::ident::Case;
use super::plan::{
    FieldPlan, Module, Problem, RustType, SharedPlan, TypeKind, TypePlan, ValuePlan,
};
use super::scope::Scope;
use super::words::shortened;
use super::{Naming, RustIdent};
use crate::model::{
    Answer, EnumerationValue, Field, IntegerWidth, ObjectShape, Operation, Shape, TypeId,
};
use crate::source::{Node, Value};

/// The properties of an object as members of a struct.
pub(super) struct Members<'o> {
    /// Those that are fields.
    pub(super) fields: Vec<(RustIdent, &'o Field)>,
    /// Those that are sent without being asked for.
    pub(super) constants: Vec<(&'o str, &'o Node)>,
    /// The field of all others.
    pub(super) rest: Option<(RustIdent, RustType)>,
}

impl Naming<'_> {
    /// Plans every type and puts it where it lives; what does not live in a module is returned: what is always there,
    /// and the files that some modules share.
    ///
    /// What webhooks send, and operations do not, goes into the module `received`.
    pub(super) fn place_types(
        &mut self,
        modules: &mut [Module],
        received: Option<usize>,
    ) -> (Vec<TypePlan>, Vec<SharedPlan>) {
        let api = self.api;
        let mut homes = Homes::new(&api.types, modules.len());
        for operation in &api.operations {
            let module = modules
                .iter()
                .position(|module| module.tag == operation.tag);
            if let Some(module) = module {
                homes.use_by(module, reached(operation));
            }
        }
        // What webhooks send has a module of its own; header fields are those of any operation.
        let webhooks = api.webhooks.iter().rev().map(|webhook| webhook.body);
        let webhooks = webhooks.chain(api.event);
        match received {
            Some(received) => homes.use_by(received, webhooks.collect()),
            None => homes.use_by_all(webhooks.collect()),
        }
        if modules.len() > 1 {
            let answers = api.operations.iter().flat_map(|one| &one.answers);
            let headers = answers.flat_map(|answer| &answer.headers);
            homes.use_by_all(headers.map(|header| header.ty).collect());
        }
        let (homes, sets) = homes.settle();
        let mut everywhere = Vec::new();
        let mut files: Vec<Vec<TypePlan>> = vec![Vec::new(); sets.len()];
        for (id, home) in homes {
            let Some(plan) = self.type_plan(id) else {
                continue;
            };
            let types = match home {
                Home::Module(module) => modules.get_mut(module).map(|module| &mut module.types),
                Home::Shared(file) => files.get_mut(file),
                Home::Everywhere => None,
            };
            types.unwrap_or(&mut everywhere).push(plan);
        }
        (everywhere, self.shared_files(files, &sets))
    }

    /// The files that modules share, each called as its first type.
    fn shared_files(&self, files: Vec<Vec<TypePlan>>, sets: &[Vec<usize>]) -> Vec<SharedPlan> {
        let mut scope = Scope::with(&["alloc", "core", "std"]);
        let files = files.into_iter().zip(sets).map(|(types, modules)| {
            let first = types.first().map_or("", |first| first.ident.text());
            let first = RustIdent::words_of_file(first);
            let names = [first.clone(), format!("{first} types")];
            // A name without letters of two cases is a type's and would be a module's.
            let names = names
                .iter()
                .filter(|name| !self.types.has(&RustIdent::from_words(name, Case::Value)));
            SharedPlan {
                ident: scope.claim(names, Case::Value).ident,
                modules: modules.clone(),
                types,
            }
        });
        files.collect()
    }

    fn type_plan(&mut self, id: TypeId) -> Option<TypePlan> {
        let api = self.api;
        let ty = api.types.get(id);
        let ident = self.named.get(&id)?.clone();
        let kind = match &ty.shape {
            Shape::Object(object) => self.struct_kind(id, object),
            Shape::Enumeration(values) => {
                let variants = self.variants(values).into_iter();
                let values = values.iter().zip(variants);
                TypeKind::Enumeration(
                    values
                        .map(|(value, (ident, _))| ValuePlan {
                            ident,
                            value: value.value.clone(),
                            description: value.description.clone(),
                        })
                        .collect(),
                )
            }
            Shape::Union(union) => self.union_kind(id, union),
            Shape::Tuple(tuple) => self.tuple_kind(id, tuple),
            Shape::Json
            | Shape::Boolean
            | Shape::Integer(_)
            | Shape::Number
            | Shape::Text
            | Shape::Formatted(_)
            | Shape::List(_)
            | Shape::Map(_)
            | Shape::Nullable(_) => return None,
        };
        Some(TypePlan {
            pointer: ty.pointer.clone(),
            ident,
            docs: ty.docs.clone(),
            direction: ty.direction,
            kind,
        })
    }

    fn struct_kind(&mut self, id: TypeId, object: &ObjectShape) -> TypeKind {
        let names = self.members(id, object);
        let fields: Vec<FieldPlan> = names
            .fields
            .into_iter()
            .map(|(ident, field)| self.field_plan(field, ident))
            .collect();
        let constants = names
            .constants
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.clone()));
        let failure = self.api.types.get(id).origin.failure;
        let problem = failure.then(|| self.problem(object, &fields));
        TypeKind::Struct {
            constants: constants.collect(),
            fields,
            rest: names.rest,
            problem,
        }
    }

    /// Which properties become fields, and what they are called.
    pub(super) fn members<'o>(&self, id: TypeId, object: &'o ObjectShape) -> Members<'o> {
        let direction = self.api.types.get(id).direction;
        let only_written = direction.write && !direction.read;
        // What travels both ways keeps what is not documented, so that it can be sent back.
        let kept = direction.read && direction.write && !object.closed;
        let rest = object
            .rest
            .map(|values| self.rust_type(values))
            .or(kept.then_some(RustType::Json));
        // Another value than the constant is kept among all other properties.
        let implied = only_written || (kept && rest == Some(RustType::Json));
        let mut scope = Scope::with(&[]);
        let mut members = Members {
            fields: Vec::new(),
            constants: Vec::new(),
            rest: None,
        };
        for field in &object.fields {
            if let (Some(constant), true) = (&field.constant, implied) {
                members.constants.push((&field.name, constant));
                continue;
            }
            if (only_written && field.read_only) || (field.write_only && !direction.write) {
                continue;
            }
            let words = ["", " property"].iter();
            let candidates = words.map(|word| format!("{}{word}", field.name));
            members
                .fields
                .push((scope.claim(candidates, Case::Value).ident, field));
        }
        members.rest = rest.map(|values| {
            let names = ["additional", "additional properties"];
            (scope.claim(names, Case::Value).ident, values)
        });
        members
    }

    /// The variants of an enumeration and what they are called.
    pub(super) fn variants<'v>(
        &self,
        values: &'v [EnumerationValue],
    ) -> Vec<(RustIdent, &'v Node)> {
        let mut scope = Scope::with(&["Other", "Self"]);
        let claimed = values.iter().map(|value| {
            let words = variant_words(&value.value);
            let words = value.title.iter().cloned().chain(words);
            (scope.claim(words, Case::Type).ident, &value.value)
        });
        claimed.collect()
    }

    pub(super) fn field_plan(&self, field: &Field, ident: RustIdent) -> FieldPlan {
        let (inner, null) = self.api.types.without_null(field.ty);
        let mut ty = self.rust_type(inner);
        if field.recursive {
            ty = RustType::Boxed(Box::new(ty));
        }
        let required = field.is_always_there();
        let ty = may_be_absent(ty, required, null);
        FieldPlan {
            ident,
            name: field.name.clone(),
            docs: field.docs.clone(),
            ty,
            nullable: required && null,
        }
    }

    /// Where an error body says what went wrong: its own members, or those of an object called `error` within.
    fn problem(&self, object: &ObjectShape, fields: &[FieldPlan]) -> Problem {
        let find = |names: &[&str]| {
            let own = names.iter().find_map(|name| {
                self.textual(object, name)
                    .then(|| path(fields, name))
                    .flatten()
            });
            own.map(|ident| vec![ident])
        };
        let own = Problem {
            code: find(&["code"]),
            title: find(&["title"]),
            message: find(&["message", "detail", "error_description", "error"]),
        };
        if own != Problem::default() {
            return own;
        }
        self.problem_within(object, fields).unwrap_or_default()
    }

    /// Within an object that may be absent the path cannot be followed by fields alone.
    fn problem_within(&self, object: &ObjectShape, fields: &[FieldPlan]) -> Option<Problem> {
        let inner = object
            .fields
            .iter()
            .find(|field| field.name == "error" && field.required && !field.recursive)?;
        let Shape::Object(held) = self.api.types.shape(inner.ty) else {
            return None;
        };
        let outer = path(fields, "error")?;
        let find = |names: &[&str]| {
            let name = names.iter().find(|name| self.textual(held, name))?;
            Some(vec![
                outer.clone(),
                RustIdent::from_words(name, Case::Value),
            ])
        };
        Some(Problem {
            code: find(&["code"]),
            title: find(&["title"]),
            message: find(&["message", "detail"]),
        })
    }

    fn textual(&self, object: &ObjectShape, name: &str) -> bool {
        let field = object.fields.iter().find(|field| field.name == name);
        field.is_some_and(|field| {
            match self
                .api
                .types
                .shape(self.api.types.without_null(field.ty).0)
            {
                Shape::Text | Shape::Formatted(_) | Shape::Integer(_) | Shape::Enumeration(_) => {
                    !field.recursive && !field.write_only
                }
                Shape::Json
                | Shape::Boolean
                | Shape::Number
                | Shape::List(_)
                | Shape::Map(_)
                | Shape::Object(_)
                | Shape::Nullable(_)
                | Shape::Union(_)
                | Shape::Tuple(_) => false,
            }
        })
    }

    /// The type expression of a type's values.
    pub(super) fn rust_type(&self, id: TypeId) -> RustType {
        match self.api.types.shape(id) {
            Shape::Json => RustType::Json,
            Shape::Boolean => RustType::Bool,
            Shape::Integer(IntegerWidth::I32) => RustType::I32,
            Shape::Integer(IntegerWidth::I64) => RustType::I64,
            Shape::Integer(IntegerWidth::U32) => RustType::U32,
            Shape::Integer(IntegerWidth::U64) => RustType::U64,
            Shape::Integer(IntegerWidth::I128) => RustType::I128,
            Shape::Number => RustType::F64,
            Shape::Text => RustType::String,
            Shape::Formatted(format) => RustType::Formatted(*format),
            Shape::List(inner) => RustType::Vec(Box::new(self.rust_type(*inner))),
            Shape::Map(inner) => RustType::Map(Box::new(self.rust_type(*inner))),
            Shape::Nullable(inner) => match self.rust_type(*inner) {
                nullable @ RustType::Option(_) => nullable,
                inner => RustType::Option(Box::new(inner)),
            },
            Shape::Object(_) | Shape::Enumeration(_) | Shape::Union(_) | Shape::Tuple(_) => self
                .named
                .get(&id)
                .map_or(RustType::Json, |ident| RustType::Named(ident.clone())),
        }
    }
}

/// The types that an operation says, the first one last.
fn reached(operation: &Operation) -> Vec<TypeId> {
    let answers = operation.answers.iter().rev().flat_map(Answer::types);
    let body = operation.body_types();
    let parameters = operation
        .parameters
        .iter()
        .rev()
        .map(|parameter| parameter.ty);
    answers.chain(body).chain(parameters).collect()
}

/// The type of a place that may be absent or `null`.
pub(super) fn may_be_absent(ty: RustType, required: bool, null: bool) -> RustType {
    match (required, null) {
        (true, false) => ty,
        (true, true) | (false, false) => RustType::Option(Box::new(ty)),
        (false, true) => RustType::Maybe(Box::new(ty)),
    }
}

fn path(fields: &[FieldPlan], name: &str) -> Option<RustIdent> {
    fields
        .iter()
        .find(|field| field.name == name)
        .map(|field| field.ident.clone())
}

fn variant_words(value: &Node) -> impl Iterator<Item = String> {
    let text = match &value.value {
        Value::String(text) => text.to_string(),
        Value::Number(spelling) => {
            // Without the words `12.5` and `1.25`, `5` and `-5` would be one name.
            let digits = spelling.strip_prefix('-');
            let sign = if digits.is_some() { "minus " } else { "" };
            format!(
                "{sign}{}",
                digits.unwrap_or(spelling).replace('.', " point ")
            )
        }
        Value::Bool(value) => value.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
    };
    (0..3).map(move |weaker| match weaker {
        0 => shortened(&text).to_owned(),
        1 => text.clone(),
        _ => format!("{text} value"),
    })
}
