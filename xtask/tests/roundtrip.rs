//! `cargo xtask roundtrip` as people run it, over a few test groups and a small description.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

const GROUPS: &str = r##"[
  {"description": "a shelf",
   "schema": {
     "type": "object", "required": ["books"], "additionalProperties": false,
     "properties": {"books": {"type": "array", "items": {"$ref": "#/$defs/book"}}, "next": {"$ref": "#"}},
     "$defs": {"book": {"type": "string"}}},
   "tests": [
     {"description": "two books", "data": {"next": {"books": []}, "books": ["A \u2603", "B\n"]}, "valid": true},
     {"description": "a number", "data": {"books": [1]}, "valid": false}]},
  {"description": "a measure", "schema": {"type": "number"},
   "tests": [
     {"description": "whole", "data": 1.0, "valid": true},
     {"description": "more digits than a float has", "data": 1.00000000000000000001, "valid": true}]},
  {"description": "a schema elsewhere", "schema": {"$ref": "https://elsewhere.example/schema"},
   "tests": [{"description": "anything", "data": [null], "valid": true}]}
]"##;

const DESCRIPTION: &str = r##"
openapi: 3.0.3
info: {title: Shelf, version: '1'}
paths:
  /loans:
    get:
      responses:
        '200':
          description: All loans.
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Loan'}}
              example: [{id: one, days: 3}]
components:
  schemas:
    Loan:
      type: object
      additionalProperties: false
      required: [id]
      properties:
        id: {type: string, example: twelve}
        days: {type: integer, minimum: 1, example: 0}
        note: {type: string, nullable: true}
    Colour: {type: string, enum: [red, green], example: red}
"##;

static BUILD: Mutex<()> = Mutex::new(());

/// Runs the command in an empty folder; gives what it said and the file of its `--json`.
fn roundtrip(files: &[(&str, &str)]) -> (Output, Value) {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    // Both tests build into one folder.
    let _alone = BUILD.lock().unwrap_or_else(PoisonError::into_inner);
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("roundtrip");
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["roundtrip", ".", "--json", "found.json"])
        .current_dir(folder.path())
        .env("CARGO_TARGET_DIR", target)
        .output()
        .expect("xtask");
    let json = fs::read_to_string(folder.path().join("found.json"));
    let json = json.unwrap_or_else(|error| panic!("{error}: {output:?}"));
    (output, serde_json::from_str(&json).expect("JSON"))
}

fn counts(found: &Value, file: &str) -> Vec<u64> {
    [
        "schemas",
        "instances",
        "valid",
        "same",
        "diagnosed",
        "failed",
    ]
    .map(|name| found["files"][file][name].as_u64().expect("a count"))
    .to_vec()
}

#[test]
fn what_is_lost_is_found_and_what_survives_is_counted() {
    let (output, found) = roundtrip(&[("groups.json", GROUPS), ("shelf.yaml", DESCRIPTION)]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}");

    assert_eq!(counts(&found, "groups.json"), [3, 5, 4, 3, 0, 1], "{said}");
    let failures = found["failures"].as_array().expect("a list");
    assert_eq!(failures.len(), 1, "{said}");
    assert_eq!(failures[0]["schema"], "a measure");
    assert_eq!(failures[0]["instance"], "1.00000000000000000001");
    assert_eq!(failures[0]["came_back"], "1");
    let beyond = &found["out_of_scope"][0];
    assert_eq!(beyond["why"], "$ref to `https://elsewhere.example/schema`");
    let diagnostic = beyond["diagnostics"][0].as_str().expect("a diagnostic");
    assert!(diagnostic.starts_with("warning["), "{diagnostic}");

    // The example of `days` is not valid, everything else is; `note` is null in one of the values made up.
    let [schemas, instances, valid, same, diagnosed, failed] = counts(&found, "shelf.yaml")[..]
    else {
        panic!("{said}");
    };
    assert_eq!((schemas, diagnosed, failed), (3, 0, 0), "{said}");
    assert!(valid < instances && valid == same && valid > 10, "{said}");
}

#[test]
fn success_is_success() {
    let groups = r#"[{"description": "a flag", "schema": {"type": "boolean"},
        "tests": [{"description": "up", "data": true, "valid": true}]}]"#;
    let (output, found) = roundtrip(&[("flags.json", groups)]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert_eq!(counts(&found, "flags.json"), [1, 1, 1, 1, 0, 0]);
}
