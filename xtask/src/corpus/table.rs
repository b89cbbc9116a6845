//! The table of all documents, with totals.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::result::Row;

const HEAD: [&str; 10] = [
    "document",
    "version",
    "operations",
    "types",
    "lines",
    "fatal",
    "error",
    "warning",
    "seconds",
    "result",
];

/// The table, the failures below it, the totals last.
pub(super) fn table(rows: &[Row]) -> String {
    let mut cells: Vec<[String; 10]> = vec![HEAD.map(str::to_owned)];
    cells.extend(rows.iter().map(line));
    cells.push(total(rows));
    let mut widths = [0; 10];
    for line in &cells {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for line in &cells {
        let padded = line
            .iter()
            .zip(widths)
            .enumerate()
            .map(|(index, (cell, width))| {
                // Names and versions begin at the left, numbers end at the right.
                match index {
                    0 | 1 => format!("{cell:width$}"),
                    9 => cell.clone(),
                    _ => format!("{cell:>width$}"),
                }
            });
        let padded: Vec<String> = padded.collect();
        text.push_str(padded.join("  ").trim_end());
        text.push('\n');
    }
    text + &failures(rows) + &grouped(rows)
}

fn line(row: &Row) -> [String; 10] {
    let made = &row.generated;
    let seconds = made.seconds + row.checked.as_ref().map_or(0.0, |checked| checked.seconds);
    let found = row
        .operations
        .map_or("?".to_owned(), |found| found.to_string());
    let [fatal, error, warning] = made.diagnostics;
    [
        row.name.clone(),
        row.version.clone(),
        format!("{}/{found}", made.operations),
        made.types.to_string(),
        made.lines.to_string(),
        fatal.to_string(),
        error.to_string(),
        warning.to_string(),
        format!("{seconds:.2}"),
        outcome(row),
    ]
}

/// The result in a few words.
pub(super) fn outcome(row: &Row) -> String {
    match (row.failures.first(), &row.checked) {
        (Some(failure), _) => format!("failed: {}", cut(failure)),
        (None, None) => "generated".to_owned(),
        (None, Some(_)) if row.cached => "passed before".to_owned(),
        (None, Some(_)) => "passed".to_owned(),
    }
}

fn cut(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(100) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}

fn total(rows: &[Row]) -> [String; 10] {
    let sum = |of: &dyn Fn(&Row) -> usize| rows.iter().map(of).sum::<usize>().to_string();
    let failed = rows.iter().filter(|row| !row.failures.is_empty()).count();
    let seconds: f64 = rows
        .iter()
        .map(|row| row.generated.seconds + row.checked.as_ref().map_or(0.0, |one| one.seconds))
        .sum();
    [
        format!("{} documents", rows.len()),
        String::new(),
        format!(
            "{}/{}",
            sum(&|row| row.generated.operations),
            sum(&|row| row.operations.unwrap_or_default())
        ),
        sum(&|row| row.generated.types),
        sum(&|row| row.generated.lines),
        sum(&|row| row.generated.diagnostics[0]),
        sum(&|row| row.generated.diagnostics[1]),
        sum(&|row| row.generated.diagnostics[2]),
        format!("{seconds:.2}"),
        format!("{} good, {failed} failed", rows.len() - failed),
    ]
}

/// Everything that is wrong with each document that failed.
fn failures(rows: &[Row]) -> String {
    let mut text = String::new();
    for row in rows.iter().filter(|row| !row.failures.is_empty()) {
        let _ = writeln!(text, "\n{}: {}", row.name, row.failures.join("; "));
        for refusal in row.generated.refusals.iter().take(3) {
            let _ = writeln!(text, "  {refusal}");
        }
        let first = row
            .checked
            .as_ref()
            .and_then(|checked| checked.first.as_ref());
        for line in first.iter().flat_map(|first| first.lines()) {
            let _ = writeln!(text, "  {line}");
        }
    }
    text
}

/// What the compiler says over all documents, the most frequent first.
fn grouped(rows: &[Row]) -> String {
    let mut kinds: BTreeMap<&str, (usize, Vec<&str>)> = BTreeMap::new();
    for row in rows {
        for (kind, count) in row.checked.iter().flat_map(|checked| &checked.kinds) {
            let entry = kinds.entry(kind).or_default();
            entry.0 += count;
            entry.1.push(&row.name);
        }
    }
    let mut sorted: Vec<_> = kinds.into_iter().collect();
    sorted.sort_by_key(|(_, (_, names))| std::cmp::Reverse(names.len()));
    let mut text = String::new();
    for (kind, (count, names)) in sorted {
        if text.is_empty() {
            text.push_str("\ncompiler errors by kind: documents, errors\n");
        }
        let some: Vec<&str> = names.iter().take(4).copied().collect();
        let more = if names.len() > some.len() {
            ", …"
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "{:>5} {count:>6}  {kind}  ({}{more})",
            names.len(),
            some.join(", ")
        );
    }
    text
}
