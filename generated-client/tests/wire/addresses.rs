//! Where requests go: every address is spelled as the URL standard does, whatever base URL and values are.

use std::sync::{Arc, Mutex};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use quo_client::runtime::TransportFuture;
use quo_client::{Body, Client, Transport};
use url::Url;

use crate::server::{Server, no_content};

/// All but the unreserved characters of RFC 3986 section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Answers everything with 204, and keeps where it was asked.
#[derive(Clone, Default)]
struct Nowhere(Arc<Mutex<Vec<String>>>);

impl Transport for Nowhere {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let mut asked = self.0.lock().expect("no panic while it is held");
        asked.push(request.uri().to_string());
        let mut answer = http::Response::new(Body::empty());
        *answer.status_mut() = http::StatusCode::NO_CONTENT;
        Box::pin(async move { Ok(answer) })
    }
}

#[tokio::test]
async fn an_address_is_spelled_as_the_url_standard_does() {
    let bases = [
        "https://api.example",
        "https://api.example/",
        "https://api.example/v2//",
        "HTTPS://API.Example:443/v2/",
        "https://api.example:8443/a/../b",
        "https://api.example/%2e/v1",
        "https://api.example/a b'c",
        "https://bücher.example/é",
        "http://127.0.0.1:8080/x/",
        "http://0x7f.1/x",
        "https://user:word@api.example/v1",
        "https://[::1]:8443",
    ];
    for base in bases {
        let nowhere = Nowhere::default();
        let client = Client::builder().api_key("k").transport(nowhere.clone());
        let client = client.base_url(base).build().expect("a client");
        for id in ["a", "a b/c", "..a", "ü", "a'b", "%2e", "~-._"] {
            client.delete_contact(id).await.expect("deleted");
            let elsewhere = client.delete_contact(id).base_url(base);
            elsewhere.await.expect("deleted");
            let id = utf8_percent_encode(id, RESERVED);
            let text = format!("{}/v1/contacts/{id}", base.trim_end_matches('/'));
            let spelled = Url::parse(&text).expect("an address");
            let asked = std::mem::take(&mut *nowhere.0.lock().expect("no panic while it is held"));
            assert_eq!(asked, [spelled.as_str(), spelled.as_str()], "{text}");
        }
    }
}

#[tokio::test]
async fn each_request_goes_where_it_says_whatever_the_first_one_did() {
    let (one, other) = (
        Server::start([no_content(), no_content()]).await,
        Server::start([no_content(), no_content()]).await,
    );
    let client = one.client();
    for id in ["a", "b/ü"] {
        client.delete_contact(id).await.expect("deleted");
        let elsewhere = format!("{}/x", other.url());
        let call = client.delete_contact(id).base_url(elsewhere);
        call.await.expect("deleted");
    }
    let targets = |server: &Server| -> Vec<String> {
        let requests = server.requests();
        let target = |request: &String| request.split(' ').nth(1).map(str::to_owned);
        requests.iter().filter_map(target).collect()
    };
    let wanted = ["/v1/contacts/a", "/v1/contacts/b%2F%C3%BC"];
    assert_eq!(targets(&one), wanted);
    assert_eq!(targets(&other), wanted.map(|path| format!("/x{path}")));
}
