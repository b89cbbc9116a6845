//! `cargo xtask conformance`: the client against an independent server that knows the description.

mod client;
mod described;
mod line;
mod message;
mod mock;
mod relay;
mod table;
mod trial;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;

use crate::prism;
use crate::root::{shown, workspace};
use line::Verdict;
use trial::{Wrong, trial};

/// Call every operation of a client against Prism and check that each documented answer is decoded to its variant.
///
/// Prism is a mock server that others wrote: it reads the same description, validates what the client sends,
/// and answers with the status that the test asks for. Crates are kept below target/conformance/.
///
/// Where an example of the description contradicts its own schema, Prism is asked once more for an answer made up from
/// the schema. What Prism refuses although it is right by the specification, or answers although its own document does
/// not allow it, is a limit of Prism: only if the request is judged right by other rules than the client's, if curl is
/// answered the same way for the same bytes, and if an own server accepts the request and its answer is decoded to its
/// variant. Each such row shows the request.
#[derive(Args)]
#[command(after_help = "\
Examples:
  cargo xtask conformance
  cargo xtask conformance spec/openapi.yaml petstore.json --json conformance.json

Exit codes:
  0  every answer was accepted and decoded to its variant, but for limits of Prism, at most 3 % of all
  1  some were not, or a client could not be made, or Prism could not serve a description
  2  wrong usage
  4  skipped, for Node.js or npm is not installed")]
pub(crate) struct Arguments {
    /// Descriptions [default: spec/openapi.yaml]; a codegen.toml beside one is followed
    #[arg(value_name = "DOCUMENT")]
    documents: Vec<PathBuf>,
    /// Write every comparison into this file, as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// Of how many answers one may be a limit of the server.
const LIMITS: usize = 33;

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let own = shown(workspace().join("spec/openapi.yaml"));
    let documents = if arguments.documents.is_empty() {
        vec![own]
    } else {
        arguments.documents.clone()
    };
    let mut lines = Vec::new();
    let mut failed = Vec::new();
    table::head();
    for (number, document) in documents.iter().enumerate() {
        let name = document.display().to_string();
        let started = Instant::now();
        eprintln!("[{}/{}] {name}", number + 1, documents.len());
        match trial(document) {
            Ok(found) => {
                table::row(&name, &found, started.elapsed());
                lines.extend(found.into_iter().map(|line| line::Line {
                    document: name.clone(),
                    ..line
                }));
            }
            Err(Wrong::Prism(error)) if error.code() == prism::SKIPPED => {
                eprintln!("{name}: {error}");
                return ExitCode::from(error.code());
            }
            Err(Wrong::Prism(error)) => failed.push(format!("{name}: {error}")),
            Err(Wrong::Client(message)) => failed.push(format!("{name}: {message}")),
        }
    }
    table::totals(&lines);
    table::faults(&lines);
    for message in &failed {
        eprintln!("error: {message}");
    }
    if let Some(path) = &arguments.json {
        let written = serde_json::to_string_pretty(&lines)
            .map_err(std::io::Error::other)
            .and_then(|text| std::fs::write(path, text));
        if let Err(error) = written {
            failed.push(format!("cannot write `{}`: {error}", path.display()));
            eprintln!("error: cannot write `{}`: {error}", path.display());
        }
    }
    let of = |verdict: Verdict| lines.iter().filter(|line| line.verdict == verdict).count();
    let wrong = of(Verdict::Rejected) + of(Verdict::DecodedWrongly);
    let limited = of(Verdict::ServerLimit) * LIMITS > lines.len();
    ExitCode::from(u8::from(
        !failed.is_empty() || lines.is_empty() || wrong > 0 || limited,
    ))
}
