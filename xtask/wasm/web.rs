//! A generated client on the web: its clock, its pauses, chance, and answers that `fetch` brings.

#![cfg(target_family = "wasm")]

use std::collections::{BTreeMap, BTreeSet};
use std::future::pending;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tides_client::types::{AddChartBody, AddReading, GetStation, GetStationError, Station};
use tides_client::{
    Attempt, Backoff, Body, Client, Ended, Error, Hook, HookError, HookFuture, Mock, RateLimit,
    Step, Upload,
};
use wasm_bindgen_test::wasm_bindgen_test;

/// Where a server is, if there is one: the command that builds this says so.
const SERVER: Option<&str> = option_env!("CLIENTWRIGHT_WASM_SERVER");

/// What a request was.
type Requests = Arc<Mutex<Vec<(http::HeaderMap, Vec<u8>)>>>;

/// Gives these answers and then 204, and keeps the requests.
struct Answering(Vec<(u16, &'static str)>, Requests);

impl Hook for Answering {
    fn before<'a>(
        &'a self,
        request: &'a mut http::Request<Body>,
        _: &'a Attempt,
    ) -> HookFuture<'a, Result<Step, HookError>> {
        Box::pin(async move {
            let mut content = Vec::new();
            while let Some(chunk) = request.body_mut().chunk().await {
                content.extend_from_slice(&chunk?);
            }
            let mut requests = self.1.lock().map_err(|_| "a panic")?;
            requests.push((request.headers().clone(), content));
            let (status, wait) = self
                .0
                .get(requests.len() - 1)
                .copied()
                .unwrap_or((204, "0"));
            let answer = http::Response::builder().status(status);
            Ok(Step::Answer(
                answer.header("retry-after", wait).body(Body::empty())?,
            ))
        })
    }
}

/// A client of these answers, and what it asked for.
fn answering(answers: &[(u16, &'static str)]) -> (Client, Requests) {
    let requests = Requests::default();
    let hook = Answering(answers.to_vec(), Arc::clone(&requests));
    let builder = Client::builder()
        .hook(hook)
        .retry(Backoff::new().jitter(|_| Duration::ZERO));
    (builder.build().expect("a client"), requests)
}

fn station() -> Station {
    Station {
        name: "Husum".to_owned(),
        since: None,
        additional: BTreeMap::new(),
    }
}

/// How many milliseconds it took.
async fn took<F: Future>(future: F) -> (f64, F::Output) {
    let begun = js_sys::Date::now();
    let output = future.await;
    (js_sys::Date::now() - begun, output)
}

#[wasm_bindgen_test]
async fn a_request_is_sent_again_after_a_pause() {
    let (client, requests) = answering(&[(503, "1")]);
    let (milliseconds, added) = took(client.add_reading(station()).send_with_response()).await;
    assert_eq!(added.expect("the second is answered").attempts(), 2);
    assert!((990.0..5000.0).contains(&milliseconds), "{milliseconds}");
    // The key is the same for both.
    let requests = requests.lock().expect("no panic");
    let keys: BTreeSet<_> = requests
        .iter()
        .map(|(headers, _)| headers["idempotency-key"].as_bytes())
        .collect();
    assert_eq!((requests.len(), keys.len()), (2, 1));
}

#[wasm_bindgen_test]
async fn a_date_is_compared_with_the_clock() {
    let (client, _) = answering(&[(503, "Sun, 06 Nov 1994 08:49:37 GMT")]);
    let (milliseconds, added) = took(client.add_reading(station()).send()).await;
    added.expect("what is over is now");
    assert!(milliseconds < 900.0, "{milliseconds}");
    let (client, _) = answering(&[(503, "Fri, 31 Dec 9999 23:59:59 GMT")]);
    let error = client
        .add_reading(station())
        .await
        .expect_err("nobody waits so long");
    assert_eq!(error.attempts(), 1);
}

#[wasm_bindgen_test]
async fn chance_is_another_each_time() {
    let (client, requests) = answering(&[]);
    for _ in 0..8 {
        client.add_reading(station()).await.expect("a success");
        let file = Upload::from("high tide");
        client
            .add_chart(AddChartBody { file })
            .await
            .expect("a success");
    }
    let requests = requests.lock().expect("no panic");
    let of = |name: &str| -> BTreeSet<Vec<u8>> {
        let values = requests.iter().filter_map(|(headers, _)| headers.get(name));
        values.map(|value| value.as_bytes().to_vec()).collect()
    };
    assert_eq!(of("idempotency-key").len(), 8);
    // One for all that is JSON, and a boundary for each other.
    assert_eq!(of("content-type").len(), 9);
    assert!(requests[1].1.windows(9).any(|part| part == b"high tide"));
}

/// Never lets a request through.
struct Never;

impl Hook for Never {
    fn before<'a>(
        &'a self,
        _: &'a mut http::Request<Body>,
        _: &'a Attempt,
    ) -> HookFuture<'a, Result<Step, HookError>> {
        Box::pin(pending())
    }

    fn after<'a>(&'a self, _: &'a Attempt, _: Ended<'a>) -> HookFuture<'a, ()> {
        Box::pin(async {})
    }
}

#[wasm_bindgen_test]
async fn time_is_up() {
    let client = Client::builder().hook(Never).build().expect("a client");
    let call = client.get_chart().timeout(Duration::from_millis(200));
    let (milliseconds, answered) = took(call.send()).await;
    assert!(matches!(answered, Err(Error::NotSent(_))), "{answered:?}");
    assert!((190.0..3000.0).contains(&milliseconds), "{milliseconds}");
}

#[wasm_bindgen_test]
async fn a_limit_of_requests_is_kept() {
    let hook = Answering(Vec::new(), Requests::default());
    let limit = RateLimit::new(2, Duration::from_millis(300));
    let builder = Client::builder().hook(hook).rate_limit(limit);
    let client = builder.build().expect("a client");
    let (milliseconds, ()) = took(async {
        for _ in 0..4 {
            client.add_reading(station()).await.expect("a success");
        }
    })
    .await;
    assert!((290.0..3000.0).contains(&milliseconds), "{milliseconds}");
}

#[wasm_bindgen_test]
async fn a_mock_answers() {
    let mock = Mock::new();
    mock.on::<GetStation>().answers(station());
    mock.on::<AddReading>().answers(());
    let client = mock.client();
    assert_eq!(
        client.get_station("Husum").await.expect("a success"),
        station()
    );
    client.add_reading(station()).await.expect("a success");
    assert_eq!(mock.calls::<GetStation>()[0].name, "Husum");
    mock.verify();
}

fn of_server() -> Option<Client> {
    let builder = Client::builder().base_url(SERVER?);
    Some(builder.build().expect("a client"))
}

#[wasm_bindgen_test]
async fn fetch_brings_answers() {
    let Some(client) = of_server() else { return };
    let station = client.get_station("Husum").await.expect("a success");
    assert_eq!(station.name, "Husum");
    let error = client.get_station("Atlantis").await.expect_err("a failure");
    match error.kind() {
        Some(GetStationError::NoSuchStation(body)) => {
            assert_eq!(body.message.as_deref(), Some("gone"))
        }
        other => panic!("{other:?}"),
    }
    client
        .add_reading(station)
        .await
        .expect("what was sent is as the server wants it");
}

#[wasm_bindgen_test]
async fn fetch_brings_streams() {
    let Some(client) = of_server() else { return };
    let mut readings = client.watch_readings().await.expect("a stream");
    let mut names = Vec::new();
    while let Some(reading) = readings.next().await {
        names.push(reading.expect("a station").data.name);
    }
    assert_eq!(names, ["Husum", "Cuxhaven"]);
    let mut chart = client.get_chart().into_stream().await.expect("a stream");
    let mut length = 0;
    while let Some(chunk) = chart.chunk().await.expect("it is whole") {
        length += chunk.len();
    }
    assert_eq!(length, 1 << 20);
}

#[wasm_bindgen_test]
async fn nobody_is_there() {
    let builder = Client::builder()
        .base_url("http://127.0.0.1:9")
        .retry(tides_client::Retry::off());
    let client = builder.build().expect("a client");
    // `fetch` does not say whether anything was sent.
    let answered = client.get_chart().await;
    assert!(
        matches!(answered, Err(Error::Interrupted(_))),
        "{answered:?}"
    );
}
