//! Answers that are read as they come: events and JSON values, over any border of chunks.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http_body::Frame;

use crate::api::{Mock, client, wait};
use crate::runtime::{
    Answer, Body, Bytes, Error, Event, EventStream, FromJson, JsonStream, Method, NoFailure,
    Opening, Operation, Reading, RequestLine, RequestParts, StreamError, Streaming, TransportError,
    record,
};

/// These chunks, and the end that comes after them.
pub(crate) struct Chunked {
    chunks: VecDeque<Bytes>,
    lost: bool,
}

impl http_body::Body for Chunked {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let lost = std::mem::take(&mut self.lost);
        let next = self.chunks.pop_front();
        self.lost = lost && next.is_some();
        Poll::Ready(match next {
            Some(chunk) => Some(Ok(Frame::data(chunk))),
            None => lost.then(|| Err(TransportError::interrupted("the cable was cut"))),
        })
    }
}

/// An answer whose content comes in chunks of so many bytes.
fn answer(media_type: &str, content: &[u8], size: usize, lost: bool) -> http::Response<Body> {
    let chunks = content.chunks(size).map(Bytes::copy_from_slice).collect();
    let answer = http::Response::builder().header("content-type", media_type);
    answer
        .body(Body::stream(Chunked { chunks, lost }))
        .expect("an answer")
}

#[derive(Debug, PartialEq)]
struct Tick {
    n: i64,
}

record! { Tick: read { n } }

/// Any success is a stream, and nothing but.
struct Ticks;

impl Operation for Ticks {
    type Output = EventStream<Tick>;
    type Error = NoFailure;
    const LINE: RequestLine = RequestLine::new(Method::GET, "/ticks");

    fn request(&self, _: &mut RequestParts) {}

    fn answer(answer: Answer<'_>) -> Reading<Self> {
        match answer.status() {
            200 => answer.events()?.success(),
            _ => answer.undocumented(),
        }
    }

    fn streams(status: u16) -> bool {
        status == 200
    }
}

/// A success is JSON, or text as it comes.
struct Words;

impl Operation for Words {
    type Output = Tick;
    type Error = NoFailure;
    const LINE: RequestLine = RequestLine::new(Method::GET, "/words");

    fn request(&self, request: &mut RequestParts) {
        request.header("accept", &"application/json".to_owned());
    }

    fn answer(answer: Answer<'_>) -> Reading<Self> {
        match answer.status() {
            200 => answer.success(),
            _ => answer.undocumented(),
        }
    }
}

impl Streaming<EventStream<String>> for Words {
    const ACCEPT: &'static str = "text/event-stream";

    fn opens(status: u16) -> bool {
        status == 200
    }

    fn open(answer: Answer<'_>) -> Opening<EventStream<String>> {
        answer.text_events()
    }
}

/// Any success is values.
struct Values;

impl Operation for Values {
    type Output = JsonStream<Tick>;
    type Error = NoFailure;
    const LINE: RequestLine = RequestLine::new(Method::GET, "/values");

    fn request(&self, _: &mut RequestParts) {}

    fn answer(answer: Answer<'_>) -> Reading<Self> {
        match answer.status() {
            200 => answer.json_stream()?.success(),
            _ => answer.undocumented(),
        }
    }

    fn streams(status: u16) -> bool {
        status == 200
    }
}

/// What one answer says as events of text, in chunks of each of these sizes, which must not matter.
fn events(content: &[u8]) -> Vec<Event<String>> {
    let of_size = |size: usize| {
        let mock = Mock::answering([answer("text/event-stream", content, size, false)]);
        wait(async {
            let mut stream = client(&mock)
                .call(Words)
                .into_events()
                .await
                .expect("a stream");
            let mut events = Vec::new();
            while let Some(event) = stream.next().await {
                events.push(event.expect("text is always decoded"));
            }
            assert!(stream.next().await.is_none());
            events
        })
    };
    let whole = of_size(usize::MAX);
    for size in [1, 2, 3, 7] {
        assert_eq!(of_size(size), whole, "in chunks of {size}");
    }
    whole
}

fn data(content: &[u8]) -> Vec<String> {
    events(content)
        .into_iter()
        .map(|event| event.data)
        .collect()
}

#[test]
fn data_of_several_lines_is_one_event() {
    assert_eq!(
        data(b"data: YHOO\ndata: +2\ndata: 10\n\n"),
        ["YHOO\n+2\n10"]
    );
    assert_eq!(
        data(b"data:test\n\ndata: test\n\ndata:  test\n\n"),
        ["test", "test", " test"]
    );
    assert_eq!(data(b"data\n\ndata\ndata\n\ndata:"), ["", "\n"]);
}

#[test]
fn lines_end_in_cr_lf_or_both() {
    assert_eq!(
        data(b"data: a\r\n\r\ndata: b\r\rdata: c\n\ndata: d\r\n\n"),
        ["a", "b", "c", "d"]
    );
    assert_eq!(data(b"data: a\r\ndata: b\r\n\r\n"), ["a\nb"]);
}

#[test]
fn a_byte_order_mark_comments_and_unknown_fields_mean_nothing() {
    assert_eq!(data(b"\xef\xbb\xbfdata: a\n\n"), ["a"]);
    assert_eq!(
        data(b":\n\n: ping\n\ncolour: red\ndata: a\nDATA: b\n\n"),
        ["a"]
    );
    assert_eq!(data(b"data: \xef\xbb\xbfa\n\n"), ["\u{feff}a"]);
}

#[test]
fn characters_may_lie_across_borders_of_chunks() {
    assert_eq!(
        data("data: Grüße, 世界 🦀\n\n".as_bytes()),
        ["Grüße, 世界 🦀"]
    );
    assert_eq!(data(b"data: a\xff\xf0\x9f\n\n"), ["a\u{fffd}\u{fffd}"]);
}

#[test]
fn an_event_has_an_id_a_type_and_a_time_to_wait() {
    let content = b"id: 1\nevent: add\nretry: 1500\ndata: a\n\nevent\ndata: b\nretry: 1x\nretry\n\nid\ndata: c\n\nid: 2\0\ndata: d\n\n";
    let event = |id: Option<&str>, event: Option<&str>, retry: Option<u64>, data: &str| Event {
        id: id.map(str::to_owned),
        event: event.map(str::to_owned),
        retry: retry.map(Duration::from_millis),
        data: data.to_owned(),
    };
    assert_eq!(
        events(content),
        [
            event(Some("1"), Some("add"), Some(1500), "a"),
            event(None, None, None, "b"),
            event(Some(""), None, None, "c"),
            event(None, None, None, "d"),
        ]
    );
}

#[test]
fn a_stream_knows_what_is_needed_to_connect_again() {
    let content = b"id: 7\ndata: {\"n\":1}\n\nretry: 20\n\nid: 8\n\nid: 9\ndata: {\"n\":2}\n";
    let mock = Mock::answering([answer("text/event-stream", content, 5, false)]);
    wait(async {
        let mut ticks = client(&mock).call(Ticks).await.expect("a stream");
        assert_eq!((ticks.last_event_id(), ticks.retry()), ("", None));
        let first = ticks.next().await.expect("an event").expect("a tick");
        assert_eq!(first.data, Tick { n: 1 });
        assert_eq!(ticks.last_event_id(), "7");
        // An event without data is none, though its id counts; one that is not whole counts for nothing.
        assert!(ticks.next().await.is_none());
        assert_eq!(ticks.last_event_id(), "8");
        assert_eq!(ticks.retry(), Some(Duration::from_millis(20)));
    });
}

#[test]
fn what_is_not_of_its_type_is_there_as_it_came_and_the_stream_goes_on() {
    let content = b"data: {\"n\":1}\n\nevent: end\ndata: [DONE]\n\ndata: {\"n\":\"x\"}\n\ndata: {\"n\":2}\n\n";
    let mock = Mock::answering([answer("text/event-stream", content, 9, false)]);
    wait(async {
        let mut ticks = client(&mock).call(Ticks).await.expect("a stream");
        assert!(ticks.next().await.is_some_and(|tick| tick.is_ok()));
        match ticks.next().await {
            Some(Err(StreamError::Item(item))) => {
                assert_eq!(item.raw(), "[DONE]");
                assert_eq!(item.event(), Some("end"));
            }
            other => panic!("{other:?}"),
        }
        let error = ticks.next().await.expect("an event").expect_err("no tick");
        assert!(
            error.to_string().contains("n: expected a number"),
            "{error}"
        );
        // It converts into the error of any call, and takes along what came.
        let error = Error::<NoFailure>::from(error);
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
        assert_eq!(
            error.body().map(|body| &**body),
            Some(&b"{\"n\":\"x\"}"[..])
        );
        let last = ticks.next().await.expect("an event").expect("a tick");
        assert_eq!(last.data, Tick { n: 2 });
        assert!(ticks.next().await.is_none());
    });
}

#[test]
fn a_stream_that_is_cut_is_an_error_and_no_end() {
    for content in [
        &b"data: {\"n\":1}\n\n"[..],
        b"data: {\"n\":1}\n\ndata: {\"n\":2}\n",
    ] {
        let mock = Mock::answering([answer("text/event-stream", content, 4, true)]);
        wait(async {
            let mut ticks = client(&mock).call(Ticks).await.expect("a stream");
            assert!(ticks.next().await.is_some_and(|tick| tick.is_ok()));
            let error = ticks.next().await.expect("no end").expect_err("it was cut");
            assert!(error.is_cut() && error.raw().is_none());
            let error = Error::<NoFailure>::from(error);
            assert!(error.to_string().contains("the cable was cut"), "{error}");
            assert!(
                error
                    .received()
                    .is_some_and(|received| !received.is_whole())
            );
            assert!(ticks.next().await.is_none());
        });
    }
}

#[test]
fn fewer_bytes_than_the_server_said_are_an_error_whatever_the_transport() {
    let content = b"data: {\"n\":1}\n\n";
    let mut answer = answer("text/event-stream", content, 4, false);
    answer.headers_mut().insert("content-length", 30.into());
    wait(async {
        let mut ticks = client(&Mock::answering([answer]))
            .call(Ticks)
            .await
            .expect("a stream");
        assert!(ticks.next().await.is_some_and(|tick| tick.is_ok()));
        let error = ticks.next().await.expect("no end").expect_err("it was cut");
        assert_eq!(error.to_string(), "the stream ended after 15 of 30 bytes");
    });
}

#[test]
fn one_event_may_not_fill_the_memory() {
    let content = [&b"data: {\"n\":1}\n\n"[..], &b"data: aaaa\n".repeat(100)].concat();
    let mock = Mock::answering([answer("text/event-stream", &content, 10, false)]);
    wait(async {
        let ticks = client(&mock).call(Ticks).await.expect("a stream");
        let mut ticks = ticks.item_limit(100);
        assert!(ticks.next().await.is_some_and(|tick| tick.is_ok()));
        let error = ticks
            .next()
            .await
            .expect("no end")
            .expect_err("it is too long");
        assert!(
            matches!(&error, StreamError::Cut(cut) if cut.is_too_long()),
            "{error:?}"
        );
        assert!(ticks.next().await.is_none());
    });
}

#[test]
fn what_is_no_event_stream_is_kept_whole() {
    let content = b"{\"n\":1}";
    let mock = Mock::answering([
        answer("application/json; charset=utf-8", content, 3, false),
        answer("application/json", content, 3, false),
        answer("text/html", b"<p>busy</p>", 3, true),
    ]);
    let error = wait(client(&mock).call(Ticks).send()).expect_err("it is JSON");
    assert!(matches!(error, Error::Decode(_)));
    assert_eq!(error.body().map(|body| &**body), Some(&content[..]));
    let source = std::error::Error::source(&error)
        .expect("a misfit")
        .to_string();
    assert_eq!(source, "expected text/event-stream, found application/json");
    let value = wait(client(&mock).call(Words).send()).expect("JSON is what is asked for");
    assert_eq!(value, Tick { n: 1 });
    let error = wait(client(&mock).call(Words).into_events().send()).expect_err("it is HTML");
    assert_eq!(error.body().map(|body| &**body), Some(&b"<p>busy</p>"[..]));
    let accepted: Vec<Vec<String>> = mock
        .seen()
        .iter()
        .map(|seen| {
            seen.header("accept")
                .iter()
                .map(|one| (*one).to_owned())
                .collect()
        })
        .collect();
    assert_eq!(
        accepted,
        [
            vec!["application/json, */*;q=0.5"],
            vec!["application/json"],
            vec!["text/event-stream"]
        ]
    );
}

#[test]
fn an_answer_of_another_status_is_read_whole() {
    let mut answer = answer("text/event-stream", b"data: x\n\n", 3, false);
    *answer.status_mut() = http::StatusCode::BAD_GATEWAY;
    let error = wait(
        client(&Mock::answering([answer]))
            .call(Words)
            .into_events()
            .send(),
    );
    let error = error.expect_err("it is not documented");
    assert!(matches!(error, Error::Unexpected(_)));
    assert_eq!(error.body().map(|body| &**body), Some(&b"data: x\n\n"[..]));
}

#[test]
fn the_head_of_a_stream_can_be_asked_for() {
    let mut answer = answer("text/event-stream", b"", 3, false);
    answer
        .headers_mut()
        .insert("x-request-id", "r-1".parse().expect("a value"));
    let mock = Mock::answering([answer]);
    let response = wait(client(&mock).call(Ticks).send_with_response()).expect("a stream");
    assert_eq!(response.request_id(), Some("r-1"));
    assert!(response.body().is_empty());
    let ticks = response.into_value();
    assert_eq!(
        (ticks.status().as_u16(), ticks.request_id()),
        (200, Some("r-1"))
    );
    assert!(ticks.headers().contains_key("content-type"));
}

#[test]
fn a_stream_of_events_is_a_stream() {
    fn is_stream<S: futures_core::Stream + Send + Unpin + 'static>(_: &S) {}
    let mock = Mock::answering([answer("text/event-stream", b"data: a\n\n", 3, false)]);
    wait(async {
        let words = client(&mock)
            .call(Words)
            .into_events()
            .await
            .expect("a stream");
        is_stream(&words);
        let mut words = words.into_text();
        let next = std::future::poll_fn(|context| {
            futures_core::Stream::poll_next(Pin::new(&mut words), context)
        });
        assert_eq!(next.await.expect("an event").expect("text").data, "a");
    });
}

/// What one answer says as values, in chunks of each of these sizes, which must not matter.
fn values(media_type: &str, content: &[u8]) -> Vec<Result<i64, String>> {
    let of_size = |size: usize| {
        let mock = Mock::answering([answer(media_type, content, size, false)]);
        wait(async {
            let mut stream = client(&mock).call(Values).await.expect("a stream");
            let mut values = Vec::new();
            while let Some(value) = stream.next().await {
                values.push(match value {
                    Ok(tick) => Ok(tick.n),
                    Err(error) => {
                        let raw = error.raw().expect("it goes on").to_vec();
                        Err(String::from_utf8_lossy(&raw).into_owned())
                    }
                });
            }
            values
        })
    };
    let whole = of_size(usize::MAX);
    for size in [1, 2, 3, 7] {
        assert_eq!(of_size(size), whole, "in chunks of {size}");
    }
    whole
}

#[test]
fn a_line_is_a_value() {
    let content = b"{\"n\":1}\r\n\n{\"n\": 2, \"s\": \"}\\\"{\"}\n{\"n\"\n{\"n\":3}";
    let expected = [Ok(1), Ok(2), Err("{\"n\"".to_owned()), Ok(3)];
    assert_eq!(values("application/jsonl", content), expected);
    assert_eq!(
        values("application/json", b"\xef\xbb\xbf{\"n\":1}\n"),
        [Ok(1)]
    );
    assert_eq!(values("application/x-ndjson", b""), []);
}

#[test]
fn a_record_separator_begins_a_value() {
    let content =
        b"\x1e{\"n\":1}\n\x1e\x1e{\n\"n\": 2,\n\"s\": \"[\\\"\"}\n\x1e{\"n\x1e{\"n\":3}\n";
    let expected = [Ok(1), Ok(2), Err("{\"n".to_owned()), Ok(3)];
    assert_eq!(values("application/json-seq", content), expected);
    // RFC 7464 section 2.4: a number may be cut where nothing follows it.
    let mock = Mock::answering([answer(
        "application/json-seq",
        b"\x1e12\n\x1e34 \x1e56",
        2,
        false,
    )]);
    wait(async {
        let mut stream = client(&mock).call(Numbers).await.expect("a stream");
        for expected in [12, 34] {
            let value = stream.next().await.expect("a value").expect("a number");
            assert_eq!(value, expected);
        }
        let error = stream
            .next()
            .await
            .expect("a value")
            .expect_err("it may be longer");
        assert_eq!(error.raw().map(|raw| &**raw), Some(&b"56"[..]));
        assert!(stream.next().await.is_none());
    });
}

/// Any success is numbers.
struct Numbers;

impl Operation for Numbers {
    type Output = JsonStream<i64>;
    type Error = NoFailure;
    const LINE: RequestLine = RequestLine::new(Method::GET, "/numbers");

    fn request(&self, _: &mut RequestParts) {}

    fn answer(answer: Answer<'_>) -> Reading<Self> {
        match answer.status() {
            200 => answer.json_stream()?.success(),
            _ => answer.undocumented(),
        }
    }

    fn streams(status: u16) -> bool {
        status == 200
    }
}

#[test]
fn values_that_are_cut_are_an_error_and_no_end() {
    let mock = Mock::answering([answer(
        "application/jsonl",
        b"{\"n\":1}\n{\"n\":2}",
        4,
        true,
    )]);
    wait(async {
        let mut values = client(&mock).call(Values).await.expect("a stream");
        assert!(values.next().await.is_some_and(|value| value.is_ok()));
        // Whether the second line is whole cannot be known.
        let error = values
            .next()
            .await
            .expect("no end")
            .expect_err("it was cut");
        assert!(error.is_cut());
        assert!(values.next().await.is_none());
    });
    let long = vec![b'1'; 300];
    let mock = Mock::answering([answer("application/jsonl", &long, 100, false)]);
    wait(async {
        let values = client(&mock).call(Values).await.expect("a stream");
        let mut values = values.item_limit(200);
        let error = values
            .next()
            .await
            .expect("no end")
            .expect_err("it is too long");
        assert!(matches!(&error, StreamError::Cut(cut) if cut.is_too_long()));
        assert!(values.next().await.is_none());
    });
}

/// Only what is read from JSON can be a value.
#[allow(dead_code, reason = "that it compiles is the test")]
fn any_type_may_be_streamed<T: FromJson + Send + 'static>(answer: Answer<'_>) -> bool {
    answer.json_stream::<T>().is_ok()
}
