//! The generated client of an API whose answers are pages, compiled and called page after page.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use futures_core::Stream;

#[path = "../fixtures/paging/expected/client.rs"]
#[rustfmt::skip]
mod client;
#[path = "../fixtures/paging/expected/operations.rs"]
#[rustfmt::skip]
mod operations;
#[allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "the tests use only part of what a client may use"
)]
#[path = "../../runtime/mod.rs"]
pub mod runtime;
#[path = "../fixtures/paging/expected/types.rs"]
#[rustfmt::skip]
pub mod types;

use runtime::{Body, Client, Error, Failure, Items, Paginated, Transport, TransportFuture};

/// Gives its answers in order, then no more, and keeps request lines and contents.
#[derive(Clone)]
struct Server {
    answers: Arc<Mutex<Vec<http::Response<Body>>>>,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Transport for Server {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let content = request.body().as_bytes().unwrap_or_default();
        let content = String::from_utf8_lossy(content).into_owned();
        let target = request.uri().to_string();
        let target = target.replace("https://library.example/v1", "");
        let line = format!("{} {target} {content}", request.method());
        self.seen.lock().unwrap().push(line.trim_end().to_owned());
        let answer = self.answers.lock().unwrap().remove(0);
        Box::pin(async move { Ok(answer) })
    }
}

fn server(answers: &[&str]) -> (Server, Client) {
    let answers = answers.iter().map(|json| {
        // What stands before the JSON is a link.
        let (link, json) = json.split_once('|').unwrap_or(("", json));
        let answer = http::Response::builder().header("link", link);
        answer.body(Body::from(json.to_owned())).unwrap()
    });
    with_answers(answers.collect())
}

fn with_answers(answers: Vec<http::Response<Body>>) -> (Server, Client) {
    let server = Server {
        answers: Arc::new(Mutex::new(answers)),
        seen: Arc::default(),
    };
    let client = Client::builder().transport(server.clone()).build().unwrap();
    (server, client)
}

impl Server {
    fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

async fn all<Op: Paginated>(mut items: Items<Op>) -> Vec<Op::Item> {
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        all.push(item.unwrap_or_else(|error| panic!("{}", said(&error))));
    }
    all
}

fn said<E: Failure>(error: &Error<E>) -> String {
    match error {
        Error::Decode(error) => error.misfit().to_string(),
        other => other.to_string(),
    }
}

#[tokio::test]
async fn a_token_of_all_operations_leads_on() {
    let (server, client) = server(&[
        r#"{"books": [{"title": "A"}], "meta": {"nextPageToken": "x y"}}"#,
        r#"{"books": [{"title": "B"}], "meta": {}}"#,
    ]);
    let books = all(client.list_books().limit(1).into_items()).await;
    let titles: Vec<&str> = books.iter().map(|book| book.title.as_str()).collect();
    assert_eq!(titles, ["A", "B"]);
    let second = "GET /books?limit=1&pageToken=x%20y";
    assert_eq!(server.seen(), ["GET /books?limit=1", second]);
}

#[tokio::test]
async fn a_token_comes_a_second_time() {
    let answer = r#"{"books": [], "meta": {"nextPageToken": "a"}}"#;
    let (server, client) = server(&[answer, answer]);
    let mut pages = client.list_books().into_pages();
    assert!(pages.next().await.unwrap().is_ok());
    assert!(pages.next().await.unwrap().is_ok());
    let error = pages.next().await.unwrap().unwrap_err();
    let wanted = "the token `a` comes a second time: pages would never end";
    assert_eq!(said(&error), wanted);
    assert!(pages.next().await.is_none());
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_token_of_the_content() {
    let (server, client) = server(&[
        r#"{"found": {"books": [{"title": "A"}], "words": ["b"]}, "meta": {"nextPageToken": "2"}}"#,
        r#"{"found": {"books": null, "words": []}, "meta": {"nextPageToken": "3"}}"#,
        r"{}",
    ]);
    let search = types::Search {
        words: "old".to_owned(),
        page: None,
    };
    assert_eq!(all(client.search_books(search).into_items()).await.len(), 1);
    let wanted = [
        r#"POST /books/search {"words":"old"}"#,
        r#"POST /books/search {"words":"old","page":{"token":"2"}}"#,
        r#"POST /books/search {"words":"old","page":{"token":"3"}}"#,
    ];
    assert_eq!(server.seen(), wanted);
}

#[tokio::test]
async fn links_of_the_head_and_of_the_body() {
    let (server, client) = server(&[
        r#"<?cursor=2>; rel="next"|[{"id": "a"}]"#,
        r#"<?cursor=1>; rel="prev"|[{"id": "b"}]"#,
        r#"{"authors": ["c"], "links": {"next": "https://library.example/v1/authors?from=d"}}"#,
        r#"{"authors": ["d"], "links": {"next": null}}"#,
    ]);
    assert_eq!(all(client.list_readers().into_items()).await.len(), 2);
    assert_eq!(all(client.list_authors().into_items()).await, ["c", "d"]);
    let wanted = [
        "GET /readers",
        "GET /readers?cursor=2",
        "GET /authors",
        "GET /authors?from=d",
    ];
    assert_eq!(server.seen(), wanted);
}

#[tokio::test]
async fn what_is_counted() {
    let (server, client) = server(&[
        r#"{"data": [{"id": "a"}], "hasMore": true}"#,
        r#"{"data": [{"id": "b"}], "hasMore": false}"#,
        r#"{"fines": [1, 2], "total": 3}"#,
        r#"{"fines": [3], "total": 3}"#,
        r#"{"shelves": ["a"], "pages": 2}"#,
        r#"{"shelves": ["b"], "pages": 2}"#,
    ]);
    assert_eq!(all(client.list_loans().into_items()).await.len(), 2);
    assert_eq!(all(client.list_fines().into_items()).await, [1.0, 2.0, 3.0]);
    assert_eq!(all(client.list_shelves().into_items()).await, ["a", "b"]);
    let wanted = [
        "GET /loans",
        "GET /loans?after=a",
        "GET /fines",
        "GET /fines?offset=2",
        "GET /shelves",
        "GET /shelves?page=1",
    ];
    assert_eq!(server.seen(), wanted);
}

#[tokio::test]
async fn a_success_without_items_is_a_page_of_none() {
    let accepted = http::Response::builder().status(202);
    let (server, client) = with_answers(vec![accepted.body(Body::empty()).unwrap()]);
    assert!(all(client.list_loans().into_items()).await.is_empty());
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn each_page_is_asked_for_again_where_a_call_would_be() {
    let busy = http::Response::builder().status(429);
    let page = |json: &str| http::Response::new(Body::from(json.to_owned()));
    let (server, client) = with_answers(vec![
        page(r#"{"books": [{"title": "A"}], "meta": {"nextPageToken": "a"}}"#),
        busy.body(Body::empty()).unwrap(),
        page(r#"{"books": [{"title": "B"}]}"#),
    ]);
    assert_eq!(all(client.list_books().into_items()).await.len(), 2);
    let second = "GET /books?pageToken=a";
    assert_eq!(server.seen(), ["GET /books", second, second]);
}

/// What a caller needs who spawns a task for them.
fn is_sent<T: Stream + Send + Unpin + 'static>(stream: T) -> T {
    stream
}

#[tokio::test]
async fn both_are_streams_of_their_own() {
    let page = r#"{"shelves": ["a"], "pages": 1}"#;
    let (_, client) = server(&[page, page]);
    let (mut items, mut pages) = {
        let call = client.list_shelves();
        (
            is_sent(call.clone().into_items()),
            is_sent(call.into_pages()),
        )
    };
    let mut context = Context::from_waker(Waker::noop());
    let item = Pin::new(&mut items).poll_next(&mut context);
    assert!(matches!(item, Poll::Ready(Some(Ok(_)))));
    let page = Pin::new(&mut pages).poll_next(&mut context);
    assert!(matches!(page, Poll::Ready(Some(Ok(_)))));
}
