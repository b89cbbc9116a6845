//! One change, and all of them in the order in which they are told.

use super::rule::{Effect, Rule};
use crate::pointer::Pointer;

/// One change for the users of a crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The rule that judges it.
    pub rule: Rule,
    /// What changed, as a path of Rust below the crate: `types::Parcel::weight`.
    pub path: String,
    /// Where it stands: in the old description if it is gone, else in the new one.
    pub pointer: Pointer,
    /// What changed, in words that go on after the path.
    pub message: String,
}

impl Change {
    /// What it means for the users of the crate.
    #[must_use]
    pub const fn effect(&self) -> Effect {
        self.rule.effect()
    }
}

/// What changed between two descriptions, the worst first, then by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    changes: Vec<Change>,
}

impl Comparison {
    /// Of these changes; what is said twice is said once.
    pub(super) fn of(mut changes: Vec<Change>) -> Self {
        changes.sort_by(|a, b| {
            let key = |one: &Change| (one.effect(), one.rule);
            (a.effect(), &a.path, key(a), &a.pointer, &a.message).cmp(&(
                b.effect(),
                &b.path,
                key(b),
                &b.pointer,
                &b.message,
            ))
        });
        changes.dedup();
        Self { changes }
    }

    /// The changes in order.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// How many changes have an effect.
    #[must_use]
    pub fn count(&self, effect: Effect) -> usize {
        let changes = self.changes.iter();
        changes.filter(|one| one.effect() == effect).count()
    }

    /// How many changes only keep code from compiling that names all fields of a struct.
    #[must_use]
    pub fn of_whole_literals(&self) -> usize {
        let changes = self.changes.iter();
        changes
            .filter(|one| one.rule.is_of_whole_literals())
            .count()
    }

    /// Whether code that compiled may not compile any more.
    #[must_use]
    pub fn is_breaking(&self) -> bool {
        self.count(Effect::Breaking) > 0
    }
}
