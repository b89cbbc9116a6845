//! What an operation may answer.

use super::{Docs, Operation, TypeId};
use crate::pointer::Pointer;

/// How content and values meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// JSON of a type (RFC 8259).
    Json(TypeId),
    /// Text as it is.
    Text,
    /// Bytes as they are.
    Bytes,
    /// Events, one by one (WHATWG HTML section 9.2), whose data is JSON of a type or text.
    Events(Option<TypeId>),
    /// JSON values of a type, one by one: each on a line, or after a record separator (RFC 7464).
    Values(TypeId),
}

impl Content {
    /// The type that is made for its values.
    #[must_use]
    pub const fn ty(&self) -> Option<TypeId> {
        match self {
            Self::Json(ty) | Self::Values(ty) => Some(*ty),
            Self::Events(ty) => *ty,
            Self::Text | Self::Bytes => None,
        }
    }

    /// The type that is made for its values.
    pub const fn ty_mut(&mut self) -> Option<&mut TypeId> {
        match self {
            Self::Json(ty) | Self::Values(ty) => Some(ty),
            Self::Events(ty) => ty.as_mut(),
            Self::Text | Self::Bytes => None,
        }
    }

    /// Whether it comes one by one.
    #[must_use]
    pub const fn is_stream(&self) -> bool {
        match self {
            Self::Events(_) | Self::Values(_) => true,
            Self::Json(_) | Self::Text | Self::Bytes => false,
        }
    }
}

/// Content that may be asked for in place of an answer's own, and comes one by one.
#[derive(Clone, Debug)]
pub struct Streamed {
    /// The media type that is asked for.
    pub media_type: String,
    /// What comes.
    pub content: Content,
}

/// Which statuses an answer is documented for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Exactly this one.
    Exact(u16),
    /// The hundred that begins with this digit: `4XX`.
    Range(u16),
    /// All that nothing else is documented for.
    Default,
}

impl Status {
    /// The first digit, if there is one.
    #[must_use]
    pub const fn class(self) -> Option<u16> {
        match self {
            Self::Exact(code) => Some(code / 100),
            Self::Range(digit) => Some(digit),
            Self::Default => None,
        }
    }
}

/// One documented answer: a status may have several, in different media types.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Where it stands.
    pub pointer: Pointer,
    /// Which statuses it is for.
    pub status: Status,
    /// Whether it is what the operation is called for: a status of 200 to 299 or, if none is documented, a redirect.
    /// `default` is not, though successes may be among its statuses.
    pub success: bool,
    /// Its description.
    pub description: String,
    /// Its content; `None` for an answer without.
    pub content: Option<Content>,
    /// The media type of its content.
    pub media_type: Option<String>,
    /// What may be asked for in place of its content.
    pub streamed: Vec<Streamed>,
    /// The media type that alone means this answer and not another of the same status.
    pub only_as: Option<String>,
    /// Names and values, as text, of the constants that the body documents on its first level.
    pub constants: Vec<(String, String)>,
    /// The header fields that are documented for it.
    pub headers: Vec<ResponseHeader>,
}

/// A header field of an answer (OpenAPI 3.1 section 4.8.21).
#[derive(Clone, Debug)]
pub struct ResponseHeader {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its name on the wire.
    pub name: String,
    /// Its type.
    pub ty: TypeId,
    /// Whether its value is JSON text, and not in the style `simple`.
    pub json: bool,
    /// What it says of itself.
    pub docs: Docs,
}

impl Answer {
    /// The types of its content and its header fields.
    pub fn types(&self) -> impl Iterator<Item = TypeId> + '_ {
        let headers = self.headers.iter().map(|header| header.ty);
        let streamed = self.streamed.iter().filter_map(|one| one.content.ty());
        self.body().into_iter().chain(streamed).chain(headers)
    }

    /// The type of its content.
    #[must_use]
    pub fn body(&self) -> Option<TypeId> {
        self.content.as_ref()?.ty()
    }

    /// The types of its content and its header fields.
    pub fn types_mut(&mut self) -> impl Iterator<Item = &mut TypeId> + '_ {
        let headers = self.headers.iter_mut().map(|header| &mut header.ty);
        let content = self.content.as_mut().and_then(Content::ty_mut);
        let streamed = self.streamed.iter_mut();
        let streamed = streamed.filter_map(|one| one.content.ty_mut());
        content.into_iter().chain(streamed).chain(headers)
    }
}

impl Operation {
    /// The answers that are what the operation is called for; `default` where there is no other.
    #[must_use]
    pub fn successes(&self) -> Vec<&Answer> {
        let successes: Vec<&Answer> = self.answers.iter().filter(|one| one.success).collect();
        if !successes.is_empty() {
            return successes;
        }
        let mut others = self.answers.iter();
        let default = others.find(|answer| answer.status == Status::Default);
        default.into_iter().collect()
    }

    /// Whether a redirect is what the operation is called for.
    #[must_use]
    pub fn redirects(&self) -> bool {
        self.answers
            .iter()
            .any(|answer| answer.success && answer.status.class() == Some(3))
    }
}
