//! Uploads over the real transport: what is streamed is never held whole, and lengths are said where they are known.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use http_body::{Frame, SizeHint};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::api::{Mock, builder, client, get, put, wait};
use crate::runtime::{
    Body, Bytes, Client, Error, RequestParts, TransportError, Upload, Why, Writer, record,
};

const CHUNK: usize = 1 << 16;

/// So many chunks of 64 KiB, and how many were asked for.
struct Chunks {
    left: u64,
    made: Arc<AtomicU64>,
    known: bool,
}

impl http_body::Body for Chunks {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.left -= 1;
        self.made.fetch_add(1, Ordering::SeqCst);
        Poll::Ready(Some(Ok(Frame::data(Bytes::from(vec![b'x'; CHUNK])))))
    }

    fn size_hint(&self) -> SizeHint {
        if self.known {
            SizeHint::with_exact(self.left * CHUNK as u64)
        } else {
            SizeHint::new()
        }
    }
}

fn chunks(left: u64, known: bool) -> (Upload, Arc<AtomicU64>) {
    let made = Arc::new(AtomicU64::new(0));
    let stream = Chunks {
        left,
        made: Arc::clone(&made),
        known,
    };
    (Upload::stream(stream), made)
}

struct Sending {
    note: String,
    file: Upload,
}

record! { Sending: write { note, file } }

fn sending(file: Upload) -> Sending {
    Sending {
        note: "a".to_owned(),
        file,
    }
}

async fn server() -> (TcpListener, Client) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let client = builder()
        .base_url(format!("http://{address}"))
        .reqwest_builder(reqwest::Client::builder().no_proxy())
        .build()
        .expect("a client");
    (listener, client)
}

/// The head of a request, in lower case, and what came of its content with it.
async fn head(socket: &mut TcpStream) -> (String, Vec<u8>) {
    let mut request = Vec::new();
    let mut buffer = vec![0; 4096];
    loop {
        let read = socket.read(&mut buffer).await.expect("the client sends");
        assert!(read > 0, "the client ended early");
        request.extend_from_slice(&buffer[..read]);
        if let Some(end) = request.windows(4).position(|four| four == b"\r\n\r\n") {
            let rest = request.split_off(end + 4);
            return (String::from_utf8_lossy(&request).to_ascii_lowercase(), rest);
        }
    }
}

async fn answer(socket: &mut TcpStream) {
    let text = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    socket.write_all(text).await.expect("it is read");
}

fn length_in(head: &str) -> Option<u64> {
    let after = head.split("content-length: ").nth(1)?;
    after.split("\r\n").next()?.parse().ok()
}

/// Sends a part of so many chunks to a server that stops reading in the middle: the client must stop, too.
async fn streams(count: u64) {
    let (listener, client) = server().await;
    let (file, made) = chunks(count, true);
    let value = sending(file);
    let call = client.call(put(move |request: &mut RequestParts| {
        request.path("name", &"a".to_owned());
        request.multipart("multipart/form-data", &value, &[]);
    }));
    let call = tokio::spawn(call.send());
    let (mut socket, _) = listener.accept().await.expect("a connection");
    let (head, rest) = head(&mut socket).await;
    let whole = length_in(&head).expect("all parts know their length, so the whole does");
    let mut read = rest.len() as u64;
    let mut buffer = vec![0; 1 << 16];
    let mut paused = false;
    while read < whole {
        if !paused && read > whole / 2 {
            paused = true;
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            let ahead = (made.load(Ordering::SeqCst) * CHUNK as u64).saturating_sub(read);
            assert!(ahead < 24 << 20, "{ahead} bytes are held");
        }
        let some = socket.read(&mut buffer).await.expect("the client sends");
        assert!(some > 0, "the client ended early");
        read += some as u64;
    }
    assert!(paused && read == whole && made.load(Ordering::SeqCst) == count);
    answer(&mut socket).await;
    assert_eq!(
        call.await.expect("no panic").expect("a success").as_str(),
        "{}"
    );
}

#[test]
fn a_large_file_is_sent_as_fast_as_the_server_reads() {
    wait(streams((64 << 20) / CHUNK as u64));
}

#[test]
#[ignore = "sends 1 GiB"]
fn a_gibibyte_is_sent_within_64_mebibytes() {
    wait(streams((1 << 30) / CHUNK as u64));
    // The most that this process ever held, in KiB (proc(5)).
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let most = most.and_then(|most| most.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        assert!(most.is_some_and(|most| most < 64 << 10), "{most:?} KiB");
    }
}

#[test]
fn a_part_of_unknown_length_makes_chunks_of_the_whole() {
    wait(async {
        let (listener, client) = server().await;
        let (file, _) = chunks(2, false);
        let value = sending(file);
        let call = client.call(put(move |request: &mut RequestParts| {
            request.path("name", &"a".to_owned());
            request.multipart("multipart/form-data", &value, &[]);
        }));
        let call = tokio::spawn(call.send());
        let (mut socket, _) = listener.accept().await.expect("a connection");
        let (head, mut content) = head(&mut socket).await;
        assert!(head.contains("transfer-encoding: chunked") && length_in(&head).is_none());
        let mut buffer = vec![0; 1 << 16];
        while !content.ends_with(b"0\r\n\r\n") {
            let read = socket.read(&mut buffer).await.expect("the client sends");
            content.extend_from_slice(&buffer[..read]);
        }
        answer(&mut socket).await;
        call.await.expect("no panic").expect("a success");
    });
}

#[test]
fn a_post_without_content_says_so_and_a_get_does_not() {
    wait(async {
        let (listener, client) = server().await;
        let call = client.call(put(|request: &mut RequestParts| {
            request.path("name", &"a".to_owned());
            request.json(&None::<String>);
        }));
        let call = tokio::spawn(call.send());
        let (mut socket, _) = listener.accept().await.expect("a connection");
        let (post, _) = head(&mut socket).await;
        // RFC 9110 section 8.6.
        assert_eq!(length_in(&post), Some(0), "{post}");
        assert!(
            !post.contains("content-type") && !post.contains("transfer-encoding"),
            "{post}"
        );
        answer(&mut socket).await;
        call.await.expect("no panic").expect("a success");
        let call = tokio::spawn(client.call(get(|_| {})).send());
        let (get, _) = head(&mut socket).await;
        assert!(
            !get.contains("content-length") && !get.contains("transfer-encoding"),
            "{get}"
        );
        answer(&mut socket).await;
        call.await.expect("no panic").expect("a success");
    });
}

#[test]
fn a_get_may_have_content() {
    wait(async {
        let (listener, client) = server().await;
        let call = tokio::spawn(client.call(get(|request| request.json(&1_i64))).send());
        let (mut socket, _) = listener.accept().await.expect("a connection");
        let (head, content) = head(&mut socket).await;
        assert!(
            length_in(&head) == Some(1) && head.starts_with("get "),
            "{head}"
        );
        assert_eq!(content, b"1");
        answer(&mut socket).await;
        call.await.expect("no panic").expect("a success");
    });
}

#[test]
fn clones_of_a_stream_share_it() {
    let (file, _) = chunks(1, true);
    let other = file.clone();
    assert!(file == other && file != chunks(1, true).0);
    assert!(Writer::properties_of(&sending(file)).is_ok());
    let why = Writer::properties_of(&sending(other)).expect_err("it was taken");
    assert_eq!(
        why,
        "holds a stream that was sent already and cannot be made again"
    );

    let (file, _) = chunks(1, true);
    let mock = Mock::default();
    for sent in [true, false] {
        let file = file.clone();
        let call = client(&mock).call(put(move |request: &mut RequestParts| {
            request.path("name", &"a".to_owned());
            request.upload("application/octet-stream", Some(&file));
        }));
        match wait(call.send()) {
            Ok(_) => assert!(sent),
            Err(Error::NotSent(error)) => {
                assert!(!sent && matches!(error.why(), Why::Parameter { .. }))
            }
            Err(other) => panic!("{other}"),
        }
    }
}

#[test]
fn parts_that_can_be_made_again_are_sent_again() {
    let moved = http::Response::builder()
        .status(307)
        .header("location", "/v1/b");
    let mock = Mock::answering([moved.body(Body::empty()).expect("an answer")]);
    let again = Body::stream_again(|| {
        Body::stream(Chunks {
            left: 1,
            made: Arc::default(),
            known: true,
        })
    });
    let value = sending(Upload::from(again));
    let call = client(&mock).call(get(move |request: &mut RequestParts| {
        request.multipart("multipart/form-data", &value, &[]);
    }));
    wait(call.send()).expect("it is followed");
    let bodies: Vec<_> = mock.seen().into_iter().map(|seen| seen.body).collect();
    assert!(bodies.len() == 2 && bodies[0] == bodies[1] && bodies[0].len() > CHUNK);
}
