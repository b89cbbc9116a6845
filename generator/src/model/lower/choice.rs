//! Lowers choices between schemas (`oneOf`, `anyOf`) to unions whose alternatives are not told apart yet.

use super::Lower;
use super::merge::{Choice, Merged};
use crate::document::{Discriminator, JsonType, Schema, SchemaId};
use crate::hash::HashSet;
use crate::model::{Shape, Type, UnionShape, Variant};
use crate::pointer::Pointer;
use crate::source::{Node, Place};

/// How many combinations of alternatives are spelled out.
const COMBINATIONS: usize = 64;

/// One combination of alternatives: the schemas, and what all of them say.
type Combination<'a> = (Vec<SchemaId>, Merged<'a>);

impl<'a> Lower<'a> {
    /// The union of the alternatives, and whether `null` is one of them; `None` if there is none.
    pub(super) fn choice(
        &mut self,
        merged: &Merged<'a>,
        types: &[JsonType],
        schema: &'a Schema,
        depth: usize,
    ) -> Option<(Shape, bool)> {
        let mut nullable = false;
        let discriminator = merged
            .choices
            .iter()
            .find_map(|choice| choice.discriminator);
        let variants = match merged.choices.as_slice() {
            [only] if !merged.has_members() => self.alternatives(only, types, depth, &mut nullable),
            _ => self.combinations(merged, types, schema, depth, &mut nullable),
        };
        if variants.is_empty() {
            return None;
        }
        let shape = Shape::Union(UnionShape {
            by: discriminator.map(|one| one.property.to_string()),
            variants,
        });
        Some((shape, nullable))
    }

    /// The alternatives as they are.
    fn alternatives(
        &mut self,
        choice: &Choice<'a>,
        types: &[JsonType],
        depth: usize,
        nullable: &mut bool,
    ) -> Vec<Variant> {
        let mut variants: Vec<Variant> = Vec::new();
        for id in &choice.alternatives {
            let allowed = self.document.schemas.get(*id).is_none_or(|schema| {
                types.is_empty()
                    || schema.types.is_empty()
                    || schema.types.iter().any(|one| allows(types, *one))
            });
            if self.is_null(*id) {
                *nullable |= types.is_empty();
                continue;
            }
            if !allowed {
                continue;
            }
            let ty = self.schema_within(*id, depth + 1);
            let values = self.values_for(choice.discriminator, *id);
            match variants.iter_mut().find(|known| known.ty == ty) {
                Some(known) => known.values.extend(values),
                None => variants.push(Variant {
                    values,
                    ..Variant::new(ty)
                }),
            }
        }
        variants.extend(self.only_mapped(choice, depth));
        variants
    }

    /// Alternatives that the discriminator's mapping names and the list does not.
    fn only_mapped(&mut self, choice: &Choice<'a>, depth: usize) -> Vec<Variant> {
        let mut variants: Vec<Variant> = Vec::new();
        if choice.listed_only {
            return variants;
        }
        let listed: Vec<Pointer> = choice
            .alternatives
            .iter()
            .filter_map(|id| self.document.schemas.get(*id)?.reference.clone())
            .collect();
        for (value, target) in choice.discriminator.iter().flat_map(|one| &one.mapping) {
            let pointer = component(target);
            if listed.contains(&pointer) {
                continue;
            }
            let Some(id) = self.document.schemas.at(&pointer) else {
                continue;
            };
            let ty = self.schema_within(id, depth + 1);
            let value = string(value);
            match variants.iter_mut().find(|known| known.ty == ty) {
                Some(known) => known.values.push(value),
                None => variants.push(Variant {
                    values: vec![value],
                    ..Variant::new(ty)
                }),
            }
        }
        variants
    }

    /// What the schema itself says together with each alternative of each of its choices.
    fn combinations(
        &mut self,
        merged: &Merged<'a>,
        types: &[JsonType],
        schema: &'a Schema,
        depth: usize,
        nullable: &mut bool,
    ) -> Vec<Variant> {
        let mut base = merged.clone();
        base.types = (!types.is_empty()).then(|| types.to_vec());
        base.choices.clear();
        let mut combinations: Vec<Combination<'a>> = vec![(Vec::new(), base)];
        let mut left_out = false;
        for choice in &merged.choices {
            if combinations.len() * choice.alternatives.len() > COMBINATIONS {
                left_out = true;
                continue;
            }
            let mut next: Vec<Combination<'a>> = Vec::new();
            for (path, known) in &combinations {
                for id in &choice.alternatives {
                    let mut both = known.clone();
                    self.merge(*id, &mut both, 0);
                    let impossible = both.never || both.types.as_ref().is_some_and(Vec::is_empty);
                    if !impossible && !self.is_null(*id) {
                        let mut path = path.clone();
                        path.push(*id);
                        next.push((path, both));
                    }
                }
            }
            if !next.is_empty() {
                combinations = next;
            }
        }
        if left_out {
            self.fallback("the choices have too many combinations", schema);
            combinations.truncate(1);
        }
        let discriminator = merged
            .choices
            .iter()
            .find_map(|choice| choice.discriminator);
        let mut variants = Vec::new();
        let place = merged.place(schema).child("oneOf");
        for (at, (path, mut both)) in combinations.into_iter().enumerate() {
            if !self.may_combine(depth) {
                self.fallback("the choices have too many combinations", schema);
                return Vec::new();
            }
            // The alternatives stand elsewhere, and may be combined with others for other owners.
            let pointer = place.child(&at.to_string());
            both.at = Some(pointer.clone());
            let described = path
                .first()
                .and_then(|id| self.document.schemas.get(*id))
                .unwrap_or(schema);
            let (shape, null) = self.shape_of(both, described, depth + 1);
            *nullable |= null;
            let ty = self.types.add(Type {
                pointer,
                ..self.unnamed(described, shape)
            });
            let values = path
                .iter()
                .flat_map(|id| self.values_for(discriminator, *id))
                .collect();
            variants.push(Variant {
                values,
                ..Variant::new(ty)
            });
        }
        variants
    }

    /// The discriminator that all alternatives have from one and the same part of their `allOf`.
    pub(super) fn inherited(&self, alternatives: &[SchemaId]) -> Option<&'a Discriminator> {
        let mut all = alternatives.iter().filter(|id| !self.is_null(**id));
        let first = self.discriminator_of(*all.next()?)?;
        let same = |id: &SchemaId| {
            let other = self.discriminator_of(*id);
            other.is_some_and(|other| std::ptr::eq(other, first))
        };
        all.all(same).then_some(first)
    }

    /// The discriminator of a schema that is no choice itself, or of one that its values must also satisfy.
    fn discriminator_of(&self, id: SchemaId) -> Option<&'a Discriminator> {
        let mut pending = vec![id];
        let mut seen = HashSet::default();
        while let Some(id) = pending.pop() {
            if !seen.insert(id) {
                continue;
            }
            let Some(schema) = self.document.schemas.get(id) else {
                continue;
            };
            let is_choice = !schema.one_of.is_empty() || !schema.any_of.is_empty();
            if let Some(found) = schema.discriminator.as_deref().filter(|_| !is_choice) {
                return Some(found);
            }
            let target = schema.reference.as_ref();
            pending.extend(target.and_then(|target| self.document.schemas.at(target)));
            pending.extend(&schema.all_of);
        }
        None
    }

    /// The values that a discriminator's mapping has for a schema.
    pub(super) fn values_for(
        &self,
        discriminator: Option<&'a Discriminator>,
        id: SchemaId,
    ) -> Vec<Node> {
        let target = self
            .document
            .schemas
            .get(id)
            .and_then(|schema| schema.reference.clone());
        let (Some(discriminator), Some(target)) = (discriminator, target) else {
            return Vec::new();
        };
        discriminator
            .mapping
            .iter()
            .filter(|(_, to)| component(to) == target)
            .map(|(value, _)| string(value))
            .collect()
    }

    fn is_null(&self, id: SchemaId) -> bool {
        let schema = self.document.schemas.get(id);
        schema.is_some_and(|schema| {
            schema.types == [JsonType::Null]
                || schema.constant.as_deref().is_some_and(Node::is_null)
                || schema
                    .enumeration
                    .as_ref()
                    .is_some_and(|values| !values.is_empty() && values.iter().all(Node::is_null))
        })
    }
}

/// Whether values of a type are among those that the types allow.
fn allows(types: &[JsonType], one: JsonType) -> bool {
    types.contains(&one)
        || (one == JsonType::Integer && types.contains(&JsonType::Number))
        || (one == JsonType::Number && types.contains(&JsonType::Integer))
}

/// The place of a schema that a mapping names: by reference, or by its component's key.
fn component(target: &str) -> Pointer {
    if target.contains('/') || target.starts_with('#') {
        Pointer::from_reference(target)
    } else {
        ["components", "schemas", target]
            .iter()
            .fold(Pointer::root(), |pointer, token| pointer.child(token))
    }
}

fn string(text: &str) -> Node {
    Node::string(text, Place { file: 0, offset: 0 })
}
