//! `cargo xtask diff`: what changed for users of the Rust API between two descriptions.

use std::path::Path;
use std::process::ExitCode;

use clientwright::cli::{Diff, diff};

use crate::root::{shown, workspace};

pub(crate) type Arguments = Diff;

/// Where one of the two is the workspace's own description, its settings and names are meant.
pub(crate) fn run(mut asked: Arguments) -> ExitCode {
    let root = workspace();
    let is_own = |path: &Path| {
        let own = root.join("spec/openapi.yaml").canonicalize().ok();
        own.is_some() && own == path.canonicalize().ok()
    };
    if is_own(&asked.old) || is_own(&asked.new) {
        let there = |path: &str| {
            Some(root.join(path))
                .filter(|path| path.exists())
                .map(shown)
        };
        asked.settings = asked.settings.or_else(|| there("spec/codegen.toml"));
        asked.names = asked.names.or_else(|| there("spec/names.lock"));
    }
    diff(&asked)
}
