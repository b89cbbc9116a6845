//! The generated client of an operation with a body, compiled and called: a constant, several errors, a range of statuses.

use std::sync::{Arc, Mutex};

#[path = "../fixtures/send-message/expected/client.rs"]
#[rustfmt::skip]
mod client;
#[path = "../fixtures/send-message/expected/messages.rs"]
#[rustfmt::skip]
mod messages;
#[allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "the tests use only part of what a client may use"
)]
#[path = "../../runtime/mod.rs"]
pub mod runtime;
#[path = "../fixtures/send-message/expected/types.rs"]
#[rustfmt::skip]
pub mod types;

use runtime::{Body, Client, Error, Transport, TransportFuture};
use types::{SendMessageBody, SendMessageError};

/// Records bodies and answers all requests alike.
struct Server {
    seen: Arc<Mutex<Vec<String>>>,
    status: u16,
    body: &'static str,
}

impl Transport for Server {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let body = String::from_utf8_lossy(request.body().as_bytes().unwrap()).into_owned();
        self.seen.lock().unwrap().push(body);
        let answer = http::Response::builder()
            .status(self.status)
            .body(Body::from(self.body.to_owned()));
        Box::pin(async move { Ok(answer.unwrap()) })
    }
}

async fn send(
    status: u16,
    body: &'static str,
) -> (
    Result<types::SendMessageResponse, Error<SendMessageError>>,
    String,
) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let server = Server {
        seen: Arc::clone(&seen),
        status,
        body,
    };
    let client = Client::builder()
        .api_key("key")
        .transport(server)
        .build()
        .unwrap();
    let body = SendMessageBody {
        content: "Hello".to_owned(),
        phone_number_id: None,
        from: "PN1".to_owned(),
        to: vec!["+15555550100".to_owned()],
        user_id: None,
        set_inbox_status: None,
    };
    let result = client.send_message(body).await;
    let sent = seen.lock().unwrap().concat();
    (result, sent)
}

#[tokio::test]
async fn a_constant_is_sent_without_being_asked_for() {
    let answer = r#"{"data": {"id": "AC1", "to": [], "from": "a", "text": "Hello", "phoneNumberId": null,
        "direction": "outgoing", "status": "queued", "createdAt": "2024-01-02T03:04:05Z"}}"#;
    let (result, sent) = send(202, answer).await;
    assert_eq!(
        sent,
        r#"{"kind":"sms","content":"Hello","from":"PN1","to":["+15555550100"]}"#
    );
    let data = result.unwrap().data;
    assert_eq!((data.id.as_str(), data.phone_number_id), ("AC1", None));
}

#[tokio::test]
async fn each_documented_status_is_its_variant() {
    let (result, _) = send(
        402,
        r#"{"message": "m", "code": "other", "status": 402, "title": "t", "description": "d"}"#,
    )
    .await;
    let Err(Error::Api(error)) = result else {
        panic!("documented")
    };
    assert!(error.kind().is_not_enough_credits());
    assert_eq!(
        error.code().as_deref(),
        Some("other"),
        "a code that is not documented is what came"
    );
    assert_eq!(error.kind().documented("code"), Some("0200402"));

    let (result, _) = send(429, "").await;
    assert_eq!(result.unwrap_err().to_string(), "429 Too Many Requests");

    let (result, _) = send(503, r#"{"message": "later"}"#).await;
    let Err(Error::Api(error)) = result else {
        panic!("documented")
    };
    assert!(
        matches!(error.kind(), SendMessageError::ServerError(503, body) if body.message == "later")
    );
    assert_eq!(error.kind().status(), 503);
}
