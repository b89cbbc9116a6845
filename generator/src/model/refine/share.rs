//! Makes equal types one type.
//!
//! **Invariant:** components stay apart, and so do types of different titles or of different groups.

use std::collections::HashMap;

use crate::model::{Api, Content, Shape, Type, TypeId};
use crate::source::Value;

/// Merges types of equal shape until nothing changes.
pub(super) fn share(api: &mut Api) {
    loop {
        let mut first: HashMap<String, Vec<TypeId>> = HashMap::new();
        let mut target: Vec<TypeId> = api.types.ids().collect();
        let mut changed = false;
        for id in api.types.ids() {
            let Some(key) = key(api.types.get(id)) else {
                continue;
            };
            let known = first.entry(key).or_default();
            let kept = known.iter().find(|kept| api.types.may_be_one(**kept, id));
            let Some(kept) = kept.copied() else {
                known.push(id);
                continue;
            };
            changed = true;
            api.types.join_group(kept, id);
            agree_on_defaults(api, kept, id);
            if let Some(slot) = target.get_mut(id.index()) {
                *slot = kept;
            }
        }
        if !changed {
            return;
        }
        let reached = reached(api);
        let new = |id: TypeId| target.get(id.index()).copied().unwrap_or(id);
        renumber(api, &new);
        if reached == self::reached(api) {
            return;
        }
    }
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
    let content = |content: &mut Content| {
        if let Content::Json(ty) = content {
            *ty = new(*ty);
        }
    };
    for operation in &mut api.operations {
        for parameter in &mut operation.parameters {
            parameter.ty = new(parameter.ty);
        }
        operation
            .body
            .iter_mut()
            .for_each(|body| content(&mut body.content));
        operation
            .answers
            .iter_mut()
            .filter_map(|answer| answer.content.as_mut())
            .for_each(content);
    }
    for webhook in &mut api.webhooks {
        webhook.body = new(webhook.body);
    }
}

/// How many types operations reach.
fn reached(api: &Api) -> usize {
    let mut seen = vec![false; api.types.ids().count()];
    let mut from: Vec<TypeId> = roots(api).collect();
    let mut count = 0;
    while let Some(id) = from.pop() {
        if let Some(slot) = seen.get_mut(id.index()).filter(|slot| !**slot) {
            *slot = true;
            count += 1;
            from.extend(api.types.held(id));
        }
    }
    count
}

/// The types that operations name, then those that webhooks do, in the order of the document.
pub(super) fn roots(api: &Api) -> impl Iterator<Item = TypeId> + '_ {
    let json = |content: &Content| {
        if let Content::Json(ty) = content {
            Some(*ty)
        } else {
            None
        }
    };
    let operations = api.operations.iter().flat_map(move |operation| {
        let parameters = operation.parameters.iter().map(|parameter| parameter.ty);
        let body = operation
            .body
            .iter()
            .filter_map(move |body| json(&body.content));
        let answers = operation
            .answers
            .iter()
            .filter_map(move |answer| json(answer.content.as_ref()?));
        parameters.chain(body).chain(answers).collect::<Vec<_>>()
    });
    operations.chain(api.webhooks.iter().map(|webhook| webhook.body))
}

/// A text that is equal for types that may become one; `None` for those that may not.
fn key(ty: &Type) -> Option<String> {
    use std::fmt::Write as _;
    let mut key = String::new();
    if let Shape::Object(_) | Shape::Enumeration(_) | Shape::Union(_) | Shape::Tuple(_) = ty.shape {
        if ty.origin.component.is_some() {
            return None;
        }
        key.push(if ty.origin.failure { 'f' } else { 'n' });
        write!(key, "{:?} ", ty.origin.title).ok()?;
    }
    let written = match &ty.shape {
        Shape::Json => write!(key, "json"),
        Shape::Boolean => write!(key, "boolean"),
        Shape::Integer(width) => write!(key, "{width:?}"),
        Shape::Number => write!(key, "number"),
        Shape::Text => write!(key, "text"),
        Shape::Formatted(format) => write!(key, "{format:?}"),
        Shape::List(inner) => write!(key, "list {}", inner.index()),
        Shape::Map(inner) => write!(key, "map {}", inner.index()),
        Shape::Nullable(inner) => write!(key, "nullable {}", inner.index()),
        Shape::Enumeration(values) => values
            .iter()
            .try_for_each(|value| scalar(&mut key, &value.value.value)),
        Shape::Object(object) => {
            let fields = object.fields.iter().try_for_each(|field| {
                let (required, read, write) = (field.required, field.read_only, field.write_only);
                write!(
                    key,
                    "{:?} {} {required} {read} {write} ",
                    field.name,
                    field.ty.index()
                )?;
                field
                    .constant
                    .iter()
                    .try_for_each(|constant| scalar(&mut key, &constant.value))
            });
            fields.and_then(|()| write!(key, "rest {:?} {}", object.rest, object.closed))
        }
        Shape::Union(union) => {
            let variants = union.variants.iter().try_for_each(|variant| {
                write!(key, "{} ", variant.ty.index())?;
                let mut values = variant.values.iter();
                values.try_for_each(|value| scalar(&mut key, &value.value))
            });
            variants.and_then(|()| write!(key, "by {:?}", union.by))
        }
        Shape::Tuple(tuple) => {
            let mut elements = tuple.elements.iter();
            elements
                .try_for_each(|element| write!(key, "{} ", element.ty.index()))
                .and_then(|()| {
                    let (required, rest, closed) = (tuple.required, tuple.rest, tuple.closed);
                    write!(key, "tuple {required} {rest:?} {closed}")
                })
        }
    };
    written.ok().map(|()| key)
}

fn scalar(key: &mut String, value: &Value) -> std::fmt::Result {
    use std::fmt::Write as _;
    match value {
        Value::Null => write!(key, "null "),
        Value::Bool(value) => write!(key, "{value} "),
        Value::Number(spelling) => write!(key, "{spelling} "),
        Value::String(text) => write!(key, "{text:?} "),
        Value::Array(_) | Value::Object(_) => Err(std::fmt::Error),
    }
}
