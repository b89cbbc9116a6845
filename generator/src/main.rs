//! The `clientwright` binary: the library's command line and nothing else.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use clientwright::cli::{Diff, EXIT_CODES, Explain, Job, Manner, Standalone, diff, explain, run};

/// Writes the Rust client crate of an API from its description.
///
/// Example: clientwright --spec openapi.yaml --out my-client
#[derive(Parser)]
#[command(version, after_help = EXIT_CODES, arg_required_else_help = true, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    standalone: Standalone,
    #[command(flatten)]
    manner: Manner,
}

#[derive(Subcommand)]
enum Command {
    Diff(Diff),
    Explain(Explain),
}

/// Descriptions become trees of many small parts.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let Arguments {
        command,
        standalone,
        manner,
    } = Arguments::parse();
    match command {
        Some(Command::Diff(asked)) => return diff(&asked),
        Some(Command::Explain(asked)) => return explain(&asked),
        None => {}
    }
    let command = standalone.command("clientwright");
    let Standalone {
        spec,
        out,
        name,
        settings,
        names,
    } = standalone;
    let Some(out) = out else {
        eprintln!("error: say what to read with --spec and where to write with --out; see --help");
        return ExitCode::from(2);
    };
    run(&Job {
        spec,
        out,
        settings,
        name,
        names,
        stamp: None,
        manner,
        command,
    })
    .into()
}
