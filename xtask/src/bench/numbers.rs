//! What runs of `cargo xtask bench` measured, as JSON.

use std::fmt;
use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::call::Calls;
use super::instructions::Instructions;
use super::usage::Usage;
use super::{json, write};

/// What the sub-commands measured last, each for itself.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Numbers {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) apis: Option<Apis>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) call: Option<Calls>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) json: Option<json::Numbers>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) instructions: Option<Instructions>,
}

/// When and where a run was.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Run {
    /// The day, in UTC: `2026-11-24`.
    pub(super) date: String,
    pub(super) cores: usize,
    /// Memory of the machine, where it can be had.
    pub(super) memory_gib: Option<u64>,
}

/// What `bench apis` measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Apis {
    pub(super) run: Run,
    pub(super) runs: u32,
    /// The day of the run that the numbers of other generators are of, if it is another.
    pub(super) peers_of: Option<String>,
    pub(super) apis: Vec<Measured>,
    pub(super) growth: Vec<Grown>,
}

/// What was measured of one description.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Measured {
    pub(super) name: String,
    /// Size of the description.
    pub(super) bytes: u64,
    /// Lines of `src/` without `src/runtime/`.
    pub(super) lines: usize,
    pub(super) generate: Usage,
    /// Processor time of a run that changes nothing, in milliseconds.
    pub(super) unchanged_ms: f64,
    pub(super) check: Option<Usage>,
    /// The request line of what the program calls.
    pub(super) operation: Option<String>,
    pub(super) build: Option<Build>,
    pub(super) changed: Option<Changed>,
    /// The same of other generators.
    pub(super) peers: Vec<PeerMeasured>,
}

/// What building a client and a program that makes one call took.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Build {
    pub(super) dev: Usage,
    pub(super) release: Usage,
    /// Size of the optimised program, without symbols.
    pub(super) program_bytes: u64,
    /// The same where the client has no other operation.
    pub(super) selected_bytes: u64,
}

/// What followed from a change to the description of one operation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Changed {
    /// The files that were written again.
    pub(super) files: Vec<String>,
    /// The incremental check that had nothing to begin with.
    pub(super) all: Usage,
    /// The one after the change.
    pub(super) again: Usage,
}

/// What was measured of another generator, once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct PeerMeasured {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) generate: Outcome,
    /// Lines of its `src/`, if it wrote one.
    pub(super) lines: Option<usize>,
    pub(super) check: Option<Outcome>,
    /// Of the one whose check took the least only.
    pub(super) build: Option<PeerBuild>,
}

/// What building a peer's client and a program that makes one call took.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct PeerBuild {
    pub(super) dev: Option<Outcome>,
    pub(super) release: Option<Outcome>,
    pub(super) program_bytes: Option<u64>,
}

/// What a command took, or how it failed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome {
    Taken(Usage),
    Failed(String),
}

/// How the numbers of a made-up description of some size compare with those of the one before.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Grown {
    pub(super) times: usize,
    /// Ratios of processor time, memory and lines to those of the description before, divided by how much larger it is.
    pub(super) cpu: f64,
    pub(super) memory: f64,
    pub(super) lines: f64,
}

impl Outcome {
    pub(super) fn result(&self) -> Result<Usage, &str> {
        match self {
            Self::Taken(usage) => Ok(*usage),
            Self::Failed(why) => Err(why),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken(Usage {
                cpu_seconds,
                peak_mib,
            }) => write!(f, "{cpu_seconds:.2} CPU s, {peak_mib:.0} MiB"),
            Self::Failed(why) => f.write_str(why),
        }
    }
}

impl Numbers {
    /// Reads what runs have written.
    ///
    /// # Errors
    ///
    /// What is wrong with the file.
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        let wrong = |error: &dyn fmt::Display| format!("`{}`: {error}", path.display());
        let text = fs::read_to_string(path).map_err(|error| wrong(&error))?;
        serde_json::from_str(&text).map_err(|error| wrong(&error))
    }

    /// Puts the numbers of a run into a file, beside those of other sub-commands that are there.
    ///
    /// # Errors
    ///
    /// What is wrong with the file.
    pub(super) fn put(path: &Path, part: impl FnOnce(&mut Self)) -> Result<(), String> {
        let mut numbers = if path.exists() {
            Self::read(path)?
        } else {
            Self::default()
        };
        part(&mut numbers);
        let text = serde_json::to_string_pretty(&numbers).map_err(|error| error.to_string())?;
        write(path, &(text + "\n"))
    }
}

impl Run {
    /// This machine, today.
    pub(super) fn now() -> Self {
        let (cores, memory_gib) = machine();
        Self {
            date: today(),
            cores,
            memory_gib,
        }
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {} cores", self.date, self.cores)?;
        match self.memory_gib {
            Some(gib) => write!(f, ", {gib} GiB of memory"),
            None => Ok(()),
        }
    }
}

/// The day in UTC.
fn today() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since.map_or(0, |since| {
        i64::try_from(since.as_secs()).unwrap_or_default()
    });
    time::OffsetDateTime::from_unix_timestamp(seconds)
        .map(|time| time.date().to_string())
        .unwrap_or_default()
}

/// How many cores there are, and how much memory, where the system says so.
fn machine() -> (usize, Option<u64>) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = fs::read_to_string("/proc/meminfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("MemTotal:"))?;
        let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some((kib + (1 << 19)) >> 20)
    });
    (cores, memory)
}
