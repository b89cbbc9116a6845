//! `cargo xtask bench json`: how generated types meet JSON, beside serde's derive on the same types.

mod body;
mod contacts;
mod derived;
mod document;
mod generated;
mod measure;
mod program;
mod table;
mod told;
mod variant;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde::{Deserialize, Serialize};

use super::numbers::{Numbers as All, Run};
use super::usage::Usage;
use super::write;
use crate::corpus::progress::Progress;
use measure::{Speed, Step, build, speed, step};
pub(super) use measure::{answer, median};
pub(super) use table::table;
use variant::{Variant, folder};

/// Contacts in the body: about 1 MiB of text.
pub(super) const CONTACTS: usize = 2000;

/// Compare how generated types meet JSON with serde's derive on the same types.
///
/// A made-up description is generated as a crate, and its types are written a second time with
/// `#[derive(Serialize, Deserialize)]`, without the field of all other properties (`derive`) and with it (`derive, flatten`).
/// What they depend on is built before; what is measured is one crate, without incremental compilation: processor time
/// and the memory of the largest process, in turns, the median of all runs. Everything is kept below target/bench/.
#[derive(Args)]
#[command(after_help = "\
Examples:
  cargo xtask bench json
  cargo xtask bench json --types 200 --runs 1 --json numbers.json

Exit codes:
  0  measured
  1  a crate does not build, or two programs do not write the same
  2  wrong usage")]
pub(crate) struct Arguments {
    /// How many structs the made-up description has
    #[arg(long, value_name = "N", default_value_t = 1500)]
    types: usize,
    /// How often each is measured
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Check only that all programs write what they read, with builds that are not optimised
    #[arg(long)]
    only_compare: bool,
    /// Write the numbers into this file, beside those of other sub-commands
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// All numbers of a run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Numbers {
    pub(super) run: Run,
    types: usize,
    runs: u32,
    body_bytes: usize,
    variants: Vec<Measured>,
}

/// What was measured of one variant.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Measured {
    variant: Variant,
    check: Option<Usage>,
    dev: Option<Usage>,
    release: Option<Usage>,
    speed: Option<Speed>,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let done = if arguments.only_compare {
        compare(arguments, &Progress::new())
    } else {
        measure(arguments)
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Every program writes the same JSON, and it is what was read.
fn compare(arguments: &Arguments, progress: &Progress) -> Result<(), String> {
    lay_out(arguments.types, progress)?;
    let text = body::body(20);
    let path = folder(arguments.types).join("few.json");
    fs::write(&path, &text).map_err(|error| format!("`{}`: {error}", path.display()))?;
    let value = |text: &str| serde_json::from_str::<serde_json::Value>(text);
    let sent = value(&text).map_err(|error| error.to_string())?;
    for variant in Variant::ALL.into_iter().filter(|variant| variant.runs()) {
        progress.begin(variant.name());
        let program = build(variant, arguments.types, false)?;
        let back = answer(&program, &[&path.display().to_string()])?;
        if value(&back).map_err(|error| format!("{}: {error}", variant.name()))? != sent {
            return Err(format!(
                "{} writes another value than it read: {back}",
                variant.name()
            ));
        }
        progress.end(&format!("{}: writes what it read", variant.name()), true);
    }
    progress.clear();
    Ok(())
}

/// A program that decodes contacts, optimised, and the body that it is given.
///
/// # Errors
///
/// That it does not build.
pub(super) fn decoder() -> Result<(PathBuf, PathBuf), String> {
    let variant = Variant::Ours;
    variant.lay_out(0).map_err(|error| error.to_string())?;
    let body = folder(0).join("body.json");
    write(&body, &body::body(CONTACTS))?;
    Ok((build(variant, 0, true)?, body))
}

fn lay_out(types: usize, progress: &Progress) -> Result<(), String> {
    for variant in Variant::ALL {
        progress.begin(&format!("{}: crate", variant.name()));
        let done = variant.lay_out(types);
        done.map_err(|error| format!("{}: {error}", variant.name()))?;
    }
    Ok(())
}

fn measure(arguments: &Arguments) -> Result<(), String> {
    let progress = Progress::new();
    let types = arguments.types;
    // Crates that depend on the same, to build that with.
    lay_out(0, &progress)?;
    lay_out(types, &progress)?;
    let text = body::body(CONTACTS);
    let path = folder(types).join("body.json");
    fs::write(&path, &text).map_err(|error| format!("`{}`: {error}", path.display()))?;
    let mut variants: Vec<Measured> = Variant::ALL
        .into_iter()
        .map(|variant| Measured {
            variant,
            check: None,
            dev: None,
            release: None,
            speed: None,
        })
        .collect();
    measure_step(&mut variants, Step::Check, arguments, &progress)?;
    measure_step(&mut variants, Step::Dev, arguments, &progress)?;
    measure_step(&mut variants, Step::Release, arguments, &progress)?;
    for one in variants.iter_mut().filter(|one| one.variant.runs()) {
        progress.begin(&format!("{}: speed", one.variant.name()));
        let program = build(one.variant, types, true)?;
        let speed = speed(&program, &path)?;
        let line = format!(
            "{}: decodes {:.0} MB/s, encodes {:.0} MB/s",
            one.variant.name(),
            speed.decode,
            speed.encode
        );
        progress.end(&line, false);
        one.speed = Some(speed);
    }
    progress.clear();
    let numbers = Numbers {
        run: Run::now(),
        types,
        runs: arguments.runs,
        body_bytes: text.len(),
        variants,
    };
    print!("{}", table(&numbers));
    match &arguments.json {
        Some(path) => All::put(path, |all| all.json = Some(numbers)),
        None => Ok(()),
    }
}

/// Measures a step of all variants, in turns, so that a busy minute meets all of them.
fn measure_step(
    variants: &mut [Measured],
    what: Step,
    arguments: &Arguments,
    progress: &Progress,
) -> Result<(), String> {
    let mut taken: Vec<Vec<Usage>> = vec![Vec::new(); variants.len()];
    let counts = |variant: Variant| what == Step::Check || variant.runs();
    for one in variants.iter().filter(|one| counts(one.variant)) {
        progress.begin(&format!("{}: what it depends on", one.variant.name()));
        step(one.variant, 0, what)?;
    }
    for _ in 0..arguments.runs {
        for (one, taken) in variants.iter().zip(&mut taken) {
            if !counts(one.variant) {
                continue;
            }
            progress.begin(&format!("{}: {what:?}", one.variant.name()));
            let usage = step(one.variant, arguments.types, what)?;
            let (cpu, peak) = (usage.cpu_seconds, usage.peak_mib);
            let line = format!(
                "{}: {what:?} {cpu:.2} CPU s, {peak:.0} MiB",
                one.variant.name()
            );
            progress.end(&line, false);
            taken.push(usage);
        }
    }
    for (one, taken) in variants.iter_mut().zip(taken) {
        let cpu_seconds = median(taken.iter().map(|one| one.cpu_seconds).collect());
        let peak_mib = median(taken.iter().map(|one| one.peak_mib).collect());
        let middle = cpu_seconds
            .zip(peak_mib)
            .map(|(cpu_seconds, peak_mib)| Usage {
                cpu_seconds,
                peak_mib,
            });
        match what {
            Step::Check => one.check = middle,
            Step::Dev => one.dev = middle,
            Step::Release => one.release = middle,
        }
    }
    Ok(())
}
