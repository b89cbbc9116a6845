//! The program that tries inputs: the optimised generator and runtime, built of `generator/fuzz`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, io};

use super::target::Target;
use crate::root::{target, workspace};

/// The program, built.
pub(super) struct Worker(PathBuf);

impl Worker {
    /// Builds it; a copy is run, so that another build in the meantime changes nothing.
    pub(super) fn build() -> Result<Self, String> {
        let built = folder().join("built");
        let status = Command::new("cargo")
            .args([
                "build",
                "--release",
                "--quiet",
                "--locked",
                "--bin",
                "clientwright-fuzz",
                "--manifest-path",
            ])
            .arg(workspace().join("generator/fuzz/Cargo.toml"))
            .env("CARGO_TARGET_DIR", &built)
            .status()
            .map_err(|error| format!("cargo: {error}"))?;
        if !status.success() {
            return Err("the worker does not build".to_owned());
        }
        let copy = folder().join(format!("worker-{}", std::process::id()));
        fs::copy(built.join("release/clientwright-fuzz"), &copy)
            .map_err(|error| format!("`{}`: {error}", copy.display()))?;
        Ok(Self(copy))
    }

    /// The program with these first arguments.
    pub(super) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.0);
        command
            .args(words)
            .env("RUST_BACKTRACE", "0")
            .stdin(Stdio::null());
        command
    }

    /// Cuts documents down into a file.
    pub(super) fn cut(&self, documents: &[PathBuf], out: &Path) -> Result<(), String> {
        let mut command = self.command(&["cut"]);
        command.arg(out).args(documents);
        succeeds(command.status(), "the worker cannot cut the documents down")
    }

    /// Tries files, and prints what becomes of each; whether nothing was found.
    pub(super) fn try_files(&self, target: Target, files: &[PathBuf]) -> Result<bool, String> {
        let mut command = self.command(&["try", target.of_worker()]);
        let status = command.args(files).status();
        status
            .map(|status| status.success())
            .map_err(|error| error.to_string())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It is in nobody's way, and the next run makes another.
        let _ = fs::remove_file(&self.0);
    }
}

fn succeeds(status: io::Result<std::process::ExitStatus>, wrong: &str) -> Result<(), String> {
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{wrong}: {status}")),
        Err(error) => Err(format!("{wrong}: {error}")),
    }
}

/// The folder for all that the command leaves behind.
pub(super) fn folder() -> PathBuf {
    target().join("fuzz")
}
