//! Programs that judge this repository, in pinned versions, installed into a folder of `target`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use crate::root::target;

/// A program of crates.io.
pub(crate) struct Tool {
    pub(crate) package: &'static str,
    pub(crate) version: &'static str,
}

/// Tells whether the public API of a crate is compatible with that of an earlier version.
pub(crate) const SEMVER_CHECKS: Tool = Tool {
    package: "cargo-semver-checks",
    version: "0.51.0",
};

/// Tells what the dependencies of a workspace are like: licences, advisories, bans.
pub(crate) const DENY: Tool = Tool {
    package: "cargo-deny",
    version: "0.20.2",
};

impl Tool {
    /// Where the program is; it is installed if it is not there in this version.
    ///
    /// It is built without optimisation: it takes minutes to build and seconds to run.
    ///
    /// # Errors
    ///
    /// What cargo said.
    pub(crate) fn installed(&self) -> Result<PathBuf, String> {
        let root = target().join("tools");
        let program = root.join("bin").join(self.package);
        let known = fs::read_to_string(root.join(".crates.toml")).unwrap_or_default();
        if known.contains(&format!("\"{} {} (", self.package, self.version)) && program.exists() {
            return Ok(program);
        }
        eprintln!("installing {} {}", self.package, self.version);
        let started = Instant::now();
        let output = Command::new("cargo")
            .args(["install", self.package, "--version", self.version])
            .args(["--locked", "--debug", "--quiet", "--root"])
            .arg(&root)
            .env("CARGO_TARGET_DIR", root.join("built"))
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("CARGO_INCREMENTAL", "0")
            .output()
            .map_err(|error| format!("cargo: {error}"))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("cargo install {}: {}", self.package, said.trim()));
        }
        eprintln!(
            "installed {} in {} s",
            self.package,
            started.elapsed().as_secs()
        );
        // What it was built from is not needed any more and takes gigabytes.
        let _ = fs::remove_dir_all(root.join("built"));
        Ok(program)
    }
}
