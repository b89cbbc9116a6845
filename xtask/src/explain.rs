//! `cargo xtask explain`: what the code of a diagnostic means.

use std::process::ExitCode;

use clap::Args;

/// Say what the code of a diagnostic means, with an example, what is printed of it, and the way out.
#[derive(Args)]
#[command(after_help = "\
Examples:
  cargo xtask explain
  cargo xtask explain dangling-reference

Exit codes:
  0  explained
  1  there is no such code
  2  wrong usage")]
pub(crate) struct Arguments {
    /// The code, as it stands in brackets behind the severity; all codes are listed without one
    code: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    clientwright::cli::explain(arguments.code.as_deref()).into()
}
