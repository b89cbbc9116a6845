//! The transport over `reqwest`.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use super::{Body, Transport, TransportError, TransportFuture};

/// Sends requests through a `reqwest::Client`.
#[derive(Debug, Clone)]
pub struct ReqwestTransport(reqwest::Client);

impl ReqwestTransport {
    /// A transport from settings of your own; redirects and the `Referer` header, which would carry secrets, are turned off.
    ///
    /// # Errors
    ///
    /// What `reqwest` says, for instance if TLS cannot be set up.
    pub fn new(builder: reqwest::ClientBuilder) -> Result<Self, reqwest::Error> {
        builder
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .build()
            .map(Self)
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let client = self.0.clone();
        Box::pin(async move {
            let request = into_reqwest(request)?;
            let response = client.execute(request).await.map_err(sorted)?;
            Ok(http::Response::from(response).map(|body| Body::stream(Received(body))))
        })
    }
}

fn into_reqwest(request: http::Request<Body>) -> Result<reqwest::Request, TransportError> {
    let (parts, body) = request.into_parts();
    let url = reqwest::Url::parse(&text(&parts.uri)).map_err(TransportError::not_sent)?;
    let mut request = reqwest::Request::new(parts.method, url);
    *request.version_mut() = parts.version;
    *request.headers_mut() = parts.headers;
    // Empty and short bodies go as bytes, so that `reqwest` knows their length.
    *request.body_mut() = Some(match body.shared_bytes() {
        Some(bytes) => reqwest::Body::from(bytes),
        None => reqwest::Body::wrap(Shared(Mutex::new(body))),
    });
    Ok(request)
}

/// An address as text, which need not grow while it is written.
fn text(uri: &http::Uri) -> String {
    let authority = uri.authority().map_or("", http::uri::Authority::as_str);
    let path = uri
        .path_and_query()
        .map_or("/", http::uri::PathAndQuery::as_str);
    [uri.scheme_str().unwrap_or_default(), "://", authority, path].concat()
}

/// A stream that only its owner polls, made shareable for `reqwest`.
struct Shared(Mutex<Body>);

impl http_body::Body for Shared {
    type Data = bytes::Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<bytes::Bytes>, TransportError>>> {
        let body = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        Pin::new(body).poll_frame(context)
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .size_hint()
    }
}

/// An address holds secrets where a key goes in the query: it is never part of the error.
fn sorted(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    if error.is_connect() || error.is_builder() {
        TransportError::not_sent(error)
    } else {
        TransportError::interrupted(error)
    }
}

/// An answer's body with the transport's own errors.
struct Received(reqwest::Body);

impl http_body::Body for Received {
    type Data = bytes::Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<bytes::Bytes>, TransportError>>> {
        Pin::new(&mut self.0)
            .poll_frame(context)
            .map(|frame| frame.map(|frame| frame.map_err(sorted)))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.0.size_hint()
    }
}
