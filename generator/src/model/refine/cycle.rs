//! Marks one place of every circle in which values hold themselves, so that a value has a size and something to begin with.

use crate::model::{Api, Field, Shape, TypeId, Types};
use crate::pointer::Pointer;

/// How many lists, maps and `null`s may be in each other.
const CHAIN: usize = 32;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    Not,
    Within,
    Done,
}

/// Ends circles of lists, maps and `null` alone: in Rust such a type has no name and no end.
pub(super) fn cut(api: &mut Api) {
    for start in api.types.ids() {
        let (mut at, mut steps, mut endless) = (start, 0, false);
        while let Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) =
            api.types.shape(at)
        {
            at = *inner;
            steps += 1;
            endless = at == start || steps > CHAIN;
            if endless {
                break;
            }
        }
        if endless {
            let ty = api.types.get_mut(start);
            ty.shape = Shape::Json;
            let pointer = ty.pointer.clone();
            api.untyped.push((
                pointer,
                "the schema leads back to itself with nothing in it",
            ));
        }
    }
}

/// Marks what a value may be without where it leads back to an object that holds it, so that a value can be made before
/// what it holds is known: an alternative, or what may be absent or `null`. Circles in which nothing may be left out have
/// no value that ends; what closes one may be absent, whatever the document says.
pub(super) fn mark(api: &mut Api) {
    for (owner, at) in circles(&mut api.types, &is_needed) {
        let pointer = leave_out(&mut api.types, owner, at);
        api.endless.push(pointer);
    }
    // One that was cut elsewhere than where it closes may close there in another way.
    while !circles(&mut api.types, &|_, _, _| true).is_empty() {}
}

/// A property, alternative or element: its owner, and its place there.
type Place = (TypeId, usize);

/// Marks what closes a circle, depth first, in the order of the document: the last on the way round that a value may be
/// without, or else where it closes. Goes only the ways that are to be gone and are not marked; gives what was marked.
fn circles(types: &mut Types, goes: &dyn Fn(&Types, TypeId, usize) -> bool) -> Vec<Place> {
    let mut visits = vec![Visit::Not; types.ids().count()];
    let mut marked = Vec::new();
    for root in types.ids() {
        visit(types, root, &mut visits, goes, &mut marked);
    }
    marked
}

/// Visits without recursion, so that no document can exhaust the stack.
fn visit(
    types: &mut Types,
    root: TypeId,
    visits: &mut [Visit],
    goes: &dyn Fn(&Types, TypeId, usize) -> bool,
    marked: &mut Vec<Place>,
) {
    let mut path = vec![(root, 0)];
    while let Some((owner, next)) = path.pop() {
        let at = owner.index();
        if next == 0 {
            if visits[at] != Visit::Not {
                continue;
            }
            visits[at] = Visit::Within;
        }
        let Some(held) = held(types, owner, next) else {
            visits[at] = Visit::Done;
            continue;
        };
        path.push((owner, next + 1));
        let is_marked = mark_at(types, owner, next).is_some_and(|mark| *mark);
        if is_marked || !goes(types, owner, next) {
            continue;
        }
        let target = types.without_null(held).0;
        if visits[target.index()] == Visit::Within {
            let from = path.iter().rposition(|(owner, _)| *owner == target);
            let round = path.iter().skip(from.unwrap_or_default()).rev();
            let mut round = round.map(|(owner, next)| (*owner, next - 1));
            let place = round.find(|(owner, at)| !is_needed(types, *owner, *at));
            let place = place.unwrap_or((owner, next));
            if let Some(mark) = mark_at(types, place.0, place.1) {
                *mark = true;
                marked.push(place);
            }
        } else {
            path.push((target, 0));
        }
    }
}

/// Whether every value of the owner holds this: nothing can stand for it until it is known.
fn is_needed(types: &Types, owner: TypeId, at: usize) -> bool {
    let is_null = held(types, owner, at).is_some_and(|held| types.without_null(held).1);
    let shape = types.shape(owner);
    let is_always_there = if let Shape::Object(object) = shape {
        object.fields.get(at).is_some_and(Field::is_always_there)
    } else if let Shape::Tuple(tuple) = shape {
        at < tuple.required
    } else {
        matches!(shape, Shape::Nullable(_))
    };
    is_always_there && !is_null
}

/// Lets something be absent; says where it stands.
fn leave_out(types: &mut Types, owner: TypeId, at: usize) -> Pointer {
    let ty = types.get_mut(owner);
    if let Shape::Tuple(tuple) = &mut ty.shape {
        tuple.required = tuple.required.min(at);
    }
    if let Shape::Object(object) = &mut ty.shape
        && let Some(field) = object.fields.get_mut(at)
    {
        field.required = false;
        return field.pointer.clone();
    }
    ty.pointer.clone()
}

/// The type that a type's values hold at a position, without anything between them.
fn held(types: &Types, owner: TypeId, at: usize) -> Option<TypeId> {
    match types.shape(owner) {
        Shape::Object(object) => object.fields.get(at).map(|field| field.ty),
        Shape::Union(union) => union.variants.get(at).map(|variant| variant.ty),
        Shape::Tuple(tuple) => tuple.elements.get(at).map(|element| element.ty),
        Shape::Nullable(inner) => (at == 0).then_some(*inner),
        Shape::Json
        | Shape::Boolean
        | Shape::Integer(_)
        | Shape::Number
        | Shape::Text
        | Shape::Formatted(_)
        | Shape::Enumeration(_)
        | Shape::List(_)
        | Shape::Map(_) => None,
    }
}

/// Whether what a type's values hold at a position is behind a pointer.
fn mark_at(types: &mut Types, owner: TypeId, at: usize) -> Option<&mut bool> {
    match &mut types.get_mut(owner).shape {
        Shape::Object(object) => object.fields.get_mut(at).map(|field| &mut field.recursive),
        Shape::Union(union) => union
            .variants
            .get_mut(at)
            .map(|variant| &mut variant.recursive),
        Shape::Tuple(tuple) => tuple
            .elements
            .get_mut(at)
            .map(|element| &mut element.recursive),
        Shape::Json
        | Shape::Boolean
        | Shape::Integer(_)
        | Shape::Number
        | Shape::Text
        | Shape::Formatted(_)
        | Shape::Enumeration(_)
        | Shape::List(_)
        | Shape::Map(_)
        | Shape::Nullable(_) => None,
    }
}
