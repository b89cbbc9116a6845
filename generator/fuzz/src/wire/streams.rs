//! Streams: whatever pieces they come in, the same items come out.

use std::collections::VecDeque;
use std::fmt::Debug;

use super::server::{Chunks, answer, with};
use crate::input::{Finding, Outcome};
use crate::runtime::{
    Answer, Body, Bytes, EventStream, Json, JsonStream, Method, NoFailure, Operation, Reading,
    RequestLine, RequestParts,
};

/// How a stream is cut into pieces.
#[derive(Clone, Copy, Debug)]
enum Cutting {
    Whole,
    Bytes,
    /// Pieces of random lengths, from this seed.
    Random(u8),
}

fn body(bytes: &[u8], cutting: Cutting) -> Body {
    let mut chunks = VecDeque::new();
    let mut rest = bytes;
    let mut rng = fastrand::Rng::with_seed(match cutting {
        Cutting::Whole | Cutting::Bytes => 0,
        Cutting::Random(seed) => seed.into(),
    });
    while !rest.is_empty() {
        let length = match cutting {
            Cutting::Whole => rest.len(),
            Cutting::Bytes => 1,
            Cutting::Random(_) => rng.usize(1..=7).min(rest.len()),
        };
        let (first, after) = rest.split_at(length);
        chunks.push_back(Bytes::copy_from_slice(first));
        rest = after;
    }
    Body::stream(Chunks(chunks))
}

macro_rules! operation {
    ($name:ident: $output:ty, $accept:literal, $read:ident) => {
        struct $name;

        impl $name {
            const TYPE: &str = $accept;
        }

        impl Operation for $name {
            type Output = $output;
            type Error = NoFailure;
            const LINE: RequestLine = RequestLine::new(Method::GET, "/stream").accept($accept);

            fn request(&self, _: &mut RequestParts) {}

            fn answer(answer: Answer<'_>) -> Reading<Self> {
                answer.$read()?.success()
            }

            fn streams(_: u16) -> bool {
                true
            }
        }
    };
}

operation!(Events: EventStream<Json>, "text/event-stream", events);
operation!(Texts: EventStream<String>, "text/event-stream", text_events);
operation!(Lines: JsonStream<Json>, "application/jsonl", json_stream);

/// What came of a stream, as text: items, errors, and that it ended.
macro_rules! items {
    ($operation:ident, $bytes:expr, $cutting:expr) => {{
        let (items, _) = with(
            [answer(
                200,
                &[("content-type", $operation::TYPE.as_bytes())],
                body($bytes, $cutting),
            )],
            |client| async move {
                let mut items: Vec<String> = Vec::new();
                match client.call($operation).send().await {
                    Ok(mut stream) => {
                        while let Some(item) = stream.next().await {
                            items.push(said(&item));
                            if items.len() > $bytes.len() + 2 {
                                items.push("it never ends".to_owned());
                                break;
                            }
                        }
                    }
                    Err(error) => items.push(error.to_string()),
                }
                items
            },
        );
        items
    }};
}

fn said<T: Debug, E: std::error::Error>(item: &Result<T, E>) -> String {
    match item {
        Ok(value) => format!("{value:?}"),
        Err(error) => format!("error: {error} {error:?}"),
    }
}

macro_rules! same {
    ($operation:ident, $bytes:expr) => {{
        let Some((seed, bytes)) = $bytes.split_first() else {
            return Ok(Outcome::Refused);
        };
        let whole = items!($operation, bytes, Cutting::Whole);
        for cutting in [Cutting::Bytes, Cutting::Random(*seed)] {
            let pieces = items!($operation, bytes, cutting);
            if whole != pieces {
                return Err(Finding::new(format!(
                    "{} come out differently in other pieces ({cutting:?})\n{whole:#?}\n{pieces:#?}",
                    stringify!($operation)
                )));
            }
        }
        if whole.last().is_some_and(|last| last == "it never ends") {
            return Err(Finding::new(format!("{} never end\n{whole:#?}", stringify!($operation))));
        }
        Ok(if whole.is_empty() { Outcome::Refused } else { Outcome::Taken(None) })
    }};
}

/// Server-sent events with JSON: a byte for the pieces, then the stream.
pub(super) fn events(bytes: &[u8]) -> Result<Outcome, Finding> {
    same!(Events, bytes)
}

/// Server-sent events as text.
pub(super) fn texts(bytes: &[u8]) -> Result<Outcome, Finding> {
    same!(Texts, bytes)
}

/// JSON Lines, and JSON text sequences.
pub(super) fn lines(bytes: &[u8]) -> Result<Outcome, Finding> {
    same!(Lines, bytes)
}
