//! `cargo xtask import`: documentation pages into the description.

use std::fs;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use clientwright::diagnostic::{Diagnostics, print};
use clientwright::{document, source};

use crate::root::{shown, workspace};

/// Merge documentation pages into spec/openapi.yaml.
///
/// What the description says already stays; what a page says differently is an error that names both places.
#[derive(Args)]
#[command(
    after_help = "Example:\n  cargo xtask import send-a-message.md list-contacts.md && cargo xtask codegen"
)]
pub(crate) struct Arguments {
    /// Documentation pages in Markdown, or other descriptions
    #[arg(value_name = "PAGE", required = true)]
    pages: Vec<PathBuf>,
    /// Write a description of the pages alone to this file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let own = shown(workspace().join("spec/openapi.yaml"));
    let existing = arguments.out.is_none() && own.exists();
    let mut paths = if existing {
        vec![own.clone()]
    } else {
        Vec::new()
    };
    paths.extend(arguments.pages.iter().cloned());
    let target = arguments.out.clone().unwrap_or(own);

    let mut diagnostics = Diagnostics::default();
    let source = source::read(&paths, &mut diagnostics);
    let text = document::import(&source, &mut diagnostics);
    eprint!(
        "{}",
        print(&diagnostics, &source, std::io::stderr().is_terminal())
    );
    let Some(text) = text else {
        eprintln!("nothing was written");
        return ExitCode::from(1);
    };
    // The comment at the head of the description is a person's.
    let head: String = match source.files.first().filter(|_| existing) {
        Some(file) => file
            .text
            .lines()
            .take_while(|line| line.starts_with('#'))
            .map(|line| format!("{line}\n"))
            .collect(),
        None => String::new(),
    };
    match fs::write(&target, format!("{head}{text}")) {
        Ok(()) => {
            eprintln!("wrote {}", target.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: cannot write `{}`: {error}", target.display());
            ExitCode::from(1)
        }
    }
}
