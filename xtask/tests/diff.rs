//! `cargo xtask diff`: this repository's own description, with its settings and recorded names.

use std::process::{Command, Output};

fn diff(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .arg("diff")
        .args(arguments)
        .output()
        .expect("an xtask")
}

#[test]
fn a_description_beside_itself_has_not_changed() {
    let ended = diff(&["spec/openapi.yaml", "spec/openapi.yaml"]);
    let printed = String::from_utf8_lossy(&ended.stdout);
    assert_eq!(printed, "nothing changed for users of the crate\n");
    assert_eq!(ended.status.code(), Some(0));
}

#[test]
fn the_names_of_the_own_description_are_those_that_a_person_decided() {
    let folder = tempfile::tempdir().expect("a folder");
    let own = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/openapi.yaml"));
    let old = folder.path().join("old.yaml");
    let more = own.expect("the description").replace(
        "paths:\n",
        "paths:\n  /v1/nothing:\n    get: {tags: [Contacts], operationId: nothing, responses: {\"204\": {description: Nothing.}}}\n",
    );
    std::fs::write(&old, more).expect("a file");
    let ended = diff(&[&old.display().to_string(), "spec/openapi.yaml"]);
    let printed = String::from_utf8_lossy(&ended.stdout);
    assert!(
        printed.contains("Client::nothing\n    is gone: `GET /v1/nothing`"),
        "{printed}"
    );
    assert!(
        printed.ends_with("1 breaking, 0 additions, 0 fixes\n"),
        "{printed}"
    );
    assert_eq!(ended.status.code(), Some(4));
}

#[test]
fn the_help_says_the_exit_codes() {
    let ended = diff(&["--help"]);
    let printed = String::from_utf8_lossy(&ended.stdout);
    for line in ["0  nothing is breaking", "4  something is breaking"] {
        assert!(printed.contains(line), "{printed}");
    }
    assert_eq!(diff(&["only-one.yaml"]).status.code(), Some(2));
}
