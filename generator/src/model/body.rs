//! What an operation sends as content, and how it is written.

use super::{Docs, Operation, TypeId};
use crate::pointer::Pointer;
use crate::source::Node;

/// What an operation sends as content.
#[derive(Clone, Debug)]
pub struct Body {
    /// Where it stands.
    pub pointer: Pointer,
    /// What it may be, what a client speaks best first.
    pub contents: Vec<BodyContent>,
    /// Media types of content that would be the same value as the first.
    pub also: Vec<String>,
    /// Whether it must be given.
    pub required: bool,
    /// What it says of itself.
    pub docs: Docs,
}

/// One of the contents that a body may be.
#[derive(Clone, Debug)]
pub struct BodyContent {
    /// The media type, as it is sent.
    pub media_type: String,
    /// How it is written.
    pub written: Written,
    /// The type of its schema, also where the values are not written by it.
    pub schema: Option<TypeId>,
    /// A value that a server would take, where samples are wanted.
    pub sample: Option<Node>,
}

/// How the content of a request is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// As JSON of a type (RFC 8259).
    Json(TypeId),
    /// As `application/x-www-form-urlencoded`, the properties in these styles where one is said.
    Form(TypeId, Vec<(String, FormStyle)>),
    /// As parts, the properties of these media types where one is said.
    Multipart(TypeId, Vec<(String, String)>),
    /// As text that the caller gives.
    Text,
    /// As bytes or a stream that the caller gives.
    Upload,
}

/// How a property of a form is written (OpenAPI 3.1 section 4.8.15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormStyle {
    /// `form` with `explode`
    Exploded,
    /// `form`
    Form,
    /// `spaceDelimited`
    SpaceDelimited,
    /// `pipeDelimited`
    PipeDelimited,
    /// `deepObject`
    DeepObject,
    /// As JSON text.
    Json,
    /// As text, with `allowReserved`.
    Reserved,
}

impl Written {
    /// The type of the values that are written.
    #[must_use]
    pub const fn ty(&self) -> Option<TypeId> {
        match self {
            Self::Json(ty) | Self::Form(ty, _) | Self::Multipart(ty, _) => Some(*ty),
            Self::Text | Self::Upload => None,
        }
    }

    /// The type of the values that are written, to change it.
    pub const fn ty_mut(&mut self) -> Option<&mut TypeId> {
        match self {
            Self::Json(ty) | Self::Form(ty, _) | Self::Multipart(ty, _) => Some(ty),
            Self::Text | Self::Upload => None,
        }
    }
}

impl Operation {
    /// Whether the caller has to choose what content is sent.
    #[must_use]
    pub fn body_is_choice(&self) -> bool {
        self.body
            .as_ref()
            .is_some_and(|body| body.contents.len() > 1)
    }

    /// The types of what is sent as content.
    pub fn body_types(&self) -> impl Iterator<Item = TypeId> + '_ {
        let contents = self.body.iter().flat_map(|body| &body.contents);
        contents.filter_map(|content| content.written.ty())
    }
}
