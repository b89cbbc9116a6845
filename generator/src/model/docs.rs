//! What a part of a document says of itself to people.

/// Title, summary, description and deprecation of one part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// `title` or `summary`, in CommonMark.
    pub title: Option<String>,
    /// `description`, in CommonMark.
    pub description: Option<String>,
    /// `deprecated`
    pub deprecated: bool,
    /// What an absent value means, as JSON text (`default`).
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

    /// Says what an absent value means, unless the description does.
    #[must_use]
    pub fn with_default(mut self, default: Option<&str>) -> Self {
        let said = self.description.as_deref().unwrap_or_default();
        let says_so = said.to_ascii_lowercase().contains("default");
        self.default = default.filter(|_| !says_so).map(str::to_owned);
        self
    }
}
