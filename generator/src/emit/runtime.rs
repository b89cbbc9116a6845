//! The hand-written runtime, embedded as text, and what a crate that holds it depends on.

use crate::naming::Plan;
use crate::output::{Dependency, Feature, Manifest};

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../runtime/", $name)))),*]
    };
}

/// Name and text of every file of the runtime.
const FILES: &[(&str, &str)] = embedded![
    "any_error.rs",
    "api_error.rs",
    "body.rs",
    "call.rs",
    "client.rs",
    "credential.rs",
    "display.rs",
    "enumeration.rs",
    "error.rs",
    "exchange.rs",
    "failure.rs",
    "json.rs",
    "mod.rs",
    "number.rs",
    "operation.rs",
    "parameter.rs",
    "reader.rs",
    "record.rs",
    "redirect.rs",
    "request.rs",
    "reqwest_transport.rs",
    "slot.rs",
    "timer.rs",
    "transport.rs",
    "tuple.rs",
    "union.rs",
    "writer.rs",
];

/// The files of the runtime: path in the crate and text.
pub(super) fn files() -> Vec<(String, String)> {
    FILES
        .iter()
        .map(|(name, text)| (format!("src/runtime/{name}"), (*text).to_owned()))
        .collect()
}

/// What the runtime depends on: name, version, features.
const DEPENDENCIES: &[(&str, &str, &[&str])] = &[
    ("bytes", "1", &[]),
    ("http", "1", &[]),
    ("http-body", "1", &[]),
    ("jiter", "0.19", &[]),
    ("percent-encoding", "2.3", &["alloc"]),
    ("reqwest", "0.13", &["rustls"]),
    ("secrecy", "0.10", &[]),
    ("serde_json", "1", &["std", "raw_value"]),
    ("tokio", "1", &["time"]),
    ("url", "2.5", &["std"]),
];

/// Dependencies and features of a crate.
pub(super) fn manifest(plan: &Plan) -> Manifest {
    let dependencies = DEPENDENCIES
        .iter()
        .map(|(name, version, features)| Dependency {
            name: (*name).to_owned(),
            version: (*version).to_owned(),
            default_features: matches!(*name, "bytes" | "http" | "http-body"),
            features: features
                .iter()
                .map(|feature| (*feature).to_owned())
                .collect(),
            optional: *name == "reqwest",
        });
    let feature = |name: &str, enables: &[&str]| Feature {
        name: name.to_owned(),
        enables: enables.iter().map(|one| (*one).to_owned()).collect(),
    };
    let title = super::docs::phrase(&plan.title);
    Manifest {
        name: plan.name.clone(),
        description: if title.is_empty() {
            "A client of an HTTP API".to_owned()
        } else {
            format!("A client of the {title}")
        },
        dependencies: dependencies.collect(),
        dev_dependencies: if plan.tests {
            test_dependencies()
        } else {
            Vec::new()
        },
        features: vec![
            feature("default", &["reqwest"]),
            feature("reqwest", &["dep:reqwest"]),
        ],
    }
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
