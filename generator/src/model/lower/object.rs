//! Lowers objects: which properties there are, and what the parts of `allOf` say of one together.

use super::Lower;
use super::format;
use super::merge::{Merged, both};
use super::schema::DEPTH;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{JsonType, Schema, SchemaId};
use crate::model::{
    Docs, EnumerationValue, Field, Format, ObjectShape, Shape, Type, TypeId, UnionShape, Variant,
};
use crate::pointer::Pointer;
use crate::source::{Node, Value};

/// How deep properties that several parts describe are merged within each other.
const TOGETHER: usize = 12;

impl<'a> Lower<'a> {
    pub(super) fn object(
        &mut self,
        merged: &Merged<'a>,
        schema: &'a Schema,
        depth: usize,
    ) -> Shape {
        let fields: Vec<Field> = merged
            .properties
            .iter()
            .map(|(name, schemas)| self.field(name, schemas, merged, schema, depth))
            .collect();
        let closed = merged.additional.is_some_and(|id| self.is_nothing(id));
        let additional = merged.additional.filter(|_| !closed);
        let open = !closed && fields.is_empty();
        let rests = merged.patterns.iter().copied().chain(additional);
        let rest = self.rest(rests.collect(), open, schema, depth);
        match rest {
            Some(values) if fields.is_empty() => Shape::Map(values),
            rest => Shape::Object(ObjectShape {
                fields,
                closed: closed && rest.is_none(),
                rest,
            }),
        }
    }

    /// The type of properties that are not named: by which pattern a name is told is not followed, so all are one type.
    fn rest(
        &mut self,
        schemas: Vec<SchemaId>,
        open: bool,
        owner: &Schema,
        depth: usize,
    ) -> Option<TypeId> {
        let pointer = || owner.pointer.child("additionalProperties");
        let mut types: Vec<TypeId> = Vec::new();
        for id in schemas {
            let ty = self.schema_within(id, depth + 1);
            if !types.contains(&ty) {
                types.push(ty);
            }
        }
        match types.as_slice() {
            [] if open => Some(self.any(&pointer())),
            [] => None,
            [only] => Some(*only),
            several => {
                let shape = Shape::Union(UnionShape {
                    by: None,
                    variants: several.iter().map(|ty| Variant::new(*ty)).collect(),
                });
                Some(self.plain(shape, &pointer()))
            }
        }
    }

    fn field(
        &mut self,
        name: &str,
        schemas: &[SchemaId],
        merged: &Merged<'a>,
        owner: &'a Schema,
        depth: usize,
    ) -> Field {
        let required = merged.required.contains(&name);
        let ty = self.field_type(name, schemas, (merged, owner), depth);
        let described = schemas
            .iter()
            .rev()
            .filter_map(|id| self.document.schemas.get(*id));
        let docs = described.clone().map(|one| {
            Docs::new(
                one.title.as_deref(),
                one.description.as_deref(),
                one.deprecated,
            )
        });
        let docs = docs
            .max_by_key(|docs| usize::from(docs.description.is_some()))
            .unwrap_or_default();
        let docs = self
            .described_elsewhere(docs, ty, schemas)
            .with_default(described.clone().find_map(|one| one.default.as_deref()));
        let (read_only, write_only) = described.fold((false, false), |(read, write), one| {
            (read || one.read_only, write || one.write_only)
        });
        let pointer = schemas
            .first()
            .and_then(|id| self.document.schemas.get(*id))
            .map_or(&owner.pointer, |one| &one.pointer)
            .clone();
        let (ty, constant) = self.constant(ty, required, &pointer, schemas);
        Field {
            pointer,
            name: name.to_owned(),
            ty,
            required,
            constant,
            docs,
            read_only,
            write_only,
            recursive: false,
        }
    }

    /// What a component says of its values is said here, where it has no type that could say it.
    fn described_elsewhere(&self, docs: Docs, ty: TypeId, schemas: &[SchemaId]) -> Docs {
        let (inner, _) = self.types.without_null(ty);
        let has_own_docs = match self.types.shape(inner) {
            Shape::Boolean
            | Shape::Integer(_)
            | Shape::Number
            | Shape::Text
            | Shape::Formatted(_)
            | Shape::List(_)
            | Shape::Map(_) => false,
            Shape::Json
            | Shape::Enumeration(_)
            | Shape::Nullable(_)
            | Shape::Object(_)
            | Shape::Tuple(_)
            | Shape::Union(_) => true,
        };
        if docs.title.is_some() || docs.description.is_some() || has_own_docs {
            return docs;
        }
        let mut of = schemas.iter().map(|id| self.document.schemas.get(*id));
        let mut next = of.find_map(|schema| schema?.reference.as_ref());
        for _ in 0..DEPTH {
            let target = next.and_then(|target| self.document.schemas.at(target));
            let Some(target) = target.and_then(|id| self.document.schemas.get(id)) else {
                break;
            };
            if target.description.is_some() {
                let said = Docs::new(None, target.description.as_deref(), false);
                return Docs {
                    description: said.description,
                    ..docs
                };
            }
            next = target.reference.as_ref();
        }
        docs
    }

    /// The type of a property that some schemas describe.
    fn field_type(
        &mut self,
        name: &str,
        schemas: &[SchemaId],
        (merged, owner): (&Merged<'a>, &'a Schema),
        depth: usize,
    ) -> TypeId {
        let adds_to_another = |id: &SchemaId| {
            let schema = self.document.schemas.get(*id);
            schema.is_some_and(Schema::adds_to_another)
        };
        if schemas.len() > 1
            && schemas.iter().any(adds_to_another)
            && let Some(both) = self.together(
                merged.place(owner).child("properties").child(name),
                schemas,
                owner,
                depth,
            )
        {
            return both;
        }
        let mut ty = None;
        for id in schemas {
            let candidate = self.schema_within(*id, depth + 1);
            ty = Some(ty.map_or(candidate, |known| {
                self.narrower(known, candidate, (name, schemas), (merged, owner), depth)
            }));
        }
        ty.unwrap_or_else(|| self.any(&owner.pointer))
    }

    /// A required property of one value is that constant, of the value's own type; `enum` of one value says the same as `const`.
    fn constant(
        &mut self,
        ty: TypeId,
        required: bool,
        pointer: &Pointer,
        schemas: &[SchemaId],
    ) -> (TypeId, Option<Node>) {
        let Shape::Enumeration(values) = self.types.shape(ty) else {
            return (ty, None);
        };
        let ([only], true) = (values.as_slice(), required) else {
            return (ty, None);
        };
        let value = only.value.clone();
        let document = self.document;
        let own = document.schemas.at(&self.types.get(ty).pointer);
        let said = own.iter().chain(schemas);
        let mut said = said.filter_map(|id| document.schemas.get(*id));
        let is_number = said.any(|one| one.types.contains(&JsonType::Number));
        let shape = match &value.value {
            Value::String(_) => Shape::Text,
            Value::Bool(_) => Shape::Boolean,
            Value::Number(spelling) if !is_number => format::constant(spelling),
            Value::Number(_) => Shape::Number,
            Value::Null | Value::Array(_) | Value::Object(_) => Shape::Json,
        };
        (self.plain(shape, pointer), Some(value))
    }

    /// Of two types that a property must both satisfy, the one that says more.
    fn narrower(
        &mut self,
        known: TypeId,
        other: TypeId,
        (name, schemas): (&str, &[SchemaId]),
        (merged, owner): (&Merged<'a>, &'a Schema),
        depth: usize,
    ) -> TypeId {
        match (self.types.shape(known), self.types.shape(other)) {
            (a, b) if a == b => known,
            (Shape::Json, _)
            | (Shape::Text, Shape::Enumeration(_) | Shape::Formatted(_))
            | (Shape::Formatted(_), Shape::Enumeration(_) | Shape::Formatted(_))
            | (Shape::Enumeration(_), Shape::Enumeration(_))
            | (Shape::Map(_), Shape::Object(_))
            | (Shape::Number, Shape::Integer(_) | Shape::Formatted(Format::Decimal))
            | (Shape::List(_), Shape::List(_) | Shape::Tuple(_)) => other,
            (Shape::Nullable(inner), _) if *inner == other => other,
            (_, Shape::Nullable(inner)) if *inner == known => known,
            (_, Shape::Json)
            | (Shape::Enumeration(_), Shape::Text | Shape::Formatted(_))
            | (Shape::Formatted(_), Shape::Text)
            | (Shape::Integer(_) | Shape::Formatted(Format::Decimal), Shape::Number)
            | (Shape::Object(_), Shape::Map(_))
            | (Shape::Tuple(_), Shape::List(_)) => known,
            (Shape::Integer(_), Shape::Integer(_)) => other,
            (kind, Shape::Enumeration(values)) if are_of(values, kind) => other,
            (Shape::Enumeration(values), kind) if are_of(values, kind) => known,
            (Shape::Map(_), Shape::Map(values)) if *self.types.shape(*values) == Shape::Json => {
                known
            }
            (Shape::Map(values), Shape::Map(_)) if *self.types.shape(*values) == Shape::Json => {
                other
            }
            (Shape::Object(_), Shape::Object(_))
            | (Shape::Map(_), Shape::Map(_))
            | (Shape::Union(_) | Shape::Nullable(_), _)
            | (_, Shape::Union(_) | Shape::Nullable(_)) => {
                let place = merged.place(owner).child("properties").child(name);
                match self.together(place, schemas, owner, depth) {
                    Some(both) => both,
                    None => self.contradicted(other, (name, schemas), owner),
                }
            }
            _ => self.contradicted(other, (name, schemas), owner),
        }
    }

    /// Says that no value satisfies all that is said of a property; the last one counts.
    fn contradicted(
        &mut self,
        last: TypeId,
        (name, schemas): (&str, &[SchemaId]),
        owner: &Schema,
    ) -> TypeId {
        let (message, first) = match self.exclusive(schemas) {
            Some([(first, one), (_, other)]) => (
                format!(
                    "`{name}` is {} in one part of `allOf` and {} in another; the last one counts",
                    a_value_of(&one),
                    a_value_of(&other)
                ),
                Some(first),
            ),
            None => (
                format!(
                    "parts of `allOf` say different things about `{name}`; the last one counts"
                ),
                schemas.first().copied(),
            ),
        };
        let mut warning = Diagnostic::warning(Code::ContradictingSchema, message);
        let first = first.and_then(|id| self.document.schemas.get(id));
        if let Some(first) = first.filter(|first| first.place != owner.place) {
            warning = warning.also(first.place, "one part says this");
        }
        self.push(warning, &owner.pointer);
        last
    }

    /// The first two schemas whose types exclude each other.
    fn exclusive(&mut self, schemas: &[SchemaId]) -> Option<[(SchemaId, Vec<JsonType>); 2]> {
        let mut typed: Vec<(SchemaId, Vec<JsonType>)> = Vec::new();
        for id in schemas {
            let mut merged = Merged::default();
            self.merge(*id, &mut merged, 0);
            let mut types = merged.types.unwrap_or_default();
            types.retain(|one| *one != JsonType::Null);
            if types.is_empty() {
                continue;
            }
            if let Some(other) = typed
                .iter()
                .find(|(_, other)| both(other, &types).is_empty())
            {
                return Some([other.clone(), (*id, types)]);
            }
            typed.push((*id, types));
        }
        None
    }

    /// The type of the values that satisfy all of some schemas, if there are such values.
    fn together(
        &mut self,
        place: Pointer,
        schemas: &[SchemaId],
        owner: &'a Schema,
        depth: usize,
    ) -> Option<TypeId> {
        if depth > TOGETHER || !self.may_combine(depth) {
            return None;
        }
        let mut merged = Merged::default();
        for id in schemas {
            self.merge(*id, &mut merged, 0);
        }
        if merged.never || merged.types.as_ref().is_some_and(Vec::is_empty) {
            return None;
        }
        let first = schemas
            .first()
            .and_then(|id| self.document.schemas.get(*id))
            .unwrap_or(owner);
        // The parts stand elsewhere, and may be merged with others for other owners.
        merged.at = Some(place.clone());
        let (shape, nullable) = self.shape_of(merged, first, depth + 1);
        let made = self.types.add(Type {
            pointer: place.clone(),
            ..self.unnamed(first, shape)
        });
        Some(if nullable {
            self.plain(Shape::Nullable(made), &place)
        } else {
            made
        })
    }
}

/// Whether all values are of a kind that is not that of strings.
fn are_of(values: &[EnumerationValue], kind: &Shape) -> bool {
    values.iter().all(|one| match (&one.value.value, kind) {
        (Value::Bool(_), Shape::Boolean) | (Value::Number(_), Shape::Number) => true,
        (Value::Number(spelling), Shape::Integer(_)) => spelling.parse::<i128>().is_ok(),
        _ => false,
    })
}

/// Types with the articles that belong before them in a sentence.
fn a_value_of(types: &[JsonType]) -> String {
    let each = types.iter().map(|one| match one {
        JsonType::Null => "null",
        JsonType::Boolean => "a boolean",
        JsonType::Integer => "an integer",
        JsonType::Number => "a number",
        JsonType::String => "a string",
        JsonType::Array => "an array",
        JsonType::Object => "an object",
    });
    each.collect::<Vec<_>>().join(" or ")
}
