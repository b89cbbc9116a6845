//! Which diagnostics are said together: those that say the same of several places.

use super::{Code, Diagnostic, Diagnostics, Severity};
use crate::hash::HashMap;
use crate::pointer::Pointer;

/// Diagnostics that say the same of several places.
#[derive(Clone, Debug)]
pub struct Alike<'a> {
    /// The one that is said.
    pub first: &'a Diagnostic,
    /// The others, in order.
    pub others: Vec<&'a Diagnostic>,
}

impl Diagnostics {
    /// The diagnostics, worst first, then by place, those that are alike together.
    ///
    /// Warnings are alike if they differ in names only; each error that names something else has to be mended by itself.
    #[must_use]
    pub fn folded(&self) -> Vec<Alike<'_>> {
        let mut folded: Vec<Alike<'_>> = Vec::new();
        let mut known: HashMap<(Severity, Code, String), usize> = HashMap::default();
        for one in self.sorted() {
            let named = one.severity != Severity::Warning && !self.strict;
            let says = if named {
                one.message.clone()
            } else {
                without_names(&one.message)
            };
            let at = *known
                .entry((one.severity, one.code, says))
                .or_insert(folded.len());
            match folded.get_mut(at) {
                Some(alike) => alike.others.push(one),
                None => folded.push(Alike {
                    first: one,
                    others: Vec::new(),
                }),
            }
        }
        folded
    }
}

impl Alike<'_> {
    /// A pattern for `[[allow]]` that covers all of them: their common segments, and `*` where they differ.
    ///
    /// `None` if they have nothing in common, or some have no place in the document.
    #[must_use]
    pub fn pattern(&self) -> Option<String> {
        let first = self.first.pointer.as_ref()?;
        let mut common: Vec<String> = first.tokens().map(|token| token.into_owned()).collect();
        for one in &self.others {
            let pointer = one.pointer.as_ref()?;
            if pointer.file() != first.file() {
                return None;
            }
            let length = common.len().min(pointer.tokens().count());
            common.truncate(length);
            for (known, token) in common.iter_mut().zip(pointer.tokens()) {
                if *known != token {
                    *known = "*".to_owned();
                }
            }
        }
        let said = common.iter().rposition(|token| token != "*")?;
        common.truncate(said + 1);
        let root = Pointer::from_reference(&format!("{}#", first.file()));
        let pattern = common.iter().fold(root, |at, token| at.child(token));
        Some(pattern.as_str().to_owned())
    }
}

/// A message without the names in it.
fn without_names(message: &str) -> String {
    let outside = message.split('`').step_by(2);
    outside.collect::<Vec<_>>().join("`")
}
