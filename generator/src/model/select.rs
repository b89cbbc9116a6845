//! Which operations a client is made of, where a person wants fewer than the document has.

use crate::settings::Select;

/// What the settings select, and what of it was met.
#[derive(Debug)]
pub(super) struct Selection<'a> {
    wanted: &'a Select,
    operations: Vec<bool>,
    tags: Vec<bool>,
    paths: Vec<bool>,
}

impl<'a> Selection<'a> {
    /// Nothing has been met yet.
    pub(super) fn new(wanted: &'a Select) -> Self {
        Self {
            wanted,
            operations: vec![false; wanted.operations.len()],
            tags: vec![false; wanted.tags.len()],
            paths: vec![false; wanted.paths.len()],
        }
    }

    /// Whether an operation is part of the client: any of its tags, its path, its id or its request line is named, or
    /// nothing is.
    pub(super) fn takes(
        &mut self,
        method: &str,
        path: &str,
        operation: &openapiv3::Operation,
    ) -> bool {
        if self.wanted.is_all() {
            return true;
        }
        let line = format!("{method} {path}");
        let id = operation.operation_id.as_deref();
        let by_name = met(&self.wanted.operations, &mut self.operations, |wanted| {
            wanted == line || id == Some(wanted)
        });
        let by_tag = met(&self.wanted.tags, &mut self.tags, |wanted| {
            operation.tags.iter().any(|tag| tag == wanted)
        });
        let by_path = met(&self.wanted.paths, &mut self.paths, |wanted| {
            is_below(path, wanted)
        });
        by_name || by_tag || by_path
    }

    /// What was asked for and not met, as sentences.
    pub(super) fn unmet(&self) -> Vec<String> {
        let kinds = [
            (&self.wanted.operations, &self.operations, "operation is"),
            (&self.wanted.tags, &self.tags, "operation has the tag"),
            (&self.wanted.paths, &self.paths, "path is, or is below,"),
        ];
        let unmet = kinds.into_iter().flat_map(|(wanted, met, what)| {
            let unmet = wanted.iter().zip(met).filter(|(_, met)| !**met);
            unmet.map(move |(wanted, _)| format!("no {what} `{wanted}`"))
        });
        unmet.collect()
    }
}

/// Whether any of the names fits; all that fit have been met.
fn met(wanted: &[String], met: &mut [bool], fits: impl Fn(&str) -> bool) -> bool {
    let mut any = false;
    for (wanted, met) in wanted.iter().zip(met) {
        if fits(wanted) {
            *met = true;
            any = true;
        }
    }
    any
}

/// Whether a path template is this one or continues it by whole segments.
fn is_below(path: &str, start: &str) -> bool {
    let start = start.trim_end_matches('/');
    let rest = path.strip_prefix(start);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::is_below;

    #[test]
    fn a_path_is_below_another_by_whole_segments() {
        assert!(is_below("/a/{b}", "/a"));
        assert!(is_below("/a/{b}", "/a/"));
        assert!(is_below("/a", "/a"));
        assert!(!is_below("/ab", "/a"));
        assert!(!is_below("/a", "/a/b"));
        assert!(is_below("/a", "/"));
    }
}
