//! `cargo xtask deny`: what `cargo deny` says of the dependencies, by `.cargo/deny.toml`.

use std::process::{Command, ExitCode};

use crate::root::workspace;
use crate::tool::DENY;

/// Licences, bans and sources of all dependencies, and advisories where their database can be fetched
#[derive(clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> ExitCode {
    match checked() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether the dependencies are as they must be.
fn checked() -> Result<bool, String> {
    let program = DENY.installed()?;
    let deny = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        command.current_dir(workspace()).arg("--all-features");
        command.args(arguments);
        command
    };
    let failed = |error: std::io::Error| format!("{}: {error}", program.display());
    let held = deny(&[
        "check",
        "--hide-inclusion-graph",
        "licenses",
        "bans",
        "sources",
    ])
    .status()
    .map_err(failed)?;
    let fetched = deny(&["fetch", "db"]).output().map_err(failed)?;
    if !fetched.status.success() {
        let said = String::from_utf8_lossy(&fetched.stderr);
        let last = said.lines().rev().find(|line| !line.trim().is_empty());
        let last = last.unwrap_or_default().trim();
        eprintln!("advisories: skipped: their database cannot be fetched ({last})");
        return Ok(held.success());
    }
    let safe = deny(&["check", "--disable-fetch", "advisories"])
        .status()
        .map_err(failed)?;
    Ok(held.success() && safe.success())
}
