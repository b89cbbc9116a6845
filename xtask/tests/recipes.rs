//! The README's recipes, taken out of it and tried.
//!
//! Each builds the generator for a package outside of this workspace, which takes a minute: they run when asked for,
//! `cargo test --package xtask --test recipes -- --ignored`, as `.ci/run` does.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("a workspace")
        .to_path_buf()
}

/// The first block of Rust after a heading of the README.
fn recipe(heading: &str) -> String {
    let readme = fs::read_to_string(workspace().join("README.md")).expect("a README");
    let after = readme
        .split(heading)
        .nth(1)
        .unwrap_or_else(|| panic!("README.md has no {heading}"));
    let block = after
        .split("```rust\n")
        .nth(1)
        .and_then(|block| block.split("\n```").next());
    block.expect("a block of Rust").to_owned()
}

/// A package outside of this workspace that depends on the generator.
struct Package(tempfile::TempDir);

impl Package {
    fn new(kind: &str, files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let generator = workspace().join("generator");
        let manifest = format!(
            "[package]\nname = \"recipe\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[{kind}]\nclientwright = {{ path = {:?} }}\n\n[workspace]\n",
            generator.display().to_string()
        );
        let package = Self(folder);
        package.put("Cargo.toml", &manifest);
        fs::copy(
            workspace().join("Cargo.lock"),
            package.0.path().join("Cargo.lock"),
        )
        .expect("the lock file");
        for (path, text) in files {
            package.put(path, text);
        }
        package
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn cargo(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO"));
        command.args(arguments).current_dir(self.0.path());
        command.env("CARGO_TARGET_DIR", workspace().join("target/recipes"));
        command.output().expect("cargo")
    }
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

fn description(summary: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: Shelf, version: '1'}}\nservers: [{{url: 'https://shelf.example'}}]\n\
         paths:\n  /books:\n    get:\n      operationId: listBooks\n      summary: {summary}\n      responses: {{'204': {{description: none}}}}\n"
    )
}

#[test]
#[ignore = "builds the generator; .ci/run runs it"]
fn in_another_workspaces_own_xtask() {
    let main = recipe("**In another workspace's own xtask**");
    let package = Package::new(
        "dependencies",
        &[
            ("src/main.rs", &main),
            ("spec/openapi.yaml", &description("List books")),
        ],
    );
    let written = package.cargo(&["run", "--quiet"]);
    assert!(written.status.success(), "{}", said(&written));
    let made = fs::read_to_string(package.0.path().join("client/src/operations.rs"))
        .expect("the generated file");
    assert!(
        made.contains("pub fn list_books(&self) -> Call<ListBooks>"),
        "{made}"
    );

    let fresh = package.cargo(&["run", "--quiet", "--", "--check"]);
    assert!(fresh.status.success(), "{}", said(&fresh));
    package.put("spec/openapi.yaml", &description("List all books"));
    let stale = package.cargo(&["run", "--quiet", "--", "--check"]);
    assert_eq!(stale.status.code(), Some(1), "{}", said(&stale));
    assert!(
        said(&stale).contains("+    /// List all books."),
        "{}",
        said(&stale)
    );
}

#[test]
#[ignore = "builds the generator; .ci/run runs it"]
fn in_a_build_script() {
    let build = recipe("**In a `build.rs`**");
    let files = [
        ("build.rs", build.as_str()),
        ("src/lib.rs", ""),
        ("openapi.yaml", &description("List books")),
    ];
    let package = Package::new("build-dependencies", &files);
    let stale = package.cargo(&["build", "--quiet"]);
    assert!(
        !stale.status.success() && said(&stale).contains("the client is stale"),
        "{}",
        said(&stale)
    );

    let arguments = ["run", "--quiet", "--manifest-path"];
    let manifest = workspace()
        .join("generator/Cargo.toml")
        .display()
        .to_string();
    let rest = [
        "--",
        "--spec",
        "openapi.yaml",
        "--out",
        "client",
        "--name",
        "my-client",
    ];
    let arguments: Vec<&str> = arguments
        .into_iter()
        .chain([manifest.as_str()])
        .chain(rest)
        .collect();
    let made = package.cargo(&arguments);
    assert!(made.status.success(), "{}", said(&made));
    let fresh = package.cargo(&["build", "--quiet"]);
    assert!(fresh.status.success(), "{}", said(&fresh));
}

/// The first command after a heading of the README.
fn command(heading: &str) -> String {
    let readme = fs::read_to_string(workspace().join("README.md")).expect("a README");
    let after = readme.split(heading).nth(1).expect("the recipe");
    let line = after
        .split("```sh\n")
        .nth(1)
        .and_then(|block| block.lines().next());
    line.expect("a command").to_owned()
}

/// Runs a command of cargo in this workspace.
fn run(line: &str) -> Output {
    let words: Vec<&str> = line.split_whitespace().collect();
    let ["cargo", arguments @ ..] = words.as_slice() else {
        panic!("{line} is no cargo command")
    };
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(workspace())
        .output()
        .expect("cargo");
    assert!(output.status.success(), "{}", said(&output));
    output
}

#[test]
#[ignore = "builds the command that it runs; .ci/run runs it"]
fn in_a_build_pipeline() {
    run(&command("**In a build pipeline**"));
}

#[test]
#[ignore = "builds the command that it runs; .ci/run runs it"]
fn with_annotations() {
    let line = command("**With annotations**");
    let (line, file) = line.split_once(" > ").expect("a file");
    assert!(file.ends_with(".sarif"), "{file}");
    let printed = run(line).stdout;
    let log: serde_json::Value = serde_json::from_slice(&printed).expect("a log");
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(log["runs"][0]["tool"]["driver"]["name"], "clientwright");
    assert!(log["runs"][0]["results"].is_array());
}
