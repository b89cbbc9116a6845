//! What a run of `cargo xtask bench apis` measured: as JSON for programs, as a table for people.

use std::fmt::{self, Write as _};
use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::growth::OPERATIONS;
use super::usage::Usage;

/// All numbers of a run.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Numbers {
    /// The day, in UTC: `2026-11-24`.
    pub(super) date: String,
    pub(super) runs: u32,
    pub(super) cores: usize,
    /// Memory of the machine, where it can be had.
    pub(super) memory_gib: Option<u64>,
    pub(super) apis: Vec<Measured>,
    pub(super) growth: Vec<Grown>,
}

/// What was measured of one description.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Measured {
    pub(super) name: String,
    /// Size of the description.
    pub(super) bytes: u64,
    /// Lines of `src/` without `src/runtime/`.
    pub(super) lines: usize,
    pub(super) generate: Usage,
    /// Wall time of a run that changes nothing, in milliseconds.
    pub(super) unchanged_ms: f64,
    pub(super) check: Option<Usage>,
    /// The same of other generators.
    pub(super) peers: Vec<PeerMeasured>,
}

/// What was measured of another generator, once.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PeerMeasured {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) generate: Outcome,
    /// Lines of its `src/`, if it wrote one.
    pub(super) lines: Option<usize>,
    pub(super) check: Outcome,
}

/// What a command took, or how it failed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome {
    Taken(Usage),
    Failed(String),
}

/// How the numbers of a made-up description of some size compare with those of the one before.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Grown {
    pub(super) times: usize,
    /// Ratios of processor time, memory and lines to those of the description before, divided by how much larger it is.
    pub(super) cpu: f64,
    pub(super) memory: f64,
    pub(super) lines: f64,
}

impl Outcome {
    pub(super) fn result(self) -> Result<Usage, String> {
        match self {
            Self::Taken(usage) => Ok(usage),
            Self::Failed(why) => Err(why),
        }
    }

    fn cells(&self) -> [String; 2] {
        match self {
            Self::Taken(usage) => cells(*usage),
            Self::Failed(why) => [why.clone(), "–".to_owned()],
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

fn cells(usage: Usage) -> [String; 2] {
    [
        format!("{:.2}", usage.cpu_seconds),
        format!("{:.0}", usage.peak_mib),
    ]
}

impl Numbers {
    /// Reads what a run has written.
    ///
    /// # Errors
    ///
    /// What is wrong with the file.
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        let wrong = |error: &dyn std::fmt::Display| format!("`{}`: {error}", path.display());
        let text = fs::read_to_string(path).map_err(|error| wrong(&error))?;
        serde_json::from_str(&text).map_err(|error| wrong(&error))
    }

    /// All numbers as Markdown.
    pub(super) fn table(&self) -> String {
        let memory = self.memory_gib.map(|gib| format!(", {gib} GiB of memory"));
        let mut text = format!(
            "{}, {} cores{}; ours are medians of {} runs, those of others one run\n\n| description | generator | generate, CPU s | MiB | nothing changed, ms | lines | check, CPU s | MiB |\n|{}\n",
            self.date,
            self.cores,
            memory.unwrap_or_default(),
            self.runs,
            " --- |".repeat(8)
        );
        for api in &self.apis {
            let none = || ["–".to_owned(), "–".to_owned()];
            let [cpu, mib] = cells(api.generate);
            let [check, check_mib] = api.check.map_or_else(none, cells);
            let _ = writeln!(
                text,
                "| {}, {} kB | clientwright | {cpu} | {mib} | {:.0} | {} | {check} | {check_mib} |",
                api.name,
                api.bytes / 1000,
                api.unchanged_ms,
                api.lines,
            );
            for peer in &api.peers {
                let [cpu, mib] = peer.generate.cells();
                let [check, check_mib] = peer.check.cells();
                let lines = peer.lines.map_or("–".to_owned(), |lines| lines.to_string());
                let _ = writeln!(
                    text,
                    "| | {} {} | {cpu} | {mib} | – | {lines} | {check} | {check_mib} |",
                    peer.name, peer.version
                );
            }
        }
        let _ = writeln!(
            text,
            "\ngrowth of the made-up description ({OPERATIONS} operations), each beside the one before; 1.00 is linear\n"
        );
        for one in &self.growth {
            let _ = writeln!(
                text,
                "- ×{}: time {:.2}, memory {:.2}, lines {:.2}",
                one.times, one.cpu, one.memory, one.lines
            );
        }
        text
    }
}

/// The day in UTC.
pub(super) fn today() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since.map_or(0, |since| {
        i64::try_from(since.as_secs()).unwrap_or_default()
    });
    time::OffsetDateTime::from_unix_timestamp(seconds)
        .map(|time| time.date().to_string())
        .unwrap_or_default()
}

/// How many cores there are, and how much memory, where the system says so.
pub(super) fn machine() -> (usize, Option<u64>) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = fs::read_to_string("/proc/meminfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("MemTotal:"))?;
        let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some((kib + (1 << 19)) >> 20)
    });
    (cores, memory)
}
