//! JSON values that a server sends one by one: JSON Lines and the like, and JSON text sequences (RFC 7464).

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use super::Call;
use super::json_splitter::{Item, JsonSplitter};
use super::live::Live;
use super::operation::{Answer, Plain};
use super::reader::{FromJson, Misfit, Reader};
use super::stream_error::{Cut, StreamError};
use super::streaming::{Opening, Streamed, Streaming};

/// How many bytes one value may have, unless the stream is told otherwise.
const LIMIT: usize = 16 << 20;

/// JSON values that a server sends one by one, each on a line of its own or after a record separator; dropping it gives up
/// the rest.
///
/// A value that is not of its type is an error after which the stream goes on.
pub struct JsonStream<T> {
    live: Box<Live>,
    splitter: JsonSplitter,
    limit: usize,
    decode: fn(&[u8]) -> Result<T, Misfit>,
}

impl Answer<'_> {
    /// The answer's values as they come.
    ///
    /// # Errors
    ///
    /// None.
    pub fn json_stream<T: FromJson>(self) -> Opening<JsonStream<T>> {
        let values = JsonStream {
            live: Live::of(&self),
            splitter: JsonSplitter::default(),
            limit: LIMIT,
            decode: |text| Reader::document(text),
        };
        Ok(Plain::new(self.status(), values))
    }
}

impl<Op> Call<Op> {
    /// The same call, which asks for values one by one instead of one answer.
    pub fn into_values<T>(self) -> Call<Streamed<Op, JsonStream<T>>>
    where
        Op: Streaming<JsonStream<T>>,
    {
        self.streamed()
    }
}

impl<T> JsonStream<T> {
    /// The next value; `None` at the end. May be given up at any time without losing a value.
    ///
    /// # Errors
    ///
    /// [`StreamError::Item`] if the value is not of its type; the next may be asked for. [`StreamError::Cut`] if the
    /// connection is lost or nothing came for too long.
    pub async fn next(&mut self) -> Option<Result<T, StreamError>> {
        std::future::poll_fn(|context| self.poll_value(context)).await
    }

    fn poll_value(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, StreamError>>> {
        loop {
            if let Some(item) = self.splitter.item() {
                return Poll::Ready(Some(self.decoded(item)));
            }
            if self.splitter.held() > self.limit {
                self.splitter.give_up();
                return Poll::Ready(Some(Err(self.live.end(Cut::Limit(self.limit)))));
            }
            match ready!(self.live.poll_chunk(context)) {
                Some(Ok(chunk)) => self.splitter.feed(&chunk),
                Some(Err(error)) => {
                    // What is held is half of a value.
                    self.splitter.give_up();
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    let last = self.splitter.last();
                    return Poll::Ready(last.map(|item| self.decoded(item)));
                }
            }
        }
    }

    fn decoded(&self, item: Item) -> Result<T, StreamError> {
        let value = if item.may_be_cut {
            Err(Misfit::new("nothing says that the value ends here"))
        } else {
            (self.decode)(&item.text)
        };
        value.map_err(|misfit| {
            StreamError::item(self.live.head().clone(), item.text.freeze(), misfit, None)
        })
    }

    /// How long it may be waited for the next bytes, `None` for ever; that of the call, unless it is said here.
    #[must_use]
    pub fn idle_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.live.set_idle_timeout(limit.into());
        self
    }

    /// How many bytes one value may have: 16 MiB, unless it is said here.
    #[must_use]
    pub fn item_limit(mut self, bytes: usize) -> Self {
        self.limit = bytes;
        self
    }

    /// The status.
    pub const fn status(&self) -> StatusCode {
        self.live.head().status()
    }

    /// The header fields.
    pub const fn headers(&self) -> &HeaderMap {
        self.live.head().headers()
    }

    /// The id that the server gave the request.
    pub fn request_id(&self) -> Option<&str> {
        self.live.head().request_id()
    }
}

impl<T> Stream for JsonStream<T> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_value(context)
    }
}

impl<T> fmt::Debug for JsonStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonStream")
            .field("head", self.live.head())
            .finish_non_exhaustive()
    }
}
