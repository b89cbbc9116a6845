//! Finds what a pointer means in the files of a description, as they are written.

use super::{Node, Place, Source, SourceFile, SourceKind, Value};
use crate::pointer::Pointer;

/// How many lines of a place are shown.
const LINES: usize = 12;

/// How many characters of a line are shown.
const WIDTH: usize = 160;

impl Source {
    /// What stands at a place; of what begins there, the outermost.
    #[must_use]
    pub fn node(&self, place: Place) -> Option<&Node> {
        let root = &self.file(place)?.root;
        standing(root, root.place, place)
    }

    /// Where a place stands in the files as they are written: its key, if it has one.
    #[must_use]
    pub fn at(&self, pointer: &Pointer) -> Option<Place> {
        let named = |file: &&SourceFile| match pointer.file() {
            "" => true,
            name => file.name == name,
        };
        let description = self.files.iter().filter(|file| match file.kind {
            SourceKind::Document | SourceKind::NewerPage | SourceKind::OlderPage => true,
            SourceKind::Settings => false,
        });
        description
            .filter(named)
            .find_map(|file| within(&file.root, pointer))
    }

    /// The place beside a missing one whose name is most alike, if that is likely to be meant.
    #[must_use]
    pub fn nearest(&self, missing: &Pointer) -> Option<Pointer> {
        let parent = missing.parent()?;
        let siblings = self.node(self.at(&parent)?)?.as_object()?;
        let names = siblings.entries.iter().map(|entry| &*entry.key);
        let meant = crate::diagnostic::nearest(&missing.last()?, names)?;
        Some(parent.child(meant))
    }

    /// The file that a place is in.
    #[must_use]
    pub fn file(&self, place: Place) -> Option<&SourceFile> {
        self.files.get(usize::try_from(place.file).ok()?)
    }
}

fn within(root: &Node, pointer: &Pointer) -> Option<Place> {
    let mut node = root;
    let mut place = root.place;
    for token in pointer.tokens() {
        (node, place) = match &node.value {
            Value::Object(object) => {
                let entry = object.entries.iter().find(|entry| *entry.key == *token)?;
                (&entry.node, entry.place)
            }
            Value::Array(list) => {
                let element = list.get(token.parse::<usize>().ok()?)?;
                (element, element.place)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
        };
    }
    Some(place)
}

/// The depth of a tree is bounded by its reader.
fn standing(node: &Node, own: Place, place: Place) -> Option<&Node> {
    if own == place {
        return Some(node);
    }
    match &node.value {
        Value::Object(object) => {
            let mut entries = object.entries.iter();
            entries.find_map(|entry| standing(&entry.node, entry.place, place))
        }
        Value::Array(list) => list
            .iter()
            .find_map(|element| standing(element, element.place, place)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

impl SourceFile {
    /// The lines of a place: its own, and those below it that are further in.
    #[must_use]
    pub fn lines(&self, place: Place) -> Vec<String> {
        let offset = super::floor(&self.text, place.offset as usize);
        let start = self.text.get(..offset).unwrap_or_default().rfind('\n');
        let lines = self.text.get(start.map_or(0, |at| at + 1)..);
        let mut lines = lines.unwrap_or_default().lines();
        let Some(first) = lines.next() else {
            return Vec::new();
        };
        let indent = |line: &str| line.len() - line.trim_start().len();
        let own = indent(first);
        let inner = lines.take_while(|line| line.trim().is_empty() || indent(line) > own);
        let mut shown: Vec<String> = if first.chars().count() > WIDTH {
            // All in one line: what begins at the place.
            vec![self.text.get(offset..).unwrap_or_default().to_owned()]
        } else {
            [first]
                .into_iter()
                .chain(inner)
                .map(str::to_owned)
                .collect()
        };
        let more = shown.len() > LINES;
        shown.truncate(LINES);
        for line in &mut shown {
            if line.chars().count() > WIDTH {
                *line = line.chars().take(WIDTH).chain(['…']).collect();
            }
        }
        if more {
            shown.push(format!("{}…", " ".repeat(own + 2)));
        }
        shown
    }
}
