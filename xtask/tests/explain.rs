//! `cargo xtask explain`: a place of this repository's own description, without being told where that is.

use std::process::Command;

#[test]
fn a_place_of_the_description_is_explained() {
    let ended = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .args([
            "explain",
            "#/paths/~1v1~1contacts~1{id}/delete/responses/404",
        ])
        .output()
        .expect("an xtask");
    let printed = String::from_utf8_lossy(&ended.stdout);
    assert!(ended.status.success(), "{printed}");
    for line in [
        "source: spec/openapi.yaml:",
        "    an answer, failure 404: an object with message, code,",
        "naming: types::DeleteContactError::NotFound",
        "code: src/contacts.rs:",
        "diagnostics: none",
    ] {
        assert!(printed.contains(line), "{line} is not in:\n{printed}");
    }
}

#[test]
fn a_code_is_explained() {
    let ended = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["explain", "ignored"])
        .output()
        .expect("an xtask");
    let printed = String::from_utf8_lossy(&ended.stdout);
    assert!(
        printed.starts_with("ignored: Something the document says has no effect"),
        "{printed}"
    );
}
