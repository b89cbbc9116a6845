//! What was found by earlier runs, tried again: what no longer shows is taken out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::drive::Run;
use crate::corpus::progress::Progress;

/// Tries each finding again.
pub(super) fn again(run: &Run<'_>, progress: &Progress) -> Result<(), String> {
    for finding in run.findings() {
        let Some(input) = input(&finding) else {
            continue;
        };
        progress.begin(&format!("once more: {}", finding.display()));
        let mut command = run.worker.command(&["try", run.target.of_worker()]);
        let status = command
            .arg(input)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if status.is_ok_and(|status| status.success()) {
            fs::remove_dir_all(&finding)
                .map_err(|error| format!("`{}`: {error}", finding.display()))?;
        }
    }
    Ok(())
}

/// The input that shows a finding, the smallest there is.
fn input(finding: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(finding).ok()?;
    let named = |path: &PathBuf| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("mutant."))
    };
    entries.flatten().map(|entry| entry.path()).find(named)
}
