//! The findings as text.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::finding::{Count, Finding, Findings};

/// How many schemas are named for a kind of failure.
const NAMED: usize = 3;
/// How much of a value is shown.
const SHOWN: usize = 300;

/// The table, what is out of scope, and everything that did not survive.
pub(super) fn table(findings: &Findings) -> String {
    let mut total = Count::default();
    let mut rows = Vec::new();
    for (file, count) in &findings.counts {
        rows.push((file.as_str(), count.clone()));
        total.schemas += count.schemas;
        total.instances += count.instances;
        total.valid += count.valid;
        total.same += count.same;
        total.diagnosed += count.diagnosed;
        total.failed += count.failed;
    }
    let name = format!("{} files", rows.len());
    rows.push((&name, total));
    let width = rows.iter().map(|(name, _)| name.chars().count()).max();
    let width = width.unwrap_or_default();
    let mut text = format!(
        "{:width$}  {:>8}  {:>9}  {:>8}  {:>13}  {:>9}  {:>6}\n",
        "file", "schemas", "instances", "valid", "round-tripped", "diagnosed", "failed"
    );
    for (name, count) in rows {
        let _ = writeln!(
            text,
            "{name:width$}  {:>8}  {:>9}  {:>8}  {:>13}  {:>9}  {:>6}",
            count.schemas, count.instances, count.valid, count.same, count.diagnosed, count.failed
        );
    }
    text + &out_of_scope(findings)
        + &unjudged(findings)
        + &list(findings, true)
        + &list(findings, false)
        + &kinds(findings)
}

fn out_of_scope(findings: &Findings) -> String {
    let mut text = String::new();
    for (file, name, why, said) in &findings.out_of_scope {
        if text.is_empty() {
            text.push_str("\nout of scope\n");
        }
        let _ = writeln!(text, "  {file}: {name}: {why}");
        if said.is_empty() {
            text.push_str("    no diagnostic\n");
        }
        for said in said {
            let _ = writeln!(text, "    {said}");
        }
    }
    text
}

fn unjudged(findings: &Findings) -> String {
    let mut text = String::new();
    for schema in &findings.unjudged {
        if text.is_empty() {
            text.push_str("\nnot tested, for the validator does not understand the schema\n");
        }
        let _ = writeln!(text, "  {schema}");
    }
    text
}

fn list(findings: &Findings, diagnosed: bool) -> String {
    let mut text = String::new();
    let mut last = None;
    for finding in &findings.list {
        if finding.diagnosed != diagnosed {
            continue;
        }
        if text.is_empty() {
            text.push_str(if diagnosed {
                "\ndiagnosed\n"
            } else {
                "\nfailed\n"
            });
        }
        let schema = (&finding.file, &finding.schema);
        if last != Some(schema) {
            let ty = finding.rust_type.as_ref();
            let ty = ty.map(|ty| format!(" as `{ty}`")).unwrap_or_default();
            let _ = writeln!(text, "  {}: {}{ty}", finding.file, finding.schema);
            last = Some(schema);
        }
        text.push_str(&one(finding));
    }
    text
}

/// Failures by what is wrong, the most frequent first: values, schemas.
fn kinds(findings: &Findings) -> String {
    #[derive(Default)]
    struct Kind<'a> {
        values: usize,
        schemas: BTreeSet<(&'a str, &'a str)>,
    }
    let mut kinds: BTreeMap<String, Kind<'_>> = BTreeMap::new();
    for finding in findings.list.iter().filter(|finding| !finding.diagnosed) {
        let kind = kinds.entry(kind(&finding.problem)).or_default();
        kind.values += 1;
        kind.schemas.insert((&finding.file, &finding.schema));
    }
    let mut sorted: Vec<_> = kinds.into_iter().collect();
    sorted.sort_by_key(|(_, kind)| std::cmp::Reverse(kind.values));
    let mut text = String::new();
    for (kind, Kind { values, schemas }) in sorted {
        if text.is_empty() {
            text.push_str("\nfailed by kind: values, schemas\n");
        }
        let some = schemas.iter().take(NAMED);
        let some: Vec<String> = some.map(|(file, name)| format!("{file}: {name}")).collect();
        let more = if schemas.len() > NAMED { ", …" } else { "" };
        let (count, some) = (schemas.len(), some.join(", "));
        let _ = writeln!(text, "{values:>6} {count:>6}  {kind}  ({some}{more})");
    }
    text
}

/// A problem without names and without the place in the value.
fn kind(problem: &str) -> String {
    let line = problem.lines().next().unwrap_or_default();
    let line: Vec<&str> = line.split('`').step_by(2).collect();
    let line = line.join("`…`");
    match (line.strip_prefix("is not read: "), line.rsplit_once(": ")) {
        (Some(_), Some((_, what))) => format!("is not read: {what}"),
        _ => line,
    }
}

fn one(finding: &Finding) -> String {
    // What a compiler says has several lines.
    let problem = finding.problem.replace('\n', "\n      ");
    let mut text = match &finding.instance {
        None => format!("    {problem}\n"),
        Some(instance) => {
            let sent = shown(instance);
            format!("    {}: {problem}\n      sent {sent}\n", finding.origin)
        }
    };
    if let Some(back) = &finding.came_back {
        let _ = writeln!(text, "      came {}", shown(back));
    }
    for diagnostic in &finding.diagnostics {
        let _ = writeln!(text, "      {diagnostic}");
    }
    text
}

fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
