//! What hooks see, change, refuse and answer.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::api::{BARE, QUERY, default_builder, get, put};
use crate::runtime::{
    Attempt, Body, Client, Ended, Error, Hook, HookError, HookFuture, RequestParts, Step, Why,
};
use crate::script::Does::{Refuses, Resets, Says, Waits};
use crate::script::{Script, backoff};

/// What hooks noted, in the order in which they did.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Notes {
    fn add(&self, note: String) {
        self.0.lock().expect("no panic").push(note);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().expect("no panic"))
    }
}

/// Notes everything that it is told.
struct Noting(&'static str, Notes);

impl Hook for Noting {
    fn before<'a>(
        &'a self,
        request: &'a mut http::Request<Body>,
        attempt: &'a Attempt,
    ) -> HookFuture<'a, Result<Step, HookError>> {
        Box::pin(async move {
            let (name, number, resends) = (self.0, attempt.number(), attempt.resends());
            let (method, path) = (request.method(), attempt.path_template());
            self.1
                .add(format!("{name} before {number}/{resends} {method} {path}"));
            Ok(Step::Send)
        })
    }

    fn after<'a>(&'a self, attempt: &'a Attempt, ended: Ended<'a>) -> HookFuture<'a, ()> {
        Box::pin(async move {
            let what = match &ended {
                Ended::Answered(answer) => answer.status().as_str().to_owned(),
                Ended::NotSent(error) => error.to_string(),
                Ended::Interrupted(_) => "interrupted".to_owned(),
            };
            assert_eq!(ended.status().is_some(), ended.headers().is_some());
            let (name, took) = (self.0, attempt.duration().as_millis());
            self.1.add(format!("{name} after {what} in {took} ms"));
        })
    }
}

fn with(script: &Script, hooks: impl IntoIterator<Item = Box<dyn Hook>>) -> Client {
    let builder = default_builder().transport(script.clone()).retry(backoff());
    let builder = builder
        .credential(&BARE, "bare-key")
        .credential(&QUERY, "query-key");
    let builder = hooks
        .into_iter()
        .fold(builder, |builder, hook| builder.hook(Shared(hook)));
    builder.build().expect("a client")
}

/// A hook of any type.
struct Shared(Box<dyn Hook>);

impl Hook for Shared {
    fn before<'a>(
        &'a self,
        request: &'a mut http::Request<Body>,
        attempt: &'a Attempt,
    ) -> HookFuture<'a, Result<Step, HookError>> {
        self.0.before(request, attempt)
    }

    fn after<'a>(&'a self, attempt: &'a Attempt, ended: Ended<'a>) -> HookFuture<'a, ()> {
        self.0.after(attempt, ended)
    }

    fn goes_elsewhere(&self) -> bool {
        self.0.goes_elsewhere()
    }
}

#[tokio::test(start_paused = true)]
async fn each_request_is_told_of_before_and_after_from_the_outside_in() {
    let notes = Notes::default();
    let hooks = || -> [Box<dyn Hook>; 2] {
        [
            Box::new(Noting("a", notes.clone())),
            Box::new(Noting("b", notes.clone())),
        ]
    };
    let script = Script::of([Says(503, &[]), Refuses, Waits(Duration::from_millis(70))]);
    let client = with(&script, hooks());
    client
        .call(get(|_| {}))
        .send()
        .await
        .expect("the third is answered");
    let wanted = [
        "a before 1/0 GET /pets/rex",
        "b before 1/0 GET /pets/rex",
        "b after 503 in 0 ms",
        "a after 503 in 0 ms",
        "a before 2/1 GET /pets/rex",
        "b before 2/1 GET /pets/rex",
        "b after the request was not sent: no connection could be made in 0 ms",
        "a after the request was not sent: no connection could be made in 0 ms",
        "a before 3/2 GET /pets/rex",
        "b before 3/2 GET /pets/rex",
        "b after 200 in 70 ms",
        "a after 200 in 70 ms",
    ];
    assert_eq!(notes.take(), wanted);

    // What an answer leads to is a request more of the same attempt.
    let script = Script::of([Says(302, &[("location", "/v1/b")]), Resets]);
    let client = with(
        &script,
        [Box::new(Noting("a", notes.clone())) as Box<dyn Hook>],
    );
    client
        .call(get(|_| {}))
        .send()
        .await
        .expect("the third is answered");
    let before: Vec<String> = notes
        .take()
        .into_iter()
        .filter(|note| note.contains("before"))
        .collect();
    assert_eq!(before.len(), 3);
    assert!(
        before[1].contains("1/1") && before[2].contains("2/2"),
        "{before:?}"
    );
}

/// Signs the request as it is: method, address, credential, content.
struct Signing;

impl Hook for Signing {
    fn before<'a>(
        &'a self,
        request: &'a mut http::Request<Body>,
        _attempt: &'a Attempt,
    ) -> HookFuture<'a, Result<Step, HookError>> {
        Box::pin(async {
            let mut signature = format!("{} {}", request.method(), request.uri());
            let key = request.headers().get("authorization");
            let _ = write!(
                signature,
                " {}",
                key.map_or("", |key| key.to_str().unwrap_or(""))
            );
            let content = request
                .body()
                .as_bytes()
                .ok_or("a stream cannot be signed")?;
            let _ = write!(signature, " {}", String::from_utf8_lossy(content));
            request
                .headers_mut()
                .insert("x-signature", signature.parse()?);
            Ok(Step::Send)
        })
    }
}

fn signed(request: &mut RequestParts) {
    request.path("name", &"a".to_owned());
    request.json(&vec![1, 2]);
    request.authorize(&[&[&BARE, &QUERY]]);
}

#[tokio::test(start_paused = true)]
async fn a_hook_signs_what_is_sent() {
    let script = Script::of([Says(429, &[])]);
    let client = with(&script, [Box::new(Signing) as Box<dyn Hook>]);
    let error = client
        .call(put(signed))
        .send()
        .await
        .expect_err("`done` is no JSON");
    assert!(matches!(error, Error::Decode(_)));
    let wanted = "POST https://pets.example/v1/pets/a.json?api_key=query%2Dkey bare-key [1,2]";
    let heads = script.heads();
    assert_eq!(heads.len(), 2, "it is signed again when it is sent again");
    for head in heads {
        assert_eq!(head.headers["x-signature"], wanted.replace("%2D", "-"));
        assert_eq!(head.headers.get_all("x-signature").iter().count(), 1);
    }
    assert_eq!(script.bodies(), [b"[1,2]", b"[1,2]"]);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_signed_for_another_origin() {
    let to = |location| Says(302, Box::leak(Box::new([("location", location)])));
    for (location, is_signed) in [("/v1/b", true), ("https://other.example/b", false)] {
        let script = Script::of([to(location), to("https://pets.example/v1/back")]);
        let client = with(&script, [Box::new(Signing) as Box<dyn Hook>]);
        client
            .call(get(|_| {}))
            .send()
            .await
            .expect("it is followed");
        let signed = script
            .heads()
            .into_iter()
            .map(|head| head.headers.contains_key("x-signature"));
        // What was elsewhere once is not trusted any more.
        assert_eq!(signed.collect::<Vec<_>>(), [true, is_signed, is_signed]);
    }
    /// Notes where requests go.
    struct Everywhere(Notes);
    impl Hook for Everywhere {
        fn before<'a>(
            &'a self,
            request: &'a mut http::Request<Body>,
            attempt: &'a Attempt,
        ) -> HookFuture<'a, Result<Step, HookError>> {
            self.0
                .add(format!("{} {}", attempt.is_elsewhere(), request.uri()));
            Box::pin(async { Ok(Step::Send) })
        }

        fn goes_elsewhere(&self) -> bool {
            true
        }
    }
    let notes = Notes::default();
    let script = Script::of([to("https://other.example/b")]);
    let client = with(
        &script,
        [Box::new(Everywhere(notes.clone())) as Box<dyn Hook>],
    );
    client
        .call(get(|_| {}))
        .send()
        .await
        .expect("it is followed");
    let wanted = [
        "false https://pets.example/v1/pets/rex",
        "true https://other.example/b",
    ];
    assert_eq!(notes.take(), wanted);
}

/// Lets nothing through.
struct Refusing;

impl Hook for Refusing {
    fn before<'a>(
        &'a self,
        _request: &'a mut http::Request<Body>,
        _attempt: &'a Attempt,
    ) -> HookFuture<'a, Result<Step, HookError>> {
        Box::pin(async { Err("not today".into()) })
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_hook_refuses_is_not_sent() {
    let (script, notes) = (Script::default(), Notes::default());
    let hooks: [Box<dyn Hook>; 3] = [
        Box::new(Noting("a", notes.clone())),
        Box::new(Refusing),
        Box::new(Noting("b", notes.clone())),
    ];
    let error = with(&script, hooks)
        .call(get(|_| {}))
        .send()
        .await
        .expect_err("refused");
    let Error::NotSent(why) = &error else {
        panic!("{error:?}")
    };
    assert!(matches!(why.why(), Why::Hook(_)));
    let source = std::error::Error::source(&error).expect("what the hook said");
    assert_eq!(source.to_string(), "not today");
    assert_eq!((error.attempts(), script.count()), (1, 0));
    // Those after it are not asked, those before it are told.
    let wanted = [
        "a before 1/0 GET /pets/rex",
        "a after the request was not sent: a hook refused it in 0 ms",
    ];
    assert_eq!(notes.take(), wanted);
}

/// Waits before each request.
struct Slow(Duration);

impl Hook for Slow {
    fn before<'a>(
        &'a self,
        _request: &'a mut http::Request<Body>,
        attempt: &'a Attempt,
    ) -> HookFuture<'a, Result<Step, HookError>> {
        Box::pin(async {
            assert!(attempt.time_left().is_some());
            tokio::time::sleep(self.0).await;
            Ok(Step::Send)
        })
    }
}

#[tokio::test(start_paused = true)]
async fn the_time_of_a_hook_is_the_calls_and_not_the_attempts() {
    let (script, second) = (Script::default(), Duration::from_secs(1));
    let client = with(&script, [Box::new(Slow(5 * second)) as Box<dyn Hook>]);
    let call = client.call(get(|_| {})).attempt_timeout(second);
    call.send().await.expect("the attempt itself is quick");
    let call = client.call(get(|_| {})).timeout(2 * second);
    let error = call.send().await.expect_err("the hook takes too long");
    assert!(matches!(&error, Error::NotSent(why) if matches!(why.why(), Why::Deadline)));
    assert_eq!(script.count(), 1);
}

/// Keeps answers by their `ETag`, and gives them again when the server says that they are as they were.
#[derive(Default)]
struct Cache(Mutex<HashMap<String, (http::HeaderValue, Vec<u8>)>>);

impl Hook for Cache {
    fn before<'a>(
        &'a self,
        request: &'a mut http::Request<Body>,
        attempt: &'a Attempt,
    ) -> HookFuture<'a, Result<Step, HookError>> {
        Box::pin(async {
            let kept = self.0.lock().expect("no panic");
            if let Some((tag, body)) = kept.get(attempt.path_template()) {
                if tag == "\"for ever\"" {
                    return Ok(Step::Answer(http::Response::new(Body::from(body.clone()))));
                }
                request.headers_mut().insert("if-none-match", tag.clone());
            }
            Ok(Step::Send)
        })
    }

    fn after<'a>(&'a self, attempt: &'a Attempt, ended: Ended<'a>) -> HookFuture<'a, ()> {
        Box::pin(async move {
            let Ended::Answered(answer) = ended else {
                return;
            };
            let key = attempt.path_template().to_owned();
            if answer.status() == 304 {
                let kept = self.0.lock().expect("no panic");
                let body = kept.get(&key).map(|(_, body)| body.clone());
                *answer = http::Response::new(Body::from(body.unwrap_or_default()));
            } else if let Some(tag) = answer.headers().get("etag").cloned() {
                let mut whole = Vec::new();
                while let Some(Ok(chunk)) = answer.body_mut().chunk().await {
                    whole.extend_from_slice(&chunk);
                }
                *answer.body_mut() = Body::from(whole.clone());
                self.0.lock().expect("no panic").insert(key, (tag, whole));
            }
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_hook_can_be_a_cache() {
    let script = Script::of([
        Says(200, &[("etag", "\"1\"")]),
        Says(304, &[]),
        Says(200, &[("etag", "\"for ever\"")]),
    ]);
    let client = with(&script, [Box::<Cache>::default() as Box<dyn Hook>]);
    for sent in [1, 2, 3, 3] {
        let text = client.call(get(|_| {})).send().await.expect("an answer");
        assert_eq!((text.as_str(), script.count()), ("wrong", sent));
    }
    let asked = script
        .heads()
        .into_iter()
        .map(|head| head.headers.contains_key("if-none-match"));
    assert_eq!(asked.collect::<Vec<_>>(), [false, true, true]);
}
