//! What is made from other files is what they make today.

use std::fs;
use std::path::{Path, PathBuf};

use clientwright::diagnostic::{Code, Diagnostics, print};
use clientwright::naming::NamesLock;
use clientwright::output::Output;
use clientwright::settings::Settings;
use clientwright::write::{Mode, write};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("a workspace")
        .to_path_buf()
}

/// What is made of the description, or of some of its operations; with it the names that were recorded before.
fn generate(operations: &[&str]) -> (Output, String) {
    let root = workspace();
    let mut settings = Settings::read(&root.join("spec/codegen.toml")).expect("settings");
    let selected = operations.iter().map(|&one| one.to_owned());
    settings.select.included.operations = selected.collect();
    let lock = root.join("spec/names.lock");
    let names = fs::read_to_string(&lock).expect("recorded names");
    settings.names = NamesLock::parse(&lock, &names).expect("names that can be given again");
    let mut diagnostics = Diagnostics::default();
    let spec = root.join("spec/openapi.yaml");
    let source = clientwright::read(&[spec], &mut settings, &mut diagnostics);
    let output = clientwright::generate(&source, &settings, &mut diagnostics).expect("no bug");
    let output = output.unwrap_or_else(|| panic!("{}", print(&diagnostics, &source, false)));
    (output, names)
}

#[test]
fn the_client_is_what_the_description_makes() {
    let (output, names) = generate(&[]);
    let report = write(&output, &workspace().join("generated-client"), Mode::Check)
        .expect("a readable folder");
    let differences: String = report
        .differences
        .iter()
        .map(|difference| difference.diff.as_str())
        .collect();
    assert!(
        !report.is_stale(),
        "generated-client/ is stale, run `cargo xtask codegen`:\n{differences}"
    );
    assert_eq!(
        output.names.write(),
        names,
        "spec/names.lock is stale, run `cargo xtask codegen`"
    );
}

#[test]
fn the_readme_shows_what_is_generated() {
    let root = workspace();
    let readme = fs::read_to_string(root.join("README.md")).expect("a README");
    let shown = readme
        .split("<!-- contacts.rs -->\n```rust\n")
        .nth(1)
        .and_then(|rest| rest.split("```\n<!-- end of contacts.rs -->").next())
        .expect("the file between its marks");
    let (alone, _) = generate(&["deleteContact_v1"]);
    let made = alone
        .files
        .iter()
        .find(|file| file.path == "src/contacts.rs");
    assert_eq!(
        made.map(|file| file.text.as_str()),
        Some(shown),
        "README.md shows another contacts.rs than is made of the operation alone"
    );
    // In the client of the whole API every part stands as it does there.
    let whole: String = ["contacts.rs", "types.rs"]
        .map(|name| fs::read_to_string(root.join("generated-client/src").join(name)))
        .map(|text| text.expect("a generated file"))
        .concat();
    let parts = shown
        .split("\n\n")
        .skip_while(|part| !part.starts_with("impl Client"));
    let parts: Vec<&str> = parts.collect();
    assert!(parts.len() > 5, "the file has parts: {parts:?}");
    for part in parts {
        // All functions of a module stand in one `impl`.
        let functions = part.strip_prefix("impl Client {\n");
        let functions = functions.and_then(|part| part.strip_suffix("\n}"));
        let part = functions.unwrap_or(part);
        assert!(whole.contains(part), "generated-client/ has no\n{part}");
    }
}

#[test]
fn what_the_readme_shows_of_a_diagnostic_is_what_is_printed() {
    let readme = fs::read_to_string(workspace().join("README.md")).expect("a README");
    let shown = Code::UnknownKeyword.example().printed;
    assert!(
        readme.contains(&format!("```text\n{shown}```")),
        "README.md shows something else than:\n{shown}"
    );
}
