//! `--coverage`: the targets of `cargo fuzz`, where a nightly toolchain and that command are at hand.

use std::process::{Command, Stdio};
use std::time::Duration;

use super::target::Target;
use super::worker::folder;
use crate::root::workspace;

/// Runs each target for its share of the time; whether nothing was found.
pub(super) fn run(targets: &[Target], time: Option<Duration>) -> Result<bool, String> {
    if let Some(missing) = missing() {
        eprintln!("fuzz --coverage: skipped, for there is no {missing}");
        return Ok(true);
    }
    let targets: Vec<&Target> = targets.iter().filter(|target| has_one(**target)).collect();
    let share = time.map(|time| time.as_secs() / u64::try_from(targets.len().max(1)).unwrap_or(1));
    let mut nothing = true;
    for target in targets {
        let corpus = folder().join("coverage").join(target.name());
        std::fs::create_dir_all(&corpus)
            .map_err(|error| format!("`{}`: {error}", corpus.display()))?;
        let mut command = Command::new("cargo");
        command
            .args([
                "+nightly",
                "fuzz",
                "run",
                "--features",
                "coverage",
                target.name(),
            ])
            .arg(&corpus)
            .args(["--", "-rss_limit_mb=2048", "-timeout=10"])
            .current_dir(workspace().join("generator"));
        if let Some(share) = share {
            command.arg(format!("-max_total_time={}", share.max(1)));
        }
        let status = command
            .status()
            .map_err(|error| format!("cargo fuzz: {error}"))?;
        nothing &= status.success();
    }
    Ok(nothing)
}

/// Whether `generator/fuzz` has a target of this name.
const fn has_one(target: Target) -> bool {
    match target {
        Target::Documents | Target::Reading | Target::Writing => true,
        Target::Whole | Target::Crates => false,
    }
}

/// What is not at hand.
fn missing() -> Option<&'static str> {
    let works = |words: &[&str]| {
        let mut command = Command::new("cargo");
        command
            .args(words)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    if !works(&["+nightly", "--version"]) {
        Some("nightly toolchain")
    } else if !works(&["+nightly", "fuzz", "--version"]) {
        Some("`cargo fuzz` (cargo install cargo-fuzz)")
    } else {
        None
    }
}
