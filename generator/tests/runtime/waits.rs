//! When a request is sent again, and what ends the waiting.

use std::time::Duration;

use tokio::time::Instant;

use crate::api::{default_builder, get, put};
use crate::runtime::{Backoff, Error};
use crate::script::Does::{Says, Waits};
use crate::script::{Script, backoff, client};

#[tokio::test(start_paused = true)]
async fn waits_double_and_are_random_parts_of_that() {
    let script = Script::of(vec![Says(503, &[]); 9]);
    let call = client(&script).call(get(|_| {}));
    let _ = call
        .retry(backoff().times(8))
        .timeout(Duration::from_secs(999))
        .send()
        .await;
    let milliseconds: Vec<u128> = script.waits().iter().map(Duration::as_millis).collect();
    // 0.5 s, 1 s, 2 s … 16 s, then never more than 30 s.
    let wanted = [500, 1500, 3500, 7500, 15500, 31500, 61500, 91500];
    assert_eq!(milliseconds, wanted);

    let longest = Duration::from_secs(1);
    let mut all = Vec::new();
    for _ in 0..64 {
        let script = Script::of([Says(503, &[])]);
        let retry = Backoff::new().first_wait(longest);
        let call = client(&script).call(get(|_| {})).retry(retry);
        call.send().await.expect("the second is answered");
        all.push(script.waits()[0]);
    }
    let few = |part: &dyn Fn(&Duration) -> bool| all.iter().filter(|wait| part(wait)).count();
    assert_eq!(few(&|wait| *wait > longest + Duration::from_millis(2)), 0);
    assert!(few(&|wait| *wait < longest / 2) > 8 && few(&|wait| *wait > longest / 2) > 8);
}

/// How long it is waited after this answer, beside the half second of the client's own.
async fn asked(status: u16, headers: &'static [(&'static str, &'static str)]) -> Option<u64> {
    let script = Script::of([Says(status, headers)]);
    let _ = client(&script).call(get(|_| {})).send().await;
    let wait = script.waits().first().copied()?;
    Some((wait - Duration::from_millis(500)).as_secs())
}

#[tokio::test(start_paused = true)]
async fn it_is_waited_as_long_as_the_server_asks() {
    const DATE: (&str, &str) = ("date", "Sun, 06 Nov 1994 08:49:30 GMT");
    let after = |value| Box::leak(Box::new([DATE, ("retry-after", value)])).as_slice();
    for status in [429, 500, 503] {
        assert_eq!(asked(status, after("7")).await, Some(7));
        // All three forms of dates (RFC 9110 section 5.6.7).
        for date in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(asked(status, after(date)).await, Some(7), "{date}");
        }
        // What is over is now, and so is what cannot be read.
        for none in [
            "0",
            "Sun, 06 Nov 1994 08:49:29 GMT",
            "-1",
            "soon",
            "nan",
            "",
        ] {
            assert_eq!(asked(status, after(none)).await, Some(0), "{none}");
        }
    }
    // Without a date of its own the server has our clock.
    let past = &[("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT")];
    assert_eq!(asked(503, past).await, Some(0));
}

#[tokio::test(start_paused = true)]
async fn it_is_waited_until_a_limit_of_requests_begins_anew() {
    const DATE: (&str, &str) = ("date", "Sun, 06 Nov 1994 08:49:30 GMT");
    let cases: [(&'static [(&'static str, &'static str)], u64); 14] = [
        (&[("ratelimit", r#""default";r=0;t=9"#)], 9),
        (
            &[("ratelimit", r#""a";r=0;t=9, "b";r=0;t=11, "c";r=1;t=20"#)],
            11,
        ),
        (&[("ratelimit", r#""a";r=1;t=9"#)], 0),
        (&[("ratelimit", "limit=10, remaining=0, reset=9")], 9),
        (&[("ratelimit-remaining", "0"), ("ratelimit-reset", "9")], 9),
        (
            &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "9")],
            9,
        ),
        (
            &[("x-ratelimit-remaining", "3"), ("x-ratelimit-reset", "9")],
            0,
        ),
        (&[("x-ratelimit-reset", "9")], 9),
        (&[("x-rate-limit-reset", "9")], 9),
        (
            &[
                ("x-ratelimit-reset-after", "9.0"),
                ("x-ratelimit-reset", "5"),
            ],
            9,
        ),
        // A moment: 784111770 s are too few to be told from a length of time, so this server lives later.
        (
            &[
                ("date", "Sun, 09 Sep 2001 01:46:41 GMT"),
                ("x-ratelimit-reset", "1000000010"),
            ],
            9,
        ),
        (
            &[
                ("date", "Sun, 09 Sep 2001 01:46:41 GMT"),
                ("x-ratelimit-reset", "1000000010000"),
            ],
            9,
        ),
        (
            &[DATE, ("x-ratelimit-reset", "Sun, 06 Nov 1994 08:49:39 GMT")],
            9,
        ),
        (&[("x-ratelimit-reset", "9"), ("retry-after", "4")], 4),
    ];
    for (headers, wanted) in cases {
        assert_eq!(asked(429, headers).await, Some(wanted), "{headers:?}");
    }
    // What is not about a limit says nothing of one.
    assert_eq!(asked(500, &[("x-ratelimit-reset", "9")]).await, Some(0));
}

#[tokio::test(start_paused = true)]
async fn nobody_comes_earlier_than_asked() {
    // Longer than the client waits at all, and longer than the call has time.
    for (asked, timeout) in [("31", 999), ("20", 15)] {
        let headers = Box::leak(Box::new([("retry-after", asked)])).as_slice();
        let script = Script::of([Says(429, headers)]);
        let begun = Instant::now();
        let call = client(&script).call(get(|_| {}));
        let error = call.timeout(Duration::from_secs(timeout)).send().await;
        assert_eq!(error.expect_err("429 stands").attempts(), 1);
        assert_eq!((script.count(), begun.elapsed()), (1, Duration::ZERO));
    }
}

#[tokio::test(start_paused = true)]
async fn an_attempt_has_a_time_of_its_own_within_that_of_the_call() {
    let hour = Duration::from_secs(3600);
    let script = Script::of([Waits(hour), Says(503, &[])]);
    let call = client(&script)
        .call(get(|_| {}))
        .attempt_timeout(Duration::from_secs(4));
    call.send().await.expect("the third is answered");
    // 4 s for the first, 0.5 s, nothing for the second, 1 s.
    let waits = [Duration::from_millis(4500), Duration::from_millis(5500)];
    assert_eq!(script.waits(), waits);

    // What may have been acted on is not sent again.
    let script = Script::of([Waits(hour)]);
    let call = client(&script)
        .call(put(|request| request.path("name", &1)))
        .attempt_timeout(Duration::from_secs(4));
    let error = call.send().await.expect_err("no answer");
    assert!(matches!(&error, Error::Interrupted(error) if error.is_timeout()));

    // The call's own time ends everything; that of all calls is said when the client is built.
    let script = Script::of(vec![Waits(hour); 9]);
    let builder = default_builder()
        .transport(script.clone())
        .retry(backoff().times(9));
    let client = builder
        .attempt_timeout(Duration::from_secs(4))
        .build()
        .expect("a client");
    let begun = Instant::now();
    let call = client.call(get(|_| {})).timeout(Duration::from_secs(10));
    let error = call.send().await.expect_err("no answer");
    assert!(matches!(&error, Error::Interrupted(error) if error.is_timeout()));
    assert_eq!((error.attempts(), begun.elapsed().as_secs()), (3, 10));
}

#[tokio::test(start_paused = true)]
async fn dropping_a_call_while_it_waits_sends_nothing_more() {
    let script = Script::of([Says(503, &[])]);
    let call = client(&script).call(get(|_| {})).send();
    let given_up = tokio::time::timeout(Duration::from_millis(100), call).await;
    assert!(given_up.is_err());
    tokio::time::sleep(Duration::from_secs(9)).await;
    assert_eq!(script.count(), 1);
}
