//! `cargo xtask codegen`: the client from the description.

use std::process::ExitCode;

use clap::Args;
use clientwright::cli::{EXIT_CODES, Exit, Job, Manner, Standalone};

use crate::root::{shown, workspace};
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
        return Job {
            spec: standalone.spec,
            out,
            settings: standalone.settings,
            name: standalone.name,
            names: standalone.names,
            manner,
            command,
        };
    }
    let root = workspace();
    let settings = root.join("spec/codegen.toml");
    Job {
        spec: vec![shown(root.join("spec/openapi.yaml"))],
        out: shown(root.join("generated-client")),
        settings: settings.exists().then(|| shown(settings)),
        name: None,
        names: Some(shown(root.join("spec/names.lock"))),
        manner,
        command: "cargo xtask codegen".to_owned(),
    }
}
