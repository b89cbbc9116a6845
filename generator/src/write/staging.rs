//! Changes are staged first and then renamed, so that a run that is cut off can be undone or finished.
//!
//! The staging folder holds the new files under numbers, a journal that says where each goes and what is deleted, and,
//! once all of that is on disk, a marker. Without the marker the run is undone, with it it is finished.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::changes::Changes;
use super::{WriteError, below};

const FOLDER: &str = ".clientwright-staging";
const JOURNAL: &str = "journal.json";
const MARKER: &str = "committed";
const LOCK: &str = "lock";

/// Whether a run is under way or was cut off.
pub(super) fn is_there(folder: &Path) -> bool {
    folder.join(FOLDER).exists()
}

/// What a run does, in order.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Journal {
    /// Paths below the folder; the file of the same index in the staging folder goes there.
    write: Vec<String>,
    /// Paths below the folder.
    delete: Vec<String>,
}

/// A staging folder that this run alone holds.
#[derive(Debug)]
pub(super) struct Staging {
    folder: PathBuf,
    at: PathBuf,
    lock: File,
}

impl Staging {
    /// Takes the staging folder, and finishes or undoes what an earlier run left in it.
    pub(super) fn open(folder: &Path) -> Result<Self, WriteError> {
        let at = folder.join(FOLDER);
        fs::create_dir_all(&at).map_err(WriteError::io("create the folder", &at))?;
        let path = at.join(LOCK);
        let lock = File::create(&path).map_err(WriteError::io("create", &path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => {
                return Err(WriteError::Busy(folder.to_path_buf()));
            }
            // A file system without locks: two runs at once are then the user's own affair.
            Err(fs::TryLockError::Error(_)) => {}
        }
        let staging = Self {
            folder: folder.to_path_buf(),
            at,
            lock,
        };
        if staging.at.join(MARKER).exists() {
            let path = staging.at.join(JOURNAL);
            let text = fs::read(&path).map_err(WriteError::io("read", &path))?;
            let journal: Journal = serde_json::from_slice(&text)
                .map_err(|error| WriteError::io("read", &path)(io::Error::other(error)))?;
            staging.finish(&journal)?;
        }
        Ok(staging)
    }

    /// Makes changes: stages them, says so, and renames.
    pub(super) fn apply(self, changes: &Changes) -> Result<(), WriteError> {
        let journal = Journal {
            write: changes.write.iter().map(|file| file.path.clone()).collect(),
            delete: changes.delete.clone(),
        };
        for (index, file) in changes.write.iter().enumerate() {
            self.put(&index.to_string(), file.text.as_bytes())?;
        }
        let text = serde_json::to_vec(&journal)
            .map_err(|error| WriteError::io("write", &self.at)(io::Error::other(error)))?;
        self.put(JOURNAL, &text)?;
        self.put(MARKER, b"")?;
        self.finish(&journal)?;
        self.close()
    }

    /// Leaves nothing behind.
    pub(super) fn close(self) -> Result<(), WriteError> {
        drop(self.lock);
        fs::remove_dir_all(&self.at).map_err(WriteError::io("remove", &self.at))
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let path = self.at.join(name);
        let written = File::create(&path).and_then(|mut file| {
            file.write_all(bytes)?;
            // Only what the marker vouches for must be on disk before it.
            if name == MARKER || name == JOURNAL {
                file.sync_all()
            } else {
                Ok(())
            }
        });
        written.map_err(WriteError::io("write", &path))
    }

    /// Renames and deletes; what an earlier run did already is not there to be done again.
    fn finish(&self, journal: &Journal) -> Result<(), WriteError> {
        for (index, path) in journal.write.iter().enumerate() {
            let staged = self.at.join(index.to_string());
            let target = below(&self.folder, path);
            if !staged.exists() {
                continue;
            }
            if let Some(parent) = target.parent() {
                fs::create_dir_all(parent).map_err(WriteError::io("create the folder", parent))?;
            }
            fs::rename(&staged, &target).map_err(WriteError::io("write", &target))?;
            abort_for_a_test(index + 1);
        }
        for path in &journal.delete {
            let target = below(&self.folder, path);
            match fs::remove_file(&target) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(WriteError::io("delete", &target)(error));
                }
                Ok(()) | Err(_) => {}
            }
        }
        let marker = self.at.join(MARKER);
        match fs::remove_file(&marker) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(WriteError::io("delete", &marker)(error))
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

/// A test cuts a run off by this variable, which only debug builds look at.
fn abort_for_a_test(renames: usize) {
    if cfg!(debug_assertions)
        && std::env::var("CLIENTWRIGHT_ABORT_AFTER").is_ok_and(|after| after == renames.to_string())
    {
        std::process::abort();
    }
}
