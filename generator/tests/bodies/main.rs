//! The generated client of contents that are not JSON, compiled and called: what each of them is on the wire.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

#[path = "../fixtures/bodies/expected/choices.rs"]
#[rustfmt::skip]
mod choices;
#[path = "../fixtures/bodies/expected/client.rs"]
#[rustfmt::skip]
mod client;
#[path = "../fixtures/bodies/expected/files.rs"]
#[rustfmt::skip]
mod files;
#[path = "../fixtures/bodies/expected/forms.rs"]
#[rustfmt::skip]
mod forms;
#[allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "the tests use only part of what a client may use"
)]
#[path = "../../runtime/mod.rs"]
pub mod runtime;
#[path = "../fixtures/bodies/expected/texts.rs"]
#[rustfmt::skip]
mod texts;
#[path = "../fixtures/bodies/expected/types.rs"]
#[rustfmt::skip]
pub mod types;

use runtime::{Body, Bytes, Client, Maybe, Transport, TransportFuture, Upload};
use types::{
    CreateChargeBody, CreateChargeBodyAddress, CreateChargeBodyItem, ImportBooksBody,
    ImportBooksMultipart, NewBook, Scans, ScansMade,
};

/// Media type and content of what was sent.
type Seen = Arc<Mutex<Vec<(Option<String>, String)>>>;

/// Records contents and answers that nothing is to be said.
struct Server(Seen);

impl Transport for Server {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let seen = Arc::clone(&self.0);
        Box::pin(async move {
            let (head, mut body) = request.into_parts();
            let mut content = Vec::new();
            while let Some(chunk) = body.chunk().await {
                content.extend_from_slice(&chunk?);
            }
            let media_type = head.headers.get("content-type");
            let media_type = media_type.map(|value| value.to_str().unwrap().to_owned());
            let content = String::from_utf8(content).unwrap();
            seen.lock().unwrap().push((media_type, content));
            let status = match (head.method.as_str(), head.uri.path()) {
                ("POST", "/v1/charges") => 200,
                ("POST", _) => 201,
                _ => 204,
            };
            let answer = http::Response::builder().status(status).body(Body::empty());
            Ok(answer.unwrap())
        })
    }
}

fn server() -> (Client, Seen) {
    let seen = Seen::default();
    let server = Server(Arc::clone(&seen));
    (Client::builder().transport(server).build().unwrap(), seen)
}

/// The one content that was sent, and its media type.
fn only(seen: &Seen) -> (Option<String>, String) {
    let mut seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 1);
    seen.remove(0)
}

fn book(title: &str) -> NewBook {
    NewBook {
        title: title.to_owned(),
        pages: None,
    }
}

#[tokio::test]
async fn a_form_is_written_as_its_encoding_says() {
    let (client, seen) = server();
    let item = |price: &str, count| CreateChargeBodyItem {
        price: price.to_owned(),
        count,
    };
    let body = CreateChargeBody {
        amount: 250,
        reason: Maybe::Null,
        link: Some("https://a.example/b?c d".to_owned()),
        metadata: Some(BTreeMap::from([("a b".to_owned(), "c&d".to_owned())])),
        items: vec![item("p1", Some(2)), item("p2", None)],
        codes: Some(vec!["x".to_owned(), "y".to_owned()]),
        tags: Some(vec!["late".to_owned(), "fee".to_owned()]),
        address: Some(CreateChargeBodyAddress {
            street: Some("1 Way".to_owned()),
        }),
    };
    client.create_charge(body).await.unwrap();
    let (media_type, content) = only(&seen);
    assert_eq!(
        media_type.as_deref(),
        Some("application/x-www-form-urlencoded")
    );
    let expected = [
        "amount=250",
        "reason=",
        "link=https://a.example/b?c+d",
        "metadata%5Ba+b%5D=c%26d",
        "items%5B0%5D%5Bprice%5D=p1",
        "items%5B0%5D%5Bcount%5D=2",
        "items%5B1%5D%5Bprice%5D=p2",
        "codes=x,y",
        "tags=late",
        "tags=fee",
        "address=%7B%22street%22%3A%221+Way%22%7D",
    ];
    assert_eq!(content, expected.join("&"));
}

#[tokio::test]
async fn parts_are_files_json_and_text() {
    let (client, seen) = server();
    let body = Scans {
        cover: Upload::new("front").file_name("front.png"),
        pages: vec![
            Upload::new("one"),
            Upload::new("two").media_type("image/webp"),
        ],
        resolution: Some(300),
        authors: Some(vec!["A".to_owned(), "B".to_owned()]),
        made: Some(ScansMade {
            by: Some("hand".to_owned()),
        }),
    };
    client.add_scans("b1", body).await.unwrap();
    let (media_type, content) = only(&seen);
    let boundary = media_type
        .as_deref()
        .and_then(|media_type| media_type.strip_prefix("multipart/form-data; boundary="))
        .unwrap();
    let part = |head: &str, text: &str| {
        format!("--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n{text}\r\n")
    };
    let expected = [
        part(
            "name=\"cover\"; filename=\"front.png\"\r\nContent-Type: image/png",
            "front",
        ),
        part(
            "name=\"pages\"; filename=\"pages\"\r\nContent-Type: application/octet-stream",
            "one",
        ),
        part(
            "name=\"pages\"; filename=\"pages\"\r\nContent-Type: image/webp",
            "two",
        ),
        part("name=\"resolution\"", "300"),
        part("name=\"authors\"", "A"),
        part("name=\"authors\"", "B"),
        part(
            "name=\"made\"\r\nContent-Type: application/json",
            "{\"by\":\"hand\"}",
        ),
        format!("--{boundary}--\r\n"),
    ];
    assert_eq!(content, expected.concat());
}

#[tokio::test]
async fn bytes_and_text_are_sent_as_they_are() {
    let (client, seen) = server();
    client.replace_scans("b1").await.unwrap();
    let bytes = Bytes::from_static(b"%PDF");
    client.replace_scans("b1").body(bytes).await.unwrap();
    let tiff = Upload::new(vec![b'I', b'I']).media_type("image/tiff");
    client.replace_scans("b1").body(tiff).await.unwrap();
    let made = Body::stream_again(|| Body::from("made".to_owned()));
    client.replace_scans("b1").body(made).await.unwrap();
    client.set_note("b1", "<a/>").await.unwrap();
    client.clear_note("b1").await.unwrap();
    client.clear_note("b1").body("old").await.unwrap();
    let seen = seen.lock().unwrap();
    let shown: Vec<(Option<&str>, &str)> = seen
        .iter()
        .map(|(media_type, content)| (media_type.as_deref(), content.as_str()))
        .collect();
    let expected = [
        (None, ""),
        (Some("application/pdf"), "%PDF"),
        (Some("image/tiff"), "II"),
        (Some("application/pdf"), "made"),
        (Some("application/xml"), "<a/>"),
        (None, ""),
        (Some("text/plain"), "old"),
    ];
    assert_eq!(shown, expected);
}

#[tokio::test]
async fn the_caller_chooses_between_contents_that_differ() {
    let (client, seen) = server();
    client.add_book(book("A")).await.unwrap();
    assert_eq!(
        only(&seen),
        (
            Some("application/json".to_owned()),
            "{\"title\":\"A\"}".to_owned()
        ),
        "JSON is no choice where all else is the same value"
    );
    client.import_books().await.unwrap();
    assert_eq!(only(&seen), (None, String::new()));
    let json = ImportBooksBody::Json(vec![book("A"), book("B")]);
    client.import_books().body(json).await.unwrap();
    assert_eq!(only(&seen).1, "[{\"title\":\"A\"},{\"title\":\"B\"}]");
    let text = ImportBooksBody::Text("title\nA".to_owned());
    client.import_books().body(text).await.unwrap();
    assert_eq!(
        only(&seen),
        (Some("text/csv".to_owned()), "title\nA".to_owned())
    );
    let file = "title\nA".into();
    let parts = ImportBooksBody::Multipart(ImportBooksMultipart { file });
    client.import_books().body(parts).await.unwrap();
    assert!(only(&seen).1.contains(
        "filename=\"file\"\r\nContent-Type: application/octet-stream\r\n\r\ntitle\nA\r\n"
    ));
}
