//! What checking, building and running a variant takes.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::program::{PROGRAM, WHOLE};
use super::variant::Variant;
use crate::bench::usage::{Usage, usage};
use crate::root::target;

/// How often a body is decoded and encoded; the median counts.
const ROUNDS: u32 = 101;

/// What cargo does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Step {
    Check,
    Dev,
    Release,
}

impl Step {
    const fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Check => &["check", "--lib"],
            Self::Dev => &["build", "--example", WHOLE],
            Self::Release => &["build", "--example", WHOLE, "--release"],
        }
    }
}

/// Speed of a program, and its size.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Speed {
    /// Millions of bytes of the received body that are decoded in a second.
    pub(super) decode: f64,
    /// Millions of bytes of text that are encoded in a second.
    pub(super) encode: f64,
    /// Size of the stripped program.
    pub(super) program_bytes: u64,
}

fn cargo(variant: Variant, types: usize, arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command
        .args(arguments)
        .args(["--quiet", "--offline"])
        .args(variant.flags())
        .current_dir(variant.folder(types))
        .env("CARGO_TARGET_DIR", built())
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_RELEASE_STRIP", "true");
    command
}

fn built() -> PathBuf {
    target().join("bench/built")
}

/// Runs a step for this crate alone: what it depends on has been built.
pub(super) fn step(variant: Variant, types: usize, step: Step) -> Result<Usage, String> {
    let library = variant.folder(types).join("src/lib.rs");
    File::options()
        .append(true)
        .open(&library)
        .and_then(|file| file.set_modified(SystemTime::now()))
        .map_err(|error| format!("`{}`: {error}", library.display()))?;
    usage(&cargo(variant, types, step.arguments()))
}

/// Builds the program and gives its path.
pub(super) fn build(variant: Variant, types: usize, release: bool) -> Result<PathBuf, String> {
    let mut arguments = vec!["build", "--example", PROGRAM];
    arguments.extend(release.then_some("--release"));
    usage(&cargo(variant, types, &arguments))?;
    let profile = if release { "release" } else { "debug" };
    let program = built().join(profile).join("examples").join(PROGRAM);
    // The next crate's program is called the same.
    let own = variant.folder(types).join(profile);
    fs::copy(&program, &own).map_err(|error| format!("`{}`: {error}", program.display()))?;
    Ok(own)
}

/// Runs a program on a body.
pub(super) fn speed(program: &Path, body: &Path) -> Result<Speed, String> {
    let bytes = size(body)?;
    let said = answer(program, &[&body.display().to_string(), &ROUNDS.to_string()])?;
    let mut decoded = Vec::new();
    let mut encoded = Vec::new();
    for line in said.lines() {
        let numbers: Vec<f64> = line
            .split(' ')
            .filter_map(|text| text.parse().ok())
            .collect();
        let [decode, encode, text] = numbers[..] else {
            return Err(format!("the program said `{line}`"));
        };
        // Bytes in a nanosecond are a thousand millions of bytes in a second.
        decoded.push(1000.0 * bytes as f64 / decode);
        encoded.push(1000.0 * text / encode);
    }
    Ok(Speed {
        decode: median(decoded).ok_or("the program said nothing")?,
        encode: median(encoded).ok_or("the program said nothing")?,
        program_bytes: size(program)?,
    })
}

/// What a program writes to standard output.
pub(in crate::bench) fn answer(program: &Path, arguments: &[&str]) -> Result<String, String> {
    let shown = program.display();
    let output = Command::new(program).args(arguments).output();
    let output = output.map_err(|error| format!("`{shown}`: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        Err(format!("`{shown}` failed: {}", said.trim()))
    }
}

fn size(path: &Path) -> Result<u64, String> {
    let data = fs::metadata(path).map_err(|error| format!("`{}`: {error}", path.display()))?;
    Ok(data.len())
}

/// The middle one.
pub(in crate::bench) fn median(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied()
}
