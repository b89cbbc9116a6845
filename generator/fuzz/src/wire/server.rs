//! A server without a network: what it is sent is kept, and it answers what it is told to.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use http_body::Frame;

use crate::runtime::{
    Api, Body, Bytes, Client, ClientBuilder, HeaderMap, Placement, Retry, Scheme, Transport,
    TransportError, TransportFuture,
};

/// What every secret of the client holds.
pub(super) const SECRET: &str = "s3cr3t";

pub(super) const KEY: Scheme = Scheme::api_key("key", Placement::Header("X-Api-Key"));
pub(super) const QUERY: Scheme = Scheme::api_key("query", Placement::Query("api_key"));
pub(super) const COOKIE: Scheme = Scheme::api_key("cookie", Placement::Cookie("session"));

/// Where requests go.
pub(super) const BASE: &str = "https://api.example/base";

static API: Api = Api {
    base_url: BASE,
    user_agent: "fuzz/1.0",
    schemes: &[&KEY, &QUERY, &COOKIE],
};

/// A request that was sent.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) url: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

#[derive(Default)]
struct State {
    seen: Vec<Seen>,
    answers: VecDeque<http::Response<Body>>,
}

#[derive(Clone, Default)]
struct Server(Arc<Mutex<State>>);

impl Transport for Server {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let state = Arc::clone(&self.0);
        Box::pin(async move {
            let (parts, mut body) = request.into_parts();
            let mut content = Vec::new();
            while let Some(chunk) = body.chunk().await {
                content.extend_from_slice(&chunk?);
            }
            let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
            state.seen.push(Seen {
                url: parts.uri.to_string(),
                headers: parts.headers,
                body: content,
            });
            Ok(state.answers.pop_front().unwrap_or_default())
        })
    }
}

struct World {
    server: Server,
    client: Client,
    tokio: tokio::runtime::Runtime,
}

thread_local! {
    static WORLD: RefCell<Option<World>> = const { RefCell::new(None) };
}

fn world() -> World {
    let server = Server::default();
    let client = ClientBuilder::new(&API)
        .credential(&KEY, SECRET)
        .credential(&QUERY, SECRET)
        .credential(&COOKIE, SECRET)
        .timeout(None)
        .transport(server.clone())
        .retry(Retry::off());
    World {
        server,
        client: client.build().expect("all of it can be sent"),
        tokio: tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .expect("a runtime"),
    }
}

/// Runs something with a client whose server gives these answers; gives also what the server was sent.
pub(super) fn with<T, F: Future<Output = T>>(
    answers: impl IntoIterator<Item = http::Response<Body>>,
    run: impl FnOnce(Client) -> F,
) -> (T, Vec<Seen>) {
    WORLD.with(|cell| {
        // After a panic a new one is made.
        let world = cell.borrow_mut().take().unwrap_or_else(world);
        {
            let mut state = world
                .server
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            state.seen.clear();
            state.answers = answers.into_iter().collect();
        }
        let result = world.tokio.block_on(run(world.client.clone()));
        let mut state = world
            .server
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let seen = std::mem::take(&mut state.seen);
        drop(state);
        *cell.borrow_mut() = Some(world);
        (result, seen)
    })
}

/// An answer with this content.
pub(super) fn answer(status: u16, headers: &[(&str, &[u8])], body: Body) -> http::Response<Body> {
    let mut answer = http::Response::new(body);
    *answer.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    for (name, value) in headers {
        let name = http::HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, http::HeaderValue::from_bytes(value)) {
            answer.headers_mut().append(name, value);
        }
    }
    answer
}

/// Content in these pieces.
pub(super) struct Chunks(pub(super) VecDeque<Bytes>);

impl http_body::Body for Chunks {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        Poll::Ready(self.0.pop_front().map(|chunk| Ok(Frame::data(chunk))))
    }
}
