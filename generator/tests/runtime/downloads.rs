//! Answers that are read as they come, over the real transport: little memory, one by one, and no end that is none.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::api::{builder, wait};
use crate::runtime::{
    Answer, Bytes, Client, ClientBuilder, Download, Error, EventStream, Method, Opening, Operation,
    Reading, RequestLine, RequestParts, StreamError, Streaming, failures,
};

failures! { pub enum GetFileError { NotFound(String) => 404, is_not_found } }

/// A success is bytes.
pub(crate) struct GetFile;

impl Operation for GetFile {
    type Output = Bytes;
    type Error = GetFileError;
    const LINE: RequestLine = RequestLine::new(Method::GET, "/file");

    fn request(&self, _: &mut RequestParts) {}

    fn answer(answer: Answer<'_>) -> Reading<Self> {
        match answer.status() {
            200 => answer.bytes()?.success(),
            404 => answer.text()?.failure(GetFileError::NotFound),
            _ => answer.undocumented(),
        }
    }
}

impl Streaming<Download> for GetFile {
    const ACCEPT: &'static str = "application/octet-stream";

    fn opens(status: u16) -> bool {
        status == 200
    }

    fn open(answer: Answer<'_>) -> Opening<Download> {
        answer.download()
    }
}

/// A success is events of text.
struct Listen;

impl Operation for Listen {
    type Output = EventStream<String>;
    type Error = GetFileError;
    const LINE: RequestLine = RequestLine::new(Method::GET, "/events");

    fn request(&self, _: &mut RequestParts) {}

    fn answer(answer: Answer<'_>) -> Reading<Self> {
        match answer.status() {
            200 => answer.text_events()?.success(),
            _ => answer.undocumented(),
        }
    }

    fn streams(status: u16) -> bool {
        status == 200
    }
}

async fn server(settings: impl FnOnce(ClientBuilder) -> ClientBuilder) -> (TcpListener, Client) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let builder = builder()
        .base_url(format!("http://{address}"))
        .reqwest_builder(reqwest::Client::builder().no_proxy());
    (listener, settings(builder).build().expect("a client"))
}

/// A connection whose request was read.
async fn asked(listener: &TcpListener) -> (TcpStream, String) {
    let (mut socket, _) = listener.accept().await.expect("a connection");
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while !request.ends_with(b"\r\n\r\n") {
        let read = socket.read(&mut buffer).await.expect("the client sends");
        assert!(read > 0, "the client ended early");
        request.extend_from_slice(&buffer[..read]);
    }
    (
        socket,
        String::from_utf8_lossy(&request).to_ascii_lowercase(),
    )
}

/// The server's side: answers the one request with these bytes and closes.
async fn answering(listener: TcpListener, answer: &'static [u8]) -> String {
    let (mut socket, request) = asked(&listener).await;
    socket.write_all(answer).await.expect("it is read");
    request
}

/// Downloads so many bytes from a server that writes them as fast as it can.
async fn downloads(length: u64) {
    let (listener, client) = server(|builder| builder).await;
    let server = tokio::spawn(async move {
        let (mut socket, request) = asked(&listener).await;
        assert!(
            request.contains("accept: application/octet-stream"),
            "{request}"
        );
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
        socket.write_all(head.as_bytes()).await.expect("it is read");
        let chunk = vec![b'x'; 1 << 16];
        let mut left = length;
        while left > 0 {
            let some = left.min(chunk.len() as u64) as usize;
            socket.write_all(&chunk[..some]).await.expect("it is read");
            left -= some as u64;
        }
    });
    let mut download = client.call(GetFile).into_stream().await.expect("a file");
    assert_eq!(download.content_length(), Some(length));
    let mut read = 0;
    while let Some(chunk) = download.chunk().await.expect("a whole file") {
        assert!(!chunk.is_empty());
        read += chunk.len() as u64;
    }
    assert_eq!(read, length);
    server.await.expect("no panic");
}

#[test]
fn a_download_may_be_longer_than_the_limit_of_a_body() {
    wait(async {
        let (listener, client) = server(|builder| builder.body_limit(4)).await;
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n12345678";
        let server = tokio::spawn(answering(listener, answer));
        let mut download = client.call(GetFile).into_stream().await.expect("a file");
        let mut file = Vec::new();
        assert_eq!(download.write_to(&mut file).await.expect("a whole file"), 8);
        assert_eq!(file, b"12345678");
        server.await.expect("no panic");
    });
    wait(downloads(8 << 20));
}

#[test]
#[ignore = "receives 1 GiB"]
fn a_gibibyte_is_received_within_64_mebibytes() {
    wait(downloads(1 << 30));
    // The most that this process ever held, in KiB (proc(5)).
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let most = most.and_then(|most| most.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        println!("held at most {most:?} KiB");
        assert!(most.is_some_and(|most| most < 64 << 10), "{most:?} KiB");
    }
}

#[test]
fn a_download_that_is_cut_is_an_error_and_no_end() {
    let cut: [&[u8]; 3] = [
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1234",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n1234\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n1234",
    ];
    for answer in cut {
        wait(async {
            let (listener, client) = server(|builder| builder).await;
            let server = tokio::spawn(answering(listener, answer));
            let mut download = client.call(GetFile).into_stream().await.expect("a file");
            let first = download.chunk().await.expect("the first half");
            assert_eq!(first.as_deref(), Some(&b"1234"[..]));
            let error = download.chunk().await.expect_err("it was cut");
            assert!(error.is_cut(), "{error:?}");
            assert_eq!(download.chunk().await.expect("it was said"), None);
            server.await.expect("no panic");
        });
    }
}

#[test]
fn a_file_that_is_cut_is_an_error_of_the_writer() {
    wait(async {
        let (listener, client) = server(|builder| builder).await;
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1234";
        let server = tokio::spawn(answering(listener, answer));
        let mut download = client.call(GetFile).into_stream().await.expect("a file");
        let mut file = Vec::new();
        let error = download.write_to(&mut file).await.expect_err("it was cut");
        assert_eq!(error.kind(), std::io::ErrorKind::UnexpectedEof);
        let inner = error.into_inner().expect("a reason");
        assert!(
            inner
                .downcast::<StreamError>()
                .is_ok_and(|error| error.is_cut())
        );
        assert_eq!(file, b"1234");
        server.await.expect("no panic");
    });
}

#[test]
fn a_documented_failure_is_one_of_a_download_too() {
    wait(async {
        let (listener, client) = server(|builder| builder).await;
        let answer = b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone";
        let server = tokio::spawn(answering(listener, answer));
        match client.call(GetFile).into_stream().await {
            Err(Error::Api(error)) => {
                assert_eq!(error.kind(), &GetFileError::NotFound("gone".to_owned()));
            }
            other => panic!("{other:?}"),
        }
        server.await.expect("no panic");
    });
}

#[test]
fn the_time_of_a_call_is_that_of_each_wait() {
    wait(async {
        let (listener, client) =
            server(|builder| builder.timeout(Duration::from_millis(400))).await;
        let server = tokio::spawn(async move {
            let (mut socket, _) = asked(&listener).await;
            let head = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";
            socket.write_all(head).await.expect("it is read");
            for _ in 0..6 {
                tokio::time::sleep(Duration::from_millis(120)).await;
                socket.write_all(b"x").await.expect("it is read");
            }
            // The client gives up; nothing more is sent until then.
            assert_eq!(socket.read(&mut [0]).await.unwrap_or_default(), 0);
        });
        let mut download = client.call(GetFile).into_stream().await.expect("a file");
        let mut read = 0;
        let error = loop {
            match download.chunk().await {
                Ok(Some(chunk)) => read += chunk.len(),
                Ok(None) => panic!("it has no end"),
                Err(error) => break error,
            }
        };
        assert_eq!(read, 6);
        match &error {
            StreamError::Cut(cut) => assert!(cut.is_timeout()),
            other => panic!("{other:?}"),
        }
        assert_eq!(error.to_string(), "nothing came for 400ms");
        server.await.expect("the client closes the connection");
    });
}

#[test]
fn events_come_one_by_one_across_borders_of_characters() {
    wait(async {
        let (listener, client) = server(|builder| builder).await;
        let (got, received) = oneshot::channel();
        let server = tokio::spawn(async move {
            let (mut socket, _) = asked(&listener).await;
            let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
            socket.write_all(head).await.expect("it is read");
            for byte in "data: Grüße 🦀\n\n".as_bytes() {
                let chunk = [b"1\r\n", &[*byte][..], b"\r\n"].concat();
                socket.write_all(&chunk).await.expect("it is read");
                socket.flush().await.expect("it is sent");
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            // The second is held back until the first was received.
            received.await.expect("the first was received");
            let rest = b"e\r\ndata: second\n\n\r\n0\r\n\r\n";
            socket.write_all(rest).await.expect("it is read");
        });
        let mut events = client.call(Listen).await.expect("a stream");
        let wait = Duration::from_secs(10);
        let first = tokio::time::timeout(wait, events.next()).await;
        let first = first.expect("it comes before the second");
        assert_eq!(first.expect("an event").expect("text").data, "Grüße 🦀");
        got.send(()).expect("the server waits");
        let second = events.next().await.expect("an event");
        assert_eq!(second.expect("text").data, "second");
        assert!(events.next().await.is_none());
        server.await.expect("no panic");
    });
}

#[test]
fn events_that_are_cut_are_an_error_and_no_end() {
    wait(async {
        let (listener, client) = server(|builder| builder).await;
        let answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ndata: a\n\n\r\n8\r\ndata: b\n\r\n";
        let server = tokio::spawn(answering(listener, answer));
        let mut events = client.call(Listen).await.expect("a stream");
        let first = events.next().await.expect("an event").expect("text");
        assert_eq!(first.data, "a");
        let error = events
            .next()
            .await
            .expect("no end")
            .expect_err("it was cut");
        assert!(error.is_cut(), "{error:?}");
        assert!(std::error::Error::source(&error).is_some());
        assert!(events.next().await.is_none());
        server.await.expect("no panic");
    });
}

#[test]
fn a_quiet_stream_may_be_waited_for_as_long_as_the_caller_says() {
    wait(async {
        let limit = Duration::from_millis(50);
        let (listener, client) = server(move |builder| builder.timeout(limit * 10)).await;
        let server = tokio::spawn(async move {
            let (mut socket, _) = asked(&listener).await;
            let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: hello\n";
            socket.write_all(head).await.expect("it is read");
            tokio::time::sleep(limit * 6).await;
            socket.write_all(b"data: a\n\n").await.expect("it is read");
            // Quiet until the client goes.
            assert_eq!(socket.read(&mut [0]).await.unwrap_or_default(), 0);
        });
        let events = client.call(Listen).await.expect("a stream");
        let mut events = events.idle_timeout(None);
        let first = events.next().await.expect("an event").expect("text");
        assert_eq!(first.data, "a");
        let mut events = events.idle_timeout(limit);
        // To give up waiting loses nothing.
        let given_up = tokio::time::timeout(limit / 5, events.next()).await;
        assert!(given_up.is_err());
        let error = events
            .next()
            .await
            .expect("no end")
            .expect_err("it is quiet");
        assert_eq!(error.to_string(), "nothing came for 50ms");
        assert!(events.next().await.is_none());
        drop(events);
        server.await.expect("the client closes the connection");
    });
}
