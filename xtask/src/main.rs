//! What a maintainer of this workspace runs: `cargo xtask --help`.

#[cfg(unix)]
mod bench;
mod codegen;
mod conformance;
mod corpus;
mod deny;
mod diff;
mod explain;
mod fuzz;
mod import;
mod invented;
mod prism;
mod root;
mod roundtrip;
mod semver;
mod soak;
mod tool;
mod wasm;
mod watch;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What a maintainer of this workspace runs.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    version,
    arg_required_else_help = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    #[cfg(unix)]
    Bench(bench::Arguments),
    Codegen(codegen::Arguments),
    Conformance(conformance::Arguments),
    Corpus(corpus::Arguments),
    Deny(deny::Arguments),
    Diff(diff::Arguments),
    Explain(explain::Arguments),
    Fuzz(fuzz::Arguments),
    Import(import::Arguments),
    #[command(hide = true)]
    Prism(prism::Arguments),
    Roundtrip(roundtrip::Arguments),
    Semver(semver::Arguments),
    Soak(soak::Arguments),
    Wasm(wasm::Arguments),
}

/// Descriptions become trees of many small parts.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match Arguments::parse().command {
        #[cfg(unix)]
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Codegen(arguments) => codegen::run(arguments),
        Command::Conformance(arguments) => conformance::run(&arguments),
        Command::Corpus(arguments) => corpus::run(&arguments),
        Command::Deny(arguments) => deny::run(&arguments),
        Command::Diff(arguments) => diff::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Fuzz(arguments) => fuzz::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Prism(arguments) => prism::run(&arguments),
        Command::Roundtrip(arguments) => roundtrip::run(&arguments),
        Command::Semver(arguments) => semver::run(&arguments),
        Command::Soak(arguments) => soak::run(&arguments),
        Command::Wasm(arguments) => wasm::run(&arguments),
    }
}
