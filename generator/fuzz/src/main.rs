//! The worker of `cargo xtask fuzz`: cuts documents down, tries a range of inputs, writes one down, or tries files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use std::{fs, io, thread};

use clientwright::output::Output;
use clientwright::write::{Mode, write};
use clientwright_fuzz::input::{Finding, Input, Outcome, Pains, Target};
use clientwright_fuzz::seeds::{Maker, Seed};
use clientwright_fuzz::shrink::{judge, shrink};
use clientwright_fuzz::{panics, seeds};
use serde_json::json;

/// Of so many inputs one is tried with all pains.
const THOROUGH: u64 = 8;

/// The stack on which inputs are tried: what a thread is given, and a quarter of what a program has, whose frames are
/// larger when nothing is optimised.
const STACK: usize = 2 << 20;

/// The memory that a worker may take.
#[cfg(unix)]
const MEMORY: u64 = 2 << 30;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    panics::listen();
    let done = match words.as_slice() {
        ["cut", out, documents @ ..] => write_seeds(out, documents),
        ["run", rest @ ..] => Job::read(rest).and_then(|job| on_a_stack(move || job.run())),
        ["write", number, out, rest @ ..] => Job::read(rest).and_then(|job| job.write(number, out)),
        ["try", target, files @ ..] => {
            let (target, files) = (*target, files.iter().map(PathBuf::from).collect::<Vec<_>>());
            let target = Target::named(target).ok_or_else(|| io::Error::other("no such target"));
            target.and_then(|target| on_a_stack(move || try_files(target, &files)))
        }
        _ => Err(io::Error::other("see `cargo xtask fuzz --help`")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn on_a_stack(run: impl FnOnce() -> io::Result<()> + Send + 'static) -> io::Result<()> {
    limit_memory()?;
    let thread = thread::Builder::new()
        .name("fuzz".to_owned())
        .stack_size(STACK)
        .spawn(run)?;
    thread
        .join()
        .unwrap_or_else(|_| Err(io::Error::other(panics::last())))
}

#[cfg(unix)]
fn limit_memory() -> io::Result<()> {
    use nix::sys::resource::{Resource, setrlimit};
    Ok(setrlimit(Resource::RLIMIT_AS, MEMORY, MEMORY)?)
}

#[cfg(not(unix))]
fn limit_memory() -> io::Result<()> {
    Ok(())
}

fn write_seeds(out: &str, documents: &[&str]) -> io::Result<()> {
    let documents: Vec<PathBuf> = documents.iter().map(PathBuf::from).collect();
    let all = seeds::seeds(&documents);
    let mut text = String::new();
    for seed in &all {
        text.push_str(&serde_json::to_string(seed)?);
        text.push('\n');
    }
    fs::write(out, text)?;
    let longest = all
        .iter()
        .map(|seed| seed.text.len())
        .max()
        .unwrap_or_default();
    eprintln!(
        "{} seeds of {} documents, the longest of {longest} bytes",
        all.len(),
        documents.len()
    );
    Ok(())
}

/// What a worker is told: target, seed, seeds, documents, and for a run also from, to, note, folder.
struct Job {
    target: Target,
    maker: Maker,
    from: u64,
    to: u64,
    note: PathBuf,
    keep: PathBuf,
    /// Of so many inputs that make a crate one crate is kept.
    crates: Option<u64>,
    limits: Limits,
}

/// How much a worker does at most.
struct Limits {
    ends: Option<Instant>,
    tried: u64,
    taken: u64,
}

impl Limits {
    fn reached(&self, told: &Told) -> bool {
        told.tried >= self.tried
            || told.taken >= self.taken
            || self.ends.is_some_and(|ends| Instant::now() >= ends)
    }
}

impl Job {
    fn read(words: &[&str]) -> io::Result<Self> {
        let mut options: BTreeMap<&str, &str> = BTreeMap::new();
        for pair in words.chunks_exact(2) {
            options.insert(pair[0], pair[1]);
        }
        let text = |name: &str| options.get(name).copied().unwrap_or_default();
        let number = |name: &str| text(name).parse::<u64>().unwrap_or_default();
        let target =
            Target::named(text("--target")).ok_or_else(|| io::Error::other("no such target"))?;
        let mut all: Vec<Seed> = Vec::new();
        if !text("--seeds").is_empty() {
            for line in fs::read_to_string(text("--seeds"))?.lines() {
                all.push(serde_json::from_str(line)?);
            }
        }
        let whole = match text("--whole") {
            "" => Vec::new(),
            list => fs::read_to_string(list)?
                .lines()
                .map(PathBuf::from)
                .collect(),
        };
        Ok(Self {
            target,
            maker: Maker::new(target, number("--seed"), all, whole),
            from: number("--from"),
            to: number("--to"),
            note: text("--note").into(),
            keep: text("--keep").into(),
            crates: options.get("--crates").and_then(|every| every.parse().ok()),
            limits: Limits {
                ends: options
                    .get("--for")
                    .and_then(|left| left.parse().ok())
                    .map(|left| Instant::now() + Duration::from_secs_f64(left)),
                tried: options
                    .get("--tried")
                    .and_then(|most| most.parse().ok())
                    .unwrap_or(u64::MAX),
                taken: options
                    .get("--taken")
                    .and_then(|most| most.parse().ok())
                    .unwrap_or(u64::MAX),
            },
        })
    }

    fn write(mut self, number: &str, out: &str) -> io::Result<()> {
        let number = number.parse().map_err(io::Error::other)?;
        let input = self.maker.input(number);
        let path = Path::new(out).join(&input.name);
        fs::create_dir_all(out)?;
        fs::write(&path, &input.bytes)?;
        println!("{}", path.display());
        Ok(())
    }

    /// Tries all inputs of the range, noting each before it is.
    fn run(mut self) -> io::Result<()> {
        let note = fs::File::create(&self.note)?;
        let noted = Arc::new(AtomicU64::new(self.from));
        watch(Arc::clone(&noted), self.target.patience());
        let mut told = Told::default();
        let mut next = self.from;
        for number in self.from..self.to {
            if self.limits.reached(&told) {
                break;
            }
            next = number + 1;
            noted.store(number, Ordering::Relaxed);
            write_note(&note, number)?;
            let input = self.maker.input(number);
            let pains = if self.crates.is_some() || number % THOROUGH == 0 {
                Pains::All
            } else {
                Pains::Few
            };
            let started = Instant::now();
            let outcome = judge(self.target, &input, pains);
            told.count(number, started.elapsed(), &outcome);
            match outcome {
                Ok(Outcome::Taken(Some(output)))
                    if self.crates.is_some_and(|every| told.taken % every == 1) =>
                {
                    self.keep_crate(number, &input, &output)?;
                }
                Ok(_) => {}
                Err(finding) => self.keep(number, input, &finding)?,
            }
        }
        println!("{}", told.json(next));
        Ok(())
    }

    /// Writes a crate, a workspace of its own, beside the input that makes it.
    fn keep_crate(&self, number: u64, input: &Input, output: &Output) -> io::Result<()> {
        let folder = self.keep.join("crates").join(format!("mutant-{number}"));
        write(output, &folder, Mode::Write).map_err(io::Error::other)?;
        let manifest = folder.join("Cargo.toml");
        let text = fs::read_to_string(&manifest)?;
        fs::write(manifest, format!("{text}\n[workspace]\n"))?;
        fs::write(folder.join(&input.name), &input.bytes)
    }

    /// Keeps the first of each kind, as small as it gets.
    fn keep(&self, number: u64, input: Input, finding: &Finding) -> io::Result<()> {
        let slug: String = finding
            .kind
            .chars()
            .map(|one| {
                if one.is_ascii_alphanumeric() {
                    one
                } else {
                    '-'
                }
            })
            .take(80)
            .collect();
        let folder = self.keep.join("findings").join(slug);
        if folder.exists() {
            return Ok(());
        }
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("whole-{}", input.name)), &input.bytes)?;
        let small = shrink(self.target, input, &finding.kind);
        fs::write(folder.join(&small.name), &small.bytes)?;
        let about = format!(
            "target {}, number {number}\n{}\n",
            self.target.name(),
            finding.said
        );
        fs::write(folder.join("finding.txt"), about)
    }
}

/// What a run tells at its end.
#[derive(Default)]
struct Told {
    tried: u64,
    taken: u64,
    found: u64,
    slowest: (Duration, u64),
}

impl Told {
    fn count(&mut self, number: u64, time: Duration, outcome: &Result<Outcome, Finding>) {
        self.tried += 1;
        match outcome {
            Ok(Outcome::Taken(_)) => self.taken += 1,
            Ok(Outcome::Refused) => {}
            Err(_) => self.found += 1,
        }
        self.slowest = self.slowest.max((time, number));
    }

    fn json(&self, next: u64) -> serde_json::Value {
        json!({
            "next": next,
            "tried": self.tried, "taken": self.taken, "found": self.found,
            "slowest_ms": self.slowest.0.as_secs_f64() * 1000.0, "slowest": self.slowest.1,
            "peak_mib": peak(), "cpu_seconds": cpu(),
        })
    }
}

/// Which input is tried now, for whoever finds this process dead.
#[cfg(unix)]
fn write_note(note: &fs::File, number: u64) -> io::Result<()> {
    use std::os::unix::fs::FileExt as _;
    note.write_all_at(&number.to_le_bytes(), 0)
}

#[cfg(not(unix))]
fn write_note(mut note: &fs::File, number: u64) -> io::Result<()> {
    use std::io::{Seek as _, Write as _};
    note.rewind()?;
    note.write_all(&number.to_le_bytes())
}

/// Ends the process when one input takes too long: processor time, so that a busy machine is no finding.
fn watch(noted: Arc<AtomicU64>, patience: f64) {
    thread::spawn(move || {
        let mut last = (u64::MAX, 0.0, Instant::now());
        loop {
            thread::sleep(Duration::from_millis(500));
            let number = noted.load(Ordering::Relaxed);
            if number != last.0 {
                last = (number, cpu(), Instant::now());
            } else if cpu() - last.1 > patience || last.2.elapsed().as_secs_f64() > 20.0 * patience
            {
                eprintln!("no end after {patience} s");
                std::process::abort();
            }
        }
    });
}

#[cfg(unix)]
fn usage() -> Option<nix::sys::resource::Usage> {
    nix::sys::resource::getrusage(nix::sys::resource::UsageWho::RUSAGE_SELF).ok()
}

/// Processor time so far, in seconds.
#[cfg(unix)]
#[allow(clippy::cast_precision_loss, reason = "nothing runs that long")]
fn cpu() -> f64 {
    let seconds =
        |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    usage().map_or(0.0, |usage| {
        seconds(usage.user_time()) + seconds(usage.system_time())
    })
}

/// The largest resident set so far, in MiB.
#[cfg(unix)]
fn peak() -> i64 {
    let unit = if cfg!(target_os = "macos") {
        1 << 20
    } else {
        1 << 10
    };
    usage().map_or(0, |usage| usage.max_rss() / unit)
}

#[cfg(not(unix))]
fn cpu() -> f64 {
    0.0
}

#[cfg(not(unix))]
fn peak() -> i64 {
    0
}

/// Tries files as they are; says what is found in each.
fn try_files(target: Target, files: &[PathBuf]) -> io::Result<()> {
    let mut found = 0;
    for path in files {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let input = Input {
            name,
            bytes: fs::read(path)?,
        };
        match judge(target, &input, Pains::All) {
            Ok(Outcome::Refused) => println!("{}: refused", path.display()),
            Ok(Outcome::Taken(_)) => println!("{}: taken", path.display()),
            Err(finding) => {
                found += 1;
                println!("{}: {}", path.display(), finding.said);
            }
        }
    }
    if found == 0 {
        Ok(())
    } else {
        Err(io::Error::other(format!("{found} findings")))
    }
}
