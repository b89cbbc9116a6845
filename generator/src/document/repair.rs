//! Forgives in the skeleton what vendors get wrong and every tool forgives, with a warning each.

mod location;
mod shape;

use super::extension::{self, PREFIX};
use super::grammar::{Holds, Kind, fields, member};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, NOT_KNOWN, Severity, or_nearest};
use crate::pointer::Pointer;
use crate::source::{Node, Object, Place, Value};

/// How deep the objects of a description may be nested: callbacks hold path items, which hold callbacks.
const DEPTH: usize = 64;

/// Brings every object of the skeleton into the shape that the specification asks for.
///
/// Members that are `null`, and other's extensions, examples and links, which change nothing in a client, are taken out.
pub(crate) fn repair(root: &mut Node, diagnostics: &mut Diagnostics) {
    let mut repair = Repair { diagnostics };
    let place = root.place;
    repair.visit(root, Kind::Document, (place, &Pointer::root()), 0);
}

/// The JSON type a member must have.
#[derive(Clone, Copy)]
enum Wanted {
    Text,
    Truth,
    List,
    Object,
}

fn wanted(kind: Kind, key: &str) -> Option<Wanted> {
    match (kind, key) {
        (_, "description" | "summary")
        | (Kind::Operation, "operationId")
        | (Kind::Parameter | Kind::Header, "name" | "in" | "style") => Some(Wanted::Text),
        (Kind::Operation | Kind::Parameter | Kind::Header, "deprecated")
        | (Kind::Parameter | Kind::Header | Kind::RequestBody, "required")
        | (Kind::Parameter | Kind::Header | Kind::Encoding, "explode" | "allowReserved")
        | (Kind::Parameter | Kind::Header, "allowEmptyValue") => Some(Wanted::Truth),
        (Kind::Operation, "tags" | "parameters" | "security" | "servers")
        | (Kind::PathItem, "parameters" | "servers")
        | (Kind::Document, "servers" | "security" | "tags") => Some(Wanted::List),
        (Kind::Operation, "responses" | "callbacks" | "requestBody")
        | (Kind::Document, "components" | "paths" | "info")
        | (Kind::Parameter | Kind::Header | Kind::RequestBody | Kind::Response, "content")
        | (Kind::Response, "headers") => Some(Wanted::Object),
        _ => None,
    }
}

struct Repair<'a> {
    diagnostics: &'a mut Diagnostics,
}

impl Repair<'_> {
    /// `place` is that of the node's key, if it has one.
    fn visit(
        &mut self,
        node: &mut Node,
        kind: Kind,
        (place, pointer): (Place, &Pointer),
        depth: usize,
    ) {
        let no_skeleton = matches!(
            kind,
            Kind::Schema | Kind::Link | Kind::Example | Kind::SecurityScheme
        );
        if no_skeleton || depth > DEPTH {
            return;
        }
        let Some(object) = node.as_object_mut() else {
            return;
        };
        let diagnostics = &mut *self.diagnostics;
        object.entries.retain(|entry| {
            let is_read =
                entry.key.starts_with(PREFIX) || extension::of(kind).contains(&&*entry.key);
            let extends = entry.key.starts_with("x-") && !is_read;
            let has_effect = (kind == Kind::Callback || !extends)
                && !matches!(
                    &*entry.key,
                    "example" | "examples" | "externalDocs" | "links"
                );
            if has_effect && entry.node.is_null() {
                let message = format!("`{}` is null, which says nothing", entry.key);
                let at = pointer.child(&entry.key);
                let nothing = Diagnostic::warning(Code::WrongType, message).at(entry.place);
                diagnostics.push(nothing.about(&at).help("take it out"));
            }
            has_effect && !entry.node.is_null()
        });
        self.unknown(object, kind, pointer);
        self.types(object, kind, pointer);
        if kind == Kind::Operation {
            self.tags(object, pointer);
        }
        self.servers(object, pointer);
        if object.get("$ref").is_none() {
            self.required(object, kind, pointer, place);
        }
        for entry in &mut object.entries {
            let at = pointer.child(&entry.key);
            let holds = member(kind, &entry.key);
            match holds {
                Holds::Nothing => {}
                Holds::One(held) | Holds::OneOrList(held) => {
                    self.visit(&mut entry.node, held, (entry.place, &at), depth + 1)
                }
                Holds::Map(held) | Holds::Patterned(held) => {
                    let Some(members) = entry.node.as_object_mut() else {
                        continue;
                    };
                    let patterned = holds == Holds::Patterned(held);
                    members.entries.retain_mut(|inner| {
                        !(patterned && inner.key.starts_with("x-"))
                            && self.is_status((kind, held), inner, &at)
                            && self.is_object(held, &mut inner.node, &at.child(&inner.key))
                    });
                    for inner in &mut members.entries {
                        let at = at.child(&inner.key);
                        self.visit(&mut inner.node, held, (inner.place, &at), depth + 1);
                    }
                }
                Holds::List(held) => {
                    let Value::Array(list) = &mut entry.node.value else {
                        continue;
                    };
                    let mut index = 0;
                    list.retain_mut(|inner| {
                        index += 1;
                        self.is_object(held, inner, &at.index(index - 1))
                    });
                    for (index, inner) in list.iter_mut().enumerate() {
                        let place = inner.place;
                        self.visit(inner, held, (place, &at.index(index)), depth + 1);
                    }
                }
            }
        }
    }

    /// Says which members the specification has no such field for.
    fn unknown(&mut self, object: &Object, kind: Kind, pointer: &Pointer) {
        let Some(known) = fields(kind).filter(|_| object.get("$ref").is_none()) else {
            return;
        };
        let extensions = extension::of(kind);
        for entry in &object.entries {
            if !known.contains(&&*entry.key) && !extensions.contains(&&*entry.key) {
                let message = format!(
                    "`{}` is not a field that OpenAPI has here; it has no effect",
                    entry.key
                );
                let help = or_nearest(&entry.key, known.iter().copied(), NOT_KNOWN);
                let unknown = Diagnostic::warning(Code::UnknownKeyword, message).at(entry.place);
                self.diagnostics.push(unknown.about(pointer).help(help));
            }
        }
        for entry in &object.entries {
            let nested = kind == Kind::Encoding && &*entry.key == "encoding";
            if nested || matches!(&*entry.key, "prefixEncoding" | "itemEncoding") {
                let message = format!(
                    "`{}` has no effect: parts go by the names of properties",
                    entry.key
                );
                self.warn(Code::Ignored, entry.place, pointer, message);
            }
        }
        let reserved = object.get("allowReserved").and_then(Node::as_bool);
        let in_query = object.get("in").and_then(Node::as_str) == Some("query");
        if reserved == Some(true) && kind != Kind::Encoding && !in_query {
            let message =
                "`allowReserved` has an effect in the query only: here reserved characters are percent-encoded"
                    .to_owned();
            self.warn(
                Code::Ignored,
                object
                    .get("allowReserved")
                    .map_or(Place { file: 0, offset: 0 }, |node| node.place),
                pointer,
                message,
            );
        }
    }

    fn types(&mut self, object: &mut Object, kind: Kind, pointer: &Pointer) {
        let mut entries = std::mem::take(&mut object.entries);
        entries.retain_mut(|entry| {
            let Some(wanted) = wanted(kind, &entry.key) else {
                return true;
            };
            let (name, fits) = match (wanted, &entry.node.value) {
                (Wanted::Text, Value::Number(spelling)) => {
                    entry.node = Node::string(spelling.clone(), entry.node.place);
                    return true;
                }
                (Wanted::Truth, Value::String(text)) if matches!(&**text, "true" | "false") => {
                    let truth = &**text == "true";
                    self.warn(
                        Code::WrongType,
                        entry.node.place,
                        &pointer.child(&entry.key),
                        "a boolean belongs here, this is a string; it is read as what it says"
                            .to_owned(),
                    );
                    entry.node = Node::new(Value::Bool(truth), entry.node.place);
                    return true;
                }
                (Wanted::Text, value) => ("a string", matches!(value, Value::String(_))),
                (Wanted::Truth, value) => ("a boolean", matches!(value, Value::Bool(_))),
                (Wanted::List, value) => ("an array", matches!(value, Value::Array(_))),
                (Wanted::Object, value) => ("an object", matches!(value, Value::Object(_))),
            };
            if !fits {
                let found = entry.node.type_name();
                self.warn(
                    Code::WrongType,
                    entry.node.place,
                    &pointer.child(&entry.key),
                    format!("{name} belongs here, not a value of type {found}; it has no effect"),
                );
            }
            fits
        });
        object.entries = entries;
    }

    fn required(&mut self, object: &mut Object, kind: Kind, pointer: &Pointer, place: Place) {
        // What is answered to a request that the API sends is no part of the client.
        let of_the_api = {
            let at = pointer.as_str();
            at.starts_with("#/webhooks/") || at.contains("/callbacks/")
        };
        match kind {
            Kind::Response => {
                let says = |key: &str| object.get(key).filter(|text| text.as_str() != Some(""));
                if let (None, Some(summary)) = (says("description"), says("summary")) {
                    let summary = summary.clone();
                    object.insert("description", summary);
                }
                if object.get("description").is_none() {
                    if !of_the_api {
                        // It costs nothing but a line of documentation.
                        let message = "a response needs a `description`";
                        let missing = Diagnostic::new(Severity::Note, Code::MissingField, message);
                        self.diagnostics.push(missing.at(place).about(pointer));
                    }
                    object.insert("description", Node::string("", place));
                }
            }
            Kind::Operation => {
                if object.get("responses").is_none() {
                    if !of_the_api {
                        let message = "the operation documents no `responses`; every answer of a 2xx status is a success without a body";
                        let help = "say what it answers: `responses: {\"200\": {description: …, content: …}}`";
                        let missing = Diagnostic::warning(Code::MissingField, message).help(help);
                        self.diagnostics.push(missing.at(place).about(pointer));
                    }
                    object.insert(
                        "responses",
                        Node::new(Value::Object(Object::default()), place),
                    );
                }
            }
            // Absent, it is true for `form` alone, which is the style where none is said.
            Kind::Encoding => {
                let style = object.get("style").and_then(Node::as_str);
                let explode = style.is_none_or(|style| style == "form");
                if object.get("explode").is_none() {
                    object.insert("explode", Node::new(Value::Bool(explode), place));
                }
            }
            Kind::RequestBody => {
                if object.get("content").is_none() {
                    self.warn(
                        Code::MissingField,
                        place,
                        pointer,
                        "a request body needs `content`".to_owned(),
                    );
                    object.insert(
                        "content",
                        Node::new(Value::Object(Object::default()), place),
                    );
                }
            }
            Kind::Parameter => {
                self.location(object, pointer, place);
                self.parameter(object, pointer, place);
            }
            Kind::Header => self.parameter(object, pointer, place),
            Kind::Document => {
                if object.get("paths").is_none() {
                    object.insert("paths", Node::new(Value::Object(Object::default()), place));
                }
            }
            Kind::Components
            | Kind::PathItem
            | Kind::MediaType
            | Kind::Callback
            | Kind::Link
            | Kind::Example
            | Kind::SecurityScheme
            | Kind::Schema => {}
        }
    }

    /// A parameter or header has exactly one of `schema` and `content` (OpenAPI 3.1 section 4.8.12.2).
    fn parameter(&mut self, object: &mut Object, pointer: &Pointer, place: Place) {
        self.style(object, pointer);
        let content = object
            .get("content")
            .and_then(Node::as_object)
            .is_some_and(|content| !content.is_empty());
        if object.get("schema").is_some() {
            if object.remove("content").is_some() {
                self.warn(
                    Code::Ignored,
                    place,
                    pointer,
                    "a parameter has `schema` or `content`, not both; `content` has no effect"
                        .to_owned(),
                );
            }
        } else if !content {
            object.remove("content");
            self.warn(
                Code::MissingField,
                place,
                pointer,
                "a parameter needs a `schema`; it is sent as text".to_owned(),
            );
            let mut text = Object::default();
            text.insert("type", Node::string("string", place));
            object.insert("schema", Node::new(Value::Object(text), place));
        }
    }

    /// A style that the location does not have is left out (OpenAPI 3.1 section 4.8.12.2.1, "Style Values").
    fn style(&mut self, object: &mut Object, pointer: &Pointer) {
        let Some(style) = object.get("style").and_then(Node::as_str) else {
            return;
        };
        let known: &[&str] = match object.get("in").and_then(Node::as_str) {
            Some("path") => &["simple", "label", "matrix"],
            Some("query") => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            Some("cookie") => &["form", "cookie"],
            _ => &["simple"],
        };
        if !known.contains(&style) {
            let message =
                format!("`{style}` is not a style of this kind of parameter; it has no effect");
            let help = format!("its styles are `{}`", known.join("`, `"));
            if let Some(removed) = object.remove("style") {
                let wrong = Diagnostic::warning(Code::WrongType, message).at(removed.place);
                self.diagnostics.push(wrong.about(pointer).help(help));
            }
        }
    }

    fn warn(&mut self, code: Code, place: Place, pointer: &Pointer, message: String) {
        self.diagnostics.warn(code, message, place, pointer);
    }
}
