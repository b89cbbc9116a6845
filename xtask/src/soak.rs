//! `cargo xtask soak`: a generated client makes many calls of a server that fails at random, and every outcome is judged.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::Args;
use clientwright::diagnostic::Diagnostics;
use clientwright::output::Output;
use clientwright::settings::{ClientSettings, Settings};
use clientwright::source;

use crate::corpus::generate::save;
use crate::root::{target, workspace};

/// Make many calls of a server on loopback that fails at random, and judge what became of each.
///
/// The client is generated of an invented description, and built with the program that calls, serves and judges, below
/// target/soak/. The server resets and closes connections, cuts content, is late, and answers 404, 429, 500, 502, 503
/// and 504, with and without Retry-After; what it does with an attempt follows from the seed.
#[derive(Args)]
#[command(after_help = "\
Every call must end as the rules of retries say, by what the server did and what a hook of the client was told: none is
lost, none is repeated that must not be, what has a key is done once, and memory stays as it is after a fifth of the calls.

Exit codes:
  0  all of that holds
  1  it does not, or the program cannot be built")]
pub(crate) struct Arguments {
    /// How many calls
    #[arg(long, default_value_t = 100_000)]
    calls: u32,
    /// What the server's faults follow from
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// The crate's name.
const PACKAGE: &str = "soak-client";

/// The program's name in the crate.
const PROGRAM: &str = "soak";

/// What the program needs beside the crate.
const NEEDED: &str = r#"
[dev-dependencies]
tokio = { version = "1", features = ["io-util", "macros", "net", "rt-multi-thread", "time"] }
"#;

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let program = match build() {
        Ok(program) => program,
        Err(error) => {
            anstream::eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
    };
    let (calls, seed) = (arguments.calls.to_string(), arguments.seed.to_string());
    match Command::new(program).args([calls, seed]).status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            anstream::eprintln!("error: the program cannot be run: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Generates the crate, puts the program into it, builds both, and gives the program's path.
fn build() -> Result<PathBuf, Box<dyn std::error::Error>> {
    let sources = workspace().join("xtask/soak");
    let folder = target().join("soak/crate");
    save(&generated(&sources)?, &folder)?;
    let examples = folder.join("examples").join(PROGRAM);
    std::fs::create_dir_all(&examples)?;
    for entry in std::fs::read_dir(&sources)? {
        let path = entry?.path();
        if let (Some("rs"), Some(name)) = (
            path.extension().and_then(|end| end.to_str()),
            path.file_name(),
        ) {
            std::fs::copy(&path, examples.join(name))?;
        }
    }
    let manifest = folder.join("Cargo.toml");
    let text = std::fs::read_to_string(&manifest)?;
    std::fs::write(manifest, text + NEEDED)?;
    std::fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let built = target().join("soak/built");
    let status = Command::new("cargo")
        .args(["build", "--quiet", "--offline", "--example", PROGRAM])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", &built)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .status()?;
    if !status.success() {
        return Err("the program cannot be built".into());
    }
    Ok(built.join("debug/examples").join(PROGRAM))
}

fn generated(sources: &Path) -> Result<Output, Box<dyn std::error::Error>> {
    let settings = Settings {
        client: ClientSettings {
            name: Some(PACKAGE.to_owned()),
            ..ClientSettings::default()
        },
        ..Settings::default()
    };
    let mut diagnostics = Diagnostics::default();
    let source = source::read(&[sources.join("openapi.yaml")], &mut diagnostics);
    let output = clientwright::generate(&source, &settings, &mut diagnostics)?;
    output.ok_or_else(|| "nothing is generated of xtask/soak/openapi.yaml".into())
}
