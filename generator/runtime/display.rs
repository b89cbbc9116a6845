//! How statuses and failures are said in one line.

use std::fmt;

use http::StatusCode;

use super::Problem;

/// Says a status as `404 Not Found`.
pub(super) struct ShownStatus(pub(super) u16);

impl fmt::Display for ShownStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        match StatusCode::from_u16(self.0)
            .ok()
            .and_then(|status| status.canonical_reason())
        {
            Some(reason) => write!(f, " {reason}"),
            None => Ok(()),
        }
    }
}

/// Says a failure as `409 Conflict (0800409): the contact is locked`.
#[doc(hidden)]
pub fn write_failure(
    f: &mut fmt::Formatter<'_>,
    status: u16,
    problem: Option<&dyn Problem>,
) -> fmt::Result {
    write!(f, "{}", ShownStatus(status))?;
    let Some(problem) = problem else {
        return Ok(());
    };
    if let Some(code) = problem.code() {
        write!(f, " ({code})")?;
    }
    match problem.message().or_else(|| problem.title()) {
        Some(message) => write!(f, ": {message}"),
        None => Ok(()),
    }
}
