//! `date-time`: a moment with its offset from UTC (RFC 3339 section 5.6).

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::formatted::formatted;

formatted! {
    /// A moment with its offset from UTC (RFC 3339 section 5.6), as it was spelled.
    DateTime
}

impl DateTime {
    /// The moment; `None` if it is not a string that is well-formed.
    pub fn moment(&self) -> Option<OffsetDateTime> {
        OffsetDateTime::parse(self.0.string()?, &Rfc3339).ok()
    }
}

impl From<OffsetDateTime> for DateTime {
    /// The moment as RFC 3339 spells it; a year that it cannot spell is left to the server to refuse.
    fn from(moment: OffsetDateTime) -> Self {
        let text = moment.format(&Rfc3339);
        Self::from(text.unwrap_or_else(|_| moment.to_string()))
    }
}
