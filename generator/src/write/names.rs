//! The file that records names, which may lie outside of the crate's folder.

use std::fs;
use std::path::{Path, PathBuf};

use super::changes::{read, unified};
use super::{Difference, Mode, WriteError};

/// What the file says; nothing if there is none.
///
/// # Errors
///
/// [`WriteError::Io`] if it is there and cannot be read.
pub fn read_names(path: &Path) -> Result<String, WriteError> {
    Ok(read(path)?.unwrap_or_default())
}

/// Brings the file up to date, or checks whether it is; what changed or is stale.
///
/// The new text is written beside the file and renamed, so that a run that is cut off leaves the old one whole.
///
/// # Errors
///
/// [`WriteError`]; then the file is as it was.
pub fn write_names(text: &str, path: &Path, mode: Mode) -> Result<Option<Difference>, WriteError> {
    let old = read_names(path)?;
    if old == text {
        return Ok(None);
    }
    let shown = path.display().to_string();
    let difference = Difference {
        diff: unified(&shown, &old, text),
        path: shown,
    };
    if mode == Mode::Check {
        return Ok(Some(difference));
    }
    if fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) {
        return Err(WriteError::Link(path.to_path_buf()));
    }
    if let Some(parent) = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
    {
        fs::create_dir_all(parent).map_err(WriteError::io("create the folder", parent))?;
    }
    let staged = staged(path);
    fs::write(&staged, text).map_err(WriteError::io("write", &staged))?;
    fs::rename(&staged, path).map_err(WriteError::io("write", path))?;
    Ok(Some(difference))
}

/// Where the new text is before it is renamed.
fn staged(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    path.with_file_name(name)
}
