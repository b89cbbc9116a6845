//! How many bytes values take, roughly: what is large goes into a box where its enum has smaller variants.

use super::Naming;
use super::plan::{ContentPlan, RustType};
use crate::model::{Content, Format, IntegerWidth, Shape, TypeId};

/// From this size on a variant is boxed if another holds something else.
pub(super) const LARGE: usize = 160;

/// How deep a struct's fields are looked into.
const DEPTH: usize = 8;

impl Naming<'_> {
    /// The contents of an enum's variants, those boxed that are much larger than others.
    pub(super) fn boxed(&self, contents: &[Option<&Content>]) -> Vec<Option<ContentPlan>> {
        let plans: Vec<Option<ContentPlan>> = contents
            .iter()
            .map(|content| self.content(*content))
            .collect();
        let alike = plans
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if a == b));
        let large = |content: &Option<&Content>| matches!(content, Some(Content::Json(ty)) if self.size(*ty, 0) >= LARGE);
        let pairs = plans.into_iter().zip(contents);
        pairs
            .map(|(plan, content)| match plan {
                Some(plan) if !alike && large(content) => Some(ContentPlan {
                    ty: RustType::Boxed(Box::new(plan.ty)),
                    ..plan
                }),
                plan => plan,
            })
            .collect()
    }

    pub(super) fn size(&self, id: TypeId, depth: usize) -> usize {
        match self.api.types.shape(id) {
            Shape::Boolean => 1,
            Shape::Integer(IntegerWidth::I128) => 16,
            Shape::Integer(_) | Shape::Number => 8,
            Shape::Json => 16,
            Shape::Formatted(Format::Binary) => 112,
            Shape::Text
            | Shape::Formatted(_)
            | Shape::List(_)
            | Shape::Map(_)
            | Shape::Enumeration(_) => 24,
            Shape::Nullable(inner) => 8 + self.size(*inner, depth),
            Shape::Object(_) | Shape::Union(_) | Shape::Tuple(_) if depth >= DEPTH => LARGE,
            Shape::Object(object) => {
                let field = |field: &crate::model::Field| {
                    if field.recursive {
                        8
                    } else {
                        8 + self.size(field.ty, depth + 1)
                    }
                };
                object.fields.iter().map(field).sum::<usize>() + object.rest.map_or(0, |_| 24)
            }
            Shape::Union(union) => {
                let variant = |variant: &crate::model::Variant| {
                    let inner = if variant.recursive {
                        8
                    } else {
                        self.size(variant.ty, depth + 1)
                    };
                    if inner >= LARGE { 8 } else { inner }
                };
                8 + union.variants.iter().map(variant).max().unwrap_or(16)
            }
            Shape::Tuple(tuple) => {
                let element = |element: &crate::model::Element| {
                    if element.recursive {
                        8
                    } else {
                        8 + self.size(element.ty, depth + 1)
                    }
                };
                tuple.elements.iter().map(element).sum::<usize>() + tuple.rest.map_or(0, |_| 24)
            }
        }
    }
}
