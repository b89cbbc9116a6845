//! `cargo xtask bench instructions`: how many instructions generating and decoding take, to be compared between commits.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::Args;
use serde::{Deserialize, Serialize};

use super::generator::{command, generator};
use super::json::{CONTACTS, decoder};
use super::numbers::{Numbers, Run};
use super::own::{empty, name};
use crate::corpus::progress::Progress;
use crate::root::target;

/// Count instructions with valgrind: of generating each description, and of decoding a body of contacts.
///
/// Unlike time, the count hardly changes from one run to the next, whatever else the machine does. With `--against` the
/// counts of an earlier run, such as one of another commit, stand beside these. Everything is kept below target/bench/.
#[derive(Args)]
#[command(after_help = "\
Examples:
  cargo xtask bench instructions spec/openapi.yaml --json before.json
  cargo xtask bench instructions spec/openapi.yaml --against before.json

Exit codes:
  0  counted, or skipped because there is no valgrind
  1  a description cannot be generated, or a program does not build
  2  wrong usage")]
pub(crate) struct Arguments {
    /// Descriptions that are generated
    #[arg(value_name = "DOCUMENT")]
    documents: Vec<PathBuf>,
    /// The numbers of an earlier run
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// Write the numbers into this file, beside those of other sub-commands
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// All numbers of a run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Instructions {
    run: Run,
    counts: Vec<Count>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Count {
    what: String,
    instructions: u64,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    if !has_valgrind() {
        eprintln!("skipped: there is no valgrind");
        return ExitCode::SUCCESS;
    }
    match measure(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(arguments: &Arguments) -> Result<(), String> {
    let progress = Progress::new();
    let against = arguments
        .against
        .as_deref()
        .map(Numbers::read)
        .transpose()?;
    progress.begin("the generator, optimised");
    let generator = generator()?;
    let mut counts = Vec::new();
    for document in &arguments.documents {
        let name = name(document);
        progress.begin(&format!("{name}: generating"));
        let out = target().join("bench/instructions").join(&name);
        empty(&out)?;
        let instructions = counted(&command(&generator, document, &out))?;
        progress.end(&format!("{name}: generating {instructions}"), false);
        counts.push(Count {
            what: format!("generating {name}"),
            instructions,
        });
    }
    counts.push(decoding(&progress)?);
    progress.clear();
    let numbers = Instructions {
        run: Run::now(),
        counts,
    };
    print!(
        "{}",
        table(&numbers, against.and_then(|all| all.instructions).as_ref())
    );
    match &arguments.json {
        Some(path) => Numbers::put(path, |all| all.instructions = Some(numbers)),
        None => Ok(()),
    }
}

/// Decoding alone: what a run that decodes five times more takes more.
fn decoding(progress: &Progress) -> Result<Count, String> {
    progress.begin("the program that decodes");
    let (program, body) = decoder()?;
    progress.begin("decoding");
    let decode = |times: &str| {
        let mut command = Command::new(&program);
        command.arg(&body).args([times, "decode"]);
        counted(&command)
    };
    let (few, more) = (decode("1")?, decode("6")?);
    Ok(Count {
        what: format!("decoding {CONTACTS} contacts"),
        instructions: more.saturating_sub(few) / 5,
    })
}

/// Whether instructions can be counted.
pub(super) fn has_valgrind() -> bool {
    Command::new("valgrind").arg("--version").output().is_ok()
}

/// How many instructions a command takes, without those of the processes that it starts.
pub(super) fn counted(command: &Command) -> Result<u64, String> {
    let shown = Path::new(command.get_program()).display().to_string();
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(command.get_program())
        .args(command.get_args())
        .output()
        .map_err(|error| format!("valgrind: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("{shown} failed: {}", said.trim()));
    }
    let line = said
        .lines()
        .find_map(|line| line.split_once("Collected : "));
    let count = line.and_then(|(_, count)| count.trim().parse().ok());
    count.ok_or_else(|| format!("valgrind counted nothing of {shown}: {}", said.trim()))
}

/// All counts as Markdown.
fn table(numbers: &Instructions, against: Option<&Instructions>) -> String {
    let mut text = format!(
        "{}\n\n| what | instructions, millions | before | ratio |\n| --- | --- | --- | --- |\n",
        numbers.run
    );
    #[allow(clippy::cast_precision_loss, reason = "to be shown")]
    let millions = |count: u64| count as f64 / 1e6;
    for Count { what, instructions } in &numbers.counts {
        let earlier =
            against.and_then(|earlier| earlier.counts.iter().find(|one| one.what == *what));
        let now = millions(*instructions);
        let (before, ratio) = match earlier {
            Some(earlier) => {
                let before = millions(earlier.instructions);
                (format!("{before:.1}"), format!("{:.4}", now / before))
            }
            None => ("–".to_owned(), "–".to_owned()),
        };
        let _ = writeln!(text, "| {what} | {now:.1} | {before} | {ratio} |");
    }
    text
}
