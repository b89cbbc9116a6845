//! `cargo xtask fuzz`: wrong and hostile input for the generator and for the runtime of its clients.

mod again;
mod coverage;
mod crates;
mod drive;
mod state;
mod target;
mod worker;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Args;

use crate::corpus::find::find;
use crate::corpus::progress::Progress;
use crate::root::workspace;
use drive::Run;
use state::State;
use target::Target;
use worker::Worker;

/// Names the folder of documents that mutants are made of.
const VARIABLE: &str = "CLIENTWRIGHT_CORPUS";

/// Try wrong and hostile input until something breaks.
///
/// Mutants of descriptions go through the whole pipeline, and mutants of JSON, streams and header fields through the
/// runtime of a generated client. A panic, an abort, an overflow of the stack (2 MiB), more than 2 GiB of memory, no end
/// and a property that does not hold are findings; each is kept as a file, made smaller where that is cheap.
#[derive(Args)]
#[command(after_help = "\
Targets:
  documents  documents cut down to one operation and what it reaches, changed as trees and as text
  whole      whole documents, changed in the same way
  reading    what a client reads: JSON as types, streams, header fields, redirects
  writing    what a client writes: addresses, header fields, cookies, forms, parts, JSON
  crates     mutants that still make a crate: all must parse, every tenth must pass clippy

Mutants are made of the fixtures of the generator's tests and, if CLIENTWRIGHT_CORPUS names a folder of documents, of
those. Everything is kept below target/fuzz/TARGET-SEED/: how far a run is, so that the next goes on from there, and
findings/, each with its input and what was found. Findings that no longer show are taken out by the next run. To begin
anew, delete the folder or take another seed.

Examples:
  cargo xtask fuzz --time 30s
  cargo xtask fuzz --target documents --count 1000000 --seed 7
  cargo xtask fuzz --target crates --count 1000
  cargo xtask fuzz --try mutant.0.yaml
  cargo xtask fuzz --coverage --time 10m

Exit codes:
  0  nothing was found
  1  something was found, now or by an earlier run
  2  wrong usage")]
pub(crate) struct Arguments {
    /// What is given input; all, if none is named
    #[arg(long, value_enum, value_name = "NAME")]
    target: Vec<Target>,
    /// How many inputs of each target are tried in all, those of earlier runs included
    #[arg(long, value_name = "N")]
    count: Option<u64>,
    /// How long it may take: 30s, 20m [default: 1m, if there is no --count]
    #[arg(long, value_name = "TIME", value_parser = duration)]
    time: Option<Duration>,
    /// What makes the inputs, beside their number
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// How many processes try inputs at once
    #[arg(long, value_name = "N", default_value = "1")]
    jobs: std::num::NonZeroUsize,
    /// Let `cargo fuzz` look for inputs that reach new code, where a nightly toolchain is at hand
    #[arg(long)]
    coverage: bool,
    /// Try these files as they are: documents, or with --target reading or writing what was kept of those
    #[arg(long = "try", value_name = "FILE", num_args = 1..)]
    files: Vec<PathBuf>,
}

/// `30`, `30s` or `20m`.
fn duration(text: &str) -> Result<Duration, String> {
    let (number, unit) = match text.strip_suffix('m') {
        Some(minutes) => (minutes, 60),
        None => (text.strip_suffix('s').unwrap_or(text), 1),
    };
    let number: u64 = number.parse().map_err(|_| "neither 30s nor 20m")?;
    Ok(Duration::from_secs(number.saturating_mul(unit)))
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let time = match (arguments.time, arguments.count) {
        (None, None) => Some(Duration::from_secs(60)),
        (time, _) => time,
    };
    let targets = if arguments.target.is_empty() {
        Target::ALL.to_vec()
    } else {
        arguments.target.clone()
    };
    let done = if arguments.coverage {
        coverage::run(&targets, time)
    } else {
        fuzz(arguments, &targets, time)
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether nothing was found.
fn fuzz(arguments: &Arguments, targets: &[Target], time: Option<Duration>) -> Result<bool, String> {
    let progress = Progress::new();
    progress.begin("the generator and the runtime, optimised");
    let worker = Worker::build()?;
    if !arguments.files.is_empty() {
        let target = targets.first().filter(|_| targets.len() == 1);
        return worker.try_files(
            target.copied().unwrap_or(Target::Documents),
            &arguments.files,
        );
    }
    let documents = Documents::find()?;
    let began = Instant::now();
    let mut nothing = true;
    for (index, target) in (0_u32..).zip(targets) {
        // What one target leaves of its time is shared by those after it.
        let left = time.map(|time| time.saturating_sub(began.elapsed()));
        let share = left.map(|left| left / (targets.len().try_into().unwrap_or(1) - index).max(1));
        let mut run = Run::new(*target, arguments.seed, &worker, &documents)?;
        again::again(&run, &progress)?;
        run.run(arguments.count, share, arguments.jobs.get(), &progress)?;
        let sound = run.target != Target::Crates || crates::check(&run, &progress)?;
        let findings = run.findings();
        progress.clear();
        println!("{}", told(&run, &findings));
        nothing &= findings.is_empty() && sound;
    }
    Ok(nothing)
}

fn told(run: &Run<'_>, findings: &[PathBuf]) -> String {
    let State {
        tried,
        taken,
        cpu_seconds,
        slowest_ms,
        slowest,
        peak_mib,
        ..
    } = run.state;
    let mut text = format!(
        "{}, seed {}: {tried} inputs, {taken} taken, {} findings; {cpu_seconds:.0} CPU s, at most {peak_mib} MiB, the slowest (number {slowest}) {slowest_ms:.0} ms",
        run.target.name(),
        run.seed,
        findings.len(),
    );
    for finding in findings {
        text.push_str(&format!("\n  {}", finding.display()));
    }
    text
}

/// What mutants are made of.
struct Documents {
    /// Documents that are cut down, or taken as they are if they are small.
    parts: Vec<PathBuf>,
    /// Documents that are taken whole.
    whole: Vec<PathBuf>,
}

impl Documents {
    fn find() -> Result<Self, String> {
        let fixtures = workspace().join("generator/tests/fixtures");
        let in_folder = |folder: &PathBuf| {
            let found = find(folder).map_err(|error| format!("`{}`: {error}", folder.display()))?;
            let files = found.into_iter().flat_map(|document| document.files);
            Ok::<_, String>(files.collect::<Vec<_>>())
        };
        let mut parts = in_folder(&fixtures)?;
        let mut whole = parts.clone();
        for folder in ["forms", "named-forms", "pages"] {
            let folder = fixtures.join(folder);
            let entries = std::fs::read_dir(&folder)
                .map_err(|error| format!("`{}`: {error}", folder.display()))?;
            let mut pages: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
            pages.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
            pages.sort();
            parts.append(&mut pages);
        }
        if let Some(folder) = std::env::var_os(VARIABLE).filter(|value| !value.is_empty()) {
            whole = in_folder(&PathBuf::from(folder))?;
            parts.extend_from_slice(&whole);
        }
        Ok(Self { parts, whole })
    }
}
