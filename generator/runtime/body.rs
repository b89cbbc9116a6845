//! What a request or an answer carries: nothing, bytes, or a stream.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::TransportError;

type Stream = Pin<Box<dyn http_body::Body<Data = Bytes, Error = TransportError> + Send>>;

/// What a request or an answer carries.
///
/// A stream that can be made again may be sent again after a redirect or a failure; one that cannot is sent once.
#[derive(Default)]
pub struct Body {
    content: Content,
    again: Option<Maker>,
}

/// Makes content, as often as it is asked to.
pub type Maker = Arc<dyn Fn() -> Body + Send + Sync>;

#[derive(Default)]
enum Content {
    #[default]
    Empty,
    Bytes(Bytes),
    Stream(Stream),
    /// A stream that was sent.
    Spent,
}

impl Body {
    /// Nothing.
    pub fn empty() -> Self {
        Self::default()
    }

    /// A stream that can be sent once.
    pub fn stream(
        stream: impl http_body::Body<Data = Bytes, Error = TransportError> + Send + 'static,
    ) -> Self {
        Self {
            content: Content::Stream(Box::pin(stream)),
            again: None,
        }
    }

    /// A stream that this function makes, each time it is sent.
    pub fn stream_again(make: impl Fn() -> Self + Send + Sync + 'static) -> Self {
        let make: Maker = Arc::new(make);
        make().made_again(make)
    }

    /// The same, and what makes it again, should it have to be sent again.
    #[must_use]
    pub fn made_again(mut self, make: Maker) -> Self {
        self.again = Some(make);
        self
    }

    /// The same once more, if that is possible.
    pub fn again(&self) -> Option<Self> {
        match &self.content {
            Content::Empty => Some(Self::empty()),
            Content::Bytes(bytes) => Some(Self::from(bytes.clone())),
            // What was made again can be made again as well.
            Content::Stream(_) | Content::Spent => self
                .again
                .as_ref()
                .map(|make| make().made_again(Arc::clone(make))),
        }
    }

    /// What makes the same once more, if that is possible.
    pub fn maker(&self) -> Option<Maker> {
        match &self.content {
            Content::Empty | Content::Bytes(_) => {
                let bytes = self.shared_bytes().unwrap_or_default();
                Some(Arc::new(move || Self::from(bytes.clone())))
            }
            Content::Stream(_) | Content::Spent => self.again.clone(),
        }
    }

    /// What is sent now; what is left can be sent later if there is a way to make it again. `None` if there is none and
    /// it was sent before.
    pub(super) fn take(&mut self) -> Option<Self> {
        match &self.content {
            Content::Empty | Content::Bytes(_) | Content::Spent => self.again(),
            Content::Stream(_) => Some(Self {
                content: std::mem::replace(&mut self.content, Content::Spent),
                again: self.again.clone(),
            }),
        }
    }

    /// Whether it can be sent more than once.
    pub(super) const fn is_repeatable(&self) -> bool {
        match &self.content {
            Content::Empty | Content::Bytes(_) => true,
            Content::Stream(_) | Content::Spent => self.again.is_some(),
        }
    }

    /// The bytes, shared and not copied, if it is no stream.
    pub fn shared_bytes(&self) -> Option<Bytes> {
        match &self.content {
            Content::Empty => Some(Bytes::new()),
            Content::Bytes(bytes) => Some(bytes.clone()),
            Content::Stream(_) | Content::Spent => None,
        }
    }

    /// The bytes, if it is no stream.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Empty => Some(&[]),
            Content::Bytes(bytes) => Some(bytes),
            Content::Stream(_) | Content::Spent => None,
        }
    }

    /// The next chunk; `None` at the end.
    ///
    /// # Errors
    ///
    /// [`TransportError`] if the stream ends before its end.
    pub async fn chunk(&mut self) -> Option<Result<Bytes, TransportError>> {
        loop {
            let frame = std::future::poll_fn(|context| {
                http_body::Body::poll_frame(Pin::new(&mut *self), context)
            })
            .await?;
            match frame.map(Frame::into_data) {
                Ok(Ok(bytes)) => return Some(Ok(bytes)),
                Ok(Err(_trailers)) => {}
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self {
            content: Content::Bytes(bytes),
            again: None,
        }
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self::from(Bytes::from(text))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(Bytes::from(bytes))
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.content {
            Content::Empty => f.write_str("Body(empty)"),
            Content::Bytes(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Content::Stream(_) | Content::Spent => f.write_str("Body(stream)"),
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        match &mut self.content {
            Content::Empty | Content::Spent => Poll::Ready(None),
            Content::Bytes(bytes) => {
                let bytes = std::mem::take(bytes);
                self.content = Content::Empty;
                Poll::Ready(if bytes.is_empty() {
                    None
                } else {
                    Some(Ok(Frame::data(bytes)))
                })
            }
            Content::Stream(stream) => stream.as_mut().poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.content {
            Content::Empty | Content::Spent => true,
            Content::Bytes(bytes) => bytes.is_empty(),
            Content::Stream(stream) => stream.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Empty | Content::Spent => SizeHint::with_exact(0),
            Content::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Content::Stream(stream) => stream.size_hint(),
        }
    }
}
