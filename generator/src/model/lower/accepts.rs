//! Whether a value satisfies a schema, as far as the generated wire tests must know.

use super::Lower;
use super::scalar::number;
use crate::document::{JsonType, Schema, SchemaId};
use crate::source::{Node, Object, Value};

/// How deep schemas within schemas are followed; beyond that everything is taken.
const DEPTH: usize = 24;

impl Lower<'_> {
    /// Whether a value satisfies a schema, as far as types, values, bounds and properties go; patterns and formats are
    /// not looked at.
    pub(super) fn accepts(&self, id: SchemaId, value: &Node, depth: usize) -> bool {
        let schema = self.document.schemas.get(id);
        let Some(schema) = schema.filter(|_| depth <= DEPTH && self.step()) else {
            return true;
        };
        if schema.boolean == Some(false) {
            return false;
        }
        let takes = |id: &SchemaId| self.accepts(*id, value, depth + 1);
        let target = schema.reference.as_ref();
        let target = target.and_then(|target| self.document.schemas.at(target));
        target.iter().all(takes)
            && schema.all_of.iter().all(takes)
            && (schema.any_of.is_empty() || schema.any_of.iter().any(takes))
            && (schema.one_of.is_empty()
                || schema.one_of.iter().filter(|id| takes(id)).count() == 1)
            && schema
                .constant
                .as_deref()
                .is_none_or(|constant| constant == value)
            && schema
                .enumeration
                .as_ref()
                .is_none_or(|list| list.contains(value))
            && (schema.types.is_empty() || schema.types.iter().any(|ty| is_of(&value.value, *ty)))
            && match &value.value {
                Value::Null | Value::Bool(_) => true,
                Value::Number(spelling) => number(Some(spelling)).is_none_or(|value| {
                    number(schema.bounds().minimum.as_deref()).is_none_or(|least| value >= least)
                        && number(schema.bounds().maximum.as_deref())
                            .is_none_or(|most| value <= most)
                }),
                Value::String(text) => {
                    let length = text.chars().count();
                    length >= schema.bounds().min_length
                        && schema.bounds().max_length.is_none_or(|most| length <= most)
                }
                Value::Array(elements) => {
                    elements.len() >= schema.bounds().min_items
                        && schema
                            .bounds()
                            .max_items
                            .is_none_or(|most| elements.len() <= most)
                        && schema.items.is_none_or(|items| {
                            let rest = elements.iter().skip(schema.prefix_items.len());
                            rest.into_iter()
                                .all(|one| self.accepts(items, one, depth + 1))
                        })
                }
                Value::Object(object) => self.accepts_object(schema, object, depth),
            }
    }

    fn accepts_object(&self, schema: &Schema, object: &Object, depth: usize) -> bool {
        let has = |name: &str| object.entries.iter().any(|entry| &*entry.key == name);
        let property = |name: &str| {
            let mut properties = schema.properties.iter();
            properties
                .find(|(known, _)| &**known == name)
                .map(|(_, id)| *id)
        };
        let sent = |name: &str| {
            let read_only = property(name).and_then(|id| self.document.schemas.get(id));
            read_only.is_none_or(|one| !one.read_only)
        };
        let closed = schema.pattern_properties.is_empty();
        schema.required.iter().all(|name| has(name) || !sent(name))
            && object.entries.len() >= schema.bounds().min_properties
            && object
                .entries
                .iter()
                .all(|entry| match property(&entry.key) {
                    Some(id) => self.accepts(id, &entry.node, depth + 1),
                    None => schema
                        .additional_properties
                        .filter(|_| closed)
                        .is_none_or(|id| self.accepts(id, &entry.node, depth + 1)),
                })
    }
}

fn is_of(value: &Value, ty: JsonType) -> bool {
    match (value, ty) {
        (Value::Null, JsonType::Null)
        | (Value::Bool(_), JsonType::Boolean)
        | (Value::Number(_), JsonType::Number)
        | (Value::String(_), JsonType::String)
        | (Value::Array(_), JsonType::Array)
        | (Value::Object(_), JsonType::Object) => true,
        (Value::Number(spelling), JsonType::Integer) => {
            number(Some(spelling)).is_some_and(|value| value.fract() == 0.0)
        }
        (
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_),
            _,
        ) => false,
    }
}
