//! What a change to one operation's description costs: files that are written again, and the incremental check.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

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
    let (before, after) = (folder.join("before.json"), folder.join("after.json"));
    let mut described = read(document)?;
    write(&before, &described.to_string())?;
    describe(&mut described, &call.line)?;
    write(&after, &described.to_string())?;

    let out = folder.join(&*stem);
    own.progress
        .begin(&format!("{stem}: a change to one description"));
    empty(&out)?;
    usage(&own.command(&before, &out))?;
    let alone = alone(&out, Some(call))?;
    alone.prepare(super::alone::Step::Check)?;
    alone.forget()?;
    let all = alone.check_incrementally()?;
    let written = files(&out)?;
    usage(&own.command(&after, &out))?;
    let files: Vec<String> = files(&out)?
        .into_iter()
        .filter(|(path, text)| written.get(path) != Some(text))
        .map(|(path, _)| path)
        .collect();
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

/// The description, whatever its notation.
fn read(document: &Path) -> Result<Value, String> {
    let wrong = |error: &dyn std::fmt::Display| format!("`{}`: {error}", document.display());
    let text = fs::read_to_string(document).map_err(|error| wrong(&error))?;
    if document
        .extension()
        .is_some_and(|extension| extension == "json")
    {
        serde_json::from_str(&text).map_err(|error| wrong(&error))
    } else {
        serde_yaml::from_str(&text).map_err(|error| wrong(&error))
    }
}

/// Says more of an operation.
fn describe(described: &mut Value, line: &str) -> Result<(), String> {
    let (method, path) = line.split_once(' ').unwrap_or_default();
    let operation = described
        .get_mut("paths")
        .and_then(|paths| paths.get_mut(path))
        .and_then(|item| item.get_mut(method.to_lowercase()))
        .and_then(Value::as_object_mut)
        .ok_or_else(|| format!("the description has no `{line}`"))?;
    let said = operation.get("description").and_then(Value::as_str);
    let more = format!("{} More is said of it.", said.unwrap_or_default());
    operation.insert("description".to_owned(), Value::String(more));
    Ok(())
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
