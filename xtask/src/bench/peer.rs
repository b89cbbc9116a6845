//! Other generators of Rust clients, in pinned versions: how each is installed, run and called.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::numbers::PeerMeasured;
use super::one_call::{Manner, Program};
use super::write;
use crate::corpus::progress::Progress;
use crate::root::target;
use crate::tool::{Build, Tool};

/// Another generator.
pub(super) struct Peer {
    pub(super) package: &'static str,
    pub(super) version: &'static str,
    /// Arguments that generate `description` into `folder`.
    arguments: fn(description: &Path, folder: &Path) -> Vec<PathBuf>,
    /// Makes a crate of what was written, where the generator writes only modules.
    pub(super) complete: fn(folder: &Path) -> Result<(), String>,
    manner: Manner,
    /// What a program depends on beside the client.
    dependencies: &'static str,
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
        manner: Manner {
            mark: |line| format!("otel.name = \"{line}\","),
            client: "measured::Client::new(address).expect(\"an address\")",
        },
        dependencies: "ploidy-util = \"0.15.0\"\n",
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
        manner: Manner {
            mark: |line| format!("/// `{line}`"),
            client: "measured::HttpClient::new().with_base_url(address)",
        },
        dependencies: "",
    },
];

/// Installs them, if they are not there.
///
/// # Errors
///
/// What cargo said.
pub(super) fn install(progress: &Progress) -> Result<(), String> {
    for peer in PEERS {
        progress.begin(&format!("{} {}: installing", peer.package, peer.version));
        peer.tool().installed()?;
    }
    Ok(())
}

impl Peer {
    const fn tool(&self) -> Tool<'static> {
        Tool {
            package: self.package,
            program: self.package,
            version: self.version,
            build: Build::Optimised,
        }
    }

    /// The command that generates a client into a folder.
    pub(super) fn command(&self, document: &Path, folder: &Path) -> Command {
        let mut command = Command::new(self.tool().path());
        command.args((self.arguments)(document, folder));
        command
    }

    /// Whether these are its numbers.
    pub(super) fn made(&self, one: &PeerMeasured) -> bool {
        one.name == self.package && one.version == self.version
    }

    /// Where its client of a description is.
    pub(super) fn folder(&self, document: &Path) -> PathBuf {
        let stem = document.file_stem().unwrap_or_default();
        target().join("bench/peers").join(self.package).join(stem)
    }

    /// A program that makes one call; `None` if there is no function for it.
    pub(super) fn program(&self, folder: &Path, line: &str) -> Result<Option<Program>, String> {
        let client = folder.join("src/client");
        let wrong = |path: &Path, error: std::io::Error| format!("`{}`: {error}", path.display());
        let files: Vec<PathBuf> = if client.is_dir() {
            let entries = fs::read_dir(&client).map_err(|error| wrong(&client, error))?;
            entries
                .filter_map(|entry| Some(entry.ok()?.path()))
                .collect()
        } else {
            vec![client.with_extension("rs")]
        };
        for file in files {
            let source = fs::read_to_string(&file).map_err(|error| wrong(&file, error))?;
            let program = Program::of_peer(line, &source, &self.manner, self.dependencies);
            if program.is_some() {
                return Ok(program);
            }
        }
        Ok(None)
    }
}

/// Where their clients are built.
pub(super) fn built() -> PathBuf {
    target().join("bench/peers-built")
}
