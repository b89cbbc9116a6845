//! The generated client of parameters of every place, compiled and called: what is sent for each.

use std::sync::{Arc, Mutex};

#[path = "../fixtures/parameters/expected/client.rs"]
#[rustfmt::skip]
mod client;
#[allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "the tests use only part of what a client may use"
)]
#[path = "../../runtime/mod.rs"]
pub mod runtime;
#[path = "../fixtures/parameters/expected/search.rs"]
#[rustfmt::skip]
mod search;
#[path = "../fixtures/parameters/expected/shelves.rs"]
#[rustfmt::skip]
mod shelves;
#[path = "../fixtures/parameters/expected/types.rs"]
#[rustfmt::skip]
pub mod types;

use runtime::{Body, Client, Error, Transport, TransportFuture};
use types::{
    GetBookChoices, GetBookFormat, GetBookShape, GetBookXSizes, SearchFilter, SearchFilterRange,
    SelectByJsonSelection,
};

/// Answers everything with 204, and keeps what was asked.
#[derive(Clone, Default)]
struct Server(Arc<Mutex<Vec<http::request::Parts>>>);

impl Transport for Server {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let asked = self.0.clone();
        Box::pin(async move {
            asked.lock().unwrap().push(request.into_parts().0);
            let answer = http::Response::builder().status(204);
            Ok(answer.body(Body::empty()).unwrap())
        })
    }
}

impl Server {
    fn client(&self) -> Client {
        Client::builder().transport(self.clone()).build().unwrap()
    }

    fn target(&self) -> String {
        let asked = self.0.lock().unwrap();
        let uri = &asked.last().unwrap().uri;
        uri.path_and_query().unwrap().to_string()
    }

    fn header(&self, name: &str) -> String {
        let asked = self.0.lock().unwrap();
        let value = asked.last().unwrap().headers.get(name);
        value.map_or(String::new(), |value| value.to_str().unwrap().to_owned())
    }
}

#[tokio::test]
async fn a_form_is_the_whole_query() {
    let server = Server::default();
    let filter = SearchFilter {
        text: "a b&c=ü".to_owned(),
        tags: Some(vec!["x".to_owned(), "y z".to_owned()]),
        range: Some(SearchFilterRange {
            from: Some(1),
            to: Some(9),
        }),
    };
    server.client().search(filter).await.unwrap();
    assert_eq!(
        server.target(),
        "/search?text=a+b%26c%3D%C3%BC&tags=x%7Cy+z&range%5Bfrom%5D=1&range%5Bto%5D=9"
    );
}

#[tokio::test]
async fn json_is_the_whole_query() {
    let server = Server::default();
    server.client().select_by_json().await.unwrap();
    assert_eq!(server.target(), "/select");
    let selection = SelectByJsonSelection {
        numbers: Some(vec![1, 2]),
        ..SelectByJsonSelection::default()
    };
    let call = server.client().select_by_json().selection(selection);
    call.await.unwrap();
    assert_eq!(server.target(), "/select?%7B%22numbers%22%3A%5B1%2C2%5D%7D");
}

#[tokio::test]
async fn text_is_the_whole_query() {
    let server = Server::default();
    server.client().locate("$.a.b[1:1]").await.unwrap();
    assert_eq!(server.target(), "/locate?%24.a.b%5B1%3A1%5D");
}

#[tokio::test]
async fn several_variables_share_a_segment() {
    let server = Server::default();
    let call = server.client().get_book("a/b", 7, GetBookFormat::Pdf, 2);
    call.await.unwrap();
    assert_eq!(server.target(), "/shelves/a%2Fb/books/7.pdf?page=2");
}

#[tokio::test]
async fn query_parameters_of_every_kind() {
    let server = Server::default();
    let call = server
        .client()
        .get_book("s", 7, GetBookFormat::Json, 2)
        .verbose(true)
        .note("a {b}")
        .shape(GetBookShape { w: Some(3) })
        .created_at_gte("2026-01-01")
        .flag("")
        .r#where("a/b:c&d");
    call.await.unwrap();
    let target = server.target();
    let (_, query) = target.split_once('?').unwrap();
    let mut pairs: Vec<&str> = query.split('&').collect();
    pairs.sort_unstable();
    assert_eq!(
        pairs,
        [
            "createdAt%5Bgte%5D=2026-01-01",
            "flag=",
            "note=a%20%7Bb%7D",
            "page=2",
            "shape=%7B%22w%22%3A3%7D",
            "verbose=true",
            "where=a/b:c%26d",
        ]
    );
}

#[tokio::test]
async fn cookies_of_their_own_style_are_not_escaped() {
    let server = Server::default();
    let call = server
        .client()
        .get_book("s", 7, GetBookFormat::Json, 2)
        .session("a+b/c==")
        .choices(GetBookChoices {
            theme: Some("dark".to_owned()),
            size: Some(3),
        })
        .x_sizes(GetBookXSizes {
            w: Some(1),
            h: Some(2),
        });
    call.await.unwrap();
    assert_eq!(
        server.header("cookie"),
        "session=a+b/c==; theme=dark; size=3"
    );
    assert_eq!(server.header("x-sizes"), "w=1,h=2");
}

#[tokio::test]
async fn a_cookie_that_would_become_two_is_refused() {
    let server = Server::default();
    let call = server.client().get_book("s", 7, GetBookFormat::Json, 2);
    let refused = call.session("a; admin=1").await;
    assert!(matches!(refused, Err(Error::NotSent(_))), "{refused:?}");
    assert!(server.0.lock().unwrap().is_empty());
}
