//! Gives workers numbers to try, blames the number on which one ends, and keeps what is found.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::Documents;
use super::state::{State, Told};
use super::target::Target;
use super::worker::{Worker, folder};
use crate::corpus::progress::Progress;

/// Inputs of one target and one seed.
pub(super) struct Run<'a> {
    pub(super) target: Target,
    pub(super) seed: u64,
    pub(super) worker: &'a Worker,
    /// Where all of it is kept.
    pub(super) folder: PathBuf,
    pub(super) state: State,
}

/// What the threads of a run share.
struct Shared {
    state: State,
    given: Vec<(u64, u64)>,
    failed: Option<String>,
}

/// How much is to be tried.
struct Goal {
    count: Option<u64>,
    ends: Option<Instant>,
}

impl Goal {
    /// How many are left, given how many were tried.
    fn left(&self, done: u64) -> u64 {
        self.count
            .map_or(u64::MAX, |count| count.saturating_sub(done))
    }

    fn time(&self) -> Option<Duration> {
        self.ends
            .map(|ends| ends.saturating_duration_since(Instant::now()))
    }
}

impl<'a> Run<'a> {
    /// The run as far as it is; the documents are cut down when it begins.
    pub(super) fn new(
        target: Target,
        seed: u64,
        worker: &'a Worker,
        documents: &Documents,
    ) -> Result<Self, String> {
        let folder = folder().join(format!("{}-{seed}", target.name()));
        let wrong = |error: std::io::Error| format!("`{}`: {error}", folder.display());
        fs::create_dir_all(&folder).map_err(wrong)?;
        let seeds = folder.join("seeds.jsonl");
        if !seeds.exists() {
            let lines = documents
                .whole
                .iter()
                .map(|path| format!("{}\n", path.display()));
            fs::write(folder.join("whole.txt"), lines.collect::<String>()).map_err(wrong)?;
            let beside = folder.join("seeds.new");
            worker.cut(&documents.parts, &beside)?;
            fs::rename(beside, seeds).map_err(wrong)?;
        }
        let state = State::read(&folder.join("state.json")).unwrap_or_else(|| State {
            next: target.first(),
            ..State::default()
        });
        Ok(Self {
            target,
            seed,
            worker,
            folder,
            state,
        })
    }

    /// Tries inputs until so many were, or the time is up.
    pub(super) fn run(
        &mut self,
        count: Option<u64>,
        time: Option<Duration>,
        jobs: usize,
        progress: &Progress,
    ) -> Result<(), String> {
        let goal = Goal {
            count,
            ends: time.map(|time| Instant::now() + time),
        };
        let shared = Mutex::new(Shared {
            state: self.state.clone(),
            given: Vec::new(),
            failed: None,
        });
        std::thread::scope(|scope| {
            for job in 0..jobs {
                let (run, shared, goal) = (&*self, &shared, &goal);
                scope.spawn(move || {
                    while let Some(portion) = run.take(shared, goal) {
                        let ended = run.portion(portion, job, goal, shared);
                        run.ended(portion, ended, shared, progress);
                    }
                });
            }
        });
        let shared = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.state = shared.state;
        shared.failed.map_or(Ok(()), Err)
    }

    /// How many were tried, as the goal counts.
    fn done(&self, state: &State) -> u64 {
        if self.target == Target::Crates {
            state.taken
        } else {
            state.tried
        }
    }

    /// The next portion, unless the goal is reached.
    fn take(&self, shared: &Mutex<Shared>, goal: &Goal) -> Option<(u64, u64)> {
        let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
        let out_of_time = goal.time().is_some_and(|left| left.is_zero());
        let under_way: u64 = shared.given.iter().map(|(from, to)| to - from).sum();
        let left = goal.left(self.done(&shared.state));
        if shared.failed.is_some()
            || out_of_time
            || left == 0
            || (self.target != Target::Crates && left <= under_way)
        {
            return None;
        }
        let given = shared.given.clone();
        let portion = shared.state.take(self.target.portion(), &given);
        shared.given.push(portion);
        if let Err(error) = shared.state.write(&self.folder.join("state.json")) {
            shared.failed = Some(error);
        }
        Some(portion)
    }

    /// A worker's run over a portion.
    fn portion(
        &self,
        portion: (u64, u64),
        job: usize,
        goal: &Goal,
        shared: &Mutex<Shared>,
    ) -> Result<Told, Broken> {
        let note = self.folder.join(format!("note-{job}"));
        let mut command = self.worker.command(&["run"]);
        command
            .args(self.words())
            .arg("--note")
            .arg(&note)
            .arg("--keep")
            .arg(&self.folder);
        command.args([
            "--from".to_owned(),
            portion.0.to_string(),
            "--to".to_owned(),
            portion.1.to_string(),
        ]);
        if let Some(left) = goal.time() {
            command.args(["--for", &left.as_secs_f64().to_string()]);
        }
        let left = {
            let shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
            goal.left(self.done(&shared.state))
        };
        let most = if self.target == Target::Crates {
            "--taken"
        } else {
            "--tried"
        };
        command.args([most, &left.to_string()]);
        if self.target == Target::Crates {
            command.args(["--crates", "10"]);
        }
        let output = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .output();
        let output = output.map_err(|error| Broken::Tool(error.to_string()))?;
        if output.status.success() {
            return serde_json::from_slice(&output.stdout)
                .map_err(|error| Broken::Tool(error.to_string()));
        }
        match noted(&note).filter(|at| (portion.0..portion.1).contains(at)) {
            Some(at) if output.status.code().is_none() => Err(Broken::At(at, why(&output))),
            Some(_) | None => Err(Broken::Tool(why(&output))),
        }
    }

    /// What a worker is told of the run.
    pub(super) fn words(&self) -> Vec<String> {
        let path = |name: &str| self.folder.join(name).display().to_string();
        let words = [
            ("--target", self.target.of_worker().to_owned()),
            ("--seed", self.seed.to_string()),
            ("--seeds", path("seeds.jsonl")),
            ("--whole", path("whole.txt")),
        ];
        words
            .into_iter()
            .flat_map(|(name, value)| [name.to_owned(), value])
            .collect()
    }

    /// Takes note of how a portion ended.
    fn ended(
        &self,
        portion: (u64, u64),
        ended: Result<Told, Broken>,
        shared: &Mutex<Shared>,
        progress: &Progress,
    ) {
        let kept = match &ended {
            Err(Broken::At(number, why)) => self.keep(*number, why),
            Ok(_) | Err(Broken::Tool(_)) => Ok(()),
        };
        let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
        shared.given.retain(|given| *given != portion);
        match ended {
            Ok(told) => shared.state.add(portion, &told),
            Err(Broken::At(number, why)) => {
                progress.end(&format!("{} {number}: {why}", self.target.name()), true);
                shared.state.broken(portion, number);
            }
            Err(Broken::Tool(why)) => shared.failed = Some(why),
        }
        let written = kept.and_then(|()| shared.state.write(&self.folder.join("state.json")));
        if let Err(error) = written {
            shared.failed = Some(error);
        }
        let State {
            tried,
            taken,
            cpu_seconds,
            ..
        } = shared.state;
        let found = self.findings().len();
        let line = format!(
            "{}: {tried} tried, {taken} taken, {found} findings, {cpu_seconds:.0} CPU s",
            self.target.name()
        );
        progress.begin(&line);
    }

    /// Keeps the input on which a worker ended.
    fn keep(&self, number: u64, why: &str) -> Result<(), String> {
        let slug: String = why.chars().filter(|one| !one.is_ascii_digit()).collect();
        let to = self
            .folder
            .join("findings")
            .join(crate::corpus::slug(slug.trim()));
        if to.exists() {
            return Ok(());
        }
        fs::create_dir_all(&to).map_err(|error| format!("`{}`: {error}", to.display()))?;
        let about = format!(
            "target {}, number {number}\n{why}\n",
            self.target.of_worker()
        );
        fs::write(to.join("finding.txt"), about).map_err(|error| error.to_string())?;
        let mut command = self.worker.command(&["write", &number.to_string()]);
        let status = command
            .arg(&to)
            .args(self.words())
            .stdout(Stdio::null())
            .status();
        match status {
            Ok(status) if status.success() => Ok(()),
            other => Err(format!(
                "the input of number {number} cannot be written: {other:?}"
            )),
        }
    }

    /// The folders of what was found, by this run and by those before it.
    pub(super) fn findings(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.folder.join("findings"));
        let mut all: Vec<PathBuf> = entries
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        all.sort();
        all
    }
}

/// Why there is nothing to tell of a portion.
enum Broken {
    /// The worker ended on this input.
    At(u64, String),
    /// Something else is wrong.
    Tool(String),
}

fn noted(note: &Path) -> Option<u64> {
    Some(u64::from_le_bytes(fs::read(note).ok()?.try_into().ok()?))
}

/// The line of what a worker said before its end that says most: the first that is not about the thread.
fn why(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    let line = said.lines().map(str::trim).find(|line| !line.is_empty());
    let line = line.unwrap_or("it says nothing");
    format!("{line} ({})", output.status)
}
