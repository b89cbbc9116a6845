//! `cargo clippy` over generated crates, with warnings denied.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Instant;

use clientwright::output::Dependency;
use serde::{Deserialize, Serialize};

use super::features::Features;

/// Begins the dependencies in the template's manifest.
const DEPENDENCIES: &str = "[dependencies]";

/// What clippy says about a crate.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Checked {
    /// The first thing that is wrong, as the compiler prints it.
    pub(crate) first: Option<String>,
    /// Counts by lint or error code and message, the names in messages left out.
    pub(super) kinds: BTreeMap<String, usize>,
    /// Wall time.
    pub(super) seconds: f64,
}

impl Checked {
    /// Takes in what clippy says about the same crate with other features.
    pub(super) fn add(&mut self, other: Self) {
        self.first = self.first.take().or(other.first);
        for (kind, count) in other.kinds {
            *self.kinds.entry(kind).or_default() += count;
        }
        self.seconds += other.seconds;
    }
}

/// Where crates are checked.
#[derive(Clone, Debug)]
pub(crate) struct Workshop {
    /// The folder for all that the command leaves behind.
    pub(crate) folder: PathBuf,
}

impl Workshop {
    /// The folder of a document's crate.
    pub(super) fn crate_folder(&self, slug: &str) -> PathBuf {
        self.folder.join("crates").join(slug)
    }

    fn lock(&self) -> PathBuf {
        self.folder.join("template/Cargo.lock")
    }

    /// Makes the lock file that all crates start from, out of all that any of them depends on, and fetches it.
    pub(crate) fn prepare(&self, dependencies: &[Dependency]) -> io::Result<()> {
        let template = self.folder.join("template");
        let path = template.join("Cargo.toml");
        let old = fs::read_to_string(&path).unwrap_or_default();
        let manifest = template_manifest(dependencies, &old);
        if self.lock().exists() && old == manifest {
            return Ok(());
        }
        fs::create_dir_all(template.join("src"))?;
        fs::write(template.join("src/lib.rs"), "")?;
        fs::write(&path, manifest)?;
        let output = Command::new("cargo")
            .args(["fetch", "--quiet"])
            .current_dir(&template)
            .output()?;
        if output.status.success() {
            return Ok(());
        }
        // What is half made is not taken for made by the next run.
        let _ = fs::remove_file(self.lock());
        let said = String::from_utf8_lossy(&output.stderr);
        Err(io::Error::other(format!("cargo fetch: {}", said.trim())))
    }

    /// Checks a crate with some features; `worker` has built dependencies of its own.
    pub(super) fn check(&self, slug: &str, worker: usize, features: &Features) -> Checked {
        let built = self.folder.join(format!("built-{worker}"));
        self.check_in(slug, &built, features)
    }

    /// Checks a crate with some features, with what was built into a folder.
    pub(crate) fn check_in(&self, slug: &str, built: &Path, features: &Features) -> Checked {
        let started = Instant::now();
        let folder = self.crate_folder(slug);
        let mut checked = match self.clippy(&folder, built, features) {
            Ok(output) => read(&output),
            Err(error) => Checked {
                first: Some(error.to_string()),
                ..Checked::default()
            },
        };
        if *features != Features::Default {
            checked.first = checked
                .first
                .map(|first| format!("with {features}: {first}"));
        }
        checked.seconds = started.elapsed().as_secs_f64();
        checked
    }

    fn clippy(&self, folder: &Path, built: &Path, features: &Features) -> io::Result<Output> {
        fs::copy(self.lock(), folder.join("Cargo.lock"))?;
        Command::new("cargo")
            .args(["clippy", "--quiet", "--offline", "--message-format=json"])
            .args(features.arguments())
            .args(["--", "-D", "warnings"])
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", built)
            // Incremental state of crates that are built once only fills the disk.
            .env("CARGO_INCREMENTAL", "0")
            .output()
    }
}

/// A package that depends on all of `dependencies`, and on what `old` does: a run over fewer documents
/// changes no version.
fn template_manifest(dependencies: &[Dependency], old: &str) -> String {
    let mut features: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for dependency in dependencies {
        let all = features.entry(&dependency.name).or_default();
        all.extend(dependency.features.iter().map(String::as_str));
    }
    let mut lines: BTreeMap<&str, String> = old
        .lines()
        .skip_while(|line| *line != DEPENDENCIES)
        .filter_map(|line| Some((line.split_once(" = ")?.0, line.to_owned())))
        .collect();
    for dependency in dependencies {
        let name = dependency.name.as_str();
        let features: Vec<_> = features.get(name).into_iter().flatten().collect();
        let line = format!(
            "{name} = {{ version = \"{}\", features = {features:?}, default-features = {} }}",
            dependency.version, dependency.default_features
        );
        lines.insert(name, line);
    }
    let lines: Vec<String> = lines.into_values().collect();
    format!(
        "[package]\nname = \"template\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n{DEPENDENCIES}\n{}\n",
        lines.join("\n")
    )
}

/// What cargo says, one JSON object a line (The Cargo Book, "External tools").
#[derive(Deserialize)]
struct Line {
    message: Option<Message>,
}

#[derive(Deserialize)]
struct Message {
    level: String,
    message: String,
    code: Option<Code>,
    rendered: Option<String>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

fn read(output: &Output) -> Checked {
    let mut checked = Checked::default();
    let text = String::from_utf8_lossy(&output.stdout);
    let lines = text
        .lines()
        .filter_map(|line| serde_json::from_str::<Line>(line).ok());
    for message in lines.filter_map(|line| line.message) {
        if !message.level.starts_with("error") || message.message.starts_with("aborting due to") {
            continue;
        }
        let code = message
            .code
            .map(|code| format!("[{}] ", code.code))
            .unwrap_or_default();
        let without_names: Vec<&str> = message.message.split('`').step_by(2).collect();
        let kind = format!("{code}{}", without_names.join("`…`"));
        *checked.kinds.entry(kind).or_default() += 1;
        if checked.first.is_none() {
            let rendered = message.rendered.unwrap_or(message.message);
            checked.first = Some(rendered.trim_end().to_owned());
        }
    }
    if checked.first.is_none() && !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        checked.kinds.insert(format!("cargo: {}", output.status), 1);
        checked.first = Some(said);
    }
    checked
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt as _;
    use std::process::{ExitStatus, Output};

    use clientwright::output::Dependency;

    use super::{read, template_manifest};

    #[test]
    fn the_template_forgets_nothing() {
        let dependency = |name: &str, features: &[&str]| Dependency {
            name: name.to_owned(),
            version: "1".to_owned(),
            default_features: false,
            features: features.iter().map(|one| (*one).to_owned()).collect(),
            optional: true,
        };
        let all = [
            dependency("a", &["x"]),
            dependency("b", &[]),
            dependency("a", &["w"]),
        ];
        let first = template_manifest(&all, "");
        let a = "[dependencies]\na = { version = \"1\", features = [\"w\", \"x\"], default-features = false }\n";
        assert!(first.contains(a), "{first}");
        assert_eq!(template_manifest(&all[1..2], &first), first);
    }

    #[test]
    fn errors_are_counted_by_kind_and_the_first_is_kept() {
        let stdout = concat!(
            r#"{"reason":"compiler-artifact","fresh":true}"#,
            "\n",
            r#"{"reason":"compiler-message","message":{"level":"error","message":"cannot find type `A`","code":{"code":"E0412"},"rendered":"error[E0412]: cannot find type `A`\n\n"}}"#,
            "\n",
            r#"{"reason":"compiler-message","message":{"level":"error","message":"cannot find type `B`","code":{"code":"E0412"},"rendered":"x"}}"#,
            "\n",
            r#"{"reason":"compiler-message","message":{"level":"error","message":"aborting due to 2 previous errors","code":null,"rendered":"x"}}"#,
            "\n",
        );
        let checked = read(&Output {
            status: ExitStatus::from_raw(101 << 8),
            stdout: stdout.as_bytes().to_vec(),
            stderr: Vec::new(),
        });
        assert_eq!(
            checked.first.as_deref(),
            Some("error[E0412]: cannot find type `A`")
        );
        assert_eq!(checked.kinds["[E0412] cannot find type `…`"], 2);
        assert_eq!(checked.kinds.len(), 1);
    }
}
