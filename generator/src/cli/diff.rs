//! `diff`: what changed for the users of a crate between two descriptions.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::job::{in_colour, to_stdout};
use crate::compare::{Comparison, Side, compare, json, words};
use crate::diagnostic::{Diagnostics, Severity, print};
use crate::model::Api;
use crate::naming::{NamesLock, Plan};
use crate::settings::{Settings, SettingsError};
use crate::source::{self, Source};
use crate::write::read_names;

/// Exit codes, for `--help`.
const EXIT_CODES: &str = "\
A change is breaking if code that compiled may not compile any more, an addition if there is more, and a fix if names and
types are the same. With cargo's default features only, what is said of features may be no matter.

Exit codes:
  0  nothing is breaking
  1  a description or the settings are wrong; nothing was compared
  2  wrong usage
  4  something is breaking";

/// What changed for users of the Rust API between two descriptions: breaking, addition or fix
#[derive(Args, Clone, Debug)]
#[command(after_help = EXIT_CODES)]
pub struct Diff {
    /// The old description
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// The new description
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// codegen.toml, for both
    #[arg(long, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// names.lock of the old description; the new one is given the names that the old one leaves behind
    #[arg(long, value_name = "FILE")]
    pub names: Option<PathBuf>,
    /// How the changes are printed to standard output
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: DiffFormat,
}

/// How changes are printed.
#[derive(ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DiffFormat {
    /// In words.
    #[default]
    Words,
    /// For programs.
    Json,
}

/// How a comparison ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    Harmless,
    Wrong,
    Breaking,
}

impl From<Ended> for ExitCode {
    fn from(ended: Ended) -> Self {
        Self::from(match ended {
            Ended::Harmless => 0,
            Ended::Wrong => 1,
            Ended::Breaking => 4,
        })
    }
}

/// Compares and prints what changed; the exit code says whether something is breaking.
#[must_use]
pub fn diff(asked: &Diff) -> ExitCode {
    let printed = compared(asked).and_then(|comparison| {
        let text = match asked.format {
            DiffFormat::Words => words(&comparison),
            DiffFormat::Json => json(&comparison)?,
        };
        to_stdout(&text);
        Ok(comparison.is_breaking())
    });
    match printed {
        Ok(false) => Ended::Harmless,
        Ok(true) => Ended::Breaking,
        Err(error) => {
            eprintln!("{error}");
            Ended::Wrong
        }
    }
    .into()
}

fn compared(asked: &Diff) -> Result<Comparison, Box<dyn Error>> {
    let mut settings = settings(asked)?;
    let (old_api, old) = planned(&asked.old, &mut settings)?;
    // As a run of the generator on the new description would find them.
    settings.names = old.names.clone();
    let (new_api, new) = planned(&asked.new, &mut settings)?;
    let side = |api, plan| Side { api, plan };
    Ok(compare(side(&old_api, &old), side(&new_api, &new)))
}

fn settings(asked: &Diff) -> Result<Settings, Box<dyn Error>> {
    let read = || -> Result<Settings, Box<dyn Error>> {
        let read = asked.settings.as_deref().map(Settings::read).transpose()?;
        let mut settings = read.unwrap_or_default();
        if let Some(names) = &asked.names {
            settings.names = NamesLock::parse(names, &read_names(names)?)?;
        }
        Ok(settings)
    };
    read().map_err(|error| match error.downcast::<SettingsError>() {
        Ok(error) => {
            let (mut source, mut diagnostics) = (Source::default(), Diagnostics::default());
            error.diagnose(&mut source, &mut diagnostics);
            said(&diagnostics, &source).into()
        }
        Err(error) => format!("error: {error}").into(),
    })
}

/// What a description is called, as far as it can be represented: what is left out of it is said.
fn planned(path: &Path, settings: &mut Settings) -> Result<(Api, Plan), Box<dyn Error>> {
    let mut diagnostics = Diagnostics::keep_going();
    let mut source = source::read(&[path.to_path_buf()], &mut diagnostics);
    settings.show_in(&mut source);
    let planned = crate::plan(&source, settings, &mut diagnostics);
    diagnostics.settle(&source, settings, planned.is_some());
    let planned = planned.filter(|_| !diagnostics.stop());
    // What a tool can forgive is said when the crate is written.
    diagnostics.keep(|one| one.severity != Severity::Warning);
    let said = said(&diagnostics, &source);
    match planned {
        Some(planned) => {
            eprint!("{said}");
            Ok(planned)
        }
        None => Err(format!("{said}`{}` cannot be compared", path.display()).into()),
    }
}

fn said(diagnostics: &Diagnostics, source: &Source) -> String {
    print(diagnostics, source, in_colour())
}
