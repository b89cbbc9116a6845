//! Calls that block their thread: with and without an asynchronous runtime around them.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::panic::catch_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::api::{builder, default_builder, get};
use crate::downloads::GetFile;
use crate::runtime::{
    Attempt, Backoff, Body, Client, ClientBuilder, Error, Hook, HookError, HookFuture, Step, wait,
};

/// A server on threads of its own, and how many connections it has seen.
#[derive(Clone)]
struct Server {
    address: String,
    connections: Arc<AtomicUsize>,
}

impl Server {
    /// Answers with these statuses, then with 200; with `0` not at all.
    fn answering(statuses: &'static [u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let connections = Arc::new(AtomicUsize::new(0));
        let answered = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&connections);
        std::thread::spawn(move || {
            for socket in listener.incoming().flatten() {
                count.fetch_add(1, Ordering::Relaxed);
                let answered = Arc::clone(&answered);
                std::thread::spawn(move || serve(socket, statuses, &answered));
            }
        });
        Self {
            address,
            connections,
        }
    }

    fn client(&self, builder: ClientBuilder) -> Client {
        let builder = builder.base_url(&self.address);
        let reqwest = reqwest::Client::builder().no_proxy();
        builder.reqwest_builder(reqwest).build().expect("a client")
    }
}

/// One answer for each request of a connection.
fn serve(mut socket: TcpStream, statuses: &[u16], answered: &AtomicUsize) {
    let mut request = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        match socket.read(&mut buffer) {
            Ok(0) | Err(_) => return,
            Ok(read) => request.extend_from_slice(&buffer[..read]),
        }
        if request.ends_with(b"\r\n\r\n") {
            request.clear();
            let number = answered.fetch_add(1, Ordering::Relaxed);
            match statuses.get(number).copied().unwrap_or(200) {
                0 => {}
                status => {
                    let answer = format!("HTTP/1.1 {status} X\r\nContent-Length: 4\r\n\r\ndone");
                    let _ = socket.write_all(answer.as_bytes());
                }
            }
        }
    }
}

#[test]
fn calls_are_made_without_a_runtime_and_share_a_connection() {
    let server = Server::answering(&[]);
    let client = server.client(builder());
    assert_eq!(client.call(get(|_| {})).wait().expect("a success"), "done");
    // The connection is given back on another thread.
    std::thread::sleep(Duration::from_millis(100));
    let response = client.call(get(|_| {})).wait_with_response();
    assert_eq!(response.expect("a success").status(), 200);
    assert_eq!(server.connections.load(Ordering::Relaxed), 1);
}

#[test]
fn pauses_and_limits_of_time_are_kept() {
    let server = Server::answering(&[503, 503, 200, 0]);
    let retry = Backoff::new().first_wait(Duration::from_millis(20));
    let client = server.client(default_builder().retry(retry));
    let response = client.call(get(|_| {})).wait_with_response();
    assert_eq!(response.expect("the third is a success").attempts(), 3);
    let begun = Instant::now();
    let call = client.call(get(|_| {})).timeout(Duration::from_millis(100));
    match call.wait() {
        Err(Error::Interrupted(error)) => assert!(error.is_timeout()),
        other => panic!("{other:?}"),
    }
    assert!(begun.elapsed() >= Duration::from_millis(100));
}

#[tokio::test]
async fn within_a_runtime_of_one_thread_it_only_blocks() {
    let server = Server::answering(&[]);
    let client = server.client(builder());
    for _ in 0..3 {
        assert_eq!(client.call(get(|_| {})).wait().expect("a success"), "done");
        assert_eq!(client.call(get(|_| {})).await.expect("a success"), "done");
    }
    // More than a task may do before it must let others run: of itself it never ends.
    let much = async {
        for _ in 0..10_000 {
            tokio::task::consume_budget().await;
        }
    };
    wait(much).expect("the thread is there");
    tokio::time::sleep(Duration::from_millis(1)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn within_a_runtime_of_several_threads_as_well() {
    let server = Server::answering(&[]);
    let client = server.client(builder());
    let call = |client: Client| async move { client.call(get(|_| {})).wait() };
    let calls: Vec<_> = (0..8).map(|_| tokio::spawn(call(client.clone()))).collect();
    for one in calls {
        assert_eq!(one.await.expect("no panic").expect("a success"), "done");
    }
}

/// Makes a call of its own before each request.
struct Asking(Client);

impl Hook for Asking {
    fn before<'a>(
        &'a self,
        _: &'a mut http::Request<Body>,
        _: &'a Attempt,
    ) -> HookFuture<'a, Result<Step, HookError>> {
        Box::pin(async {
            self.0.call(get(|_| {})).wait()?;
            Ok(Step::Send)
        })
    }
}

#[tokio::test]
async fn a_call_within_a_call_does_not_wait_for_itself() {
    let server = Server::answering(&[]);
    let inner = server.client(builder());
    let outer = server.client(builder().hook(Asking(inner)));
    assert_eq!(outer.call(get(|_| {})).wait().expect("a success"), "done");
    assert_eq!(outer.call(get(|_| {})).await.expect("a success"), "done");
}

#[test]
fn threads_wait_at_the_same_time() {
    let server = Server::answering(&[]);
    let client = server.client(builder());
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..8 {
                    client.call(get(|_| {})).wait().expect("a success");
                }
            });
        }
    });
}

#[test]
fn streams_are_read_chunk_by_chunk() {
    let server = Server::answering(&[]);
    let client = server.client(builder());
    let call = client.call(GetFile).into_stream();
    let mut download = call.wait().expect("a stream");
    let chunk = wait(download.chunk()).expect("the thread is there");
    assert_eq!(chunk.expect("whole").expect("content"), "done");
    let end = wait(download.chunk()).expect("the thread is there");
    assert_eq!(end.expect("whole"), None);
}

#[test]
fn a_panic_is_that_of_the_thread_that_waits() {
    let panic = catch_unwind(|| wait(async { panic!("of the future") })).expect_err("it panics");
    assert_eq!(*panic.downcast::<&str>().expect("a text"), "of the future");
    assert_eq!(wait(async { 7 }).expect("the thread is still there"), 7);
}
