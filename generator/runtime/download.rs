//! Content of any length, read as it comes.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Buf, Bytes};
use futures_core::Stream;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};

use super::Call;
use super::live::Live;
use super::operation::{Answer, Plain};
use super::platform::AsyncWrite;
use super::stream_error::StreamError;
use super::streaming::{Opening, Streamed, Streaming};

/// Content of any length, read as it comes; dropping it gives up the rest.
#[derive(Debug)]
pub struct Download {
    live: Box<Live>,
}

impl Answer<'_> {
    /// The answer's content as it comes.
    ///
    /// # Errors
    ///
    /// None.
    pub fn download(self) -> Opening<Download> {
        let live = Live::of(&self);
        Ok(Plain::new(self.status(), Download { live }))
    }
}

impl<Op: Streaming<Download>> Call<Op> {
    /// The same call, whose success is read as it comes: it is never held whole, and may be longer than the limit of a
    /// body.
    pub fn into_stream(self) -> Call<Streamed<Op, Download>> {
        self.streamed()
    }
}

impl Download {
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

    /// The media type.
    pub fn content_type(&self) -> Option<&str> {
        self.headers().get(CONTENT_TYPE)?.to_str().ok()
    }

    /// How many bytes there are, if the server said so.
    pub const fn content_length(&self) -> Option<u64> {
        self.live.length()
    }

    /// How long it may be waited for a chunk, `None` for ever; that of the call, unless it is said here.
    #[must_use]
    pub fn idle_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.live.set_idle_timeout(limit.into());
        self
    }

    /// The next chunk, which is not empty; `None` at the end.
    ///
    /// # Errors
    ///
    /// [`StreamError::Cut`] if the content ends before its end, or if nothing came for too long.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, StreamError> {
        std::future::poll_fn(|context| self.live.poll_chunk(context))
            .await
            .transpose()
    }

    /// Writes all that is still to come to a file or the like, flushes it, and gives the number of bytes.
    ///
    /// # Errors
    ///
    /// What the writer says, or [`StreamError`] as the source of an error of the kind `UnexpectedEof`.
    pub async fn write_to(
        &mut self,
        writer: &mut (impl AsyncWrite + Unpin),
    ) -> std::io::Result<u64> {
        let mut written = 0;
        while let Some(mut chunk) = self.chunk().await.map_err(as_io)? {
            while chunk.has_remaining() {
                let some = std::future::poll_fn(|context| {
                    Pin::new(&mut *writer).poll_write(context, &chunk)
                });
                match some.await? {
                    0 => return Err(std::io::ErrorKind::WriteZero.into()),
                    some => {
                        chunk.advance(some);
                        written += some as u64;
                    }
                }
            }
        }
        std::future::poll_fn(|context| Pin::new(&mut *writer).poll_flush(context)).await?;
        Ok(written)
    }
}

fn as_io(error: StreamError) -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::UnexpectedEof, error)
}

impl Stream for Download {
    type Item = Result<Bytes, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.live.poll_chunk(context)
    }
}
