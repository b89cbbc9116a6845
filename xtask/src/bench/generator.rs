//! The optimised generator, and the command that makes a client with it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::usage::usage;
use crate::root::{target, workspace};

/// The name of every crate that is generated to be measured.
pub(super) const PACKAGE: &str = "measured";

/// The optimised generator.
///
/// # Errors
///
/// What cargo said.
pub(super) fn generator() -> Result<PathBuf, String> {
    let mut command = Command::new("cargo");
    command
        .args(["build", "--release", "--quiet", "--package", "clientwright"])
        .current_dir(workspace())
        .env("CARGO_TARGET_DIR", target());
    usage(&command)?;
    let built = target().join("release").join("clientwright");
    // Another build in the meantime changes nothing.
    let own = target().join("bench").join("clientwright");
    fs::create_dir_all(target().join("bench"))
        .and_then(|()| fs::copy(&built, &own))
        .map_err(|error| format!("`{}`: {error}", built.display()))?;
    Ok(own)
}

/// The command that generates a client.
pub(super) fn command(generator: &Path, document: &Path, out: &Path) -> Command {
    let mut command = Command::new(generator);
    command.arg("--spec").arg(document).arg("--out").arg(out);
    command.args(["--name", PACKAGE]);
    command
}
