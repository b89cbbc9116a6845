//! Diagnostics as people read them: the message, the place, the line, the way out.

use std::collections::HashMap;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Severity};
use crate::source::{Place, Position, Source, SourceFile, floor};

/// How much of a long line is shown before and after a place.
const AROUND: usize = 80;

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
    let path = file.map(|(_, file)| visible(&file.name));
    let mut group = Group::with_title(title);
    if let (Some(shown), Some(path)) = (&shown, &path) {
        group = shown.add_to(group, path);
    }
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
    position: Position,
    start: usize,
    end: usize,
    /// Whether the text begins later than its line, so that its columns are not the file's.
    cut: bool,
}

impl Shown {
    fn add_to<'a>(&'a self, group: Group<'a>, path: &'a str) -> Group<'a> {
        let origin = Origin::path(path)
            .line(self.position.line)
            .char_column(self.position.column);
        if self.text.trim().is_empty() {
            return group.element(origin);
        }
        let mark = AnnotationKind::Primary.span(self.start..self.end);
        let snippet = Snippet::source(self.text.as_str())
            .line_start(self.position.line)
            .annotation(mark);
        if self.cut {
            group.element(origin).element(snippet)
        } else {
            group.element(snippet.path(path))
        }
    }

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
            position: file.position(place),
            start,
            end: start + marked.len(),
            cut: from > line_start,
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
