//! Generates the client of `client.yaml`, whose types and functions the runtime is fuzzed by.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use clientwright::diagnostic::{Diagnostics, print};
use clientwright::output::Output;
use clientwright::settings::Settings;
use clientwright::source;

const DESCRIPTION: &str = "client.yaml";

fn main() {
    println!("cargo::rerun-if-changed={DESCRIPTION}");
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where"));
    let mut diagnostics = Diagnostics::default();
    let source = source::read(&[DESCRIPTION.into()], &mut diagnostics);
    let output = clientwright::generate(&source, &Settings::default(), &mut diagnostics);
    let said = print(&diagnostics, &source, false);
    assert!(said.is_empty(), "{said}");
    let output = output
        .expect("no bug")
        .expect("nothing was said against it");
    save(&output, &folder);
}

/// The files of the crate but its root, and one that declares them as modules of this crate.
fn save(output: &Output, folder: &Path) {
    let mut modules = String::new();
    for file in &output.files {
        let Some(path) = file
            .path
            .strip_prefix("src/")
            .filter(|path| *path != "lib.rs")
        else {
            continue;
        };
        let to = folder.join(path);
        fs::create_dir_all(to.parent().expect("a file is in a folder")).expect("a folder");
        fs::write(&to, &file.text).expect("a file");
        let name = path
            .strip_suffix("/mod.rs")
            .or_else(|| path.strip_suffix(".rs"));
        if let Some(name) = name.filter(|name| !name.contains('/')) {
            let _ = writeln!(
                modules,
                "#[allow(dead_code, unused_imports, unused_macros, reason = \"only part of it is used\")]\n\
                 #[path = {to:?}]\n#[rustfmt::skip]\npub mod {name};"
            );
        }
    }
    fs::write(folder.join("modules.rs"), modules).expect("a file");
}
