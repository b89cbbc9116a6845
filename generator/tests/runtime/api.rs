//! An invented API, written by hand as generated code would write it, and a transport that records what is sent.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex};

use crate::runtime::{
    Answer, Api, Body, Client, ClientBuilder, Json, Method, NoFailure, Operation, Placement,
    Reading, RequestLine, RequestParts, Retry, Scheme, Secret, Transport, TransportError,
    TransportFuture,
};

pub(crate) const BARE: Scheme = Scheme::api_key("bare", Placement::Header("Authorization"));
pub(crate) const HEADER: Scheme = Scheme::api_key("header", Placement::Header("X-Api-Key"));
pub(crate) const QUERY: Scheme = Scheme::api_key("query", Placement::Query("api_key"));
pub(crate) const COOKIE: Scheme = Scheme::api_key("cookie", Placement::Cookie("session"));
pub(crate) const BEARER: Scheme = Scheme::bearer("bearer");
pub(crate) const BASIC: Scheme = Scheme::basic("basic");

static API: Api = Api {
    base_url: "https://pets.example/v1/",
    user_agent: "pets/1.0",
    schemes: &[&BARE, &HEADER, &QUERY, &COOKIE, &BEARER, &BASIC],
};

/// A client that sends nothing again: what else a call does is seen by one attempt.
pub(crate) fn builder() -> ClientBuilder {
    default_builder().retry(Retry::off())
}

/// A client as it is unless it is told otherwise.
pub(crate) fn default_builder() -> ClientBuilder {
    ClientBuilder::new(&API)
}

/// What a test says of a request.
type Parts = Arc<dyn Fn(&mut RequestParts) + Send + Sync>;

/// `GET /pets/rex`, with whatever the test says.
pub(crate) fn get(parts: impl Fn(&mut RequestParts) + Send + Sync + 'static) -> GetPet {
    GetPet(Arc::new(parts))
}

/// `POST /pets/{name}.json`, with whatever the test says.
pub(crate) fn put(parts: impl Fn(&mut RequestParts) + Send + Sync + 'static) -> PutPet {
    PutPet(Arc::new(parts))
}

/// `GET /pets/rex`; any success is text.
pub(crate) struct GetPet(Parts);

impl Operation for GetPet {
    type Output = String;
    type Error = NoFailure;
    const LINE: RequestLine = RequestLine::new(Method::GET, "/pets/rex");

    fn request(&self, request: &mut RequestParts) {
        (self.0)(request);
    }

    fn answer(answer: Answer<'_>) -> Reading<Self> {
        match answer.status() {
            200 => answer.text()?.success(),
            _ => answer.undocumented(),
        }
    }
}

/// `POST /pets/{name}.json`; any success is JSON.
pub(crate) struct PutPet(Parts);

impl Operation for PutPet {
    type Output = Json;
    type Error = NoFailure;
    const LINE: RequestLine = RequestLine::new(Method::POST, "/pets/{name}.json");

    fn request(&self, request: &mut RequestParts) {
        (self.0)(request);
    }

    fn answer(answer: Answer<'_>) -> Reading<Self> {
        match answer.status() {
            200 => answer.success(),
            _ => answer.undocumented(),
        }
    }
}

impl fmt::Debug for GetPet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GetPet")
    }
}

/// A request that reached the transport.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Seen {
    /// All values of a header field.
    pub(crate) fn header(&self, name: &str) -> Vec<&str> {
        let of_name = self.headers.iter().filter(|(known, _)| known == name);
        of_name.map(|(_, value)| value.as_str()).collect()
    }

    /// Path and query.
    pub(crate) fn target(&self) -> &str {
        self.url
            .strip_prefix("https://pets.example/v1")
            .expect("the base URL stays")
    }
}

/// A transport without a network: answers what it is told to, then 200 with `{}`.
#[derive(Clone, Default)]
pub(crate) struct Mock(Arc<Mutex<(Vec<Seen>, VecDeque<Scripted>)>>);

type Scripted = Result<http::Response<Body>, TransportError>;

impl Mock {
    pub(crate) fn answering(answers: impl IntoIterator<Item = http::Response<Body>>) -> Self {
        Self::scripted(answers.into_iter().map(Ok))
    }

    pub(crate) fn scripted(answers: impl IntoIterator<Item = Scripted>) -> Self {
        Self(Arc::new(Mutex::new((
            Vec::new(),
            answers.into_iter().collect(),
        ))))
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.0
            .lock()
            .expect("no test panics while it holds this")
            .0
            .clone()
    }

    /// The one request that was sent.
    pub(crate) fn only(&self) -> Seen {
        let mut seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen.remove(0)
    }
}

impl Transport for Mock {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let state = Arc::clone(&self.0);
        Box::pin(async move {
            let (parts, mut body) = request.into_parts();
            let mut content = Vec::new();
            while let Some(chunk) = body.chunk().await {
                content.extend_from_slice(&chunk?);
            }
            let text =
                |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
            let seen = Seen {
                method: parts.method,
                url: parts.uri.to_string(),
                headers: parts
                    .headers
                    .iter()
                    .map(|(name, value)| (name.to_string(), text(value)))
                    .collect(),
                body: content,
            };
            let mut state = state.lock().expect("no test panics while it holds this");
            state.0.push(seen);
            state
                .1
                .pop_front()
                .unwrap_or_else(|| Ok(http::Response::new(Body::from("{}".to_owned()))))
        })
    }
}

/// A client of that transport that has every credential.
pub(crate) fn client(mock: &Mock) -> Client {
    with_credentials(builder().transport(mock.clone()))
}

/// A client that has every credential.
pub(crate) fn with_credentials(builder: ClientBuilder) -> Client {
    let builder = builder
        .credential(&BARE, "bare-key")
        .credential(&HEADER, "header-key");
    let builder = builder
        .credential(&QUERY, "query key+/")
        .credential(&COOKIE, "cookie-key");
    let builder = builder.credential(&BEARER, "token");
    let builder = builder.credential(&BASIC, Secret::basic("user", "pass"));
    builder.build().expect("all of it can be sent")
}

/// Runs a future to its end.
pub(crate) fn wait<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(future)
}
