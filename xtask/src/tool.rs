//! Programs of crates.io that this repository uses, in pinned versions, installed into a folder of `target`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use crate::root::target;

/// A program of crates.io.
pub(crate) struct Tool<'v> {
    pub(crate) package: &'static str,
    /// What is run, one of the package's programs.
    pub(crate) program: &'static str,
    pub(crate) version: &'v str,
    pub(crate) build: Build,
}

/// What a program is built for.
#[derive(Clone, Copy)]
pub(crate) enum Build {
    /// To be there soon: it takes minutes to build and seconds to run.
    Plain,
    /// To be quick, because it is measured or does much.
    Optimised,
}

/// Tells whether the public API of a crate is compatible with that of an earlier version.
pub(crate) const SEMVER_CHECKS: Tool<'_> = Tool {
    package: "cargo-semver-checks",
    program: "cargo-semver-checks",
    version: "0.51.0",
    build: Build::Plain,
};

/// Tells what the dependencies of a workspace are like: licences, advisories, bans.
pub(crate) const DENY: Tool<'_> = Tool {
    package: "cargo-deny",
    program: "cargo-deny",
    version: "0.20.2",
    build: Build::Plain,
};

/// Where programs are installed.
fn root() -> PathBuf {
    target().join("tools")
}

impl Tool<'_> {
    /// Where the program is once it is installed.
    pub(crate) fn path(&self) -> PathBuf {
        root().join("bin").join(self.program)
    }

    /// Where the program is, if it is there in this version.
    pub(crate) fn found(&self) -> Option<PathBuf> {
        let known = fs::read_to_string(root().join(".crates.toml")).unwrap_or_default();
        let is_known = known.contains(&format!("\"{} {} (", self.package, self.version));
        Some(self.path()).filter(|program| is_known && program.exists())
    }

    /// Where the program is; it is installed if it is not there in this version.
    ///
    /// # Errors
    ///
    /// What cargo said.
    pub(crate) fn installed(&self) -> Result<PathBuf, String> {
        if let Some(program) = self.found() {
            return Ok(program);
        }
        eprintln!("installing {} {}", self.package, self.version);
        let started = Instant::now();
        let built = root().join("built");
        let mut command = Command::new("cargo");
        command.args(["install", self.package, "--version", self.version]);
        command.args(["--locked", "--quiet", "--root"]).arg(root());
        match self.build {
            Build::Plain => {
                command.arg("--debug");
            }
            Build::Optimised => {}
        }
        let output = command
            .env("CARGO_TARGET_DIR", &built)
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
        let _ = fs::remove_dir_all(&built);
        Ok(self.path())
    }
}
