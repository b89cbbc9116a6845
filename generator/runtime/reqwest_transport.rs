//! The transport over `reqwest`.

use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll};

use url::Url;

use super::address::to_url;
use super::{Body, Transport, TransportError, TransportFuture};

/// Sends requests through a `reqwest::Client`.
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    /// The origin of the first request, with user and password if it has any: most that follow go there.
    first: OnceLock<Url>,
}

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
            .map(|client| Self {
                client,
                first: OnceLock::new(),
            })
    }

    /// An address as `reqwest` takes it. Parsing the origin is most of the work, and it is the same for nearly all.
    fn url(&self, uri: &http::Uri) -> Result<Url, url::ParseError> {
        let Some(first) = self.first.get() else {
            let url = to_url(uri)?;
            let mut origin = url.clone();
            origin.set_path("");
            origin.set_query(None);
            let _ = self.first.set(origin);
            return Ok(url);
        };
        let authority = uri.authority().map(http::uri::Authority::as_str);
        if uri.scheme_str() != Some(first.scheme()) || authority != Some(first.authority()) {
            return to_url(uri);
        }
        let mut url = first.clone();
        url.set_path(uri.path());
        url.set_query(uri.query());
        Ok(url)
    }
}

/// An address may hold secrets: it is not shown.
impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ReqwestTransport")
            .field(&self.client)
            .finish()
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let client = self.client.clone();
        let url = self.url(request.uri());
        Box::pin(async move {
            let request = into_reqwest(request, url.map_err(TransportError::not_sent)?);
            let response = client.execute(request).await.map_err(sorted)?;
            Ok(http::Response::from(response).map(|body| Body::stream(Received(body))))
        })
    }
}

fn into_reqwest(request: http::Request<Body>, url: Url) -> reqwest::Request {
    let (parts, body) = request.into_parts();
    let mut request = reqwest::Request::new(parts.method, url);
    *request.version_mut() = parts.version;
    *request.headers_mut() = parts.headers;
    // Empty and short bodies go as bytes, so that `reqwest` knows their length.
    *request.body_mut() = match body.shared_bytes() {
        Some(bytes) if bytes.is_empty() => None,
        Some(bytes) => Some(reqwest::Body::from(bytes)),
        None => Some(reqwest::Body::wrap(Shared(Mutex::new(body)))),
    };
    request
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
