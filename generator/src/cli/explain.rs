//! `explain`: what a code means, or what became of a place of a description.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::place;
use crate::diagnostic::{Code, Example};

/// What a code means, with an example and the way out; or what became of a place of a description, stage by stage
#[derive(Args, Clone, Debug, Default)]
pub struct Explain {
    /// A code, or a place: `#/components/schemas/Contact`, '#/paths/~1v1~1contacts~1{id}/get' [default: a list of all codes]
    #[arg(value_name = "CODE|#/PLACE")]
    pub what: Option<String>,
    /// The description's files
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub spec: Vec<PathBuf>,
    /// codegen.toml
    #[arg(long, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// names.lock
    #[arg(long, value_name = "FILE")]
    pub names: Option<PathBuf>,
}

/// Explains, and says how that ended: 2 if what is asked for is not known.
#[must_use]
pub fn explain(asked: &Explain) -> ExitCode {
    let explained = match asked.what.as_deref() {
        None => Ok(all()),
        Some(place) if place.contains('#') => place::explain(place, asked),
        Some(name) => match Code::named(name) {
            Some(code) => Ok(one(code)),
            None => Err(Code::unknown(name)),
        },
    };
    match explained {
        Ok(text) => {
            super::job::to_stdout(&text);
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::from(2)
        }
    }
}

/// All codes, each with its meaning.
fn all() -> String {
    let widest = Code::ALL.iter().map(|code| code.as_str().len()).max();
    let width = widest.unwrap_or_default();
    Code::ALL.iter().fold(String::new(), |mut text, code| {
        let _ = writeln!(text, "{:width$}  {}", code.as_str(), code.meaning());
        text
    })
}

/// A code: what it means, an example, what is printed about it, the way out.
fn one(code: Code) -> String {
    let Example { files, printed } = code.example();
    let mut text = format!("{code}: {}\n", code.meaning());
    for (name, bytes) in files {
        let content = String::from_utf8_lossy(bytes);
        let _ = write!(text, "\n{name}:\n\n{}", indented(&content));
    }
    let _ = write!(text, "\nWhat is printed:\n\n{}", indented(printed));
    let _ = write!(text, "\nThe way out: {}\n", code.way_out());
    if code.may_be_meant() {
        text.push_str(
            "If it is right as it is, `[[allow]]` in codegen.toml says so, with a reason.\n",
        );
    }
    text
}

/// Lines as a block of their own; of very long ones the beginning.
pub(super) fn indented(text: &str) -> String {
    const WIDTH: usize = 160;
    text.lines().fold(String::new(), |mut block, line| {
        let shown: String = line.chars().take(WIDTH).collect();
        let more = if line.chars().count() > WIDTH {
            "…"
        } else {
            ""
        };
        let line = format!("    {shown}{more}");
        block.push_str(line.trim_end());
        block.push('\n');
        block
    })
}
