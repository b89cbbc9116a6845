//! Merges a schema with all that its values must also satisfy (`$ref`, `allOf`).

use super::Lower;
use super::schema::DEPTH;
use crate::diagnostic::Code;
use crate::document::{Discriminator, JsonType, Schema, SchemaId};
use crate::pointer::Pointer;
use crate::source::{Node, Value};

/// What a schema and all that it must also satisfy say together.
#[derive(Clone, Default)]
pub(super) struct Merged<'a> {
    /// Where it stands, if it is put together of parts that stand elsewhere.
    pub(super) at: Option<Pointer>,
    pub(super) never: bool,
    pub(super) types: Option<Vec<JsonType>>,
    pub(super) enumeration: Option<Vec<&'a Node>>,
    pub(super) format: Option<&'a str>,
    pub(super) encoding: Option<&'a str>,
    pub(super) content: Option<SchemaId>,
    /// Numbers that are among the values or bound them, as they are spelled.
    pub(super) bounds: Vec<&'a str>,
    pub(super) minimum: Option<&'a str>,
    pub(super) properties: Vec<(&'a str, Vec<SchemaId>)>,
    pub(super) required: Vec<&'a str>,
    pub(super) additional: Option<SchemaId>,
    pub(super) patterns: Vec<SchemaId>,
    pub(super) items: Option<SchemaId>,
    pub(super) prefix: &'a [SchemaId],
    pub(super) min_items: usize,
    pub(super) max_items: Option<usize>,
    pub(super) choices: Vec<Choice<'a>>,
    pub(super) beyond: Option<&'a str>,
    /// What was merged, in order of its numbers, and whether its parts still are. Once more it says nothing new, and what
    /// refers twice to what refers twice to others has no end.
    known: Vec<(SchemaId, Merging)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Merging {
    Begun,
    Done,
}

/// A choice between schemas (`oneOf`, `anyOf`).
#[derive(Clone)]
pub(super) struct Choice<'a> {
    /// The alternatives in order.
    pub(super) alternatives: Vec<SchemaId>,
    /// What tells them apart.
    pub(super) discriminator: Option<&'a Discriminator>,
    /// Whether the discriminator is that of what the alternatives are made of, which may be more than these.
    pub(super) listed_only: bool,
}

impl Merged<'_> {
    /// Where it stands; the schema is the one whose parts were merged.
    pub(super) fn place(&self, schema: &Schema) -> Pointer {
        self.at.clone().unwrap_or_else(|| schema.pointer.clone())
    }

    /// Whether it says, beside its choices, what values hold.
    pub(super) fn has_members(&self) -> bool {
        !self.properties.is_empty()
            || !self.patterns.is_empty()
            || self.items.is_some()
            || !self.prefix.is_empty()
    }
}

impl<'a> Lower<'a> {
    /// Merges a schema into what is known of the same values.
    pub(super) fn merge(&mut self, id: SchemaId, merged: &mut Merged<'a>, depth: usize) {
        let document = self.document;
        let Some(schema) = document.schemas.get(id) else {
            return;
        };
        match merged.begin(id) {
            None => {}
            Some(Merging::Done) => return,
            Some(Merging::Begun) => {
                self.warn(
                    Code::ReferenceCycle,
                    "`allOf` leads back to itself, which has no effect",
                    &schema.pointer,
                );
                return;
            }
        }
        if depth > DEPTH {
            let message = format!(
                "schemas are combined more than {DEPTH} deep; what is further in has no effect"
            );
            self.warn(Code::TooDeep, message, &schema.pointer);
            return;
        }
        if let Some(target) = &schema.reference
            && let Some(target) = self.target(target, &schema.pointer)
        {
            self.merge(target, merged, depth + 1);
        }
        for part in &schema.all_of {
            self.merge(*part, merged, depth + 1);
        }
        merged.add(schema);
        for alternatives in [&schema.any_of, &schema.one_of] {
            let alternatives: Vec<SchemaId> = alternatives
                .iter()
                .copied()
                .filter(|id| self.says_something(*id))
                .collect();
            match alternatives.as_slice() {
                [] => {}
                // A choice of one is no choice.
                [only] => self.merge(*only, merged, depth + 1),
                _ => merged.choices.push(Choice {
                    listed_only: schema.discriminator.is_none(),
                    discriminator: schema
                        .discriminator
                        .as_deref()
                        .or_else(|| self.inherited(&alternatives)),
                    alternatives,
                }),
            }
        }
        merged.end(id);
    }

    /// Whether a schema is more than a list of properties that must be there, and can be satisfied.
    fn says_something(&self, id: SchemaId) -> bool {
        self.document
            .schemas
            .get(id)
            .is_some_and(|schema| !schema.is_only_required() && schema.boolean != Some(false))
    }
}

impl<'a> Merged<'a> {
    /// Begins to merge a schema; what is known of it, if it was met before.
    fn begin(&mut self, id: SchemaId) -> Option<Merging> {
        match self.known.binary_search_by_key(&id, |(known, _)| *known) {
            Ok(at) => self.known.get(at).map(|(_, merging)| *merging),
            Err(at) => {
                self.known.insert(at, (id, Merging::Begun));
                None
            }
        }
    }

    fn end(&mut self, id: SchemaId) {
        let found = self.known.binary_search_by_key(&id, |(known, _)| *known);
        if let Some((_, merging)) = found.ok().and_then(|at| self.known.get_mut(at)) {
            *merging = Merging::Done;
        }
    }

    /// Adds what a schema says itself.
    fn add(&mut self, schema: &'a Schema) {
        self.never |= schema.boolean == Some(false);
        if !schema.types.is_empty() {
            self.types = Some(match self.types.take() {
                Some(types) => both(&types, &schema.types),
                None => schema.types.clone(),
            });
        }
        if let Some(values) = &schema.enumeration {
            self.narrow_to(values.iter().collect());
        }
        if let Some(constant) = &schema.constant {
            self.narrow_to(vec![constant]);
        }
        self.format = schema.format.as_deref().or(self.format);
        self.encoding = schema.content_encoding.as_deref().or(self.encoding);
        let bounds = schema.bounds();
        let spelled = bounds.minimum.iter().chain(&bounds.maximum);
        self.bounds.extend(spelled.map(|one| &**one));
        self.minimum = bounds.minimum.as_deref().or(self.minimum);
        if let Some(Value::Number(example)) = schema
            .example
            .as_ref()
            .or(schema.default.as_ref())
            .map(|one| &one.value)
        {
            self.bounds.push(example);
        }
        for (name, property) in &schema.properties {
            match self
                .properties
                .iter_mut()
                .find(|(known, _)| *known == &**name)
            {
                Some((_, schemas)) => schemas.push(*property),
                None => self.properties.push((name, vec![*property])),
            }
        }
        self.required
            .extend(schema.required.iter().map(|name| &**name));
        self.additional = schema.additional_properties.or(self.additional);
        self.patterns
            .extend(schema.pattern_properties.iter().map(|(_, id)| *id));
        self.items = schema.items.or(self.items);
        if schema.prefix_items.len() > self.prefix.len() {
            self.prefix = &schema.prefix_items;
        }
        self.min_items = self.min_items.max(bounds.min_items);
        self.max_items = match (self.max_items, bounds.max_items) {
            (Some(known), Some(other)) => Some(known.min(other)),
            (known, other) => known.or(other),
        };
        self.content = schema.content_schema.or(self.content);
        self.beyond = schema.beyond.as_deref().or(self.beyond);
    }

    /// Of the values that are documented so far, those that are documented again; all of the latter if none is.
    fn narrow_to(&mut self, values: Vec<&'a Node>) {
        let narrowed = self.enumeration.take().map(|known| {
            values
                .iter()
                .copied()
                .filter(|value| known.contains(value))
                .collect::<Vec<_>>()
        });
        self.enumeration = Some(match narrowed {
            Some(narrowed) if !narrowed.is_empty() => narrowed,
            _ => values,
        });
    }
}

/// The types that both lists allow; an integer is a number.
pub(super) fn both(types: &[JsonType], others: &[JsonType]) -> Vec<JsonType> {
    let allows = |list: &[JsonType], one: JsonType| {
        list.contains(&one) || (one == JsonType::Integer && list.contains(&JsonType::Number))
    };
    let narrow = types.iter().copied().filter(|one| allows(others, *one));
    let other = others
        .iter()
        .copied()
        .filter(|one| !types.contains(one) && allows(types, *one));
    narrow.chain(other).collect()
}
