//! Marks one property of every circle in which objects hold themselves, so that a value has a size.

use crate::model::{Api, Shape, TypeId, Types};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    Not,
    Within,
    Done,
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
        let held = match types.shape(owner) {
            Shape::Object(object) => object.fields.get(next).map(|field| field.ty),
            Shape::Nullable(inner) if next == 0 => Some(*inner),
            _ => None,
        };
        let Some(held) = held else {
            visits[at] = Visit::Done;
            continue;
        };
        path.push((owner, next + 1));
        let target = types.without_null(held).0;
        if visits[target.index()] == Visit::Within {
            if let Shape::Object(object) = &mut types.get_mut(owner).shape
                && let Some(field) = object.fields.get_mut(next)
            {
                field.recursive = true;
            }
        } else {
            path.push((target, 0));
        }
    }
}
