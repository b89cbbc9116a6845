//! The examples in the documentation of generated crates, compiled as rustdoc does.
//!
//! It builds what a client depends on, which takes a minute: it runs when asked for,
//! `cargo test --package xtask --test examples -- --ignored`, as `.ci/run` does.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Two credentials, either of which is enough.
const EITHER: &str = "\
openapi: 3.1.0
info: {title: Depot, version: '1'}
servers: [{url: https://depot.example}]
security: [{login: [], key: []}, {token: []}]
paths:
  /boxes: {get: {operationId: listBoxes, responses: {'200': {description: all, content: {text/plain: {}}}}}}
components:
  securitySchemes:
    key: {type: apiKey, in: query, name: key}
    login: {type: http, scheme: basic}
    token: {type: http, scheme: bearer}
";

fn workspace() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().expect("a workspace").to_path_buf()
}

fn said(output: &Output) -> String {
    let said = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    said.concat()
}

/// Makes a client of a description, and tests its documentation.
fn tested(description: &Path, folder: &Path) -> String {
    let generated = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["codegen", "--name", "a-client", "--spec"])
        .arg(description)
        .arg("--out")
        .arg(folder)
        .output()
        .expect("xtask");
    assert!(generated.status.success(), "{}", said(&generated));
    fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file");
    let ended = Command::new(env!("CARGO"))
        .args(["test", "--doc"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", workspace().join("target/examples"))
        .output()
        .expect("cargo");
    assert!(ended.status.success(), "{}", said(&ended));
    said(&ended)
}

#[test]
#[ignore = "builds clients; .ci/run runs it"]
fn examples_of_crates_compile() {
    let folder = tempfile::tempdir().expect("a folder");
    let either = folder.path().join("either.yaml");
    fs::write(&either, EITHER).expect("a description");
    let fixtures = workspace().join("generator/tests/fixtures");
    let descriptions = [
        either,
        fixtures.join("list/input.yaml"),
        fixtures.join("streams/input.yaml"),
        fixtures.join("hard-names/input.yaml"),
    ];
    for (number, description) in descriptions.iter().enumerate() {
        let said = tested(description, &folder.path().join(format!("client-{number}")));
        let example = said.contains("src/lib.rs") && !said.contains("running 0 tests");
        assert!(example, "{}: {said}", description.display());
    }
}
