//! What the binary and `cargo xtask codegen` do alike: generate, write or check, and say what was done.

mod diff;
mod explain;
mod job;
mod place;
mod told;

pub use diff::{Diff, DiffFormat, diff};
pub use explain::{Explain, explain};
pub use job::{Exit, Job, in_colour, run};

use std::path::{Path, PathBuf};

use clap::Args;

/// Where a description comes from and where its crate goes.
#[derive(Args, Clone, Debug, Default)]
pub struct Standalone {
    /// Descriptions or documentation pages: OpenAPI 3.x, Swagger 2.0, JSON, YAML or Markdown; several are merged
    #[arg(long, value_name = "FILE", num_args = 1.., requires = "out")]
    pub spec: Vec<PathBuf>,
    /// The folder of the crate; its Cargo.toml is written when absent
    #[arg(long, value_name = "DIR", requires = "spec")]
    pub out: Option<PathBuf>,
    /// The crate's name [default: made from the API's title]
    #[arg(long, requires = "spec", value_parser = crate::settings::crate_name)]
    pub name: Option<String>,
    /// Names that a person decided, see codegen.toml in the README
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub settings: Option<PathBuf>,
    /// Where names are recorded so that later runs give them again; check it in [default: names.lock in the crate's folder]
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub names: Option<PathBuf>,
}

impl Standalone {
    /// The command line that does the same again, for people to copy.
    #[must_use]
    pub fn command(&self, program: &str) -> String {
        let mut command = program.to_owned();
        let mut add = |option: &str, values: &[&Path]| {
            if !values.is_empty() {
                command.push_str(option);
            }
            for value in values {
                command.push(' ');
                command.push_str(&quoted(&value.display().to_string()));
            }
        };
        let spec: Vec<&Path> = self.spec.iter().map(PathBuf::as_path).collect();
        add(" --spec", &spec);
        let files = [
            (" --settings", &self.settings),
            (" --names", &self.names),
            (" --out", &self.out),
        ];
        for (option, value) in files {
            add(option, value.as_deref().as_slice());
        }
        add(" --name", self.name.as_ref().map(Path::new).as_slice());
        command
    }
}

/// A word as shells take it.
fn quoted(word: &str) -> String {
    let plain = |character: char| character.is_alphanumeric() || "/\\:._-+@%,".contains(character);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// How a run goes about it.
#[derive(Args, Clone, Debug, Default)]
pub struct Manner {
    /// Write nothing; print what is stale and exit with 1
    #[arg(long)]
    pub check: bool,
    /// Take warnings for errors
    #[arg(long)]
    pub strict: bool,
    /// Write what can be represented even if operations are left out; then exit with 3
    #[arg(long)]
    pub keep_going: bool,
    /// Write wire tests beside the client: they call every operation against the server in CLIENTWRIGHT_BASE_URL
    #[arg(long)]
    pub tests: bool,
    /// How diagnostics are printed: for people to standard error, as JSON or as SARIF 2.1.0 to standard output
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: Format,
    /// Write what was found, made and diagnosed into this file, as JSON
    #[arg(long, value_name = "FILE.json")]
    pub report: Option<PathBuf>,
}

/// How diagnostics are printed.
#[derive(clap::ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people.
    #[default]
    Human,
    /// What `--report` writes.
    Json,
    /// Static Analysis Results Interchange Format 2.1.0.
    Sarif,
}

impl Manner {
    /// Those options that change what is written, as they are spelled behind a command.
    #[must_use]
    pub fn options(&self) -> &'static str {
        match (self.keep_going, self.tests) {
            (false, false) => "",
            (true, false) => " --keep-going",
            (false, true) => " --tests",
            (true, true) => " --keep-going --tests",
        }
    }
}

/// Exit codes, for `--help`.
pub const EXIT_CODES: &str = "\
Exit codes:
  0  done, or nothing is stale
  1  stale, or the description is wrong; nothing was written
  2  wrong usage
  3  written, but operations were left out (--keep-going)
  70 a bug of this program; nothing was written";
