//! A server on loopback that answers with the bytes it was told to and keeps the requests as they came.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use quo_client::{Client, ClientBuilder, Retry};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The key that all tests use.
pub(crate) const KEY: &str = "quo-secret-key";

/// What is done with one request.
pub(crate) enum Answer {
    /// These bytes; the connection stays open.
    Bytes(Vec<u8>),
    /// These bytes; then the connection is closed.
    Close(Vec<u8>),
    /// Nothing, for as long as the client waits.
    Silence,
}

#[derive(Default)]
struct State {
    answers: VecDeque<Answer>,
    requests: Vec<String>,
    connections: usize,
    abandoned: usize,
}

/// A server of one test. It ends with the test's runtime.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl Server {
    /// Listens on a port of its own.
    pub(crate) async fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(Mutex::new(State {
            answers: answers.into_iter().collect(),
            ..State::default()
        }));
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                lock(&shared).connections += 1;
                tokio::spawn(serve(socket, Arc::clone(&shared)));
            }
        });
        Self { address, state }
    }

    /// One answer, for one request.
    pub(crate) async fn with(answer: Answer) -> Self {
        Self::start([answer]).await
    }

    /// The requests as they came: head, empty line, and content if its length was said.
    pub(crate) fn requests(&self) -> Vec<String> {
        lock(&self.state).requests.clone()
    }

    /// The one request that came.
    pub(crate) fn only(&self) -> String {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests.remove(0)
    }

    /// How many connections were made.
    pub(crate) fn connections(&self) -> usize {
        lock(&self.state).connections
    }

    /// How many connections the client closed while it was owed an answer.
    pub(crate) fn abandoned(&self) -> usize {
        lock(&self.state).abandoned
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A client of this server that has the key, and sends nothing again.
    pub(crate) fn client(&self) -> Client {
        self.builder().build().expect("a client")
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        builder_for(&self.url())
    }
}

/// Settings that the environment of the tests, such as a proxy, does not change. Nothing is sent again, so that each test
/// sees what one answer comes to.
pub(crate) fn builder_for(url: &str) -> ClientBuilder {
    let direct = reqwest::Client::builder().no_proxy();
    Client::builder()
        .api_key(KEY)
        .base_url(url)
        .retry(Retry::off())
        .reqwest_builder(direct)
}

fn lock(state: &Mutex<State>) -> std::sync::MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn serve(mut socket: TcpStream, state: Arc<Mutex<State>>) {
    while let Some(request) = read_request(&mut socket).await {
        let answer = {
            let mut state = lock(&state);
            state.requests.push(request);
            state.answers.pop_front()
        };
        match answer {
            Some(Answer::Bytes(bytes)) => {
                let _ = socket.write_all(&bytes).await;
            }
            Some(Answer::Close(bytes)) => {
                let _ = socket.write_all(&bytes).await;
                return;
            }
            Some(Answer::Silence) | None => {
                let _ = socket.read(&mut [0]).await;
                lock(&state).abandoned += 1;
                return;
            }
        }
    }
}

/// One request; `None` at the end of the connection.
async fn read_request(socket: &mut TcpStream) -> Option<String> {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, content)) = text.split_once("\r\n\r\n") {
            let length = field(head, "content-length").and_then(|length| length.parse().ok());
            if content.len() >= length.unwrap_or(0) {
                return Some(text);
            }
        }
        match socket.read(&mut buffer).await {
            Ok(read) if read > 0 => request.extend_from_slice(&buffer[..read]),
            _ => return None,
        }
    }
}

/// The value of a header field of a request.
pub(crate) fn field<'r>(request: &'r str, name: &str) -> Option<&'r str> {
    let mut fields = request.lines().skip(1).take_while(|line| !line.is_empty());
    fields.find_map(|line| {
        let (known, value) = line.split_once(':')?;
        known.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// An answer with a body of a known length.
pub(crate) fn answer(status: u16, fields: &str, body: &str) -> Answer {
    Answer::Bytes(text(status, fields, body.len(), body).into_bytes())
}

/// The text of an answer that says it is this long.
pub(crate) fn text(status: u16, fields: &str, length: usize, body: &str) -> String {
    format!("HTTP/1.1 {status} Reason\r\n{fields}Content-Length: {length}\r\n\r\n{body}")
}

/// An answer without a body.
pub(crate) fn no_content() -> Answer {
    Answer::Bytes(b"HTTP/1.1 204 No Content\r\nX-Request-Id: req-204\r\n\r\n".to_vec())
}

/// The body of an error, as the API's description has it.
pub(crate) fn error_body(status: u16, code: &str, title: &str) -> String {
    format!(
        r#"{{"message": "it went wrong", "code": "{code}", "status": {status}, "docs": "https://example.com/docs",
        "title": "{title}", "trace": "t-1", "errors": [{{"path": "/id", "message": "bad", "value": 1.0,
        "schema": {{"type": "string"}}}}], "unknown": [1, {{"x": null}}]}}"#
    )
}

/// Waits for what happens on the other side of a socket.
pub(crate) async fn until(what: impl Fn() -> bool) {
    for _ in 0..500 {
        if what() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it did not happen within five seconds");
}
