//! Pairs of descriptions, each for one rule of what changed for the users of the crate, with the words that are said.
//!
//! Whether `cargo semver-checks` agrees is asked by `cargo xtask semver pairs`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use clientwright::compare::Rule;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/diff")
}

fn diff(pair: &str, options: &[&str]) -> Output {
    let folder = folder().join(pair);
    Command::new(env!("CARGO_BIN_EXE_clientwright"))
        .current_dir(folder)
        .args(["diff", "old.yaml", "new.yaml"])
        .args(options)
        .output()
        .expect("the program")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The names of all pairs.
fn pairs() -> Vec<String> {
    let entries = std::fs::read_dir(folder()).expect("the folder of pairs");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into()).collect();
    names.sort();
    names
}

fn json(pair: &str) -> serde_json::Value {
    let ended = diff(pair, &["--format", "json"]);
    serde_json::from_slice(&ended.stdout).expect("JSON")
}

#[test]
fn what_is_said_of_each_pair() {
    for pair in pairs() {
        let ended = diff(&pair, &[]);
        let code = ended.status.code().expect("a code");
        let said = format!("{}exit code {code}\n", text(&ended.stdout));
        assert_eq!(text(&ended.stderr), "", "{pair}");
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots/diff", omit_expression => true }, {
            insta::assert_snapshot!(pair, said);
        });
    }
}

#[test]
fn the_exit_code_says_whether_something_is_breaking() {
    for (pair, code) in [
        ("nothing", 0),
        ("operation-added", 0),
        ("description-changed", 0),
        ("operation-removed", 4),
    ] {
        assert_eq!(diff(pair, &[]).status.code(), Some(code), "{pair}");
        let json = diff(pair, &["--format", "json"]);
        assert_eq!(json.status.code(), Some(code), "{pair}");
    }
}

#[test]
fn programs_are_told_the_same() {
    let told = json("operation-removed");
    assert_eq!(told["breaking"], 1);
    assert_eq!(told["additions"], 0);
    assert_eq!(told["fixes"], 0);
    let expected = serde_json::json!([{
        "effect": "breaking",
        "rule": "function-removed",
        "path": "Client::delete_plant",
        "pointer": "#/paths/~1plants~1{id}/delete",
        "message": "is gone: `DELETE /plants/{id}`",
    }]);
    assert_eq!(told["changes"], expected);
}

#[test]
fn every_pointer_leads_to_a_place_of_one_of_the_descriptions() {
    for pair in pairs() {
        let read = |name: &str| -> serde_json::Value {
            let text = std::fs::read_to_string(folder().join(&pair).join(name)).expect("a file");
            serde_yaml::from_str(&text).expect("YAML")
        };
        let (old, new) = (read("old.yaml"), read("new.yaml"));
        let told = json(&pair);
        for change in told["changes"].as_array().expect("changes") {
            let pointer = change["pointer"].as_str().expect("a pointer");
            let path = pointer.trim_start_matches('#');
            let found = new.pointer(path).or_else(|| old.pointer(path));
            assert!(found.is_some(), "{pair}: {change}");
        }
    }
}

#[test]
fn a_description_that_is_wrong_is_not_compared() {
    let folder = tempfile::tempdir().expect("a folder");
    let wrong = folder.path().join("wrong.yaml");
    std::fs::write(&wrong, "openapi: 3.1.0\npaths: [").expect("a file");
    let good = self::folder().join("nothing/new.yaml");
    let ended = Command::new(env!("CARGO_BIN_EXE_clientwright"))
        .arg("diff")
        .args([&wrong, &good])
        .output()
        .expect("the program");
    assert_eq!(ended.status.code(), Some(1));
    assert_eq!(text(&ended.stdout), "");
    let said = text(&ended.stderr);
    assert!(said.contains("wrong.yaml"), "{said}");
    assert!(said.contains("cannot be compared"), "{said}");
}

#[test]
fn names_that_a_person_decided_and_recorded_names_are_honoured() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = folder.path().join("codegen.toml");
    let decided =
        "[[operation]]\nmatch = \"GET /plants\"\nname = \"plants\"\nreason = \"Short.\"\n";
    std::fs::write(&settings, decided).expect("a file");
    let names = folder.path().join("names.lock");
    let recorded = "[functions]\n\"GET /plants\" = \"every_plant\"\n";
    std::fs::write(&names, recorded).expect("a file");
    let given = |options: &[&str]| {
        let ended = diff("operation-id-changed", options);
        (ended.status.code(), text(&ended.stdout))
    };
    let (settings, names) = (settings.display().to_string(), names.display().to_string());
    // The name is recorded for the request, so another operationId renames nothing.
    for options in [
        [].as_slice(),
        &["--settings", &settings],
        &["--names", &names],
    ] {
        let (code, said) = given(options);
        assert_eq!(code, Some(0), "{options:?}: {said}");
    }
}

#[test]
fn rules_have_names_of_their_own() {
    let mut names: Vec<&str> = Rule::ALL.iter().map(|rule| rule.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Rule::ALL.len());
    assert!(Rule::ALL.iter().all(|rule| rule.meaning().ends_with('.')));
}
