//! Lowers documented answers and their content.

use indexmap::IndexMap;
use openapiv3::{MediaType, Operation as Described, ReferenceOr, Response, StatusCode};

use super::Lower;
use crate::diagnostic::Code;
use crate::model::{Answer, Content, Shape, Status};
use crate::pointer::Pointer;
use crate::source::Value;

/// Whether a media type is JSON: `application/json`, `…+json` (RFC 6839 section 3.1) or a range that includes it.
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    matches!(
        essence.as_str(),
        "application/json" | "text/json" | "*/*" | "application/*"
    ) || essence.ends_with("+json")
}

/// The media type that a client speaks: the first that is JSON, else the first.
fn preferred(content: &IndexMap<String, MediaType>) -> Option<(&str, &MediaType)> {
    let json = content.iter().find(|(name, _)| is_json(name));
    json.or_else(|| content.first())
        .map(|(name, media)| (name.as_str(), media))
}

impl Lower<'_> {
    /// Answers sorted by how exactly their status is given.
    pub(super) fn answers(&mut self, described: &Described, pointer: &Pointer) -> Vec<Answer> {
        let at = pointer.child("responses");
        let mut answers = Vec::new();
        for (code, response) in &described.responses.responses {
            let ReferenceOr::Item(response) = response else {
                continue;
            };
            let status = match code {
                StatusCode::Code(code) => Status::Exact(*code),
                StatusCode::Range(digit) => Status::Range(*digit),
            };
            answers.push(self.answer(status, response, at.child(&code.to_string())));
        }
        if let Some(ReferenceOr::Item(response)) = &described.responses.default {
            answers.push(self.answer(Status::Default, response, at.child("default")));
        }
        answers.sort_by_key(|answer| answer.status);
        answers
    }

    fn answer(&mut self, status: Status, response: &Response, pointer: Pointer) -> Answer {
        let at = pointer.child("content");
        let content = preferred(&response.content)
            .map(|(media_type, media)| self.content(media_type, media, &at.child(media_type)));
        let constants = match content {
            Some(Content::Json(body)) => self.constants(body),
            _ => Vec::new(),
        };
        Answer {
            status,
            description: response.description.trim().to_owned(),
            content,
            constants,
            pointer,
        }
    }

    /// How content of a media type is written or read.
    pub(super) fn content(
        &mut self,
        media_type: &str,
        media: &MediaType,
        pointer: &Pointer,
    ) -> Content {
        let essence = media_type.to_ascii_lowercase();
        let binary = media
            .schema
            .as_ref()
            .is_some_and(|schema| self.is_binary(schema));
        if binary {
            return Content::Bytes;
        }
        if is_json(&essence) {
            return Content::Json(match &media.schema {
                Some(schema) => self.hoisted(schema, pointer),
                None => self.any(pointer),
            });
        }
        if essence.starts_with("text/") || essence.ends_with("/xml") || essence.ends_with("+xml") {
            Content::Text
        } else {
            Content::Bytes
        }
    }

    fn is_binary(&self, schema: &ReferenceOr<openapiv3::Schema>) -> bool {
        let ReferenceOr::Reference { reference } = schema else {
            return false;
        };
        let id = self
            .document
            .schemas
            .at(&Pointer::from_reference(reference));
        id.and_then(|id| self.document.schemas.get(id))
            .is_some_and(|schema| schema.format.as_deref() == Some("binary"))
    }

    /// The type of a schema position that the document stage moved into the table.
    pub(super) fn hoisted(
        &mut self,
        schema: &ReferenceOr<openapiv3::Schema>,
        pointer: &Pointer,
    ) -> super::TypeId {
        let ReferenceOr::Reference { reference } = schema else {
            return self.any(pointer);
        };
        match self
            .document
            .schemas
            .at(&Pointer::from_reference(reference))
        {
            Some(id) => self.schema(id),
            None => {
                self.warn(
                    Code::DanglingReference,
                    format!("the document has no schema `{reference}`; its values are `Json`"),
                    pointer,
                );
                self.any(pointer)
            }
        }
    }

    fn constants(&self, body: super::TypeId) -> Vec<(String, String)> {
        let Shape::Object(object) = self.types.shape(self.types.without_null(body).0) else {
            return Vec::new();
        };
        let constant = |field: &crate::model::Field| match &field.constant.as_ref()?.value {
            Value::String(text) | Value::Number(text) => {
                Some((field.name.clone(), text.to_string()))
            }
            Value::Bool(value) => Some((field.name.clone(), value.to_string())),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        };
        object.fields.iter().filter_map(constant).collect()
    }
}
