//! Diagnostics as people read them: the message, the place, the line, the way out.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Severity};
use crate::hash::HashMap;
use crate::pointer::Pointer;
use crate::source::{Place, Position, Source, floor};

/// How many bytes of a long line are shown before and after a place.
const AROUND: usize = 60;

/// How wide the output may be: room for what is shown of a line, so that nothing is cut twice.
const WIDTH: usize = 200;

/// All diagnostics, worst first, then by place; warnings that are alike are folded with a count.
#[must_use]
pub fn print(diagnostics: &Diagnostics, source: &Source, colour: bool) -> String {
    let sorted = diagnostics.sorted();
    let mut counts: HashMap<(Severity, &str, String), usize> = HashMap::default();
    for one in sorted.iter().filter(|one| may_fold(one)) {
        *counts.entry(key(one)).or_default() += 1;
    }
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
    .term_width(WIDTH);
    let mut text = String::new();
    for one in sorted {
        // The first of equal ones is printed and takes the count with it.
        let count = match counts.remove(&key(one)) {
            Some(count) => count,
            None if may_fold(one) => continue,
            None => 1,
        };
        text.push_str(&render(one, count, source, &renderer));
        text.push_str("\n\n");
    }
    text
}

/// Each error has to be mended, so each is shown.
fn may_fold(one: &Diagnostic) -> bool {
    matches!(one.severity, Severity::Warning | Severity::Note)
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
        Severity::Note => Level::NOTE,
    };
    let message = visible(&one.message);
    let title = level.primary_title(message).id(one.code.as_str());
    let mut group = Group::with_title(title);
    let shown = one.place.and_then(|place| Shown::of(place, source));
    if let Some(shown) = &shown {
        group = shown.add(group, AnnotationKind::Primary, None);
    }
    let other = one
        .also
        .as_ref()
        .and_then(|(place, says)| Some((Shown::of(*place, source)?, says)));
    if let Some((shown, says)) = &other {
        group = shown.add(group, AnnotationKind::Context, Some(says));
    }
    let pointer = one.pointer.as_ref().map(Pointer::as_str);
    if let Some(pointer) = pointer.filter(|pointer| *pointer != "#") {
        group = group.element(Level::NOTE.message(format!("at {}", visible(pointer))));
    }
    if count > 1 {
        group = group.element(Level::NOTE.message(format!("and {} more like it", count - 1)));
    }
    if let Some(help) = &one.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    let rendered = renderer.render(&[group]);
    let shown = shown.iter().chain(other.iter().map(|(shown, _)| shown));
    shown.fold(rendered, |text, shown| shown.correct(text))
}

/// The line of a place, cut where it is very long.
struct Shown<'a> {
    file: &'a str,
    text: String,
    position: Position,
    start: usize,
    end: usize,
}

impl<'a> Shown<'a> {
    fn of(place: Place, source: &'a Source) -> Option<Self> {
        let file = source.files.get(place.file as usize)?;
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
        let end = floor(text, offset + marked(word));
        let cut = |cut: bool| if cut { "…" } else { "" };
        let before = text.get(from..offset).unwrap_or_default();
        let before = format!("{}{}", cut(from > line_start), visible(before));
        let after = visible(text.get(end..to).unwrap_or_default());
        let marked = match visible(text.get(offset..end).unwrap_or_default()) {
            nothing if nothing.is_empty() => " ".to_owned(),
            marked => marked,
        };
        Some(Self {
            file: &file.name,
            position: file.position(place),
            start: before.len(),
            end: before.len() + marked.len(),
            text: format!("{before}{marked}{after}{}", cut(to < line_end)),
        })
    }

    fn add<'b>(
        &'b self,
        group: Group<'b>,
        kind: AnnotationKind,
        says: Option<&'b str>,
    ) -> Group<'b> {
        let annotation = kind.span(self.start..self.end).label(says);
        let snippet = Snippet::source(self.text.as_str())
            .path(self.file)
            .line_start(self.position.line)
            .annotation(annotation);
        group.element(snippet)
    }

    /// Of a line that is cut, the renderer counts the columns of what is left: this puts the true one in its place.
    fn correct(&self, rendered: String) -> String {
        let Position { line, column } = self.position;
        let before = self.text.get(..self.start).unwrap_or_default();
        let counted = before.chars().count() + 1;
        if counted == column {
            return rendered;
        }
        let place = |column: usize| format!("{}:{line}:{column}", self.file);
        rendered.replacen(&place(counted), &place(column), 1)
    }
}

/// How many bytes of what follows a place are marked: a string, the bracket of a list or an object, or a plain value.
fn marked(word: &str) -> usize {
    let rest = word.get(1..).unwrap_or_default();
    let length = match word.chars().next() {
        Some('{' | '[') => 1,
        Some('"') => rest.find('"').map_or(word.len(), |at| at + 2),
        Some('\'') => rest.find('\'').map_or(word.len(), |at| at + 2),
        Some(_) | None => word.find([',', '}', ']', '\r']).unwrap_or(word.len()),
    };
    length.max(usize::from(!word.is_empty()))
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
