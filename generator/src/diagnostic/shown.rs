//! The line of a place as it is shown, cut where it is very long.

use annotate_snippets::{AnnotationKind, Group, Snippet};

use crate::hidden::is_hidden;
use crate::source::{Place, Position, Source, floor};

/// How many bytes of a long line are shown before a place.
const BEFORE: usize = 60;

/// How many bytes of a long line are shown from a place on.
const AFTER: usize = 100;

/// The line of a place, cut where it is very long.
pub(super) struct Shown<'a> {
    file: &'a str,
    text: String,
    position: Position,
    start: usize,
    end: usize,
}

impl<'a> Shown<'a> {
    pub(super) fn of(place: Place, source: &'a Source) -> Option<Self> {
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
        let from = floor(text, line_start.max(offset.saturating_sub(BEFORE)));
        let to = floor(text, line_end.min(offset + AFTER));
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

    pub(super) fn add<'b>(
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

    /// Where it is: file, line and column.
    pub(super) fn address(&self) -> String {
        let Position { line, column } = self.position;
        format!("{}:{line}:{column}", self.file)
    }

    /// Of a line that is cut, the renderer counts the columns of what is left: this puts the true one in its place.
    pub(super) fn correct(&self, rendered: String) -> String {
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

/// How many bytes of what follows a place are marked: a string, the bracket of a list or an object, a key, or a plain value.
fn marked(word: &str) -> usize {
    let rest = word.get(1..).unwrap_or_default();
    let length = match word.chars().next() {
        Some('{' | '[') => 1,
        Some('"') => rest.find('"').map_or(word.len(), |at| at + 2),
        Some('\'') => rest.find('\'').map_or(word.len(), |at| at + 2),
        Some(_) | None => {
            let line = word.trim_end();
            let key = line.find(": ").or(line.strip_suffix(':').map(str::len));
            let ends = word.find([',', '}', ']', '\r']);
            // A comment of YAML.
            let ends = ends.into_iter().chain(word.find(" #")).min();
            let length = ends.unwrap_or(word.len());
            key.map_or(length, |key| key.min(length))
        }
    };
    length.max(usize::from(!word.is_empty()))
}

/// Text in which nothing is hidden: what nobody sees is escaped.
pub(super) fn visible(text: &str) -> String {
    text.chars()
        .map(|character| {
            if is_hidden(character) {
                character.escape_unicode().to_string()
            } else {
                character.to_string()
            }
        })
        .collect()
}
