//! What is said of a thing: its description, its default, that it is deprecated.

use std::fmt::Display;

use super::Comparing;
use super::rule::Rule;
use crate::model::Docs;
use crate::pointer::Pointer;

impl Comparing<'_> {
    pub(super) fn compare_docs(
        &mut self,
        path: impl Display,
        pointer: &Pointer,
        old: &Docs,
        new: &Docs,
    ) {
        let path = path.to_string();
        match (old.deprecated, new.deprecated) {
            (false, true) => self.add(Rule::Deprecated, &path, pointer, "is deprecated"),
            (true, false) => {
                self.add(
                    Rule::Documented,
                    &path,
                    pointer,
                    "is not deprecated any more",
                );
            }
            (true, true) | (false, false) => {}
        }
        let default = match (old.default.as_deref(), new.default.as_deref()) {
            (old, new) if old == new => None,
            (Some(old), Some(new)) => Some(format!("is `{new}` by default (it was `{old}`)")),
            (None, Some(new)) => Some(format!("is said to be `{new}` by default")),
            (Some(old), None) => Some(format!("is not said to be `{old}` by default any more")),
            (None, None) => None,
        };
        if let Some(default) = default {
            self.add(Rule::Documented, &path, pointer, default);
        }
        if (&old.title, &old.description) != (&new.title, &new.description) {
            self.add(Rule::Documented, &path, pointer, "is described otherwise");
        }
    }
}
