//! Changes are staged first and then renamed, so that a run that is cut off can be undone or finished.
//!
//! The staging folder holds the new files under numbers, a journal that says where each goes and what is deleted, and,
//! once all of that is on disk, a marker. Without the marker the run is undone, with it it is finished.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::changes::{Changes, FOLDERS, MANIFEST, read, refuse_links};
use super::{WriteError, below};
use crate::render::MARK;

const FOLDER: &str = ".clientwright-staging";
const JOURNAL: &str = "journal.json";
const MARKER: &str = "committed";
const LOCK: &str = "lock";

/// What stands in a folder beside its files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing.
    Nothing,
    /// What a run that was cut off left.
    CutOff,
    /// What a run that is under way has staged.
    Busy,
}

/// Looks, without changing anything, whether a run is under way or was cut off.
pub(super) fn look(folder: &Path) -> Found {
    let at = folder.join(FOLDER);
    if !at.exists() {
        return Found::Nothing;
    }
    let locked = File::open(at.join(LOCK))
        .is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(fs::TryLockError::WouldBlock)));
    if locked { Found::Busy } else { Found::CutOff }
}

/// What a run does, in order.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Journal {
    /// Paths below the folder; the file of the same index in the staging folder goes there.
    write: Vec<String>,
    /// Paths below the folder.
    delete: Vec<String>,
    /// What `Cargo.toml` said when the journal was written; a person may edit it before the run is finished.
    manifest: Option<String>,
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
        refuse_links(folder, FOLDER)?;
        fs::create_dir_all(&at).map_err(WriteError::io("create the folder", &at))?;
        let Some(lock) = take(&at.join(LOCK))? else {
            return Err(WriteError::Busy(folder.to_path_buf()));
        };
        let staging = Self {
            folder: folder.to_path_buf(),
            at,
            lock,
        };
        if staging.at.join(MARKER).exists() {
            staging.finish(&staging.journal()?)?;
        }
        Ok(staging)
    }

    /// What an earlier run meant to do. It lies on disk, so it is believed only as far as a run could have written it.
    fn journal(&self) -> Result<Journal, WriteError> {
        let path = self.at.join(JOURNAL);
        let text = fs::read(&path).map_err(WriteError::io("read", &path))?;
        let wrong = || WriteError::Journal(self.at.clone());
        let journal: Journal = serde_json::from_slice(&text).map_err(|_| wrong())?;
        for path in journal.write.iter().chain(&journal.delete) {
            let inside = path == MANIFEST
                || (path.split_once('/')).is_some_and(|(first, _)| FOLDERS.contains(&first));
            if !inside || path.contains(['\\', ':']) || path.split('/').any(|part| part == "..") {
                return Err(wrong());
            }
            refuse_links(&self.folder, path)?;
        }
        Ok(journal)
    }

    /// Makes changes: stages them, says so, and renames.
    pub(super) fn apply(self, changes: &Changes) -> Result<(), WriteError> {
        let journal = Journal {
            write: changes.write.iter().map(|file| file.path.clone()).collect(),
            delete: changes.delete.clone(),
            manifest: read(&below(&self.folder, MANIFEST))?,
        };
        for (index, file) in changes.write.iter().enumerate() {
            self.put(&index.to_string(), file.text.as_bytes())?;
        }
        let text = serde_json::to_vec(&journal)
            .map_err(|error| WriteError::io("write", &self.at)(io::Error::other(error)))?;
        self.put(JOURNAL, &text)?;
        // All that the marker vouches for must be on disk before it. Waited for together, it is there sooner.
        for index in 0..changes.write.len() {
            self.sync(&index.to_string())?;
        }
        self.sync(JOURNAL)?;
        abort_for_a_test("staged");
        self.put(MARKER, b"")?;
        self.sync(MARKER)?;
        abort_for_a_test("committed");
        self.finish(&journal)?;
        self.close()
    }

    /// Leaves nothing behind. The lock is held until its file is gone, so that no other run takes what is removed here.
    pub(super) fn close(self) -> Result<(), WriteError> {
        let removed = fs::remove_dir_all(&self.at).map_err(WriteError::io("remove", &self.at));
        drop(self.lock);
        removed
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let path = self.at.join(name);
        fs::write(&path, bytes).map_err(WriteError::io("write", &path))
    }

    /// Waits until a file is on disk.
    fn sync(&self, name: &str) -> Result<(), WriteError> {
        let path = self.at.join(name);
        let opened = fs::OpenOptions::new().write(true).open(&path);
        let synced = opened.and_then(|file| file.sync_all());
        synced.map_err(WriteError::io("write", &path))
    }

    /// Whether what stands at a path is still this program's to replace.
    fn may_replace(&self, path: &str, journal: &Journal) -> Result<bool, WriteError> {
        let now = read(&below(&self.folder, path))?;
        Ok(if path == MANIFEST {
            now == journal.manifest
        } else {
            now.is_none_or(|text| text.is_empty() || text.starts_with(MARK))
        })
    }

    /// Renames and deletes; what an earlier run did already is not there to be done again.
    fn finish(&self, journal: &Journal) -> Result<(), WriteError> {
        for (index, path) in journal.write.iter().enumerate() {
            let staged = self.at.join(index.to_string());
            let target = below(&self.folder, path);
            // What a person wrote since the run was cut off stays; the changes found next say what to do about it.
            if !staged.exists() || !self.may_replace(path, journal)? {
                continue;
            }
            if let Some(parent) = target.parent() {
                fs::create_dir_all(parent).map_err(WriteError::io("create the folder", parent))?;
            }
            fs::rename(&staged, &target).map_err(WriteError::io("write", &target))?;
            abort_for_a_test(&(index + 1).to_string());
        }
        for path in &journal.delete {
            let target = below(&self.folder, path);
            if !self.may_replace(path, journal)? {
                continue;
            }
            match fs::remove_file(&target) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(WriteError::io("delete", &target)(error));
                }
                Ok(()) | Err(_) => {}
            }
        }
        abort_for_a_test("deleted");
        let marker = self.at.join(MARKER);
        match fs::remove_file(&marker) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(WriteError::io("delete", &marker)(error))
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

/// Takes the lock; `None` if another run has it.
fn take(path: &Path) -> Result<Option<File>, WriteError> {
    let mut lock = fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map_err(WriteError::io("create", path))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(fs::TryLockError::WouldBlock) => return Ok(None),
        // A file system without locks: two runs at once are then the user's own affair.
        Err(fs::TryLockError::Error(_)) => return Ok(Some(lock)),
    }
    // A run that ended in the meantime removed the file that is locked here: then this is a lock on nothing.
    let token = format!("{} {:?}", std::process::id(), std::time::SystemTime::now());
    lock.set_len(0)
        .and_then(|()| lock.write_all(token.as_bytes()))
        .map_err(WriteError::io("write", path))?;
    Ok(match fs::read(path) {
        Ok(found) if found != token.as_bytes() => None,
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        // Some systems let nobody read what is locked, which is as good an answer.
        Ok(_) | Err(_) => Some(lock),
    })
}

/// A test cuts a run off at a point named by this variable, which only debug builds look at.
fn abort_for_a_test(point: &str) {
    if cfg!(debug_assertions)
        && std::env::var("CLIENTWRIGHT_ABORT_AFTER").is_ok_and(|after| after == point)
    {
        std::process::abort();
    }
}
