//! `cargo xtask import`: documentation pages into the description.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use clientwright::cli::in_colour;
use clientwright::diagnostic::{Diagnostics, print};
use clientwright::{document, source};

use crate::root::{shown, workspace};

/// Merge documentation pages into spec/openapi.yaml.
///
/// What the description says already stays; what a page says differently is an error that names both places.
#[derive(Args)]
#[command(after_help = "\
Example:
  cargo xtask import send-a-message.md list-contacts.md && cargo xtask codegen

The description is written anew: the comment at its head stays, other comments do not.

Exit codes:
  0  written
  1  a page cannot be read, or says something else than the description; nothing was written
  2  wrong usage")]
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
    eprint!("{}", print(&diagnostics, &source, in_colour()));
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
    match replace(&target, &format!("{head}{text}")) {
        Ok(changed) => {
            let done = if changed { "wrote" } else { "nothing new for" };
            eprintln!("{done} {}", target.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: cannot write `{}`: {error}", target.display());
            ExitCode::from(1)
        }
    }
}

/// Writes beside the file and renames: a run that is cut off leaves the description whole. Says whether anything changed.
fn replace(target: &Path, text: &str) -> io::Result<bool> {
    if fs::read(target).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(false);
    }
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let new = target.with_file_name(name);
    fs::write(&new, text)
        .and_then(|()| fs::rename(&new, target))
        .map(|()| true)
        .inspect_err(|_| drop(fs::remove_file(&new)))
}
