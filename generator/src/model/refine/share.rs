//! Makes equal types one type.
//!
//! **Invariant:** components stay apart, and so do types of different titles or of different groups.

use crate::hash::HashMap;
use crate::model::{Answer, Api, Format, IntegerWidth, Shape, Type, TypeId};
use crate::source::Value;

/// Merges types of equal shape until nothing changes.
pub(super) fn share(api: &mut Api) {
    while let Some(target) = alike(api) {
        renumber(api, &|id| target.get(id.index()).copied().unwrap_or(id));
    }
}

/// The type that each type becomes; `None` if every type stays what it is.
fn alike(api: &mut Api) -> Option<Vec<TypeId>> {
    let groups = groups(api);
    if groups.is_empty() {
        return None;
    }
    let mut target: Vec<TypeId> = api.types.ids().collect();
    for group in groups {
        // The first of the document is the one that stays.
        let Some(kept) = group.last().copied() else {
            continue;
        };
        for id in group {
            api.types.join_group(kept, id);
            agree_on_defaults(api, kept, id);
            if let Some(slot) = target.get_mut(id.index()) {
                *slot = kept;
            }
        }
    }
    Some(target)
}

/// Types that may become one, the last of the document first, where there are several.
fn groups(api: &Api) -> Vec<Vec<TypeId>> {
    let reached = reached(api);
    let mut same: Vec<TypeId> = api.types.ids().collect();
    let mut groups: Vec<Group> = Vec::new();
    let mut known: HashMap<Vec<Part<'_>>, Vec<usize>> = HashMap::default();
    // To grow it would be to hash all keys again.
    known.reserve(api.types.len());
    // What a type holds was mostly made after it: from the end, what is held is known before what holds it.
    for at in (0..api.types.len()).rev() {
        let (Some(id), Some(true)) = (api.types.nth(at), reached.get(at)) else {
            continue;
        };
        let Some(key) = key(api.types.get(id), &same) else {
            continue;
        };
        let known = known.entry(key).or_default();
        // Of several groups the nearest one in the document.
        let apart = api.types.get(id).origin.group;
        let fits = |group: &usize| {
            let known = groups.get(*group).and_then(|group| group.apart);
            known.is_none() || apart.is_none() || known == apart
        };
        match known.iter().copied().rev().find(fits) {
            Some(group) => {
                let group = groups.get_mut(group).into_iter();
                group.for_each(|group| {
                    if let (Some(slot), Some(kept)) = (same.get_mut(at), group.members.first()) {
                        *slot = *kept;
                    }
                    group.members.push(id);
                    group.apart = group.apart.or(apart);
                });
            }
            None => {
                known.push(groups.len());
                let members = vec![id];
                groups.push(Group { members, apart });
            }
        }
    }
    let members = groups.into_iter().map(|group| group.members);
    members.filter(|members| members.len() > 1).collect()
}

/// Types that may become one.
struct Group {
    members: Vec<TypeId>,
    /// What an earlier run knew them as, if it knew any; what it knew as something else stays apart.
    apart: Option<u32>,
}

/// Of a type that stands for two only what both say of absent values is said.
fn agree_on_defaults(api: &mut Api, kept: TypeId, other: TypeId) {
    let Shape::Object(other) = api.types.shape(other).clone() else {
        return;
    };
    if let Shape::Object(kept) = &mut api.types.get_mut(kept).shape {
        for (field, twin) in kept.fields.iter_mut().zip(&other.fields) {
            if field.docs.default != twin.docs.default {
                field.docs.default = None;
            }
        }
    }
}

/// Replaces the numbers of types everywhere.
pub(super) fn renumber(api: &mut Api, new: &dyn Fn(TypeId) -> TypeId) {
    api.types.renumber(new);
    for operation in &mut api.operations {
        for parameter in &mut operation.parameters {
            parameter.ty = new(parameter.ty);
        }
        for sent in operation
            .body
            .iter_mut()
            .flat_map(|body| &mut body.contents)
        {
            sent.schema = sent.schema.map(new);
            if let Some(ty) = sent.written.ty_mut() {
                *ty = new(*ty);
            }
        }
        operation
            .answers
            .iter_mut()
            .flat_map(Answer::types_mut)
            .for_each(|ty| *ty = new(*ty));
    }
    for webhook in &mut api.webhooks {
        webhook.body = new(webhook.body);
    }
}

/// Which types are reached, by position.
fn reached(api: &Api) -> Vec<bool> {
    let mut seen = vec![false; api.types.len()];
    let mut from: Vec<TypeId> = roots(api).collect();
    while let Some(id) = from.pop() {
        if let Some(slot) = seen.get_mut(id.index()).filter(|slot| !**slot) {
            *slot = true;
            from.extend(api.types.held(id));
        }
    }
    seen
}

/// The types that operations name, then those that webhooks do, in the order of the document.
pub(super) fn roots(api: &Api) -> impl Iterator<Item = TypeId> + '_ {
    let operations = api.operations.iter().flat_map(|operation| {
        let parameters = operation.parameters.iter().map(|parameter| parameter.ty);
        let body = operation.body_types();
        let answers = operation.answers.iter().flat_map(Answer::types);
        parameters.chain(body).chain(answers).collect::<Vec<_>>()
    });
    operations.chain(api.webhooks.iter().map(|webhook| webhook.body))
}

/// A part of what is equal for types that may become one.
#[derive(PartialEq, Eq, Hash)]
enum Part<'t> {
    Shape(&'static str),
    Id(TypeId),
    Flag(bool),
    Count(usize),
    Text(&'t str),
    Number(&'t str),
    Width(IntegerWidth),
    Format(Format),
    Nothing,
}

/// What is equal for types that may become one, given what is the same already; `None` for those that may not.
fn key<'t>(ty: &'t Type, same: &[TypeId]) -> Option<Vec<Part<'t>>> {
    let mut key = Vec::new();
    let id = |id: TypeId| Part::Id(same.get(id.index()).copied().unwrap_or(id));
    if let Shape::Object(_) | Shape::Enumeration(_) | Shape::Union(_) | Shape::Tuple(_) = ty.shape {
        if ty.origin.component.is_some() {
            return None;
        }
        key.push(Part::Flag(ty.origin.failure));
        key.push(ty.origin.title.as_deref().map_or(Part::Nothing, Part::Text));
    }
    match &ty.shape {
        Shape::Json => key.push(Part::Shape("json")),
        Shape::Boolean => key.push(Part::Shape("boolean")),
        Shape::Integer(width) => key.push(Part::Width(*width)),
        Shape::Number => key.push(Part::Shape("number")),
        Shape::Text => key.push(Part::Shape("text")),
        Shape::Formatted(format) => key.push(Part::Format(*format)),
        Shape::List(inner) => key.extend([Part::Shape("list"), id(*inner)]),
        Shape::Map(inner) => key.extend([Part::Shape("map"), id(*inner)]),
        Shape::Nullable(inner) => key.extend([Part::Shape("nullable"), id(*inner)]),
        Shape::Enumeration(values) => {
            key.push(Part::Shape("enumeration"));
            for value in values {
                key.push(scalar(&value.value.value)?);
                key.extend(value.title.as_deref().map(Part::Text));
            }
        }
        Shape::Object(object) => {
            key.push(Part::Shape("object"));
            for field in &object.fields {
                key.extend([
                    Part::Text(&field.name),
                    id(field.ty),
                    Part::Flag(field.required),
                    Part::Flag(field.read_only),
                    Part::Flag(field.write_only),
                ]);
                if let Some(constant) = &field.constant {
                    key.push(scalar(&constant.value)?);
                }
            }
            key.push(object.rest.map_or(Part::Nothing, id));
            key.push(Part::Flag(object.closed));
        }
        Shape::Union(union) => {
            key.push(Part::Shape("union"));
            key.push(union.by.as_deref().map_or(Part::Nothing, Part::Text));
            for variant in &union.variants {
                key.push(id(variant.ty));
                for value in &variant.values {
                    key.push(scalar(&value.value)?);
                }
            }
        }
        Shape::Tuple(tuple) => {
            key.push(Part::Shape("tuple"));
            key.extend(tuple.elements.iter().map(|element| id(element.ty)));
            key.push(Part::Count(tuple.required));
            key.push(tuple.rest.map_or(Part::Nothing, id));
            key.push(Part::Flag(tuple.closed));
        }
    }
    Some(key)
}

fn scalar(value: &Value) -> Option<Part<'_>> {
    match value {
        Value::Null => Some(Part::Nothing),
        Value::Bool(value) => Some(Part::Flag(*value)),
        Value::Number(spelling) => Some(Part::Number(spelling)),
        Value::String(text) => Some(Part::Text(text)),
        Value::Array(_) | Value::Object(_) => None,
    }
}
