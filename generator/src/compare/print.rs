//! A comparison for people, in words, and for programs, as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use super::change::{Change, Comparison};
use super::rule::Effect;

/// How many of something there are, in words.
fn counted(count: usize, effect: Effect) -> String {
    let word = match (effect, count) {
        (Effect::Breaking, _) => "breaking",
        (Effect::Addition, 1) => "addition",
        (Effect::Addition, _) => "additions",
        (Effect::Fix, 1) => "fix",
        (Effect::Fix, _) => "fixes",
    };
    format!("{count} {word}")
}

/// The changes in words: by effect, the worst first, then by what changed, each with its place.
#[must_use]
pub fn words(comparison: &Comparison) -> String {
    let mut text = String::new();
    for effect in Effect::ALL {
        let changes = comparison.changes().iter();
        let changes: Vec<&Change> = changes.filter(|one| one.effect() == effect).collect();
        if changes.is_empty() {
            continue;
        }
        let _ = writeln!(text, "{}", effect.as_str());
        for about in changes.chunk_by(|a, b| a.path == b.path) {
            let path = about.first().map_or("", |one| one.path.as_str());
            let _ = writeln!(text, "  {path}");
            for one in about {
                let _ = writeln!(text, "    {} ({})", one.message, one.pointer);
            }
        }
        text.push('\n');
    }
    if text.is_empty() {
        return "nothing changed for users of the crate\n".to_owned();
    }
    let mut counts = Effect::ALL.map(|effect| counted(comparison.count(effect), effect));
    let [breaking, ..] = &mut counts;
    let literals = comparison.of_whole_literals();
    if literals > 0 {
        let _ = write!(
            breaking,
            " ({literals} only to literals and patterns without `..`)"
        );
    }
    let _ = writeln!(text, "{}", counts.join(", "));
    text
}

#[derive(Serialize)]
struct Report<'a> {
    breaking: usize,
    /// Those of `breaking` that keep only code from compiling that names all fields of a struct.
    breaking_whole_literals: usize,
    additions: usize,
    fixes: usize,
    changes: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    effect: &'static str,
    rule: &'static str,
    path: &'a str,
    pointer: &'a str,
    message: &'a str,
}

/// The changes as JSON text.
///
/// # Errors
///
/// None that a comparison can have; what serialising says is passed on.
pub fn json(comparison: &Comparison) -> Result<String, serde_json::Error> {
    let changes = comparison.changes().iter().map(|one| Entry {
        effect: one.effect().as_str(),
        rule: one.rule.as_str(),
        path: &one.path,
        pointer: one.pointer.as_str(),
        message: &one.message,
    });
    let report = Report {
        breaking: comparison.count(Effect::Breaking),
        breaking_whole_literals: comparison.of_whole_literals(),
        additions: comparison.count(Effect::Addition),
        fixes: comparison.count(Effect::Fix),
        changes: changes.collect(),
    };
    let mut text = serde_json::to_string_pretty(&report)?;
    text.push('\n');
    Ok(text)
}
