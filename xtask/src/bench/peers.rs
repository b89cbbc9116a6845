//! Other generators of Rust clients, in pinned versions, to be measured beside this one.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use super::apis::{lines, write};
use super::numbers::{Outcome, PeerMeasured};
use super::usage::{Limits, usage_within};
use crate::corpus::progress::Progress;
use crate::root::target;

/// What each command of a peer may take.
const LIMITS: Limits = Limits {
    seconds: 400,
    memory: 18,
};

/// Another generator.
pub(super) struct Peer {
    pub(super) package: &'static str,
    pub(super) version: &'static str,
    /// Arguments that generate `description` into `folder`.
    arguments: fn(description: &Path, folder: &Path) -> Vec<PathBuf>,
    /// Makes a crate of what was written, where the generator writes only modules.
    complete: fn(folder: &Path) -> Result<(), String>,
}

/// Those that read the large descriptions at all.
pub(super) const PEERS: &[Peer] = &[
    Peer {
        package: "ploidy",
        version: "0.15.0",
        arguments: |description, folder| {
            let mut arguments: Vec<PathBuf> = vec!["generate".into(), "rust".into()];
            arguments.extend([description.into(), "-o".into(), folder.into()]);
            arguments.extend(["--name".into(), "measured".into()]);
            arguments
        },
        complete: |_| Ok(()),
    },
    Peer {
        package: "openapi-to-rust",
        version: "0.23.0",
        arguments: |description, folder| {
            let mut arguments: Vec<PathBuf> = vec!["generate".into(), description.into()];
            arguments.extend(["--output-dir".into(), folder.join("src")]);
            arguments.extend(["--module-name".into(), "measured".into(), "--quiet".into()]);
            arguments
        },
        complete: |folder| {
            let needed = folder.join("src/REQUIRED_DEPS.toml");
            let dependencies = fs::read_to_string(&needed)
                .map_err(|error| format!("`{}`: {error}", needed.display()))?;
            let package = "[package]\nname = \"measured\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
                [lib]\npath = \"src/mod.rs\"\n\n";
            write(
                &folder.join("Cargo.toml"),
                &format!("{package}{dependencies}"),
            )
        },
    },
];

impl Peer {
    /// Installs it into a folder of its own, if it is not there.
    ///
    /// # Errors
    ///
    /// What cargo said.
    pub(super) fn install(&self) -> Result<(), String> {
        let output = Command::new("cargo")
            .args([
                "install",
                self.package,
                "--version",
                self.version,
                "--locked",
            ])
            .args(["--quiet", "--root"])
            .arg(root())
            .env("CARGO_TARGET_DIR", target().join("bench/peers-built"))
            .output()
            .map_err(|error| format!("cargo: {error}"))?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(format!("cargo install {}: {}", self.package, said.trim()))
    }

    /// Generates and checks a client, once.
    ///
    /// # Errors
    ///
    /// What kept this from being measured; that the peer fails is part of the outcome.
    pub(super) fn measure(
        &self,
        document: &Path,
        check: bool,
        progress: &Progress,
    ) -> Result<PeerMeasured, String> {
        let stem = document.file_stem().unwrap_or_default().to_string_lossy();
        let label = format!("{stem}, {} {}", self.package, self.version);
        let folder = target().join("bench/peers").join(self.package).join(&*stem);
        if folder.exists() {
            fs::remove_dir_all(&folder)
                .map_err(|error| format!("`{}`: {error}", folder.display()))?;
        }
        fs::create_dir_all(&folder).map_err(|error| format!("`{}`: {error}", folder.display()))?;
        progress.begin(&format!("{label}: generating"));
        let mut command = Command::new(root().join("bin").join(self.package));
        command.args((self.arguments)(document, &folder));
        let generate = outcome(&command);
        let (lines, check) = match &generate {
            Outcome::Failed(_) => (None, Outcome::Failed("no output".to_owned())),
            Outcome::Taken(_) => {
                (self.complete)(&folder)?;
                let lines = lines(&folder.join("src")).map_err(|error| error.to_string())?;
                progress.begin(&format!("{label}: check"));
                let check = if check {
                    checked(&folder)?
                } else {
                    Outcome::Failed("not measured".to_owned())
                };
                (Some(lines), check)
            }
        };
        progress.end(
            &format!("{label}: generate {generate}, check {check}"),
            false,
        );
        Ok(PeerMeasured {
            name: self.package.to_owned(),
            version: self.version.to_owned(),
            generate,
            lines,
            check,
        })
    }
}

/// Where peers are installed.
fn root() -> PathBuf {
    target().join("bench/peers-installed")
}

/// What `cargo check` of a crate alone takes: what it depends on is checked before, with an empty library.
fn checked(folder: &Path) -> Result<Outcome, String> {
    let manifest = folder.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).map_err(|error| error.to_string())?;
    write(&manifest, &(text + "\n[workspace]\n"))?;
    let cargo = |arguments: &[&str]| {
        let mut command = Command::new("cargo");
        command
            .args(arguments)
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", target().join("bench/peers-built"))
            .env("CARGO_INCREMENTAL", "0");
        command
    };
    let library = ["src/lib.rs", "src/mod.rs"].map(|file| folder.join(file));
    let Some(library) = library.iter().find(|file| file.exists()) else {
        return Ok(Outcome::Failed("no library".to_owned()));
    };
    let code = fs::read(library).map_err(|error| error.to_string())?;
    write(library, "")?;
    let before = cargo(&["check", "--lib", "--quiet"]).output();
    fs::write(library, code).map_err(|error| error.to_string())?;
    let before = before.map_err(|error| format!("cargo: {error}"))?;
    if !before.status.success() {
        return Ok(Outcome::Failed(
            "its dependencies do not compile".to_owned(),
        ));
    }
    File::options()
        .append(true)
        .open(library)
        .and_then(|file| file.set_modified(SystemTime::now()))
        .map_err(|error| format!("`{}`: {error}", library.display()))?;
    Ok(outcome(&cargo(&["check", "--lib", "--quiet"])))
}

/// What a command took, or in few words how it failed.
fn outcome(command: &Command) -> Outcome {
    usage_within(command, Some(LIMITS))
        .map_or_else(|said| Outcome::Failed(in_few_words(&said)), Outcome::Taken)
}

fn in_few_words(said: &str) -> String {
    let Limits { seconds, memory } = LIMITS;
    let compiler = said
        .lines()
        .find(|line| line.starts_with("error: could not compile"));
    if said.contains("signal: 9") || said.contains("signal: 24") || said.contains("SIGXCPU") {
        format!("not done after {seconds} s")
    } else if said.contains("memory allocation of") || said.contains("signal: 6") {
        format!("needs more than {memory} GiB")
    } else if let Some(line) = compiler {
        match line.split_once("due to ") {
            Some((_, errors)) => {
                let errors = errors.split_once(';').map_or(errors, |(errors, _)| errors);
                format!("does not compile: {errors}")
            }
            None => "does not compile".to_owned(),
        }
    } else {
        "fails".to_owned()
    }
}
