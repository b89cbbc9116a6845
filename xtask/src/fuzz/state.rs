//! How far a run is, in a file, so that the next goes on from there.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// How far a run is, and what came of it so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct State {
    /// The first number that nobody was given.
    pub(super) next: u64,
    /// Numbers that were given to a worker which did not come to their end: from, to.
    pub(super) open: Vec<(u64, u64)>,
    /// Inputs that were tried.
    pub(super) tried: u64,
    /// Inputs that were not refused.
    pub(super) taken: u64,
    /// Processor time of all workers.
    pub(super) cpu_seconds: f64,
    /// The longest that one input took.
    pub(super) slowest_ms: f64,
    /// Its number.
    pub(super) slowest: u64,
    /// The largest resident set of a worker.
    pub(super) peak_mib: u64,
}

/// What a worker tells at its end.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Told {
    /// The first number that was not tried.
    pub(super) next: u64,
    tried: u64,
    taken: u64,
    cpu_seconds: f64,
    slowest_ms: f64,
    slowest: u64,
    peak_mib: u64,
}

impl State {
    pub(super) fn read(path: &Path) -> Option<Self> {
        serde_json::from_str(&fs::read_to_string(path).ok()?).ok()
    }

    /// Writes the file so that a reader sees it whole.
    pub(super) fn write(&self, path: &Path) -> Result<(), String> {
        let text = serde_json::to_string_pretty(self).map_err(|error| error.to_string())?;
        let beside = path.with_extension("new");
        fs::write(&beside, text + "\n")
            .and_then(|()| fs::rename(&beside, path))
            .map_err(|error| format!("`{}`: {error}", path.display()))
    }

    /// The next numbers to try; an open portion stays open until it is said to be done.
    pub(super) fn take(&mut self, portion: u64, given: &[(u64, u64)]) -> (u64, u64) {
        let open = self.open.iter().find(|open| !given.contains(open));
        if let Some(open) = open {
            return *open;
        }
        let taken = (self.next, self.next + portion);
        self.next = taken.1;
        self.open.push(taken);
        taken
    }

    /// Adds what a worker told of a portion, which stays open from where it ended.
    pub(super) fn add(&mut self, portion: (u64, u64), told: &Told) {
        self.open.retain(|open| *open != portion);
        if told.next < portion.1 {
            self.open.push((told.next, portion.1));
        }
        self.tried += told.tried;
        self.taken += told.taken;
        self.cpu_seconds += told.cpu_seconds;
        self.peak_mib = self.peak_mib.max(told.peak_mib);
        if told.slowest_ms > self.slowest_ms {
            (self.slowest_ms, self.slowest) = (told.slowest_ms, told.slowest);
        }
    }

    /// Takes note of a worker that ended within a portion: what it tried before is not tried again.
    pub(super) fn broken(&mut self, portion: (u64, u64), at: u64) {
        let tried = at.saturating_sub(portion.0) + 1;
        let told = Told {
            next: at + 1,
            tried,
            ..Told::default()
        };
        self.add(portion, &told);
    }
}

#[cfg(test)]
mod tests {
    use super::{State, Told};

    #[test]
    fn a_run_goes_on_where_it_was() {
        let mut state = State::default();
        let first = state.take(10, &[]);
        let second = state.take(10, &[first]);
        assert_eq!((first, second), ((0, 10), (10, 20)));
        let told = Told {
            next: 20,
            tried: 10,
            taken: 4,
            ..Told::default()
        };
        state.add(second, &told);
        // The first was cut off, so it is given again; a worker that ends within it leaves the rest.
        assert_eq!(state.take(10, &[]), (0, 10));
        state.broken((0, 10), 3);
        assert_eq!(state.take(10, &[]), (4, 10));
        assert_eq!((state.tried, state.taken, state.next), (14, 4, 20));
    }

    #[test]
    fn a_state_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        let mut state = State::default();
        state.take(7, &[]);
        state.write(&path).unwrap();
        assert_eq!(State::read(&path), Some(state));
    }
}
