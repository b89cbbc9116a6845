//! `cargo xtask roundtrip`: values that a schema allows, read as its type and written again, must come back the same.

mod bodies;
mod build;
mod compare;
pub(crate) mod description;
mod finding;
mod generate;
pub(crate) mod judge;
pub(crate) mod position;
mod program;
mod scalar;
mod shape;
mod subject;
pub(crate) mod synthesis;
mod synthetic;
mod table;
mod touched;
mod trial;
mod vectors;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use serde_json::json;

use crate::corpus::find::{Document, find};
use crate::corpus::generate::{guarded, listen_for_panics};
use crate::corpus::progress::Progress;
use finding::Findings;
use subject::Suite;
use trial::{Stop, Trial};

/// Send values that a schema allows through the type that is generated for it, and compare what comes back.
///
/// A PATH is a file of JSON Schema test groups, an OpenAPI or Swagger document, or a folder of either; which of them, the
/// content says. Each schema becomes what an operation sends and answers with; a crate is generated
/// and compiled once, and every value is read and written by it. Crates are kept below target/roundtrip/.
#[derive(Args)]
#[command(after_help = "\
Test groups (`[{description, schema, tests: [{description, data, valid}]}]`): every value that is said to be valid must
come back. A group that needs remote references, $id or $dynamicRef is out of scope where a diagnostic says so.

Documents: the schemas are the components and the JSON bodies that are written out where they are used. The values are
`example`, `examples` and `default` of each, of the schemas in it and of the bodies that refer to it, and some that are
made up; those count that an independent validator of JSON Schema finds valid. Formats are not validated.

A value that does not come back counts as `diagnosed` if the generator said something about a schema that the value meets,
otherwise as `failed`.

Examples:
  cargo xtask roundtrip ../vectors/json-schema
  cargo xtask roundtrip ../vectors/json-schema --only properties.json
  cargo xtask roundtrip spec/openapi.yaml --json roundtrip.json

Exit codes:
  0  everything came back, or what did not has a diagnostic
  1  something failed
  2  wrong usage")]
pub(crate) struct Arguments {
    /// Test groups or documents, or folders of them
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Only files, and of test groups only groups, whose name contains this
    #[arg(long, value_name = "PATTERN")]
    only: Option<String>,
    /// Write the counts, every failure and everything out of scope into this file
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match findings(arguments) {
        Ok(findings) => {
            print!("{}", table::table(&findings));
            let failed = findings.list.iter().any(|finding| !finding.diagnosed);
            ExitCode::from(u8::from(failed))
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(1)
        }
    }
}

fn findings(arguments: &Arguments) -> Result<Findings, String> {
    let only = arguments.only.as_deref();
    let progress = Progress::new();
    let mut findings = Findings::default();
    let usual = std::panic::take_hook();
    listen_for_panics();
    try_all(&inputs(&arguments.paths)?, only, &progress, &mut findings)?;
    std::panic::set_hook(usual);
    progress.clear();
    if findings.counts.is_empty() {
        return Err("no schema was found".to_owned());
    }
    if let Some(path) = &arguments.json {
        write_json(path, &findings)?;
    }
    Ok(findings)
}

fn try_all(
    inputs: &Inputs,
    only: Option<&str>,
    progress: &Progress,
    findings: &mut Findings,
) -> Result<(), String> {
    if !inputs.vectors.is_empty() {
        let suite = vectors::read("vectors", &inputs.vectors, only)?;
        if try_suite(&suite, progress, findings).is_break() {
            return Ok(());
        }
    }
    let named = |name: &str| only.is_none_or(|only| name.contains(only));
    for document in inputs.documents.iter().filter(|one| named(&one.name)) {
        progress.begin(&format!("{}: values", document.name));
        match guarded(|| description::read(document)).flatten() {
            Ok((suite, unjudged)) => {
                findings.unjudged.extend(unjudged);
                if try_suite(&suite, progress, findings).is_break() {
                    return Ok(());
                }
            }
            Err(why) => findings.refuse(&document.name, why),
        }
    }
    Ok(())
}

/// Breaks if nothing more can be tried.
fn try_suite(suite: &Suite, progress: &Progress, findings: &mut Findings) -> ControlFlow<()> {
    let started = Instant::now();
    let ended = Trial::new(suite, progress, findings).run();
    let seconds = started.elapsed().as_secs_f64();
    progress.end(&format!("{}  {seconds:.2} s", suite.name), false);
    match ended {
        Ok(()) => ControlFlow::Continue(()),
        Err(Stop::Tool(why)) => {
            findings.refuse(&suite.name, why);
            ControlFlow::Continue(())
        }
        Err(Stop::Stuck) => {
            let why = "the generator does not come to an end; nothing after this was tried";
            findings.refuse(&suite.name, why.to_owned());
            ControlFlow::Break(())
        }
    }
}

/// What the paths lead to.
#[derive(Default)]
struct Inputs {
    vectors: Vec<PathBuf>,
    documents: Vec<Document>,
}

fn inputs(paths: &[PathBuf]) -> Result<Inputs, String> {
    let mut inputs = Inputs::default();
    for path in paths {
        add(&mut inputs, path).map_err(|error| format!("`{}`: {error}", path.display()))?;
    }
    Ok(inputs)
}

fn add(inputs: &mut Inputs, path: &Path) -> std::io::Result<()> {
    if !path.is_dir() {
        let bytes = std::fs::metadata(path)?.len();
        if vectors::is_vectors(path) {
            inputs.vectors.push(path.to_path_buf());
        } else {
            let name = path.file_name().unwrap_or_default();
            inputs.documents.push(Document {
                name: name.to_string_lossy().into_owned(),
                files: vec![path.to_path_buf()],
                bytes,
            });
        }
        return Ok(());
    }
    let entries = std::fs::read_dir(path)?;
    let mut files: Vec<PathBuf> = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<_>>()?;
    files.sort();
    files.retain(|path| path.is_file() && vectors::is_vectors(path));
    inputs.vectors.extend(files);
    inputs.documents.extend(find(path)?);
    Ok(())
}

fn write_json(path: &Path, findings: &Findings) -> Result<(), String> {
    let out_of_scope: Vec<_> = findings
        .out_of_scope
        .iter()
        .map(|(file, schema, why, said)| json!({"file": file, "schema": schema, "why": why, "diagnostics": said}))
        .collect();
    let all = json!({"files": findings.counts, "failures": findings.list, "out_of_scope": out_of_scope, "unjudged": findings.unjudged});
    let text = serde_json::to_string_pretty(&all).map_err(|error| error.to_string())?;
    std::fs::write(path, text + "\n")
        .map_err(|error| format!("cannot write `{}`: {error}", path.display()))
}
