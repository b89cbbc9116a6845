//! Folds error bodies that differ in constants only into one type.

use super::share;
use crate::hash::{HashMap, HashSet};
use crate::model::{Answer, Api, Field, ObjectShape, Shape, TypeId};

/// Marks the bodies of failures, so that they are shared among themselves and named as what they are.
pub(super) fn mark_failures(api: &mut Api) {
    let mut pending: Vec<TypeId> = failures(api).collect();
    let mut seen = HashSet::default();
    while let Some(id) = pending.pop() {
        if !seen.insert(id) {
            continue;
        }
        api.types.get_mut(id).origin.failure = true;
        match api.types.shape(id) {
            Shape::Nullable(inner) => pending.push(*inner),
            Shape::Union(union) => pending.extend(union.variants.iter().map(|one| one.ty)),
            Shape::Json
            | Shape::Boolean
            | Shape::Integer(_)
            | Shape::Number
            | Shape::Text
            | Shape::Formatted(_)
            | Shape::Enumeration(_)
            | Shape::List(_)
            | Shape::Map(_)
            | Shape::Object(_)
            | Shape::Tuple(_) => {}
        }
    }
}

fn failures(api: &Api) -> impl Iterator<Item = TypeId> + '_ {
    api.operations
        .iter()
        .flat_map(|operation| &operation.answers)
        .filter(|answer| !answer.success)
        .filter_map(Answer::body)
}

/// Makes one type of all unnamed error bodies whose properties are the same but for constants.
///
/// A constant says nothing that its answer's table does not say, so a body may lack it: it becomes optional.
pub(super) fn fold(api: &mut Api) {
    let mut folded: Vec<(TypeId, ObjectShape)> = Vec::new();
    let mut target: HashMap<TypeId, TypeId> = HashMap::default();
    let bodies: Vec<TypeId> = failures(api).collect();
    for id in bodies {
        let ty = api.types.get(id);
        if target.contains_key(&id) || ty.origin.component.is_some() || ty.origin.title.is_some() {
            continue;
        }
        let Shape::Object(object) = &ty.shape else {
            continue;
        };
        let known = folded
            .iter_mut()
            .filter(|(kept, _)| api.types.may_be_one(*kept, id))
            .find_map(|(kept, shape)| Some((*kept, fold_into(shape, object)?)));
        match known {
            Some((kept, shape)) => {
                target.insert(id, kept);
                api.types.join_group(kept, id);
                if let Some(slot) = folded.iter_mut().find(|(other, _)| *other == kept) {
                    slot.1 = shape;
                }
            }
            None => {
                target.insert(id, id);
                folded.push((id, object.clone()));
            }
        }
    }
    for (id, mut shape) in folded {
        let merged = target.values().filter(|kept| **kept == id).count() > 1;
        if merged {
            shape
                .fields
                .iter_mut()
                .for_each(|field| field.constant = None);
        }
        api.types.get_mut(id).shape = Shape::Object(shape);
    }
    share::renumber(api, &|id| target.get(&id).copied().unwrap_or(id));
}

/// The shape of both, if they differ in constants only.
fn fold_into(known: &ObjectShape, other: &ObjectShape) -> Option<ObjectShape> {
    if known.rest != other.rest || known.closed != other.closed {
        return None;
    }
    let same = |a: &Field, b: &Field| {
        let either_constant = a.constant.is_some() || b.constant.is_some();
        a.ty == b.ty && (a.required == b.required || either_constant)
    };
    let mut fields = known.fields.clone();
    for field in &mut fields {
        match other
            .fields
            .iter()
            .find(|candidate| candidate.name == field.name)
        {
            Some(twin) if same(field, twin) => {
                field.required &= twin.required;
                field.constant = field.constant.take().or_else(|| twin.constant.clone());
            }
            None if field.constant.is_some() => field.required = false,
            _ => return None,
        }
    }
    for field in other
        .fields
        .iter()
        .filter(|field| known.fields.iter().all(|one| one.name != field.name))
    {
        field.constant.as_ref()?;
        fields.push(Field {
            required: false,
            ..field.clone()
        });
    }
    Some(ObjectShape {
        fields,
        rest: known.rest,
        closed: known.closed,
    })
}
