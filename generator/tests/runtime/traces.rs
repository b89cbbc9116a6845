//! What `tracing` is told, and that no secret is ever in it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::api::{
    BARE, BASIC, BEARER, COOKIE, HEADER, QUERY, default_builder, get, with_credentials,
};
use crate::runtime::{Client, Error, RequestParts};
use crate::script::Does::{Refuses, Resets, Says, Waits};
use crate::script::{Script, backoff};

/// The fields of a span or an event.
type Fields = BTreeMap<String, String>;

/// Keeps everything.
#[derive(Clone, Default)]
struct Keeping(Arc<Mutex<Vec<(&'static str, Fields)>>>);

struct Into<'a>(&'a mut Fields);

impl Visit for Into<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }
}

impl Subscriber for Keeping {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().contains("runtime::trace")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::new();
        span.record(&mut Into(&mut fields));
        let mut all = self.0.lock().expect("no panic");
        all.push((span.metadata().name(), fields));
        Id::from_u64(all.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut all = self.0.lock().expect("no panic");
        let at = usize::try_from(span.into_u64()).expect("a number of a span") - 1;
        values.record(&mut Into(&mut all[at].1));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::new();
        event.record(&mut Into(&mut fields));
        self.0.lock().expect("no panic").push(("event", fields));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl Keeping {
    fn named(&self, name: &str) -> Vec<Fields> {
        let all = self.0.lock().expect("no panic");
        let named = all.iter().filter(|(known, _)| *known == name);
        named.map(|(_, fields)| fields.clone()).collect()
    }

    fn shown(&self) -> String {
        format!("{:?}", self.0.lock().expect("no panic"))
    }
}

fn client(script: &Script) -> Client {
    with_credentials(default_builder().transport(script.clone()).retry(backoff()))
}

fn told(script: &Script, parts: fn(&mut RequestParts)) -> (Keeping, Result<String, Error>) {
    let keeping = Keeping::default();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build();
    let runtime = runtime.expect("a runtime");
    let outcome = tracing::subscriber::with_default(keeping.clone(), || {
        let call = client(script)
            .call(get(parts))
            .timeout(Duration::from_secs(9));
        runtime.block_on(call.send())
    });
    (keeping, outcome.map_err(Error::from))
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    pairs.iter().map(owned).collect()
}

#[test]
fn a_call_and_its_requests_have_the_names_of_opentelemetry() {
    let script = Script::of([Says(503, &[])]);
    let (keeping, outcome) = told(&script, |request| {
        request.query("limit", &1);
        request.query("q", &"a b".to_owned());
    });
    outcome.expect("the second is answered");
    let both = [
        ("otel.name", "GET /pets/rex"),
        ("http.request.method", "GET"),
        ("url.template", "/pets/rex"),
        ("server.address", "pets.example"),
        ("server.port", "443"),
    ];
    let call = [
        ("otel.kind", "internal"),
        ("http.response.status_code", "200"),
        ("attempts", "2"),
    ];
    assert_eq!(
        keeping.named("call"),
        [fields(&[&both[..], &call].concat())]
    );
    let full = "https://pets.example/v1/pets/rex?limit=REDACTED&q=REDACTED";
    let attempt = [("otel.kind", "client"), ("url.full", full)];
    let first = [
        ("http.response.status_code", "503"),
        ("error.type", "503"),
        ("otel.status_code", "ERROR"),
    ];
    let second = [
        ("http.response.status_code", "200"),
        ("http.request.resend_count", "1"),
    ];
    let wanted = [
        fields(&[&both[..], &attempt, &first].concat()),
        fields(&[&both[..], &attempt, &second].concat()),
    ];
    assert_eq!(keeping.named("attempt"), wanted);
    assert_eq!(keeping.named("event").len(), 1);
}

#[test]
fn what_failed_says_how() {
    let hour = Duration::from_secs(3600);
    for (does, wanted) in [
        (vec![Refuses; 3], "not_sent"),
        (vec![Resets; 3], "interrupted"),
        (vec![Waits(hour)], "timeout"),
        (vec![Says(404, &[])], "404"),
    ] {
        let (keeping, outcome) = told(&Script::of(does), |_| {});
        outcome.expect_err("it failed");
        for span in keeping
            .named("call")
            .iter()
            .chain(&keeping.named("attempt"))
        {
            assert_eq!(span.get("error.type").map(String::as_str), Some(wanted));
            assert_eq!(span["otel.status_code"], "ERROR");
        }
    }
}

#[test]
fn no_secret_is_ever_told() {
    let to = |location| Says(302, Box::leak(Box::new([("location", location)])));
    let script = Script::of([
        Says(503, &[("set-cookie", "a=given-key"), ("retry-after", "1")]),
        to("https://store.example/path-key/file?signature=sig-key&raw-key"),
        Resets,
        Says(400, &[("x-echo", "header-key")]),
    ]);
    let (keeping, outcome) = told(&script, |request| {
        request.header("X-Own", &"own-key".to_owned());
        request.query("token", &"param-key".to_owned());
        request.authorize(&[&[&BARE, &HEADER, &QUERY, &COOKIE, &BEARER, &BASIC]]);
    });
    outcome.expect_err("400");
    let first = script.heads().remove(0);
    assert_eq!(first.headers["x-api-key"], "header-key");
    assert_eq!(first.headers["cookie"], "session=cookie-key");
    assert!(
        first
            .uri
            .query()
            .is_some_and(|query| query.contains("query%20key"))
    );
    let shown = keeping.shown();
    assert!(
        shown.contains("api_key=REDACTED") && keeping.named("attempt").len() == 4,
        "{shown}"
    );
    // The names of the first request's parameters are there, of elsewhere the origin only.
    assert!(shown.contains("https://store.example\""), "{shown}");
    for secret in [
        "-key",
        "query key",
        "query%20key",
        "key%2B",
        "dXNlcjpwYXNz",
        "Bearer",
        "file",
    ] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}
