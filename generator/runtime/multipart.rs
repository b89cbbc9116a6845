//! Content as `multipart/form-data` (RFC 7578): parts one after the other, streamed.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use http_body::{Frame, SizeHint};

use super::apart::{Apart, Attachment};
use super::body::Maker;
use super::platform::{Shared, random};
use super::request::RequestParts;
use super::writer::{ToJson, Writer};
use super::{Body, Bytes, TransportError};

/// Parts that are being put together.
#[derive(Debug)]
pub struct Multipart {
    boundary: String,
    pieces: VecDeque<Body>,
}

impl RequestParts {
    /// The properties of an object as parts; an absent value sends no content.
    ///
    /// Of a property that nothing is said of, text is text and an object is JSON. A list is a part for each element,
    /// unless it is said to be JSON. A property that is absent is left out, and one that is `null` is empty.
    pub fn multipart(
        &mut self,
        media_type: &'static str,
        value: &dyn ToJson,
        types: &[(&str, &str)],
    ) {
        if value.is_absent() {
            return;
        }
        match Multipart::of(value, types, &random_boundary()) {
            Ok(multipart) => {
                let boundary = &multipart.boundary;
                let media_type = format!("{media_type}; boundary={boundary}");
                self.content(&media_type, Some(multipart));
            }
            Err((name, why)) => self.refuse(&name, why),
        }
    }
}

impl Multipart {
    /// The properties of an object as parts, with the media types of some of them.
    ///
    /// # Errors
    ///
    /// What cannot be a part, and why.
    pub fn of(
        value: &dyn ToJson,
        types: &[(&str, &str)],
        boundary: &str,
    ) -> Result<Self, (String, &'static str)> {
        let properties = Writer::properties_of(value).map_err(|why| ("body".to_owned(), why))?;
        let mut multipart = Self {
            boundary: boundary.to_owned(),
            pieces: VecDeque::new(),
        };
        for property in properties {
            let known = types.iter().find(|(name, _)| *name == property.name);
            let name = property.name.clone();
            multipart
                .property(property, known.map(|(_, known)| *known))
                .map_err(|why| (name, why))?;
        }
        let end = format!("--{boundary}--\r\n");
        multipart.pieces.push_back(Body::from(end));
        Ok(multipart)
    }

    fn property(&mut self, property: Apart, known: Option<&str>) -> Result<(), &'static str> {
        if !property.files.is_empty() {
            for file in property.files {
                self.file(&property.name, file, known)?;
            }
            return Ok(());
        }
        if known.is_some_and(is_json) {
            return self.part(&property.name, known, property.json.into());
        }
        for (text, is_json) in property.texts() {
            let implied = is_json.then_some("application/json");
            self.part(&property.name, known.or(implied), text.into())?;
        }
        Ok(())
    }

    fn part(
        &mut self,
        name: &str,
        media_type: Option<&str>,
        content: Body,
    ) -> Result<(), &'static str> {
        self.head(name, None, media_type, &[])?;
        self.content(content);
        Ok(())
    }

    fn file(
        &mut self,
        name: &str,
        file: Attachment,
        known: Option<&str>,
    ) -> Result<(), &'static str> {
        let media_type = file.media_type.as_deref().or(known);
        let media_type = media_type.unwrap_or("application/octet-stream");
        // Many servers take a part without a file's name for text.
        let file_name = file.file_name.as_deref().unwrap_or(name);
        self.head(name, Some(file_name), Some(media_type), &file.headers)?;
        self.content(file.body);
        Ok(())
    }

    fn head(
        &mut self,
        name: &str,
        file_name: Option<&str>,
        media_type: Option<&str>,
        headers: &[(String, String)],
    ) -> Result<(), &'static str> {
        let mut head = format!(
            "--{}\r\nContent-Disposition: form-data; name=\"{}\"",
            self.boundary,
            quotable(name)
        );
        if let Some(file_name) = file_name {
            head.push_str(&format!("; filename=\"{}\"", quotable(file_name)));
        }
        let media_type = media_type.map(|media_type| ("Content-Type", media_type));
        let headers = headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        for (name, value) in media_type.into_iter().chain(headers) {
            if http::HeaderName::from_bytes(name.as_bytes()).is_err()
                || http::HeaderValue::from_str(value).is_err()
            {
                return Err("has a header field that cannot be sent");
            }
            head.push_str(&format!("\r\n{name}: {value}"));
        }
        head.push_str("\r\n\r\n");
        self.pieces.push_back(Body::from(head));
        Ok(())
    }

    fn content(&mut self, content: Body) {
        self.pieces.push_back(content);
        self.pieces
            .push_back(Body::from(Bytes::from_static(b"\r\n")));
    }
}

fn is_json(media_type: &str) -> bool {
    media_type == "application/json" || media_type.ends_with("+json")
}

/// Names as the HTML Standard's section 4.10.21.8 has them in quotes.
fn quotable(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// So many bits that nobody can guess it, so that no content can end its part.
fn random_boundary() -> String {
    format!("{:016x}{:016x}", random(), random())
}

/// Short and known parts are sent from memory; a stream is polled when it is its turn.
impl From<Multipart> for Body {
    fn from(multipart: Multipart) -> Self {
        let makers: Option<Vec<Maker>> = multipart.pieces.iter().map(Self::maker).collect();
        let body = Self::stream(Pieces(multipart.pieces));
        match makers {
            Some(makers) => body.made_again(Shared::new(move || {
                Self::stream(Pieces(makers.iter().map(|make| make()).collect()))
            })),
            None => body,
        }
    }
}

/// Content one after the other.
struct Pieces(VecDeque<Body>);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        while let Some(piece) = self.0.front_mut() {
            match Pin::new(piece).poll_frame(context) {
                Poll::Ready(None) => drop(self.0.pop_front()),
                // Trailers are of a whole body.
                Poll::Ready(Some(Ok(frame))) if !frame.is_data() => {}
                other => return other,
            }
        }
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    /// The length if all pieces know theirs.
    fn size_hint(&self) -> SizeHint {
        let lengths = self.0.iter().map(|piece| piece.size_hint().exact());
        match lengths.collect::<Option<Vec<u64>>>() {
            Some(lengths) => SizeHint::with_exact(lengths.iter().sum()),
            None => SizeHint::new(),
        }
    }
}
