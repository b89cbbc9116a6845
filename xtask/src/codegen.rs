//! `cargo xtask codegen`: the client from the description.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread::sleep;
use std::time::Duration;

use clap::Args;
use clientwright::cli::{EXIT_CODES, Exit, Job, Manner, Standalone};

use crate::root::{shown, workspace};

/// How often `--watch` looks, and how long a file must be left alone.
const INTERVAL: Duration = Duration::from_millis(300);

/// Regenerate generated-client/ from spec/, or make a standalone crate from any description.
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
    let folders = watched(&job);
    let mut seen = BTreeMap::new();
    loop {
        let now = contents(&folders);
        if now != seen {
            // A file that is still being written is waited for.
            sleep(INTERVAL);
            if contents(&folders) != now {
                continue;
            }
            seen = now;
            let exit = clientwright::cli::run(&job);
            let outcome = if exit == Exit::Done { "done" } else { "failed" };
            eprintln!("{outcome}; watching for changes");
        }
        sleep(INTERVAL);
    }
}

fn job(standalone: Standalone, manner: Manner) -> Job {
    let command = standalone.command("cargo xtask codegen");
    if let Some(out) = standalone.out {
        return Job {
            spec: standalone.spec,
            out,
            settings: standalone.settings,
            name: standalone.name,
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
        manner,
        command: "cargo xtask codegen".to_owned(),
    }
}

/// The folders whose files a run depends on.
fn watched(job: &Job) -> Vec<PathBuf> {
    let files = job.spec.iter().chain(&job.settings);
    let mut folders: Vec<PathBuf> = files
        .filter_map(|file| file.parent())
        .map(|folder| {
            if folder.as_os_str().is_empty() {
                PathBuf::from(".")
            } else {
                folder.into()
            }
        })
        .collect();
    folders.dedup();
    folders
}

/// Every description below the folders, with its content.
fn contents(folders: &[PathBuf]) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for folder in folders {
        collect(folder, &mut found, 0);
    }
    found
}

fn collect(folder: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>, depth: usize) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, kind) = (entry.path(), entry.file_type());
        let Ok(kind) = kind else { continue };
        let described = path.extension().is_some_and(|extension| {
            ["yaml", "yml", "json", "toml", "md"]
                .iter()
                .any(|known| extension == *known)
        });
        let name = entry.file_name();
        let name = name.to_string_lossy();
        // What is built or fetched is large and describes nothing.
        if name.starts_with('.') || matches!(&*name, "target" | "node_modules") {
            continue;
        }
        if kind.is_dir() && depth < 8 {
            collect(&path, found, depth + 1);
        } else if described {
            found.insert(path.clone(), fs::read(&path).unwrap_or_default());
        }
    }
}
