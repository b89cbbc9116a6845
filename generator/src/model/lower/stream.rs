//! Lowers content that comes one by one: events and JSON values.

use indexmap::IndexMap;
use openapiv3::{MediaType, ReferenceOr};

use super::Lower;
use super::answer::essence;
use super::merge::Merged;
use crate::diagnostic::Code;
use crate::document::{JsonType, SchemaId};
use crate::model::{Content, Streamed};
use crate::pointer::Pointer;

/// Media types of JSON values one by one, beside those that end in `+json-seq` (RFC 8091).
const VALUES: &[&str] = &[
    "application/json-lines",
    "application/json-seq",
    "application/jsonl",
    "application/jsonlines",
    "application/ndjson",
    "application/stream+json",
    "application/x-json-stream",
    "application/x-jsonl",
    "application/x-jsonlines",
    "application/x-ndjson",
];

/// Members that an event has (OpenAPI 3.2 section 4.14.4).
const OF_EVENTS: &[&str] = &["data", "event", "id", "retry"];

/// Whether a media type, without parameters and in small letters, is JSON values one by one.
pub(super) fn is_values(essence: &str) -> bool {
    VALUES.contains(&essence) || essence.ends_with("+json-seq")
}

/// Whether a media type, without parameters and in small letters, comes one by one.
pub(super) fn is_stream(essence: &str) -> bool {
    essence == "text/event-stream" || is_values(essence)
}

impl<'a> Lower<'a> {
    /// How the content of a success is read.
    pub(super) fn success_content(
        &mut self,
        media_type: &str,
        media: &MediaType,
        pointer: &Pointer,
    ) -> Content {
        let essence = essence(media_type);
        let binary = media.schema.as_ref();
        if !is_stream(&essence) || binary.is_some_and(|schema| self.is_binary(schema)) {
            return self.content(media_type, media, pointer);
        }
        let schema = self.item_schema(media, pointer);
        if is_values(&essence) {
            return self.values(schema, pointer);
        }
        Content::Events(match schema {
            Some(item) => self.data(&item, pointer),
            None => None,
        })
    }

    /// The media types that are asked for to get an answer's content, and what may be asked for in its place.
    pub(super) fn streamed(
        &mut self,
        content: &Content,
        spoken: &str,
        contents: &IndexMap<String, MediaType>,
        pointer: &Pointer,
    ) -> (Vec<String>, Vec<Streamed>) {
        let mut accept = vec![spoken.to_owned()];
        let mut streamed: Vec<Streamed> = Vec::new();
        for (name, media) in contents {
            if name == spoken || !is_stream(&essence(name)) {
                continue;
            }
            let other = self.success_content(name, media, &pointer.child(name));
            // Events are not read like values; all values are read alike.
            let alike = |one: &Content| {
                matches!(
                    (one, &other),
                    (Content::Events(_), Content::Events(_))
                        | (Content::Values(_), Content::Values(_))
                )
            };
            if alike(content) {
                accept.push(name.clone());
            } else if let Some(known) = streamed.iter_mut().find(|one| alike(&one.content)) {
                known.media_type = format!("{}, {name}", known.media_type);
            } else if other.is_stream() {
                streamed.push(Streamed {
                    media_type: name.clone(),
                    content: other,
                });
            }
        }
        (accept, streamed)
    }

    /// The schema of one element, or of what its elements are not told from.
    fn item_schema(&mut self, media: &MediaType, pointer: &Pointer) -> Option<Item> {
        if let Some(target) = self.document.beyond.item_schemas.get(pointer) {
            let id = self.target(target, pointer)?;
            return Some(Item {
                id,
                is_one: true,
                is_event: true,
            });
        }
        let Some(ReferenceOr::Reference { reference }) = &media.schema else {
            return None;
        };
        let id = self.target(&Pointer::from_reference(reference), pointer)?;
        let merged = self.merged(id);
        // The whole content as an array (OpenAPI 3.2 section 4.14.2).
        match merged.items {
            Some(items) if merged.types.as_deref() == Some(&[JsonType::Array]) => Some(Item {
                id: items,
                is_one: true,
                is_event: false,
            }),
            Some(_) | None => Some(Item {
                id,
                is_one: false,
                is_event: false,
            }),
        }
    }

    fn values(&mut self, schema: Option<Item>, pointer: &Pointer) -> Content {
        let Some(Item { id, is_one, .. }) = schema else {
            return Content::Values(self.any(pointer));
        };
        // Where strings are described, it is mostly the text of all lines.
        if !is_one && self.is_text(id) {
            return Content::Text;
        }
        Content::Values(self.schema(id))
    }

    /// The type of the data of events, if it is JSON.
    fn data(&mut self, item: &Item, pointer: &Pointer) -> Option<super::TypeId> {
        let merged = self.merged(item.id);
        let says = |name: &str| merged.properties.iter().any(|(known, _)| *known == name);
        let is_event = says("event") && says("data")
            || item.is_event && OF_EVENTS.iter().any(|name| says(name));
        if !merged.choices.is_empty() && (is_event || self.chooses_events(&merged)) {
            let message =
                "what an event says depends on which one it is; its data is given as text";
            self.warn(Code::Ignored, message, pointer);
            return None;
        }
        if !is_event {
            return self.json_data(item.id);
        }
        let data = merged.properties.iter().find(|(name, _)| *name == "data");
        let data = data.and_then(|(_, ids)| ids.first())?;
        self.json_data(*data)
    }

    /// The type of what is written as JSON; `None` for text.
    fn json_data(&mut self, id: SchemaId) -> Option<super::TypeId> {
        match self.merged(id).content {
            Some(content) => Some(self.schema(content)),
            None if self.is_text(id) => None,
            None => Some(self.schema(id)),
        }
    }

    /// Whether alternatives describe events and not what they say.
    fn chooses_events(&mut self, merged: &Merged<'a>) -> bool {
        let alternatives = merged
            .choices
            .iter()
            .flat_map(|choice| &choice.alternatives);
        let alternatives: Vec<SchemaId> = alternatives.copied().collect();
        alternatives.into_iter().any(|id| {
            let merged = self.merged(id);
            let has = |name: &str| merged.properties.iter().any(|(known, _)| *known == name);
            has("data") && has("event")
        })
    }

    fn is_text(&mut self, id: SchemaId) -> bool {
        let merged = self.merged(id);
        let types = merged.types.unwrap_or_default();
        let mut types = types.iter().filter(|one| **one != JsonType::Null);
        types.next() == Some(&JsonType::String) && types.next().is_none()
    }

    fn merged(&mut self, id: SchemaId) -> Merged<'a> {
        let mut merged = Merged::default();
        self.merge(id, &mut merged, 0);
        merged
    }
}

/// What describes content that comes one by one.
struct Item {
    id: SchemaId,
    /// Whether it is one element that is described, and not perhaps something of it.
    is_one: bool,
    /// Whether it is the event itself that is described, and not what it says.
    is_event: bool,
}
