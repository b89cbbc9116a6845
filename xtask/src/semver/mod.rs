//! `cargo xtask semver`: what `cargo semver-checks` says of generated crates.

mod pairs;
mod published;
mod table;

use std::process::ExitCode;

use clap::Subcommand;

/// What `cargo semver-checks` says of generated crates
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Whether it agrees with `cargo xtask diff` on pairs of descriptions
    Pairs(pairs::Arguments),
    /// Whether `quo-client` may have its version, beside what was tagged last (`quo-client-v…`)
    Published,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let ended = match &arguments.what {
        What::Pairs(arguments) => pairs::run(arguments),
        What::Published => published::run(),
    };
    match ended {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
