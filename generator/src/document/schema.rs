//! The Schema Object (JSON Schema 2020-12 as OpenAPI 3.1 uses it) as one typed struct.

use super::bounds::Bounds;
use super::keyword::{KEYWORDS, WITHOUT_EFFECT};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, NOT_KNOWN, or_nearest};
use crate::hash::HashMap;
use crate::pointer::Pointer;
use crate::source::{Node, Object, Place, Text, Value};

/// The number of a schema in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(u32);

/// Every schema position of a document, keyed by its pointer.
#[derive(Debug, Default)]
pub struct Schemas {
    /// What is not read to its end is not there yet. They are large, and would be moved when their list grows.
    list: Vec<Option<Box<Schema>>>,
    by_pointer: HashMap<Pointer, SchemaId>,
}

/// A type of JSON Schema (2020-12 Validation section 6.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum JsonType {
    /// `null`
    Null,
    /// `boolean`
    Boolean,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `string`
    String,
    /// `array`
    Array,
    /// `object`
    Object,
}

impl JsonType {
    /// How each is called in a description.
    const NAMES: [&str; 7] = [
        "null", "boolean", "integer", "number", "string", "array", "object",
    ];
}

/// One schema; a keyword that is absent is `None`, empty or `false`.
#[derive(Debug)]
pub struct Schema {
    /// Where in the document it stands.
    pub pointer: Pointer,
    /// Where in the input it stands.
    pub place: Place,
    /// `true` or `false`, if it is a boolean schema.
    pub boolean: Option<bool>,
    /// `$ref`
    pub reference: Option<Pointer>,
    /// `type`; empty means any.
    pub types: Vec<JsonType>,
    /// `enum`
    pub enumeration: Option<Vec<Node>>,
    /// `const`
    pub constant: Option<Box<Node>>,
    /// `format`
    pub format: Option<Text>,
    /// `properties`, in order.
    pub properties: Vec<(Text, SchemaId)>,
    /// `required`
    pub required: Vec<Text>,
    /// `additionalProperties`
    pub additional_properties: Option<SchemaId>,
    /// `patternProperties`
    pub pattern_properties: Vec<(Text, SchemaId)>,
    /// `items`
    pub items: Option<SchemaId>,
    /// `prefixItems`
    pub prefix_items: Vec<SchemaId>,
    /// `allOf`
    pub all_of: Vec<SchemaId>,
    /// `anyOf`
    pub any_of: Vec<SchemaId>,
    /// `oneOf`
    pub one_of: Vec<SchemaId>,
    /// `discriminator`
    pub discriminator: Option<Box<Discriminator>>,
    /// `title`
    pub title: Option<Text>,
    /// `description`
    pub description: Option<Text>,
    /// `deprecated`
    pub deprecated: bool,
    /// `readOnly`
    pub read_only: bool,
    /// `writeOnly`
    pub write_only: bool,
    /// `examples` or `example`: the first value there is.
    pub example: Option<Box<Node>>,
    /// `default`
    pub default: Option<Box<Node>>,
    pub(super) bounds: Option<Box<Bounds>>,
    /// `contentEncoding`
    pub content_encoding: Option<Text>,
    /// `contentMediaType`
    pub content_media_type: Option<Text>,
    /// `contentSchema`
    pub content_schema: Option<SchemaId>,
    /// A keyword that no Rust type can follow, such as `$dynamicRef`.
    pub beyond: Option<Text>,
}

/// Discriminator Object (OpenAPI 3.1 section 4.8.25).
#[derive(Clone, Debug, PartialEq)]
pub struct Discriminator {
    /// `propertyName`
    pub property: Text,
    /// `mapping`: value to schema name or reference.
    pub mapping: Vec<(Text, Text)>,
}

impl Schemas {
    /// The schema of this number.
    #[must_use]
    pub fn get(&self, id: SchemaId) -> Option<&Schema> {
        self.list.get(id.0 as usize)?.as_deref()
    }

    /// The schema at this place of the document.
    #[must_use]
    pub fn at(&self, pointer: &Pointer) -> Option<SchemaId> {
        self.by_pointer.get(pointer).copied()
    }

    /// All schemas, in the order of the document.
    pub fn iter(&self) -> impl Iterator<Item = &Schema> {
        self.list.iter().flatten().map(Box::as_ref)
    }

    /// Reads a schema and all that it holds into the table; `place` is that of its key, if it has one.
    pub(crate) fn add(
        &mut self,
        node: Node,
        place: Place,
        pointer: Pointer,
        diagnostics: &mut Diagnostics,
    ) -> SchemaId {
        self.add_at_depth((node, place), pointer, 0, diagnostics)
    }

    fn add_at_depth(
        &mut self,
        (node, place): (Node, Place),
        pointer: Pointer,
        depth: usize,
        diagnostics: &mut Diagnostics,
    ) -> SchemaId {
        let id = SchemaId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        self.list.push(None);
        self.by_pointer.insert(pointer.clone(), id);
        let mut reader = Reader {
            schemas: self,
            depth,
            diagnostics,
        };
        let schema = Box::new(reader.schema(node, place, pointer));
        if let Some(slot) = self.list.get_mut(id.0 as usize) {
            *slot = Some(schema);
        }
        id
    }
}

impl Schema {
    /// A schema that allows everything.
    fn any(pointer: Pointer, place: Place) -> Self {
        Self {
            pointer,
            place,
            boolean: None,
            reference: None,
            types: Vec::new(),
            enumeration: None,
            constant: None,
            format: None,
            properties: Vec::new(),
            required: Vec::new(),
            additional_properties: None,
            pattern_properties: Vec::new(),
            items: None,
            prefix_items: Vec::new(),
            all_of: Vec::new(),
            any_of: Vec::new(),
            one_of: Vec::new(),
            discriminator: None,
            title: None,
            description: None,
            deprecated: false,
            default: None,
            read_only: false,
            write_only: false,
            example: None,
            bounds: None,
            content_encoding: None,
            content_media_type: None,
            content_schema: None,
            beyond: None,
        }
    }
}

/// How deep schemas may be nested in each other.
const DEPTH: usize = 200;

struct Reader<'a> {
    schemas: &'a mut Schemas,
    depth: usize,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn schema(&mut self, node: Node, place: Place, pointer: Pointer) -> Schema {
        let mut schema = Schema::any(pointer.clone(), place);
        let pointer = &pointer;
        if self.depth >= DEPTH {
            self.warn(Code::TooDeep, place, pointer, format!("schemas are nested more than {DEPTH} deep; what is further in allows everything"));
            return schema;
        }
        match node.value {
            Value::Bool(value) => schema.boolean = Some(value),
            Value::Object(object) => self.keywords(object, pointer, &mut schema),
            _ => {
                let found = node.a_type();
                let message = format!(
                    "a schema is an object or a boolean, this is {found}; it allows everything"
                );
                let help = match node.value {
                    Value::Array(_) => "put one schema there, for instance `anyOf` with this list",
                    _ => "put a schema there",
                };
                self.advise(node.place, pointer, message, help);
            }
        }
        schema
    }

    fn keywords(&mut self, object: Object, pointer: &Pointer, schema: &mut Schema) {
        for entry in object.entries {
            let place = entry.place;
            let key = entry.key;
            let here = || pointer.child(&key);
            let null_type = &*key == "type" && is_alternative(pointer);
            if entry.node.is_null() && says_nothing(&key) && !null_type {
                let message = format!("`{key}` is null, which says nothing");
                self.advise(place, &here(), message, "take it out");
                continue;
            }
            match &*key {
                "$ref" => {
                    schema.reference = self
                        .text(entry.node, &here())
                        .map(|text| Pointer::from_reference(&text))
                }
                "type" => self.types(&entry.node, &here(), schema),
                "enum" => {
                    let values = self.array(entry.node, &here());
                    if values.as_ref().is_some_and(Vec::is_empty) {
                        let message = "an `enum` without values allows nothing; it has no effect";
                        self.advise(place, &here(), message, "list the values, or take it out");
                    }
                    schema.enumeration = values.filter(|values| !values.is_empty());
                }
                "const" => schema.constant = Some(Box::new(entry.node)),
                "format" => schema.format = self.text(entry.node, &here()),
                "properties" => schema.properties = self.children(entry.node, &here()),
                "patternProperties" => {
                    schema.pattern_properties = self.children(entry.node, &here())
                }
                "$defs" | "definitions" => drop(self.children(entry.node, &here())),
                "required" => self.required(entry.node, &here(), schema),
                "additionalProperties" => {
                    schema.additional_properties = Some(self.child(entry.node, place, here()))
                }
                "items" => schema.items = Some(self.child(entry.node, place, here())),
                "prefixItems" => schema.prefix_items = self.list(entry.node, &here()),
                "allOf" => schema.all_of = self.list(entry.node, &here()),
                "anyOf" => schema.any_of = self.list(entry.node, &here()),
                "oneOf" => schema.one_of = self.list(entry.node, &here()),
                "discriminator" => {
                    let found = self.discriminator(&entry.node, &here());
                    schema.discriminator = found.map(Box::new);
                }
                "title" => schema.title = self.text(entry.node, &here()),
                "description" => schema.description = self.text(entry.node, &here()),
                "deprecated" => schema.deprecated = self.truth(&entry.node, &here()),
                "readOnly" => schema.read_only = self.truth(&entry.node, &here()),
                "writeOnly" => schema.write_only = self.truth(&entry.node, &here()),
                "examples" => {
                    schema.example = first(entry.node).map(Box::new).or(schema.example.take())
                }
                "default" => schema.default = Some(Box::new(entry.node)),
                "example" => {
                    schema.example.get_or_insert_with(|| Box::new(entry.node));
                }
                "minLength" | "maxLength" | "pattern" | "multipleOf" | "uniqueItems"
                | "minProperties" | "minItems" | "maxItems" | "minimum" | "exclusiveMinimum"
                | "maximum" | "exclusiveMaximum" => {
                    self.bound(
                        &key,
                        entry.node,
                        &here(),
                        schema.bounds.get_or_insert_default(),
                    );
                }
                "contentEncoding" => schema.content_encoding = self.text(entry.node, &here()),
                "contentMediaType" => schema.content_media_type = self.text(entry.node, &here()),
                "contentSchema" => {
                    schema.content_schema = Some(self.child(entry.node, place, here()))
                }
                "$dynamicRef" | "$recursiveRef" => schema.beyond = Some(key),
                other if other.starts_with("x-") || WITHOUT_EFFECT.contains(&other) => {}
                other => {
                    let message = format!(
                        "`{other}` is not a keyword of JSON Schema 2020-12 or of OpenAPI; it has no effect"
                    );
                    let known = KEYWORDS.iter().chain(WITHOUT_EFFECT).copied();
                    let help = or_nearest(other, known, NOT_KNOWN);
                    let unknown = Diagnostic::warning(Code::UnknownKeyword, message).at(place);
                    self.diagnostics.push(unknown.about(pointer).help(help));
                }
            }
        }
    }

    fn bound(&mut self, keyword: &str, node: Node, at: &Pointer, bounds: &mut Bounds) {
        match keyword {
            "minLength" => bounds.min_length = self.count(&node, at),
            "maxLength" => bounds.max_length = number(&node).and_then(|most| most.parse().ok()),
            "pattern" => bounds.pattern = self.text(node, at),
            "multipleOf" => bounds.multiple_of = number(&node),
            "uniqueItems" => bounds.unique_items = self.truth(&node, at),
            "minProperties" => bounds.min_properties = self.count(&node, at),
            "minItems" => bounds.min_items = self.count(&node, at),
            "maxItems" => bounds.max_items = Some(self.count(&node, at)),
            "minimum" | "exclusiveMinimum" => {
                bounds.minimum = number(&node).or(bounds.minimum.take())
            }
            _ => bounds.maximum = number(&node).or(bounds.maximum.take()),
        }
    }

    fn child(&mut self, node: Node, place: Place, pointer: Pointer) -> SchemaId {
        self.schemas
            .add_at_depth((node, place), pointer, self.depth + 1, self.diagnostics)
    }

    fn children(&mut self, node: Node, pointer: &Pointer) -> Vec<(Text, SchemaId)> {
        let found = node.a_type();
        let place = node.place;
        let Value::Object(object) = node.value else {
            self.warn(
                Code::WrongType,
                place,
                pointer,
                format!("schemas by name are an object, this is {found}; it is left out"),
            );
            return Vec::new();
        };
        let members = object.entries.into_iter();
        members
            .map(|entry| {
                let at = pointer.child(&entry.key);
                (entry.key, self.child(entry.node, entry.place, at))
            })
            .collect()
    }

    fn list(&mut self, node: Node, pointer: &Pointer) -> Vec<SchemaId> {
        let elements = self.array(node, pointer).unwrap_or_default();
        elements
            .into_iter()
            .enumerate()
            .map(|(index, element)| {
                let place = element.place;
                self.child(element, place, pointer.index(index))
            })
            .collect()
    }

    fn types(&mut self, node: &Node, pointer: &Pointer, schema: &mut Schema) {
        let names: Vec<&Node> = node
            .as_array()
            .map_or_else(|| vec![node], |list| list.iter().collect());
        for name in names {
            let lower = name.as_str().map(str::to_ascii_lowercase);
            let known = match lower.as_deref() {
                Some("null") => JsonType::Null,
                Some("boolean") => JsonType::Boolean,
                Some("integer") => JsonType::Integer,
                Some("number") => JsonType::Number,
                Some("string") => JsonType::String,
                Some("array") => JsonType::Array,
                Some("object") => JsonType::Object,
                // YAML without the quotes that the name of the type needs.
                None if name.is_null() => {
                    let message =
                        "this is null and not the name of a type; it is taken for `\"null\"`";
                    self.advise(
                        name.place,
                        pointer,
                        message,
                        "put quotes around it: `\"null\"`",
                    );
                    JsonType::Null
                }
                _ => {
                    let said = name
                        .as_str()
                        .map_or_else(|| name.a_type().to_owned(), |other| format!("`{other}`"));
                    let message = format!("{said} is not a type of JSON Schema; it has no effect");
                    let help = or_nearest(
                        name.as_str().unwrap_or_default(),
                        JsonType::NAMES.iter().copied(),
                        "types are `null`, `boolean`, `integer`, `number`, `string`, `array` and `object`",
                    );
                    self.advise(name.place, pointer, message, help);
                    continue;
                }
            };
            if let (Some(said), Some(lower)) = (name.as_str(), lower)
                && said != lower
            {
                let message = format!("`{said}` is taken for `{lower}`");
                self.advise(
                    name.place,
                    pointer,
                    message,
                    "types are written in small letters",
                );
            }
            if !schema.types.contains(&known) {
                schema.types.push(known);
            }
        }
    }

    fn required(&mut self, node: Node, pointer: &Pointer, schema: &mut Schema) {
        if node.as_bool().is_some() {
            let message = "`required` is a list of property names, not a boolean; it has no effect";
            let help = "let the schema that holds the property list its name: `required: [name]`";
            self.advise(node.place, pointer, message, help);
            return;
        }
        for name in self.array(node, pointer).unwrap_or_default() {
            schema.required.extend(self.text(name, pointer));
        }
    }

    fn discriminator(&mut self, node: &Node, pointer: &Pointer) -> Option<Discriminator> {
        let Some(property) = node.get("propertyName").and_then(Node::as_str) else {
            self.warn(
                Code::MissingField,
                node.place,
                pointer,
                "a discriminator needs a `propertyName`; it has no effect".to_owned(),
            );
            return None;
        };
        let mapping = node
            .get("mapping")
            .and_then(Node::as_object)
            .into_iter()
            .flat_map(|object| &object.entries);
        let mapping = mapping
            .filter_map(|entry| Some((entry.key.clone(), entry.node.as_str()?.into())))
            .collect();
        if let Some(default) = node.get("defaultMapping") {
            let message = "`defaultMapping` has no effect: a value without a known variant is kept as it came";
            let at = pointer.child("defaultMapping");
            self.warn(Code::Ignored, default.place, &at, message.to_owned());
        }
        Some(Discriminator {
            property: property.into(),
            mapping,
        })
    }

    /// A boolean; a string that spells one is read as what it says.
    fn truth(&mut self, node: &Node, pointer: &Pointer) -> bool {
        let said = match &node.value {
            Value::Bool(value) => return *value,
            Value::String(text) if matches!(&**text, "true" | "false") => Some(&**text == "true"),
            _ => None,
        };
        let found = node.a_type();
        let message = match said {
            Some(_) => {
                "a boolean belongs here, this is a string; it is read as what it says".to_owned()
            }
            None => format!("a boolean belongs here, not {found}; it has no effect"),
        };
        self.warn(Code::WrongType, node.place, pointer, message);
        said == Some(true)
    }

    /// How many at least; a number too large to count to is no limit that could be kept.
    fn count(&mut self, node: &Node, pointer: &Pointer) -> usize {
        let Some(spelling) = number(node) else {
            let found = node.a_type();
            let message = format!("a number belongs here, not {found}; it has no effect");
            self.warn(Code::WrongType, node.place, pointer, message);
            return 0;
        };
        let whole = spelling.parse().ok();
        whole
            .or_else(|| Some(spelling.parse::<f64>().ok()? as usize))
            .unwrap_or(0)
    }

    fn text(&mut self, node: Node, pointer: &Pointer) -> Option<Text> {
        match node.value {
            Value::String(text) => Some(text),
            Value::Null => None,
            _ => {
                let found = node.a_type();
                self.warn(
                    Code::WrongType,
                    node.place,
                    pointer,
                    format!("a string belongs here, not {found}; it has no effect"),
                );
                None
            }
        }
    }

    fn array(&mut self, node: Node, pointer: &Pointer) -> Option<Vec<Node>> {
        match node.value {
            Value::Array(list) => Some(list),
            Value::Null => None,
            _ => {
                let found = node.a_type();
                self.warn(
                    Code::WrongType,
                    node.place,
                    pointer,
                    format!("an array belongs here, not {found}; it has no effect"),
                );
                None
            }
        }
    }

    /// Says that a value is of a wrong type, and what to write instead.
    fn advise(
        &mut self,
        place: Place,
        pointer: &Pointer,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let wrong = Diagnostic::warning(Code::WrongType, message).at(place);
        self.diagnostics.push(wrong.about(pointer).help(help));
    }

    fn warn(&mut self, code: Code, place: Place, pointer: &Pointer, message: String) {
        self.diagnostics.warn(code, message, place, pointer);
    }
}

/// Whether a schema stands in a choice, where one that says nothing would allow everything.
fn is_alternative(pointer: &Pointer) -> bool {
    pointer
        .holder()
        .is_some_and(|list| matches!(&*list, "anyOf" | "oneOf"))
}

/// Whether `null` has no meaning as the value of this keyword.
fn says_nothing(keyword: &str) -> bool {
    !matches!(
        keyword,
        "const" | "default" | "example" | "examples" | "title" | "description" | "externalDocs"
    ) && !keyword.starts_with("x-")
}

/// The first element of a list.
fn first(node: Node) -> Option<Node> {
    match node.value {
        Value::Array(list) => list.into_iter().next(),
        _ => None,
    }
}

fn number(node: &Node) -> Option<Text> {
    if let Value::Number(spelling) = &node.value {
        Some(spelling.clone())
    } else {
        None
    }
}
