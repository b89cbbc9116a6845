//! What is sent again over a network, and what its caller is told.

use quo_client::{Backoff, Error, RateLimit};
use std::time::{Duration, Instant};

use crate::server::{Answer, Server, answer, error_body, no_content};

/// Waits so short that no test feels them.
fn soon() -> Backoff {
    Backoff::new().first_wait(Duration::from_millis(1))
}

#[tokio::test]
async fn a_delete_is_sent_again_after_a_failure_that_says_nothing_of_the_request() {
    let failures = [
        answer(503, "", "busy"),
        answer(500, "", &error_body(500, "0801500", "Unknown")),
        answer(429, "Retry-After: 0\r\n", "slow down"),
        Answer::Close(Vec::new()),
        Answer::Close(b"HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\ncut".to_vec()),
    ];
    for failure in failures {
        let server = Server::start([failure, no_content()]).await;
        let client = server.builder().retry(soon()).build().expect("a client");
        let call = client.delete_contact("a").send_with_response().await;
        let response = call.expect("the second is answered");
        assert_eq!(response.attempts(), 2);
        let requests = server.requests();
        assert_eq!(requests.len(), 2);
        assert_eq!(requests[0], requests[1]);
    }
}

#[tokio::test]
async fn the_last_failure_is_the_error() {
    let last = answer(500, "", &error_body(500, "0801500", "Unknown"));
    let server = Server::start([answer(503, "", "a"), answer(502, "", "b"), last]).await;
    let client = server.builder().retry(soon()).build().expect("a client");
    let error = client.delete_contact("a").await.expect_err("all failed");
    assert!(matches!(error, Error::Api(_)), "{error:?}");
    assert_eq!(error.attempts(), 3);
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn a_limit_of_requests_is_kept() {
    let server = Server::start((0..5).map(|_| no_content())).await;
    let limit = RateLimit::new(2, Duration::from_millis(200));
    let client = server
        .builder()
        .rate_limit(limit)
        .build()
        .expect("a client");
    let begun = Instant::now();
    for _ in 0..5 {
        client.delete_contact("a").await.expect("gone");
    }
    assert!(
        begun.elapsed() >= Duration::from_millis(400),
        "{:?}",
        begun.elapsed()
    );
}

/// Ten a second is what the description's settings say, and what a client keeps to without being told.
#[tokio::test]
async fn the_limit_of_the_api_is_kept_by_itself() {
    let server = Server::start((0..11).map(|_| no_content())).await;
    let client = server.builder().build().expect("a client");
    let begun = Instant::now();
    for _ in 0..11 {
        client.delete_contact("a").await.expect("gone");
    }
    let took = begun.elapsed();
    assert!(took >= Duration::from_secs(1), "{took:?}");
    assert_eq!(server.requests().len(), 11);
}
