//! Events that a server sends one by one: `text/event-stream` (WHATWG HTML section 9.2).

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};

use super::Call;
use super::error::Received;
use super::event_parser::{Block, EventParser};
use super::live::Live;
use super::operation::{Answer, Plain};
use super::reader::{FromJson, Misfit, Reader};
use super::stream_error::{Cut, StreamError};
use super::streaming::{Opening, Streamed, Streaming};

/// How many bytes one event may have, unless the stream is told otherwise.
const LIMIT: usize = 16 << 20;

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event<T> {
    /// Its id, if it has one of its own.
    pub id: Option<String>,
    /// Its type; `None` is `message`.
    pub event: Option<String>,
    /// How long the server wants a client to wait before it connects again, if this event says so.
    pub retry: Option<Duration>,
    /// What it says.
    pub data: T,
}

/// The events that a server sends, one by one as they come; dropping it ends the connection.
///
/// It does not connect again by itself: [`last_event_id`](Self::last_event_id) and [`retry`](Self::retry) say what is
/// needed to do so. An event that is not of its type is an error after which the stream goes on.
pub struct EventStream<T> {
    live: Box<Live>,
    parser: Box<EventParser>,
    limit: usize,
    decode: fn(String) -> Result<T, (String, Misfit)>,
}

impl Answer<'_> {
    /// The answer's events, their data being JSON.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if the answer is of another media type.
    pub fn events<T: FromJson>(self) -> Opening<EventStream<T>> {
        EventStream::open(&self, |data| {
            Reader::text(&data).map_err(|misfit| (data, misfit))
        })
    }

    /// The answer's events, their data being text.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if the answer is of another media type.
    pub fn text_events(self) -> Opening<EventStream<String>> {
        EventStream::open(&self, Ok)
    }
}

impl<Op> Call<Op> {
    /// The same call, which asks for events instead of one answer.
    pub fn into_events<T>(self) -> Call<Streamed<Op, EventStream<T>>>
    where
        Op: Streaming<EventStream<T>>,
    {
        self.streamed()
    }
}

impl<T> EventStream<T> {
    fn open(
        answer: &Answer<'_>,
        decode: fn(String) -> Result<T, (String, Misfit)>,
    ) -> Opening<Self> {
        let media_type = media_type(answer.received);
        // Anything else would have no line that is a field, so its content would be lost.
        let known = [
            "",
            "text/event-stream",
            "text/plain",
            "application/octet-stream",
        ];
        if !known.contains(&media_type.as_str()) {
            return Err(Misfit::new(format!(
                "expected text/event-stream, found {media_type}"
            )));
        }
        let events = Self {
            live: Live::of(answer),
            parser: Box::default(),
            limit: LIMIT,
            decode,
        };
        Ok(Plain::new(answer.status(), events))
    }

    /// The next event; `None` at the end.
    ///
    /// An event that is not whole at the end is dropped, as the standard has it. May be given up at any time without
    /// losing an event.
    ///
    /// # Errors
    ///
    /// [`StreamError::Item`] if the event is not of its type; the next may be asked for. [`StreamError::Cut`] if the
    /// connection is lost or nothing came for too long.
    pub async fn next(&mut self) -> Option<Result<Event<T>, StreamError>> {
        std::future::poll_fn(|context| self.poll_event(context)).await
    }

    fn poll_event(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Event<T>, StreamError>>> {
        loop {
            if let Some(block) = self.parser.event() {
                return Poll::Ready(Some(self.decoded(block)));
            }
            if self.parser.held() > self.limit {
                self.parser.give_up();
                return Poll::Ready(Some(Err(self.live.end(Cut::Limit(self.limit)))));
            }
            match ready!(self.live.poll_chunk(context)) {
                Some(Ok(chunk)) => self.parser.feed(&chunk),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    fn decoded(&self, block: Block) -> Result<Event<T>, StreamError> {
        match (self.decode)(block.data) {
            Ok(data) => Ok(Event {
                id: block.id,
                event: block.event,
                retry: block.retry,
                data,
            }),
            Err((data, misfit)) => {
                let head = self.live.head().clone();
                Err(StreamError::item(head, data.into(), misfit, block.event))
            }
        }
    }

    /// The same events, their data as it comes.
    pub fn into_text(self) -> EventStream<String> {
        EventStream {
            live: self.live,
            parser: self.parser,
            limit: self.limit,
            decode: Ok,
        }
    }

    /// The id of the last event that had one; empty if none had. It goes into the header `Last-Event-ID` of the call that
    /// connects again.
    pub fn last_event_id(&self) -> &str {
        self.parser.last_event_id()
    }

    /// How long the server wants a client to wait before it connects again, if it said so.
    pub const fn retry(&self) -> Option<Duration> {
        self.parser.retry()
    }

    /// How long it may be waited for the next bytes, `None` for ever; that of the call, unless it is said here.
    #[must_use]
    pub fn idle_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.live.set_idle_timeout(limit.into());
        self
    }

    /// How many bytes one event may have: 16 MiB, unless it is said here.
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

impl<T> Stream for EventStream<T> {
    type Item = Result<Event<T>, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_event(context)
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("head", self.live.head())
            .field("last_event_id", &self.parser.last_event_id())
            .field("retry", &self.parser.retry())
            .finish_non_exhaustive()
    }
}

/// The media type of an answer without its parameters, in lower case; empty if it says none.
fn media_type(head: &Received) -> String {
    let said = head.headers().get(CONTENT_TYPE);
    let said = said.and_then(|said| said.to_str().ok()).unwrap_or_default();
    let essence = said.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}
