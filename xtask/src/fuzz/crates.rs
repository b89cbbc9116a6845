//! Crates out of mutants, checked by clippy with warnings denied.

use std::fs;

use clientwright::output::Dependency;

use super::drive::Run;
use super::worker::folder;
use crate::corpus::check::Workshop;
use crate::corpus::features::Features;
use crate::corpus::progress::Progress;

/// Checks every crate that was kept and has not passed; whether all pass.
pub(super) fn check(run: &Run<'_>, progress: &Progress) -> Result<bool, String> {
    let crates = run.folder.join("crates");
    let entries = fs::read_dir(&crates).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let workshop = Workshop {
        folder: run.folder.clone(),
    };
    let template = Workshop {
        folder: folder().join("clippy"),
    };
    progress.begin("what the crates depend on");
    workshop
        .prepare(&dependencies())
        .map_err(|error| error.to_string())?;
    let mut passed = 0;
    for (index, name) in names.iter().enumerate() {
        progress.begin(&format!("clippy {}/{}  {name}", index + 1, names.len()));
        let mark = crates.join(name).join("passed");
        if !mark.exists() {
            let checked = workshop.check_in(name, &template.folder, &Features::Default);
            if let Some(first) = checked.first {
                progress.end(&format!("{name}: {first}"), true);
                continue;
            }
            fs::write(&mark, "").map_err(|error| error.to_string())?;
        }
        passed += 1;
    }
    progress.end(
        &format!("crates: {passed} of {} pass clippy", names.len()),
        true,
    );
    Ok(passed == names.len())
}

/// All that any client may depend on.
fn dependencies() -> Vec<Dependency> {
    let all: [(&str, &str, &[&str]); 14] = [
        ("base64", "0.23", &["alloc"]),
        ("bytes", "1", &[]),
        ("futures-core", "0.3", &[]),
        ("http", "1", &[]),
        ("http-body", "1", &[]),
        ("jiter", "0.19", &[]),
        ("percent-encoding", "2.3", &["alloc"]),
        ("reqwest", "0.13", &["rustls"]),
        ("secrecy", "0.10", &[]),
        ("serde_json", "1", &["raw_value"]),
        ("time", "0.3", &["alloc", "formatting", "parsing"]),
        ("tokio", "1", &["sync", "time", "macros", "rt-multi-thread"]),
        ("url", "2.5", &["std"]),
        ("uuid", "1", &[]),
    ];
    let dependency = |(name, version, features): (&str, &str, &[&str])| Dependency {
        name: name.to_owned(),
        version: version.to_owned(),
        default_features: false,
        features: features.iter().map(|one| (*one).to_owned()).collect(),
        optional: false,
    };
    all.into_iter().map(dependency).collect()
}
