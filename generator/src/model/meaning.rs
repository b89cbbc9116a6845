//! What a place of a document means to the API, for people who ask.

use super::words::{of_scheme, some, status};
use super::{
    Answer, Api, Content, Field, Location, Operation, Parameter, Shape, Status, TypeId, WebhookKind,
};
use crate::pointer::Pointer;

/// What a place means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// In a sentence without a full stop.
    pub says: String,
    /// The place of what it is, or is a part of, as the model knows it: equal types are one.
    pub about: Pointer,
    /// Which part of that it is.
    pub part: Option<Part>,
}

/// A part of an operation or a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The parameter or property of this name.
    Named(String),
    /// The answer of these statuses.
    Answer(Status),
}

impl Api {
    /// What a place of the document means; nothing if it is no more than a part of what another one means.
    #[must_use]
    pub fn at(&self, pointer: &Pointer) -> Vec<Meaning> {
        let mut found: Vec<Meaning> = Vec::new();
        for operation in &self.operations {
            if operation.pointer == *pointer {
                found.push(meaning(
                    self.of_operation(operation),
                    &operation.pointer,
                    None,
                ));
            }
            let parameters = operation.parameters.iter();
            for one in parameters.filter(|one| one.pointer == *pointer) {
                let says = self.of_parameter(one);
                found.push(meaning(says, &operation.pointer, Some(named(&one.name))));
            }
            if let Some(body) = operation
                .body
                .as_ref()
                .filter(|one| one.pointer == *pointer)
            {
                let types: Vec<&str> = body.contents.iter().map(|one| &*one.media_type).collect();
                let must = if body.required {
                    "required"
                } else {
                    "optional"
                };
                let says = format!("a body, {must}, sent as {}", types.join(" or "));
                found.push(meaning(says, &operation.pointer, None));
            }
            for answer in operation
                .answers
                .iter()
                .filter(|one| one.pointer == *pointer)
            {
                let part = Part::Answer(answer.status);
                let says = self.of_answer(answer);
                found.push(meaning(says, &operation.pointer, Some(part)));
            }
            let headers = operation.answers.iter().flat_map(|answer| &answer.headers);
            for header in headers.filter(|header| header.pointer == *pointer) {
                let says = format!(
                    "the header field `{}`: {}",
                    header.name,
                    self.words(header.ty, 0)
                );
                found.push(meaning(says, &header.pointer, None));
            }
        }
        for webhook in self.webhooks.iter().filter(|one| one.pointer == *pointer) {
            let what = match webhook.kind {
                WebhookKind::Event => "webhook",
                WebhookKind::Callback => "callback",
            };
            let says = format!(
                "the {what} `{}`: {}",
                webhook.name,
                self.words(webhook.body, 0)
            );
            found.push(meaning(says, &self.types.get(webhook.body).pointer, None));
        }
        for scheme in self.schemes.iter().filter(|one| one.pointer == *pointer) {
            found.push(meaning(of_scheme(scheme), &scheme.pointer, None));
        }
        found.extend(self.of_properties(pointer));
        let types = self.of_types(pointer);
        let alone = found.is_empty();
        found.extend(
            types
                .into_iter()
                .filter(|(named, _)| *named || alone)
                .map(|(_, one)| one),
        );
        found.dedup();
        found
    }

    fn of_operation(&self, operation: &Operation) -> String {
        let parameters = operation.parameters.iter().map(|one| one.name.as_str());
        let statuses = operation.answers.iter().map(|one| status(one.status));
        let statuses: Vec<String> = statuses.collect();
        let schemes = operation.security.iter().map(|combination| {
            let names = combination
                .iter()
                .filter_map(|one| self.schemes.get(one.scheme));
            let names: Vec<&str> = names.map(|scheme| scheme.name.as_str()).collect();
            names.join(" and ")
        });
        let schemes: Vec<String> = schemes.collect();
        let parts = [
            ("parameters", some(parameters)),
            (
                "a body as",
                operation.body.as_ref().map_or(String::new(), |body| {
                    some(body.contents.iter().map(|one| one.media_type.as_str()))
                }),
            ),
            ("answers", some(statuses.iter().map(String::as_str))),
            ("credentials", schemes.join(" or ")),
        ];
        let parts = parts.iter().filter(|(_, names)| !names.is_empty());
        let parts: Vec<String> = parts
            .map(|(what, names)| format!("{what} {names}"))
            .collect();
        let line = format!("{} {}", operation.method, operation.path.as_str());
        format!("the operation `{line}`: {}", parts.join("; "))
    }

    fn of_parameter(&self, parameter: &Parameter) -> String {
        let location = match parameter.location {
            Location::Path => "in the path",
            Location::Query => "in the query",
            Location::Header => "as a header field",
            Location::Cookie => "as a cookie",
            Location::QueryString => "as the whole query",
        };
        let must = if parameter.required {
            "required"
        } else {
            "optional"
        };
        let words = self.words(parameter.ty, 0);
        format!(
            "the parameter `{}` {location}, {must}: {words}",
            parameter.name
        )
    }

    fn of_answer(&self, answer: &Answer) -> String {
        let what = if answer.success { "success" } else { "failure" };
        let content = match &answer.content {
            None => "nothing".to_owned(),
            Some(Content::Json(ty)) => self.words(*ty, 0),
            Some(Content::Text | Content::Events(None)) => "text".to_owned(),
            Some(Content::Bytes) => "bytes".to_owned(),
            Some(Content::Events(Some(ty)) | Content::Values(ty)) => {
                format!("one by one, {}", self.words(*ty, 0))
            }
        };
        format!("an answer, {what} {}: {content}", status(answer.status))
    }

    /// The types that stand at a place, and whether they are types of their own; null aside, for that is said where they
    /// are used.
    fn of_types(&self, pointer: &Pointer) -> Vec<(bool, Meaning)> {
        let ids = self.types.ids();
        let here = ids.filter(|id| self.types.get(*id).pointer == *pointer);
        let kept = here.map(|id| self.types.without_null(self.types.became(id)).0);
        let mut kept: Vec<TypeId> = kept.collect();
        kept.sort();
        kept.dedup();
        let say = |id: &TypeId| {
            let own = &self.types.get(*id).pointer;
            let words = self.words(*id, 0);
            let named = match self.types.shape(*id) {
                Shape::Enumeration(_) | Shape::Object(_) | Shape::Union(_) | Shape::Tuple(_) => {
                    true
                }
                Shape::Json
                | Shape::Boolean
                | Shape::Integer(_)
                | Shape::Number
                | Shape::Text
                | Shape::Formatted(_)
                | Shape::List(_)
                | Shape::Map(_)
                | Shape::Nullable(_) => false,
            };
            let says = if own == pointer || !named {
                format!("a type: {words}")
            } else {
                format!("one type with the equal one at {own}: {words}")
            };
            (named, meaning(says, own, None))
        };
        kept.iter().map(say).collect()
    }

    /// The properties that stand at a place, also where their owner became one with an equal type.
    fn of_properties(&self, pointer: &Pointer) -> Vec<Meaning> {
        let owner = pointer
            .parent()
            .filter(|one| one.last().as_deref() == Some("properties"));
        let owner = owner.and_then(|properties| properties.parent());
        let name = pointer.last();
        let mut found = Vec::new();
        for id in self.types.ids() {
            let kept = self.types.without_null(self.types.became(id)).0;
            let Shape::Object(object) = self.types.shape(kept) else {
                continue;
            };
            let owned = owner.as_ref() == Some(&self.types.get(id).pointer);
            let is_it = |field: &&Field| {
                field.pointer == *pointer || owned && Some(&*field.name) == name.as_deref()
            };
            for field in object.fields.iter().filter(is_it) {
                let about = &self.types.get(kept).pointer;
                let says = self.of_property(field, about);
                let one = meaning(says, about, Some(named(&field.name)));
                if !found.contains(&one) {
                    found.push(one);
                }
            }
        }
        found
    }

    fn of_property(&self, field: &Field, owner: &Pointer) -> String {
        let must = if field.required {
            "always there"
        } else {
            "may be absent"
        };
        let words = match &field.constant {
            Some(value) => format!("always {}", value.value.to_json()),
            None => self.words(field.ty, 0),
        };
        format!("the property `{}` of {owner}, {must}: {words}", field.name)
    }
}

fn meaning(says: String, about: &Pointer, part: Option<Part>) -> Meaning {
    Meaning {
        says,
        about: about.clone(),
        part,
    }
}

fn named(name: &str) -> Part {
    Part::Named(name.to_owned())
}
