//! `cargo xtask bench json`: how generated types meet JSON, beside serde's derive on the same types.

mod body;
mod document;
mod generated;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

#[derive(Args)]
pub(crate) struct Arguments {
    /// How many structs the made-up description has
    #[arg(long, value_name = "N", default_value_t = 1500)]
    types: usize,
    /// Write the numbers into this file
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let out = generated::generate(arguments.types, "bench-try").unwrap();
    crate::corpus::generate::save(&out, &crate::root::target().join("bench/try")).unwrap();
    std::fs::write("/tmp/body.json", body::body(2000)).unwrap();
    ExitCode::SUCCESS
}
