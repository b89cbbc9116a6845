//! Overlays: one folder per rule, each with a description, overlays and a `codegen.toml`, and what they make of it.

use std::fs;
use std::path::{Path, PathBuf};

use clientwright::diagnostic::{Diagnostics, print};
use clientwright::document::import;
use clientwright::settings::Settings;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/overlays")
}

/// The description of a folder with its overlays, and what is said of it on the way to a crate.
fn made(rule: &str) -> String {
    let folder = folder().join(rule);
    let mut diagnostics = Diagnostics::keep_going();
    let mut settings = Settings::read(&folder.join("codegen.toml")).unwrap();
    settings.client.name = Some("shelf".to_owned());
    let named = ["openapi.yaml", "second.yaml", "page.md"];
    let named = named.iter().map(|name| folder.join(name));
    let named: Vec<PathBuf> = named.filter(|path| path.exists()).collect();
    let mut source = clientwright::read(&named, &mut settings, &mut diagnostics);
    let described = import(&source, &mut diagnostics.clone());
    clientwright::generate(&source, &settings, &mut diagnostics).unwrap();
    // Names as they are seen from the folder.
    for file in &mut source.files {
        let name = Path::new(&file.name).strip_prefix(&folder).unwrap();
        file.name = name.display().to_string();
    }
    let said = print(&diagnostics, &source, false);
    let said = said.replace(&format!("{}/", folder.display()), "");
    format!("{}\n{said}", described.unwrap_or_default())
}

macro_rules! rules {
    ($($rule:ident = $folder:literal,)*) => {
        $(
            #[test]
            fn $rule() {
                insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots/overlays", omit_expression => true }, {
                    insta::assert_snapshot!($folder, made($folder));
                });
            }
        )*

        /// Every folder that has a test.
        const FOLDERS: &[&str] = &[$($folder,)*];
    };
}

rules! {
    a_copy_is_merged = "copy",
    a_page_is_repaired_in_its_block = "page",
    an_overlay_of_another_file_is_refused = "another",
    an_update_is_merged = "update",
    each_named_file_is_changed_unless_one_is_extended = "several-files",
    one_overlay_follows_the_other = "order",
    references_are_followed_afterwards = "references",
    removed_is_what_is_selected = "remove",
    the_description_is_changed_as_it_is_written = "swagger-2.0",
    what_an_overlay_adds_is_diagnosed_there = "places",
    what_selects_nothing_is_said = "idle",
    what_cannot_be_followed_is_refused = "wrong",
    what_is_no_overlay_is_refused = "no-overlay",
}

#[test]
fn every_folder_has_a_test() {
    let found = fs::read_dir(folder()).unwrap();
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
    let mut found: Vec<String> = found.map(|one| name(one).into_string().unwrap()).collect();
    found.sort();
    let mut listed = FOLDERS.to_vec();
    listed.sort_unstable();
    assert_eq!(found, listed);
}
