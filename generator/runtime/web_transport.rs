//! The transport over `reqwest` on the web, where it is `fetch` that sends.
//!
//! What `fetch` does not let a program decide is the browser's: it follows redirects by itself, decides on some header
//! fields such as `Cookie`, takes content only whole, and does not say whether a request that failed was sent.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::BytesMut;
use futures_core::Stream;
use http_body::Frame;

use super::{Body, Bytes, Transport, TransportError, TransportFuture};

/// Sends requests through a `reqwest::Client`.
#[derive(Debug, Clone)]
pub struct ReqwestTransport(reqwest::Client);

impl ReqwestTransport {
    /// A transport from settings of your own.
    ///
    /// # Errors
    ///
    /// What `reqwest` says.
    pub fn new(builder: reqwest::ClientBuilder) -> Result<Self, reqwest::Error> {
        builder.build().map(Self)
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let client = self.0.clone();
        Box::pin(async move {
            let (parts, mut body) = request.into_parts();
            let mut content = BytesMut::new();
            while let Some(chunk) = body.chunk().await {
                content.extend_from_slice(&chunk?);
            }
            let request = http::Request::from_parts(parts, content.freeze());
            let request = reqwest::Request::try_from(request)
                .map_err(|error| TransportError::not_sent(error.without_url()))?;
            let response = client.execute(request).await.map_err(sorted)?;
            let (status, headers) = (response.status(), response.headers().clone());
            let stream = Box::pin(response.bytes_stream());
            let mut answer = http::Response::new(Body::stream(Received(stream)));
            *answer.status_mut() = status;
            *answer.headers_mut() = headers;
            Ok(answer)
        })
    }
}

/// An address holds secrets where a key goes in the query: it is never part of the error.
fn sorted(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    if error.is_builder() {
        TransportError::not_sent(error)
    } else {
        TransportError::interrupted(error)
    }
}

/// An answer's body with the transport's own errors.
struct Received<S>(Pin<Box<S>>);

impl<S: Stream<Item = reqwest::Result<Bytes>>> http_body::Body for Received<S> {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let chunk = self.0.as_mut().poll_next(context);
        chunk.map(|chunk| chunk.map(|chunk| chunk.map(Frame::data).map_err(sorted)))
    }
}
