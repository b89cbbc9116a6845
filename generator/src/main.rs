//! The `clientwright` binary: the library's command line and nothing else.

use std::process::ExitCode;

use clap::Parser;
use clientwright::cli::{EXIT_CODES, Job, Manner, Standalone, run};

/// Writes the Rust client crate of an API from its description.
///
/// Example: clientwright --spec openapi.yaml --out my-client
#[derive(Parser)]
#[command(version, after_help = EXIT_CODES, arg_required_else_help = true)]
struct Arguments {
    #[command(flatten)]
    standalone: Standalone,
    #[command(flatten)]
    manner: Manner,
    /// Say what the code of a diagnostic means, with an example and the way out; without a code, list all
    #[arg(long, value_name = "CODE", num_args = 0..=1, exclusive = true)]
    explain: Option<Option<String>>,
}

/// Descriptions become trees of many small parts.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let Arguments {
        standalone,
        manner,
        explain,
    } = Arguments::parse();
    if let Some(code) = explain {
        return clientwright::cli::explain(code.as_deref()).into();
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
        manner,
        command,
    })
    .into()
}
