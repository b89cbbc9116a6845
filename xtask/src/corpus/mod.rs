//! `cargo xtask corpus`: a crate out of every document of a folder, checked by the compiler.

pub(crate) mod check;
mod count;
pub(crate) mod features;
pub(crate) mod find;
pub(crate) mod generate;
pub(crate) mod progress;
mod result;
mod sample;
mod table;

use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::Args;
use clientwright::output::Dependency;

use check::{Checked, Workshop};
use features::Features;
use find::Document;
use progress::Progress;
use result::{Passed, Row};

use crate::root::target;

/// Names the folder if the command line does not.
const VARIABLE: &str = "CLIENTWRIGHT_CORPUS";

/// Generate a crate from every document of a folder and run `cargo clippy` over it with warnings denied.
///
/// Operations are counted without the generator; one that is missing is a failure. Crates, the
/// dependencies built for them and results are kept below target/corpus/: a run that was cut off, or a
/// second one, checks only what has not passed.
#[derive(Args)]
#[command(after_help = "\
The folder's documents are those that the first column of its INDEX.tsv names, if it has one; otherwise
its *.json, *.yaml and *.yml that say `openapi` or `swagger`, and of each subfolder the shallowest such.

--sample takes the documents up to 200 kB, sorted by version (2.0, 3.0, 3.1 ...) and then by size, and of
each version every n-th, beginning with the smallest, so that about 40 are left.

--features asks the compiler once with all features of a crate, once with none, and once with each alone.

Examples:
  cargo xtask corpus ../corpus
  cargo xtask corpus ../corpus --only petstore
  cargo xtask corpus ../corpus --sample --json corpus.json
  cargo xtask corpus ../corpus --features --only petstore --only github

Exit codes:
  0  everything passed, or there is no folder and nothing was done
  1  something failed
  2  wrong usage")]
pub(crate) struct Arguments {
    /// The folder [default: $CLIENTWRIGHT_CORPUS; if that is not set either, nothing is done]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Only documents whose name contains this, or one of these
    #[arg(long, value_name = "PATTERN")]
    only: Vec<String>,
    /// Check each crate with all of its features, with none, and with each alone
    #[arg(long, conflicts_with = "no_check")]
    features: bool,
    /// About 40 documents, see below
    #[arg(long)]
    sample: bool,
    /// How many crates are checked at once; each job builds the dependencies for itself
    #[arg(long, value_name = "N", default_value = "1")]
    jobs: std::num::NonZeroUsize,
    /// Generate and count only, without the compiler
    #[arg(long)]
    no_check: bool,
    /// Write everything that is known about every document into this file
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let variable = || std::env::var_os(VARIABLE).filter(|value| !value.is_empty());
    let Some(folder) = arguments
        .folder
        .clone()
        .or_else(|| variable().map(PathBuf::from))
    else {
        eprintln!("corpus: skipped, for neither DIR nor {VARIABLE} says where the documents are");
        return ExitCode::SUCCESS;
    };
    match find::find(&folder) {
        Ok(documents) => match run_over(choose(documents, arguments), arguments) {
            Ok(rows) => {
                print!("{}", table::table(&rows));
                ExitCode::from(u8::from(rows.iter().any(|row| !row.failures.is_empty())))
            }
            Err(error) => wrong(&error),
        },
        Err(error) => wrong(&format!("`{}`: {error}", folder.display())),
    }
}

fn wrong(error: &str) -> ExitCode {
    eprintln!("error: {error}");
    ExitCode::from(1)
}

fn choose(mut documents: Vec<Document>, arguments: &Arguments) -> Vec<Document> {
    if arguments.sample {
        documents = sample::sample(documents, |document| {
            count::count(&document.files).map_or_else(|_| String::new(), |facts| facts.version)
        });
    }
    if !arguments.only.is_empty() {
        let is_named = |document: &Document| {
            let mut patterns = arguments.only.iter();
            patterns.any(|pattern| document.name.contains(pattern.as_str()))
        };
        documents.retain(is_named);
    }
    documents
}

fn run_over(documents: Vec<Document>, arguments: &Arguments) -> Result<Vec<Row>, String> {
    if documents.is_empty() {
        return Err("no document was found".to_owned());
    }
    let workshop = Workshop {
        folder: target().join("corpus"),
    };
    let progress = Progress::new();
    let mut rows = generate_all(&documents, &workshop, &progress);
    if !arguments.no_check {
        check_all(&mut rows, &workshop, arguments, &progress)?;
    }
    progress.clear();
    if let Some(path) = &arguments.json {
        let text = serde_json::to_string_pretty(&rows).map_err(|error| error.to_string())?;
        std::fs::write(path, text + "\n")
            .map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
    }
    Ok(rows)
}

/// One document after the other, so that memory is that of the largest.
fn generate_all(documents: &[Document], workshop: &Workshop, progress: &Progress) -> Vec<Row> {
    let usual = std::panic::take_hook();
    generate::listen_for_panics();
    let mut rows = Vec::with_capacity(documents.len());
    for (index, document) in documents.iter().enumerate() {
        let position = format!("generate {:>3}/{}", index + 1, documents.len());
        progress.begin(&format!("{position}  {}", document.name));
        let slug = slug(&document.name);
        let folder = workshop.crate_folder(&slug);
        let made = generate::generate(document, &package(&slug), &folder);
        let row = Row::new(&document.name, count::count(&document.files), made);
        let (seconds, outcome) = (row.generated.seconds, table::outcome(&row));
        let text = format!("{position}  {}  {seconds:.2} s  {outcome}", document.name);
        progress.end(&text, !row.failures.is_empty());
        rows.push(row);
    }
    std::panic::set_hook(usual);
    rows
}

/// Runs clippy over every crate that there is and that has not passed before.
fn check_all(
    rows: &mut [Row],
    workshop: &Workshop,
    arguments: &Arguments,
    progress: &Progress,
) -> Result<(), String> {
    let rustc = rustc_version()?;
    let file = workshop.folder.join("results.json");
    let passed = Passed::read(&file);
    let (jobs, each) = (arguments.jobs.get(), arguments.features);
    for row in rows
        .iter_mut()
        .filter(|row| row.generated.failure.is_none())
    {
        if let Some(checked) = passed.get(&result(row, each), &row.generated.hash, &rustc) {
            row.check(checked.clone(), true);
        }
    }
    let dependencies: Vec<Dependency> = rows
        .iter()
        .flat_map(|row| row.generated.dependencies.iter().cloned())
        .collect();
    let open: Vec<Mutex<&mut Row>> = rows
        .iter_mut()
        .filter(|row| row.checked.is_none() && row.generated.failure.is_none())
        .map(Mutex::new)
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    progress.begin("dependencies");
    workshop
        .prepare(&dependencies)
        .map_err(|error| error.to_string())?;
    let (next, passed) = (AtomicUsize::new(0), Mutex::new(passed));
    std::thread::scope(|scope| {
        for worker in 0..jobs.min(open.len()) {
            let (open, next, passed, file, rustc) = (&open, &next, &passed, &file, &rustc);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(mut row) = open.get(index).and_then(|row| row.lock().ok()) else {
                        return;
                    };
                    let position = format!("check {:>3}/{}", index + 1, open.len());
                    let about = format!("{position}  {}", row.name);
                    let checked = check_one(&row, workshop, each, worker, progress, &about);
                    let seconds = checked.seconds;
                    if let (None, Ok(mut passed)) = (&checked.first, passed.lock()) {
                        let name = result(&row, each);
                        passed.insert(&name, &row.generated.hash, rustc, checked.clone());
                        if let Err(error) = passed.write(file) {
                            eprintln!("`{}`: {error}", file.display());
                        }
                    }
                    row.check(checked, false);
                    let outcome = table::outcome(&row);
                    let text = format!("{position}  {}  {seconds:.2} s  {outcome}", row.name);
                    progress.end(&text, !row.failures.is_empty());
                }
            });
        }
    });
    Ok(())
}

/// Runs clippy over a crate, with one set of features after the other.
fn check_one(
    row: &Row,
    workshop: &Workshop,
    each: bool,
    worker: usize,
    progress: &Progress,
    about: &str,
) -> Checked {
    let mut checked = Checked::default();
    let all = Features::to_check(&row.generated, each);
    for (index, features) in all.iter().enumerate() {
        let part = format!("{about}  {}/{}  {features}", index + 1, all.len());
        progress.begin(if each { &part } else { about });
        let one = workshop.check(&slug(&row.name), worker, features);
        if each {
            let result = if one.first.is_some() {
                "failed"
            } else {
                "good"
            };
            let text = format!("{part}  {:.2} s  {result}", one.seconds);
            progress.end(&text, one.first.is_some());
        }
        checked.add(one);
    }
    checked
}

/// What the result of a crate is kept as.
fn result(row: &Row, each: bool) -> String {
    match each {
        true => format!("{} with each feature", row.name),
        false => row.name.clone(),
    }
}

fn rustc_version() -> Result<String, String> {
    let output = Command::new("rustc")
        .arg("--version")
        .output()
        .map_err(|error| format!("rustc: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A document's name as a folder's.
pub(crate) fn slug(name: &str) -> String {
    name.chars()
        .map(|one| match one {
            'a'..='z' | '0'..='9' | '-' | '_' => one,
            'A'..='Z' => one.to_ascii_lowercase(),
            _ => '-',
        })
        .collect()
}

/// A package of its own for every document, so that none overwrites what was built of another.
fn package(slug: &str) -> String {
    format!("corpus-{slug}")
}
