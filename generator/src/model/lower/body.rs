//! Lowers what operations send as content.

use indexmap::IndexMap;
use openapiv3::{Encoding, MediaType, QueryStyle, ReferenceOr, RequestBody};

use super::Lower;
use super::answer::is_json;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Body, BodyContent, Content, Docs, FormStyle, Format, Shape, TypeId, Written};
use crate::pointer::Pointer;

impl Lower<'_> {
    pub(super) fn body(&mut self, body: &RequestBody, pointer: &Pointer) -> Option<Body> {
        let at = pointer.child("content");
        let mut contents: Vec<BodyContent> = body
            .content
            .iter()
            .map(|(media_type, media)| self.body_content(media_type, media, &at.child(media_type)))
            .collect();
        // What says the most of a value comes first, and bytes, which may be text, before text.
        contents.sort_by_key(|content| match content.written {
            Written::Json(_) => 0,
            Written::Form(..) | Written::Multipart(..) => 1,
            Written::Upload => 2,
            Written::Text => 3,
        });
        (!contents.is_empty()).then(|| Body {
            pointer: pointer.clone(),
            contents,
            also: Vec::new(),
            required: body.required,
            docs: Docs::new(None, body.description.as_deref(), false),
        })
    }

    fn body_content(
        &mut self,
        media_type: &str,
        media: &MediaType,
        pointer: &Pointer,
    ) -> BodyContent {
        let essence = essence(media_type);
        let schema = media.schema.as_ref();
        let structured = if essence == "application/x-www-form-urlencoded" {
            let ty = self.body_type(schema, pointer);
            self.has_properties(ty)
                .then(|| Written::Form(ty, self.form_styles(ty, &media.encoding)))
        } else if essence.starts_with("multipart/") {
            let ty = self.body_type(schema, pointer);
            self.has_properties(ty).then(|| {
                let ty = self.with_files(ty, &media.encoding, pointer, 0);
                Written::Multipart(ty, self.part_types(&media.encoding, pointer))
            })
        } else {
            None
        };
        let written = structured.unwrap_or_else(|| {
            let has_parts = essence.starts_with("multipart/") || essence.ends_with("-urlencoded");
            match self.content(media_type, media, pointer) {
                Content::Json(ty) => Written::Json(ty),
                Content::Text => Written::Text,
                Content::Bytes | Content::Events(_) | Content::Values(_) => {
                    if has_parts && schema.is_some() {
                        let message = format!(
                            "the content of a `{essence}` body whose schema is no object is written by the caller"
                        );
                        let help = "describe what is sent as the properties of an object";
                        self.push(Diagnostic::warning(Code::Ignored, message).help(help), pointer);
                    }
                    Written::Upload
                }
            }
        });
        let schema = written
            .ty()
            .or_else(|| schema.map(|schema| self.hoisted(schema, pointer)));
        // Bytes are no JSON text, whatever is said of them.
        let is_bytes = schema.is_none_or(|schema| *self.types.shape(schema) == Shape::Text);
        let schema = match written {
            Written::Upload if is_bytes => {
                Some(self.plain(Shape::Formatted(Format::Binary), pointer))
            }
            Written::Json(_)
            | Written::Form(..)
            | Written::Multipart(..)
            | Written::Text
            | Written::Upload => schema,
        };
        let sample = media
            .schema
            .as_ref()
            .and_then(|schema| self.schema_id(schema));
        let sample = sample.and_then(|id| self.sample(id));
        BodyContent {
            media_type: concrete(media_type, &written),
            written,
            schema,
            sample,
        }
    }

    pub(super) fn body_type(
        &mut self,
        schema: Option<&ReferenceOr<openapiv3::Schema>>,
        pointer: &Pointer,
    ) -> TypeId {
        match schema {
            Some(schema) => self.hoisted(schema, pointer),
            None => self.any(pointer),
        }
    }

    /// Whether values of a type can be written property by property.
    pub(super) fn has_properties(&self, ty: TypeId) -> bool {
        match self.types.shape(self.types.without_null(ty).0) {
            Shape::Object(_) | Shape::Map(_) | Shape::Union(_) | Shape::Json => true,
            Shape::Boolean
            | Shape::Integer(_)
            | Shape::Number
            | Shape::Text
            | Shape::Formatted(_)
            | Shape::Enumeration(_)
            | Shape::List(_)
            | Shape::Nullable(_)
            | Shape::Tuple(_) => false,
        }
    }

    /// The styles of those properties that are not the same in all of them.
    pub(super) fn form_styles(
        &self,
        ty: TypeId,
        encodings: &IndexMap<String, Encoding>,
    ) -> Vec<(String, FormStyle)> {
        let styles = encodings.iter().filter_map(|(name, encoding)| {
            let is_plain = self.is_plain(ty, name);
            let style = match (&encoding.style, encoding.explode) {
                (_, _) if is_plain => encoding.allow_reserved.then_some(FormStyle::Reserved)?,
                (None, true) => encoding
                    .content_type
                    .as_deref()
                    .is_some_and(is_json)
                    .then_some(FormStyle::Json)?,
                (None | Some(QueryStyle::Form), false) => FormStyle::Form,
                (Some(QueryStyle::DeepObject), _) => FormStyle::DeepObject,
                (Some(QueryStyle::SpaceDelimited), false) => FormStyle::SpaceDelimited,
                (Some(QueryStyle::PipeDelimited), false) => FormStyle::PipeDelimited,
                (Some(_), true) => FormStyle::Exploded,
            };
            Some((name.clone(), style))
        });
        styles.collect()
    }

    /// Whether a property is known to be neither a list nor an object.
    fn is_plain(&self, ty: TypeId, name: &str) -> bool {
        let Shape::Object(object) = self.types.shape(self.types.without_null(ty).0) else {
            return false;
        };
        let field = object.fields.iter().find(|field| field.name == name);
        field.is_some_and(
            |field| match self.types.shape(self.types.without_null(field.ty).0) {
                Shape::Boolean
                | Shape::Integer(_)
                | Shape::Number
                | Shape::Text
                | Shape::Formatted(_)
                | Shape::Enumeration(_) => true,
                Shape::Json
                | Shape::List(_)
                | Shape::Map(_)
                | Shape::Object(_)
                | Shape::Nullable(_)
                | Shape::Union(_)
                | Shape::Tuple(_) => false,
            },
        )
    }

    /// The media types of parts, where one is said.
    fn part_types(
        &mut self,
        encodings: &IndexMap<String, Encoding>,
        pointer: &Pointer,
    ) -> Vec<(String, String)> {
        let mut types = Vec::new();
        for (name, encoding) in encodings {
            let at = pointer.child("encoding").child(name);
            if !encoding.headers.is_empty() {
                let message =
                    "header fields of a part are given by the caller, with `Upload::header`";
                let help = "give them to the `Upload` that is sent as the part";
                let ignored = Diagnostic::warning(Code::Ignored, message).help(help);
                self.push(ignored, &at.child("headers"));
            }
            if encoding.style.is_some() && !encoding.explode {
                let message = "`style` has no effect: each element of a list is a part";
                self.warn(Code::Ignored, message, &at.child("style"));
            }
            let known = encoding
                .content_type
                .iter()
                .flat_map(|known| known.split(','));
            let mut known = known.map(str::trim).filter(|known| !known.contains('*'));
            types.extend(known.next().map(|known| (name.clone(), known.to_owned())));
        }
        types
    }
}

/// A media type without its parameters.
pub(super) fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

pub(super) fn is_text(media_type: &str) -> bool {
    let essence = essence(media_type);
    is_json(&essence) || essence.starts_with("text/") || essence.ends_with("xml")
}

/// What is sent where a range of media types is documented.
fn concrete(media_type: &str, written: &Written) -> String {
    if !media_type.contains('*') {
        return media_type.to_owned();
    }
    let sent = match written {
        Written::Json(_) => "application/json",
        Written::Form(..) => "application/x-www-form-urlencoded",
        Written::Multipart(..) => "multipart/form-data",
        Written::Text => "text/plain",
        Written::Upload => "application/octet-stream",
    };
    sent.to_owned()
}
