//! Streamed content in both directions, over the real transport.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use http_body::Frame;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::api::{Mock, builder, client, get, put, wait};
use crate::runtime::{Body, Bytes, Client, Error, RequestParts, TransportError};

/// So many chunks of one KiB.
struct Chunks(usize);

impl http_body::Body for Chunks {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        if self.0 == 0 {
            return Poll::Ready(None);
        }
        self.0 -= 1;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from(vec![b'x'; 1024])))))
    }
}

fn to_server(listener: &TcpListener) -> Client {
    let address = listener.local_addr().expect("an address");
    let builder = builder().base_url(format!("http://{address}"));
    builder
        .reqwest_builder(reqwest::Client::builder().no_proxy())
        .build()
        .expect("a client")
}

/// All of a request with chunked content.
async fn read_request(socket: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut buffer = vec![0; 4096];
    while !request.ends_with(b"0\r\n\r\n") {
        let read = socket.read(&mut buffer).await.expect("the client sends");
        assert!(read > 0, "the client ended early");
        request.extend_from_slice(&buffer[..read]);
    }
    String::from_utf8(request).expect("text")
}

#[test]
fn a_stream_is_sent_in_chunks() {
    wait(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let client = to_server(&listener);
        let call = client.call(put(|request: &mut RequestParts| {
            request.path("name", &"a".to_owned());
            request.content("text/plain", Some(Body::stream(Chunks(8))));
        }));
        let call = tokio::spawn(call.send());
        let (mut socket, _) = listener.accept().await.expect("a connection");
        let request = read_request(&mut socket).await.to_ascii_lowercase();
        assert!(request.contains("transfer-encoding: chunked"), "{request}");
        assert!(request.contains("content-type: text/plain"));
        assert_eq!(request.matches(&"x".repeat(1024)).count(), 8);
        socket
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            .await
            .expect("it is read");
        assert_eq!(
            call.await.expect("no panic").expect("a success").as_str(),
            "{}"
        );
    });
}

#[test]
fn an_endless_answer_is_read_as_fast_as_the_caller_reads() {
    wait(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let client = to_server(&listener);
        let written = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&written);
        let server = tokio::spawn(async move {
            let (mut socket, _) = listener.accept().await.expect("a connection");
            let mut buffer = vec![0; 4096];
            let _ = socket.read(&mut buffer).await;
            let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
            socket.write_all(head).await.expect("it is read");
            let chunk = format!("10000\r\n{}\r\n", "y".repeat(1 << 16));
            while socket.write_all(chunk.as_bytes()).await.is_ok() {
                counter.fetch_add(1 << 16, Ordering::SeqCst);
            }
        });
        let answer = client.call(get(|_| {})).raw().await.expect("an answer");
        let mut body = answer.into_body();
        let mut read = 0;
        while read < 4 << 20 {
            let chunk = body
                .chunk()
                .await
                .expect("it does not end")
                .expect("it does not fail");
            assert!(!chunk.is_empty() && chunk.iter().all(|byte| *byte == b'y'));
            read += chunk.len();
        }
        // While nobody reads, the server can fill the buffers of the two sockets, and no more.
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        let ahead = written.load(Ordering::SeqCst) - read;
        assert!(ahead < 32 << 20, "{ahead} bytes are held");
        // The server notices that nobody wants more.
        drop(body);
        let end = tokio::time::timeout(std::time::Duration::from_secs(10), server).await;
        end.expect("the connection is closed").expect("no panic");
    });
}

#[test]
fn an_endless_success_is_cut_at_the_limit() {
    let endless = http::Response::new(Body::stream(Chunks(usize::MAX)));
    let mock = Mock::answering([endless]);
    let client = builder()
        .transport(mock)
        .body_limit(10_000)
        .build()
        .expect("a client");
    let error = wait(client.call(get(|_| {})).send()).expect_err("it has no end");
    assert!(matches!(error, Error::Decode(_)));
    assert_eq!(error.body().map(Bytes::len), Some(10_000));
    assert!(
        error
            .to_string()
            .contains("longer than the limit of 10000 bytes"),
        "{error}"
    );
}

#[test]
fn a_body_at_the_limit_is_whole() {
    let mock = Mock::answering([http::Response::new(Body::stream(Chunks(4)))]);
    let client = builder()
        .transport(mock)
        .body_limit(4096)
        .build()
        .expect("a client");
    assert_eq!(
        wait(client.call(get(|_| {})).send())
            .map(|text| text.len())
            .ok(),
        Some(4096)
    );
}

#[test]
fn a_stream_that_can_be_made_again_is_sent_again_each_time() {
    let moved = |to: &str| {
        let answer = http::Response::builder().status(307).header("location", to);
        answer.body(Body::empty()).expect("an answer")
    };
    let mock = Mock::answering([moved("/v1/a"), moved("/v1/b"), moved("/v1/c")]);
    let call = client(&mock).call(get(|request| {
        request.content(
            "text/plain",
            Some(Body::stream_again(|| Body::stream(Chunks(2)))),
        );
    }));
    wait(call.send()).expect("it is followed");
    let lengths: Vec<usize> = mock.seen().iter().map(|seen| seen.body.len()).collect();
    assert_eq!(lengths, [2048; 4]);
}

#[test]
fn a_stream_that_cannot_be_made_again_is_sent_once() {
    let moved = http::Response::builder()
        .status(307)
        .header("location", "/v1/a")
        .body(Body::empty());
    let mock = Mock::answering([moved.expect("an answer")]);
    let call = client(&mock).call(get(|request| {
        request.content("text/plain", Some(Body::stream(Chunks(2))));
    }));
    let error = wait(call.send()).expect_err("the redirect is not followed");
    assert!(matches!(error, Error::Unexpected(_)));
    assert_eq!(mock.only().body.len(), 2048);
}

#[test]
fn a_body_says_what_it_is() {
    assert_eq!(Body::empty().as_bytes(), Some(&[][..]));
    assert_eq!(Body::from("ab".to_owned()).as_bytes(), Some(&b"ab"[..]));
    assert!(
        Body::stream(Chunks(1)).as_bytes().is_none() && Body::stream(Chunks(1)).again().is_none()
    );
    assert_eq!(
        format!(
            "{:?} {:?}",
            Body::from("ab".to_owned()),
            Body::stream(Chunks(1))
        ),
        "Body(2 bytes) Body(stream)"
    );
}
