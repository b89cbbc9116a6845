//! The disk: write only what changed, delete what is no longer made, or only check.
//!
//! **Invariant:** a run that is cut off leaves the folder as it was, or in a state that the next run finishes.

mod changes;
mod error;
mod manifest;
mod names;
mod staging;
mod stamp;

pub use changes::Difference;
pub use error::WriteError;
pub use names::{read_names, write_names};
pub use stamp::{Stamp, Told};

use std::path::{Path, PathBuf};

use crate::output::Output;

/// Whether to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Bring the folder up to date.
    Write,
    /// Write nothing and say what is stale.
    Check,
}

/// What a run did, or would do.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Files that were written or are stale.
    pub written: Vec<String>,
    /// Files that were deleted or are no longer made.
    pub deleted: Vec<String>,
    /// How many files are as they should be.
    pub unchanged: usize,
    /// What the files of `written` and `deleted` differ in; only when checking.
    pub differences: Vec<Difference>,
    /// Whether an earlier run was cut off; writing finishes or undoes it first.
    pub cut_off: bool,
}

impl Report {
    /// Whether the folder is, or was, not what the description makes.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.cut_off || !self.written.is_empty() || !self.deleted.is_empty()
    }

    /// Adds a file that is not in the folder: what it differs in, if it does.
    pub fn add(&mut self, difference: Option<Difference>, mode: Mode) {
        match difference {
            Some(difference) => {
                self.written.push(difference.path.clone());
                if mode == Mode::Check {
                    self.differences.push(difference);
                }
            }
            None => self.unchanged += 1,
        }
    }
}

/// Brings a folder up to date, or checks whether it is.
///
/// # Errors
///
/// [`WriteError`]; then nothing was changed, or what was begun is finished by the next run.
pub fn write(output: &Output, folder: &Path, mode: Mode) -> Result<Report, WriteError> {
    let found = staging::look(folder);
    if found == staging::Found::Busy {
        return Err(WriteError::Busy(folder.to_path_buf()));
    }
    let cut_off = found == staging::Found::CutOff;
    let mut held = match mode {
        Mode::Write if cut_off => Some(staging::Staging::open(folder)?),
        Mode::Write | Mode::Check => None,
    };
    let mut changes = changes::find(output, folder)?;
    if mode == Mode::Write && held.is_none() && !changes.is_empty() {
        held = Some(staging::Staging::open(folder)?);
        // Another run may have ended between the look and the lock.
        changes = changes::find(output, folder)?;
    }
    let mut report = Report {
        written: changes.write.iter().map(|file| file.path.clone()).collect(),
        deleted: changes.delete.clone(),
        unchanged: changes.unchanged,
        differences: Vec::new(),
        cut_off,
    };
    match (mode, held) {
        (Mode::Check, _) => report.differences = changes.differences(folder)?,
        (Mode::Write, Some(staging)) if changes.is_empty() => staging.close()?,
        (Mode::Write, Some(staging)) => staging.apply(&changes)?,
        (Mode::Write, None) => {}
    }
    Ok(report)
}

/// The place of a file below a folder; `path` has `/`.
fn below(folder: &Path, path: &str) -> PathBuf {
    path.split('/')
        .fold(folder.to_path_buf(), |at, part| at.join(part))
}
