//! Waits for the files of a description to change.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

/// How often it looks, and how long the files must be left alone before they are read.
const INTERVAL: Duration = Duration::from_millis(300);

/// What the files of a description are called.
const EXTENSIONS: &[&str] = &["yaml", "yml", "json", "toml", "md"];

/// How deep below the folder of a named file others are looked for.
const DEPTH: usize = 8;

/// Files that are waited for.
pub(crate) struct Watch {
    /// Files that a run is told to read; those they refer to lie in the same folders.
    named: Vec<PathBuf>,
    /// What a run writes, which is no reason for another.
    written: Vec<PathBuf>,
}

/// What can be seen of a file without reading it.
type Stamps = BTreeMap<PathBuf, Option<(SystemTime, u64)>>;

/// What is in the files.
type Contents = BTreeMap<PathBuf, Option<Vec<u8>>>;

impl Watch {
    pub(crate) fn new(
        named: impl IntoIterator<Item = PathBuf>,
        written: impl IntoIterator<Item = PathBuf>,
    ) -> Self {
        let absolute = |path: PathBuf| std::path::absolute(&path).unwrap_or(path);
        Self {
            named: named.into_iter().map(absolute).collect(),
            written: written.into_iter().map(absolute).collect(),
        }
    }

    /// Runs now and after every change, for ever.
    pub(crate) fn each_change(&self, mut run: impl FnMut()) -> ! {
        let mut stamps = self.settled();
        let mut contents = read(&stamps);
        loop {
            run();
            loop {
                sleep(INTERVAL);
                if self.stamps() == stamps {
                    continue;
                }
                stamps = self.settled();
                // Many editors and tools write what was there already.
                let now = read(&stamps);
                if now != contents {
                    contents = now;
                    break;
                }
            }
        }
    }

    /// The files once nobody is writing them any more.
    fn settled(&self) -> Stamps {
        let mut stamps = self.stamps();
        loop {
            sleep(INTERVAL / 3);
            let now = self.stamps();
            if now == stamps {
                return stamps;
            }
            stamps = now;
        }
    }

    fn stamps(&self) -> Stamps {
        let mut found = Stamps::new();
        for file in &self.named {
            found.insert(file.clone(), stamp(file));
            if let Some(folder) = file.parent() {
                self.collect(folder, &mut found, DEPTH);
            }
        }
        found
    }

    fn collect(&self, folder: &Path, found: &mut Stamps, depth: usize) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy();
            let built = name.starts_with('.') || name == "target" || name == "node_modules";
            if built || self.written.contains(&path) || found.contains_key(&path) {
                continue;
            }
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                if depth > 0 {
                    self.collect(&path, found, depth - 1);
                }
            } else if described(&path) {
                let stamp = stamp(&path);
                found.insert(path, stamp);
            }
        }
    }
}

fn described(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension))
}

fn stamp(path: &Path) -> Option<(SystemTime, u64)> {
    let found = fs::metadata(path).ok()?;
    Some((found.modified().ok()?, found.len()))
}

fn read(stamps: &Stamps) -> Contents {
    let paths = stamps.keys().cloned();
    paths
        .map(|path| (path.clone(), fs::read(path).ok()))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::Watch;

    fn seen(watch: &Watch, folder: &Path) -> Vec<String> {
        let found = watch.stamps();
        let mut names: Vec<String> = found
            .keys()
            .map(|path| path.strip_prefix(folder).unwrap().display().to_string())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn files_of_a_description_are_seen_and_what_a_run_writes_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        for path in [
            "api.yaml",
            "parts/pets.json",
            "parts/notes.txt",
            ".git/config.toml",
            "target/a.json",
            "client/Cargo.toml",
            "report.json",
        ] {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "a").unwrap();
        }
        let watch = Watch::new(
            [folder.join("api.yaml"), folder.join("later.openapi")],
            [folder.join("client"), folder.join("report.json")],
        );
        assert_eq!(
            seen(&watch, folder),
            ["api.yaml", "later.openapi", "parts/pets.json"]
        );
    }

    #[test]
    fn another_length_and_a_file_that_appears_are_changes() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("api.yaml");
        let watch = Watch::new([file.clone()], []);
        let absent = watch.stamps();
        fs::write(&file, "a").unwrap();
        let short = watch.stamps();
        fs::write(&file, "ab").unwrap();
        assert_ne!(absent, short);
        assert_ne!(short, watch.stamps());
    }
}
