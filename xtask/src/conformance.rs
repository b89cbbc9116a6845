//! `cargo xtask conformance`: the client against an independent server that knows the description.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::Args;
use clientwright::cli::{Exit, Job, Manner};
use serde::{Deserialize, Serialize};

use crate::prism::{self, Prism, PrismError};
use crate::root::{shown, target, workspace};

/// Call every operation of a client against Prism and check that each documented answer is decoded to its variant.
///
/// Prism is a mock server that others wrote: it reads the same description, validates what the client sends,
/// and answers with the status that the test asks for. Crates are kept below target/conformance/.
#[derive(Args)]
#[command(after_help = "\
Examples:
  cargo xtask conformance
  cargo xtask conformance spec/openapi.yaml petstore.json --json conformance.json

Exit codes:
  0  every answer was accepted and decoded to its variant
  1  some were not, or a client could not be made
  2  wrong usage
  4  skipped, for Node.js or npm is not installed")]
pub(crate) struct Arguments {
    /// Descriptions [default: spec/openapi.yaml]; a codegen.toml beside one is followed
    #[arg(value_name = "DOCUMENT")]
    documents: Vec<PathBuf>,
    /// Write every comparison into this file
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// One call: what was documented and what came.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Line {
    #[serde(default)]
    document: String,
    operation: String,
    status: String,
    expected: String,
    answered: Option<u16>,
    gave: String,
    cause: String,
    body: String,
    /// What the server found wrong with the request.
    refused: String,
    right: bool,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let own = shown(workspace().join("spec/openapi.yaml"));
    let documents = if arguments.documents.is_empty() {
        vec![own]
    } else {
        arguments.documents.clone()
    };
    let mut lines = Vec::new();
    let mut failed = false;
    println!(
        "{:<44} {:>10} {:>8} {:>8} {:>8} {:>7}",
        "document", "operations", "statuses", "accepted", "rejected", "decoded wrongly"
    );
    for document in &documents {
        match conform(document) {
            Ok(found) => {
                row(document, &found);
                failed |= found.is_empty() || found.iter().any(|line| !line.right);
                lines.extend(found);
            }
            Err(Wrong::Prism(error)) if error.code() == prism::SKIPPED => {
                eprintln!("{}: {error}", document.display());
                return ExitCode::from(error.code());
            }
            Err(Wrong::Prism(error)) => {
                eprintln!("{}: {error}", document.display());
                failed = true;
            }
            Err(Wrong::Client(message)) => {
                eprintln!("{}: {message}", document.display());
                failed = true;
            }
        }
    }
    for line in lines.iter().filter(|line| !line.right) {
        let what = if line.refused.is_empty() {
            "decoded wrongly"
        } else {
            "rejected"
        };
        println!(
            "\n{} {} {}: {what}\n  expected {}, got {}",
            line.document, line.operation, line.status, line.expected, line.gave
        );
        for (name, text) in [
            ("cause", &line.cause),
            ("server", &line.refused),
            ("body", &line.body),
        ] {
            if !text.is_empty() {
                println!("  {name}: {text}");
            }
        }
    }
    if let Some(path) = &arguments.json {
        let written = serde_json::to_string_pretty(&lines)
            .map_err(std::io::Error::other)
            .and_then(|text| fs::write(path, text));
        if let Err(error) = written {
            eprintln!("error: cannot write `{}`: {error}", path.display());
            failed = true;
        }
    }
    ExitCode::from(u8::from(failed))
}

fn row(document: &Path, lines: &[Line]) {
    let mut operations: Vec<&str> = lines.iter().map(|line| line.operation.as_str()).collect();
    operations.dedup();
    let rejected = lines
        .iter()
        .filter(|line| !line.right && !line.refused.is_empty())
        .count();
    let wrong = lines
        .iter()
        .filter(|line| !line.right && line.refused.is_empty())
        .count();
    let name = document.display().to_string();
    let accepted = lines.len() - rejected;
    println!(
        "{name:<44} {:>10} {:>8} {accepted:>8} {rejected:>8} {wrong:>7}",
        operations.len(),
        lines.len()
    );
}

enum Wrong {
    Prism(PrismError),
    Client(String),
}

fn conform(document: &Path) -> Result<Vec<Line>, Wrong> {
    let name = name(document);
    let folder = target().join("conformance").join(&name);
    let settings = document
        .parent()
        .map(|folder| folder.join("codegen.toml"))
        .filter(|path| path.exists());
    let job = Job {
        spec: vec![document.to_path_buf()],
        out: folder.clone(),
        settings,
        name: Some(format!("{name}-client")),
        names: None,
        manner: Manner {
            tests: true,
            ..Manner::default()
        },
        command: "cargo xtask conformance".to_owned(),
    };
    if clientwright::cli::run(&job) != Exit::Done {
        return Err(Wrong::Client("no client was made".to_owned()));
    }
    alone(&folder).map_err(|error| Wrong::Client(format!("`{}`: {error}", folder.display())))?;
    let server = Prism::start(document, prism::Manner::default()).map_err(Wrong::Prism)?;
    let output = Command::new("cargo")
        .args(["test", "--quiet", "--test", "wire", "--", "--nocapture"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", target().join("conformance/target"))
        .env("CLIENTWRIGHT_BASE_URL", server.base_url())
        .output()
        .map_err(|error| Wrong::Client(format!("cargo cannot be run: {error}")))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut lines = Vec::new();
    for line in text.lines().filter_map(|line| line.strip_prefix("wire ")) {
        let line: Line = serde_json::from_str(line).map_err(|error| {
            Wrong::Client(format!(
                "a line of the test cannot be read: {error}\n{line}"
            ))
        })?;
        lines.push(Line {
            document: document.display().to_string(),
            ..line
        });
    }
    if lines.is_empty() {
        return Err(Wrong::Client(format!(
            "the test said nothing:\n{}",
            String::from_utf8_lossy(&output.stderr)
        )));
    }
    Ok(lines)
}

/// The crate is no member of the workspace that it happens to lie in, and builds with the versions that this one has.
fn alone(folder: &Path) -> std::io::Result<()> {
    let path = folder.join("Cargo.toml");
    let manifest = fs::read_to_string(&path)?;
    if !manifest.contains("\n[workspace]") {
        fs::write(&path, format!("{manifest}\n[workspace]\n"))?;
    }
    if !folder.join("Cargo.lock").exists() {
        fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    }
    Ok(())
}

/// A name for a crate: the document's, and its folder's where that says more.
fn name(document: &Path) -> String {
    let stem = |path: Option<&std::ffi::OsStr>| {
        path.map(|name| name.to_string_lossy().to_lowercase())
            .unwrap_or_default()
    };
    let folder = stem(document.parent().and_then(Path::file_name));
    let text = format!("{folder}-{}", stem(document.file_stem()));
    let plain: String = text
        .chars()
        .map(|character| {
            if character.is_ascii_alphanumeric() {
                character
            } else {
                '-'
            }
        })
        .collect();
    let plain = plain.trim_matches('-').to_owned();
    if plain.starts_with(|first: char| first.is_ascii_digit()) {
        format!("api-{plain}")
    } else {
        plain
    }
}
