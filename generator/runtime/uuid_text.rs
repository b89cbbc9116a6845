//! `uuid`: a universally unique identifier (RFC 9562).

use super::formatted::formatted;

formatted! {
    /// A universally unique identifier (RFC 9562), as it was spelled.
    Uuid
}

impl Uuid {
    /// The identifier; `None` if it is not a string that is well-formed.
    pub fn id(&self) -> Option<::uuid::Uuid> {
        ::uuid::Uuid::try_parse(self.0.string()?).ok()
    }
}

impl From<::uuid::Uuid> for Uuid {
    fn from(id: ::uuid::Uuid) -> Self {
        Self::from(id.hyphenated().to_string())
    }
}
