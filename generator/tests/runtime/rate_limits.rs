//! How many requests are sent in how much time, and in which order.

use std::time::Duration;

use tokio::time::Instant;

use crate::api::{default_builder, get};
use crate::runtime::{Client, Error, RateLimit, Why};
use crate::script::Does::Says;
use crate::script::Script;

fn client(script: &Script, limit: impl Into<Option<RateLimit>>) -> Client {
    let builder = default_builder().transport(script.clone());
    builder.rate_limit(limit).build().expect("a client")
}

fn milliseconds(script: &Script) -> Vec<u128> {
    script.waits().iter().map(Duration::as_millis).collect()
}

#[tokio::test(start_paused = true)]
async fn no_stretch_of_time_sees_more_than_the_limit() {
    let script = Script::default();
    let client = client(&script, RateLimit::per_second(3));
    client.call(get(|_| {})).await.expect("sent");
    tokio::time::sleep(Duration::from_millis(900)).await;
    // Two are left of the first second; a bucket that fills up steadily would let four through.
    let calls: Vec<_> = (0..6)
        .map(|_| tokio::spawn(client.call(get(|_| {})).into_future()))
        .collect();
    for call in calls {
        call.await.expect("no panic").expect("sent");
    }
    assert_eq!(milliseconds(&script), [900, 900, 1000, 1900, 1900, 2000]);
}

#[tokio::test(start_paused = true)]
async fn who_asked_first_is_sent_first() {
    let script = Script::default();
    let client = client(&script, RateLimit::new(1, Duration::from_millis(10)));
    let mut calls = Vec::new();
    for number in 0..20_i64 {
        let call = client.call(get(move |request| request.query("number", &number)));
        calls.push(tokio::spawn(call.into_future()));
        tokio::task::yield_now().await;
    }
    for call in calls {
        call.await.expect("no panic").expect("sent");
    }
    let numbers: Vec<String> = script
        .heads()
        .iter()
        .map(|head| head.uri.to_string())
        .collect();
    for (number, uri) in numbers.iter().enumerate() {
        assert!(uri.ends_with(&format!("?number={number}")), "{numbers:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn who_gives_up_takes_nothing_from_the_others() {
    let script = Script::default();
    let client = client(&script, RateLimit::per_second(1));
    client.call(get(|_| {})).await.expect("sent");
    // The first that waits is dropped while it is its turn, the second while it is not.
    let first = tokio::spawn(client.call(get(|_| {})).into_future());
    tokio::task::yield_now().await;
    let second = tokio::spawn(client.call(get(|_| {})).into_future());
    tokio::task::yield_now().await;
    let third = tokio::spawn(client.call(get(|_| {})).into_future());
    tokio::time::sleep(Duration::from_millis(500)).await;
    second.abort();
    first.abort();
    third.await.expect("no panic").expect("sent");
    assert_eq!(milliseconds(&script), [1000]);
}

#[tokio::test(start_paused = true)]
async fn a_call_waits_no_longer_than_it_has_time() {
    let script = Script::default();
    let client = client(&script, RateLimit::per_minute(1));
    client.call(get(|_| {})).await.expect("sent");
    let begun = Instant::now();
    let call = client.call(get(|_| {})).timeout(Duration::from_secs(7));
    let error = call.await.expect_err("it waits a minute");
    assert!(matches!(&error, Error::NotSent(why) if matches!(why.why(), Why::Deadline)));
    assert_eq!((begun.elapsed().as_secs(), script.count()), (7, 1));
    client
        .call(get(|_| {}))
        .await
        .expect("sent, after a minute and not two");
    assert_eq!(milliseconds(&script), [60_000]);
}

#[tokio::test(start_paused = true)]
async fn every_attempt_counts() {
    let script = Script::of([Says(503, &[]), Says(302, &[("location", "/v1/b")])]);
    let client = client(&script, RateLimit::per_second(1));
    let response = client.call(get(|_| {})).send_with_response().await;
    assert_eq!(response.expect("the third is answered").attempts(), 2);
    assert_eq!(milliseconds(&script), [1000, 2000]);
}

#[tokio::test(start_paused = true)]
async fn a_limit_is_shared_and_can_be_turned_off() {
    let limit = RateLimit::per_second(1);
    let (one, other) = (Script::default(), Script::default());
    let begun = Instant::now();
    client(&one, limit.clone())
        .call(get(|_| {}))
        .await
        .expect("sent");
    client(&other, limit.clone())
        .call(get(|_| {}))
        .await
        .expect("sent");
    assert_eq!(begun.elapsed().as_secs(), 1);
    let builder = default_builder().transport(one.clone()).rate_limit(limit);
    let client = builder.rate_limit(None).build().expect("a client");
    let begun = Instant::now();
    for _ in 0..9 {
        client.call(get(|_| {})).await.expect("sent");
    }
    assert_eq!(begun.elapsed(), Duration::ZERO);
}
