//! Idempotency keys: one for each call, the same for all its attempts.

use std::collections::BTreeSet;

use crate::runtime::{
    Answer, Error, Keyed, Method, NoFailure, Operation, Reading, RequestLine, RequestParts, Why,
};
use crate::script::Does::{Refuses, Resets, Says};
use crate::script::{Script, client};

/// `POST /payments`, whose description has a header field for a key.
#[derive(Debug)]
struct Pay;

impl Operation for Pay {
    type Output = String;
    type Error = NoFailure;
    const LINE: RequestLine = RequestLine::new(Method::POST, "/payments");

    fn request(&self, request: &mut RequestParts) {
        request.json(&1_i64);
        request.idempotency_key(Self::KEY);
    }

    fn answer(answer: Answer<'_>) -> Reading<Self> {
        match answer.status() {
            200 => answer.text()?.success(),
            _ => answer.undocumented(),
        }
    }
}

impl Keyed for Pay {
    const KEY: &'static str = "Idempotency-Key";
}

fn keys(script: &Script) -> Vec<String> {
    let heads = script.heads().into_iter();
    let keys = heads.map(|head| {
        assert_eq!(head.headers.get_all("idempotency-key").iter().count(), 1);
        let key = head.headers["idempotency-key"].to_str().expect("text");
        key.to_owned()
    });
    keys.collect()
}

#[tokio::test(start_paused = true)]
async fn a_key_makes_a_request_that_can_be_sent_again() {
    for does in [
        Resets,
        Refuses,
        Says(500, &[]),
        Says(503, &[]),
        Says(504, &[]),
    ] {
        let script = Script::of([does.clone(), does]);
        client(&script)
            .call(Pay)
            .send()
            .await
            .expect("the third is answered");
        let keys = keys(&script);
        assert_eq!(keys.len(), 3);
        assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
    }
    // The first may be at work still.
    let script = Script::of([Resets, Says(409, &[])]);
    client(&script)
        .call(Pay)
        .send()
        .await
        .expect("the third is answered");
    let script = Script::of([Says(409, &[])]);
    let error = client(&script)
        .call(Pay)
        .send()
        .await
        .expect_err("a conflict of its own");
    assert_eq!(error.attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn each_call_has_a_random_key() {
    let script = Script::default();
    let client = client(&script);
    for _ in 0..100 {
        client.call(Pay).send().await.expect("paid");
    }
    let keys = keys(&script);
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), 100);
    for key in keys {
        // RFC 9562 section 5.4.
        let groups: Vec<&str> = key.split('-').collect();
        assert_eq!(
            groups.iter().map(|group| group.len()).collect::<Vec<_>>(),
            [8, 4, 4, 4, 12]
        );
        assert!(
            groups[2].starts_with('4') && groups[3].starts_with(['8', '9', 'a', 'b']),
            "{key}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn the_caller_may_say_the_key() {
    let script = Script::of([Resets]);
    let call = client(&script).call(Pay).idempotency_key("order-7");
    call.send().await.expect("paid");
    assert_eq!(keys(&script), ["order-7", "order-7"]);
    for wrong in ["", "a\r\nb"] {
        let script = Script::default();
        let call = client(&script).call(Pay).idempotency_key(wrong);
        let error = call.send().await.expect_err("no key");
        let is_refused = matches!(&error, Error::NotSent(error) if matches!(error.why(), Why::Parameter { name, .. } if name == "Idempotency-Key"));
        assert!(is_refused && script.count() == 0, "{error:?}");
    }
}
