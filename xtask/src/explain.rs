//! `cargo xtask explain`: what a code means, or what became of a place of the description.

use std::process::ExitCode;

use clientwright::cli::{Explain, explain};

use crate::root::{shown, workspace};

pub(crate) type Arguments = Explain;

/// Without a description of its own, what is asked is asked of `spec/`.
pub(crate) fn run(mut asked: Arguments) -> ExitCode {
    if asked.spec.is_empty() {
        let root = workspace();
        let there = |path: &str| {
            Some(root.join(path))
                .filter(|path| path.exists())
                .map(shown)
        };
        asked.spec.extend(there("spec/openapi.yaml"));
        asked.settings = asked.settings.or(there("spec/codegen.toml"));
        asked.names = asked.names.or(there("spec/names.lock"));
    }
    explain(&asked)
}
