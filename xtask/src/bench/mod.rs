//! `cargo xtask bench`: what the generated code costs, measured beside what it is compared with.

mod apis;
mod chart;
mod growth;
mod json;
mod numbers;
mod peers;
mod show;
mod usage;

use std::process::ExitCode;

use clap::{Args, Subcommand};

/// Measure what generated code costs, beside what it is compared with.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    Apis(apis::Arguments),
    Json(json::Arguments),
    Show(show::Arguments),
    #[command(hide = true)]
    Usage(usage::Arguments),
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match &arguments.what {
        What::Apis(arguments) => apis::run(arguments),
        What::Json(arguments) => json::run(arguments),
        What::Show(arguments) => show::run(arguments),
        What::Usage(arguments) => usage::run(arguments),
    }
}
