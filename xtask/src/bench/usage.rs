//! What a command and all that it starts take: processor time, and the memory of the largest process.
//!
//! The kernel tells the largest process of all that one has waited for, so each measurement is a process of its own:
//! this program once more, as `cargo xtask bench usage`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::{fs, io};

use clap::Args;
use nix::sys::resource::{Resource, UsageWho, getrusage, setrlimit};
use nix::sys::time::TimeVal;
use serde::{Deserialize, Serialize};

use crate::root::target;

/// Runs a command and prints what it took as a last line of standard output.
#[derive(Args)]
pub(crate) struct Arguments {
    /// How much processor time each process may take, in seconds
    #[arg(long, value_name = "SECONDS")]
    seconds: Option<u64>,
    /// How much memory each process may address, in GiB
    #[arg(long, value_name = "GIB")]
    memory: Option<u64>,
    /// The command
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
    command: Vec<OsString>,
}

/// How much a command may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Processor time of each process, in seconds.
    pub(super) seconds: u64,
    /// Memory that each process may address, in GiB.
    pub(super) memory: u64,
}

/// What was taken.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Usage {
    /// Processor time of user and kernel, in seconds.
    pub(crate) cpu_seconds: f64,
    /// The largest resident set of any of the processes, in MiB.
    pub(crate) peak_mib: f64,
}

/// How much `ru_maxrss` of one MiB is: Linux counts KiB, macOS bytes (getrusage(2)).
const PER_MIB: f64 = if cfg!(target_os = "macos") {
    1_048_576.0
} else {
    1024.0
};

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    // Whoever takes too long is told so by a signal of its own; memory that is lacking is answered with another.
    let limited = limit(Resource::RLIMIT_CPU, arguments.seconds, 60).and_then(|()| {
        limit(
            Resource::RLIMIT_AS,
            arguments.memory.map(|gib| gib << 30),
            0,
        )
    });
    match limited.and_then(|()| taken_by_children(&arguments.command)) {
        Ok((usage, ended)) if ended.success() => {
            println!("{}", serde_json::json!(usage));
            ExitCode::SUCCESS
        }
        Ok((_, ended)) => {
            eprintln!("{ended}");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Sets a limit of this process, which those that it starts inherit; `more` than it they are killed for.
fn limit(resource: Resource, most: Option<u64>, more: u64) -> io::Result<()> {
    most.map_or(Ok(()), |most| Ok(setrlimit(resource, most, most + more)?))
}

fn taken_by_children(command: &[OsString]) -> io::Result<(Usage, ExitStatus)> {
    let (program, arguments) = command
        .split_first()
        .ok_or_else(|| io::Error::other("no command"))?;
    let status = Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .status()?;
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    #[allow(clippy::cast_precision_loss, reason = "no process is that large")]
    let peak = usage.max_rss() as f64;
    let usage = Usage {
        cpu_seconds: seconds(usage.user_time()) + seconds(usage.system_time()),
        peak_mib: peak / PER_MIB,
    };
    Ok((usage, status))
}

#[allow(clippy::cast_precision_loss, reason = "nothing runs that long")]
fn seconds(time: TimeVal) -> f64 {
    time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6
}

/// Runs a command to its end and gives what it took.
///
/// # Errors
///
/// What the command said if it failed.
pub(crate) fn usage(command: &Command) -> Result<Usage, String> {
    usage_within(command, None)
}

/// Runs a command to its end, or to its limits, and gives what it took.
///
/// # Errors
///
/// What the command said if it failed.
pub(super) fn usage_within(command: &Command, limits: Option<Limits>) -> Result<Usage, String> {
    let shown = command.get_program().to_string_lossy().into_owned();
    let mut own = Command::new(this_program()?);
    own.args(["bench", "usage"]);
    if let Some(Limits { seconds, memory }) = limits {
        own.args(["--seconds", &seconds.to_string()]);
        own.args(["--memory", &memory.to_string()]);
    }
    own.arg("--")
        .arg(command.get_program())
        .args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        own.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => own.env(name, value),
            None => own.env_remove(name),
        };
    }
    let output = own
        .output()
        .map_err(|error| format!("this program, to measure {shown}: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{shown} failed: {}", said.trim()));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("{shown}: {error}"))
}

/// A copy of this program: a build beside a long measurement puts another in its place.
fn this_program() -> Result<&'static Path, String> {
    static COPY: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let copied = COPY.get_or_init(|| {
        let copy = || -> io::Result<PathBuf> {
            let folder = target().join("bench");
            fs::create_dir_all(&folder)?;
            let to = folder.join(format!("xtask-{}", std::process::id()));
            fs::copy(std::env::current_exe()?, &to)?;
            Ok(to)
        };
        copy().map_err(|error| format!("this program cannot be copied: {error}"))
    });
    copied.as_deref().map_err(Clone::clone)
}
