//! The members of an object while they are read: of duplicate keys the last counts, with a warning.

use super::{Entry, Node, Place, Text};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::hash::HashMap;

/// Above this many members, keys are looked up in a table.
const FEW: usize = 16;

/// The members of an object so far.
#[derive(Debug, Default)]
pub(super) struct Members {
    entries: Vec<Entry>,
    by_key: HashMap<Text, usize>,
}

impl Members {
    /// Adds a member; one of the same key is replaced in its position.
    pub(super) fn add(
        &mut self,
        key: Text,
        place: Place,
        node: Node,
        diagnostics: &mut Diagnostics,
    ) {
        match self.position(&key) {
            Some(at) => {
                let message = format!("the key `{key}` stands here again; the last one counts");
                let mut again = Diagnostic::warning(Code::DuplicateKey, message).at(place);
                if let Some(entry) = self.entries.get_mut(at) {
                    again = again.also(entry.place, "it stood here first");
                    *entry = Entry { key, place, node };
                }
                diagnostics.push(again);
            }
            None => self.push(Entry { key, place, node }),
        }
    }

    /// Adds a member unless one of the same key is there.
    pub(super) fn add_weak(&mut self, entry: Entry) {
        if self.position(&entry.key).is_none() {
            self.push(entry);
        }
    }

    fn push(&mut self, entry: Entry) {
        if self.entries.len() == FEW {
            self.by_key = self
                .entries
                .iter()
                .enumerate()
                .map(|(at, entry)| (entry.key.clone(), at))
                .collect();
        }
        if self.entries.len() >= FEW {
            self.by_key.insert(entry.key.clone(), self.entries.len());
        }
        self.entries.push(entry);
    }

    fn position(&self, key: &str) -> Option<usize> {
        if self.entries.len() > FEW {
            self.by_key.get(key).copied()
        } else {
            self.entries.iter().position(|entry| *entry.key == *key)
        }
    }

    /// The members in order.
    pub(super) fn entries(self) -> Vec<Entry> {
        self.entries
    }
}
