//! Answers as documented: the success and each failure.

use std::collections::BTreeSet;

use quo_client::types::DeleteContactError;
use quo_client::{ApiError, Error, Json};

use crate::server::{Server, answer, error_body, field, no_content};

const JSON: &str = "Content-Type: application/json\r\nX-Request-Id: req-7\r\n";

#[tokio::test]
async fn success_is_nothing_and_the_request_is_as_documented() {
    let server = Server::with(no_content()).await;
    server
        .client()
        .delete_contact("66d0d87e8dc1211467372303")
        .await
        .expect("deleted");
    let request = server.only();
    assert!(
        request.starts_with("DELETE /v1/contacts/66d0d87e8dc1211467372303 HTTP/1.1\r\n"),
        "{request}"
    );
    assert_eq!(field(&request, "authorization"), Some("quo-secret-key"));
    let agent = concat!("quo-client/", env!("CARGO_PKG_VERSION"));
    assert_eq!(field(&request, "user-agent"), Some(agent));
    assert_eq!(field(&request, "content-type"), None);
    assert_eq!(field(&request, "referer"), None);
    assert!(
        request.ends_with("\r\n\r\n"),
        "there is no content: {request}"
    );
}

#[tokio::test]
async fn a_success_can_be_had_with_its_answer() {
    let server = Server::with(no_content()).await;
    let response = server
        .client()
        .delete_contact("a")
        .send_with_response()
        .await
        .expect("deleted");
    assert_eq!(response.status(), 204);
    assert_eq!(response.request_id(), Some("req-204"));
    assert!(response.headers().contains_key("x-request-id") && response.body().is_empty());
    let () = response.into_value();
}

async fn failure(status: u16, body: &str) -> Box<ApiError<DeleteContactError>> {
    let server = Server::with(answer(status, JSON, body)).await;
    match server.client().delete_contact("a").await {
        Err(Error::Api(error)) => error,
        other => panic!("{status}: {other:?}"),
    }
}

#[tokio::test]
async fn each_documented_failure_is_its_variant() {
    type Is = fn(&DeleteContactError) -> bool;
    let documented: [(u16, &str, &str, &str, Is); 6] = [
        (
            400,
            "0801400",
            "Invalid Custom Field Item",
            "Bad Request",
            DeleteContactError::is_invalid_custom_field_item,
        ),
        (
            401,
            "0800401",
            "Unauthorized",
            "Unauthorized",
            DeleteContactError::is_unauthorized,
        ),
        (
            403,
            "0801403",
            "Not Phone Number User",
            "Forbidden",
            DeleteContactError::is_not_phone_number_user,
        ),
        (
            404,
            "0800404",
            "Not Found",
            "Not Found",
            DeleteContactError::is_not_found,
        ),
        (
            409,
            "0800409",
            "Conflict",
            "Conflict",
            DeleteContactError::is_conflict,
        ),
        (
            500,
            "0801500",
            "Unknown",
            "Internal Server Error",
            DeleteContactError::is_unknown,
        ),
    ];
    let mut names = BTreeSet::new();
    for (status, code, title, reason, is) in documented {
        let body = error_body(status, code, title);
        let error = failure(status, &body).await;
        let kind = error.kind();
        for (_, other, _, _, predicate) in documented {
            assert_eq!(predicate(kind), other == code, "{status}");
        }
        assert!(is(kind));
        assert_eq!(kind.status(), status);
        assert_eq!(kind.code().as_deref(), Some(code));
        assert_eq!(kind.title().as_deref(), Some(title));
        assert_eq!(kind.message().as_deref(), Some("it went wrong"));
        assert_eq!(kind.documented("code"), Some(code));
        assert_eq!(kind.documented("title"), Some(title));
        assert_eq!(kind.documented("message"), None);
        assert_eq!(error.status(), status);
        assert_eq!(error.code().as_deref(), Some(code));
        assert_eq!(error.title().as_deref(), Some(title));
        assert_eq!(error.message().as_deref(), Some("it went wrong"));
        assert_eq!(error.request_id(), Some("req-7"));
        assert_eq!(
            error
                .headers()
                .get("content-type")
                .and_then(|value| value.to_str().ok()),
            Some("application/json")
        );
        assert_eq!(error.body(), body.as_bytes());
        assert!(error.received().is_whole());
        assert_eq!(
            error.to_string(),
            format!("{status} {reason} ({code}): it went wrong")
        );
        names.insert(error.into_any().kind().name());
    }
    assert_eq!(names.len(), 6);
}

#[tokio::test]
async fn the_whole_body_is_typed() {
    let error = failure(404, &error_body(404, "0800404", "Not Found")).await;
    let DeleteContactError::NotFound(body) = error.into_kind() else {
        panic!("404 is not found")
    };
    assert_eq!(
        (body.status, body.docs.as_str()),
        (404.0, "https://example.com/docs")
    );
    assert_eq!(
        (body.trace.as_deref(), body.description),
        (Some("t-1"), None)
    );
    let detail = &body.errors.expect("there are details")[0];
    assert_eq!(
        (detail.path.as_str(), detail.message.as_str()),
        ("/id", "bad")
    );
    assert_eq!(detail.value.as_ref().map(Json::as_str), Some("1.0"));
    assert_eq!(detail.schema.r#type, "string");
}

#[tokio::test]
async fn an_undocumented_code_changes_nothing_about_the_variant() {
    let error = failure(404, &error_body(404, "0999999", "Gone fishing")).await;
    assert!(error.kind().is_not_found());
    assert_eq!(error.code().as_deref(), Some("0999999"));
    assert_eq!(error.title().as_deref(), Some("Gone fishing"));
    assert_eq!(error.kind().documented("code"), Some("0800404"));
    assert_eq!(error.to_string(), "404 Not Found (0999999): it went wrong");
}

#[tokio::test]
async fn the_question_mark_loses_nothing() {
    async fn delete(server: &Server) -> Result<(), Error> {
        server.client().delete_contact("a").await?;
        Ok(())
    }
    let body = error_body(409, "0800409", "Conflict");
    let server = Server::with(answer(409, JSON, &body)).await;
    let error = delete(&server).await.expect_err("a conflict");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(409));
    assert_eq!(error.code().as_deref(), Some("0800409"));
    assert_eq!(error.message().as_deref(), Some("it went wrong"));
    assert_eq!(error.body().map(|body| &body[..]), Some(body.as_bytes()));
    assert_eq!(error.request_id(), Some("req-7"));
    assert!(
        error
            .headers()
            .is_some_and(|headers| headers.contains_key("content-type"))
    );
    assert_eq!(error.to_string(), "409 Conflict (0800409): it went wrong");
    let Error::Api(error) = error else {
        panic!("it is documented")
    };
    assert!(
        error
            .kind()
            .downcast_ref::<DeleteContactError>()
            .is_some_and(DeleteContactError::is_conflict)
    );
    assert!(
        error
            .kind()
            .downcast_ref::<quo_client::NoFailure>()
            .is_none()
    );
    // And into what programs use at their top.
    let boxed: Box<dyn std::error::Error + Send + Sync> = error.into();
    assert_eq!(boxed.to_string(), "409 Conflict (0800409): it went wrong");
}

#[tokio::test]
async fn a_204_with_a_body_is_a_success_and_the_connection_stays_usable() {
    let with_body = "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n";
    let server =
        Server::start([crate::server::Answer::Bytes(with_body.into()), no_content()]).await;
    let client = server.client();
    client.delete_contact("a").await.expect("deleted");
    client.delete_contact("b").await.expect("deleted");
    assert_eq!(server.connections(), 1);
    // A body where none may be: whatever becomes of the connection, both calls succeed.
    let server = Server::start([answer(204, "", "surprise"), no_content()]).await;
    let client = server.client();
    client.delete_contact("a").await.expect("deleted");
    client.delete_contact("b").await.expect("deleted");
    assert_eq!(server.requests().len(), 2);
}
