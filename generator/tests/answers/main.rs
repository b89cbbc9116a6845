//! The generated client of answers of every kind, compiled and called: what each answer is taken for.

use std::sync::{Arc, Mutex};

#[path = "../fixtures/answers/expected/books.rs"]
#[rustfmt::skip]
mod books;
#[path = "../fixtures/answers/expected/client.rs"]
#[rustfmt::skip]
mod client;
#[path = "../fixtures/answers/expected/headers.rs"]
#[rustfmt::skip]
pub mod headers;
#[path = "../fixtures/answers/expected/reports.rs"]
#[rustfmt::skip]
mod reports;
#[allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "the tests use only part of what a client may use"
)]
#[path = "../../runtime/mod.rs"]
pub mod runtime;
#[path = "../fixtures/answers/expected/types.rs"]
#[rustfmt::skip]
pub mod types;

use runtime::{Body, Client, Error, Transport, TransportFuture};
use types::{AddBookError, AddBookOutput, Book, GetCoverError, GetStatusError, XOrder};

/// Gives one answer to everything, and keeps what was asked.
#[derive(Clone)]
struct Server {
    status: u16,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    asked: Arc<Mutex<Vec<http::request::Parts>>>,
}

impl Transport for Server {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let server = self.clone();
        Box::pin(async move {
            server.asked.lock().unwrap().push(request.into_parts().0);
            let mut answer = http::Response::builder().status(server.status);
            for (name, value) in server.headers {
                answer = answer.header(*name, *value);
            }
            Ok(answer.body(Body::from(server.body.to_owned())).unwrap())
        })
    }
}

fn answering(
    status: u16,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
) -> (Client, Server) {
    let server = Server {
        status,
        headers,
        body,
        asked: Arc::default(),
    };
    let client = Client::builder().transport(server.clone()).build().unwrap();
    (client, server)
}

fn accepted(server: &Server) -> String {
    let asked = server.asked.lock().unwrap();
    let accept = asked.last().unwrap().headers.get("accept").unwrap();
    accept.to_str().unwrap().to_owned()
}

fn book() -> Book {
    Book {
        title: "Emma".to_owned(),
        additional: std::collections::BTreeMap::new(),
    }
}

#[tokio::test]
async fn header_fields_have_types() {
    let (client, _) = answering(
        200,
        &[
            ("X-Total", "12"),
            ("x-order", "year"),
            ("X-Shelves", "one, \"two\""),
            ("X-Shelves", "three"),
        ],
        "[]",
    );
    let answer = client.list_books().send_with_response().await.unwrap();
    assert_eq!(answer.header(&headers::X_TOTAL), Ok(Some(12)));
    assert_eq!(answer.header(&headers::X_ORDER), Ok(Some(XOrder::Year)));
    let shelves = ["one", "\"two\"", "three"].map(str::to_owned).to_vec();
    assert_eq!(answer.header(&headers::X_SHELVES), Ok(Some(shelves)));
    assert_eq!(answer.header(&headers::LOCATION), Ok(None));
}

#[tokio::test]
async fn header_fields_of_another_type_are_an_error_of_their_own() {
    let (client, _) = answering(200, &[("X-Total", "many")], "[]");
    let answer = client.list_books().send_with_response().await.unwrap();
    assert!(answer.header(&headers::X_TOTAL).is_err());
    assert_eq!(answer.headers().get("x-total").unwrap(), "many");
}

#[tokio::test]
async fn failures_have_typed_header_fields() {
    let (client, _) = answering(429, &[("retry-after", "30")], "");
    let Err(Error::Api(error)) = client.list_books().await else {
        panic!("429 is documented")
    };
    assert!(error.kind().is_too_often());
    assert_eq!(error.header(&headers::RETRY_AFTER), Ok(Some(30)));
}

#[tokio::test]
async fn the_request_says_what_the_client_reads() {
    let (client, server) = answering(200, &[], "[]");
    client.list_books().await.unwrap();
    assert_eq!(accepted(&server), "application/json, */*;q=0.5");
    client.get_report().await.unwrap();
    assert_eq!(accepted(&server), "text/csv, */*;q=0.5");
    let own = client.get_report().header("Accept", "text/html");
    own.await.unwrap();
    assert_eq!(accepted(&server), "text/html");
    let _ = client.add_book(book()).await;
    let versioned = "application/vnd.books+json; version=2, */*;q=0.5";
    assert_eq!(accepted(&server), versioned);
}

#[tokio::test]
async fn one_status_may_have_several_bodies_by_media_type() {
    let refusal = r#"{"reasons": ["known"]}"#;
    const JSON: &str = "application/json; charset=utf-8";
    let kind = failed(answering(409, &[("Content-Type", JSON)], refusal)).await;
    assert!(matches!(kind, AddBookError::ClientError(409, body) if body.reasons == ["known"]));
    let problem = r#"{"title": "No"}"#;
    const PROBLEM: &str = "Application/Problem+JSON;charset=utf-8";
    let kind = failed(answering(409, &[("Content-Type", PROBLEM)], problem)).await;
    let AddBookError::ClientErrorProblem(409, body) = kind else {
        panic!("{kind:?} is not what problem+json stands for")
    };
    assert_eq!(body.title.as_deref(), Some("No"));
}

#[tokio::test]
async fn what_no_status_says_is_the_default() {
    let kind = failed(answering(503, &[], r#"{"title": "Later"}"#)).await;
    assert!(matches!(kind, AddBookError::OtherStatus(503, _)));
}

async fn failed((client, _): (Client, Server)) -> AddBookError {
    match client.add_book(book()).await {
        Err(Error::Api(error)) => error.kind().clone(),
        other => panic!("a failure is documented: {other:?}"),
    }
}

#[tokio::test]
async fn several_successes_are_one_enum() {
    let (client, _) = answering(201, &[], r#"{"title": "Emma"}"#);
    let made = client.add_book(book()).await.unwrap();
    assert_eq!(made, AddBookOutput::Created(book()));
    let (client, _) = answering(202, &[("Location", "/books/1")], "");
    let answer = client.add_book(book()).send_with_response().await.unwrap();
    assert_eq!(*answer.value(), AddBookOutput::Accepted);
    let location = answer.header(&headers::LOCATION).unwrap();
    assert_eq!(location.as_deref(), Some("/books/1"));
}

#[tokio::test]
async fn a_redirect_that_is_the_answer_is_not_followed() {
    let (client, server) = answering(302, &[("Location", "/covers/1")], "");
    let answer = client.get_cover("1").send_with_response().await.unwrap();
    let location = answer.header(&headers::LOCATION).unwrap();
    assert_eq!(location.as_deref(), Some("/covers/1"));
    assert_eq!(server.asked.lock().unwrap().len(), 1);
    let (client, _) = answering(404, &[], "");
    let Err(Error::Api(error)) = client.get_cover("1").await else {
        panic!("404 is documented")
    };
    assert_eq!(*error.kind(), GetCoverError::NoSuchBook);
}

#[tokio::test]
async fn other_redirects_are_followed_unless_the_caller_says_otherwise() {
    let (client, server) = answering(307, &[("Location", "/elsewhere")], "");
    assert!(matches!(
        client.list_books().await,
        Err(Error::Unexpected(_))
    ));
    assert_eq!(server.asked.lock().unwrap().len(), 6);
    let call = client.list_books().without_redirects();
    assert!(matches!(call.await, Err(Error::Unexpected(_))));
    assert_eq!(server.asked.lock().unwrap().len(), 7);
}

#[tokio::test]
async fn a_default_answer_alone_is_split_by_status() {
    let (client, _) = answering(200, &[], r#"{"title": "Fine"}"#);
    let problem = client.get_status().await.unwrap();
    assert_eq!(problem.title.as_deref(), Some("Fine"));
    let (client, _) = answering(500, &[], r#"{"title": "Not fine"}"#);
    let Err(Error::Api(error)) = client.get_status().await else {
        panic!("default is documented")
    };
    assert!(matches!(error.kind(), GetStatusError::OtherStatus(500, _)));
}

#[tokio::test]
async fn an_answer_to_head_has_no_content() {
    let (client, server) = answering(200, &[("Content-Length", "12")], "");
    client.book_exists("1").await.unwrap();
    assert_eq!(server.asked.lock().unwrap()[0].method, http::Method::HEAD);
    let (client, _) = answering(304, &[], "");
    let Err(Error::Api(error)) = client.book_exists("1").await else {
        panic!("304 is documented")
    };
    assert!(error.kind().is_as_before());
}
