//! What a run found, for programs: as JSON (`--report`, `--format json`) and as SARIF 2.1.0 (`--format sarif`).

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Value, json};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::output::Summary;
use crate::pointer::Pointer;
use crate::source::{Lines, Place, Position, Source, SourceFile};

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
    #[serde(flatten)]
    place: Located<'a>,
    pointer: Option<&'a str>,
    also: Option<Also<'a>>,
    help: Cow<'a, str>,
}

/// A second place, and what is said there.
#[derive(Serialize)]
struct Also<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Located<'a>,
}

#[derive(Default, Serialize)]
struct Located<'a> {
    file: Option<&'a str>,
    /// From 1.
    line: Option<usize>,
    /// In characters, from 1.
    column: Option<usize>,
}

/// The files of a source with where their lines begin, which is found when it is first asked for.
struct Files<'a>(Vec<(&'a SourceFile, OnceCell<Lines<'a>>)>);

impl<'a> Files<'a> {
    fn of(source: &'a Source) -> Self {
        let files = source.files.iter();
        Self(files.map(|file| (file, OnceCell::new())).collect())
    }

    fn located(&self, place: Place) -> Option<(&'a str, Position)> {
        let (file, lines) = self.0.get(usize::try_from(place.file).ok()?)?;
        let lines = lines.get_or_init(|| Lines::of(file));
        Some((&file.name, lines.position(place)))
    }
}

impl<'a> Located<'a> {
    fn of(place: Option<Place>, files: &Files<'a>) -> Self {
        let Some((file, position)) = place.and_then(|place| files.located(place)) else {
            return Self::default();
        };
        Self {
            file: Some(file),
            line: Some(position.line),
            column: Some(position.column),
        }
    }
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
    let files = Files::of(source);
    let entries = diagnostics.sorted().into_iter().map(|one| Entry {
        severity: one.severity.as_str(),
        code: one.code.as_str(),
        message: &one.message,
        place: Located::of(one.place, &files),
        pointer: one.pointer.as_ref().map(Pointer::as_str),
        also: one.also.as_ref().map(|(place, message)| Also {
            message,
            place: Located::of(Some(*place), &files),
        }),
        help: one.way_out(),
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

/// The diagnostics as a SARIF log (Static Analysis Results Interchange Format 2.1.0), which code hosts show as annotations.
#[must_use]
pub fn sarif(diagnostics: &Diagnostics, source: &Source) -> String {
    let codes: BTreeSet<Code> = diagnostics.iter().map(|one| one.code).collect();
    let rules: Vec<Value> = codes
        .iter()
        .map(|code| {
            json!({
                "id": code.as_str(),
                "shortDescription": { "text": code.meaning() },
                "help": { "text": code.way_out() },
            })
        })
        .collect();
    let files = Files::of(source);
    let results: Vec<Value> = diagnostics
        .sorted()
        .into_iter()
        .map(|one| result(one, &files))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "clientwright",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

/// One result (SARIF 2.1.0 section 3.27).
fn result(one: &Diagnostic, files: &Files<'_>) -> Value {
    let level = match one.severity {
        Severity::Fatal | Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let text = format!("{}\n{}", one.message, one.way_out());
    let mut result = json!({
        "ruleId": one.code.as_str(),
        "level": level,
        "message": { "text": text },
    });
    if let Some(mut location) = one.place.and_then(|place| location(place, files)) {
        if let Some(pointer) = &one.pointer {
            location["logicalLocations"] = json!([{ "fullyQualifiedName": pointer.as_str() }]);
        }
        result["locations"] = json!([location]);
    }
    let also = one.also.as_ref();
    if let Some((mut location, says)) =
        also.and_then(|(place, says)| Some((location(*place, files)?, says)))
    {
        location["message"] = json!({ "text": says });
        result["relatedLocations"] = json!([location]);
    }
    result
}

fn location(place: Place, files: &Files<'_>) -> Option<Value> {
    let (file, position) = files.located(place)?;
    Some(json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(file) },
        "region": { "startLine": position.line, "startColumn": position.column },
    } }))
}

/// A file's name as a relative reference (RFC 3986 section 4.2).
fn uri(file: &str) -> String {
    let mut uri = String::with_capacity(file.len());
    for byte in file.bytes() {
        match byte {
            b'\\' => uri.push('/'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
