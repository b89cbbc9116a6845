//! What a call is: lazy, changeable, cancellable, spawnable, and independent of the network.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use quo_client::runtime::TransportFuture;
use quo_client::types::DeleteContact;
use quo_client::{Body, Client, Error, Retry, Transport, TransportError};

use crate::server::{Answer, KEY, Server, answer, error_body, field, no_content};

#[tokio::test]
async fn a_call_can_be_spawned() {
    let server = Server::with(no_content()).await;
    let call = tokio::spawn(server.client().delete_contact("a").into_future());
    call.await.expect("no panic").expect("deleted");
}

#[tokio::test]
async fn a_call_that_is_not_awaited_does_nothing() {
    let server = Server::with(no_content()).await;
    drop(server.client().delete_contact("a"));
    drop(server.client().delete_contact("a").into_future());
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn dropping_the_future_gives_the_call_up() {
    let server = Server::with(Answer::Silence).await;
    let call = tokio::spawn(server.client().delete_contact("a").into_future());
    crate::server::until(|| server.requests().len() == 1).await;
    assert_eq!(server.abandoned(), 0);
    call.abort();
    assert!(call.await.is_err_and(|error| error.is_cancelled()));
    crate::server::until(|| server.abandoned() == 1).await;
}

#[tokio::test]
async fn clones_share_their_connections() {
    let server = Server::start([no_content(), no_content(), no_content()]).await;
    let client = server.client();
    for clone in [client.clone(), client.clone(), client] {
        clone.delete_contact("a").await.expect("deleted");
    }
    assert_eq!((server.requests().len(), server.connections()), (3, 1));
}

#[tokio::test]
async fn header_fields_can_be_added_and_replaced() {
    let server = Server::start([no_content(), no_content()]).await;
    let builder = server
        .builder()
        .user_agent("mine/1")
        .default_header("X-Default", "1")
        .default_header("X-Other", "1");
    let client = builder.build().expect("a client");
    let call = client
        .delete_contact("a")
        .header("X-Own", "2")
        .header("X-Other", "2");
    call.header("authorization", "another")
        .await
        .expect("deleted");
    client.delete_contact("a").await.expect("deleted");
    let requests = server.requests();
    assert_eq!(field(&requests[0], "x-own"), Some("2"));
    assert_eq!(field(&requests[0], "x-default"), Some("1"));
    assert_eq!(requests[0].to_lowercase().matches("x-other").count(), 1);
    assert_eq!(field(&requests[0], "x-other"), Some("2"));
    assert_eq!(field(&requests[0], "user-agent"), Some("mine/1"));
    assert_eq!(field(&requests[0], "authorization"), Some("another"));
    assert_eq!(field(&requests[1], "authorization"), Some(KEY));
    assert_eq!(field(&requests[1], "x-own"), None);
}

#[tokio::test]
async fn a_header_field_that_cannot_be_sent_is_refused() {
    let server = Server::start([]).await;
    for (name, value) in [
        ("X-A", "a\r\nX-Evil: 1"),
        ("X-A", "\0"),
        ("X A", "1"),
        ("", "1"),
    ] {
        let error = server
            .client()
            .delete_contact("a")
            .header(name, value)
            .await
            .expect_err("refused");
        assert!(matches!(error, Error::NotSent(_)), "{error:?}");
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_raw_answer_is_whatever_came() {
    let server = Server::start([answer(404, "", "<html>"), answer(418, "X-A: 1\r\n", "tea")]).await;
    let client = server.client();
    for (status, content) in [(404, "<html>"), (418, "tea")] {
        let mut answer = client.delete_contact("a").raw().await.expect("an answer");
        assert_eq!(answer.status(), status);
        let chunk = answer
            .body_mut()
            .chunk()
            .await
            .expect("a body")
            .expect("whole");
        assert_eq!(chunk, content);
        assert!(answer.body_mut().chunk().await.is_none());
    }
}

#[tokio::test]
async fn a_request_is_data() {
    let request = DeleteContact { id: "a".to_owned() };
    assert_eq!(request, request.clone());
    let server = Server::with(no_content()).await;
    server.client().call(request).await.expect("deleted");
    assert!(server.only().starts_with("DELETE /v1/contacts/a "));
}

/// A transport without a network.
#[derive(Clone, Default)]
struct Mock {
    sent: Arc<Mutex<Vec<String>>>,
    calls: Arc<AtomicUsize>,
}

impl Transport for Mock {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        self.sent
            .lock()
            .expect("no panic while it is held")
            .push(format!("{} {}", request.method(), request.uri()));
        let count = self.calls.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            match count {
                0 => {
                    let body = Body::from(error_body(404, "0800404", "Not Found"));
                    http::Response::builder()
                        .status(404)
                        .body(body)
                        .map_err(TransportError::not_sent)
                }
                1 => Err(TransportError::not_sent("no network")),
                _ => Err(TransportError::interrupted("the network went away")),
            }
        })
    }
}

#[tokio::test]
async fn a_transport_of_ones_own_needs_no_network() {
    let mock = Mock::default();
    let client = Client::builder()
        .api_key(KEY)
        .transport(mock.clone())
        .retry(Retry::off())
        .build()
        .expect("a client");
    let first = client.delete_contact("a").await.expect_err("404");
    assert!(first.kind().is_some_and(|kind| kind.is_not_found()));
    assert!(matches!(
        client.delete_contact("b").await,
        Err(Error::NotSent(_))
    ));
    assert!(
        matches!(client.delete_contact("c").await, Err(Error::Interrupted(error)) if !error.is_timeout())
    );
    let sent = mock.sent.lock().expect("no panic while it is held").clone();
    assert_eq!(sent[0], "DELETE https://api.openphone.com/v1/contacts/a");
    assert_eq!(sent.len(), 3);
}
