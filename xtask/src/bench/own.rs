//! What is measured of a client of ours: generating, checking and building it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::alone::{Alone, Step};
use super::change;
use super::generator::{PACKAGE, command};
use super::json::median;
use super::numbers::{Build, Measured};
use super::one_call::{OneCall, Program};
use super::usage::{Usage, usage};
use super::write;
use crate::corpus::progress::Progress;
use crate::root::target;

/// How far measuring goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Extent {
    Generate,
    Check,
    Build,
}

/// What measures clients of ours.
pub(super) struct Own<'a> {
    /// The optimised generator.
    pub(super) generator: &'a Path,
    pub(super) runs: u32,
    pub(super) progress: &'a Progress,
}

impl Own<'_> {
    /// Measures generating a description's client.
    ///
    /// # Errors
    ///
    /// What the generator said.
    pub(super) fn generated(&self, document: &Path) -> Result<Measured, String> {
        let name = name(document);
        let out = folder().join(&name);
        let (generate, unchanged_ms) = self.generate(&name, document, &out)?;
        let lines = lines(&out.join("src")).map_err(|error| error.to_string())?;
        let Usage {
            cpu_seconds,
            peak_mib,
        } = generate;
        self.progress.end(
            &format!("{name}: {cpu_seconds:.2} CPU s, {peak_mib:.0} MiB, {lines} lines"),
            false,
        );
        Ok(Measured {
            bytes: fs::metadata(document).map_or(0, |data| data.len()),
            name,
            lines,
            generate,
            unchanged_ms,
            check: None,
            operation: None,
            build: None,
            changed: None,
            peers: Vec::new(),
        })
    }

    /// Measures one thing more of a client that was generated, if there is one left; says whether there was.
    ///
    /// # Errors
    ///
    /// What the generator or the compiler said.
    pub(super) fn go_on(
        &self,
        document: &Path,
        extent: Extent,
        measured: &mut Measured,
    ) -> Result<bool, String> {
        let builds = extent >= Extent::Build;
        if extent < Extent::Check || (measured.check.is_some() && !builds) {
            return Ok(false);
        }
        let out = folder().join(&measured.name);
        // What was generated in an earlier run need not be there any more.
        if !out.join("Cargo.toml").exists() {
            usage(&self.command(document, &out))?;
        }
        let call = OneCall::choose(&out)?;
        let alone = alone(&out, call.as_ref())?;
        if measured.check.is_none() {
            measured.check = Some(self.step(&measured.name, &alone, Step::Check)?);
            measured.operation = call.map(|call| call.line);
            return Ok(true);
        }
        match call {
            Some(call) if measured.build.is_none() => {
                measured.build = Some(self.build(&measured.name, document, &alone, &call)?);
            }
            Some(call) if measured.changed.is_none() => {
                measured.changed = Some(change::measure(self, document, &call)?);
            }
            Some(_) | None => return Ok(false),
        }
        Ok(true)
    }

    /// Generates into an empty folder, then with nothing to change: the processor time of that is in milliseconds.
    fn generate(&self, name: &str, document: &Path, out: &Path) -> Result<(Usage, f64), String> {
        let mut taken = Vec::new();
        for _ in 0..self.runs {
            self.progress.begin(&format!("{name}: generating"));
            empty(out)?;
            taken.push(usage(&self.command(document, out))?);
        }
        let mut unchanged = Vec::new();
        for _ in 0..self.runs {
            unchanged.push(1000.0 * usage(&self.command(document, out))?.cpu_seconds);
        }
        let generate = middle(&taken).ok_or("nothing was measured")?;
        Ok((generate, median(unchanged).unwrap_or_default()))
    }

    /// The command that generates a client.
    pub(super) fn command(&self, document: &Path, out: &Path) -> Command {
        command(self.generator, document, out)
    }

    /// What a step takes, the median of all runs.
    fn step(&self, name: &str, alone: &Alone, step: Step) -> Result<Usage, String> {
        let label = format!("{name}: {}", step.name());
        self.progress.begin(&format!("{name}: what it depends on"));
        alone.prepare(step)?;
        let mut taken = Vec::new();
        for _ in 0..self.runs {
            self.progress.begin(&label);
            taken.push(alone.take(step)?);
        }
        let middle = middle(&taken).ok_or("nothing was measured")?;
        let Usage {
            cpu_seconds,
            peak_mib,
        } = middle;
        self.progress.end(
            &format!("{label} {cpu_seconds:.2} CPU s, {peak_mib:.0} MiB"),
            false,
        );
        Ok(middle)
    }

    fn build(
        &self,
        name: &str,
        document: &Path,
        alone: &Alone,
        call: &OneCall,
    ) -> Result<Build, String> {
        let dev = self.step(name, alone, Step::Dev)?;
        let release = self.step(name, alone, Step::Release)?;
        let program_bytes = alone.program_bytes()?;
        let selected_bytes = self.selected(name, document, call)?;
        self.progress.end(
            &format!("{name}: program of {program_bytes} bytes, {selected_bytes} without other operations"),
            false,
        );
        Ok(Build {
            dev,
            release,
            program_bytes,
            selected_bytes,
        })
    }

    /// Size of the same program with a client that has no other operation.
    fn selected(&self, name: &str, document: &Path, call: &OneCall) -> Result<u64, String> {
        self.progress.begin(&format!("{name}: one operation alone"));
        let out = folder().join("selected").join(name);
        empty(&out)?;
        let settings = folder().join("selected").join(format!("{name}.toml"));
        write(
            &settings,
            &format!("[select]\noperations = [{:?}]\n", call.line),
        )?;
        // What is left is called what it is called in the whole.
        let names = out.with_extension("lock");
        let whole = folder().join(name).join("names.lock");
        fs::copy(&whole, &names).map_err(|error| format!("`{}`: {error}", whole.display()))?;
        let mut command = self.command(document, &out);
        command
            .arg("--settings")
            .arg(&settings)
            .arg("--names")
            .arg(&names);
        usage(&command)?;
        let alone = alone(&out, Some(call))?;
        alone.prepare(Step::Release)?;
        alone.take(Step::Release)?;
        alone.program_bytes()
    }
}

/// What a description is called in tables.
pub(super) fn name(document: &Path) -> String {
    let stem = document.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

/// Where clients are generated.
pub(super) fn folder() -> PathBuf {
    target().join("bench/apis")
}

/// A client of ours and its program.
pub(super) fn alone(client: &Path, call: Option<&OneCall>) -> Result<Alone, String> {
    let program = call.map_or_else(|| Program::idle(PACKAGE), |call| call.ours(PACKAGE));
    Alone::lay_out(client, &program, target().join("bench/apis-built"), None)
}

pub(super) fn empty(folder: &Path) -> Result<(), String> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| format!("`{}`: {error}", folder.display()))?;
    }
    Ok(())
}

fn middle(taken: &[Usage]) -> Option<Usage> {
    Some(Usage {
        cpu_seconds: median(taken.iter().map(|one| one.cpu_seconds).collect())?,
        peak_mib: median(taken.iter().map(|one| one.peak_mib).collect())?,
    })
}

/// Lines of all files of a folder but those below its `runtime/`.
///
/// # Errors
///
/// What cannot be read.
pub(super) fn lines(folder: &Path) -> std::io::Result<usize> {
    let mut count = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "runtime") {
                count += lines(&path)?;
            }
        } else {
            count += fs::read_to_string(&path)?.lines().count();
        }
    }
    Ok(count)
}
