//! What a part of a document says of itself to people.

use crate::source::Node;

/// How many bytes a default may have that is said.
const DEFAULT: usize = 60;

/// Title, summary, description and deprecation of one part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// `title` or `summary`, in CommonMark.
    pub title: Option<String>,
    /// `description`, in CommonMark.
    pub description: Option<String>,
    /// `deprecated`
    pub deprecated: bool,
    /// `default`, as JSON text: what the server takes where nothing is sent.
    pub default: Option<String>,
}

impl Docs {
    /// Docs of these parts; blank texts are none.
    #[must_use]
    pub fn new(title: Option<&str>, description: Option<&str>, deprecated: bool) -> Self {
        let text = |text: Option<&str>| {
            text.map(str::trim)
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        Self {
            title: text(title),
            description: text(description),
            deprecated,
            default: None,
        }
    }

    /// Says what an absent value means, unless the description does or it is too long to be said.
    #[must_use]
    pub fn with_default(mut self, default: Option<&Node>) -> Self {
        let said = self.description.as_deref().unwrap_or_default();
        let says_so = || said.to_ascii_lowercase().contains("default");
        let default = default.filter(|default| !default.is_null() && !says_so());
        self.default = default
            .map(|default| default.value.to_json())
            .filter(|text| text.len() <= DEFAULT);
        self
    }
}
