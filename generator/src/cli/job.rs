//! One run: read, generate, write or check, and say what was done.

use std::error::Error;
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use super::{Format, Manner, told};
use crate::diagnostic::{Diagnostics, Severity, print};
use crate::naming::NamesLock;
use crate::output::Output;
use crate::settings::{Settings, SettingsError};
use crate::source::Source;
use crate::write::{Mode, Report, Stamp, Told, read_names, write, write_names};

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
    /// Where a run leaves word of all files, so that one that would change nothing is over at once; `None` for nowhere.
    pub stamp: Option<PathBuf>,
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
    let stamp = stamp(job);
    if let Some(told) = stamp.as_ref().and_then(Stamp::told) {
        return again(job, &told, started);
    }
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
    let said = match job.manner.format {
        Format::Human => print(&diagnostics, &source, in_colour()),
        Format::Json | Format::Sarif => String::new(),
    };
    eprint!("{said}");
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
    let report = match written {
        Ok(report) => report,
        Err(error) => return wrong(&error),
    };
    let (exit, told) = finish(job, &output, &report, &diagnostics, started);
    if let (Exit::Done, Some(stamp)) = (exit, stamp) {
        let told = Told {
            diagnostics: said,
            ..told
        };
        let mut read = source.asked_for;
        read.extend(job.settings.clone());
        stamp.leave(told, &read, &output, &names);
    }
    exit
}

/// The stamp of a run that writes and tells people; one that only checks does all its work.
fn stamp(job: &Job) -> Option<Stamp<'_>> {
    let at = job.stamp.as_deref()?;
    let Manner {
        check,
        report,
        format,
        ..
    } = &job.manner;
    let quick = !check && report.is_none() && *format == Format::Human;
    let asked = || format!("{job:?} {:?} {}", std::env::current_dir(), in_colour());
    quick.then(|| Stamp::of(at, &job.out, &asked()))
}

/// Tells again what the last run told, which is all that there is to do.
fn again(job: &Job, told: &Told, started: Instant) -> Exit {
    eprint!("{}", told.diagnostics);
    let report = Report {
        unchanged: told.files,
        ..Report::default()
    };
    told::written(&job.out, told, &report, started.elapsed().as_secs_f64());
    Exit::Done
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

/// Says what became of a run; a stamp is left where the next one would find the same.
fn finish(
    job: &Job,
    output: &Output,
    report: &Report,
    diagnostics: &Diagnostics,
    started: Instant,
) -> (Exit, Told) {
    let out = job.out.display();
    let mut told = Told::default();
    if job.manner.check {
        if report.cut_off {
            eprintln!("`{out}`: an earlier run was cut off");
        }
        if report.is_stale() {
            told::stale(job, report);
            return (Exit::Wrong, told);
        }
        eprintln!("`{out}` is up to date ({} files)", report.unchanged);
    } else {
        told = told::of(output, report, diagnostics);
        told::written(&job.out, &told, report, started.elapsed().as_secs_f64());
    }
    let left_out = output.summary.operations_generated < output.summary.operations_found
        || diagnostics.count(Severity::Error) > 0;
    let exit = match (left_out, job.manner.keep_going) {
        (false, _) => Exit::Done,
        (true, true) => Exit::LeftOut,
        (true, false) => Exit::Wrong,
    };
    (exit, told)
}

fn counted(diagnostics: &Diagnostics) -> String {
    let errors = diagnostics.count(Severity::Fatal) + diagnostics.count(Severity::Error);
    if errors == 1 {
        "1 error".to_owned()
    } else {
        format!("{errors} errors")
    }
}
