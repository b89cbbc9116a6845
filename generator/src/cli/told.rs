//! What a run says of the files that it wrote, or that it found as they should be.

use std::path::Path;

use super::job::to_stdout;
use super::{Format, Job};
use crate::diagnostic::{Diagnostics, Severity};
use crate::output::Output;
use crate::write::{Report, Told};

/// Says what is stale.
pub(super) fn stale(job: &Job, report: &Report) {
    for difference in &report.differences {
        match job.manner.format {
            Format::Human => to_stdout(&difference.diff),
            // Standard output is for a program.
            Format::Json | Format::Sarif => eprint!("{}", difference.diff),
        }
    }
    eprintln!(
        "`{}` is stale: {} to write, {} to delete; run `{}{}`",
        job.out.display(),
        report.written.len(),
        report.deleted.len(),
        job.command,
        job.manner.options()
    );
}

/// What there is to tell of a crate that is up to date.
pub(super) fn of(output: &Output, report: &Report, diagnostics: &Diagnostics) -> Told {
    let summary = output.summary;
    let of = if summary.operations_generated == summary.operations_found {
        String::new()
    } else {
        format!(" of {}", summary.operations_found)
    };
    Told {
        diagnostics: String::new(),
        made: format!(
            "{}{of} {}, {} {}, {} lines",
            summary.operations_generated,
            plural("operation", summary.operations_found),
            summary.types,
            plural("type", summary.types),
            output.lines(),
        ),
        files: report.written.len() + report.unchanged,
        warnings: diagnostics.count(Severity::Warning),
    }
}

/// Says what was written, how much there is, and how long it took.
pub(super) fn written(out: &Path, told: &Told, report: &Report, seconds: f64) {
    let out = out.display();
    if report.cut_off {
        eprintln!("`{out}`: what an earlier run left half done was finished or undone first");
    }
    list("wrote  ", &report.written);
    list("deleted", &report.deleted);
    let warnings = match told.warnings {
        0 => String::new(),
        1 => ", 1 warning".to_owned(),
        count => format!(", {count} warnings"),
    };
    eprintln!(
        "`{out}`: {}; {} files written, {} deleted, {} unchanged{warnings}; {seconds:.2} s",
        told.made,
        report.written.len(),
        report.deleted.len(),
        report.unchanged,
    );
}

fn plural(word: &str, count: usize) -> String {
    if count == 1 {
        word.to_owned()
    } else {
        format!("{word}s")
    }
}

/// The files of the document by name, those of the runtime as one line.
fn list(what: &str, paths: &[String]) {
    let (runtime, own): (Vec<_>, Vec<_>) = paths
        .iter()
        .partition(|path| path.starts_with("src/runtime/"));
    own.iter().for_each(|path| eprintln!("{what} {path}"));
    if !runtime.is_empty() {
        eprintln!(
            "{what} src/runtime/ ({} {})",
            runtime.len(),
            plural("file", runtime.len())
        );
    }
}
