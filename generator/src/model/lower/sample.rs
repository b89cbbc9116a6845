//! Makes up values of schemas that a server takes, for the generated wire tests.

use super::Lower;
use super::pattern::matching;
use super::scalar::{number_of, text_of};
use crate::document::{JsonType, Schema, SchemaId};
use crate::source::{Entry, Node, Object, Place, Value};

/// How deep values are nested at most that are made up.
const DEPTH: usize = 12;
/// How many alternatives of choices are tried for one value.
const TRIED: usize = 64;

/// How many schemas are looked at for one value: some refer to each other in more ways than anybody waits for.
const STEPS: usize = 50_000;

/// Everything that one value must satisfy.
#[derive(Default)]
struct Parts<'a> {
    schemas: Vec<(SchemaId, &'a Schema)>,
    /// What of each choice is taken.
    choices: Vec<(SchemaId, &'a [SchemaId])>,
}

impl<'a> Lower<'a> {
    /// A value of a schema, where samples are wanted and one can be made.
    pub(super) fn sample(&self, id: SchemaId) -> Option<Node> {
        if !self.samples {
            return None;
        }
        self.steps.set(STEPS);
        self.value(&[id], 0, &mut TRIED.clone())
    }

    /// Whether a value satisfies a schema, as far as is known.
    pub(super) fn satisfies(&self, id: SchemaId, value: &Node) -> bool {
        self.steps.set(STEPS);
        self.accepts(id, value, 0)
    }

    /// Whether one more schema may be looked at.
    pub(super) fn step(&self) -> bool {
        let left = self.steps.get();
        self.steps.set(left.saturating_sub(1));
        left > 0
    }

    /// A value that satisfies all of some schemas.
    fn value(&self, ids: &[SchemaId], depth: usize, tries: &mut usize) -> Option<Node> {
        if depth > DEPTH || !self.step() {
            return None;
        }
        let parts = self.parts(ids);
        if parts
            .schemas
            .iter()
            .any(|(_, one)| one.boolean == Some(false))
        {
            return None;
        }
        let examples = parts.schemas.iter().filter_map(|(_, one)| {
            let patterned = one.bounds().pattern.is_some();
            one.example
                .as_deref()
                .or(one.default.as_deref())
                .filter(|_| !patterned)
        });
        for example in examples {
            if !example.is_null() && ids.iter().all(|id| self.accepts(*id, example, depth)) {
                return Some(example.clone());
            }
        }
        if let Some((choice, alternatives)) = parts.choices.first() {
            let taken = alternatives.iter().find_map(|alternative| {
                *tries = tries.checked_sub(1)?;
                let ids: Vec<SchemaId> = ids.iter().copied().chain([*alternative]).collect();
                let mut value = self.chosen(&ids, *choice, depth, tries)?;
                self.tell(*choice, *alternative, &mut value);
                Some(value).filter(|value| ids.iter().all(|id| self.accepts(*id, value, depth)))
            });
            if taken.is_some() {
                return taken;
            }
        }
        self.plain_value(&parts, depth, tries)
    }

    /// A value of schemas whose choice is made.
    fn chosen(
        &self,
        ids: &[SchemaId],
        choice: SchemaId,
        depth: usize,
        tries: &mut usize,
    ) -> Option<Node> {
        let mut parts = self.parts(ids);
        parts.choices.retain(|(one, _)| *one != choice);
        match parts.choices.first() {
            Some(_) if *tries == 0 => None,
            Some((choice, alternatives)) => alternatives.iter().find_map(|alternative| {
                *tries = tries.checked_sub(1)?;
                let ids: Vec<SchemaId> = ids.iter().copied().chain([*alternative]).collect();
                let mut parts = self.parts(&ids);
                parts.choices.clear();
                let mut value = self.plain_value(&parts, depth, tries)?;
                self.tell(*choice, *alternative, &mut value);
                Some(value)
            }),
            None => self.plain_value(&parts, depth, tries),
        }
    }

    /// The schemas, what they refer to and what they are made of.
    fn parts(&self, ids: &[SchemaId]) -> Parts<'a> {
        let mut parts = Parts::default();
        let mut pending: Vec<SchemaId> = ids.iter().rev().copied().collect();
        while let Some(id) = pending.pop() {
            let known = parts.schemas.iter().any(|(known, _)| *known == id);
            let Some(schema) = self.document.schemas.get(id).filter(|_| !known) else {
                continue;
            };
            parts.schemas.push((id, schema));
            let target = schema.reference.as_ref();
            let target = target.and_then(|target| self.document.schemas.at(target));
            pending.extend(schema.all_of.iter().rev());
            pending.extend(target);
            for choice in [&schema.one_of, &schema.any_of] {
                if !choice.is_empty() && schema.enumeration.is_none() {
                    parts.choices.push((id, choice));
                }
            }
        }
        parts
    }

    /// Says by the discriminator which alternative an object is of, unless the alternative says so itself.
    fn tell(&self, choice: SchemaId, alternative: SchemaId, value: &mut Node) {
        let schemas = &self.document.schemas;
        let choice = schemas.get(choice);
        let Some(discriminator) = choice.and_then(|choice| choice.discriminator.as_deref()) else {
            return;
        };
        let property = &*discriminator.property;
        if self.is_fixed(alternative, property) {
            return;
        }
        let mapped = self.values_for(Some(discriminator), alternative);
        let reference = schemas
            .get(alternative)
            .and_then(|one| one.reference.as_ref());
        let implied = reference.and_then(|target| target.as_str().rsplit('/').next());
        let name = mapped.into_iter().next().or(implied.map(string));
        if let (Value::Object(object), Some(name)) = (&mut value.value, name) {
            let mut entries = object.entries.iter_mut();
            match entries.find(|entry| &*entry.key == property) {
                Some(entry) => entry.node = name,
                None => object.entries.push(entry(property, name)),
            }
        }
    }

    /// Whether a schema itself says what the value of a property is.
    fn is_fixed(&self, id: SchemaId, property: &str) -> bool {
        let parts = self.parts(&[id]);
        let mut of_property = parts.schemas.iter().flat_map(|(_, one)| &one.properties);
        let fixed =
            |(_, one): &(SchemaId, &Schema)| one.constant.is_some() || one.enumeration.is_some();
        of_property
            .any(|(name, id)| &**name == property && self.parts(&[*id]).schemas.iter().any(fixed))
    }

    /// A value of schemas without a choice among them.
    fn plain_value(&self, parts: &Parts<'a>, depth: usize, tries: &mut usize) -> Option<Node> {
        let schemas = || parts.schemas.iter().map(|(_, schema)| *schema);
        if let Some(constant) = schemas().find_map(|one| one.constant.as_deref()) {
            return Some(constant.clone());
        }
        if let Some(values) = schemas().find_map(|one| one.enumeration.as_ref()) {
            let listed = |value: &&Node| {
                let mut lists = schemas().filter_map(|one| one.enumeration.as_ref());
                lists.all(|list| list.contains(value))
            };
            return values
                .iter()
                .filter(|value| !value.is_null())
                .find(listed)
                .cloned();
        }
        match self.json_type(parts) {
            JsonType::Null => Some(node(Value::Null)),
            JsonType::Boolean => Some(node(Value::Bool(true))),
            ty @ (JsonType::Integer | JsonType::Number) => {
                let schemas: Vec<&Schema> = schemas().collect();
                let spelling = number_of(&schemas, ty == JsonType::Integer)?;
                Some(node(Value::Number(spelling.into())))
            }
            JsonType::String => {
                let schemas: Vec<&Schema> = schemas().collect();
                Some(string(&text_of(&schemas)))
            }
            JsonType::Array => self.array(parts, depth, tries),
            JsonType::Object => self.object_value(parts, depth, tries),
        }
    }

    /// The type that all parts allow, or which what they say is about.
    fn json_type(&self, parts: &Parts<'_>) -> JsonType {
        let schemas = || parts.schemas.iter().map(|(_, schema)| *schema);
        let mut allowed: Option<Vec<JsonType>> = None;
        for schema in schemas().filter(|one| !one.types.is_empty()) {
            let takes = |ty: &JsonType| {
                let number = *ty == JsonType::Integer && schema.types.contains(&JsonType::Number);
                number || schema.types.contains(ty)
            };
            allowed = Some(match allowed {
                None => schema.types.clone(),
                Some(known)
                    if known.contains(&JsonType::Number)
                        && schema.types.contains(&JsonType::Integer) =>
                {
                    vec![JsonType::Integer]
                }
                Some(known) => known.into_iter().filter(takes).collect(),
            });
        }
        let allowed = allowed.unwrap_or_default();
        let first = allowed.iter().find(|ty| **ty != JsonType::Null);
        if let Some(first) = first.or(allowed.first()) {
            return *first;
        }
        let says = |about: fn(&Schema) -> bool| schemas().any(about);
        if says(|one| one.items.is_some() || !one.prefix_items.is_empty()) {
            JsonType::Array
        } else if says(|one| {
            one.bounds().pattern.is_some() || one.bounds().min_length > 0 || one.format.is_some()
        }) {
            JsonType::String
        } else if says(|one| one.bounds().minimum.is_some() || one.bounds().maximum.is_some()) {
            JsonType::Number
        } else {
            JsonType::Object
        }
    }

    fn array(&self, parts: &Parts<'a>, depth: usize, tries: &mut usize) -> Option<Node> {
        let schemas = || parts.schemas.iter().map(|(_, schema)| *schema);
        let least = schemas()
            .map(|one| one.bounds().min_items)
            .max()
            .unwrap_or(0);
        let most = schemas().filter_map(|one| one.bounds().max_items).min();
        let unique = schemas().any(|one| one.bounds().unique_items);
        let mut elements: Vec<Node> = Vec::new();
        for id in schemas()
            .find(|one| !one.prefix_items.is_empty())
            .iter()
            .flat_map(|one| &one.prefix_items)
        {
            elements.push(self.value(&[*id], depth + 1, tries)?);
        }
        let items: Vec<SchemaId> = schemas().filter_map(|one| one.items).collect();
        let wanted = least
            .max(usize::from(elements.is_empty()))
            .min(most.unwrap_or(usize::MAX));
        while elements.len() < wanted.min(1000) {
            let element = if items.is_empty() {
                self.step().then(|| string("sample"))
            } else {
                self.value(&items, depth + 1, tries)
            };
            match element {
                Some(element) if unique => match self.another(element, &items, &elements, depth) {
                    Some(element) => elements.push(element),
                    None => break,
                },
                Some(element) => elements.push(element),
                None if elements.len() >= least => break,
                None => return None,
            }
        }
        Some(node(Value::Array(elements)))
    }

    /// The element, or one like it that is none of those which are there.
    fn another(
        &self,
        element: Node,
        items: &[SchemaId],
        known: &[Node],
        depth: usize,
    ) -> Option<Node> {
        if !known.contains(&element) {
            return Some(element);
        }
        let parts = self.parts(items);
        let listed = parts
            .schemas
            .iter()
            .filter_map(|(_, one)| one.enumeration.as_ref());
        let listed = listed.flatten().cloned();
        let varied = (2..100).filter_map(|count: usize| match &element.value {
            Value::Number(spelling) => {
                let number = spelling.parse::<i64>().ok()?;
                let number = number.checked_add(i64::try_from(count).ok()?)?;
                Some(node(Value::Number(number.to_string().into())))
            }
            Value::String(text) => Some(string(&format!("{text}{count}"))),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        });
        let patterns = parts.schemas.iter();
        let patterns = patterns.filter_map(|(_, one)| one.bounds().pattern.as_deref());
        let length = element.as_str().map_or(0, |text| text.chars().count());
        let longer = patterns.flat_map(|pattern| {
            (1..8).filter_map(move |more| matching(pattern, length + more, None))
        });
        let longer: Vec<Node> = longer.map(|text| string(&text)).collect();
        let patterned = parts
            .schemas
            .iter()
            .any(|(_, one)| one.bounds().pattern.is_some());
        let varied = varied.filter(|_| !patterned);
        listed.chain(longer).chain(varied).find(|candidate| {
            !known.contains(candidate) && items.iter().all(|id| self.accepts(*id, candidate, depth))
        })
    }

    fn object_value(&self, parts: &Parts<'a>, depth: usize, tries: &mut usize) -> Option<Node> {
        let schemas = || parts.schemas.iter().map(|(_, schema)| *schema);
        let mut entries: Vec<Entry> = Vec::new();
        let of = |name: &str| -> Vec<SchemaId> {
            let properties = schemas().flat_map(|one| &one.properties);
            let named = properties.filter(|(known, _)| &**known == name);
            named.map(|(_, id)| *id).collect()
        };
        let only_read = |ids: &[SchemaId]| {
            let parts = self.parts(ids);
            parts.schemas.iter().any(|(_, one)| one.read_only)
        };
        let more = schemas().find_map(|one| one.additional_properties);
        for name in schemas().flat_map(|one| &one.required) {
            if entries.iter().any(|entry| entry.key == *name) {
                continue;
            }
            let mut ids = of(name);
            if only_read(&ids) {
                continue;
            }
            if ids.is_empty() {
                ids.extend(more);
            }
            let value = if ids.is_empty() {
                string("sample")
            } else {
                self.value(&ids, depth + 1, tries)?
            };
            entries.push(entry(name, value));
        }
        let least = schemas()
            .map(|one| one.bounds().min_properties)
            .max()
            .unwrap_or(0);
        for (name, _) in schemas().flat_map(|one| &one.properties) {
            let ids = of(name);
            let known = entries.iter().any(|entry| entry.key == *name);
            if entries.len() < least
                && !known
                && !only_read(&ids)
                && let Some(value) = self.value(&ids, depth + 1, tries)
            {
                entries.push(entry(name, value));
            }
        }
        while entries.len() < least.min(100) {
            let ids: Vec<SchemaId> = more.into_iter().collect();
            let value = if ids.is_empty() {
                self.step().then(|| string("sample"))
            } else {
                self.value(&ids, depth + 1, tries)
            };
            let value = value?;
            entries.push(entry(&format!("sample{}", entries.len()), value));
        }
        Some(node(Value::Object(Object { entries })))
    }
}

fn node(value: Value) -> Node {
    Node::new(value, Place { file: 0, offset: 0 })
}

fn string(text: &str) -> Node {
    node(Value::String(text.into()))
}

fn entry(key: &str, value: Node) -> Entry {
    Entry {
        key: key.into(),
        place: value.place,
        node: value,
    }
}
