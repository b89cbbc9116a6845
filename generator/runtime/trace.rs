//! What `tracing` is told of calls and attempts, in the words of OpenTelemetry's conventions for HTTP clients.
//!
//! **Invariant:** no header field, no content, no value of a query and nothing of an error's text is ever told.

use std::future::Future;
use std::time::Duration;

use http::uri::{Scheme, Uri};
use http::{Method, StatusCode};
use tracing::field::Empty;
use tracing::{Instrument, debug, info_span};

use super::Body;
use super::exchange::{Content, Failed};
use super::request::Prepared;

/// A call, or one request of it.
pub(super) struct Span(tracing::Span);

impl Span {
    /// A call, from its first attempt to its last.
    pub(super) fn of_call(request: &Prepared) -> Self {
        let (method, original) = method(&request.method);
        let span = info_span!(
            "call",
            otel.name = name(request),
            otel.kind = "internal",
            otel.status_code = Empty,
            http.request.method = method,
            http.request.method_original = original,
            http.response.status_code = Empty,
            url.template = request.template,
            server.address = request.uri.host(),
            server.port = port(&request.uri),
            attempts = Empty,
            "error.type" = Empty,
        );
        Self(span)
    }

    /// One request, before which this many were sent for the same call.
    pub(super) fn of_attempt(request: &Prepared, resends: u32) -> Self {
        let (method, original) = method(&request.method);
        let span = info_span!(
            "attempt",
            otel.name = name(request),
            otel.kind = "client",
            otel.status_code = Empty,
            http.request.method = method,
            http.request.method_original = original,
            http.request.resend_count = (resends > 0).then_some(resends),
            http.response.status_code = Empty,
            url.full = address(&request.uri, request.elsewhere),
            url.template = request.template,
            server.address = request.uri.host(),
            server.port = port(&request.uri),
            "error.type" = Empty,
        );
        Self(span)
    }

    /// The future within this span.
    pub(super) fn within<F: Future>(&self, future: F) -> impl Future<Output = F::Output> {
        future.instrument(self.0.clone())
    }

    /// What became of one request.
    pub(super) fn attempt_ended(&self, answered: &Result<http::Response<Body>, Failed>) {
        self.ended(answered.as_ref().map(http::Response::status));
    }

    /// What became of a call.
    pub(super) fn call_ended(
        &self,
        answered: &Result<http::Response<Content>, Failed>,
        attempts: u32,
    ) {
        self.0.record("attempts", attempts);
        self.ended(answered.as_ref().map(http::Response::status));
    }

    fn ended(&self, answered: Result<StatusCode, &Failed>) {
        let error = match answered {
            Ok(status) => {
                self.0.record("http.response.status_code", status.as_u16());
                let is_error = status.is_client_error() || status.is_server_error();
                is_error.then_some(status.as_str().to_owned())
            }
            Err(Failed::NotSent(_)) => Some("not_sent".to_owned()),
            Err(Failed::Interrupted(error)) if error.is_timeout() => Some("timeout".to_owned()),
            Err(Failed::Interrupted(_)) => Some("interrupted".to_owned()),
        };
        if let Some(error) = error {
            self.0.record("error.type", error);
            self.0.record("otel.status_code", "ERROR");
        }
    }
}

/// A request will be sent again.
pub(super) fn repeats(wait: Duration) {
    debug!(wait = ?wait, "sent again");
}

/// A method that HTTP defines, or that it is another, and which (OpenTelemetry, "HTTP client span").
fn method(method: &Method) -> (&str, Option<&str>) {
    let known = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::DELETE,
        Method::CONNECT,
        Method::OPTIONS,
        Method::TRACE,
        Method::PATCH,
    ];
    match known.contains(method) {
        true => (method.as_str(), None),
        false => ("_OTHER", Some(method.as_str())),
    }
}

fn name(request: &Prepared) -> String {
    let method = match method(&request.method) {
        (known, None) => known,
        (_, Some(_)) => "HTTP",
    };
    format!("{method} {}", request.template)
}

/// The port that a request goes to.
fn port(uri: &Uri) -> Option<u16> {
    uri.port_u16().or_else(|| match uri.scheme() {
        Some(scheme) if *scheme == Scheme::HTTPS => Some(443),
        Some(scheme) if *scheme == Scheme::HTTP => Some(80),
        Some(_) | None => None,
    })
}

/// An address without user and password and without the values of its query; of one that a redirect led to elsewhere,
/// whose path may hold a secret of its own, the origin.
fn address(uri: &Uri, elsewhere: bool) -> String {
    let scheme = uri.scheme_str().unwrap_or_default();
    let host = uri.host().unwrap_or_default();
    let port = uri.port().map_or(String::new(), |port| format!(":{port}"));
    let origin = format!("{scheme}://{host}{port}");
    if elsewhere {
        return origin;
    }
    let query = uri.query().unwrap_or_default().split('&');
    let query = query.filter(|pair| !pair.is_empty()).map(|pair| {
        let named = pair.split_once('=');
        named.map_or("REDACTED".to_owned(), |(name, _)| {
            format!("{name}=REDACTED")
        })
    });
    let query: Vec<String> = query.collect();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{origin}{}{mark}{}", uri.path(), query.join("&"))
}
