//! Other generators of Rust clients, in pinned versions, to be measured beside this one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::alone::{Alone, Step};
use super::numbers::{Outcome, PeerBuild, PeerMeasured};
use super::one_call::{Manner, Program};
use super::own::{Extent, PACKAGE, empty, lines};
use super::usage::{Limits, usage_within};
use super::write;
use crate::corpus::progress::Progress;
use crate::root::target;

/// What each command of a peer may take.
const LIMITS: Limits = Limits {
    seconds: 600,
    memory: 18,
};

/// Another generator.
struct Peer {
    package: &'static str,
    version: &'static str,
    /// Arguments that generate `description` into `folder`.
    arguments: fn(description: &Path, folder: &Path) -> Vec<PathBuf>,
    /// Makes a crate of what was written, where the generator writes only modules.
    complete: fn(folder: &Path) -> Result<(), String>,
    manner: Manner,
    /// What a program depends on beside the client.
    dependencies: &'static str,
}

/// Those that read the large descriptions at all.
const PEERS: &[Peer] = &[
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

/// Installs them into a folder of their own, if they are not there.
///
/// # Errors
///
/// What cargo said.
pub(super) fn install(progress: &Progress) -> Result<(), String> {
    for Peer {
        package, version, ..
    } in PEERS
    {
        progress.begin(&format!("{package} {version}: installing"));
        let output = Command::new("cargo")
            .args(["install", package, "--version", version, "--locked"])
            .args(["--quiet", "--root"])
            .arg(root())
            .env("CARGO_TARGET_DIR", built())
            .output()
            .map_err(|error| format!("cargo: {error}"))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("cargo install {package}: {}", said.trim()));
        }
    }
    Ok(())
}

/// Generates and checks a client with each peer, once, and builds that of the one whose check takes the least.
///
/// # Errors
///
/// What kept this from being measured; that a peer fails is part of the outcome.
pub(super) fn measure(
    document: &Path,
    line: Option<&str>,
    extent: Extent,
    progress: &Progress,
) -> Result<Vec<PeerMeasured>, String> {
    let mut all = Vec::new();
    let mut best: Option<(f64, usize, Alone)> = None;
    for peer in PEERS {
        let (measured, alone) = peer.measure(document, line, extent, progress)?;
        let taken = measured.check.result().map(|usage| usage.cpu_seconds);
        if let (Ok(taken), Some(alone)) = (taken, alone)
            && best.as_ref().is_none_or(|(least, ..)| taken < *least)
        {
            best = Some((taken, all.len(), alone));
        }
        all.push(measured);
    }
    if let Some((_, index, alone)) = best.filter(|_| extent >= Extent::Build)
        && let Some(measured) = all.get_mut(index)
    {
        measured.build = Some(built_by(&alone, &measured.label(document), progress));
    }
    Ok(all)
}

fn built_by(alone: &Alone, label: &str, progress: &Progress) -> PeerBuild {
    let step = |step: Step| {
        progress.begin(&format!("{label}: {}", step.name()));
        let outcome = outcome(alone, step);
        progress.end(&format!("{label}: {} {outcome}", step.name()), false);
        outcome
    };
    let (dev, release) = (step(Step::Dev), step(Step::Release));
    PeerBuild {
        program_bytes: release
            .result()
            .ok()
            .and_then(|_| alone.program_bytes().ok()),
        dev,
        release,
    }
}

impl PeerMeasured {
    fn label(&self, document: &Path) -> String {
        label(document, &self.name, &self.version)
    }
}

fn label(document: &Path, name: &str, version: &str) -> String {
    let stem = document.file_stem().unwrap_or_default().to_string_lossy();
    format!("{stem}, {name} {version}")
}

impl Peer {
    /// Generates and checks a client, once.
    fn measure(
        &self,
        document: &Path,
        line: Option<&str>,
        extent: Extent,
        progress: &Progress,
    ) -> Result<(PeerMeasured, Option<Alone>), String> {
        let stem = document.file_stem().unwrap_or_default();
        let label = label(document, self.package, self.version);
        let folder = target().join("bench/peers").join(self.package).join(stem);
        empty(&folder)?;
        fs::create_dir_all(&folder).map_err(|error| format!("`{}`: {error}", folder.display()))?;
        progress.begin(&format!("{label}: generating"));
        let mut command = Command::new(root().join("bin").join(self.package));
        command.args((self.arguments)(document, &folder));
        let generate = usage_within(&command, Some(LIMITS));
        let generate = generate.map_or_else(|said| failed(&said), Outcome::Taken);
        let mut measured = PeerMeasured {
            name: self.package.to_owned(),
            version: self.version.to_owned(),
            generate,
            lines: None,
            check: Outcome::Failed("not measured".to_owned()),
            build: None,
        };
        let mut alone = None;
        if measured.generate.result().is_ok() {
            (self.complete)(&folder)?;
            let lines = lines(&folder.join("src")).map_err(|error| error.to_string())?;
            measured.lines = Some(lines);
            if extent >= Extent::Check {
                progress.begin(&format!("{label}: check"));
                let program = line.map_or(Ok(None), |line| self.program(&folder, line))?;
                let calls = program.is_some();
                let program = program.unwrap_or_else(|| Program::idle(PACKAGE));
                let client = Alone::lay_out(&folder, &program, built(), Some(LIMITS))?;
                measured.check = outcome(&client, Step::Check);
                alone = calls.then_some(client);
            }
        }
        let PeerMeasured {
            generate, check, ..
        } = &measured;
        progress.end(
            &format!("{label}: generate {generate}, check {check}"),
            false,
        );
        Ok((measured, alone))
    }

    /// A program that makes one call; `None` if there is no function for it.
    fn program(&self, folder: &Path, line: &str) -> Result<Option<Program>, String> {
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

/// Where peers are installed.
fn root() -> PathBuf {
    target().join("bench/peers-installed")
}

/// Where they and their clients are built.
fn built() -> PathBuf {
    target().join("bench/peers-built")
}

/// What a step took, or in few words how it failed.
fn outcome(alone: &Alone, step: Step) -> Outcome {
    if alone.prepare(step).is_err() {
        return Outcome::Failed("its dependencies do not compile".to_owned());
    }
    alone
        .take(step)
        .map_or_else(|said| failed(&said), Outcome::Taken)
}

fn failed(said: &str) -> Outcome {
    Outcome::Failed(in_few_words(said))
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
