//! The generated client of an API that has idempotency keys and a limit of requests, compiled and called.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::Instant;

#[path = "../fixtures/payments/expected/client.rs"]
#[rustfmt::skip]
mod client;
#[path = "../fixtures/payments/expected/operations.rs"]
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
#[path = "../fixtures/payments/expected/types.rs"]
#[rustfmt::skip]
pub mod types;

use runtime::{Body, Client, ClientBuilder, Error, Transport, TransportError, TransportFuture};

/// Ends the connection of every other request, beginning with the first, and keeps heads and when they came.
#[derive(Clone, Default)]
struct Server(Arc<Mutex<Vec<(http::request::Parts, Instant)>>>);

impl Transport for Server {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let mut seen = self.0.lock().unwrap();
        let is_refund = request.uri().path().ends_with("refund");
        let status = if is_refund { 204 } else { 201 };
        seen.push((request.into_parts().0, Instant::now()));
        let ends = seen.len() % 2 == 1;
        Box::pin(async move {
            if ends {
                return Err(TransportError::interrupted("connection reset"));
            }
            let answer = http::Response::builder().status(status);
            Ok(answer.body(Body::empty()).unwrap())
        })
    }
}

impl Server {
    fn fields(&self, name: &str) -> Vec<Option<String>> {
        let seen = self.0.lock().unwrap();
        let fields = seen.iter().map(|(head, _)| head.headers.get(name));
        fields
            .map(|field| Some(field?.to_str().unwrap().to_owned()))
            .collect()
    }

    fn builder(&self) -> ClientBuilder {
        Client::builder().transport(self.clone())
    }
}

#[tokio::test(start_paused = true)]
async fn a_described_key_is_made_for_each_call() {
    let server = Server::default();
    let client = server.builder().rate_limit(None).build().unwrap();
    client.pay(7).currency("EUR").await.unwrap();
    client.pay(7).await.unwrap();
    let keys = server.fields("idempotency-key");
    assert_eq!(keys.len(), 4);
    assert!(keys[0].is_some() && keys[0] == keys[1] && keys[2] == keys[3]);
    assert_ne!(keys[0], keys[2]);
    client.pay(7).idempotency_key("mine").await.unwrap();
    assert_eq!(server.fields("idempotency-key")[5].as_deref(), Some("mine"));
}

#[tokio::test(start_paused = true)]
async fn without_a_key_nothing_is_done_twice() {
    let server = Server::default();
    let client = server.builder().build().unwrap();
    client.refund("a").await.unwrap();
    assert!(server.fields("x-refund-id").iter().all(Option::is_some));
    let error = client.send_receipt("a").await.unwrap_err();
    assert!(matches!(error, Error::Interrupted(_)) && error.attempts() == 1);
    assert_eq!(server.fields("idempotency-key"), [None, None, None]);
}

#[tokio::test(start_paused = true)]
async fn a_described_limit_is_kept() {
    let server = Server::default();
    let client = server.builder().build().unwrap();
    for _ in 0..4 {
        client.refund("a").await.unwrap();
    }
    let seen = server.0.lock().unwrap();
    assert_eq!(seen.len(), 8);
    for four in seen.windows(4) {
        assert!(four[3].1 - four[0].1 >= Duration::from_secs(2));
    }
}
