//! What bounds the values of a schema (JSON Schema 2020-12 Validation section 6): few schemas say any of it.

use super::Schema;
use crate::source::Text;

/// What bounds values; a keyword that is absent is `None`, 0 or `false`.
#[derive(Debug, Default)]
pub struct Bounds {
    /// `minLength`
    pub min_length: usize,
    /// `maxLength`
    pub max_length: Option<usize>,
    /// `minItems`
    pub min_items: usize,
    /// `maxItems`
    pub max_items: Option<usize>,
    /// `uniqueItems`
    pub unique_items: bool,
    /// `minProperties`
    pub min_properties: usize,
    /// `pattern`
    pub pattern: Option<Text>,
    /// `multipleOf`, as it is spelled.
    pub multiple_of: Option<Text>,
    /// `minimum` or `exclusiveMinimum`, as it is spelled.
    pub minimum: Option<Text>,
    /// `maximum`, as it is spelled.
    pub maximum: Option<Text>,
}

static NONE: Bounds = Bounds {
    min_length: 0,
    max_length: None,
    min_items: 0,
    max_items: None,
    unique_items: false,
    min_properties: 0,
    pattern: None,
    multiple_of: None,
    minimum: None,
    maximum: None,
};

impl Schema {
    /// What bounds its values.
    #[must_use]
    pub fn bounds(&self) -> &Bounds {
        self.bounds.as_deref().unwrap_or(&NONE)
    }
}
