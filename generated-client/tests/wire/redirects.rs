//! Redirects of `DELETE`: none is followed, to wherever.

use quo_client::Error;

use crate::server::{Server, answer};

#[tokio::test]
async fn a_delete_is_never_redirected() {
    for status in [301, 302, 303, 307, 308] {
        let elsewhere = Server::start([]).await;
        let locations = [
            format!(
                "http://localhost:{}/v1/contacts/a",
                elsewhere.address.port()
            ),
            format!("{}/other", elsewhere.url()),
            format!("https://{}/other", elsewhere.address),
            "/v1/contacts/b".to_owned(),
        ];
        for location in locations {
            let server = Server::with(answer(
                status,
                &format!("Location: {location}\r\n"),
                "moved",
            ))
            .await;
            // Also if the caller's own client would follow.
            let eager = reqwest::Client::builder()
                .no_proxy()
                .redirect(reqwest::redirect::Policy::limited(9));
            let client = server
                .builder()
                .reqwest_builder(eager)
                .build()
                .expect("a client");
            let error = client.delete_contact("a").await.expect_err("not followed");
            assert!(matches!(error, Error::Unexpected(_)), "{error:?}");
            assert_eq!(error.status().map(|found| found.as_u16()), Some(status));
            let found = error.headers().and_then(|headers| headers.get("location"));
            assert_eq!(
                found.and_then(|found| found.to_str().ok()),
                Some(location.as_str())
            );
            assert_eq!(error.body().map(|body| &body[..]), Some(&b"moved"[..]));
            assert_eq!(server.requests().len(), 1);
        }
        assert_eq!(elsewhere.connections(), 0);
    }
}
