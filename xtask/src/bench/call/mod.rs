//! `cargo xtask bench call`: a call of a generated client beside one that is written by hand with reqwest and serde.

mod table;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::Args;
use serde::{Deserialize, Serialize};

use super::generator::{command, generator};
use super::instructions::{counted, has_valgrind};
use super::json::{answer, median};
use super::numbers::{Numbers, Run};
use super::own::empty;
use super::usage::usage;
use super::write;
use crate::corpus::progress::Progress;
use crate::root::target;
pub(super) use table::table;

/// What the program calls, in the order in which it says what that took, and what it calls it.
const OPERATIONS: [(&str, &str); 2] = [
    ("GET /v1/contacts/{id}", "get"),
    ("POST /v1/contacts", "create"),
];

/// How many calls' instructions are counted, after a few of which they are not: those make the connection.
const COUNTED: (u32, u32) = (1000, 100);

/// Compare calls of a generated client with calls written by hand with reqwest and serde, on loopback.
///
/// Both clients ask the same server, which answers everything at once, over one connection each that is kept open. They
/// take turns, a hundred calls at a time; each round gives a ratio, and the median of these is what counts. Allocations are
/// those of the calling thread. Where there is valgrind, instructions are counted as well: unlike time they hardly change with
/// what else the machine does. Everything is kept below target/bench/.
#[derive(Args)]
#[command(after_help = "\
Example:
  cargo xtask bench call --json numbers.json

Exit codes:
  0  measured
  1  the program does not build or a call fails
  2  wrong usage")]
pub(crate) struct Arguments {
    /// How often the clients take turns
    #[arg(long, value_name = "N", default_value_t = 201, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// How many calls each makes at its turn
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    calls: u32,
    /// Write the numbers into this file, beside those of other sub-commands
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// All numbers of a run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Calls {
    run: Run,
    rounds: u32,
    calls: u32,
    operations: Vec<Compared>,
}

/// A generated call of an operation beside one that is written by hand.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Compared {
    operation: String,
    generated: Taken,
    by_hand: Taken,
    /// The median of all rounds' ratios.
    time_ratio: f64,
    cpu_ratio: f64,
}

/// What a call takes, the median of all rounds.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Taken {
    microseconds: f64,
    /// Of the calling thread alone.
    cpu_microseconds: f64,
    allocations: f64,
    allocated_bytes: f64,
    /// Of the program without the server and the kernel; `None` where nothing counts them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    instructions: Option<u64>,
}

/// What some calls of one client took: nanoseconds of the clock, of the thread, allocations, bytes.
type Turn = [f64; 4];

/// A turn of each client.
type Round = [Turn; 2];

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
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
    let program = build(&progress)?;
    progress.begin("calling");
    let Arguments { rounds, calls, .. } = *arguments;
    let said = answer(&program, &[&rounds.to_string(), &calls.to_string()])?;
    progress.clear();
    let rounds_of: Vec<[Round; OPERATIONS.len()]> = said
        .lines()
        .map(|line| {
            serde_json::from_str(line)
                .map_err(|error| format!("the program said `{line}`: {error}"))
        })
        .collect::<Result<_, _>>()?;
    let operations = OPERATIONS
        .iter()
        .enumerate()
        .map(|(index, (operation, _))| {
            let rounds = rounds_of.iter().filter_map(|round| round.get(index));
            compared(operation, &rounds.collect::<Vec<_>>(), calls)
        });
    let mut operations: Vec<Compared> = operations
        .collect::<Option<_>>()
        .ok_or("the program said nothing")?;
    if has_valgrind() {
        for (one, (operation, name)) in operations.iter_mut().zip(OPERATIONS) {
            progress.begin(&format!("counting instructions of {operation}"));
            one.generated.instructions = Some(instructions(&program, "generated", name)?);
            one.by_hand.instructions = Some(instructions(&program, "by-hand", name)?);
        }
        progress.clear();
    }
    let numbers = Calls {
        run: Run::now(),
        rounds,
        calls,
        operations,
    };
    print!("{}", table(&numbers));
    match &arguments.json {
        Some(path) => Numbers::put(path, |all| all.call = Some(numbers)),
        None => Ok(()),
    }
}

/// How many instructions a call takes.
fn instructions(program: &Path, client: &str, operation: &str) -> Result<u64, String> {
    let (more, few) = COUNTED;
    let of = |calls: u32| {
        let mut command = Command::new(program);
        command.args(["only", client, operation, &calls.to_string()]);
        counted(&command)
    };
    Ok(of(more + few)?.saturating_sub(of(few)?) / u64::from(more))
}

/// Builds the program with a client that is generated for it.
fn build(progress: &Progress) -> Result<PathBuf, String> {
    progress.begin("the generator, optimised");
    let generator = generator()?;
    let folder = target().join("bench/call");
    let (description, client) = (folder.join("contacts.yaml"), folder.join("client"));
    write(&description, include_str!("contacts.yaml"))?;
    empty(&client)?;
    usage(&command(&generator, &description, &client))?;
    lay_out(&folder, &client)?;
    progress.begin("the program");
    let built = target().join("bench/apis-built");
    let mut command = Command::new("cargo");
    command
        .args(["build", "--release", "--quiet"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", &built);
    usage(&command)?;
    Ok(built.join("release/call"))
}

fn lay_out(folder: &Path, client: &Path) -> Result<(), String> {
    // The client's own features of reqwest, and what the calls written by hand need.
    let manifest = format!(
        "[package]\nname = \"call\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
        measured = {{ path = {client:?} }}\n\
        nix = {{ version = \"0.31\", default-features = false, features = [\"time\"] }}\n\
        reqwest = {{ version = \"0.13\", default-features = false, features = [\"json\", \"query\", \"rustls\"] }}\n\
        serde = {{ version = \"1\", features = [\"derive\"] }}\n\
        serde_json = \"1\"\n\
        tokio = {{ version = \"1\", features = [\"net\", \"rt\", \"time\"] }}\n"
    );
    write(&folder.join("Cargo.toml"), &manifest)?;
    let sources = folder.join("src");
    write(&sources.join("by_hand.rs"), include_str!("by_hand.rs"))?;
    write(&sources.join("main.rs"), include_str!("program.rs"))
}

fn compared(operation: &str, rounds: &[&Round], calls: u32) -> Option<Compared> {
    let ratio = |what: usize| {
        let ratios = rounds
            .iter()
            .map(|[ours, theirs]| Some(ours.get(what)? / theirs.get(what)?));
        median(ratios.flatten().collect())
    };
    let taken = |client: fn(&Round) -> &Turn| {
        let each = |what: usize| {
            let turns = rounds.iter().filter_map(|round| client(round).get(what));
            Some(median(turns.copied().collect())? / f64::from(calls))
        };
        Some(Taken {
            microseconds: each(0)? / 1000.0,
            cpu_microseconds: each(1)? / 1000.0,
            allocations: each(2)?,
            allocated_bytes: each(3)?,
            instructions: None,
        })
    };
    Some(Compared {
        operation: operation.to_owned(),
        generated: taken(|[ours, _]| ours)?,
        by_hand: taken(|[_, theirs]| theirs)?,
        time_ratio: ratio(0)?,
        cpu_ratio: ratio(1)?,
    })
}
