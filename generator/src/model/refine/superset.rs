//! Makes one type of several that nothing tells apart: every property that any of them has.

use crate::model::{Field, ObjectShape, Origin, Shape, Type, TypeId, Types, UnionShape, Variant};
use crate::pointer::Pointer;

/// How often a property's type may itself be made so.
const LEVELS: usize = 3;

/// The shape of objects that are values of any of these types.
pub(super) fn of(types: &mut Types, ids: &[TypeId], pointer: &Pointer, level: usize) -> Shape {
    let objects: Vec<ObjectShape> = ids
        .iter()
        .map(|id| match types.shape(*id) {
            Shape::Object(object) => object.clone(),
            Shape::Map(inner) => ObjectShape {
                rest: Some(*inner),
                ..ObjectShape::default()
            },
            _ => ObjectShape::default(),
        })
        .collect();
    let mut names: Vec<String> = Vec::new();
    for field in objects.iter().flat_map(|object| &object.fields) {
        if !names.contains(&field.name) {
            names.push(field.name.clone());
        }
    }
    let fields: Vec<Field> = names
        .iter()
        .filter_map(|name| field(types, &objects, name, pointer, level))
        .collect();
    let rests: Vec<TypeId> = objects.iter().filter_map(|object| object.rest).collect();
    let at = pointer.child("additionalProperties");
    let rest = (!rests.is_empty()).then(|| any_of(types, &rests, &at, level));
    match rest {
        Some(rest) if fields.is_empty() => Shape::Map(rest),
        rest => Shape::Object(ObjectShape {
            closed: rest.is_none() && objects.iter().all(|object| object.closed),
            fields,
            rest,
        }),
    }
}

/// What a property is in all objects that have it.
fn field(
    types: &mut Types,
    objects: &[ObjectShape],
    name: &str,
    pointer: &Pointer,
    level: usize,
) -> Option<Field> {
    let twins: Vec<&Field> = objects
        .iter()
        .filter_map(|object| object.fields.iter().find(|field| field.name == name))
        .collect();
    let first = (*twins.first()?).clone();
    let everywhere = twins.len() == objects.len();
    let kinds: Vec<TypeId> = twins.iter().map(|field| field.ty).collect();
    let mut docs = first.docs.clone();
    if twins.iter().any(|twin| twin.docs.default != docs.default) {
        docs.default = None;
    }
    let same_constant = twins.iter().all(|field| field.constant == first.constant);
    let at = pointer.child("properties").child(name);
    Some(Field {
        ty: any_of(types, &kinds, &at, level),
        required: everywhere && twins.iter().all(|field| field.required),
        constant: first
            .constant
            .clone()
            .filter(|_| everywhere && same_constant),
        read_only: twins.iter().all(|field| field.read_only),
        write_only: twins.iter().all(|field| field.write_only),
        docs,
        ..first
    })
}

/// A type of the values of any of these types, which stands at a place of its own if it is none of them.
pub(super) fn any_of(types: &mut Types, ids: &[TypeId], pointer: &Pointer, level: usize) -> TypeId {
    let mut distinct: Vec<TypeId> = Vec::new();
    for id in ids {
        let known = distinct
            .iter()
            .any(|known| known == id || types.shape(*known) == types.shape(*id));
        if !known {
            distinct.push(*id);
        }
    }
    if let [only] = distinct.as_slice() {
        return *only;
    }
    let shape = if level >= LEVELS || distinct.is_empty() {
        Shape::Json
    } else {
        Shape::Union(UnionShape {
            by: None,
            variants: distinct.into_iter().map(Variant::new).collect(),
        })
    };
    types.add(Type {
        pointer: pointer.clone(),
        origin: Origin::default(),
        docs: Default::default(),
        shape,
        direction: Default::default(),
    })
}
