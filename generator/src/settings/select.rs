//! `[select]`: which operations a client is made of.

use serde::Deserialize;

/// What of the description the client is made of; all of it unless something is named.
///
/// What the selected operations do not reach is not generated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "SelectTable")]
pub struct Select {
    /// The operations that are selected; all, if none is named.
    pub included: Selectors,
    /// The operations that are not, although they are selected.
    pub exclude: Selectors,
    /// Whether the types of webhooks and callbacks are made although operations are selected.
    pub webhooks: bool,
}

/// Operations by what they are called, how they are sorted and where they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Selectors {
    /// Operations by operationId, or by method and path: `DELETE /v1/contacts/{id}`.
    pub operations: Vec<String>,
    /// Operations that have one of these tags.
    pub tags: Vec<String>,
    /// Operations of these paths and of all below them; `*` stands for any characters of a segment.
    pub paths: Vec<String>,
}

/// `[select]` as it is written.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SelectTable {
    operations: Vec<String>,
    tags: Vec<String>,
    paths: Vec<String>,
    exclude: Selectors,
    webhooks: bool,
}

impl From<SelectTable> for Select {
    fn from(table: SelectTable) -> Self {
        Self {
            included: Selectors {
                operations: table.operations,
                tags: table.tags,
                paths: table.paths,
            },
            exclude: table.exclude,
            webhooks: table.webhooks,
        }
    }
}

impl Selectors {
    /// Whether nothing is named.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty() && self.tags.is_empty() && self.paths.is_empty()
    }
}

impl Select {
    /// Whether nothing is named.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.included.is_empty() && self.exclude.is_empty()
    }
}

/// Whether a line names an operation: by its operationId, or by method and path.
pub(crate) fn is_named(line: &str, id: Option<&str>, method: &str, path: &str) -> bool {
    let by_line = line.split_once(' ').is_some_and(|(verb, template)| {
        verb.eq_ignore_ascii_case(method) && template.trim() == path
    });
    id == Some(line) || by_line
}
