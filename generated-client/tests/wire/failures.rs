//! Answers other than documented, and none at all.

use std::error::Error as _;
use std::time::Duration;

use quo_client::types::DeleteContactError;
use quo_client::{ApiError, Decode, Error};
use tokio::net::TcpListener;

use crate::server::{Answer, Server, answer, builder_for, error_body, text};

type Failed = Error<DeleteContactError>;

async fn failed(answer: Answer) -> Failed {
    let server = Server::with(answer).await;
    server
        .client()
        .delete_contact("a")
        .await
        .expect_err("no success")
}

fn decode(error: &Failed) -> &Decode {
    match error {
        Error::Decode(error) => error,
        other => panic!("{other:?}"),
    }
}

/// Status, header fields and body are there, whatever the answer was.
fn assert_all_there(error: &Failed, status: u16, body: &str) {
    assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
    assert_eq!(error.request_id(), Some("req-9"));
    assert!(
        error
            .headers()
            .is_some_and(|headers| headers.contains_key("content-length"))
    );
    assert_eq!(
        error
            .body()
            .map(|body| String::from_utf8_lossy(body).into_owned())
            .as_deref(),
        Some(body)
    );
    assert!(error.received().is_some());
    assert!(error.kind().is_none());
}

const ID: &str = "X-Request-Id: req-9\r\n";

#[tokio::test]
async fn an_undocumented_status_is_unexpected() {
    for status in [200, 202, 301, 402, 418, 429, 502, 503, 599] {
        let body = r#"{"code": "slow", "message": "down"}"#;
        let error = failed(answer(status, ID, body)).await;
        assert!(matches!(error, Error::Unexpected(_)), "{status} {error:?}");
        assert_all_there(&error, status, body);
        assert_eq!(error.code().as_deref(), Some("slow"));
        assert_eq!(error.message().as_deref(), Some("down"));
        assert!(
            error
                .to_string()
                .starts_with(&format!("undocumented answer {status}")),
            "{error}"
        );
    }
}

#[tokio::test]
async fn html_at_a_documented_status_cannot_be_read() {
    let html = "<html><body>404 from the proxy</body></html>";
    let error = failed(answer(
        404,
        &format!("{ID}Content-Type: text/html\r\n"),
        html,
    ))
    .await;
    let found = decode(&error);
    assert_eq!(
        (found.misfit().path(), found.misfit().message()),
        ("", "not JSON: no value begins with `<`")
    );
    assert!(found.received().is_whole());
    assert_all_there(&error, 404, html);
    assert_eq!(error.code(), None);
    assert_eq!(error.to_string(), "the answer 404 Not Found cannot be read");
    assert_eq!(
        error.source().map(ToString::to_string).as_deref(),
        Some("not JSON: no value begins with `<`")
    );
}

#[tokio::test]
async fn an_empty_body_where_one_is_documented_cannot_be_read() {
    let error = failed(answer(404, ID, "")).await;
    assert!(decode(&error).misfit().path().is_empty());
    assert_all_there(&error, 404, "");
}

#[tokio::test]
async fn json_of_another_shape_says_where() {
    let good = error_body(404, "0800404", "Not Found");
    let shapes = [
        (
            good.replace(r#"{"type": "string"}"#, r#"{"type": 7}"#),
            "errors[0].schema.type",
            "expected a string, found a number",
        ),
        (
            good.replace(r#""schema""#, r#""scheme""#),
            "errors[0].schema",
            "missing",
        ),
        (
            good.replace(r#""status": 404"#, r#""status": "404""#),
            "status",
            "expected a number, found a string",
        ),
        (
            good.replace(r#""message": "it went wrong", "#, ""),
            "message",
            "missing",
        ),
        ("[]".to_owned(), "", "expected an object, found an array"),
        (format!("{good} x"), "", "something follows the value"),
    ];
    for (body, path, message) in shapes {
        let error = failed(answer(404, ID, &body)).await;
        let misfit = decode(&error).misfit();
        assert_eq!((misfit.path(), misfit.message()), (path, message));
        assert_all_there(&error, 404, &body);
    }
    // What did arrive can still be asked for.
    let body = good.replace(r#""status": 404"#, r#""status": null"#);
    let error = failed(answer(404, ID, &body)).await;
    assert_eq!(error.code().as_deref(), Some("0800404"));
    assert_eq!(error.message().as_deref(), Some("it went wrong"));
}

#[tokio::test]
async fn a_body_that_is_not_utf_8_is_kept_as_it_came() {
    let mut bytes = text(404, ID, 4, "").into_bytes();
    bytes.extend_from_slice(b"\"\xff\xfe\"");
    let error = failed(Answer::Bytes(bytes)).await;
    assert_eq!(decode(&error).misfit().message(), "not UTF-8 after byte 1");
    assert_eq!(
        error.body().map(|body| &body[..]),
        Some(&b"\"\xff\xfe\""[..])
    );
}

#[tokio::test]
async fn a_body_cut_in_the_middle_is_said_to_be() {
    let body = error_body(404, "0800404", "Not Found");
    let half = &body[..body.len() / 2];
    let error = failed(Answer::Close(text(404, ID, body.len(), half).into_bytes())).await;
    assert!(!decode(&error).received().is_whole());
    assert!(
        error.to_string().contains("the body did not arrive whole"),
        "{error}"
    );
    assert_all_there(&error, 404, half);
    // An undocumented status as well.
    let error = failed(Answer::Close(text(502, ID, 100, "half").into_bytes())).await;
    assert!(matches!(error, Error::Unexpected(_)));
    assert!(
        error.to_string().contains("the body did not arrive whole"),
        "{error}"
    );
    assert_all_there(&error, 502, "half");
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_cut_and_said_to_be() {
    let body = error_body(404, "0800404", "Not Found");
    let server = Server::start([answer(404, ID, &body), answer(404, ID, &body)]).await;
    let client = server
        .builder()
        .error_body_limit(100)
        .build()
        .expect("a client");
    let error = client.delete_contact("a").await.expect_err("404");
    assert!(!decode(&error).received().is_whole());
    assert!(
        error
            .to_string()
            .contains("longer than the limit of 100 bytes"),
        "{error}"
    );
    assert_all_there(&error, 404, &body[..100]);
    let exact = server
        .builder()
        .error_body_limit(body.len())
        .build()
        .expect("a client");
    let error = exact.delete_contact("a").await.expect_err("404");
    assert!(matches!(error, Error::Api(_)));
}

#[tokio::test]
async fn a_failure_that_can_be_read_before_the_cut_is_still_that_failure() {
    let body = error_body(404, "0800404", "Not Found");
    let padded = format!("{body}{}", " ".repeat(100));
    let server = Server::with(answer(404, ID, &padded)).await;
    let client = server
        .builder()
        .error_body_limit(body.len() + 10)
        .build()
        .expect("a client");
    let error = client.delete_contact("a").await.expect_err("404");
    assert!(error.kind().is_some_and(DeleteContactError::is_not_found));
    assert!(error.to_string().contains("was cut there"), "{error}");
}

#[tokio::test]
async fn no_answer_in_time_is_an_interruption() {
    let server = Server::start([Answer::Silence, Answer::Silence]).await;
    let call = server
        .client()
        .delete_contact("a")
        .timeout(Duration::from_millis(50));
    let error = call.await.expect_err("no answer");
    assert!(
        matches!(&error, Error::Interrupted(error) if error.is_timeout()),
        "{error:?}"
    );
    assert!(error.status().is_none() && error.headers().is_none() && error.body().is_none());
    let client = server
        .builder()
        .timeout(Duration::from_millis(50))
        .build()
        .expect("a client");
    let error = client.delete_contact("a").await.expect_err("no answer");
    assert!(
        matches!(&error, Error::Interrupted(error) if error.is_timeout()),
        "{error:?}"
    );
    assert!(
        error.to_string().contains("the server may have acted"),
        "{error}"
    );
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn the_time_is_for_the_body_too() {
    let body = text(404, ID, 1000, "{\"code\":");
    let server = Server::start([Answer::Bytes(body.into_bytes()), Answer::Silence]).await;
    let call = server
        .client()
        .delete_contact("a")
        .timeout(Duration::from_millis(200));
    let error = call.await.expect_err("half an answer");
    assert!(error.to_string().contains("the time was up"), "{error}");
    assert_all_there(&error, 404, "{\"code\":");
}

#[tokio::test]
async fn a_connection_that_ends_before_the_answer_is_an_interruption() {
    for bytes in [
        &b""[..],
        b"HTTP/1.1 20",
        b"HTTP/1.1 204 No Content\r\nX-",
        b"nonsense\r\n\r\n",
    ] {
        let error = failed(Answer::Close(bytes.to_vec())).await;
        assert!(
            matches!(&error, Error::Interrupted(error) if !error.is_timeout()),
            "{bytes:?} {error:?}"
        );
        assert!(error.source().is_some());
    }
}

#[tokio::test]
async fn a_refused_connection_sent_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let client = builder_for(&url).build().expect("a client");
    let error = client
        .delete_contact("a")
        .await
        .expect_err("nobody listens");
    assert!(matches!(error, Error::NotSent(_)), "{error:?}");
    assert_eq!(
        error.to_string(),
        "the request was not sent: no connection could be made"
    );
    assert!(error.source().is_some());
    assert!(error.status().is_none() && error.code().is_none() && error.request_id().is_none());
}

#[tokio::test]
async fn the_question_mark_keeps_every_kind() {
    let server = Server::start([
        answer(418, ID, "tea"),
        answer(404, ID, "tea"),
        Answer::Close(Vec::new()),
    ])
    .await;
    let client = server.client();
    let mut kinds = Vec::new();
    for id in ["a", "b", "c", ""] {
        let error: Error = client
            .delete_contact(id)
            .await
            .expect_err("no success")
            .into();
        if !matches!(error, Error::Interrupted(_) | Error::NotSent(_)) {
            assert_eq!(error.body().map(|body| &body[..]), Some(&b"tea"[..]));
        }
        kinds.push(match error {
            Error::NotSent(_) => "not sent",
            Error::Interrupted(_) => "interrupted",
            Error::Api(_) => "documented",
            Error::Unexpected(_) => "unexpected",
            Error::Decode(_) => "unreadable",
        });
    }
    assert_eq!(
        kinds,
        ["unexpected", "unreadable", "interrupted", "not sent"]
    );
}

#[test]
fn errors_are_small_and_go_anywhere() {
    fn anywhere<T: std::error::Error + Send + Sync + 'static>() -> usize {
        size_of::<T>()
    }
    assert!(anywhere::<Failed>() <= 24);
    assert!(anywhere::<Error>() <= 24);
    assert!(anywhere::<ApiError>() > 0 && anywhere::<ApiError<DeleteContactError>>() > 0);
}
