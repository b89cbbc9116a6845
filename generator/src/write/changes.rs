//! What a folder lacks to be what an output says.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::{WriteError, below, manifest};
use crate::output::{Output, OutputFile};
use crate::render::MARK;

/// Where made files lie; nothing outside of these folders is written or deleted but `Cargo.toml`.
pub(super) const FOLDERS: [&str; 2] = ["src", "tests"];

/// The one file that is edited and not made.
pub(super) const MANIFEST: &str = "Cargo.toml";

/// What has to be done to a folder.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) write: Vec<OutputFile>,
    pub(super) delete: Vec<String>,
    pub(super) unchanged: usize,
}

/// A file that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its path below the folder.
    pub path: String,
    /// What would change, as a unified diff.
    pub diff: String,
}

impl Changes {
    pub(super) fn is_empty(&self) -> bool {
        self.write.is_empty() && self.delete.is_empty()
    }

    pub(super) fn differences(&self, folder: &Path) -> Result<Vec<Difference>, WriteError> {
        let written = self
            .write
            .iter()
            .map(|file| (file.path.as_str(), file.text.as_str()));
        let deleted = self.delete.iter().map(|path| (path.as_str(), ""));
        written
            .chain(deleted)
            .map(|(path, new)| {
                Ok(Difference {
                    path: path.to_owned(),
                    diff: unified(path, &old(folder, path)?, new),
                })
            })
            .collect()
    }
}

pub(super) fn unified(path: &str, old: &str, new: &str) -> String {
    let (from, to) = (format!("a/{path}"), format!("b/{path}"));
    similar::TextDiff::from_lines(old, new)
        .unified_diff()
        .context_radius(3)
        .header(&from, &to)
        .to_string()
}

fn old(folder: &Path, path: &str) -> Result<String, WriteError> {
    Ok(read(&below(folder, path))?.unwrap_or_default())
}

pub(super) fn read(path: &Path) -> Result<Option<String>, WriteError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        // What stands below a file is as little there as what stands nowhere.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            Ok(None)
        }
        Err(error) => Err(WriteError::io("read", path)(error)),
    }
}

/// Compares an output with a folder, file by file and content by content.
pub(super) fn find(output: &Output, folder: &Path) -> Result<Changes, WriteError> {
    refuse_file_for_folder(folder)?;
    let mut changes = Changes::default();
    let mut foreign = Vec::new();
    for file in &output.files {
        let path = below(folder, &file.path);
        refuse_links(folder, &file.path)?;
        match read(&path)? {
            Some(text) if text == file.text => changes.unchanged += 1,
            Some(text) if !text.starts_with(MARK) && !text.is_empty() => foreign.push(path),
            Some(_) | None => changes.write.push(file.clone()),
        }
    }
    let made: BTreeSet<&str> = output.files.iter().map(|file| file.path.as_str()).collect();
    let mut found = Vec::new();
    for below in FOLDERS {
        list(folder, below, &mut found, 0)?;
    }
    for path in found {
        if !made.contains(path.as_str())
            && read(&below(folder, &path))?.is_some_and(|text| text.starts_with(MARK))
        {
            changes.delete.push(path);
        }
    }
    if !foreign.is_empty() {
        return Err(WriteError::Foreign(foreign));
    }
    let path = below(folder, MANIFEST);
    refuse_links(folder, MANIFEST)?;
    let old = read(&path)?;
    let new = manifest::updated(old.as_deref(), &output.manifest)
        .map_err(|message| WriteError::Manifest { path, message })?;
    if old.as_deref() == Some(new.as_str()) {
        changes.unchanged += 1;
    } else {
        changes.write.push(OutputFile {
            path: MANIFEST.to_owned(),
            text: new,
        });
    }
    changes.write.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(changes)
}

/// All Rust files below a folder, sorted; symbolic links are not followed.
pub(super) fn list(
    folder: &Path,
    path: &str,
    found: &mut Vec<String>,
    depth: usize,
) -> Result<(), WriteError> {
    let at = below(folder, path);
    let entries = match fs::read_dir(&at) {
        Ok(entries) => entries,
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return Ok(());
        }
        Err(error) => return Err(WriteError::io("list", &at)(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(WriteError::io("list", &at))?;
        let kind = entry
            .file_type()
            .map_err(WriteError::io("look at", &entry.path()))?;
        names.push((entry.file_name().to_string_lossy().into_owned(), kind));
    }
    names.sort_by(|a, b| a.0.cmp(&b.0));
    for (name, kind) in names {
        let path = format!("{path}/{name}");
        if kind.is_dir() && depth < 8 {
            list(folder, &path, found, depth + 1)?;
        } else if kind.is_file() && name.ends_with(".rs") {
            found.push(path);
        }
    }
    Ok(())
}

/// A link within the folder could lead a write out of it.
pub(super) fn refuse_links(folder: &Path, path: &str) -> Result<(), WriteError> {
    let mut at = folder.to_path_buf();
    for part in path.split('/') {
        at.push(part);
        if fs::symlink_metadata(&at).is_ok_and(|found| found.is_symlink()) {
            return Err(WriteError::Link(at));
        }
    }
    Ok(())
}

/// A path that leads through a file can never become a folder; said once, in these words, for the folder as it was given.
fn refuse_file_for_folder(folder: &Path) -> Result<(), WriteError> {
    let nearest = folder
        .ancestors()
        .find(|at| !at.as_os_str().is_empty() && at.exists());
    match nearest {
        Some(at) if !at.is_dir() => Err(WriteError::NoFolder {
            folder: folder.to_path_buf(),
            file: at.to_path_buf(),
        }),
        Some(_) | None => Ok(()),
    }
}
