//! The generated client of a description whose names are hard to turn into Rust, compiled without a warning and called.

#![deny(warnings)]

#[path = "../fixtures/hard-names/expected/client.rs"]
#[rustfmt::skip]
mod client;
#[path = "../fixtures/hard-names/expected/lib2.rs"]
#[rustfmt::skip]
mod lib2;
#[path = "../fixtures/hard-names/expected/lib3.rs"]
#[rustfmt::skip]
mod lib3;
#[path = "../fixtures/hard-names/expected/operations.rs"]
#[rustfmt::skip]
mod operations;
#[allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "the tests use only part of what a client may use"
)]
#[path = "../../runtime/mod.rs"]
pub mod runtime;
#[path = "../fixtures/hard-names/expected/runtime2.rs"]
#[rustfmt::skip]
mod runtime2;
#[path = "../fixtures/hard-names/expected/types.rs"]
#[rustfmt::skip]
pub mod types;
#[path = "../fixtures/hard-names/expected/types2.rs"]
#[rustfmt::skip]
mod types2;
#[path = "../fixtures/hard-names/expected/rocket.rs"]
#[rustfmt::skip]
mod rocket;

use std::sync::{Arc, Mutex};

use runtime::{Body, Client, Transport, TransportFuture};

/// Records where requests go and answers all of them alike.
struct Server {
    seen: Arc<Mutex<Vec<String>>>,
    body: &'static str,
}

impl Transport for Server {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let line = format!("{} {}", request.method(), request.uri());
        self.seen.lock().unwrap().push(line);
        let answer = http::Response::builder()
            .status(200)
            .header("content-type", "application/json")
            .body(Body::from(self.body.to_owned()));
        Box::pin(async move { Ok(answer.unwrap()) })
    }
}

fn client(body: &'static str) -> (Client, Arc<Mutex<Vec<String>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let server = Server {
        seen: seen.clone(),
        body,
    };
    let client = Client::builder().transport(server).build().unwrap();
    (client, seen)
}

#[tokio::test]
async fn names_on_the_wire_are_those_of_the_document() {
    let body = r#"{"type": "a", "self": "b", "": "c", "+1": 1, "-1": 2, "userId": "d", "user_id": "e", "UserID": "f", "日本語": "g"}"#;
    let (client, seen) = client(body);
    let value = client.r#match().r#type("t").self_("s").await.unwrap();
    assert_eq!(
        (value.r#type.as_deref(), value.self_.as_deref()),
        (Some("a"), Some("b"))
    );
    assert_eq!((value.plus_1, value.minus_1), (Some(1), Some(2)));
    assert_eq!(value.日本語.as_deref(), Some("g"));
    let seen = seen.lock().unwrap();
    assert_eq!(*seen, ["GET https://example.com/match?type=t&self=s"]);
}

#[tokio::test]
async fn operations_that_are_called_like_the_client_s_own_functions_are_there() {
    let (client, seen) = client(r#"{"値": "v", "mut": "m"}"#);
    assert_eq!(client.get_thing().await.unwrap().値.as_deref(), Some("v"));
    assert_eq!(client.größe("ï").await.unwrap().r#mut.as_deref(), Some("m"));
    client.reactions_plus_1("a/b").await.unwrap();
    let seen = seen.lock().unwrap();
    assert_eq!(
        *seen,
        [
            "GET https://example.com/things",
            "GET https://example.com/gr%C3%B6%C3%9Fe/%C3%AF",
            "PUT https://example.com/things/a%2Fb/+1",
        ]
    );
}
