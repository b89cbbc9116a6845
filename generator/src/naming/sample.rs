//! Values that a server would take as Rust expressions, for the generated wire tests.

use super::Naming;
use super::plan::SamplePlan;
use crate::model::{Field, Format, ObjectShape, Shape, TupleShape, TypeId, UnionShape, Variant};
use crate::source::{Node, Value};

/// How deep required properties are followed that no value is given for; a circle of them has no value.
const DEPTH: usize = 12;

impl Naming<'_> {
    /// A value of a type: the one that is given, as far as there is one.
    pub(super) fn sample(&self, id: TypeId, given: Option<&Node>) -> SamplePlan {
        self.sample_within(id, given, 0)
    }

    fn sample_within(&self, id: TypeId, given: Option<&Node>, depth: usize) -> SamplePlan {
        let value = given.map(|given| &given.value);
        let text = |other: &str| match value {
            Some(Value::String(text)) => text.to_string(),
            _ => other.to_owned(),
        };
        match self.api.types.shape(id) {
            Shape::Json => SamplePlan::Json(value.map_or_else(|| "{}".to_owned(), Value::to_json)),
            Shape::Boolean => SamplePlan::Bool(!matches!(value, Some(Value::Bool(false)))),
            Shape::Integer(_) => SamplePlan::Integer(match value {
                Some(Value::Number(spelling)) => whole(spelling),
                _ => "1".to_owned(),
            }),
            Shape::Number => SamplePlan::Number(match value {
                Some(Value::Number(spelling)) => spelling.parse().unwrap_or(1.0),
                _ => 1.0,
            }),
            Shape::Text => SamplePlan::Text(text("sample")),
            Shape::Formatted(Format::Decimal) => SamplePlan::Decimal(match value {
                Some(Value::Number(spelling) | Value::String(spelling)) => spelling.to_string(),
                _ => "1".to_owned(),
            }),
            Shape::Formatted(Format::Binary) => SamplePlan::Upload,
            Shape::Formatted(_) => SamplePlan::Formatted(text("sample")),
            Shape::Enumeration(values) => {
                let variants = self.variants(values);
                let same = variants.iter().find(|(_, one)| Some(*one) == given);
                match (self.named.get(&id), same.or(variants.first())) {
                    (Some(ident), Some((variant, _))) => {
                        SamplePlan::Variant(ident.clone(), variant.clone())
                    }
                    _ => SamplePlan::Json("null".to_owned()),
                }
            }
            Shape::List(inner) => {
                let elements = match value {
                    Some(Value::Array(list)) => list.as_slice(),
                    _ => &[],
                };
                let elements = elements.iter();
                let elements =
                    elements.map(|given| self.sample_within(*inner, Some(given), depth + 1));
                SamplePlan::List(elements.collect())
            }
            Shape::Map(inner) => SamplePlan::Map(self.entries(given, &[], *inner, depth)),
            Shape::Nullable(inner) => match value {
                Some(Value::Null) => SamplePlan::None,
                _ => SamplePlan::Some(Box::new(self.sample_within(*inner, given, depth))),
            },
            Shape::Object(object) => self.sample_object(id, object, given, depth),
            Shape::Union(union) => self.sample_union(id, union, given, depth),
            Shape::Tuple(tuple) => self.sample_tuple(id, tuple, given, depth),
        }
    }

    /// The members of an object but for those that have fields.
    fn entries(
        &self,
        given: Option<&Node>,
        fields: &[Field],
        ty: TypeId,
        depth: usize,
    ) -> Vec<(String, SamplePlan)> {
        let members = given.and_then(Node::as_object).into_iter();
        let members = members.flat_map(|object| &object.entries);
        let others = members.filter(|one| fields.iter().all(|field| *field.name != *one.key));
        others
            .map(|one| {
                let value = self.sample_within(ty, Some(&one.node), depth + 1);
                (one.key.to_string(), value)
            })
            .collect()
    }

    fn sample_object(
        &self,
        id: TypeId,
        object: &ObjectShape,
        given: Option<&Node>,
        depth: usize,
    ) -> SamplePlan {
        let Some(ident) = self.named.get(&id).filter(|_| depth <= DEPTH) else {
            return SamplePlan::Json("{}".to_owned());
        };
        let members = self.members(id, object);
        let fields = members.fields.into_iter().map(|(ident, field)| {
            let given = given.and_then(|object| object.get(&field.name));
            (ident, self.sample_field(field, given, depth))
        });
        let rest = members.rest.map(|(ident, _)| {
            let entries = object
                .rest
                .map(|ty| self.entries(given, &object.fields, ty, depth));
            (ident, entries.unwrap_or_default())
        });
        SamplePlan::Struct(ident.clone(), fields.collect(), rest)
    }

    fn sample_field(&self, field: &Field, given: Option<&Node>, depth: usize) -> SamplePlan {
        let (inner, null) = self.api.types.without_null(field.ty);
        let required = field.required && !field.read_only && !field.write_only;
        let value = || {
            let value = self.sample_within(inner, given, depth + 1);
            if field.recursive {
                SamplePlan::Boxed(Box::new(value))
            } else {
                value
            }
        };
        match (given, required, null) {
            (Some(given), true, true) if given.is_null() => SamplePlan::None,
            (Some(given), false, true) if given.is_null() => SamplePlan::Null,
            (Some(_), true, true) | (Some(_), false, false) => SamplePlan::Some(Box::new(value())),
            (Some(_), false, true) => SamplePlan::Present(Box::new(value())),
            (Some(_) | None, true, false) => value(),
            (None, true, true) | (None, false, false) => SamplePlan::None,
            (None, false, true) => SamplePlan::Absent,
        }
    }

    /// The alternative that a value is of, by what tells it from others; the first if none is.
    fn sample_union(
        &self,
        id: TypeId,
        union: &UnionShape,
        given: Option<&Node>,
        depth: usize,
    ) -> SamplePlan {
        let Some(ident) = self.named.get(&id).filter(|_| depth <= DEPTH) else {
            return SamplePlan::Json("null".to_owned());
        };
        let names = self.union_variants(id, union);
        let pairs = || union.variants.iter().zip(&names);
        let said = given
            .zip(union.by.as_deref())
            .and_then(|(given, by)| given.get(by));
        let by_value = pairs().find(|(one, _)| said.is_some_and(|said| one.values.contains(said)));
        let by_shape = || {
            let given = given?;
            pairs().find(|(variant, _)| self.is_of(variant.ty, given, 0))
        };
        let Some((variant, name)) = by_value.or_else(by_shape).or_else(|| pairs().next()) else {
            return SamplePlan::Json("null".to_owned());
        };
        let value = self.sample_within(variant.ty, given, depth + 1);
        let value = if self.is_boxed(variant) {
            SamplePlan::Boxed(Box::new(value))
        } else {
            value
        };
        SamplePlan::Choice(ident.clone(), name.clone(), Box::new(value))
    }

    fn sample_tuple(
        &self,
        id: TypeId,
        tuple: &TupleShape,
        given: Option<&Node>,
        depth: usize,
    ) -> SamplePlan {
        let Some(ident) = self.named.get(&id).filter(|_| depth <= DEPTH) else {
            return SamplePlan::Json("[]".to_owned());
        };
        let given = match given.map(|given| &given.value) {
            Some(Value::Array(list)) => list.as_slice(),
            _ => &[],
        };
        let mut elements: Vec<SamplePlan> = Vec::new();
        for (at, element) in tuple.elements.iter().enumerate() {
            let (inner, null) = self.api.types.without_null(element.ty);
            let there = at < tuple.required;
            let value = |ty: TypeId| {
                let value = self.sample_within(ty, given.get(at), depth + 1);
                if element.recursive {
                    SamplePlan::Boxed(Box::new(value))
                } else {
                    value
                }
            };
            elements.push(match (there, given.get(at), null) {
                (true, ..) => value(element.ty),
                (false, Some(_), false) => SamplePlan::Some(Box::new(value(inner))),
                (false, Some(_), true) => SamplePlan::Present(Box::new(value(inner))),
                (false, None, true) => SamplePlan::Absent,
                (false, None, false) => SamplePlan::None,
            });
        }
        let direction = self.api.types.get(id).direction;
        if tuple.rest.is_some() || (direction.read && direction.write && !tuple.closed) {
            elements.push(SamplePlan::List(Vec::new()));
        }
        SamplePlan::Tuple(ident.clone(), elements)
    }

    /// Whether a value is one of a type, as far as its own members and elements say.
    fn is_of(&self, id: TypeId, given: &Node, depth: usize) -> bool {
        if depth > DEPTH {
            return true;
        }
        let value = &given.value;
        match self.api.types.shape(id) {
            Shape::Json => true,
            Shape::Boolean => matches!(value, Value::Bool(_)),
            Shape::Integer(_) | Shape::Number => matches!(value, Value::Number(_)),
            Shape::Formatted(Format::Decimal) => {
                matches!(value, Value::Number(_) | Value::String(_))
            }
            Shape::Text | Shape::Formatted(_) => matches!(value, Value::String(_)),
            Shape::Enumeration(values) => values.iter().any(|one| one.value == *given),
            Shape::List(inner) => match value {
                Value::Array(list) => list.iter().all(|one| self.is_of(*inner, one, depth + 1)),
                _ => false,
            },
            Shape::Map(_) => matches!(value, Value::Object(_)),
            Shape::Nullable(inner) => given.is_null() || self.is_of(*inner, given, depth + 1),
            Shape::Object(object) => match value {
                Value::Object(members) => {
                    object.fields.iter().all(|field| {
                        let constant = field.constant.as_ref();
                        match members.get(&field.name) {
                            Some(member) => {
                                constant.is_none_or(|constant| constant == member)
                                    && self.is_of(field.ty, member, depth + 1)
                            }
                            None => !field.required || field.read_only,
                        }
                    }) && (!object.closed
                        || members.entries.iter().all(|entry| {
                            object.fields.iter().any(|field| *field.name == *entry.key)
                        }))
                }
                _ => false,
            },
            Shape::Union(union) => {
                let of = |variant: &Variant| self.is_of(variant.ty, given, depth + 1);
                union.variants.iter().any(of)
            }
            Shape::Tuple(_) => matches!(value, Value::Array(_)),
        }
    }
}

/// A whole number as Rust spells it.
fn whole(spelling: &str) -> String {
    if spelling.parse::<i128>().is_ok() {
        return spelling.to_owned();
    }
    let value = spelling.parse::<f64>().unwrap_or(1.0);
    format!("{:.0}", value.trunc())
}
