//! `cargo xtask wasm`: a generated client for the web is built, and its tests run under Node.js, where that is possible.

mod server;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::Args;

use crate::invented;
use crate::tool::{Build, Tool};

/// Build a generated client for wasm32-unknown-unknown, and run its tests under Node.js.
///
/// The client is generated of an invented description, below target/wasm/. What is not there is said to be skipped: the
/// target, which is installed if rustup can, and wasm-bindgen-test-runner.
#[derive(Args)]
#[command(after_help = "\
Exit codes:
  0  all that could be tried holds
  1  it does not")]
pub(crate) struct Arguments {
    /// Install the test runner in the version that is needed below target/tools/ first; that takes minutes
    #[arg(long)]
    install: bool,
}

/// The platform.
const TARGET: &str = "wasm32-unknown-unknown";

/// What its folders are called.
const NAME: &str = "wasm";

/// The crate's name.
const PACKAGE: &str = "tides-client";

/// What runs tests of this platform under Node.js.
const RUNNER: &str = "wasm-bindgen-test-runner";

/// What the tests need beside the crate.
const NEEDED: &str = r#"
[dev-dependencies]
wasm-bindgen-test = "0.3"
"#;

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match tried(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn tried(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    if !has_target() {
        println!("skipped: the target {TARGET} is not installed and rustup cannot install it");
        return Ok(());
    }
    let folder = invented::lay_out(NAME, PACKAGE, NEEDED)?;
    std::fs::create_dir_all(folder.join("tests"))?;
    std::fs::copy(
        invented::sources(NAME).join("web.rs"),
        folder.join("tests/web.rs"),
    )?;
    let alone: &[&str] = &["--no-default-features"];
    for with in [
        alone,
        &["--features", "mock,serde,tracing", "--all-targets"],
    ] {
        let mut clippy = invented::cargo(NAME, &folder, "clippy");
        clippy.arg("--quiet");
        clippy.args(["--target", TARGET]).args(with);
        succeed(clippy.args(["--", "--deny", "warnings"]))?;
    }
    println!("built: {PACKAGE} for {TARGET}, with and without its features");
    tests(&folder, arguments.install)
}

/// Whether the platform's standard library is there, or is now.
fn has_target() -> bool {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).output();
    let is_there = || {
        let sysroot = sysroot.as_ref().ok()?;
        let sysroot = String::from_utf8_lossy(&sysroot.stdout).trim().to_owned();
        let folder = Path::new(&sysroot).join("lib/rustlib").join(TARGET);
        folder.exists().then_some(())
    };
    if is_there().is_some() {
        return true;
    }
    let added = Command::new("rustup")
        .args(["target", "add", TARGET])
        .output();
    added.is_ok_and(|added| added.status.success()) && is_there().is_some()
}

fn succeed(command: &mut Command) -> Result<(), Box<dyn Error>> {
    if command.status()?.success() {
        Ok(())
    } else {
        Err(format!("{} did not succeed", command.get_program().display()).into())
    }
}

/// Runs the tests under Node.js, if there is what runs them.
fn tests(folder: &Path, install: bool) -> Result<(), Box<dyn Error>> {
    let version = bindgen_version(folder)?;
    let tool = Tool {
        package: "wasm-bindgen-cli",
        program: RUNNER,
        version: &version,
        build: Build::Plain,
    };
    let installed = if install {
        Some(tool.installed()?)
    } else {
        tool.found()
    };
    let mut runners = installed.into_iter().chain([PathBuf::from(RUNNER)]);
    let Some(runner) = runners.find(|runner| is_of(runner, &version)) else {
        println!(
            "skipped: the tests, because there is no {RUNNER} {version}; `cargo xtask wasm --install` installs it"
        );
        return Ok(());
    };
    if !Command::new("node")
        .arg("--version")
        .output()
        .is_ok_and(|node| node.status.success())
    {
        println!("skipped: the tests, because there is no Node.js");
        return Ok(());
    }
    let address = server::start()?;
    let mut test = invented::cargo(NAME, folder, "test");
    test.args(["--target", TARGET, "--features", "mock", "--test", "web"]);
    test.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    test.env("CLIENTWRIGHT_WASM_SERVER", address);
    succeed(&mut test)
}

/// The version of `wasm-bindgen` that the crate is built with: the runner must be of the same.
fn bindgen_version(folder: &Path) -> Result<String, Box<dyn Error>> {
    let lock = std::fs::read_to_string(folder.join("Cargo.lock"))?;
    let mut lines = lock.lines();
    lines
        .find(|line| *line == "name = \"wasm-bindgen\"")
        .ok_or("the crate does not use wasm-bindgen")?;
    let version = lines.next().and_then(|line| line.split('"').nth(1));
    Ok(version.ok_or("wasm-bindgen has no version")?.to_owned())
}

fn is_of(runner: &Path, version: &str) -> bool {
    let said = Command::new(runner).arg("--version").output();
    said.is_ok_and(|said| {
        let said = String::from_utf8_lossy(&said.stdout);
        said.split_whitespace().any(|word| word == version)
    })
}
