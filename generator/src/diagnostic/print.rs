//! Diagnostics as people read them: the message, the place, the line, the way out.

use std::collections::HashMap;
use std::io::IsTerminal as _;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Severity};
use crate::source::{Place, Source, SourceFile, floor};

/// How much of a long line is shown before and after a place.
const AROUND: usize = 80;

/// Whether what is printed on standard error may be coloured: it is a terminal, and `NO_COLOR` is not set.
#[must_use]
pub fn wants_colour() -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    std::io::stderr().is_terminal() && !refused
}

/// All diagnostics, worst first, then by place; equal ones are folded with a count.
#[must_use]
pub fn print(diagnostics: &Diagnostics, source: &Source, colour: bool) -> String {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|one| (one.severity, one.place));
    let mut counts: HashMap<(Severity, &str, String), usize> = HashMap::new();
    for one in &sorted {
        *counts.entry(key(one)).or_default() += 1;
    }
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = String::new();
    for one in sorted {
        // The first of equal ones is printed and takes the count with it.
        let Some(count) = counts.remove(&key(one)) else {
            continue;
        };
        text.push_str(&render(one, count, source, &renderer));
        text.push_str("\n\n");
    }
    text
}

/// What makes diagnostics equal: the kind, and the message without the names in it.
fn key(one: &Diagnostic) -> (Severity, &'static str, String) {
    let message = one
        .message
        .split('`')
        .step_by(2)
        .collect::<Vec<_>>()
        .join("`");
    (one.severity, one.code.as_str(), message)
}

fn render(one: &Diagnostic, count: usize, source: &Source, renderer: &Renderer) -> String {
    let level = match one.severity {
        Severity::Fatal => Level::ERROR.with_name("fatal"),
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = visible(&one.message);
    let title = level.primary_title(message).id(one.code.as_str());
    let file = one
        .place
        .and_then(|place| Some((place, source.files.get(place.file as usize)?)));
    let shown = file.map(|(place, file)| Shown::of(place, file));
    let mut group = match (&shown, file) {
        (Some(shown), Some((_, file))) => {
            let snippet = Snippet::source(shown.text.as_str())
                .line_start(shown.line)
                .path(file.name.as_str());
            Group::with_title(title)
                .element(snippet.annotation(AnnotationKind::Primary.span(shown.start..shown.end)))
        }
        _ => Group::with_title(title).element(Origin::path("the description")),
    };
    if let Some(pointer) = &one.pointer {
        group = group.element(Level::NOTE.message(format!("at {}", visible(pointer.as_str()))));
    }
    if count > 1 {
        group = group.element(Level::NOTE.message(format!("and {} more like it", count - 1)));
    }
    if let Some(help) = &one.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    renderer.render(&[group])
}

/// The line of a place, cut where it is very long.
struct Shown {
    text: String,
    line: usize,
    start: usize,
    end: usize,
}

impl Shown {
    fn of(place: Place, file: &SourceFile) -> Self {
        let text = &file.text;
        let offset = floor(text, place.offset as usize);
        let line_start = text
            .get(..offset)
            .and_then(|before| before.rfind('\n'))
            .map_or(0, |at| at + 1);
        let line_end = text
            .get(offset..)
            .and_then(|rest| rest.find('\n'))
            .map_or(text.len(), |at| offset + at);
        let from = floor(text, line_start.max(offset.saturating_sub(AROUND)));
        let to = floor(text, line_end.min(offset + AROUND));
        let word = text.get(offset..to).unwrap_or_default();
        let length = word
            .find([',', '}', ']', '\r', '\n'])
            .unwrap_or(word.len())
            .max(usize::from(!word.is_empty()));
        let before = visible(text.get(from..offset).unwrap_or_default());
        let end = floor(text, offset + length);
        let marked = visible(text.get(offset..end).unwrap_or_default());
        let after = visible(text.get(end..to).unwrap_or_default());
        let marked = if marked.is_empty() {
            " ".to_owned()
        } else {
            marked
        };
        let start = before.len();
        Self {
            line: file.position(place).line,
            start,
            end: start + marked.len(),
            text: format!("{before}{marked}{after}"),
        }
    }
}

/// Text in which nothing is hidden: controls and characters that change the direction of text are escaped.
fn visible(text: &str) -> String {
    let hidden = |character: char| {
        character.is_control() && !matches!(character, '\n' | '\t')
            || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
    };
    text.chars()
        .map(|character| {
            if hidden(character) {
                character.escape_unicode().to_string()
            } else {
                character.to_string()
            }
        })
        .collect()
}
