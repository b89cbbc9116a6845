//! Lowers what a description says of pages itself: the extension `x-pagination` of operations and of the whole.

use openapiv3::Operation as Described;
use serde_json::Value;

use super::Lower;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::PAGINATION;
use crate::model::Declared;
use crate::pointer::Pointer;

impl Lower<'_> {
    /// What an operation says of its pages.
    pub(super) fn declared(
        &mut self,
        described: &Described,
        pointer: &Pointer,
    ) -> Option<Declared> {
        let said = described.extensions.get(PAGINATION)?;
        self.declaration(said, pointer.child(PAGINATION))
    }

    /// What the description says of the pages of all operations.
    pub(super) fn declared_for_all(&mut self) -> Vec<Declared> {
        let document = self.document;
        let at = Pointer::root().child(PAGINATION);
        match document.skeleton.extensions.get(PAGINATION) {
            Some(Value::Array(list)) => {
                let all = list.iter().enumerate();
                all.filter_map(|(index, said)| self.declaration(said, at.index(index)))
                    .collect()
            }
            Some(said) => self.declaration(said, at).into_iter().collect(),
            None => Vec::new(),
        }
    }

    fn declaration(&mut self, said: &Value, pointer: Pointer) -> Option<Declared> {
        if said.get("kind").is_none() {
            let message =
                "`x-pagination` without `kind` is in words that are not known; it has no effect";
            let note = Diagnostic::new(Severity::Note, Code::UnfitPagination, message);
            self.push(note, &pointer);
            return None;
        }
        match serde_json::from_value(said.clone()) {
            Ok(pagination) => Some(Declared {
                pointer,
                pagination,
            }),
            Err(error) => {
                self.warn(Code::UnfitPagination, error.to_string(), &pointer);
                None
            }
        }
    }
}
