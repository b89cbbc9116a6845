//! A crate that is generated of an invented description of this repository, for hand-written programs to be put into.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clientwright::diagnostic::Diagnostics;
use clientwright::settings::Settings;
use clientwright::source;

use crate::corpus::generate::save;
use crate::root::{target, workspace};

/// The crate `package` of `xtask/NAME/openapi.yaml`, in `target/NAME/crate`; its manifest ends in what the programs `need`.
///
/// # Errors
///
/// What keeps it from being made: of an invented description nothing else is to be said.
pub(crate) fn lay_out(name: &str, package: &str, needed: &str) -> Result<PathBuf, Box<dyn Error>> {
    let settings = Settings::named(package);
    let mut diagnostics = Diagnostics::default();
    let description = sources(name).join("openapi.yaml");
    let source = source::read(&[description], &mut diagnostics);
    let output = clientwright::generate(&source, &settings, &mut diagnostics)?;
    let output =
        output.ok_or_else(|| format!("nothing is generated of xtask/{name}/openapi.yaml"))?;
    let folder = target().join(name).join("crate");
    save(&output, &folder)?;
    let manifest = folder.join("Cargo.toml");
    let text = fs::read_to_string(&manifest)?;
    fs::write(manifest, text + needed)?;
    fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(folder)
}

/// Where the description and the programs are.
pub(crate) fn sources(name: &str) -> PathBuf {
    workspace().join("xtask").join(name)
}

/// Where cargo builds the crate.
pub(crate) fn built(name: &str) -> PathBuf {
    target().join(name).join("built")
}

/// Cargo, for the crate in its folder.
pub(crate) fn cargo(name: &str, folder: &Path, command: &str) -> Command {
    let mut cargo = Command::new("cargo");
    cargo
        .arg(command)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", built(name))
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0");
    cargo
}
