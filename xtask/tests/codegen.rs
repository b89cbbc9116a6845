//! The commands as people run them, in a workspace of the test's own.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const SPEC: &str = r#"# Ours: what our shelf can do.
# Second line.
openapi: 3.1.0
info: {title: Shelf, version: "1"}
servers: [{url: https://shelf.example}]
paths:
  /loans/{id}:
    delete:
      operationId: endLoan
      summary: Ends a loan.
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        "204": {description: The book is back.}
"#;

const PAGE: &str = r"# Renew a loan

> Two more weeks.

## OpenAPI

```yaml https://shelf.example/openapi.json post /loans/{id}/renewal
openapi: 3.1.0
info:
  title: Shelf
  version: '1'
servers:
  - url: https://shelf.example
paths:
  /loans/{id}/renewal:
    post:
      operationId: renewLoan
      parameters:
        - in: path
          name: id
          required: true
          schema:
            type: string
      responses:
        '204':
          description: Renewed.
```
";

/// A workspace as the commands find it: by the folder of the package `xtask`.
struct Workspace(TempDir);

struct Ended {
    code: Option<i32>,
    printed: String,
    said: String,
}

impl Workspace {
    fn new() -> Self {
        let workspace = Self(tempfile::tempdir().unwrap());
        for folder in ["xtask", "spec"] {
            fs::create_dir(workspace.at(folder)).unwrap();
        }
        workspace.write("spec/openapi.yaml", SPEC);
        workspace
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap()
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.at(path), text).unwrap();
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .args(arguments.split_whitespace())
            .current_dir(self.0.path())
            .env("CARGO_MANIFEST_DIR", self.at("xtask"));
        command
    }

    fn run(&self, arguments: &str) -> Ended {
        let ended = self.command(arguments).output().unwrap();
        Ended {
            code: ended.status.code(),
            printed: String::from_utf8(ended.stdout).unwrap(),
            said: String::from_utf8(ended.stderr).unwrap(),
        }
    }

    fn succeed(&self, arguments: &str) -> Ended {
        let ended = self.run(arguments);
        assert_eq!(ended.code, Some(0), "{arguments}: {}", ended.said);
        ended
    }

    /// All of the client's own code.
    fn code(&self) -> String {
        let mut code = String::new();
        for entry in fs::read_dir(self.at("generated-client/src")).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                code.push_str(&fs::read_to_string(entry.path()).unwrap());
            }
        }
        code
    }
}

#[test]
fn a_changed_description_is_found_by_check_and_repaired_by_codegen() {
    let workspace = Workspace::new();
    workspace.succeed("codegen");
    assert!(workspace.code().contains("fn end_loan("));
    let checked = workspace.succeed("codegen --check");
    assert_eq!(checked.printed, "");
    assert!(
        checked.said.contains("`generated-client` is up to date"),
        "{}",
        checked.said
    );

    workspace.write(
        "spec/openapi.yaml",
        &SPEC.replace("Ends a loan.", "Takes a book back."),
    );
    let stale = workspace.run("codegen --check");
    assert_eq!(stale.code, Some(1));
    assert!(
        stale
            .printed
            .contains("--- a/src/operations.rs\n+++ b/src/operations.rs\n"),
        "{}",
        stale.printed
    );
    assert!(
        stale.printed.contains("\n-    /// Ends a loan."),
        "{}",
        stale.printed
    );
    assert!(
        stale.printed.contains("\n+    /// Takes a book back."),
        "{}",
        stale.printed
    );
    assert!(
        stale.said.contains("run `cargo xtask codegen`"),
        "{}",
        stale.said
    );
    assert!(
        workspace.code().contains("Ends a loan."),
        "a check writes nothing"
    );

    let repaired = workspace.succeed("codegen");
    assert!(
        repaired.said.contains("wrote   src/operations.rs"),
        "{}",
        repaired.said
    );
    assert!(workspace.code().contains("Takes a book back."));
    workspace.succeed("codegen --check");
    let nothing = workspace.succeed("codegen");
    assert!(
        nothing.said.contains("0 files written, 0 deleted"),
        "{}",
        nothing.said
    );
}

#[test]
fn the_folder_a_command_is_run_in_does_not_count() {
    let workspace = Workspace::new();
    let mut command = workspace.command("codegen");
    let ended = command.current_dir(workspace.at("spec")).output().unwrap();
    assert!(ended.status.success());
    assert!(workspace.at("generated-client/src/lib.rs").exists());
    assert!(!workspace.at("spec/generated-client").exists());
}

#[test]
fn names_that_a_person_decided_count() {
    let workspace = Workspace::new();
    let settings = "[[operation]]\nmatch = \"endLoan\"\nname = \"give_back\"\nreason = \"what readers call it\"\n";
    workspace.write("spec/codegen.toml", settings);
    workspace.succeed("codegen");
    assert!(workspace.code().contains("fn give_back("));
}

#[test]
fn names_are_recorded_and_given_again() {
    let workspace = Workspace::new();
    let first = workspace.succeed("codegen");
    assert!(
        first.said.contains("wrote   spec/names.lock"),
        "{}",
        first.said
    );
    let names = workspace.read("spec/names.lock");
    assert!(
        names.contains("\"DELETE /loans/{id}\" = \"end_loan\""),
        "{names}"
    );
    let newcomer = SPEC.replace(
        "paths:\n",
        "paths:\n  /a:\n    get: {operationId: end_loan, responses: {}}\n",
    );
    workspace.write("spec/openapi.yaml", &newcomer);
    let stale = workspace.run("codegen --check");
    assert_eq!(stale.code, Some(1));
    let added = "+\"GET /a\" = \"end_loan_get_a\"";
    assert!(stale.printed.contains(added), "{}", stale.printed);
    assert_eq!(
        workspace.read("spec/names.lock"),
        names,
        "checking writes nothing"
    );
    workspace.succeed("codegen");
    assert!(workspace.code().contains("pub fn end_loan(&self, id: "));
    workspace.succeed("codegen --check");
    fs::remove_file(workspace.at("spec/names.lock")).unwrap();
    let lost = workspace.run("codegen --check");
    assert_eq!(lost.code, Some(1));
    workspace.write(
        "spec/names.lock",
        "[functions]\n\"GET /a\" = \"end loan\"\n",
    );
    let wrong = workspace.run("codegen");
    assert_eq!(wrong.code, Some(1));
    assert!(
        wrong
            .said
            .contains("`end loan` is not a Rust identifier\n --> spec/names.lock:2:12\n"),
        "{}",
        wrong.said
    );
}

#[test]
fn any_description_makes_a_crate_of_its_own() {
    let workspace = Workspace::new();
    let arguments = "codegen --spec spec/openapi.yaml --out elsewhere --name bookshelf";
    workspace.succeed(arguments);
    assert!(workspace.read("elsewhere/names.lock").contains("end_loan"));
    assert!(!workspace.at("spec/names.lock").exists());
    workspace.succeed(&format!("{arguments} --names kept/names.lock"));
    assert!(workspace.read("kept/names.lock").contains("end_loan"));
    assert!(
        workspace
            .read("elsewhere/Cargo.toml")
            .contains("name = \"bookshelf\"")
    );
    assert!(!workspace.at("generated-client").exists());
    workspace.write(
        "spec/openapi.yaml",
        &SPEC.replace("Ends a loan.", "Takes a book back."),
    );
    let stale = workspace.run(&format!("{arguments} --check"));
    assert_eq!(stale.code, Some(1));
    let command =
        "run `cargo xtask codegen --spec spec/openapi.yaml --out elsewhere --name bookshelf`";
    assert!(stale.said.contains(command), "{}", stale.said);
}

#[test]
fn an_imported_page_adds_its_operation() {
    let workspace = Workspace::new();
    workspace.write("renew.md", PAGE);
    let imported = workspace.succeed("import renew.md");
    assert!(
        imported.said.contains("wrote spec/openapi.yaml"),
        "{}",
        imported.said
    );
    let spec = workspace.read("spec/openapi.yaml");
    assert!(
        spec.starts_with("# Ours: what our shelf can do.\n# Second line.\nopenapi: 3.1.0\n"),
        "{spec}"
    );
    assert!(spec.contains("/loans/{id}/renewal"), "{spec}");
    workspace.succeed("codegen");
    let code = workspace.code();
    assert!(code.contains("fn end_loan(") && code.contains("fn renew_loan("));

    let again = workspace.succeed("import renew.md");
    assert!(
        again.said.contains("nothing new for spec/openapi.yaml"),
        "{}",
        again.said
    );
    assert_eq!(workspace.read("spec/openapi.yaml"), spec, "twice is once");
}

#[test]
fn a_page_that_contradicts_the_description_changes_nothing() {
    let workspace = Workspace::new();
    let page = PAGE.replace("/loans/{id}/renewal:\n    post", "/loans/{id}:\n    delete");
    workspace.write("end.md", &page);
    let refused = workspace.run("import end.md");
    assert_eq!(refused.code, Some(1));
    assert!(refused.said.contains("end.md:"), "{}", refused.said);
    assert!(
        refused.said.contains("spec/openapi.yaml:"),
        "{}",
        refused.said
    );
    assert!(
        refused.said.contains("nothing was written"),
        "{}",
        refused.said
    );
    assert_eq!(workspace.read("spec/openapi.yaml"), SPEC);
    assert_eq!(workspace.run("import missing.md").code, Some(1));
    assert_eq!(workspace.read("spec/openapi.yaml"), SPEC);
}

#[test]
fn pages_alone_make_a_description_of_their_own() {
    let workspace = Workspace::new();
    workspace.write("renew.md", PAGE);
    workspace.succeed("import renew.md --out renewals.yaml");
    let spec = workspace.read("renewals.yaml");
    assert!(
        spec.contains("renewLoan") && !spec.contains("endLoan"),
        "{spec}"
    );
    assert_eq!(workspace.read("spec/openapi.yaml"), SPEC);

    // What stands there is merged into, not overwritten.
    workspace.write(
        "lend.md",
        &PAGE
            .replace("/renewal", "/copies")
            .replace("renewLoan", "copy"),
    );
    workspace.succeed("import lend.md --out renewals.yaml");
    let both = workspace.read("renewals.yaml");
    assert!(
        both.contains("renewLoan") && both.contains("/loans/{id}/copies"),
        "{both}"
    );
    let nowhere = workspace.run("import lend.md --out lend.md/below.yaml");
    assert_eq!(nowhere.code, Some(1));
    assert!(
        nowhere.said.contains("`lend.md/below.yaml`"),
        "{}",
        nowhere.said
    );
}

#[test]
fn comments_that_an_import_cannot_keep_are_said() {
    let workspace = Workspace::new();
    workspace.write(
        "spec/openapi.yaml",
        &SPEC.replace("paths:\n", "paths: # all\n  # More to come.\n"),
    );
    workspace.write("renew.md", PAGE);
    let imported = workspace.succeed("import renew.md");
    assert!(
        imported.said.contains("a comment within it was lost"),
        "{}",
        imported.said
    );
}

#[test]
fn settings_that_are_wrong_write_nothing() {
    let workspace = Workspace::new();
    workspace.write("spec/codegen.toml", "[client]\nname = \"our shelf\"\n");
    let ended = workspace.run("codegen");
    assert_eq!(ended.code, Some(1));
    assert!(
        ended.said.contains("`our shelf` is not the name of a crate: a letter, then letters, digits, `-` and `_`\n --> spec/codegen.toml:2:8\n"),
        "{}",
        ended.said
    );
    assert!(!workspace.at("generated-client").exists());
    let named = "codegen --spec spec/openapi.yaml --out shelf --name 1shelf";
    assert_eq!(
        workspace.run(named).code,
        Some(2),
        "a wrong option is wrong usage"
    );
}

#[test]
fn help_says_how_a_run_ends() {
    let workspace = Workspace::new();
    for command in ["codegen", "import"] {
        let help = workspace.succeed(&format!("{command} --help")).printed;
        assert!(help.contains("Exit codes:\n  0 "), "{help}");
        assert!(help.contains("Example"), "{help}");
    }
    assert!(workspace.succeed("--help").printed.contains("codegen"));
    for wrong in ["", "codegen --specs a", "codegen --watch --check", "import"] {
        assert_eq!(workspace.run(wrong).code, Some(2), "{wrong}");
    }
}

/// A run that is ended with the test, however the test ends.
struct Watching(Child);

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn wait_for(what: &str, done: impl Fn() -> bool) {
    let started = Instant::now();
    while !done() {
        assert!(
            started.elapsed() < Duration::from_secs(30),
            "waited in vain for {what}"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn watching_generates_again_on_every_change() {
    let workspace = Workspace::new();
    let mut command = workspace.command("codegen --watch");
    let log = fs::File::create(workspace.at("log")).unwrap();
    let watching = Watching(command.stderr(log).stdout(Stdio::null()).spawn().unwrap());
    let runs = |count: usize| {
        workspace
            .read("log")
            .matches("watching for changes")
            .count()
            >= count
    };
    wait_for("the first run", || runs(1));
    assert!(workspace.code().contains("Ends a loan."));

    workspace.write("spec/openapi.yaml", "openapi: [");
    wait_for("the run of a broken description", || runs(2));
    assert!(
        workspace.read("log").contains("failed; watching"),
        "{}",
        workspace.read("log")
    );
    assert!(workspace.code().contains("Ends a loan."));

    workspace.write(
        "spec/openapi.yaml",
        &SPEC.replace("Ends a loan.", "Takes a book back."),
    );
    wait_for("the run of the next change", || runs(3));
    assert!(workspace.code().contains("Takes a book back."));

    fs::remove_file(workspace.at("spec/openapi.yaml")).unwrap();
    wait_for("the run without a description", || runs(4));
    workspace.write("spec/openapi.yaml", SPEC);
    wait_for("the run of the description that is back", || runs(5));
    assert!(workspace.code().contains("Ends a loan."));

    // A file that is written again as it was is no change, nor is what a run writes.
    workspace.write("spec/openapi.yaml", SPEC);
    std::thread::sleep(Duration::from_secs(2));
    assert!(!runs(6), "{}", workspace.read("log"));
    drop(watching);
}
