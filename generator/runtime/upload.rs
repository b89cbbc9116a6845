//! `Upload`: bytes or a stream that is sent as it is, as content or as a part of it.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use super::apart::Attachment;
use super::body::Maker;
use super::platform::{MaybeSend, Shared};
use super::reader::{FromJson, Misfit, Reader};
use super::request::RequestParts;
use super::slot::slots;
use super::writer::{ToJson, Writer};
use super::{Body, Bytes, TransportError};

/// Bytes or a stream that is sent as it is, with the name and the media type that it may have.
///
/// Clones share what they hold: bytes are not copied, and a stream that can be sent once is sent by one of them.
#[derive(Clone)]
pub struct Upload {
    content: Content,
    file_name: Option<String>,
    media_type: Option<String>,
    headers: Vec<(String, String)>,
}

#[derive(Clone)]
enum Content {
    Bytes(Bytes),
    /// A stream that can be made again.
    Again(Maker),
    /// A stream that can be sent once.
    Once(Shared<Mutex<Option<Body>>>),
}

impl Upload {
    /// Bytes, text or a [`Body`].
    pub fn new(content: impl Into<Self>) -> Self {
        content.into()
    }

    /// A stream that can be sent once; if it knows its length, that is sent.
    pub fn stream(
        stream: impl http_body::Body<Data = Bytes, Error = TransportError> + MaybeSend + 'static,
    ) -> Self {
        Self::from(Body::stream(stream))
    }

    /// The name of the file, for a part of several.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// What it is, in place of what the API says of the place.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// A header field more, for a part of several.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    const fn holding(content: Content) -> Self {
        Self {
            content,
            file_name: None,
            media_type: None,
            headers: Vec::new(),
        }
    }

    fn body(&self) -> Result<Body, &'static str> {
        match &self.content {
            Content::Bytes(bytes) => Ok(Body::from(bytes.clone())),
            Content::Again(make) => Ok(make().made_again(Shared::clone(make))),
            Content::Once(stream) => {
                let mut stream = stream.lock().unwrap_or_else(PoisonError::into_inner);
                stream
                    .take()
                    .ok_or("holds a stream that was sent already and cannot be made again")
            }
        }
    }
}

impl From<Body> for Upload {
    fn from(body: Body) -> Self {
        Self::holding(match (body.shared_bytes(), body.maker()) {
            (Some(bytes), _) => Content::Bytes(bytes),
            (None, Some(make)) => Content::Again(make),
            (None, None) => Content::Once(Shared::new(Mutex::new(Some(body)))),
        })
    }
}

impl From<Bytes> for Upload {
    fn from(bytes: Bytes) -> Self {
        Self::holding(Content::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Upload {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(Bytes::from(bytes))
    }
}

impl From<String> for Upload {
    fn from(text: String) -> Self {
        Self::from(Bytes::from(text))
    }
}

impl From<&'static str> for Upload {
    fn from(text: &'static str) -> Self {
        Self::from(Bytes::from(text))
    }
}

impl From<&'static [u8]> for Upload {
    fn from(bytes: &'static [u8]) -> Self {
        Self::from(Bytes::from(bytes))
    }
}

impl PartialEq for Upload {
    /// Bytes are equal by what they are, streams only if they are the same.
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.content, &other.content) {
            (Content::Bytes(one), Content::Bytes(other)) => one == other,
            (Content::Again(one), Content::Again(other)) => Shared::ptr_eq(one, other),
            (Content::Once(one), Content::Once(other)) => Shared::ptr_eq(one, other),
            (Content::Bytes(_) | Content::Again(_) | Content::Once(_), _) => false,
        };
        same && self.file_name == other.file_name
            && self.media_type == other.media_type
            && self.headers == other.headers
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let content = match &self.content {
            Content::Bytes(bytes) => format!("{} bytes", bytes.len()),
            Content::Again(_) | Content::Once(_) => "stream".to_owned(),
        };
        f.debug_struct("Upload")
            .field("content", &content)
            .field("file_name", &self.file_name)
            .field("media_type", &self.media_type)
            .finish_non_exhaustive()
    }
}

impl ToJson for Upload {
    fn write(&self, writer: &mut Writer) {
        writer.attach(self.body().map(|body| Attachment {
            body,
            file_name: self.file_name.clone(),
            media_type: self.media_type.clone(),
            headers: self.headers.clone(),
        }));
    }
}

impl FromJson for Upload {
    /// A string, as bytes.
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        reader.string().map(|text| Self::from(text.to_owned()))
    }
}

slots! { Upload = Self::holding(Content::Bytes(Bytes::new())) }

impl RequestParts {
    /// Content that is sent as it is; its own media type comes before the documented one.
    pub fn upload(&mut self, media_type: &'static str, content: Option<&Upload>) {
        let Some(content) = content else {
            return;
        };
        match content.body() {
            Ok(body) => {
                let media_type = content.media_type.as_deref().unwrap_or(media_type);
                self.content(media_type, Some(body));
            }
            Err(why) => self.refuse("body", why),
        }
    }
}
