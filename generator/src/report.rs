//! The report of a run for programs (`--report`).

use serde::Serialize;

use crate::diagnostic::Diagnostics;
use crate::output::Summary;
use crate::source::Source;

#[derive(Serialize)]
struct Report<'a> {
    operations: Operations,
    types: usize,
    diagnostics: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Operations {
    found: usize,
    generated: usize,
}

#[derive(Serialize)]
struct Entry<'a> {
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    pointer: Option<&'a str>,
}

/// The report as JSON text.
///
/// # Errors
///
/// None that a report can have; what serialising says is passed on.
pub fn report(
    summary: Summary,
    diagnostics: &Diagnostics,
    source: &Source,
) -> Result<String, serde_json::Error> {
    let entries = diagnostics.iter().map(|one| {
        let file = one
            .place
            .and_then(|place| Some((place, source.files.get(place.file as usize)?)));
        let position = file.map(|(place, file)| file.position(place));
        Entry {
            severity: one.severity.as_str(),
            code: one.code.as_str(),
            message: &one.message,
            file: file.map(|(_, file)| file.name.as_str()),
            line: position.map(|position| position.line),
            column: position.map(|position| position.column),
            pointer: one.pointer.as_ref().map(crate::pointer::Pointer::as_str),
        }
    });
    let operations = Operations {
        found: summary.operations_found,
        generated: summary.operations_generated,
    };
    let report = Report {
        operations,
        types: summary.types,
        diagnostics: entries.collect(),
    };
    Ok(format!("{}\n", serde_json::to_string_pretty(&report)?))
}
