//! A declaration of pages as it is written in `codegen.toml`.

use crate::settings::{Pagination, PaginationKind};

/// A declaration as it is written, for so many operations.
pub(super) struct Block<'a>(pub(super) &'a Pagination, pub(super) usize);

impl std::fmt::Display for Block<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self(Pagination { kind, items, more }, count) = self;
        let (word, parameter, next, key) = match kind {
            PaginationKind::None => ("none", None, None, None),
            PaginationKind::Token { parameter, next } => {
                ("token", Some(parameter), Some(next), None)
            }
            PaginationKind::Cursor { parameter, key } => {
                ("cursor", Some(parameter), None, Some(key))
            }
            PaginationKind::Offset { parameter, .. } => ("offset", Some(parameter), None, None),
            PaginationKind::Page { parameter, .. } => ("page", Some(parameter), None, None),
            PaginationKind::Link { next } => ("link", None, next.as_ref(), None),
        };
        let plural = if *count == 1 { "" } else { "s" };
        writeln!(
            f,
            "[[pagination]] # {count} operation{plural}\nkind = \"{word}\""
        )?;
        let paths = [
            ("next", next),
            ("key", key),
            ("items", items.as_ref()),
            ("more", more.as_ref()),
        ];
        let paths = paths
            .into_iter()
            .filter_map(|(name, path)| Some((name, path?.to_string())));
        let parameter = parameter.map(|parameter| ("parameter", parameter.clone()));
        for (name, value) in parameter.into_iter().chain(paths) {
            writeln!(f, "{name} = {}", toml::Value::from(value))?;
        }
        write!(f, "reason = \"…\"")
    }
}
