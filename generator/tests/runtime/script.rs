//! A server that does what a test says, one thing for each request.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::Instant;

use crate::api::default_builder;
use crate::runtime::{Backoff, Body, Client, Transport, TransportError, TransportFuture};

/// What the server does with one request.
#[derive(Clone)]
pub(crate) enum Does {
    /// Answers with this status and these header fields.
    Says(u16, &'static [(&'static str, &'static str)]),
    /// Answers 200, and ends the connection before the content's end.
    Cuts,
    /// Is not there.
    Refuses,
    /// Ends the connection instead of answering.
    Resets,
    /// Answers after so long.
    Waits(Duration),
}

/// A server that does one thing after the other, then answers 200; it keeps when each request came and its content.
#[derive(Clone, Default)]
pub(crate) struct Script(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    does: VecDeque<Does>,
    came: Vec<(Instant, http::request::Parts, Vec<u8>)>,
}

impl Script {
    pub(crate) fn of(does: impl IntoIterator<Item = Does>) -> Self {
        let does = does.into_iter().collect();
        let came = Vec::new();
        Self(Arc::new(Mutex::new(State { does, came })))
    }

    pub(crate) fn count(&self) -> usize {
        self.0.lock().expect("no panic").came.len()
    }

    /// How long after the first request each other came.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        let state = self.0.lock().expect("no panic");
        let first = state.came.first().map(|(moment, ..)| *moment);
        let since = |moment: &Instant| first.map(|first| *moment - first).unwrap_or_default();
        let waits = state.came.iter().skip(1).map(|(moment, ..)| since(moment));
        waits.collect()
    }

    pub(crate) fn heads(&self) -> Vec<http::request::Parts> {
        let state = self.0.lock().expect("no panic");
        state.came.iter().map(|(_, head, _)| head.clone()).collect()
    }

    pub(crate) fn bodies(&self) -> Vec<Vec<u8>> {
        let state = self.0.lock().expect("no panic");
        state.came.iter().map(|(_, _, body)| body.clone()).collect()
    }
}

impl Transport for Script {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let state = Arc::clone(&self.0);
        Box::pin(async move {
            let (head, mut body) = request.into_parts();
            let mut content = Vec::new();
            while let Some(chunk) = body.chunk().await {
                content.extend_from_slice(&chunk?);
            }
            let does = {
                let mut state = state.lock().expect("no panic");
                state.came.push((Instant::now(), head, content));
                state.does.pop_front()
            };
            let answer = http::Response::builder();
            let done = Body::from("done".to_owned());
            let answer = match does {
                None => answer.body(done),
                Some(Does::Says(status, headers)) => {
                    let answer = answer.status(status);
                    let with = |answer: http::response::Builder, (name, value): &(&str, &str)| {
                        answer.header(*name, *value)
                    };
                    let answer = headers.iter().fold(answer, with);
                    answer.body(Body::from("wrong".to_owned()))
                }
                Some(Does::Cuts) => answer.body(Body::stream(Cut(false))),
                Some(Does::Refuses) => return Err(TransportError::not_sent("connection refused")),
                Some(Does::Resets) => return Err(TransportError::interrupted("connection reset")),
                Some(Does::Waits(long)) => {
                    tokio::time::sleep(long).await;
                    answer.body(done)
                }
            };
            Ok(answer.expect("an answer"))
        })
    }
}

/// Content that ends after a part of it.
struct Cut(bool);

impl http_body::Body for Cut {
    type Data = bytes::Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, TransportError>>> {
        let first = !std::mem::replace(&mut self.0, true);
        std::task::Poll::Ready(Some(if first {
            Ok(http_body::Frame::data(bytes::Bytes::from_static(b"do")))
        } else {
            Err(TransportError::interrupted("connection reset"))
        }))
    }
}

/// Waits as long as it may, so that tests know how long.
pub(crate) fn backoff() -> Backoff {
    Backoff::new().jitter(|longest| longest)
}

pub(crate) fn client(script: &Script) -> Client {
    let builder = default_builder().transport(script.clone());
    builder.retry(backoff()).build().expect("a client")
}
