//! What a run says of the files that it wrote, or that it found as they should be.

use std::collections::BTreeMap;
use std::path::Path;

use super::job::to_stdout;
use super::{Format, Job};
use crate::diagnostic::{Diagnostics, Severity};
use crate::output::Output;
use crate::write::{Report, Told};

/// The folder of what is the same for every API.
const RUNTIME: &str = "src/runtime/";

/// Of how many files of a folder the names are said.
const NAMED: usize = 20;

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
        is_empty: summary.operations_found == 0 && summary.types == 0,
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
    if told.is_empty {
        eprintln!(
            "nothing is made of the description: it has no operations, and types are made where operations need them"
        );
    }
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
