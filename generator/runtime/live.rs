//! The content of an answer while it comes: chunk by chunk, and an end that is too early is an error.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http_body::Frame;

use super::Body;
use super::error::Received;
use super::operation::{Answer, Unread};
use super::patience::Patience;
use super::stream_error::{Cut, StreamError};

/// The content of an answer while it comes.
#[derive(Debug)]
pub(super) struct Live {
    head: Received,
    body: Body,
    patience: Patience,
    /// How many bytes came.
    came: u64,
    /// How many bytes there are, where the server said so.
    length: Option<u64>,
    over: bool,
}

impl Live {
    /// The content of an answer whose head was read.
    ///
    /// Boxed, so that what reads it is small beside the other successes of an operation.
    pub(super) fn of(answer: &Answer<'_>) -> Box<Self> {
        let head = answer.received.head();
        let unread = take_unread(answer);
        // A transport that decodes a content encoding gives other bytes than were counted.
        let length = if head.headers().contains_key(CONTENT_ENCODING) {
            None
        } else {
            let said = head.headers().get(CONTENT_LENGTH);
            said.and_then(|said| said.to_str().ok()?.trim().parse().ok())
        };
        Box::new(Self {
            head,
            body: unread.body,
            patience: Patience::of(unread.idle),
            came: 0,
            length,
            over: false,
        })
    }

    /// The answer without its content.
    pub(super) const fn head(&self) -> &Received {
        &self.head
    }

    /// How many bytes there are, where the server said so.
    #[allow(dead_code, reason = "an API may have no download")]
    pub(super) const fn length(&self) -> Option<u64> {
        self.length
    }

    /// How long it may keep quiet from now on; `None` is for ever.
    pub(super) fn set_idle_timeout(&mut self, limit: Option<Duration>) {
        self.patience = Patience::of(limit);
    }

    /// The next chunk, which is not empty; `None` at the end and ever after, also after an error.
    pub(super) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, StreamError>>> {
        while !self.over {
            let frame = http_body::Body::poll_frame(Pin::new(&mut self.body), context);
            let frame = match frame {
                Poll::Ready(frame) => frame,
                Poll::Pending => {
                    if self.patience.poll(context).is_pending() {
                        return Poll::Pending;
                    }
                    let waited = self.patience.limit().unwrap_or_default();
                    return Poll::Ready(Some(Err(self.end(Cut::Quiet(waited)))));
                }
            };
            self.patience.renew();
            match frame.map(|frame| frame.map(Frame::into_data)) {
                Some(Ok(Ok(chunk))) if chunk.is_empty() => {}
                Some(Ok(Ok(chunk))) => {
                    self.came += chunk.len() as u64;
                    return Poll::Ready(Some(Ok(chunk)));
                }
                Some(Ok(Err(_trailers))) => {}
                Some(Err(error)) => {
                    let source = error.into_source();
                    return Poll::Ready(Some(Err(self.end(Cut::Lost(source)))));
                }
                None => {
                    self.over = true;
                    if let Some(length) = self.length.filter(|length| self.came < *length) {
                        let came = self.came;
                        let cut = Cut::Short { came, length };
                        return Poll::Ready(Some(Err(self.end(cut))));
                    }
                }
            }
        }
        Poll::Ready(None)
    }

    /// Ends it before its end; the connection is given up.
    pub(super) fn end(&mut self, cut: Cut) -> StreamError {
        self.over = true;
        self.body = Body::empty();
        self.patience.renew();
        StreamError::cut(self.head.clone(), cut)
    }
}

/// The content that is still to come; what was read already comes at once.
fn take_unread(answer: &Answer<'_>) -> Unread {
    let left = |unread: &Mutex<Option<Unread>>| {
        let mut unread = unread.lock().unwrap_or_else(PoisonError::into_inner);
        unread.take()
    };
    answer.unread.and_then(left).unwrap_or_else(|| Unread {
        body: Body::from(answer.received.body().clone()),
        idle: None,
    })
}
