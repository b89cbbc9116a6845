//! What is published: both packages hold all they need. `.ci/run` builds them from the packages alone.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

fn workspace() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().expect("a workspace").to_path_buf()
}

/// The files of a package.
fn packed(package: &str) -> BTreeSet<String> {
    let ended = Command::new(env!("CARGO"))
        .current_dir(workspace())
        .args(["package", "--list", "--allow-dirty", "--offline"])
        .args(["--package", package])
        .output()
        .expect("cargo");
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success(), "{said}");
    let list = String::from_utf8_lossy(&ended.stdout);
    list.lines().map(str::to_owned).collect()
}

/// All files below a folder of the repository, with `/`.
fn below(folder: &Path, root: &Path, files: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            below(&path, root, files);
        } else {
            let path = path.strip_prefix(root).expect("a file of the package");
            let parts = path.iter().map(|part| part.to_string_lossy());
            files.push(parts.collect::<Vec<_>>().join("/"));
        }
    }
}

fn missing(package: &str, folder: &str, folders: &[&str], files: &[&str]) -> Vec<String> {
    let root = workspace().join(folder);
    let mut wanted: Vec<String> = files.iter().map(|file| (*file).to_owned()).collect();
    for folder in folders {
        below(&root.join(folder), &root, &mut wanted);
    }
    assert!(wanted.len() > files.len());
    let packed = packed(package);
    wanted.retain(|file| !packed.contains(file));
    wanted
}

#[test]
fn the_generator_is_published_with_the_runtime_and_the_examples_of_diagnostics() {
    let files = ["Cargo.toml", "README.md", "LICENSE-MIT", "LICENSE-APACHE"];
    let folders = ["src", "runtime", "wire"];
    let missing = missing("clientwright", "generator", &folders, &files);
    assert_eq!(missing, Vec::<String>::new());
    let packed = packed("clientwright");
    let example = |file: &&String| file.starts_with("src/diagnostic/examples/");
    assert!(packed.iter().any(|file| example(&file)));
    let unwanted = |file: &&String| file.starts_with("tests/") || file.starts_with("fuzz/");
    assert_eq!(packed.iter().find(unwanted), None);
}

#[test]
fn the_client_is_published_with_its_runtime_its_examples_and_its_licences() {
    let files = ["Cargo.toml", "README.md", "LICENSE-MIT", "LICENSE-APACHE"];
    let missing = missing(
        "quo-client",
        "generated-client",
        &["src", "examples"],
        &files,
    );
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn licences_of_packages_are_those_of_the_repository() {
    let read = |path: &str| std::fs::read_to_string(workspace().join(path)).expect("a file");
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        for folder in ["generator", "generated-client"] {
            assert!(
                read(licence) == read(&format!("{folder}/{licence}")),
                "{folder}"
            );
        }
    }
}
