//! `uri`: an absolute URI (RFC 3986 section 4.3).

use super::formatted::formatted;

formatted! {
    /// A URI (RFC 3986), as it was spelled.
    Uri
}

impl Uri {
    /// The URI as the URL standard reads it; `None` if it is not a string that is an absolute one.
    pub fn url(&self) -> Option<url::Url> {
        url::Url::parse(self.0.string()?).ok()
    }
}

impl From<url::Url> for Uri {
    fn from(url: url::Url) -> Self {
        Self::from(String::from(url))
    }
}
