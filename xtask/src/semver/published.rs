//! The client of this repository beside the one that was tagged last.

use std::process::Command;

use crate::root::workspace;
use crate::tool::SEMVER_CHECKS;

/// The tags of the client's versions.
const TAGS: &str = "quo-client-v*";

/// Whether the client's version says what changed since the last tag.
pub(super) fn run() -> Result<bool, String> {
    let tags = Command::new("git")
        .current_dir(workspace())
        .args(["tag", "--list", TAGS, "--sort=-version:refname"])
        .output()
        .map_err(|error| format!("git: {error}"))?;
    if !tags.status.success() {
        let said = String::from_utf8_lossy(&tags.stderr);
        return Err(format!("git tag: {}", said.trim()));
    }
    let tags = String::from_utf8_lossy(&tags.stdout);
    let Some(tag) = tags.lines().next() else {
        println!("skipped: there is no tag `{TAGS}` yet to compare with");
        return Ok(true);
    };
    println!("beside {tag}");
    let program = SEMVER_CHECKS.installed()?;
    let ended = Command::new(&program)
        .current_dir(workspace())
        .args(["semver-checks", "--package", "quo-client"])
        .args(["--baseline-rev", tag])
        .status()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    Ok(ended.success())
}
