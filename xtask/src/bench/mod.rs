//! `cargo xtask bench`: what the generated code costs, measured beside what it is compared with.

mod alone;
mod apis;
mod call;
mod change;
mod chart;
mod generator;
mod growth;
mod instructions;
mod json;
mod numbers;
mod one_call;
mod own;
mod peer;
mod peers;
mod show;
mod table;
mod usage;

use std::fs;
use std::path::Path;
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
    Call(call::Arguments),
    Instructions(instructions::Arguments),
    Json(json::Arguments),
    Show(show::Arguments),
    #[command(hide = true)]
    Usage(usage::Arguments),
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match &arguments.what {
        What::Apis(arguments) => apis::run(arguments),
        What::Call(arguments) => call::run(arguments),
        What::Instructions(arguments) => instructions::run(arguments),
        What::Json(arguments) => json::run(arguments),
        What::Show(arguments) => show::run(arguments),
        What::Usage(arguments) => usage::run(arguments),
    }
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    made.and_then(|()| fs::write(path, text))
        .map_err(|error| format!("`{}`: {error}", path.display()))
}
