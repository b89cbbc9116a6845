//! What is sent again, how often, and what the caller is told.

use std::time::Duration;

use crate::api::{GetPet, default_builder, get};
use crate::downloads::GetFile;
use crate::runtime::{
    Answer, Attempted, Backoff, Body, Call, Error, Method, NoFailure, Operation, Reading,
    RequestLine, RequestParts, Retry, RetryPolicy, Why,
};
use crate::script::Does::{self, Cuts, Refuses, Resets, Says};
use crate::script::{Script, backoff, client};

macro_rules! operation {
    ($name:ident, $line:expr) => {
        #[derive(Debug)]
        struct $name;

        impl Operation for $name {
            type Output = String;
            type Error = NoFailure;
            const LINE: RequestLine = $line;

            fn request(&self, request: &mut RequestParts) {
                request.content("text/plain", Some("content".to_owned()));
            }

            fn answer(answer: Answer<'_>) -> Reading<Self> {
                match answer.status() {
                    200 => answer.text()?.success(),
                    _ => answer.undocumented(),
                }
            }
        }
    };
}

operation!(Put, RequestLine::new(Method::PUT, "/a"));
operation!(Delete, RequestLine::new(Method::DELETE, "/a"));
operation!(Head, RequestLine::new(Method::HEAD, "/a"));
operation!(Options, RequestLine::new(Method::OPTIONS, "/a"));
operation!(Trace, RequestLine::new(Method::TRACE, "/a"));
operation!(Post, RequestLine::new(Method::POST, "/a"));
operation!(Patch, RequestLine::new(Method::PATCH, "/a"));
operation!(Query, RequestLine::custom("QUERY", "/a"));

/// How often a request is sent to a server that does this at first.
async fn sent<Op: Operation>(operation: Op, does: Does) -> usize {
    let script = Script::of([does]);
    let _ = client(&script).call(operation).send().await;
    script.count()
}

/// The same for each method: those that are idempotent, then those that are not.
async fn sent_by_method(does: Does) -> [Vec<usize>; 2] {
    let idempotent = vec![
        sent(get(|_| {}), does.clone()).await,
        sent(Put, does.clone()).await,
        sent(Delete, does.clone()).await,
        sent(Head, does.clone()).await,
        sent(Options, does.clone()).await,
        sent(Trace, does.clone()).await,
    ];
    let other = vec![
        sent(Post, does.clone()).await,
        sent(Patch, does.clone()).await,
        sent(Query, does).await,
    ];
    [idempotent, other]
}

#[tokio::test(start_paused = true)]
async fn what_never_reached_the_server_is_sent_again_whatever_it_is() {
    assert_eq!(sent_by_method(Refuses).await, [vec![2; 6], vec![2; 3]]);
}

#[tokio::test(start_paused = true)]
async fn what_may_have_been_acted_on_is_sent_again_if_that_does_no_harm() {
    for does in [
        Resets,
        Cuts,
        Says(408, &[]),
        Says(500, &[]),
        Says(502, &[]),
        Says(503, &[]),
        Says(504, &[]),
        Says(500, &[("retry-after", "1")]),
    ] {
        assert_eq!(sent_by_method(does).await, [vec![2; 6], vec![1; 3]]);
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_server_refused_to_act_on_is_sent_again_whatever_it_is() {
    for does in [
        Says(429, &[]),
        Says(429, &[("retry-after", "1")]),
        Says(503, &[("retry-after", "1")]),
    ] {
        assert_eq!(sent_by_method(does).await, [vec![2; 6], vec![2; 3]]);
    }
    // That a limit begins anew some time is no invitation.
    let limit = Says(503, &[("x-ratelimit-reset", "1")]);
    assert_eq!(sent(Post, limit).await, 1);
}

#[tokio::test(start_paused = true)]
async fn any_other_answer_stands() {
    for status in [
        200, 201, 302, 400, 401, 403, 404, 409, 410, 422, 425, 451, 501, 505, 507, 599,
    ] {
        assert_eq!(
            sent_by_method(Says(status, &[])).await,
            [vec![1; 6], vec![1; 3]],
            "{status}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn the_last_error_is_the_callers_and_says_how_often_it_was_tried() {
    let script = Script::of([Says(503, &[]), Resets, Says(500, &[])]);
    let error = client(&script)
        .call(get(|_| {}))
        .send()
        .await
        .expect_err("all failed");
    assert!(matches!(error, Error::Unexpected(_)), "{error:?}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(500));
    assert_eq!((error.attempts(), script.count()), (3, 3));
    assert!(format!("{error:?}").contains("attempts: 3"));

    let script = Script::of([Refuses, Refuses, Refuses]);
    let error = client(&script)
        .call(Post)
        .send()
        .await
        .expect_err("nobody is there");
    assert!(matches!(&error, Error::NotSent(why) if matches!(why.why(), Why::Connection(_))));
    assert_eq!(error.attempts(), 3);

    let script = Script::of([Says(502, &[]), Resets]);
    let call = client(&script).call(get(|_| {}));
    let response = call
        .send_with_response()
        .await
        .expect("the third is answered");
    assert_eq!(
        (response.attempts(), response.value().as_str()),
        (3, "done")
    );
}

#[tokio::test(start_paused = true)]
async fn what_was_sent_once_is_not_said_to_be_not_sent() {
    for first in [Says(503, &[]), Says(429, &[]), Resets, Cuts] {
        let script = Script::of([first, Refuses, Refuses]);
        let error = client(&script)
            .call(Delete)
            .send()
            .await
            .expect_err("failed");
        assert!(
            matches!(&error, Error::Interrupted(error) if !error.is_timeout()),
            "{error:?}"
        );
        assert_eq!(error.attempts(), 3);
    }
}

#[tokio::test(start_paused = true)]
async fn content_that_cannot_be_made_again_is_sent_once() {
    /// `PUT /a` with whatever content the test makes.
    struct Content(fn() -> Body);
    impl Operation for Content {
        type Output = String;
        type Error = NoFailure;
        const LINE: RequestLine = Put::LINE;

        fn request(&self, request: &mut RequestParts) {
            request.content("text/plain", Some((self.0)()));
        }

        fn answer(answer: Answer<'_>) -> Reading<Self> {
            Put::answer(answer)
        }
    }
    fn once() -> Body {
        Body::stream(Body::from("once".to_owned()))
    }
    for does in [Refuses, Resets, Says(503, &[("retry-after", "1")])] {
        let script = Script::of([does.clone()]);
        let outcome = client(&script).call(Content(once)).send().await;
        assert_eq!(outcome.expect_err("it stands").attempts(), 1);
        assert!(script.count() == 1 && script.bodies() == [b"once"]);

        let script = Script::of([does]);
        let call = client(&script).call(Content(|| Body::stream_again(once)));
        call.send().await.expect("the second is answered");
        assert_eq!(script.bodies(), [b"once", b"once"]);
    }
}

#[tokio::test(start_paused = true)]
async fn retries_are_on_off_and_custom_for_a_client_and_for_a_call() {
    let failing = || Script::of(vec![Says(503, &[]); 9]);
    let count = async |client: Retry, change: fn(Call<GetPet>) -> Call<GetPet>| {
        let script = failing();
        let builder = default_builder().transport(script.clone()).retry(client);
        let client = builder.build().expect("a client");
        let _ = change(client.call(get(|_| {}))).send().await;
        script.count()
    };
    assert_eq!(count(Retry::default(), |call| call).await, 3);
    assert_eq!(count(Retry::off(), |call| call).await, 1);
    assert_eq!(
        count(Retry::off(), |call| call.retry(Backoff::new())).await,
        3
    );
    assert_eq!(
        count(Retry::default(), |call| call.retry(Retry::off())).await,
        1
    );
    assert_eq!(count(Backoff::new().times(5).into(), |call| call).await, 6);

    /// Sends again what was answered 418, after so many seconds as it was tried.
    struct Teapot;
    impl RetryPolicy for Teapot {
        fn again(&self, attempted: &Attempted<'_>) -> Option<Duration> {
            let teapot = attempted
                .status()
                .is_some_and(|status| status.as_u16() == 418);
            assert!(attempted.may_have_been_sent() && !attempted.is_timeout());
            assert_eq!(
                (attempted.method(), attempted.is_idempotent()),
                (&Method::POST, false)
            );
            teapot.then(|| Duration::from_secs(u64::from(attempted.number())))
        }
    }
    let script = Script::of([Says(418, &[]), Says(418, &[]), Says(500, &[])]);
    let error = client(&script)
        .call(Post)
        .retry(Teapot)
        .send()
        .await
        .expect_err("500");
    assert_eq!(error.attempts(), 3);
    assert_eq!(
        script.waits(),
        [Duration::from_secs(1), Duration::from_secs(3)]
    );
    // It is not asked about what nothing would change.
    let mine = client(&script)
        .call(get(|request| request.query("a", &f64::NAN)))
        .retry(Teapot);
    assert!(matches!(mine.send().await, Err(Error::NotSent(_))));
}

#[tokio::test(start_paused = true)]
async fn clones_of_a_client_share_what_they_may_spend() {
    let script = Script::of(vec![Says(503, &[]); 99]);
    let builder = default_builder().transport(script.clone()).retry(backoff());
    let client = builder.retry_budget(5).build().expect("a client");
    let mut attempts = Vec::new();
    for _ in 0..5 {
        let error = client
            .clone()
            .call(get(|_| {}))
            .send()
            .await
            .expect_err("503");
        attempts.push(error.attempts());
    }
    // Five repetitions, and nothing after that.
    assert_eq!(attempts, [3, 3, 2, 1, 1]);

    // Ten successes make up for one.
    let healthy = |count| (0..count).map(|_| Says(200, &[]));
    let trouble = Says(503, &[]);
    let script = Script::of(
        std::iter::repeat_n(trouble.clone(), 3)
            .chain(healthy(9))
            .chain([trouble.clone()])
            .chain(healthy(1))
            .chain([trouble]),
    );
    let builder = default_builder().transport(script.clone()).retry(backoff());
    let client = builder.retry_budget(2).build().expect("a client");
    let attempts = async || match client.call(get(|_| {})).send_with_response().await {
        Ok(response) => (true, response.attempts()),
        Err(error) => (false, error.attempts()),
    };
    assert_eq!(attempts().await, (false, 3));
    for _ in 0..9 {
        assert_eq!(attempts().await, (true, 1));
    }
    assert_eq!(attempts().await, (false, 1), "nine are too few");
    assert_eq!(attempts().await, (true, 1));
    assert_eq!(attempts().await, (true, 2), "the tenth made up for one");

    // Repetitions that are of use cost nothing.
    let does = (0..20).flat_map(|_| [Says(503, &[]), Says(200, &[])]);
    let script = Script::of(does);
    let builder = default_builder().transport(script.clone()).retry(backoff());
    let client = builder.retry_budget(1).build().expect("a client");
    for _ in 0..20 {
        client
            .call(get(|_| {}))
            .send()
            .await
            .expect("the second is answered");
    }
    // Without a budget it is up to the policy alone.
    let script = Script::of(vec![Says(503, &[]); 999]);
    let builder = default_builder().transport(script.clone()).retry(backoff());
    let client = builder.retry_budget(None).build().expect("a client");
    for _ in 0..60 {
        let error = client.call(get(|_| {})).send().await.expect_err("503");
        assert_eq!(error.attempts(), 3);
    }
}

#[tokio::test(start_paused = true)]
async fn a_raw_answer_is_sent_again_by_its_head() {
    let script = Script::of([Says(503, &[]), Cuts]);
    let answer = client(&script)
        .call(get(|_| {}))
        .raw()
        .await
        .expect("an answer");
    // It was cut, but that is the caller's to see.
    assert_eq!((answer.status().as_u16(), script.count()), (200, 2));
    let mut body = answer.into_body();
    assert!(body.chunk().await.is_some_and(|chunk| chunk.is_ok()));
    assert!(body.chunk().await.is_some_and(|chunk| chunk.is_err()));
}

#[tokio::test(start_paused = true)]
async fn a_redirect_that_fails_is_begun_anew() {
    let script = Script::of([Says(302, &[("location", "/v1/elsewhere")]), Says(503, &[])]);
    client(&script)
        .call(get(|_| {}))
        .send()
        .await
        .expect("the third is answered");
    let heads = script.heads();
    let paths: Vec<&str> = heads.iter().map(|head| head.uri.path()).collect();
    assert_eq!(paths, ["/v1/pets/rex", "/v1/elsewhere", "/v1/pets/rex"]);
}

#[tokio::test(start_paused = true)]
async fn a_redirect_that_cannot_be_followed_is_not_begun_anew() {
    // No request can have so long an address.
    let location: &'static str = format!("/{}", "a".repeat(70_000)).leak();
    let headers = vec![("location", location)].leak();
    let script = Script::of([Says(302, headers)]);
    let call = client(&script).call(get(|_| {}));
    let error = call.send().await.expect_err("it cannot be followed");
    assert!(matches!(error, Error::Interrupted(_)), "{error:?}");
    assert_eq!((error.attempts(), script.count()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn what_is_read_as_it_comes_is_sent_again_until_its_head_is_there() {
    let script = Script::of([Says(503, &[]), Cuts]);
    let call = client(&script).call(GetFile).into_stream();
    let mut download = call.await.expect("the head of the second");
    let first = download.chunk().await.expect("the first half");
    assert_eq!(first.as_deref(), Some(&b"do"[..]));
    download.chunk().await.expect_err("it was cut");
    assert_eq!(script.count(), 2);
    // Read whole, it is sent again.
    let script = Script::of([Says(503, &[]), Cuts]);
    let file = client(&script)
        .call(GetFile)
        .await
        .expect("the third is whole");
    assert_eq!((&file[..], script.count()), (&b"done"[..], 3));
}
