//! What checking and building a client alone takes: what it depends on has been built before.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use super::one_call::Program;
use super::usage::{Limits, Usage, usage_within};
use super::write;

/// The program that makes one call.
const PROGRAM: &str = "one-call";

/// What cargo does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Step {
    /// The client.
    Check,
    /// The client, and the program.
    Dev,
    /// The same, optimised.
    Release,
}

/// A client and a program that makes one call with it.
pub(super) struct Alone {
    /// The client's root file.
    library: PathBuf,
    /// The folder of the program's package.
    program: PathBuf,
    source: String,
    client: String,
    /// Where it is built.
    built: PathBuf,
    limits: Option<Limits>,
}

impl Step {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Dev => "build",
            Self::Release => "build --release",
        }
    }
}

impl Alone {
    /// Writes the program beside the client.
    ///
    /// # Errors
    ///
    /// What cannot be read or written.
    pub(super) fn lay_out(
        client: &Path,
        program: &Program,
        built: PathBuf,
        limits: Option<Limits>,
    ) -> Result<Self, String> {
        let library = ["src/lib.rs", "src/mod.rs"].map(|file| client.join(file));
        let library = library.into_iter().find(|file| file.exists());
        let library = library.ok_or_else(|| format!("`{}` is no library", client.display()))?;
        let mut folder = client.to_path_buf();
        folder.as_mut_os_string().push("-call");
        // A workspace of its own: the folder lies within that of this one.
        let manifest = format!(
            "[package]\nname = \"{PROGRAM}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
            [profile.release]\nstrip = true\n\n[dependencies]\n\
            measured = {{ path = {:?}, package = {:?} }}\n\
            tokio = {{ version = \"1\", features = [\"rt\", \"net\", \"time\"] }}\n{}",
            client, program.client, program.dependencies
        );
        write(&folder.join("Cargo.toml"), &manifest)?;
        Ok(Self {
            library,
            program: folder,
            source: program.source(),
            client: program.client.clone(),
            built,
            limits,
        })
    }

    /// Builds what the client depends on, with an empty library in its place.
    ///
    /// # Errors
    ///
    /// What the compiler said.
    pub(super) fn prepare(&self, step: Step) -> Result<(), String> {
        let code = fs::read(&self.library).map_err(|error| wrong(&self.library, &error))?;
        let main = self.program.join("src/main.rs");
        write(&main, "fn main() {}\n")?;
        write(&self.library, "")?;
        let before = self.cargo(step, false).output();
        fs::write(&self.library, code).map_err(|error| wrong(&self.library, &error))?;
        write(&main, &self.source)?;
        let before = before.map_err(|error| format!("cargo: {error}"))?;
        if before.status.success() {
            return Ok(());
        }
        Err(String::from_utf8_lossy(&before.stderr).into_owned())
    }

    /// Takes a step for the client as if it had changed.
    ///
    /// # Errors
    ///
    /// What the compiler said.
    pub(super) fn take(&self, step: Step) -> Result<Usage, String> {
        File::options()
            .append(true)
            .open(&self.library)
            .and_then(|file| file.set_modified(SystemTime::now()))
            .map_err(|error| wrong(&self.library, &error))?;
        usage_within(&self.cargo(step, false), self.limits)
    }

    /// Checks the client incrementally, as it stands.
    ///
    /// # Errors
    ///
    /// What the compiler said.
    pub(super) fn check_incrementally(&self) -> Result<Usage, String> {
        usage_within(&self.cargo(Step::Check, true), self.limits)
    }

    /// Forgets what incremental checks have kept.
    ///
    /// # Errors
    ///
    /// What cannot be deleted.
    pub(super) fn forget(&self) -> Result<(), String> {
        let kept = self.built.join("debug/incremental");
        if kept.exists() {
            fs::remove_dir_all(&kept).map_err(|error| wrong(&kept, &error))?;
        }
        Ok(())
    }

    /// Size of the optimised program, without symbols.
    ///
    /// # Errors
    ///
    /// That it was not built.
    pub(super) fn program_bytes(&self) -> Result<u64, String> {
        let program = self.built.join("release").join(PROGRAM);
        let data = fs::metadata(&program).map_err(|error| wrong(&program, &error))?;
        Ok(data.len())
    }

    fn cargo(&self, step: Step, incremental: bool) -> Command {
        let mut command = Command::new("cargo");
        match step {
            Step::Check => command.args(["check", "--lib", "--package", &self.client]),
            Step::Dev => command.arg("build"),
            Step::Release => command.args(["build", "--release"]),
        };
        command
            .arg("--quiet")
            .current_dir(&self.program)
            .env("CARGO_TARGET_DIR", &self.built)
            .env("CARGO_INCREMENTAL", if incremental { "1" } else { "0" })
            // What this workspace is built with is not what is measured.
            .env_remove("CARGO_PROFILE_DEV_DEBUG");
        command
    }
}

fn wrong(path: &Path, error: &std::io::Error) -> String {
    format!("`{}`: {error}", path.display())
}
