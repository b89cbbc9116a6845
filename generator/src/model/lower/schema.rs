//! Lowers schemas to types.

use std::borrow::Cow;

use super::merge::Merged;
use super::{Lower, format};
use crate::diagnostic::{Code, Diagnostic, Leads, or_nearest};
use crate::document::{JsonType, Schema, SchemaId};
use crate::model::{
    Docs, Element, EnumerationValue, Origin, Shape, TupleShape, Type, TypeId, UnionShape, Variant,
};
use crate::pointer::Pointer;
use crate::source::{Node, Value};

/// How many references or combinations may follow on each other.
pub(super) const DEPTH: usize = 64;

/// How many types are made for one schema of what several schemas say together: choices within choices double them.
const COMBINED: usize = 1000;

impl<'a> Lower<'a> {
    /// The type of a schema, made when it is first asked for.
    pub(super) fn schema(&mut self, id: SchemaId) -> TypeId {
        self.schema_within(id, 0)
    }

    pub(super) fn schema_within(&mut self, id: SchemaId, depth: usize) -> TypeId {
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
        let made = self.plain(Shape::Json, &schema.pointer);
        self.done.insert(id, made);
        let around = std::mem::take(&mut self.combined);
        let (shape, nullable) = self.shape(id, schema, depth);
        self.combined = around;
        let named = Type {
            origin: origin(schema),
            ..self.unnamed(schema, shape)
        };
        if nullable {
            let docs = named.docs.clone();
            let shape = Shape::Nullable(self.types.add(named));
            let outer = self.types.get_mut(made);
            (outer.docs, outer.shape) = (docs, shape);
        } else {
            *self.types.get_mut(made) = named;
        }
        made
    }

    /// Whether one more type may be made of what several schemas say together.
    pub(super) fn may_combine(&mut self, depth: usize) -> bool {
        self.combined += 1;
        self.combined <= COMBINED && depth <= DEPTH
    }

    /// Any JSON value.
    pub(super) fn any(&mut self, pointer: &Pointer) -> TypeId {
        self.plain(Shape::Json, pointer)
    }

    /// A string.
    pub(super) fn text(&mut self, pointer: &Pointer) -> TypeId {
        self.plain(Shape::Text, pointer)
    }

    pub(super) fn plain(&mut self, shape: Shape, pointer: &Pointer) -> TypeId {
        self.types.add(Type {
            pointer: pointer.clone(),
            origin: Origin::default(),
            docs: Docs::default(),
            shape,
            direction: Default::default(),
        })
    }

    pub(super) fn unnamed(&self, schema: &Schema, shape: Shape) -> Type {
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

    /// The one schema that this one says no more than, if there is one.
    fn same_as(&self, schema: &'a Schema) -> Option<SchemaId> {
        if !schema.is_only_combined() {
            return None;
        }
        let same = match (
            &schema.reference,
            schema.all_of.as_slice(),
            schema.any_of.as_slice(),
            schema.one_of.as_slice(),
        ) {
            (Some(target), [], [], []) => self.document.schemas.at(target),
            (None, [only], [], []) | (None, [], [only], []) | (None, [], [], [only]) => Some(*only),
            _ => None,
        };
        let unnamed = || schema.pointer.component().is_none();
        same.filter(|same| schema.types.is_empty() || unnamed() && self.is_of(*same, &schema.types))
    }

    /// Whether a schema says itself, or by references alone, that its values are of some of these types.
    fn is_of(&self, id: SchemaId, types: &[JsonType]) -> bool {
        let mut id = id;
        for _ in 0..DEPTH {
            let Some(schema) = self.document.schemas.get(id) else {
                return false;
            };
            if !schema.types.is_empty() {
                return schema.types.iter().all(|one| types.contains(one));
            }
            let target = schema.reference.as_ref();
            match target.and_then(|target| self.document.schemas.at(target)) {
                Some(target) => id = target,
                None => return false,
            }
        }
        false
    }

    /// The type of the schema at the end of a row of schemas that say no more than the next.
    fn alias(&mut self, id: SchemaId, same: SchemaId, pointer: &Pointer, depth: usize) -> TypeId {
        let document = self.document;
        let mut row = vec![id];
        let mut end = same;
        while !row.contains(&end) && !self.done.contains_key(&end) {
            row.push(end);
            let next = document.schemas.get(end).and_then(|one| self.same_as(one));
            let Some(next) = next else {
                row.pop();
                break;
            };
            end = next;
        }
        let target = if row.contains(&end) {
            let circle = document.schemas.get(end);
            self.warn(
                Code::ReferenceCycle,
                "the references lead in a circle with nothing in it; its values are `Json`",
                circle.map_or(pointer, |schema| &schema.pointer),
            );
            self.any(pointer)
        } else {
            self.schema_within(end, depth + 1)
        };
        self.done.extend(row.into_iter().map(|one| (one, target)));
        target
    }

    pub(super) fn target(&mut self, target: &Pointer, pointer: &Pointer) -> Option<SchemaId> {
        let found = self.document.schemas.at(target);
        if found.is_none() {
            self.no_schema(target, pointer);
        }
        found
    }

    /// Says that a reference leads to no schema.
    pub(super) fn no_schema(&mut self, target: &Pointer, pointer: &Pointer) {
        let cost = "the values are `Json`";
        let message = if *target == Pointer::root() {
            "`#` is the whole document, which is no schema; its values are `Json`".to_owned()
        } else {
            format!("the document has no schema `{target}`; its values are `Json`")
        };
        let mend = "mend the reference, or add what it refers to";
        let beside = target.parent().zip(target.last());
        let help = beside.map_or(mend.to_owned(), |(parent, name)| {
            let known = self.document.schemas.iter().map(|schema| &schema.pointer);
            let siblings = known.filter(|one| one.parent().as_ref() == Some(&parent));
            let names: Vec<String> = siblings
                .filter_map(|one| Some(one.last()?.into_owned()))
                .collect();
            let names = names.iter().map(String::as_str);
            // One that stands where another version has it.
            let mut components = self.document.schemas.iter().map(|schema| &schema.pointer);
            let same = components.find(|one| one.component().as_deref() == Some(&*name));
            match same {
                Some(same) => format!("is `{same}` meant?"),
                None => or_nearest(&name, names, mend),
            }
        });
        let nowhere = Diagnostic::warning(Code::DanglingReference, message).help(help);
        self.push(nowhere.leading(Leads::nowhere(target, cost)), pointer);
    }

    fn shape(&mut self, id: SchemaId, schema: &'a Schema, depth: usize) -> (Shape, bool) {
        let mut merged = Merged::default();
        self.merge(id, &mut merged, 0);
        self.shape_of(merged, schema, depth)
    }

    /// The shape of the values that satisfy all that was merged, and whether `null` is one of them.
    pub(super) fn shape_of(
        &mut self,
        mut merged: Merged<'a>,
        schema: &'a Schema,
        depth: usize,
    ) -> (Shape, bool) {
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
        if nullable && types.is_empty() && merged.choices.is_empty() && merged.properties.is_empty()
        {
            return (Shape::Json, false);
        }
        if !merged.choices.is_empty() {
            return match self.choice(&merged, &types, schema, depth) {
                Some((shape, null)) => (shape, nullable || null),
                None => (Shape::Json, false),
            };
        }
        let types = self.implied(types, &merged, schema);
        let shape = match types.as_slice() {
            [] => Shape::Json,
            [only] => self.typed(*only, &merged, schema, depth),
            [JsonType::Integer, JsonType::Number] | [JsonType::Number, JsonType::Integer] => {
                Shape::Number
            }
            several => {
                let variants = several.iter().map(|one| {
                    let shape = self.typed(*one, &merged, schema, depth);
                    let pointer = schema.pointer.child("type");
                    Variant::new(self.plain(shape, &pointer))
                });
                Shape::Union(UnionShape {
                    by: None,
                    variants: variants.collect(),
                })
            }
        };
        nullable &= shape != Shape::Json;
        (shape, nullable)
    }

    /// The type that a schema without `type` means, by what it says of members.
    fn implied(
        &mut self,
        types: Vec<JsonType>,
        merged: &Merged<'a>,
        schema: &Schema,
    ) -> Vec<JsonType> {
        if !types.is_empty() {
            return types;
        }
        let (implied, shown) = if !merged.properties.is_empty()
            || merged.additional.is_some()
            || !merged.patterns.is_empty()
        {
            (JsonType::Object, "objects")
        } else if merged.items.is_some() || !merged.prefix.is_empty() {
            (JsonType::Array, "arrays")
        } else {
            return types;
        };
        let message = format!(
            "the schema describes {shown} and says no `type`; values of other types are not read"
        );
        let help = format!("say `type: {}`", shown.trim_end_matches('s'));
        let warning = Diagnostic::warning(Code::ImpliedType, message).help(help);
        self.push(warning, &schema.pointer);
        vec![implied]
    }

    /// The shape of the values of one type.
    fn typed(
        &mut self,
        ty: JsonType,
        merged: &Merged<'a>,
        schema: &'a Schema,
        depth: usize,
    ) -> Shape {
        match ty {
            JsonType::Null => Shape::Json,
            JsonType::Boolean => Shape::Boolean,
            JsonType::Integer => format::integer(merged),
            JsonType::Number => format::number(merged.format),
            JsonType::String => format::string(merged.format, merged.encoding),
            JsonType::Array if merged.prefix.is_empty() => self.list(merged, schema, depth),
            JsonType::Array => self.tuple(merged, depth),
            JsonType::Object => self.object(merged, schema, depth),
        }
    }

    pub(super) fn fallback(&mut self, why: &str, schema: &Schema) -> Shape {
        self.warn(
            Code::SchemaFallback,
            format!("{why}; the values are `Json`"),
            &schema.pointer,
        );
        Shape::Json
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
                title: None,
                description: None,
            };
            if !distinct.contains(&value) {
                distinct.push(value);
            }
        }
        Shape::Enumeration(distinct)
    }

    fn list(&mut self, merged: &Merged<'a>, schema: &Schema, depth: usize) -> Shape {
        let element = match merged.items {
            Some(items) => self.schema_within(items, depth + 1),
            None => self.any(&schema.pointer.child("items")),
        };
        Shape::List(element)
    }

    fn tuple(&mut self, merged: &Merged<'a>, depth: usize) -> Shape {
        let elements: Vec<Element> = merged
            .prefix
            .iter()
            .map(|id| Element {
                ty: self.schema_within(*id, depth + 1),
                recursive: false,
            })
            .collect();
        let rest = merged.items.filter(|id| !self.is_nothing(*id));
        let closed = merged.items.is_some() && rest.is_none();
        let full = merged.max_items.is_some_and(|most| most <= elements.len());
        Shape::Tuple(TupleShape {
            required: merged.min_items.min(elements.len()),
            rest: rest.map(|id| self.schema_within(id, depth + 1)),
            closed: closed || full,
            elements,
        })
    }

    /// Whether no value satisfies a schema, because it is `false`.
    pub(super) fn is_nothing(&self, id: SchemaId) -> bool {
        let schema = self.document.schemas.get(id);
        schema.is_some_and(|schema| schema.boolean == Some(false))
    }
}

impl Schema {
    /// Whether its values are bytes and not text, as OpenAPI 3.1 says it (section 4.8.14.1).
    pub(super) fn is_binary(&self) -> bool {
        let media_type = self.content_media_type.as_deref();
        let binary = media_type.is_some_and(|media_type| !super::body::is_text(media_type));
        binary && self.content_encoding.is_none()
    }

    /// Whether it says nothing about values but `type` and by `$ref`, `allOf`, `anyOf` or `oneOf`.
    fn is_only_combined(&self) -> bool {
        self.boolean.is_none()
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

    /// Whether it allows any value and says no more.
    pub(super) fn says_nothing(&self) -> bool {
        self.types.is_empty()
            && self.reference.is_none()
            && self.all_of.is_empty()
            && self.any_of.is_empty()
            && self.one_of.is_empty()
            && self.format.is_none()
            && (self.boolean == Some(true) || self.is_only_combined())
    }

    /// Whether it says something of values whose `type` another schema must say.
    pub(super) fn adds_to_another(&self) -> bool {
        let combined = self.reference.is_some()
            || !self.all_of.is_empty()
            || !self.any_of.is_empty()
            || !self.one_of.is_empty();
        let said = self.format.is_some()
            || !self.properties.is_empty()
            || self.additional_properties.is_some()
            || self.items.is_some()
            || !self.prefix_items.is_empty();
        self.types.is_empty() && said && !combined
    }

    /// Whether it says no more than which properties must be there.
    pub(super) fn is_only_required(&self) -> bool {
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
    Origin {
        component: schema.pointer.component().map(Cow::into_owned),
        title: schema.title.as_deref().map(str::to_owned),
        ..Origin::default()
    }
}
