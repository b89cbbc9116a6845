//! What a parameter or header says of its values, apart from what it says of itself.

use super::{Upgrade, is_extension};
use crate::diagnostic::Code;
use crate::pointer::Pointer;
use crate::source::{Entry, Node, Object, Value};

/// Members of a parameter or header that say what its values are; in 3.1 they stand in its schema.
///
/// The second half is not in the specification's list, but documents have it.
const OF_THE_SCHEMA: [&str; 31] = [
    "type",
    "format",
    "items",
    "default",
    "enum",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "multipleOf", // here ends the specification's list
    "title",
    "description",
    "example",
    "examples",
    "deprecated",
    "readOnly",
    "nullable",
    "x-nullable",
    "properties",
    "additionalProperties",
    "allOf",
    "anyOf",
    "oneOf",
    "minProperties",
    "maxProperties",
];

/// A parameter or header whose members are sorted.
pub(super) struct Described<'a> {
    /// Those that make up its schema.
    pub(super) schema: Object,
    /// Those that stay.
    pub(super) rest: Object,
    /// How an array of values is written as one text.
    pub(super) collection_format: Option<&'a Node>,
}

impl Described<'_> {
    pub(super) fn is_array(&self) -> bool {
        let of_type = |types: &Node| match &types.value {
            Value::Array(list) => list.iter().any(|one| one.as_str() == Some("array")),
            Value::String(one) => &**one == "array",
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
        };
        self.schema
            .get("type")
            .map_or_else(|| self.schema.get("items").is_some(), of_type)
    }
}

impl<'a> Upgrade<'a, '_> {
    /// Sorts the members of a parameter or header into its schema's and those that `stay`.
    pub(super) fn describe(
        &mut self,
        object: &'a Object,
        stay: &[&str],
        within: &str,
        pointer: &Pointer,
    ) -> Described<'a> {
        let (mut schema, mut rest, mut collection_format) =
            (Object::default(), Object::default(), None);
        for entry in &object.entries {
            let key = &*entry.key;
            if key == "collectionFormat" {
                collection_format = Some(&entry.node);
            } else if stay.contains(&key) {
                rest.entries.push(entry.clone());
            } else if OF_THE_SCHEMA.contains(&key) || key.starts_with("x-enum") {
                schema.insert(key, entry.node.clone());
            } else if is_extension(key) {
                rest.entries.push(entry.clone());
            } else if let ("schema", Some(inner)) = (key, entry.node.as_object()) {
                let message = "only a body parameter has a `schema`; it is taken for what this one's values are";
                self.warn(Code::UnknownKeyword, message, entry.place, pointer);
                inner
                    .entries
                    .iter()
                    .for_each(|entry| schema.insert(&entry.key, entry.node.clone()));
            } else {
                self.unknown(entry, within, pointer);
            }
        }
        let mut at = schema.get_mut("items");
        while let Some(items) = at.and_then(Node::as_object_mut) {
            if let Some(format) = items
                .remove("collectionFormat")
                .filter(|format| format.as_str() != Some("csv"))
            {
                let message = "a `collectionFormat` for arrays inside an array cannot be said in OpenAPI 3; it is left out";
                self.warn(Code::Ignored, message, format.place, pointer);
            }
            at = items.get_mut("items");
        }
        Described {
            schema,
            rest,
            collection_format,
        }
    }

    /// `style` and `explode` for an array, `location` being the parameter's `in`; nothing where the defaults of 3.1 say the
    /// same as `collectionFormat`.
    pub(super) fn array_style(
        &mut self,
        described: &Described<'a>,
        location: &str,
        parameter: &Node,
        pointer: &Pointer,
    ) -> Vec<Entry> {
        let place = described
            .collection_format
            .map_or(parameter.place, |format| format.place);
        let format = described
            .collection_format
            .map_or(Some("csv"), Node::as_str)
            .unwrap_or("");
        if !described.is_array() {
            if described.collection_format.is_some() {
                let message = "`collectionFormat` has no effect on what is not an array";
                self.warn(Code::Ignored, message, place, pointer);
            }
            return Vec::new();
        }
        let is_list = matches!(location, "query" | "formData");
        let (style, explode) = match (is_list, format) {
            (true, "csv") => ("form", false),
            (true, "multi") => ("form", true),
            (true, "ssv") => ("spaceDelimited", false),
            (true, "pipes") => ("pipeDelimited", false),
            (false, "csv") => return Vec::new(),
            (_, other) => {
                let message = format!(
                    "`collectionFormat: {other}` in {location} cannot be said in OpenAPI 3; commas are taken"
                );
                self.warn(Code::Ignored, message, place, pointer);
                if !is_list {
                    return Vec::new();
                }
                ("form", false)
            }
        };
        let member = |key: &str, node| Entry {
            key: key.into(),
            place,
            node,
        };
        let explode = Node::new(Value::Bool(explode), place);
        vec![
            member("style", Node::string(style, place)),
            member("explode", explode),
        ]
    }
}
