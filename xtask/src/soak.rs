//! `cargo xtask soak`: a generated client makes many calls of a server that fails at random, and every outcome is judged.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use clap::Args;

use crate::invented;

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

/// The program's name in the crate, and that of its folders.
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
    let folder = invented::lay_out(PROGRAM, PACKAGE, NEEDED)?;
    let examples = folder.join("examples").join(PROGRAM);
    std::fs::create_dir_all(&examples)?;
    for entry in std::fs::read_dir(invented::sources(PROGRAM))? {
        let path = entry?.path();
        if let (Some("rs"), Some(name)) = (
            path.extension().and_then(|end| end.to_str()),
            path.file_name(),
        ) {
            std::fs::copy(&path, examples.join(name))?;
        }
    }
    let status = invented::cargo(PROGRAM, &folder, "build")
        .args(["--quiet", "--offline", "--example", PROGRAM])
        .status()?;
    if !status.success() {
        return Err("the program cannot be built".into());
    }
    Ok(invented::built(PROGRAM)
        .join("debug/examples")
        .join(PROGRAM))
}
