//! The commands as a maintainer runs them, in a workspace of the test's own.

mod workspace;

use std::fs;

use workspace::{SHELF, Workspace};

#[test]
fn codegen_repairs_what_check_finds() {
    let workspace = Workspace::new();
    let first = workspace.run(&["codegen"]);
    assert_eq!(first.code, Some(0), "{}", first.said);
    let client = workspace.read("generated-client/src/loans.rs");
    assert!(client.contains("fn end_loan"), "{client}");
    let clean = workspace.run(&["codegen", "--check"]);
    assert_eq!(clean.code, Some(0), "{}", clean.said);

    // The description moves on.
    workspace.write("spec/openapi.yaml", &SHELF.replace("endLoan", "finishLoan"));
    let stale = workspace.run(&["codegen", "--check"]);
    assert_eq!(stale.code, Some(1), "{}", stale.said);
    assert!(
        stale.said.contains("run `cargo xtask codegen`"),
        "{}",
        stale.said
    );
    assert!(
        stale.printed.contains("--- a/src/loans.rs"),
        "{}",
        stale.printed
    );
    assert_eq!(workspace.read("generated-client/src/loans.rs"), client);
    assert_eq!(workspace.run(&["codegen"]).code, Some(0));
    assert_eq!(workspace.run(&["codegen", "--check"]).code, Some(0));
    let client = workspace.read("generated-client/src/loans.rs");
    assert!(client.contains("fn finish_loan"), "{client}");

    // The client is changed by hand.
    workspace.write(
        "generated-client/src/loans.rs",
        &format!("{client}// mine\n"),
    );
    assert_eq!(workspace.run(&["codegen", "--check"]).code, Some(1));
    assert_eq!(workspace.run(&["codegen"]).code, Some(0));
    assert_eq!(workspace.read("generated-client/src/loans.rs"), client);
}

#[test]
fn codegen_makes_a_crate_elsewhere() {
    let workspace = Workspace::new();
    let ended = workspace.run(&[
        "codegen",
        "--spec",
        "spec/openapi.yaml",
        "--out",
        "else where",
        "--name",
        "lending",
        "--report",
        "report.json",
    ]);
    assert_eq!(ended.code, Some(0), "{}", ended.said);
    assert!(
        workspace
            .read("else where/Cargo.toml")
            .contains("name = \"lending\"")
    );
    assert!(!workspace.path("generated-client").exists());
    let report: serde_json::Value =
        serde_json::from_str(&workspace.read("report.json")).expect("a report");
    assert_eq!(report["operations"]["generated"], 1);

    workspace.write("else where/src/loans.rs", "");
    let stale = workspace.run(&[
        "codegen",
        "--check",
        "--spec",
        "spec/openapi.yaml",
        "--out",
        "else where",
    ]);
    assert_eq!(stale.code, Some(1));
    let command = "run `cargo xtask codegen --spec spec/openapi.yaml --out 'else where'`";
    assert!(stale.said.contains(command), "{}", stale.said);
}

#[test]
fn a_description_that_is_wrong_writes_nothing() {
    let workspace = Workspace::new();
    workspace.write("spec/openapi.yaml", "openapi: 3.1.0\npaths: {");
    let ended = workspace.run(&["codegen"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.said.contains("nothing was written"), "{}", ended.said);
    assert!(!workspace.path("generated-client").exists());
    workspace.write("spec/openapi.yaml", SHELF);
    workspace.write("spec/codegen.toml", "[client]\nname = \"not a name\"\n");
    let ended = workspace.run(&["codegen"]);
    assert_eq!(ended.code, Some(1));
    assert!(
        ended.said.contains("codegen.toml:2:8: `not a name`"),
        "{}",
        ended.said
    );
}

#[test]
fn wrong_usage_is_told_apart() {
    let workspace = Workspace::new();
    for arguments in [
        &[][..],
        &["codegne"],
        &["codegen", "--out", "a"],
        &["codegen", "--spec", "spec/openapi.yaml"],
        &["codegen", "--check", "--watch"],
        &["codegen", "--spec", "a.yaml", "--out", "a", "--name", "a b"],
        &["import"],
    ] {
        let ended = workspace.run(arguments);
        assert_eq!(ended.code, Some(2), "{arguments:?}: {}", ended.said);
    }
    let help = workspace.run(&["--help"]);
    assert_eq!(help.code, Some(0));
    for command in ["codegen", "import"] {
        assert!(help.printed.contains(command), "{}", help.printed);
    }
}

#[test]
fn watching_goes_on_after_a_failure() {
    let workspace = Workspace::new();
    fs::remove_file(workspace.path("spec/openapi.yaml")).expect("a description");
    let watching = workspace.watch();
    watching.until("failed");
    workspace.write("spec/openapi.yaml", SHELF);
    watching.until("done");
    assert!(
        workspace
            .read("generated-client/src/loans.rs")
            .contains("fn end_loan")
    );

    workspace.write("spec/openapi.yaml", &SHELF.replace("paths:", "paths: ["));
    watching.until("failed");
    assert!(
        workspace
            .read("generated-client/src/loans.rs")
            .contains("fn end_loan")
    );

    workspace.write("spec/openapi.yaml", &SHELF.replace("endLoan", "finishLoan"));
    watching.until("done");
    assert!(
        workspace
            .read("generated-client/src/loans.rs")
            .contains("fn finish_loan")
    );
    watching.end();
}

const MEMBERS: &str = "# List the members\n\n## OpenAPI\n\n````yaml GET /members
openapi: 3.1.0
info:
  title: Shelf
  version: \"1\"
servers:
  - url: https://shelf.example
paths:
  /members:
    get:
      operationId: listMembers
      responses:
        \"204\":
          description: Nobody is there.
````\n";

#[test]
fn a_page_is_merged_into_the_description() {
    let workspace = Workspace::new();
    let head = "# Ours.\n# Decided by people.\n\n";
    workspace.write("spec/openapi.yaml", &format!("{head}{SHELF}# the end\n"));
    workspace.write("members.md", MEMBERS);
    let ended = workspace.run(&["import", "members.md"]);
    assert_eq!(ended.code, Some(0), "{}", ended.said);
    assert!(
        ended.said.contains("a comment within it was lost"),
        "{}",
        ended.said
    );
    let merged = workspace.read("spec/openapi.yaml");
    assert!(merged.starts_with(head), "{merged}");
    assert_eq!(workspace.run(&["codegen"]).code, Some(0));
    let client: String = ["loans", "members", "operations"]
        .iter()
        .filter_map(|module| {
            fs::read_to_string(workspace.path(&format!("generated-client/src/{module}.rs"))).ok()
        })
        .collect();
    assert!(
        client.contains("fn end_loan") && client.contains("fn list_members"),
        "{client}"
    );

    let again = workspace.run(&["import", "members.md"]);
    assert_eq!(again.code, Some(0), "{}", again.said);
    assert!(
        again.said.contains("says all of that already"),
        "{}",
        again.said
    );
    assert_eq!(workspace.read("spec/openapi.yaml"), merged);
}

#[test]
fn a_page_that_contradicts_the_description_changes_nothing() {
    let workspace = Workspace::new();
    workspace.write("members.md", MEMBERS);
    assert_eq!(
        workspace
            .run(&["import", "--out", "new.yaml", "members.md"])
            .code,
        Some(0)
    );
    assert_eq!(workspace.read("spec/openapi.yaml"), SHELF);
    let before = workspace.read("new.yaml");

    workspace.write("members.md", &MEMBERS.replace("listMembers", "members"));
    let ended = workspace.run(&["import", "--out", "new.yaml", "members.md"]);
    assert_eq!(ended.code, Some(1), "{}", ended.said);
    assert!(
        ended.said.contains("members.md") && ended.said.contains("nothing was written"),
        "{}",
        ended.said
    );
    assert_eq!(workspace.read("new.yaml"), before);
    let nowhere = workspace.run(&["import", "--out", "members.md/new.yaml", "members.md"]);
    assert_eq!(nowhere.code, Some(1), "{}", nowhere.said);
    assert!(
        nowhere.said.contains("members.md/new.yaml"),
        "{}",
        nowhere.said
    );
}
