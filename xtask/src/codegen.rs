//! `cargo xtask codegen`: the client from the description.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use clientwright::cli::{EXIT_CODES, Exit, Job, Manner, Standalone};

use crate::root::{shown, target, workspace};
use crate::watch::Watch;

/// Regenerate generated-client/ and spec/names.lock from spec/, or make a standalone crate from any description.
#[derive(Args)]
#[command(after_help = format!("Examples:
  cargo xtask codegen
  cargo xtask codegen --check
  cargo xtask codegen --watch
  cargo xtask codegen --spec petstore.json --out ../petstore-client

{EXIT_CODES}"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    standalone: Standalone,
    #[command(flatten)]
    manner: Manner,
    /// Do it again on every change of the description, until interrupted
    #[arg(long, conflicts_with = "check")]
    watch: bool,
}

pub(crate) fn run(arguments: Arguments) -> ExitCode {
    let job = job(arguments.standalone, arguments.manner);
    if !arguments.watch {
        return clientwright::cli::run(&job).into();
    }
    let named = job.spec.iter().chain(&job.settings).cloned();
    let written = [job.out.clone()]
        .into_iter()
        .chain(job.names.clone())
        .chain(job.manner.report.clone());
    Watch::new(named, written).each_change(|| {
        let outcome = match clientwright::cli::run(&job) {
            Exit::Done => "done",
            Exit::LeftOut => "done but for what was left out",
            Exit::Wrong | Exit::Bug => "failed",
        };
        eprintln!("{outcome}; watching for changes, Ctrl-C ends it");
    })
}

fn job(standalone: Standalone, manner: Manner) -> Job {
    let command = standalone.command("cargo xtask codegen");
    if let Some(out) = standalone.out {
        let stamp = stamp(&out);
        return Job {
            spec: standalone.spec,
            out,
            settings: standalone.settings,
            name: standalone.name,
            names: standalone.names,
            stamp,
            manner,
            command,
        };
    }
    let root = workspace();
    let out = shown(root.join("generated-client"));
    let settings = root.join("spec/codegen.toml");
    Job {
        spec: vec![shown(root.join("spec/openapi.yaml"))],
        stamp: stamp(&out),
        out,
        settings: settings.exists().then(|| shown(settings)),
        name: None,
        names: Some(shown(root.join("spec/names.lock"))),
        manner,
        command: "cargo xtask codegen".to_owned(),
    }
}

/// Where the stamp of a crate is kept. Two crates of one name take turns.
fn stamp(out: &Path) -> Option<PathBuf> {
    let name = out.file_name()?.to_string_lossy();
    Some(target().join("codegen").join(format!("{name}.json")))
}
