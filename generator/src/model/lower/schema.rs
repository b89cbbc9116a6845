//! Lowers schemas to types.

use super::Lower;
use crate::diagnostic::Code;
use crate::document::{JsonType, Schema, SchemaId};
use crate::model::{
    Docs, EnumerationValue, Field, IntegerWidth, ObjectShape, Origin, Sample, Shape, Type, TypeId,
};
use crate::pointer::Pointer;
use crate::source::{Node, Value};

/// How many references or combinations may follow on each other.
const DEPTH: usize = 64;

/// What a schema and all that it must also satisfy (`$ref`, `allOf`) say together.
#[derive(Default)]
struct Merged<'a> {
    never: bool,
    types: Option<Vec<JsonType>>,
    enumeration: Option<Vec<&'a Node>>,
    format: Option<&'a str>,
    properties: Vec<(&'a str, Vec<SchemaId>)>,
    required: Vec<&'a str>,
    additional: Option<SchemaId>,
    patterns: Vec<SchemaId>,
    items: Option<SchemaId>,
    tuple: bool,
    unions: Vec<&'a [SchemaId]>,
    beyond: Option<&'a str>,
}

impl<'a> Lower<'a> {
    /// The type of a schema, made when it is first asked for.
    pub(super) fn schema(&mut self, id: SchemaId) -> TypeId {
        self.schema_within(id, 0)
    }

    fn schema_within(&mut self, id: SchemaId, depth: usize) -> TypeId {
        if let Some(done) = self.done.get(&id) {
            return *done;
        }
        let document = self.document;
        let Some(schema) = document.schemas.get(id) else {
            return self.any(&Pointer::root());
        };
        if depth > DEPTH {
            self.warn(
                Code::TooDeep,
                format!("schemas are nested more than {DEPTH} deep; what is further in is `Json`"),
                &schema.pointer,
            );
            return self.any(&schema.pointer);
        }
        if let Some(same) = self.same_as(schema) {
            return self.alias(id, same, &schema.pointer, depth);
        }
        let made = self.types.add(self.unnamed(schema, Shape::Json));
        self.done.insert(id, made);
        let (shape, nullable) = self.shape(id, schema, depth);
        let named = Type {
            origin: origin(schema),
            ..self.unnamed(schema, shape)
        };
        if nullable {
            let inner = self.types.add(named);
            self.types.get_mut(made).shape = Shape::Nullable(inner);
        } else {
            *self.types.get_mut(made) = named;
        }
        made
    }

    /// Any JSON value.
    pub(super) fn any(&mut self, pointer: &Pointer) -> TypeId {
        self.plain(Shape::Json, pointer)
    }

    /// A string.
    pub(super) fn text(&mut self, pointer: &Pointer) -> TypeId {
        self.plain(Shape::Text, pointer)
    }

    fn plain(&mut self, shape: Shape, pointer: &Pointer) -> TypeId {
        self.types.add(Type {
            pointer: pointer.clone(),
            origin: Origin::default(),
            docs: Docs::default(),
            shape,
            direction: Default::default(),
        })
    }

    fn unnamed(&self, schema: &Schema, shape: Shape) -> Type {
        let docs = Docs::new(
            schema.title.as_deref(),
            schema.description.as_deref(),
            schema.deprecated,
        );
        Type {
            pointer: schema.pointer.clone(),
            origin: Origin::default(),
            docs,
            shape,
            direction: Default::default(),
        }
    }

    /// What is known of a value of a schema, or of those it says no more than.
    pub(super) fn sample(&self, id: SchemaId, depth: usize) -> Sample {
        let Some(schema) = self.document.schemas.get(id).filter(|_| depth < DEPTH) else {
            return Sample::default();
        };
        let target = schema
            .reference
            .as_ref()
            .and_then(|target| self.document.schemas.at(target));
        let parts = target
            .iter()
            .chain(&schema.all_of)
            .chain(schema.any_of.first())
            .chain(schema.one_of.first());
        let part = parts
            .map(|part| self.sample(*part, depth + 1))
            .find(|sample| *sample != Sample::default())
            .unwrap_or_default();
        Sample {
            example: schema.example.clone().or(part.example),
            min_length: schema.min_length.max(part.min_length),
            min_items: schema.min_items.max(part.min_items),
            minimum: schema.minimum.clone().or(part.minimum),
            format: schema.format.clone().or(part.format),
            items: schema
                .items
                .map(|items| Box::new(self.sample(items, depth + 1)))
                .or(part.items),
        }
    }

    /// The one schema that this one says no more than, if there is one.
    fn same_as(&mut self, schema: &'a Schema) -> Option<SchemaId> {
        if !schema.is_only_combined() {
            return None;
        }
        match (
            &schema.reference,
            schema.all_of.as_slice(),
            schema.any_of.as_slice(),
            schema.one_of.as_slice(),
        ) {
            (Some(target), [], [], []) => self.target(target, &schema.pointer),
            (None, [only], [], []) | (None, [], [only], []) | (None, [], [], [only]) => Some(*only),
            _ => None,
        }
    }

    fn alias(&mut self, id: SchemaId, same: SchemaId, pointer: &Pointer, depth: usize) -> TypeId {
        // While the target is being lowered this schema stands for nothing: a circle of aliases ends here.
        let nothing = self.any(pointer);
        self.done.insert(id, nothing);
        let target = self.schema_within(same, depth + 1);
        if target == nothing {
            self.warn(
                Code::ReferenceCycle,
                "the references lead in a circle with nothing in it; its values are `Json`",
                pointer,
            );
        }
        self.done.insert(id, target);
        target
    }

    fn target(&mut self, target: &Pointer, pointer: &Pointer) -> Option<SchemaId> {
        let found = self.document.schemas.at(target);
        if found.is_none() {
            self.warn(
                Code::DanglingReference,
                format!("the document has no schema `{target}`; its values are `Json`"),
                pointer,
            );
        }
        found
    }

    fn merge(&mut self, id: SchemaId, merged: &mut Merged<'a>, depth: usize) {
        let document = self.document;
        let Some(schema) = document.schemas.get(id) else {
            return;
        };
        if depth > DEPTH {
            self.warn(
                Code::ReferenceCycle,
                "`allOf` leads back to itself; what is further in has no effect",
                &schema.pointer,
            );
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
        merged.never |= schema.boolean == Some(false);
        if !schema.types.is_empty() {
            let both = |types: Vec<JsonType>| -> Vec<JsonType> {
                types
                    .into_iter()
                    .filter(|one| schema.types.contains(one))
                    .collect()
            };
            merged.types = Some(
                merged
                    .types
                    .take()
                    .map_or_else(|| schema.types.clone(), both),
            );
        }
        if let Some(values) = &schema.enumeration {
            merged.enumeration = Some(values.iter().collect());
        }
        if let Some(constant) = &schema.constant {
            merged.enumeration = Some(vec![constant]);
        }
        merged.format = schema.format.as_deref().or(merged.format);
        for (name, property) in &schema.properties {
            match merged
                .properties
                .iter_mut()
                .find(|(known, _)| *known == &**name)
            {
                Some((_, schemas)) => schemas.push(*property),
                None => merged.properties.push((name, vec![*property])),
            }
        }
        merged
            .required
            .extend(schema.required.iter().map(|name| &**name));
        merged.additional = schema.additional_properties.or(merged.additional);
        merged
            .patterns
            .extend(schema.pattern_properties.iter().map(|(_, id)| *id));
        merged.items = schema.items.or(merged.items);
        merged.tuple |= !schema.prefix_items.is_empty();
        for union in [&schema.any_of, &schema.one_of] {
            if !union.is_empty() {
                merged.unions.push(union);
            }
        }
        merged.beyond = schema.beyond.as_deref().or(merged.beyond);
    }

    fn shape(&mut self, id: SchemaId, schema: &'a Schema, depth: usize) -> (Shape, bool) {
        let mut merged = Merged::default();
        self.merge(id, &mut merged, 0);
        let types = merged.types.take();
        let contradiction = types.as_ref().is_some_and(Vec::is_empty);
        let mut types = types.unwrap_or_default();
        let mut nullable = types.contains(&JsonType::Null);
        types.retain(|one| *one != JsonType::Null);
        if merged.never || contradiction {
            self.warn(
                Code::ContradictingSchema,
                "no value satisfies this schema; its values are `Json`",
                &schema.pointer,
            );
            return (Shape::Json, false);
        }
        if let Some(keyword) = merged.beyond {
            return (
                self.fallback(&format!("`{keyword}` is not followed"), schema),
                false,
            );
        }
        if let Some(values) = merged.enumeration.take() {
            let had_null = values.iter().any(|value| value.is_null());
            let values: Vec<_> = values
                .into_iter()
                .filter(|value| !value.is_null())
                .collect();
            if values.is_empty() {
                return (Shape::Json, false);
            }
            return (
                self.enumeration(&values, &types, schema),
                nullable || had_null,
            );
        }
        if nullable && types.is_empty() && merged.unions.is_empty() && merged.properties.is_empty()
        {
            return (Shape::Json, false);
        }
        if let Some(union) = self.union(&merged, depth, &mut nullable, schema) {
            return (union, nullable);
        }
        let shape = match (infer(types, &merged).as_slice(), merged.format) {
            ([], _) => Shape::Json,
            ([JsonType::Boolean], _) => Shape::Boolean,
            ([JsonType::Integer], format) => Shape::Integer(width(format)),
            (
                [JsonType::Number]
                | [JsonType::Integer, JsonType::Number]
                | [JsonType::Number, JsonType::Integer],
                _,
            ) => Shape::Number,
            ([JsonType::String], _) => Shape::Text,
            ([JsonType::Array], _) => self.list(&merged, schema, depth),
            ([JsonType::Object], _) => self.object(&merged, schema, depth),
            (several, _) => {
                let names: Vec<_> = several
                    .iter()
                    .map(|one| format!("{one:?}").to_lowercase())
                    .collect();
                self.fallback(&format!("values may be {}", names.join(" or ")), schema)
            }
        };
        (shape, nullable)
    }

    fn fallback(&mut self, why: &str, schema: &Schema) -> Shape {
        self.warn(
            Code::SchemaFallback,
            format!("{why}; the values are `Json`"),
            &schema.pointer,
        );
        Shape::Json
    }

    /// A choice that needs no type of its own: `null` beside one schema, or alternatives of one shape.
    fn union(
        &mut self,
        merged: &Merged<'a>,
        depth: usize,
        nullable: &mut bool,
        schema: &Schema,
    ) -> Option<Shape> {
        let document = self.document;
        let says = |id: &&SchemaId| {
            document
                .schemas
                .get(**id)
                .is_some_and(|one| !one.is_only_required())
        };
        let mut choices = merged
            .unions
            .iter()
            .map(|union| union.iter().filter(says).collect::<Vec<_>>())
            .filter(|union| !union.is_empty());
        let choice = choices.next()?;
        if choices.next().is_some() || !merged.properties.is_empty() {
            return Some(self.fallback(
                "a choice between schemas beside other constraints has no type yet",
                schema,
            ));
        }
        let is_null = |id: &SchemaId| {
            document
                .schemas
                .get(*id)
                .is_some_and(|one| one.types == [JsonType::Null])
        };
        let mut shapes: Vec<Shape> = Vec::new();
        for id in choice {
            if is_null(id) {
                *nullable = true;
                continue;
            }
            let (inner, null) = self.schema_without_null(*id, depth);
            *nullable |= null;
            let shape = self.types.shape(inner).clone();
            if !shapes.contains(&shape) {
                shapes.push(shape);
            }
        }
        if shapes
            .iter()
            .all(|shape| matches!(shape, Shape::Text | Shape::Enumeration(_)))
            && shapes.contains(&Shape::Text)
        {
            return Some(Shape::Text);
        }
        match shapes.as_slice() {
            [one] => Some(one.clone()),
            [] => Some(Shape::Json),
            [
                Shape::Integer(_) | Shape::Number,
                Shape::Integer(_) | Shape::Number,
            ] => Some(Shape::Number),
            _ => Some(self.fallback("a choice between schemas has no type yet", schema)),
        }
    }

    fn schema_without_null(&mut self, id: SchemaId, depth: usize) -> (TypeId, bool) {
        let ty = self.schema_within(id, depth + 1);
        self.types.without_null(ty)
    }

    fn enumeration(&mut self, values: &[&Node], types: &[JsonType], schema: &Schema) -> Shape {
        if values.iter().all(|value| value.as_bool().is_some()) && values.len() > 1 {
            return Shape::Boolean;
        }
        if values
            .iter()
            .any(|value| matches!(value.value, Value::Array(_) | Value::Object(_)))
        {
            return self.fallback(
                "values of an `enum` that are arrays or objects have no type",
                schema,
            );
        }
        // A number that stands for a string, or the other way round, is what the type says it is.
        let as_typed = |value: &Node| match (&value.value, types) {
            (Value::Number(spelling), [JsonType::String]) => {
                Node::string(spelling.clone(), value.place)
            }
            (Value::Bool(truth), [JsonType::String]) => {
                Node::string(truth.to_string(), value.place)
            }
            (Value::String(text), [JsonType::Integer | JsonType::Number])
                if text.parse::<i64>().is_ok() =>
            {
                Node::new(Value::Number(text.clone()), value.place)
            }
            _ => value.clone(),
        };
        let mut distinct: Vec<EnumerationValue> = Vec::new();
        for value in values {
            let value = EnumerationValue {
                value: as_typed(value),
            };
            if !distinct.contains(&value) {
                distinct.push(value);
            }
        }
        Shape::Enumeration(distinct)
    }

    fn list(&mut self, merged: &Merged<'a>, schema: &Schema, depth: usize) -> Shape {
        if merged.tuple {
            self.warn(Code::SchemaFallback, "a list with a schema for each position has no type of its own yet; its elements are `Json`", &schema.pointer);
        }
        let element = match merged.items.filter(|_| !merged.tuple) {
            Some(items) => self.schema_within(items, depth + 1),
            None => self.any(&schema.pointer.child("items")),
        };
        Shape::List(element)
    }

    fn object(&mut self, merged: &Merged<'a>, schema: &Schema, depth: usize) -> Shape {
        let fields: Vec<Field> = merged
            .properties
            .iter()
            .map(|(name, schemas)| self.field(name, schemas, merged, schema, depth))
            .collect();
        let additional = merged
            .additional
            .and_then(|id| Some((id, self.document.schemas.get(id)?)));
        let rest = match additional {
            Some((_, closed)) if closed.boolean == Some(false) => None,
            Some((id, _)) => Some(self.schema_within(id, depth + 1)),
            None if merged.patterns.is_empty() && !fields.is_empty() => None,
            None => match merged.patterns.as_slice() {
                [only] => Some(self.schema_within(*only, depth + 1)),
                _ => Some(self.any(&schema.pointer.child("additionalProperties"))),
            },
        };
        match rest {
            Some(values) if fields.is_empty() => Shape::Map(values),
            rest => Shape::Object(ObjectShape { fields, rest }),
        }
    }

    fn field(
        &mut self,
        name: &str,
        schemas: &[SchemaId],
        merged: &Merged<'a>,
        owner: &Schema,
        depth: usize,
    ) -> Field {
        let required = merged.required.contains(&name);
        let mut ty = None;
        for id in schemas {
            let candidate = self.schema_within(*id, depth + 1);
            ty = Some(ty.map_or(candidate, |known| {
                self.narrower(known, candidate, name, owner)
            }));
        }
        let ty = ty.unwrap_or_else(|| self.any(&owner.pointer));
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
        let (read_only, write_only) = described.fold((false, false), |(read, write), one| {
            (read || one.read_only, write || one.write_only)
        });
        let pointer = schemas
            .first()
            .and_then(|id| self.document.schemas.get(*id))
            .map_or(&owner.pointer, |one| &one.pointer)
            .clone();
        let (ty, constant) = self.constant(ty, required, &pointer);
        let sample = schemas
            .first()
            .map(|id| self.sample(*id, 0))
            .unwrap_or_default();
        Field {
            pointer,
            name: name.to_owned(),
            ty,
            required,
            constant,
            docs,
            read_only,
            write_only,
            sample,
            recursive: false,
        }
    }

    /// A required property of one value is that constant, of the value's own type; `enum` of one value says the same as `const`.
    fn constant(
        &mut self,
        ty: TypeId,
        required: bool,
        pointer: &Pointer,
    ) -> (TypeId, Option<Node>) {
        let Shape::Enumeration(values) = self.types.shape(ty) else {
            return (ty, None);
        };
        let ([only], true) = (values.as_slice(), required) else {
            return (ty, None);
        };
        let value = only.value.clone();
        let id = self.document.schemas.at(&self.types.get(ty).pointer);
        let types = id
            .and_then(|id| self.document.schemas.get(id))
            .map_or(&[][..], |schema| &schema.types);
        let shape = match &value.value {
            Value::String(_) => Shape::Text,
            Value::Bool(_) => Shape::Boolean,
            Value::Number(spelling)
                if !types.contains(&JsonType::Number) && spelling.parse::<i64>().is_ok() =>
            {
                Shape::Integer(IntegerWidth::I64)
            }
            Value::Number(_) => Shape::Number,
            Value::Null | Value::Array(_) | Value::Object(_) => Shape::Json,
        };
        (self.plain(shape, pointer), Some(value))
    }

    /// Of two types that a property must both satisfy, the one that says more.
    fn narrower(&mut self, known: TypeId, other: TypeId, name: &str, owner: &Schema) -> TypeId {
        match (self.types.shape(known), self.types.shape(other)) {
            (a, b) if a == b => known,
            (Shape::Json, _)
            | (Shape::Text, Shape::Enumeration(_))
            | (Shape::Number, Shape::Integer(_)) => other,
            (Shape::Nullable(inner), _) if *inner == other => other,
            (Shape::Map(_), Shape::Object(_)) => other,
            (_, Shape::Json)
            | (Shape::Enumeration(_), Shape::Text)
            | (Shape::Integer(_), Shape::Number)
            | (Shape::Object(_), Shape::Map(_)) => known,
            (Shape::Enumeration(_), Shape::Enumeration(_)) => other,
            (Shape::Object(_), Shape::Object(_)) => other,
            _ => {
                let message = format!(
                    "the parts of `allOf` say different things about `{name}`; the last one counts"
                );
                self.warn(Code::ContradictingSchema, message, &owner.pointer);
                other
            }
        }
    }
}

impl Schema {
    /// Whether it says nothing about values but by `$ref`, `allOf`, `anyOf` or `oneOf`.
    fn is_only_combined(&self) -> bool {
        self.boolean.is_none()
            && self.types.is_empty()
            && self.enumeration.is_none()
            && self.constant.is_none()
            && self.properties.is_empty()
            && self.required.is_empty()
            && self.additional_properties.is_none()
            && self.pattern_properties.is_empty()
            && self.items.is_none()
            && self.prefix_items.is_empty()
            && self.beyond.is_none()
    }

    /// Whether it says no more than which properties must be there.
    fn is_only_required(&self) -> bool {
        let combined = self.reference.is_some()
            || !self.all_of.is_empty()
            || !self.any_of.is_empty()
            || !self.one_of.is_empty();
        let typed = self.types.iter().any(|one| *one != JsonType::Object)
            || self.enumeration.is_some()
            || self.constant.is_some();
        let held = !self.properties.is_empty()
            || self.additional_properties.is_some()
            || self.items.is_some();
        !self.required.is_empty() && !combined && !typed && !held
    }
}

fn origin(schema: &Schema) -> Origin {
    let tokens: Vec<String> = schema.pointer.tokens().collect();
    let component = match tokens.as_slice() {
        [components, schemas, key] if components == "components" && schemas == "schemas" => {
            Some(key.clone())
        }
        _ => None,
    };
    Origin {
        component,
        title: schema.title.as_deref().map(str::to_owned),
        ..Origin::default()
    }
}

/// The types that a schema without `type` can only have.
fn infer(types: Vec<JsonType>, merged: &Merged<'_>) -> Vec<JsonType> {
    if !types.is_empty() {
        return types;
    }
    if !merged.properties.is_empty() || merged.additional.is_some() || !merged.patterns.is_empty() {
        vec![JsonType::Object]
    } else if merged.items.is_some() || merged.tuple {
        vec![JsonType::Array]
    } else {
        Vec::new()
    }
}

fn width(format: Option<&str>) -> IntegerWidth {
    match format {
        Some("int32" | "int16" | "int8" | "uint16" | "uint8") => IntegerWidth::I32,
        Some("uint32") => IntegerWidth::U32,
        Some("uint64") => IntegerWidth::U64,
        _ => IntegerWidth::I64,
    }
}
