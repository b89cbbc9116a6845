//! Body and form parameters as request bodies.

use super::{Upgrade, is_extension, object_at};
use crate::diagnostic::Code;
use crate::pointer::Pointer;
use crate::source::{Entry, Node, Object, Place, Value};

const URLENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// Members of a form parameter that do not stand in the field's schema.
const OF_A_FIELD: [&str; 4] = ["name", "in", "required", "allowEmptyValue"];

impl<'a> Upgrade<'a, '_> {
    /// An `in: body` parameter as a request body. Its name is lost: it never was on the wire.
    pub(super) fn request_body(
        &mut self,
        parameter: &'a Node,
        consumes: &[&str],
        pointer: &Pointer,
    ) -> Node {
        let Some(object) = parameter.as_object() else {
            return parameter.clone();
        };
        let mut body = Object::default();
        for entry in &object.entries {
            match &*entry.key {
                "name" | "in" | "schema" => {}
                "description" | "required" => body.entries.push(entry.clone()),
                key if is_extension(key) => body.entries.push(entry.clone()),
                _ => self.unknown(entry, "a body parameter", pointer),
            }
        }
        let schema = object.get("schema");
        if schema.is_none() {
            let message = "a body parameter says no `schema`; any body is allowed";
            self.warn(Code::MissingField, message, parameter.place, pointer);
        }
        let types = if consumes.is_empty() {
            &["application/json"][..]
        } else {
            consumes
        };
        let place = schema.map_or(parameter.place, |schema| schema.place);
        let mut content = Object::default();
        for media_type in types {
            let mut media = Object::default();
            if let Some(schema) = schema {
                media.insert("schema", schema.clone());
            }
            content.insert(media_type, Node::new(Value::Object(media), place));
        }
        body.insert("content", Node::new(Value::Object(content), place));
        Node::new(Value::Object(body), parameter.place)
    }

    /// Form parameters as the properties of one object; `own_consumes` is what the operation itself says.
    pub(super) fn form_body(
        &mut self,
        fields: &[&'a Node],
        own_consumes: Option<&[&str]>,
        pointer: &Pointer,
    ) -> Option<Node> {
        let place = fields.first()?.place;
        let types = self.form_types(fields, own_consumes, place, pointer);
        let content_pointer = pointer.child("content").child(types.first()?);
        let properties_pointer = content_pointer.child("schema").child("properties");
        let (mut properties, mut required, mut encoding) =
            (Object::default(), Vec::new(), Object::default());
        for field in fields {
            let (Some(object), Some(name)) = (field.as_object(), field.get("name")) else {
                self.warn(
                    Code::MissingField,
                    "a form parameter says no `name`; it is left out",
                    field.place,
                    pointer,
                );
                continue;
            };
            let key = name.as_str().unwrap_or_default();
            let pointer = properties_pointer.child(key);
            let (schema, style) = self.form_field(field, object, &pointer);
            if object.get("required").and_then(Node::as_bool) == Some(true) {
                required.push(name.clone());
            }
            if !style.is_empty() {
                encoding.insert(
                    key,
                    Node::new(Value::Object(Object { entries: style }), field.place),
                );
            }
            properties.insert(key, Node::new(Value::Object(schema), field.place));
        }
        let is_required = !required.is_empty();
        let mut schema = object_at(place, [("type", Node::string("object", place))]);
        if let Some(object) = schema.as_object_mut() {
            object.insert("properties", Node::new(Value::Object(properties), place));
            if is_required {
                object.insert("required", Node::new(Value::Array(required), place));
            }
        }
        let mut media = object_at(place, [("schema", schema)]);
        if let Some(object) = media.as_object_mut().filter(|_| !encoding.is_empty()) {
            object.insert("encoding", Node::new(Value::Object(encoding), place));
        }
        let mut content = Object::default();
        types
            .iter()
            .for_each(|media_type| content.insert(media_type, media.clone()));
        let mut body = object_at(
            place,
            [("content", Node::new(Value::Object(content), place))],
        );
        if let Some(object) = body.as_object_mut().filter(|_| is_required) {
            object.insert("required", Node::new(Value::Bool(true), place));
        }
        Some(body)
    }

    fn form_field(
        &mut self,
        field: &'a Node,
        object: &'a Object,
        pointer: &Pointer,
    ) -> (Object, Vec<Entry>) {
        let mut described = self.describe(object, &OF_A_FIELD, "a form parameter", pointer);
        let style = self.array_style(&described, "formData", field, pointer);
        let mut schema = std::mem::take(&mut described.schema);
        for entry in described.rest.entries {
            if is_extension(&entry.key) {
                schema.entries.push(entry);
            } else if &*entry.key == "allowEmptyValue" && entry.node.as_bool() == Some(true) {
                let message = "`allowEmptyValue` of a form parameter cannot be said in OpenAPI 3; it is left out";
                self.warn(Code::Ignored, message, entry.place, pointer);
            }
        }
        (schema, style)
    }

    /// The media types a form is sent as. A file can be sent as `multipart/form-data` only.
    fn form_types(
        &mut self,
        fields: &[&Node],
        own_consumes: Option<&[&str]>,
        place: Place,
        pointer: &Pointer,
    ) -> Vec<&'static str> {
        let has_file = fields
            .iter()
            .any(|field| field.get("type").and_then(Node::as_str) == Some("file"));
        let listed = own_consumes.unwrap_or(&self.consumes);
        let is_listed = |form: &&str| {
            let essence = |listed: &str| {
                listed
                    .split(';')
                    .next()
                    .unwrap_or_default()
                    .trim()
                    .eq_ignore_ascii_case(form)
            };
            listed.iter().any(|listed| essence(listed))
        };
        let possible = if has_file {
            &[MULTIPART][..]
        } else {
            &[URLENCODED, MULTIPART]
        };
        let chosen: Vec<_> = possible.iter().copied().filter(is_listed).collect();
        if !chosen.is_empty() {
            return chosen;
        }
        let taken = if has_file { MULTIPART } else { URLENCODED };
        if own_consumes.is_some_and(|own| !own.is_empty()) {
            let message = format!(
                "`consumes` names no media type that can carry these form parameters; `{taken}` is taken"
            );
            self.warn(Code::Ignored, message, place, pointer);
        }
        vec![taken]
    }
}
