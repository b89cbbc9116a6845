//! Values that a server would take, for the generated wire tests.

use super::Naming;
use super::choice::is_example_of;
use super::plan::SamplePlan;
use crate::model::{Field, Format, Sample, Shape, TypeId, UnionShape, Variant};
use crate::source::{Node, Value};

/// How deep required properties are followed; a circle of them has no value.
const DEPTH: usize = 12;

impl Naming<'_> {
    /// A value of a type.
    pub(super) fn sample(&self, id: TypeId, known: &Sample) -> SamplePlan {
        self.sample_within(id, known, 0)
    }

    fn sample_within(&self, id: TypeId, known: &Sample, depth: usize) -> SamplePlan {
        let shape = self.api.types.shape(id);
        let example = known.example.as_ref().map(|example| &example.value);
        match shape {
            Shape::Json => {
                SamplePlan::Json(example.map_or_else(|| "{}".to_owned(), Value::to_json))
            }
            Shape::Boolean => SamplePlan::Bool(matches!(example, Some(Value::Bool(true)))),
            Shape::Integer(_) => SamplePlan::Integer(match example {
                Some(Value::Number(spelling)) if spelling.parse::<i64>().is_ok() => {
                    spelling.to_string()
                }
                _ => known
                    .minimum
                    .as_ref()
                    .and_then(|least| least.parse::<i64>().ok())
                    .map_or(1, |least| least.saturating_add(1))
                    .to_string(),
            }),
            Shape::Number => SamplePlan::Number(match example {
                Some(Value::Number(spelling)) => spelling.parse().unwrap_or(1.0),
                _ => known
                    .minimum
                    .as_ref()
                    .and_then(|least| least.parse::<f64>().ok())
                    .map_or(1.0, |least| least + 1.0),
            }),
            Shape::Text => SamplePlan::Text(match example {
                Some(Value::String(text)) => text.to_string(),
                _ => text(known.format.as_deref(), known.min_length),
            }),
            Shape::Formatted(Format::Decimal) => SamplePlan::Decimal(match example {
                Some(Value::Number(spelling)) => spelling.to_string(),
                _ => known.minimum.as_deref().unwrap_or("1").to_owned(),
            }),
            Shape::Formatted(Format::Binary) => SamplePlan::Upload,
            Shape::Formatted(format) => SamplePlan::Formatted(match example {
                Some(Value::String(text)) => text.to_string(),
                _ => text(Some(name(*format)), known.min_length),
            }),
            Shape::Enumeration(values) => {
                let first = self.variants(values).into_iter().next();
                match (self.named.get(&id), first) {
                    (Some(ident), Some((variant, _))) => {
                        SamplePlan::Variant(ident.clone(), variant)
                    }
                    _ => SamplePlan::Json("null".to_owned()),
                }
            }
            Shape::List(inner) => {
                let count = known.min_items.clamp(1, 20);
                let of_element = known.items.as_deref().cloned().unwrap_or_default();
                let given = example.and_then(|example| {
                    if let Value::Array(list) = example {
                        Some(list)
                    } else {
                        None
                    }
                });
                let elements = (0..count).map(|at| {
                    let given = given.and_then(|list| list.get(at)).cloned();
                    let known = Sample {
                        example: given.or(of_element.example.clone()),
                        ..of_element.clone()
                    };
                    self.sample_within(*inner, &known, depth + 1)
                });
                SamplePlan::List(if depth > DEPTH {
                    Vec::new()
                } else {
                    elements.collect()
                })
            }
            Shape::Map(_) => SamplePlan::Map,
            Shape::Nullable(inner) => {
                SamplePlan::Some(Box::new(self.sample_within(*inner, known, depth)))
            }
            Shape::Object(object) => {
                let Some(ident) = self.named.get(&id) else {
                    return SamplePlan::Json("{}".to_owned());
                };
                let members = self.members(id, object);
                let given = known.example.as_ref();
                let fields = members.fields.into_iter().map(|(ident, field)| {
                    let given = given.and_then(|object| object.get(&field.name));
                    (ident, self.sample_field(field, given, depth))
                });
                let fields = if depth > DEPTH {
                    Vec::new()
                } else {
                    fields.collect()
                };
                SamplePlan::Struct(ident.clone(), fields, members.rest.map(|(ident, _)| ident))
            }
            Shape::Union(union) => self.sample_union(id, union, known, depth),
            Shape::Tuple(tuple) => {
                let Some(ident) = self.named.get(&id).filter(|_| depth <= DEPTH) else {
                    return SamplePlan::Json("[]".to_owned());
                };
                let elements = tuple.elements.iter().map(|element| {
                    let value = self.sample_within(element.ty, &Sample::default(), depth + 1);
                    if element.recursive {
                        SamplePlan::Boxed(Box::new(value))
                    } else {
                        value
                    }
                });
                let mut elements: Vec<SamplePlan> = elements.collect();
                for (at, element) in elements.iter_mut().enumerate().skip(tuple.required) {
                    let null = tuple
                        .elements
                        .get(at)
                        .is_some_and(|element| self.api.types.without_null(element.ty).1);
                    *element = if null {
                        SamplePlan::Absent
                    } else {
                        SamplePlan::None
                    };
                }
                let direction = self.api.types.get(id).direction;
                if tuple.rest.is_some() || (direction.read && direction.write && !tuple.closed) {
                    elements.push(SamplePlan::List(Vec::new()));
                }
                SamplePlan::Tuple(ident.clone(), elements)
            }
        }
    }

    fn sample_field(&self, field: &Field, given: Option<&Node>, depth: usize) -> SamplePlan {
        let (inner, null) = self.api.types.without_null(field.ty);
        if !field.required || field.read_only || field.write_only {
            return if null {
                SamplePlan::Absent
            } else {
                SamplePlan::None
            };
        }
        let example = given.or(field.sample.example.as_ref());
        let known = Sample {
            example: example.cloned(),
            ..field.sample.clone()
        };
        let value = self.sample_within(inner, &known, depth + 1);
        let value = if field.recursive {
            SamplePlan::Boxed(Box::new(value))
        } else {
            value
        };
        if null {
            SamplePlan::Some(Box::new(value))
        } else {
            value
        }
    }
}

impl Naming<'_> {
    /// The first alternative whose values are of the example's kind, with what tells it from others in place.
    fn sample_union(
        &self,
        id: TypeId,
        union: &UnionShape,
        known: &Sample,
        depth: usize,
    ) -> SamplePlan {
        let Some(ident) = self.named.get(&id) else {
            return SamplePlan::Json("null".to_owned());
        };
        let names = self.union_variants(id, union);
        let fits = |variant: &Variant| {
            let kinds = self.api.types.kinds(variant.ty);
            let example = known.example.as_ref();
            example.is_none_or(|example| is_example_of(&kinds, &example.value))
        };
        let mut pairs = union.variants.iter().zip(names);
        let first = pairs.clone().next();
        let Some((variant, name)) = pairs.find(|(variant, _)| fits(variant)).or(first) else {
            return SamplePlan::Json("null".to_owned());
        };
        let mut known = Sample {
            example: known.example.clone(),
            ..Sample::default()
        };
        if let (Some(by), Some(value), None) = (&union.by, variant.values.first(), &known.example) {
            let entry = crate::source::Entry {
                key: by.as_str().into(),
                place: value.place,
                node: value.clone(),
            };
            let object = crate::source::Object {
                entries: vec![entry],
            };
            known.example = Some(Node::new(Value::Object(object), value.place));
        }
        let value = self.sample_within(variant.ty, &known, depth + 1);
        let value = if self.is_boxed(variant) {
            SamplePlan::Boxed(Box::new(value))
        } else {
            value
        };
        SamplePlan::Choice(ident.clone(), name, Box::new(value))
    }
}

fn text(format: Option<&str>, min_length: usize) -> String {
    let known = match format {
        Some("date-time") => "2024-01-02T03:04:05Z",
        Some("date") => "2024-01-02",
        Some("time") => "03:04:05Z",
        Some("duration") => "P1D",
        Some("uuid") => "8c2f1a52-7d54-4a35-9b1c-3f6f0d0c9e11",
        Some("uri" | "url" | "iri" | "uri-reference") => "https://example.com/",
        Some("email" | "idn-email") => "someone@example.com",
        Some("hostname" | "idn-hostname") => "example.com",
        Some("ipv4") => "192.0.2.1",
        Some("ipv6") => "2001:db8::1",
        Some("byte" | "base64") => "c2FtcGxl",
        _ => "sample",
    };
    let missing = min_length.min(10_000).saturating_sub(known.chars().count());
    format!("{known}{}", "x".repeat(missing))
}

/// A format as documents spell it.
const fn name(format: Format) -> &'static str {
    match format {
        Format::Binary => "binary",
        Format::DateTime => "date-time",
        Format::Date => "date",
        Format::TimeOfDay => "time",
        Format::TimeSpan => "duration",
        Format::Uuid => "uuid",
        Format::Uri => "uri",
        Format::Base64 => "byte",
        Format::Decimal => "decimal",
    }
}
