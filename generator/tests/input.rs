//! Bad input and the command line: what is printed, how a run ends, and that nothing is written.

use std::fs;
use std::process::Command;

use tempfile::TempDir;

const WHOLE: &str = r#"openapi: 3.1.0
info: {title: Shelf, version: "1"}
servers: [{url: https://shelf.example}]
paths:
  /loans/{id}:
    delete:
      operationId: endLoan
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        "204": {description: The book is back.}
"#;

/// A folder with descriptions in it, in which the binary runs.
struct Folder(TempDir);

struct Ended {
    code: Option<i32>,
    said: String,
}

impl Folder {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        Self(folder)
    }

    fn run(&self, arguments: &str) -> Ended {
        let ended = Command::new(env!("CARGO_BIN_EXE_clientwright"))
            .current_dir(self.0.path())
            .args(arguments.split_whitespace())
            .output()
            .unwrap();
        Ended {
            code: ended.status.code(),
            said: String::from_utf8(ended.stderr).unwrap(),
        }
    }

    fn exists(&self, path: &str) -> bool {
        self.0.path().join(path).exists()
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.path().join(path)).unwrap()
    }
}

/// What is printed about one wrong file; that nothing is written and the exit code is 1 is asserted.
fn refused(name: &str, bytes: &[u8]) -> String {
    let folder = Folder::new(&[(name, bytes)]);
    let ended = folder.run(&format!("--spec {name} --out out"));
    assert_eq!(ended.code, Some(1), "{}", ended.said);
    assert!(!folder.exists("out"), "{}", ended.said);
    ended.said
}

#[test]
fn a_missing_file() {
    let folder = Folder::new(&[]);
    let ended = folder.run("--spec shelf.yaml other.yaml --out out");
    assert_eq!(ended.code, Some(1));
    assert!(!folder.exists("out"));
    insta::assert_snapshot!(ended.said, @"
    fatal[unreadable-file]: `shelf.yaml` cannot be read: No such file or directory (os error 2)
     |
     = help: check the name, the access rights, and that files which the description refers to lie beside it

    fatal[unreadable-file]: `other.yaml` cannot be read: No such file or directory (os error 2)
     |
     = help: check the name, the access rights, and that files which the description refers to lie beside it

    2 errors; nothing was written
    ");
}

#[test]
fn an_empty_file() {
    insta::assert_snapshot!(refused("shelf.yaml", b" \n"), @"
    fatal[empty-file]: `shelf.yaml` is empty
     |
     = help: give the file that holds the description

    1 error; nothing was written
    ");
}

#[test]
fn a_file_of_comments() {
    insta::assert_snapshot!(refused("shelf.yaml", b"# to do\n"), @"
    fatal[empty-file]: `shelf.yaml` holds no description
     --> shelf.yaml:1:1
      |
    1 | # to do
      | ^^^^^^^
      |
      = help: give the file that holds the description

    1 error; nothing was written
    ");
}

#[test]
fn a_folder() {
    let folder = Folder::new(&[]);
    fs::create_dir(folder.0.path().join("shelf")).unwrap();
    let ended = folder.run("--spec shelf --out out");
    assert_eq!(ended.code, Some(1));
    assert!(!folder.exists("out"));
    insta::assert_snapshot!(ended.said, @"
    fatal[unreadable-file]: `shelf` is a folder, not a file
     |
     = help: check the name, the access rights, and that files which the description refers to lie beside it

    1 error; nothing was written
    ");
}

#[test]
fn not_utf8() {
    insta::assert_snapshot!(refused("shelf.yaml", b"openapi: 3.1.0\ninfo: {title: \"B\xfccher\"}\n"), @r#"
    fatal[not-utf8]: `shelf.yaml` is not UTF-8 after byte 31
     --> shelf.yaml:2:17
      |
    2 | info: {title: "B�cher"}
      |                 ^^^^^^
      |
      = help: save the file as UTF-8 (RFC 8259 section 8.1, YAML 1.2 section 5.2)

    1 error; nothing was written
    "#);
}

#[test]
fn yaml_that_does_not_parse() {
    insta::assert_snapshot!(refused("shelf.yaml", b"openapi: 3.1.0\npaths:\n  /loans: {get: [\n  /books: {}\n"), @"
    fatal[bad-yaml]: this is not YAML: invalid indentation in flow construct
     --> shelf.yaml:4:3
      |
    4 |   /books: {}
      |   ^^^^^^
      |
      = help: mend the file at the place that is marked; indentation, a tab or an unquoted `:` before it is the usual cause

    1 error; nothing was written
    ");
}

#[test]
fn json_cut_in_the_middle() {
    insta::assert_snapshot!(refused("shelf.json", b"{\n  \"openapi\": \"3.1.0\",\n  \"paths\": {\"/loans\": {\"get\": "), @r#"
    fatal[bad-json]: the JSON ends in the middle: EOF while parsing a value
     --> shelf.json:3:31
      |
    3 |   "paths": {"/loans": {"get":  
      |                               ^
      |
      = help: mend the file at the place that is marked; a comma or a quote before it is the usual cause

    1 error; nothing was written
    "#);
}

#[test]
fn a_document_that_says_no_version() {
    insta::assert_snapshot!(refused("shelf.yaml", b"info: {title: Shelf}\npaths: {}\n"), @r#"
    fatal[no-version]: the document says neither `openapi` nor `swagger`
     --> shelf.yaml:1:1
      |
    1 | info: {title: Shelf}
      | ^^^^
      |
      = help: known are `swagger: "2.0"` and `openapi:` with 3.0, 3.1 or 3.2

    1 error; nothing was written
    "#);
}

#[test]
fn a_version_that_is_not_known() {
    insta::assert_snapshot!(refused("shelf.yaml", b"openapi: 4.0.0\ninfo: {title: Shelf}\npaths: {}\n"), @r#"
    fatal[unsupported-version]: version "4.0.0" of `openapi` is not known
     --> shelf.yaml:1:10
      |
    1 | openapi: 4.0.0
      |          ^^^^^
      |
      = note: at #/openapi
      = help: known are `swagger: "2.0"` and `openapi:` with 3.0, 3.1 or 3.2

    1 error; nothing was written
    "#);
}

#[test]
fn a_list_where_a_document_belongs() {
    insta::assert_snapshot!(refused("shelf.json", b"[1, 2]"), @r#"
    fatal[no-version]: the document says neither `openapi` nor `swagger`
     --> shelf.json:1:1
      |
    1 | [1, 2]
      | ^
      |
      = help: known are `swagger: "2.0"` and `openapi:` with 3.0, 3.1 or 3.2

    1 error; nothing was written
    "#);
}

/// Two operations, one of which has a parameter that leads to nothing.
fn one_broken() -> String {
    let broken = r##"  /books/{id}:
    delete:
      operationId: burnBook
      parameters:
        - $ref: "#/components/parameters/book"
      responses:
        "204": {description: Gone.}
"##;
    format!("{WHOLE}{broken}")
}

#[test]
fn a_parameter_that_leads_to_nothing() {
    insta::assert_snapshot!(refused("shelf.yaml", one_broken().as_bytes()), @r##"
    error[dangling-reference]: the reference leads nowhere: the document has no `#/components/parameters/book`
      --> shelf.yaml:16:11
       |
    16 |         - $ref: "#/components/parameters/book"
       |           ^^^^
       |
       = note: at #/paths/~1books~1{id}/delete/parameters/0
       = help: mend the reference, or leave the path out in codegen.toml:
               [select.exclude]
               paths = ["/books/{id}"]

    1 error; nothing was written
    "##);
}

#[test]
fn a_long_line_is_cut() {
    let padding = "x".repeat(5_000);
    let text = format!(
        r##"{{"openapi":"3.1.0","info":{{"title":"{padding}","version":"1"}},"paths":{{"/books/{{id}}":{{"delete":{{"parameters":[{{"$ref":"#/components/parameters/book"}}],"responses":{{"204":{{"description":"{padding}"}}}}}}}}}}}}"##
    );
    let said = refused("shelf.json", text.as_bytes());
    assert!(
        said.lines().all(|line| line.chars().count() < 250),
        "{said}"
    );
    insta::assert_snapshot!(said, @r##"
    error[dangling-reference]: the reference leads nowhere: the document has no `#/components/parameters/book`
     --> shelf.json:1:5102
      |
    1 | …rsion":"1"},"paths":{"/books/{id}":{"delete":{"parameters":[{"$ref":"#/components/parameters/book"}],"responses":{"204":{"description":"xxxxxxxxxxxxxxxxxxxxxxxx…
      |                                                              ^
      |
      = note: at #/paths/~1books~1{id}/delete/parameters/0
      = help: mend the reference, or leave the path out in codegen.toml:
              [select.exclude]
              paths = ["/books/{id}"]

    1 error; nothing was written
    "##);
}

#[test]
fn pages_that_contradict_each_other() {
    let other = WHOLE.replace("The book is back.", "The loan is over.");
    let folder = Folder::new(&[
        ("one.yaml", WHOLE.as_bytes()),
        ("two.yaml", other.as_bytes()),
    ]);
    let ended = folder.run("--spec one.yaml two.yaml --out out");
    assert_eq!(ended.code, Some(1));
    assert!(!folder.exists("out"));
    insta::assert_snapshot!(ended.said, @r#"
    fatal[contradicting-pages]: two files say different things about one place
      --> two.yaml:11:30
       |
    11 |         "204": {description: The loan is over.}
       |                              ^^^^^^^^^^^^^^^^^
       |
      ::: one.yaml:11:30
       |
    11 |         "204": {description: The book is back.}
       |                              ----------------- the other file says this
       |
       = note: at #/paths/~1loans~1{id}/delete
       = help: leave one of the files out, or make both say the same

    1 error; nothing was written
    "#);
}

#[test]
fn an_output_folder_that_cannot_be_one() {
    let folder = Folder::new(&[("shelf.yaml", WHOLE.as_bytes()), ("notes", b"mine")]);
    let ended = folder.run("--spec shelf.yaml --out notes/client");
    assert_eq!(ended.code, Some(1));
    assert_eq!(folder.read("notes"), "mine");
    insta::assert_snapshot!(ended.said, @r"error: nothing was written: `notes/client` cannot be a folder, for `notes` is a file");
}

#[test]
fn settings_that_cannot_be_followed() {
    let folder = Folder::new(&[
        ("shelf.yaml", WHOLE.as_bytes()),
        ("codegen.toml", b"[client]\ntitle = \"Shelf\"\n"),
    ]);
    let ended = folder.run("--spec shelf.yaml --out out --settings codegen.toml");
    assert_eq!(ended.code, Some(1));
    assert!(!folder.exists("out"));
    insta::assert_snapshot!(ended.said, @r#"
    fatal[bad-setting]: unknown field `title`, expected one of `name`, `guide`, `env`, `idempotency-key`, `rate-limit`
     --> codegen.toml:2:1
      |
    2 | title = "Shelf"
      | ^^^^^^^^^^^^^^^
      |
      = help: mend the line of codegen.toml

    1 error; nothing was written
    "#);
    let ended = folder.run("--spec shelf.yaml --out out --settings missing.toml");
    assert_eq!(ended.code, Some(1));
    insta::assert_snapshot!(ended.said, @"
    fatal[bad-setting]: `missing.toml` cannot be read: No such file or directory (os error 2)
     |
     = help: check the name and the access rights

    1 error; nothing was written
    ");
}

#[test]
fn wrong_usage() {
    let folder = Folder::new(&[("shelf.yaml", WHOLE.as_bytes())]);
    for arguments in [
        "",
        "--spec shelf.yaml",
        "--out out",
        "--check",
        "--specs shelf.yaml --out out",
    ] {
        let ended = folder.run(arguments);
        assert_eq!(ended.code, Some(2), "{arguments}: {}", ended.said);
        assert!(!folder.exists("out"), "{arguments}");
    }
    assert_eq!(folder.run("--help").code, Some(0));
}

#[test]
fn a_stale_crate_is_said_with_the_command_to_copy() {
    let folder = Folder::new(&[("shelf.yaml", WHOLE.as_bytes())]);
    let ended = folder.run("--spec shelf.yaml --out out --name shelf --check");
    assert_eq!(ended.code, Some(1));
    assert!(!folder.exists("out"));
    let last = ended.said.lines().last().unwrap();
    assert!(
        last.ends_with("run `clientwright --spec shelf.yaml --out out --name shelf`"),
        "{last}"
    );
}

#[test]
fn the_report_says_what_was_found() {
    let folder = Folder::new(&[("shelf.yaml", one_broken().as_bytes())]);
    let ended = folder.run("--spec shelf.yaml --out out --keep-going --report report.json");
    assert_eq!(ended.code, Some(3), "{}", ended.said);
    insta::assert_snapshot!(folder.read("report.json"), @r##"
    {
      "operations": {
        "found": 2,
        "generated": 1
      },
      "types": 0,
      "diagnostics": [
        {
          "severity": "error",
          "code": "dangling-reference",
          "message": "the reference leads nowhere: the document has no `#/components/parameters/book`",
          "file": "shelf.yaml",
          "line": 16,
          "column": 11,
          "pointer": "#/paths/~1books~1{id}/delete/parameters/0",
          "also": null,
          "help": "mend the reference, or leave the path out in codegen.toml:\n[select.exclude]\npaths = [\"/books/{id}\"]"
        }
      ]
    }
    "##);
}

#[test]
fn the_rest_is_written_when_asked_to_keep_going() {
    let folder = Folder::new(&[("shelf.yaml", one_broken().as_bytes())]);
    assert_eq!(folder.run("--spec shelf.yaml --out out").code, Some(1));
    assert!(!folder.exists("out"));
    let ended = folder.run("--spec shelf.yaml --out out --keep-going");
    assert_eq!(ended.code, Some(3), "{}", ended.said);
    let client = folder.read("out/src/operations.rs");
    assert!(client.contains("EndLoan"), "{client}");
    assert!(!client.contains("BurnBook"), "{client}");
    let checked = folder.run("--spec shelf.yaml --out out --keep-going --check");
    assert_eq!(checked.code, Some(3), "{}", checked.said);
}

#[test]
fn no_operation_of_a_path_is_sent_without_the_parameter_that_all_share() {
    let shared = "  /loans/{id}:\n    parameters: [{$ref: '#/components/parameters/branch'}]\n";
    let text = one_broken().replace("  /loans/{id}:\n", shared);
    let folder = Folder::new(&[("shelf.yaml", text.as_bytes())]);
    let ended = folder.run("--spec shelf.yaml --out out --keep-going --report report.json");
    assert_eq!(ended.code, Some(3), "{}", ended.said);
    let report = folder.read("report.json");
    assert!(
        report.contains("\"found\": 2,\n    \"generated\": 0"),
        "{report}"
    );
    assert_eq!(ended.said.matches("error[dangling-reference]").count(), 2);
}

#[test]
fn the_command_to_copy_is_quoted_where_a_shell_needs_it() {
    let folder = Folder::new(&[("our shelf's.yaml", WHOLE.as_bytes())]);
    let ended = Command::new(env!("CARGO_BIN_EXE_clientwright"))
        .current_dir(folder.0.path())
        .args(["--check", "--spec", "our shelf's.yaml", "--out", "out"])
        .output()
        .unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(
        said.contains(r"run `clientwright --spec 'our shelf'\''s.yaml' --out out`"),
        "{said}"
    );
}

#[test]
fn a_warning_is_an_error_when_asked() {
    let text = WHOLE.replace("paths:", "security: []\nsecurity: []\npaths:");
    let folder = Folder::new(&[("shelf.yaml", text.as_bytes())]);
    let strict = folder.run("--spec shelf.yaml --out out --strict --report report.json");
    assert_eq!(strict.code, Some(1), "{}", strict.said);
    assert!(!folder.exists("out"));
    insta::assert_snapshot!(strict.said, @"
    error[duplicate-key]: the key `security` stands here again; the last one counts
     --> shelf.yaml:5:1
      |
    5 | security: []
      | ^^^^^^^^
      |
     ::: shelf.yaml:4:1
      |
    4 | security: []
      | -------- it stood here first
      |
      = note: at #/security
      = help: take one of the two out

    1 error; nothing was written
    ");
    insta::assert_snapshot!(folder.read("report.json"), @r##"
    {
      "operations": {
        "found": 0,
        "generated": 0
      },
      "types": 0,
      "diagnostics": [
        {
          "severity": "error",
          "code": "duplicate-key",
          "message": "the key `security` stands here again; the last one counts",
          "file": "shelf.yaml",
          "line": 5,
          "column": 1,
          "pointer": "#/security",
          "also": {
            "message": "it stood here first",
            "file": "shelf.yaml",
            "line": 4,
            "column": 1
          },
          "help": "take one of the two out"
        }
      ]
    }
    "##);
    let lenient = folder.run("--spec shelf.yaml --out out");
    assert_eq!(lenient.code, Some(0), "{}", lenient.said);
    assert!(lenient.said.contains("warning"), "{}", lenient.said);
}

const TWICE: &str = r#"openapi: 3.1.0
info: {title: Shelf, version: "1"}
servers: [{url: https://shelf.example}]
security: []
security: []
paths: {}
"#;

fn allowing(allowance: &str) -> Folder {
    let settings = format!("[[allow]]\nreason = \"It is looked at.\"\n{allowance}\n");
    Folder::new(&[
        ("shelf.yaml", TWICE.as_bytes()),
        ("codegen.toml", settings.as_bytes()),
    ])
}

const STRICT: &str = "--spec shelf.yaml --out out --settings codegen.toml --strict";

#[test]
fn a_warning_that_is_allowed_is_no_error() {
    for at in ["", "at = \"#/security\"", "at = \"#/*\"", "at = \"#\""] {
        let folder = allowing(&format!("code = \"duplicate-key\"\n{at}"));
        let ended = folder.run(STRICT);
        assert_eq!(ended.code, Some(0), "{at}: {}", ended.said);
        assert!(
            !ended.said.contains("duplicate-key"),
            "{at}: {}",
            ended.said
        );
    }
}

#[test]
fn an_allowance_elsewhere_allows_nothing_and_is_a_warning() {
    let folder = allowing("code = \"duplicate-key\"\nat = \"#/paths\"");
    let ended = folder.run(STRICT);
    assert_eq!(ended.code, Some(1), "{}", ended.said);
    assert!(!folder.exists("out"), "{}", ended.said);
    insta::assert_snapshot!(ended.said);
}

#[test]
fn an_allowance_of_no_code() {
    let folder = allowing("code = \"duplicate-keys\"");
    let ended = folder.run(STRICT);
    assert_eq!(ended.code, Some(1), "{}", ended.said);
    insta::assert_snapshot!(ended.said);
}

#[test]
fn sarif_has_rules_and_places() {
    let folder = Folder::new(&[("shelf.yaml", TWICE.as_bytes())]);
    let output = Command::new(env!("CARGO_BIN_EXE_clientwright"))
        .current_dir(folder.0.path())
        .args(["--spec", "shelf.yaml", "--out", "out", "--format", "sarif"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let result = &run["results"][0];
    assert_eq!(result["ruleId"], "duplicate-key");
    assert_eq!(result["level"], "warning");
    assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "duplicate-key");
    let location = &result["locations"][0];
    assert_eq!(
        location["physicalLocation"],
        serde_json::json!({
            "artifactLocation": {"uri": "shelf.yaml"},
            "region": {"startLine": 5, "startColumn": 1},
        })
    );
    assert_eq!(
        location["logicalLocations"][0]["fullyQualifiedName"],
        "#/security"
    );
}
