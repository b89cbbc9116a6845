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
Examples:
  cargo xtask import send-a-message.md list-contacts.md && cargo xtask codegen
  cargo xtask import --out petstore.yaml pages/*.md

The description is written anew: the comment at its head stays, other comments do not.

Exit codes:
  0  done, or there was nothing to add
  1  a page is wrong, or contradicts the description; nothing was written
  2  wrong usage")]
pub(crate) struct Arguments {
    /// Documentation pages in Markdown, or other descriptions
    #[arg(value_name = "PAGE", required = true)]
    pages: Vec<PathBuf>,
    /// The description to merge the pages into; it is made if there is none [default: spec/openapi.yaml]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let target = arguments
        .out
        .clone()
        .unwrap_or_else(|| shown(workspace().join("spec/openapi.yaml")));
    let old = match fs::read_to_string(&target) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return failed("read", &target, &error),
    };
    let existing = old.as_ref().map(|_| &target);
    let paths: Vec<PathBuf> = existing
        .into_iter()
        .chain(&arguments.pages)
        .cloned()
        .collect();

    let mut diagnostics = Diagnostics::default();
    let source = source::read(&paths, &mut diagnostics);
    let text = document::import(&source, &mut diagnostics);
    eprint!("{}", print(&diagnostics, &source, in_colour()));
    let Some(text) = text else {
        eprintln!("nothing was written");
        return ExitCode::from(1);
    };
    let old = old.unwrap_or_default();
    let new = format!("{}{text}", head(&old));
    if new == old {
        eprintln!("nothing new for {}", target.display());
        return ExitCode::SUCCESS;
    }
    if let Err(error) = replace(&target, &new) {
        return failed("write", &target, &error);
    }
    eprintln!("wrote {}", target.display());
    match lost(&old, &new) {
        0 => {}
        1 => eprintln!("a comment within it was lost; only those at its head are kept"),
        count => eprintln!("{count} comments within it were lost; only those at its head are kept"),
    }
    ExitCode::SUCCESS
}

fn failed(what: &str, path: &Path, error: &io::Error) -> ExitCode {
    eprintln!("error: cannot {what} `{}`: {error}", path.display());
    ExitCode::from(1)
}

/// The comments at the head of a description, which are a person's.
fn head(text: &str) -> String {
    text.split_inclusive('\n')
        .take_while(|line| line.starts_with('#') || line.trim().is_empty())
        .collect()
}

/// How many lines of comment are not in the new text; what only looks like one, such as a heading, is in it still.
fn lost(old: &str, new: &str) -> usize {
    fn comments(text: &str) -> impl Iterator<Item = &str> {
        text.lines()
            .map(str::trim)
            .filter(|line| line.starts_with('#'))
    }
    let kept: Vec<&str> = comments(new).collect();
    comments(old).filter(|line| !kept.contains(line)).count()
}

/// Replaces a file as a whole or not at all.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    // A link stays one: what it leads to is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".new");
    let new = path.with_file_name(name);
    fs::write(&new, text)?;
    fs::rename(&new, &path).inspect_err(|_| drop(fs::remove_file(&new)))
}
