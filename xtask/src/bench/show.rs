//! `cargo xtask bench show`: what an earlier run measured, as a table, in the README, as a picture.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::numbers::Numbers;
use super::{chart, table};

const BEGIN: &str = "<!-- the table of `cargo xtask bench show` begins -->\n";
const END: &str = "<!-- the table of `cargo xtask bench show` ends -->\n";

/// Show what `cargo xtask bench apis --json FILE` measured.
#[derive(Args)]
#[command(after_help = "\
Example:
  cargo xtask bench show xtask/bench.json --readme README.md --chart xtask/bench.svg

Exit codes:
  0  shown
  1  a file cannot be read or written, or the README has no place for the table
  2  wrong usage")]
pub(crate) struct Arguments {
    /// The numbers of a run
    #[arg(value_name = "FILE.json")]
    numbers: PathBuf,
    /// Put the table between the marks in this file instead of printing it
    #[arg(long, value_name = "FILE.md")]
    readme: Option<PathBuf>,
    /// Draw what was measured beside other generators
    #[arg(long, value_name = "FILE.svg")]
    chart: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match show(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn show(arguments: &Arguments) -> Result<(), String> {
    let numbers = Numbers::read(&arguments.numbers)?;
    if let Some(path) = &arguments.chart {
        let apis = numbers.apis.as_ref();
        let apis = apis.ok_or("`cargo xtask bench apis` has not written into this file")?;
        chart::draw(apis, path)?;
    }
    let table = table::all(&numbers);
    let Some(path) = &arguments.readme else {
        print!("{table}");
        return Ok(());
    };
    let wrong = |error: std::io::Error| format!("`{}`: {error}", path.display());
    let text = fs::read_to_string(path).map_err(wrong)?;
    let text = with_table(&text, &table).ok_or_else(|| no_place(path))?;
    fs::write(path, text).map_err(wrong)
}

fn no_place(path: &Path) -> String {
    format!(
        "`{}` has no lines `{}` and `{}`",
        path.display(),
        BEGIN.trim(),
        END.trim()
    )
}

/// A text with this table between the marks.
fn with_table(text: &str, table: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{table}\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{BEGIN, END, Numbers, table, with_table};

    #[test]
    fn the_readme_shows_the_numbers_that_are_checked_in() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let numbers = Numbers::read(&folder.join("bench.json")).unwrap();
        let readme = std::fs::read_to_string(folder.join("../README.md")).unwrap();
        assert_eq!(with_table(&readme, &table::all(&numbers)), Some(readme));
    }

    #[test]
    fn a_table_takes_the_place_of_an_older_one() {
        let text = format!("before\n{BEGIN}\nold\n\n{END}after\n");
        let wanted = format!("before\n{BEGIN}\nnew\n\n{END}after\n");
        assert_eq!(with_table(&text, "new\n"), Some(wanted));
        assert_eq!(with_table("no marks\n", "new\n"), None);
    }
}
