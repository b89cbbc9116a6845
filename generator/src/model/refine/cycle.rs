//! Marks one property of every circle in which objects hold themselves, so that a value has a size.

use crate::model::{Api, Shape, TypeId, Types};

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

/// Marks properties that lead back to an object that is being visited, depth first, in the order of the document.
pub(super) fn mark(api: &mut Api) {
    let mut visits = vec![Visit::Not; api.types.ids().count()];
    for root in api.types.ids() {
        visit(&mut api.types, root, &mut visits);
    }
}

/// Visits without recursion, so that no document can exhaust the stack.
fn visit(types: &mut Types, root: TypeId, visits: &mut [Visit]) {
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
        let target = types.without_null(held).0;
        if visits[target.index()] == Visit::Within {
            mark_held(types, owner, next);
        } else {
            path.push((target, 0));
        }
    }
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

fn mark_held(types: &mut Types, owner: TypeId, at: usize) {
    let recursive = match &mut types.get_mut(owner).shape {
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
    };
    recursive
        .into_iter()
        .for_each(|recursive| *recursive = true);
}
