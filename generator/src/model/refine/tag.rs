//! Makes a constant of the property by which a mapping tells an alternative, so that it is sent without being asked for.

use crate::hash::HashMap;
use crate::model::{Api, Shape, TypeId};
use crate::source::{Node, Value};

/// Marks the property in every object that mappings have one and the same value for.
///
/// Values that a component's name merely implies are left to the caller: many documents mean others.
pub(super) fn mark(api: &mut Api) {
    let mut tags: HashMap<(TypeId, String), Vec<Node>> = HashMap::default();
    let ids = (0..).map_while(|at| api.types.nth(at));
    for id in ids {
        let Shape::Union(union) = api.types.shape(id) else {
            continue;
        };
        let Some(by) = &union.by else { continue };
        for variant in &union.variants {
            let known = tags.entry((variant.ty, by.clone())).or_default();
            for value in &variant.values {
                if !known.contains(value) {
                    known.push(value.clone());
                }
            }
        }
    }
    for ((id, property), values) in tags {
        let [only] = values.as_slice() else { continue };
        let Shape::Object(object) = api.types.shape(id) else {
            continue;
        };
        let at = object.fields.iter().position(|field| {
            let text = *api.types.shape(field.ty) == Shape::Text;
            field.name == property && field.required && field.constant.is_none() && text
        });
        if let (Some(at), Value::String(_)) = (at, &only.value)
            && let Shape::Object(object) = &mut api.types.get_mut(id).shape
            && let Some(field) = object.fields.get_mut(at)
        {
            field.constant = Some(only.clone());
        }
    }
}
