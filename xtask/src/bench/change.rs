//! What a change to one operation's description costs: files that are written again, and the incremental check.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::numbers::Changed;
use super::one_call::OneCall;
use super::own::{Own, alone, empty, folder};
use super::usage::usage;
use super::write;

/// Generates the client before and after the change, and checks both, the second with what the first check left.
///
/// # Errors
///
/// What the generator or the compiler said.
pub(super) fn measure(own: &Own<'_>, document: &Path, call: &OneCall) -> Result<Changed, String> {
    let stem = document.file_stem().unwrap_or_default().to_string_lossy();
    let folder = folder().join("changed");
    let settings = folder.join("codegen.toml");
    write(&settings, "[source]\noverlays = [\"more.overlay.yaml\"]\n")?;
    write(&folder.join("more.overlay.yaml"), &more(&call.line))?;

    let out = folder.join(&*stem);
    own.progress
        .begin(&format!("{stem}: a change to one description"));
    empty(&out)?;
    usage(&own.command(document, &out))?;
    let alone = alone(&out, Some(call))?;
    alone.prepare(super::alone::Step::Check)?;
    alone.forget()?;
    let all = alone.check_incrementally()?;
    let written = files(&out)?;
    usage(own.command(document, &out).arg("--settings").arg(&settings))?;
    let files: Vec<String> = files(&out)?
        .into_iter()
        .filter(|(path, text)| written.get(path) != Some(text))
        .map(|(path, _)| path)
        .collect();
    if files.is_empty() {
        return Err(format!("`{}` has no `{}`", document.display(), call.line));
    }
    let again = alone.check_incrementally()?;
    let line = format!(
        "{stem}: a change to one description writes {}; check {:.2} CPU s after {:.2}",
        files.join(", "),
        again.cpu_seconds,
        all.cpu_seconds
    );
    own.progress.end(&line, false);
    Ok(Changed { files, all, again })
}

/// An overlay that says more of an operation.
fn more(line: &str) -> String {
    let (method, path) = line.split_once(' ').unwrap_or_default();
    let target = format!("$.paths['{path}'].{}", method.to_lowercase());
    let overlay = json!({
        "overlay": "1.0.0",
        "info": { "title": "More", "version": "1" },
        "actions": [{ "target": target, "update": { "description": "More is said of it." } }],
    });
    overlay.to_string()
}

/// All files of a folder: paths within it, and what they hold.
fn files(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let mut found = BTreeMap::new();
    let mut left: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(next) = left.pop() {
        let wrong = |error: std::io::Error| format!("`{}`: {error}", next.display());
        for entry in fs::read_dir(&next).map_err(wrong)? {
            let path = entry.map_err(wrong)?.path();
            if path.is_dir() {
                left.push(path);
            } else {
                let within = path
                    .strip_prefix(folder)
                    .unwrap_or(&path)
                    .display()
                    .to_string();
                found.insert(within, fs::read(&path).map_err(wrong)?);
            }
        }
    }
    Ok(found)
}
