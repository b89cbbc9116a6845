//! The generated client of answers that are read as they come, compiled and called.

use std::sync::{Arc, Mutex};

#[path = "../fixtures/streams/expected/client.rs"]
#[rustfmt::skip]
mod client;
#[path = "../fixtures/streams/expected/events.rs"]
#[rustfmt::skip]
mod events;
#[path = "../fixtures/streams/expected/files.rs"]
#[rustfmt::skip]
mod files;
#[allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "the tests use only part of what a client may use"
)]
#[path = "../../runtime/mod.rs"]
pub mod runtime;
#[path = "../fixtures/streams/expected/types.rs"]
#[rustfmt::skip]
pub mod types;
#[path = "../fixtures/streams/expected/values.rs"]
#[rustfmt::skip]
mod values;

use runtime::{Body, Client, Error, StreamError, Transport, TransportFuture};
use types::{AnswerBody, ExportOutput, Measurement, WatchReadingsError};

/// What `Accept` said.
type Accepted = Arc<Mutex<Vec<String>>>;

/// Answers what is asked for, or that it is not there.
struct Server(Accepted);

impl Transport for Server {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let accept = request.headers().get("accept");
        let accept = accept
            .map_or("", |accept| accept.to_str().unwrap())
            .to_owned();
        self.0.lock().unwrap().push(accept.clone());
        let is_stream = accept.starts_with("text/event-stream") || accept.contains("json-seq");
        let (status, media_type, content) = match (request.uri().path(), is_stream) {
            ("/recordings/a", _) => (206, "audio/ogg", "la la"),
            ("/recordings/a/transcript", _) => (200, "text/plain", "la la"),
            ("/recordings/a/speech", true) => {
                (200, "text/event-stream", "data: {\"samples\":\"AA\"}\n\n")
            }
            ("/readings", _) if request.uri().query() == Some("stream=true") => (
                200,
                "text/event-stream",
                "id: 1\nevent: made\ndata: {\"at\": 1,\ndata: \"value\": 0.5}\n\ndata: [DONE]\n\n",
            ),
            ("/answers", false) => (200, "application/json", "{\"answer\":\"yes\"}"),
            ("/answers", true) => (
                200,
                "text/event-stream",
                "data: {\"word\":\"y\"}\n\ndata: {\"word\":\"es\"}\n\n",
            ),
            ("/ticker", _) => (200, "text/event-stream", "data: 1.5\n\n"),
            ("/export", _) => (200, "application/x-ndjson", "{\"at\":1,\"value\":2}\n"),
            ("/log", false) => (200, "application/json", "[1, 2]"),
            ("/log", true) => (200, "application/json-seq", "\u{1e}1\n\u{1e}2\n"),
            _ => (404, "application/json", "{\"message\":\"not there\"}"),
        };
        let answer = http::Response::builder()
            .status(status)
            .header("content-type", media_type)
            .body(Body::from(content.to_owned()));
        Box::pin(async move { Ok(answer.unwrap()) })
    }
}

fn client() -> (Client, Accepted) {
    let accepted = Accepted::default();
    let builder = Client::builder().transport(Server(Arc::clone(&accepted)));
    (builder.build().unwrap(), accepted)
}

#[tokio::test]
async fn content_is_had_whole_or_as_it_comes() {
    let (client, accepted) = client();
    assert_eq!(client.get_recording("a").await.unwrap(), "la la");
    assert_eq!(client.get_transcript("a").await.unwrap(), "la la");
    let response = client.get_recording("a").into_stream();
    let response = response.send_with_response().await.unwrap();
    assert_eq!(response.status(), 206);
    let mut recording = response.into_value();
    assert_eq!(recording.content_type(), Some("audio/ogg"));
    assert_eq!(recording.chunk().await.unwrap().unwrap(), "la la");
    assert_eq!(recording.chunk().await.unwrap(), None);
    let mut transcript = client.get_transcript("a").into_stream().await.unwrap();
    let mut file = Vec::new();
    assert_eq!(transcript.write_to(&mut file).await.unwrap(), 5);
    let error = client.get_recording("b").into_stream().await.unwrap_err();
    assert!(error.kind().unwrap().is_no_such_recording());
    assert_eq!(
        *accepted.lock().unwrap(),
        [
            "audio/ogg, */*;q=0.5",
            "text/plain, */*;q=0.5",
            "audio/ogg",
            "text/plain",
            "audio/ogg"
        ]
    );
}

#[tokio::test]
async fn what_is_only_a_stream_is_one_at_once() {
    let (client, accepted) = client();
    let mut readings = client.watch_readings().stream(true).await.unwrap();
    let first = readings.next().await.unwrap().unwrap();
    assert_eq!(first.event.as_deref(), Some("made"));
    assert_eq!(first.data, Measurement { at: 1, value: 0.5 });
    match readings.next().await {
        Some(Err(StreamError::Item(item))) => assert_eq!(item.raw(), "[DONE]"),
        other => panic!("{other:?}"),
    }
    assert!(readings.next().await.is_none());
    assert_eq!(readings.last_event_id(), "1");
    match client.watch_readings().await {
        Err(Error::Api(error)) => {
            assert!(matches!(error.kind(), WatchReadingsError::NoSuchSensor(_)));
        }
        other => panic!("{other:?}"),
    }
    let mut ticker = client.watch_ticker().await.unwrap();
    assert_eq!(ticker.next().await.unwrap().unwrap().data, "1.5");
    match client.export().await.unwrap() {
        ExportOutput::Ok(mut readings) => {
            let first = readings.next().await.unwrap().unwrap();
            assert_eq!(first, Measurement { at: 1, value: 2.0 });
            assert!(readings.next().await.is_none());
        }
        ExportOutput::Accepted(_) => panic!("it is there"),
    }
    let accepted = accepted.lock().unwrap();
    assert_eq!(accepted.first().unwrap(), "text/event-stream, */*;q=0.5");
    assert_eq!(
        accepted.last().unwrap(),
        "application/jsonl, application/x-ndjson, application/json, */*;q=0.5"
    );
}

#[tokio::test]
async fn the_caller_chooses_between_json_and_a_stream() {
    let (client, accepted) = client();
    let body = || AnswerBody {
        question: "?".to_owned(),
        stream: None,
    };
    assert_eq!(client.answer(body()).await.unwrap().answer, "yes");
    let mut words = client.answer(body()).into_events().await.unwrap();
    let mut answer = String::new();
    while let Some(word) = words.next().await {
        answer.push_str(&word.unwrap().data.word);
    }
    assert_eq!(answer, "yes");
    assert_eq!(client.get_log().await.unwrap(), [1, 2]);
    let mut log = client.get_log().into_values().await.unwrap();
    assert_eq!(log.next().await.unwrap().unwrap(), 1);
    assert_eq!(log.next().await.unwrap().unwrap(), 2);
    assert!(log.next().await.is_none());
    let mut sound = client.speak("a").into_events().await.unwrap();
    assert_eq!(sound.next().await.unwrap().unwrap().data.samples, "AA");
    assert_eq!(
        *accepted.lock().unwrap(),
        [
            "application/json, */*;q=0.5",
            "text/event-stream",
            "application/json, */*;q=0.5",
            "application/json-seq",
            "text/event-stream",
        ]
    );
}

#[tokio::test]
async fn a_call_of_a_stream_can_be_spawned() {
    let (client, _) = client();
    let call = client.answer(AnswerBody {
        question: "?".to_owned(),
        stream: Some(true),
    });
    let task = tokio::spawn(async move {
        let mut words = call.into_events().await?;
        let word = words.next().await.transpose()?;
        Ok::<_, Error>(word.map(|word| word.data.word))
    });
    assert_eq!(task.await.unwrap().unwrap().as_deref(), Some("y"));
}
