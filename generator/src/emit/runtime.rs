//! The hand-written runtime, embedded as text, and what a crate that holds it depends on.

use std::collections::BTreeSet;

use super::signature;
use crate::naming::Plan;
use crate::output::{Dependency, Feature, Manifest};

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../runtime/", $name)))),*]
    };
}

/// Name and text of every file of the runtime.
const FILES: &[(&str, &str)] = embedded![
    "address.rs",
    "any_error.rs",
    "apart.rs",
    "api_error.rs",
    "attempt.rs",
    "backoff.rs",
    "base64_text.rs",
    "blocking.rs",
    "body.rs",
    "bridge.rs",
    "budget.rs",
    "builder.rs",
    "call.rs",
    "call_future.rs",
    "client.rs",
    "constructor.rs",
    "credential.rs",
    "date.rs",
    "date_time.rs",
    "decimal.rs",
    "display.rs",
    "download.rs",
    "enumeration.rs",
    "error.rs",
    "event_parser.rs",
    "events.rs",
    "exchange.rs",
    "expectation.rs",
    "failure.rs",
    "form.rs",
    "formatted.rs",
    "hook.rs",
    "idempotency.rs",
    "items.rs",
    "json.rs",
    "json_member.rs",
    "json_splitter.rs",
    "json_stream.rs",
    "link_header.rs",
    "live.rs",
    "mock.rs",
    "mocked.rs",
    "mod.rs",
    "multipart.rs",
    "number.rs",
    "operation.rs",
    "page_body.rs",
    "pager.rs",
    "pages.rs",
    "paginated.rs",
    "paging.rs",
    "pairs.rs",
    "parameter.rs",
    "patience.rs",
    "platform.rs",
    "query_string.rs",
    "rate_limit.rs",
    "reader.rs",
    "record.rs",
    "redirect.rs",
    "renewal.rs",
    "repeat.rs",
    "request.rs",
    "reqwest_transport.rs",
    "response.rs",
    "response_header.rs",
    "retry.rs",
    "retry_after.rs",
    "server.rs",
    "setters.rs",
    "shared.rs",
    "signature_scheme.rs",
    "slot.rs",
    "stream_error.rs",
    "streaming.rs",
    "time_of_day.rs",
    "time_span.rs",
    "timer.rs",
    "token.rs",
    "trace.rs",
    "transport.rs",
    "tuple.rs",
    "union.rs",
    "untraced.rs",
    "upload.rs",
    "uri.rs",
    "uuid_text.rs",
    "web.rs",
    "web_transport.rs",
    "webhook_error.rs",
    "webhook_verifier.rs",
    "writer.rs",
];

/// What answers that are read as they come are read by.
const STREAMS: &[&str] = &["Download", "EventStream", "JsonStream"];

/// What pages are declared by.
const PAGES: &[&str] = &["pages"];

/// Modules that only some crates need: each with the names of which one must be used.
const OPTIONAL: &[(&str, &[&str])] = &[
    ("base64_text", &["Base64"]),
    ("constructor", &["constructor"]),
    ("date", &["Date"]),
    ("date_time", &["DateTime"]),
    ("decimal", &["Decimal"]),
    ("download", &["Download"]),
    ("event_parser", &["EventStream"]),
    ("events", &["EventStream"]),
    ("form", &["form"]),
    (
        "formatted",
        &[
            "Base64",
            "Date",
            "DateTime",
            "TimeOfDay",
            "TimeSpan",
            "Uri",
            "Uuid",
        ],
    ),
    ("idempotency", &["Keyed"]),
    ("items", PAGES),
    ("json_member", PAGES),
    ("json_splitter", &["JsonStream"]),
    ("json_stream", &["JsonStream"]),
    ("link_header", PAGES),
    ("live", STREAMS),
    ("multipart", &["multipart"]),
    ("page_body", PAGES),
    ("pager", PAGES),
    ("pages", PAGES),
    ("paginated", PAGES),
    ("paging", PAGES),
    ("patience", STREAMS),
    ("query_string", &["query_string"]),
    ("stream_error", STREAMS),
    ("streaming", STREAMS),
    ("response_header", &["ResponseHeader"]),
    ("server", &["Server"]),
    ("shared", &["shared"]),
    ("signature_scheme", &["WebhookVerifier"]),
    ("time_of_day", &["TimeOfDay"]),
    ("time_span", &["TimeSpan"]),
    ("token", &["TokenSource"]),
    ("tuple", &["tuple"]),
    ("union", &["union"]),
    ("upload", &["Upload"]),
    ("uri", &["Uri"]),
    ("uuid_text", &["Uuid"]),
    ("webhook_error", &["WebhookVerifier"]),
    ("webhook_verifier", &["WebhookVerifier"]),
];

/// The files of the runtime that a crate needs which uses these of its names: path in the crate and text.
pub(super) fn files(used: &BTreeSet<&'static str>) -> Vec<(String, String)> {
    let left_out: Vec<&str> = OPTIONAL
        .iter()
        .filter(|(_, names)| names.iter().all(|name| !used.contains(name)))
        .map(|(module, _)| *module)
        .collect();
    let is_kept = |name: &str| {
        let module = name.strip_suffix(".rs");
        module.is_none_or(|module| !left_out.contains(&module))
    };
    FILES
        .iter()
        .filter(|(name, _)| is_kept(name))
        .map(|(name, text)| {
            let text = if *name == "mod.rs" {
                without(text, &left_out)
            } else {
                (*text).to_owned()
            };
            (format!("src/runtime/{name}"), text)
        })
        .collect()
}

/// The root of the runtime without the declarations of modules that are left out, and their attributes.
fn without(text: &str, modules: &[&str]) -> String {
    let declares = |line: &str, module: &str| {
        ["mod ", "pub use ", "pub(crate) use "].iter().any(|start| {
            let rest = line.strip_prefix(start);
            let rest = rest.and_then(|rest| rest.strip_prefix(module));
            rest.is_some_and(|rest| rest.starts_with([';', ':']))
        })
    };
    let mut kept: Vec<&str> = Vec::new();
    for line in text.lines() {
        if modules.iter().any(|module| declares(line, module)) {
            while kept.last().is_some_and(|above| above.starts_with("#[")) {
                kept.pop();
            }
        } else {
            kept.push(line);
        }
    }
    kept.iter().map(|line| format!("{line}\n")).collect()
}

/// Something that the runtime depends on: name, version, features.
type Needed = (&'static str, &'static str, &'static [&'static str]);

/// What the runtime depends on.
const DEPENDENCIES: &[Needed] = &[
    ("bytes", "1", &[]),
    ("http", "1", &[]),
    ("http-body", "1", &[]),
    ("httpdate", "1", &[]),
    ("jiter", "0.19", &[]),
    ("percent-encoding", "2.3", &["alloc"]),
    ("reqwest", "0.13", &["rustls"]),
    ("secrecy", "0.10", &[]),
    ("serde", "1", &["std"]),
    ("serde_json", "1", &["std", "raw_value"]),
    ("tokio", "1", &["sync", "time"]),
    ("tracing", "0.1", &["std"]),
    ("url", "2.5", &["std"]),
];

/// What modules depend on that only some crates need: names of which one must be used, then as above.
const OPTIONAL_DEPENDENCIES: &[(&[&str], Needed)] = &[
    (
        &["Base64", "WebhookVerifier"],
        ("base64", "0.23", &["alloc"]),
    ),
    (
        &["Date", "DateTime", "TimeOfDay"],
        ("time", "0.3", &["alloc", "formatting", "parsing"]),
    ),
    (
        &["Download", "EventStream", "JsonStream", "pages"],
        ("futures-core", "0.3", &[]),
    ),
    (&["Keyed", "Uuid"], ("uuid", "1", &[])),
    (&["WebhookVerifier"], ("hmac", "0.13", &[])),
    (&["WebhookVerifier"], ("sha2", "0.11", &[])),
];

/// What is needed beside that on the web, where `wasm32-unknown-unknown` runs; of `reqwest` and `uuid` it is features.
const WEB_DEPENDENCIES: &[Needed] = &[
    ("futures-core", "0.3", &[]),
    ("gloo-timers", "0.4", &["futures"]),
    ("js-sys", "0.3", &["std"]),
    ("reqwest", "0.13", &["stream"]),
    ("uuid", "1", &["js"]),
    ("web-time", "1", &[]),
];

/// Features that modules need which only some crates have: a name that must be used, the dependency, the feature.
const OPTIONAL_FEATURES: &[(&str, &str, &str)] = &[("Keyed", "uuid", "v4")];

/// Dependencies and features of a crate that uses these names of the runtime.
pub(super) fn manifest(plan: &Plan, used: &BTreeSet<&'static str>) -> Manifest {
    let optional = OPTIONAL_DEPENDENCIES
        .iter()
        .filter(|(names, _)| names.iter().any(|name| used.contains(name)))
        .map(|(_, dependency)| dependency);
    let mut dependencies: Vec<_> = DEPENDENCIES.iter().chain(optional).collect();
    dependencies.sort_by_key(|(name, ..)| *name);
    let optional_features = |of: &str| {
        let features = OPTIONAL_FEATURES.iter();
        let features =
            features.filter(move |(name, dependency, _)| *dependency == of && used.contains(name));
        features.map(|(.., feature)| *feature).collect::<Vec<_>>()
    };
    let dependencies = dependencies
        .into_iter()
        .map(|(name, version, features)| Dependency {
            name: (*name).to_owned(),
            version: (*version).to_owned(),
            default_features: matches!(*name, "bytes" | "http" | "http-body" | "httpdate"),
            features: optional_features(name)
                .iter()
                .chain(*features)
                .map(|feature| (*feature).to_owned())
                .collect(),
            optional: match *name {
                "reqwest" | "serde" | "tracing" | "hmac" | "sha2" => true,
                "base64" => !used.contains("Base64"),
                _ => false,
            },
        });
    let web_dependencies = WEB_DEPENDENCIES
        .iter()
        .filter(|(name, ..)| *name != "uuid" || used.contains("Keyed"))
        .map(|(name, version, features)| Dependency {
            name: (*name).to_owned(),
            version: (*version).to_owned(),
            default_features: false,
            features: features.iter().map(|one| (*one).to_owned()).collect(),
            optional: *name == "reqwest",
        });
    Manifest {
        name: plan.name.clone(),
        description: super::crate_docs::title(plan),
        dependencies: dependencies.collect(),
        web_dependencies: web_dependencies.collect(),
        dev_dependencies: if plan.tests {
            test_dependencies()
        } else {
            Vec::new()
        },
        features: features(plan, used),
    }
}

/// Calls that block, the double for tests, the transport, the bridge to serde, what is told to `tracing`, and the modules of operations
/// where there are several.
fn features(plan: &Plan, used: &BTreeSet<&'static str>) -> Vec<Feature> {
    let feature = |name: &str, enables: &[&str]| Feature {
        name: name.to_owned(),
        enables: enables.iter().map(|one| (*one).to_owned()).collect(),
    };
    let modules = plan.modules.iter();
    let modules: Vec<&str> = modules
        .filter_map(|module| module.feature.as_deref())
        .collect();
    let default: &[&str] = if modules.is_empty() {
        &["reqwest"]
    } else {
        &["reqwest", "full"]
    };
    let mut features = vec![
        feature("default", default),
        feature("blocking", &["tokio/rt"]),
        feature("mock", &[]),
        feature("reqwest", &["dep:reqwest"]),
        feature("serde", &["dep:serde"]),
        feature("tracing", &["dep:tracing"]),
    ];
    if !plan.signatures.is_empty() {
        let enables: &[&str] = if used.contains("Base64") {
            &["dep:hmac", "dep:sha2"]
        } else {
            &["dep:base64", "dep:hmac", "dep:sha2"]
        };
        features.push(feature(signature::FEATURE, enables));
    }
    if !modules.is_empty() {
        features.push(feature("full", &modules));
        features.extend(modules.iter().map(|name| feature(name, &[])));
    }
    features
}

/// What the wire tests need beside that.
fn test_dependencies() -> Vec<Dependency> {
    vec![Dependency {
        name: "tokio".to_owned(),
        version: "1".to_owned(),
        default_features: false,
        features: vec!["macros".to_owned(), "rt-multi-thread".to_owned()],
        optional: false,
    }]
}
