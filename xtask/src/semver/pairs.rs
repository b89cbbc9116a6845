//! Pairs of descriptions: what `diff` says of each, beside what `cargo semver-checks` says of the two crates.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clientwright::compare::{Comparison, Side, compare};
use clientwright::diagnostic::Diagnostics;
use clientwright::naming::Plan;
use clientwright::output::Output;
use clientwright::settings::Settings;
use clientwright::write::{Mode, write};

use super::table::{Verdict, print};
use crate::root::{target, workspace};
use crate::tool::SEMVER_CHECKS;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only these pairs
    #[arg(value_name = "PAIR")]
    only: Vec<String>,
}

/// What is out of the sight of `cargo semver-checks`, and the pairs that it is the whole matter of.
const UNSEEN: &[(&str, &[&str])] = &[
    (
        "types of fields and constants, and `Default`",
        &[
            "header-type",
            "property-made-optional",
            "property-made-required",
            "property-nullable",
            "property-type",
            "sent-property-required",
        ],
    ),
    (
        "types of parameters, and their order",
        &[
            "body-media-type-added",
            "parameter-type",
            "parameters-reordered",
            "sent-properties-reordered",
        ],
    ),
    (
        "types that are associated with an implementation of a trait",
        &["failure-first", "success-type"],
    ),
    (
        "which feature an item needs, as long as all are on",
        &["tag-moved"],
    ),
];

/// Whether both say the same of all pairs of which both can know.
pub(super) fn run(arguments: &Arguments) -> Result<bool, String> {
    let program = SEMVER_CHECKS.installed()?;
    let folder = workspace().join("generator/tests/fixtures/diff");
    let mut verdicts = Vec::new();
    for name in names(&folder)? {
        if !arguments.only.is_empty() && !arguments.only.contains(&name) {
            continue;
        }
        eprintln!("{name}");
        let crates = target().join("semver/pairs").join(&name);
        let comparison = generate(&folder.join(&name), &crates)?;
        let judged = judged(&program, &crates)?;
        let unseen = UNSEEN
            .iter()
            .find(|(_, pairs)| pairs.contains(&name.as_str()));
        verdicts.push(Verdict {
            name,
            ours: comparison.is_breaking(),
            lints: judged,
            unseen: unseen.map(|(why, _)| *why),
        });
    }
    Ok(print(&verdicts))
}

fn names(folder: &Path) -> Result<Vec<String>, String> {
    let failed = |error: std::io::Error| format!("`{}`: {error}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        names.push(
            entry
                .map_err(failed)?
                .file_name()
                .to_string_lossy()
                .into_owned(),
        );
    }
    names.sort();
    Ok(names)
}

/// Makes both crates, and says what changed.
fn generate(pair: &Path, crates: &Path) -> Result<Comparison, String> {
    let mut settings = Settings::default();
    settings.client.name = Some("garden-client".to_owned());
    let old = make(&pair.join("old.yaml"), &settings, &crates.join("old"))?;
    settings.names = old.plan.names.clone();
    let new = make(&pair.join("new.yaml"), &settings, &crates.join("new"))?;
    Ok(compare(old.side(), new.side()))
}

/// A description that was made a crate of.
struct Made {
    api: clientwright::model::Api,
    plan: Plan,
}

impl Made {
    fn side(&self) -> Side<'_> {
        Side {
            api: &self.api,
            plan: &self.plan,
        }
    }
}

fn make(document: &Path, settings: &Settings, folder: &Path) -> Result<Made, String> {
    let wrong = |what: &dyn std::fmt::Display| format!("`{}`: {what}", document.display());
    let mut diagnostics = Diagnostics::default();
    let source = clientwright::source::read(&[document.to_path_buf()], &mut diagnostics);
    let planned = clientwright::plan(&source, settings, &mut diagnostics);
    let (api, plan) = planned.ok_or_else(|| wrong(&"it cannot be read"))?;
    let output = clientwright::render::render(clientwright::emit::emit(&plan));
    let output: Output = output.map_err(|bug| wrong(&bug))?;
    write(&output, folder, Mode::Write).map_err(|error| wrong(&error))?;
    // The versions that are tested here, and no look at the registry.
    let lock = folder.join("Cargo.lock");
    fs::copy(workspace().join("Cargo.lock"), &lock).map_err(|error| wrong(&error))?;
    alone(&folder.join("Cargo.toml")).map_err(|error| wrong(&error))?;
    Ok(Made { api, plan })
}

/// Makes a package the root of a workspace: it may lie below that of this repository.
fn alone(manifest: &Path) -> std::io::Result<()> {
    let text = fs::read_to_string(manifest)?;
    if text.contains("[workspace]") {
        return Ok(());
    }
    fs::write(manifest, format!("{text}\n[workspace]\n"))
}

/// What `cargo semver-checks` has rustdoc say of a crate: all items, those that are not public included, as JSON.
const RUSTDOC: &str = "-Zunstable-options --document-private-items --document-hidden-items \
     --output-format=json --cap-lints=allow";

/// The public API of a crate, as JSON.
///
/// All crates are built into one folder, so that what they depend on is built once; `cargo semver-checks` by itself
/// would build it for each.
fn described(package: &Path) -> Result<PathBuf, String> {
    let built = target().join("semver/built");
    let manifest = package.join("Cargo.toml");
    let failed = |error: std::io::Error| format!("`{}`: {error}", package.display());
    let text = fs::read_to_string(&manifest).map_err(failed)?;
    let mut command = Command::new("cargo");
    command.args([
        "doc",
        "--lib",
        "--no-deps",
        "--quiet",
        "--no-default-features",
    ]);
    // Without the transport there is less to build; nothing that is generated depends on it.
    if text.lines().any(|line| line.starts_with("full = ")) {
        command.args(["--features", "full"]);
    }
    command.arg("--manifest-path").arg(&manifest);
    let output = command
        .arg("--target-dir")
        .arg(&built)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTDOCFLAGS", RUSTDOC)
        .output()
        .map_err(failed)?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("`{}`: {}", package.display(), said.trim()));
    }
    let json = package.with_extension("json");
    fs::copy(built.join("doc/garden_client.json"), &json).map_err(failed)?;
    Ok(json)
}

/// The lints that say that the new crate needs another major version.
fn judged(program: &Path, crates: &Path) -> Result<Vec<String>, String> {
    let (old, new) = (
        described(&crates.join("old"))?,
        described(&crates.join("new"))?,
    );
    let output = Command::new(program)
        .arg("semver-checks")
        .arg("--baseline-rustdoc")
        .arg(&old)
        .arg("--current-rustdoc")
        .arg(&new)
        // A change that is no major one is what a minor version may have.
        .args(["--release-type", "minor"])
        .output()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    let lints = said.lines().filter_map(|line| {
        let lint = line.trim_start().strip_prefix("--- failure ")?;
        Some(lint.split(':').next().unwrap_or(lint).to_owned())
    });
    let lints: Vec<String> = lints.collect();
    match (output.status.code(), lints.is_empty()) {
        (Some(0), true) | (Some(_), false) => Ok(lints),
        (_, _) => Err(format!("`{}` was not judged:\n{said}", crates.display())),
    }
}
