//! A description's client and the program that calls all of its operations.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clientwright::cli::{Exit, Job, Manner};
use clientwright::settings::Settings;

use super::line::Line;
use crate::root::{target, workspace};

/// A client with its wire tests, built.
pub(super) struct Client {
    program: PathBuf,
}

impl Client {
    /// Makes the crate and builds its tests.
    ///
    /// # Errors
    ///
    /// In words, what could not be made or built.
    pub(super) fn of(document: &Path) -> Result<Self, String> {
        let name = name(document);
        let folder = target().join("conformance").join(&name);
        let settings = document
            .parent()
            .map(|folder| folder.join("codegen.toml"))
            .filter(|path| path.exists());
        if let Some(path) = &settings {
            without_guide(path, &folder)?;
        }
        let job = Job {
            spec: vec![document.to_path_buf()],
            out: folder.clone(),
            settings,
            name: Some(format!("{name}-client")),
            names: None,
            stamp: None,
            manner: Manner {
                tests: true,
                ..Manner::default()
            },
            command: "cargo xtask conformance".to_owned(),
        };
        if clientwright::cli::run(&job) != Exit::Done {
            return Err("no client was made".to_owned());
        }
        alone(&folder).map_err(|error| format!("`{}`: {error}", folder.display()))?;
        let output = Command::new("cargo")
            .args([
                "test",
                "--quiet",
                "--test",
                "wire",
                "--no-run",
                "--message-format=json",
            ])
            .current_dir(&folder)
            .env("CARGO_TARGET_DIR", target().join("conformance/target"))
            .env("CARGO_INCREMENTAL", "0")
            .output()
            .map_err(|error| format!("cargo cannot be run: {error}"))?;
        let built = String::from_utf8_lossy(&output.stdout);
        let messages = built
            .lines()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        let program = messages
            .filter_map(|message| message.get("executable")?.as_str().map(PathBuf::from))
            .next_back();
        program.map(|program| Self { program }).ok_or_else(|| {
            format!(
                "the client does not build:\n{}",
                String::from_utf8_lossy(&output.stderr)
            )
        })
    }

    /// Calls operations, all or those of these request lines, and gives what came of each.
    ///
    /// # Errors
    ///
    /// In words, if the program said nothing that can be read.
    pub(super) fn call(
        &self,
        base_url: &str,
        only: Option<&[String]>,
        prefer: Option<&str>,
    ) -> Result<Vec<Line>, String> {
        let mut command = Command::new(&self.program);
        command
            .arg("--nocapture")
            .env("CLIENTWRIGHT_BASE_URL", base_url);
        if let Some(only) = only {
            let list = self.program.with_extension("operations");
            fs::write(&list, only.join("\n")).map_err(|error| error.to_string())?;
            command.env("CLIENTWRIGHT_OPERATIONS", list);
        }
        if let Some(prefer) = prefer {
            command.env("CLIENTWRIGHT_PREFER", prefer);
        }
        let output = command
            .output()
            .map_err(|error| format!("the tests cannot be run: {error}"))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let lines = text.lines().filter_map(|line| line.strip_prefix("wire "));
        let lines = lines.map(|line| {
            serde_json::from_str(line)
                .map_err(|error| format!("a line of the test cannot be read: {error}\n{line}"))
        });
        let lines = lines.collect::<Result<Vec<Line>, String>>()?;
        if lines.is_empty() && only.is_none() {
            return Err(format!(
                "the test said nothing:\n{}",
                String::from_utf8_lossy(&output.stderr)
            ));
        }
        Ok(lines)
    }
}

/// Puts an empty file where the settings say that the guide is: it is written for the crate beside the description.
fn without_guide(settings: &Path, folder: &Path) -> Result<(), String> {
    let settings = Settings::read(settings).map_err(|error| error.to_string())?;
    let Some(guide) = settings.client.guide else {
        return Ok(());
    };
    let path = folder.join(guide);
    let beside = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = beside.and_then(|()| fs::write(&path, ""));
    written.map_err(|error| format!("`{}`: {error}", path.display()))
}

/// The crate is no member of the workspace that it happens to lie in, and builds with the versions that this one has.
fn alone(folder: &Path) -> std::io::Result<()> {
    let path = folder.join("Cargo.toml");
    let manifest = fs::read_to_string(&path)?;
    if !manifest.contains("\n[workspace]") {
        fs::write(&path, format!("{manifest}\n[workspace]\n"))?;
    }
    if !folder.join("Cargo.lock").exists() {
        fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    }
    Ok(())
}

/// A name for a crate: the document's, and its folder's where that says more.
fn name(document: &Path) -> String {
    let stem = |path: Option<&std::ffi::OsStr>| {
        path.map(|name| name.to_string_lossy().to_lowercase())
            .unwrap_or_default()
    };
    let folder = stem(document.parent().and_then(Path::file_name));
    let text = format!("{folder}-{}", stem(document.file_stem()));
    let plain: String = text
        .chars()
        .map(|character| {
            if character.is_ascii_alphanumeric() {
                character
            } else {
                '-'
            }
        })
        .collect();
    let plain = plain.trim_matches('-').to_owned();
    if plain.starts_with(|first: char| first.is_ascii_digit()) {
        format!("api-{plain}")
    } else {
        plain
    }
}
