//! `date`: a day (RFC 3339 section 5.6).

use super::formatted::formatted;

formatted! {
    /// A day (RFC 3339 section 5.6, `full-date`), as it was spelled.
    Date
}

impl Date {
    /// The day; `None` if it is not a string that is well-formed.
    pub fn day(&self) -> Option<time::Date> {
        let mut parts = self.0.string()?.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let sized = year.len() == 4 && month.len() == 2 && day.len() == 2;
        if !sized || parts.next().is_some() {
            return None;
        }
        let month = time::Month::try_from(month.parse::<u8>().ok()?).ok()?;
        time::Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
    }
}

impl From<time::Date> for Date {
    fn from(day: time::Date) -> Self {
        let (year, month, day) = day.to_calendar_date();
        Self::from(format!("{year:04}-{:02}-{day:02}", u8::from(month)))
    }
}
