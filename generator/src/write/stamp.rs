//! How all files were when a crate was last up to date, so that a run that would change nothing need not find that out again.
//!
//! **Invariant:** a stamp is believed only while nothing that it speaks of has changed, the program itself included.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::changes::{FOLDERS, MANIFEST, list};
use super::{below, staging};
use crate::output::Output;

/// How long before a run its description must have been at rest: file systems may count in steps of two seconds.
const REST: Duration = Duration::from_secs(2);

/// The stamp of a run that has begun.
#[derive(Debug)]
pub struct Stamp<'a> {
    at: &'a Path,
    out: &'a Path,
    asked: String,
    began: SystemTime,
}

/// What a run told, for a later one to tell again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// What was diagnosed, as it was printed.
    pub diagnostics: String,
    /// What the crate holds.
    pub made: String,
    /// Whether nothing is made of the description.
    pub is_empty: bool,
    /// How many files it has.
    pub files: usize,
    /// How many warnings there were.
    pub warnings: usize,
}

#[derive(Debug, Serialize, Deserialize)]
struct Record {
    asked: String,
    told: Told,
    /// What was read or asked for, and what was written.
    files: Vec<(PathBuf, Option<State>)>,
    /// All Rust files of the crate: what is no longer made would be deleted.
    found: Vec<String>,
}

/// What can be seen of a file without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct State {
    bytes: u64,
    /// When it was changed, since 1970.
    changed: Duration,
}

impl State {
    fn of(found: &Metadata) -> Option<Self> {
        let changed = found.modified().ok()?;
        Some(Self {
            bytes: found.len(),
            changed: changed.duration_since(SystemTime::UNIX_EPOCH).ok()?,
        })
    }

    fn at(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().as_ref().and_then(Self::of)
    }

    /// Whether nobody can have changed it since a run began without its being seen.
    fn rested(self, began: SystemTime) -> bool {
        SystemTime::UNIX_EPOCH
            .checked_add(self.changed + REST)
            .is_some_and(|rested| rested <= began)
    }
}

impl<'a> Stamp<'a> {
    /// That of a run that begins now, which is asked for what `asked` says and keeps its stamp `at` a place.
    #[must_use]
    pub fn of(at: &'a Path, out: &'a Path, asked: &str) -> Self {
        let program = std::env::current_exe().ok();
        let state = program.as_deref().map(State::at);
        Self {
            at,
            out,
            asked: format!("{asked} of {program:?} {state:?}"),
            began: SystemTime::now(),
        }
    }

    /// What the last run told, if this one would change nothing and tell the same.
    #[must_use]
    pub fn told(&self) -> Option<Told> {
        let text = fs::read(self.at).ok()?;
        let record: Record = serde_json::from_slice(&text).ok()?;
        let same = record.asked == self.asked
            && staging::look(self.out) == staging::Found::Nothing
            && record
                .files
                .iter()
                .all(|(path, state)| State::at(path) == *state)
            && self.found()? == record.found;
        same.then_some(record.told)
    }

    /// Leaves word for the next run; where that cannot be done, it does all its work.
    pub fn leave(&self, told: Told, asked_for: &[PathBuf], output: &Output, names: &Path) {
        let read = asked_for.iter().map(|path| (path.clone(), State::at(path)));
        let mut files: Vec<_> = read.collect();
        let rested = files.iter().all(|(path, state)| match state {
            Some(state) => state.rested(self.began) && path.is_file(),
            None => !path.exists(),
        });
        let own = output.files.iter().map(|file| file.path.as_str());
        let made = own.chain([MANIFEST]).map(|path| below(self.out, path));
        let made = made.chain([names.to_path_buf()]);
        files.extend(made.map(|path| {
            let state = State::at(&path);
            (path, state)
        }));
        let (true, Some(found)) = (rested, self.found()) else {
            return;
        };
        let record = Record {
            asked: self.asked.clone(),
            told,
            files,
            found,
        };
        // A cache: what goes wrong with it costs time and nothing else.
        let _ = self.put(&record);
    }

    fn put(&self, record: &Record) -> std::io::Result<()> {
        if let Some(folder) = self.at.parent() {
            fs::create_dir_all(folder)?;
        }
        let staged = self.at.with_extension(std::process::id().to_string());
        fs::write(&staged, serde_json::to_vec(record)?)?;
        fs::rename(staged, self.at)
    }

    fn found(&self) -> Option<Vec<String>> {
        let mut found = Vec::new();
        for folder in FOLDERS {
            list(self.out, folder, &mut found, 0).ok()?;
        }
        Some(found)
    }
}
