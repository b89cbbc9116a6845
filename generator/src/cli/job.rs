//! One run: read, generate, write or check, and say what was done.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use super::{Format, Manner};
use crate::diagnostic::{Diagnostics, Severity, print};
use crate::naming::NamesLock;
use crate::output::Output;
use crate::settings::{Settings, SettingsError};
use crate::source::Source;
use crate::write::{Mode, Report, read_names, write, write_names};

/// The folder of what is the same for every API.
const RUNTIME: &str = "src/runtime/";

/// Of how many files of a folder the names are said.
const NAMED: usize = 20;

/// What to generate, where to, and how.
#[derive(Clone, Debug)]
pub struct Job {
    /// The description's files.
    pub spec: Vec<PathBuf>,
    /// The crate's folder.
    pub out: PathBuf,
    /// `codegen.toml`, if there is one.
    pub settings: Option<PathBuf>,
    /// The crate's name, if it is given.
    pub name: Option<String>,
    /// Where names are recorded; `None` is `names.lock` in the crate's folder.
    pub names: Option<PathBuf>,
    /// How to go about it.
    pub manner: Manner,
    /// The command that brings a stale crate up to date, without the options of `manner`.
    pub command: String,
}

impl Job {
    /// Where names are recorded.
    fn names(&self) -> PathBuf {
        let beside = || self.out.join("names.lock");
        self.names.clone().unwrap_or_else(beside)
    }
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done, or nothing is stale.
    Done,
    /// Stale, or the description is wrong.
    Wrong,
    /// Written, but operations were left out.
    LeftOut,
    /// A bug of this program.
    Bug,
}

impl Exit {
    /// The code for scripts.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Wrong => 1,
            Self::LeftOut => 3,
            Self::Bug => 70,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// Runs a job and prints what there is to say.
#[must_use]
pub fn run(job: &Job) -> Exit {
    let started = Instant::now();
    let names = job.names();
    let mut diagnostics = if job.manner.keep_going {
        Diagnostics::keep_going()
    } else {
        Diagnostics::default()
    };
    diagnostics.set_strict(job.manner.strict);
    let mut settings = match settings(job, &names) {
        Ok(settings) => settings,
        Err(error) => return refused(job, error, diagnostics),
    };
    let source = crate::read(&job.spec, &mut settings, &mut diagnostics);
    let generated = crate::generate(&source, &settings, &mut diagnostics);
    if job.manner.format == Format::Human {
        eprint!("{}", print(&diagnostics, &source, in_colour()));
    }
    let output = match generated {
        Ok(output) => output,
        Err(bug) => {
            eprintln!(
                "bug: {bug}\nThis is a mistake of clientwright, not of the description; please report it with the part of the description that it names."
            );
            return Exit::Bug;
        }
    };
    if let Err(error) = report(job, output.as_ref(), &diagnostics, &source) {
        return wrong(&error);
    }
    let Some(output) = output else {
        eprintln!("{}; nothing was written", counted(&diagnostics));
        return Exit::Wrong;
    };
    let mode = if job.manner.check {
        Mode::Check
    } else {
        Mode::Write
    };
    let written = write(&output, &job.out, mode).and_then(|mut report| {
        // After the crate: a run that is cut off between the two gives the same names again.
        let difference = write_names(&output.names.write(), &names, mode)?;
        report.add(difference, mode);
        Ok(report)
    });
    match written {
        Ok(report) => finish(job, &output, &report, &diagnostics, started),
        Err(error) => wrong(&error),
    }
}

/// All that a person and earlier runs decided.
fn settings(job: &Job, names: &Path) -> Result<Settings, Box<dyn Error>> {
    let read = job.settings.as_deref().map(Settings::read).transpose()?;
    let mut settings = read.unwrap_or_default();
    settings.tests = job.manner.tests;
    settings.client.name = job.name.clone().or(settings.client.name);
    settings.names = NamesLock::parse(names, &read_names(names)?)?;
    Ok(settings)
}

/// Says why settings cannot be followed.
fn refused(job: &Job, error: Box<dyn Error>, mut diagnostics: Diagnostics) -> Exit {
    let mut source = Source::default();
    match error.downcast::<SettingsError>() {
        Ok(error) => error.diagnose(&mut source, &mut diagnostics),
        Err(error) => return wrong(error.as_ref()),
    }
    if job.manner.format == Format::Human {
        eprint!("{}", print(&diagnostics, &source, in_colour()));
    }
    if let Err(error) = report(job, None, &diagnostics, &source) {
        return wrong(&error);
    }
    eprintln!("{}; nothing was written", counted(&diagnostics));
    Exit::Wrong
}

/// Whether what is said may be in colour: to a terminal, unless `NO_COLOR` is set.
#[must_use]
pub fn in_colour() -> bool {
    std::io::stderr().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

fn wrong(error: &dyn Error) -> Exit {
    eprintln!("error: {error}");
    Exit::Wrong
}

/// Says what a run found to programs that asked.
fn report(
    job: &Job,
    output: Option<&Output>,
    diagnostics: &Diagnostics,
    source: &Source,
) -> Result<(), std::io::Error> {
    let summary = output.map(|output| output.summary).unwrap_or_default();
    let json =
        || crate::report::report(summary, diagnostics, source).map_err(std::io::Error::other);
    match job.manner.format {
        Format::Human => {}
        Format::Json => to_stdout(&json()?),
        Format::Sarif => to_stdout(&crate::report::sarif(diagnostics, source)),
    }
    let Some(path) = &job.manner.report else {
        return Ok(());
    };
    std::fs::write(path, json()?).map_err(|error| {
        std::io::Error::new(
            error.kind(),
            format!("cannot write `{}`: {error}", path.display()),
        )
    })
}

/// Whoever reads this may have seen enough and gone away.
pub(super) fn to_stdout(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

fn finish(
    job: &Job,
    output: &Output,
    report: &Report,
    diagnostics: &Diagnostics,
    started: Instant,
) -> Exit {
    let out = job.out.display();
    if job.manner.check {
        if report.cut_off {
            eprintln!("`{out}`: an earlier run was cut off");
        }
        if report.is_stale() {
            for difference in &report.differences {
                match job.manner.format {
                    Format::Human => to_stdout(&difference.diff),
                    // Standard output is for a program.
                    Format::Json | Format::Sarif => eprint!("{}", difference.diff),
                }
            }
            eprintln!(
                "`{out}` is stale: {} to write, {} to delete; run `{}{}`",
                report.written.len(),
                report.deleted.len(),
                job.command,
                job.manner.options()
            );
            return Exit::Wrong;
        }
        eprintln!("`{out}` is up to date ({} files)", report.unchanged);
    } else {
        if report.cut_off {
            eprintln!("`{out}`: what an earlier run left half done was finished or undone first");
        }
        list("wrote  ", &report.written);
        list("deleted", &report.deleted);
        let summary = output.summary;
        let of = if summary.operations_generated == summary.operations_found {
            String::new()
        } else {
            format!(" of {}", summary.operations_found)
        };
        let warnings = match diagnostics.count(Severity::Warning) {
            0 => String::new(),
            1 => ", 1 warning".to_owned(),
            count => format!(", {count} warnings"),
        };
        eprintln!(
            "`{out}`: {}{of} {}, {} {}, {} lines; {} files written, {} deleted, {} unchanged{warnings}; {:.2} s",
            summary.operations_generated,
            plural("operation", summary.operations_found),
            summary.types,
            plural("type", summary.types),
            output.lines(),
            report.written.len(),
            report.deleted.len(),
            report.unchanged,
            started.elapsed().as_secs_f64(),
        );
        if summary.operations_found == 0 && summary.types == 0 {
            eprintln!(
                "nothing is made of the description: it has no operations, and types are made where operations need them"
            );
        }
    }
    let left_out = output.summary.operations_generated < output.summary.operations_found
        || diagnostics.count(Severity::Error) > 0;
    if left_out {
        return if job.manner.keep_going {
            Exit::LeftOut
        } else {
            Exit::Wrong
        };
    }
    Exit::Done
}

fn plural(word: &str, count: usize) -> String {
    if count == 1 {
        word.to_owned()
    } else {
        format!("{word}s")
    }
}

/// The files of the document by name, those of the runtime as one line, and so those of any folder with many.
fn list(what: &str, paths: &[String]) {
    let folder = |path: &str| {
        path.rsplit_once('/')
            .map_or(0, |(folder, _)| folder.len() + 1)
    };
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in paths {
        let runtime = path.starts_with(RUNTIME).then_some(RUNTIME.len());
        let (folder, _) = path.split_at(runtime.unwrap_or_else(|| folder(path)));
        folders.entry(folder).or_default().push(path);
    }
    for (folder, paths) in folders {
        if folder == RUNTIME || paths.len() > NAMED {
            let files = plural("file", paths.len());
            eprintln!("{what} {folder} ({} {files})", paths.len());
        } else {
            paths.iter().for_each(|path| eprintln!("{what} {path}"));
        }
    }
}

fn counted(diagnostics: &Diagnostics) -> String {
    let errors = diagnostics.count(Severity::Fatal) + diagnostics.count(Severity::Error);
    if errors == 1 {
        "1 error".to_owned()
    } else {
        format!("{errors} errors")
    }
}
