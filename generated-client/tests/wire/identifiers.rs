//! Values in the path: each stays in its segment, or nothing is sent.

use quo_client::Error;

use crate::server::{Server, no_content};

/// The path on the wire.
async fn path(id: &str) -> String {
    let server = Server::with(no_content()).await;
    server.client().delete_contact(id).await.expect("deleted");
    let request = server.only();
    let target = request.split(' ').nth(1).expect("a request line");
    target.to_owned()
}

#[tokio::test]
async fn whatever_an_id_holds_is_encoded() {
    let ids = [
        ("a/b", "a%2Fb"),
        ("%2F", "%252F"),
        ("a b", "a%20b"),
        (" ", "%20"),
        ("é", "%C3%A9"),
        ("日本", "%E6%97%A5%E6%9C%AC"),
        ("a?b#c", "a%3Fb%23c"),
        ("../x", "..%2Fx"),
        ("..;", "..%3B"),
        ("...", "..."),
        ("%2e%2e", "%252e%252e"),
        ("a\\b", "a%5Cb"),
        ("~-._", "~-._"),
    ];
    for (id, wanted) in ids {
        assert_eq!(path(id).await, format!("/v1/contacts/{wanted}"), "{id:?}");
    }
}

#[tokio::test]
async fn a_long_id_is_sent_whole() {
    let id = "x".repeat(10 << 10);
    assert_eq!(path(&id).await, format!("/v1/contacts/{id}"));
}

#[tokio::test]
async fn an_id_that_no_path_can_hold_is_not_sent() {
    let too_long = "x".repeat(1 << 17);
    let unsent = ["", ".", "..", "a\r\nX-Evil: 1", "a\0", &too_long];
    for id in unsent {
        let server = Server::with(no_content()).await;
        let error = server
            .client()
            .delete_contact(id)
            .await
            .expect_err("refused");
        assert!(matches!(error, Error::NotSent(_)), "{error:?}");
        assert!(error.status().is_none() && error.headers().is_none() && error.body().is_none());
        assert_eq!(server.connections(), 0);
        assert!(server.requests().is_empty());
        let shown = error.to_string();
        assert!(shown.starts_with("the request was not sent: "), "{shown}");
        assert!(shown.len() < 200);
    }
}

#[tokio::test]
async fn a_base_url_may_have_a_path_and_a_slash_at_its_end() {
    for (end, wanted) in [
        ("/", "/v1/contacts/a"),
        ("/api", "/api/v1/contacts/a"),
        ("/api/", "/api/v1/contacts/a"),
    ] {
        let server = Server::with(no_content()).await;
        let client = server
            .builder()
            .base_url(format!("{}{end}", server.url()))
            .build()
            .expect("a client");
        client.delete_contact("a").await.expect("deleted");
        assert!(
            server
                .only()
                .starts_with(&format!("DELETE {wanted} HTTP/1.1"))
        );
    }
}
