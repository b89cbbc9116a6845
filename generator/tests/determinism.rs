//! The same description makes the same bytes, wherever it lies, whatever runs beside it, in JSON and in YAML.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use clientwright::diagnostic::Diagnostics;
use clientwright::output::Output;
use clientwright::settings::Settings;
use clientwright::source::{self, Node, Value, read_text};

/// Descriptions of one file in YAML that make much of what there is to make.
const FIXTURES: [&str; 6] = [
    "auth/input.yaml",
    "bodies/input.yaml",
    "list/input.yaml",
    "parameters/input.yaml",
    "payments/input.yaml",
    "streams/input.yaml",
];

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

fn generate(path: &Path) -> Output {
    let mut diagnostics = Diagnostics::default();
    let source = source::read(&[path.to_path_buf()], &mut diagnostics);
    let mut settings = Settings::default();
    settings.client.name = Some("same-client".to_owned());
    let output = clientwright::generate(&source, &settings, &mut diagnostics).unwrap();
    output.unwrap_or_else(|| panic!("{} makes a crate", path.display()))
}

/// A tree as JSON, its members in their order and its numbers as they are spelled.
fn json(node: &Node, text: &mut String) {
    match &node.value {
        Value::Null => text.push_str("null"),
        Value::Bool(value) => write!(text, "{value}").unwrap(),
        Value::Number(spelling) => text.push_str(spelling),
        Value::String(value) => write!(text, "{}", serde_json::Value::from(&**value)).unwrap(),
        Value::Array(elements) => {
            text.push('[');
            for (index, element) in elements.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { ", " });
                json(element, text);
            }
            text.push(']');
        }
        Value::Object(object) => {
            text.push('{');
            for (index, entry) in object.entries.iter().enumerate() {
                let comma = if index == 0 { "" } else { "," };
                write!(text, "{comma}\n{}: ", serde_json::Value::from(&*entry.key)).unwrap();
                json(&entry.node, text);
            }
            text.push('}');
        }
    }
}

#[test]
fn json_and_yaml_of_the_same_content_make_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    for name in FIXTURES {
        let yaml = fixture(name);
        let text = fs::read_to_string(&yaml).unwrap();
        let tree = read_text(name, &text, &mut Diagnostics::default());
        let mut written = String::new();
        json(&tree.files[0].root, &mut written);
        assert!(
            serde_json::from_str::<serde_json::Value>(&written).is_ok(),
            "{name}"
        );
        let other = folder.path().join("the-same.json");
        fs::write(&other, written).unwrap();
        assert!(generate(&yaml) == generate(&other), "{name}");
    }
}

#[test]
fn it_does_not_matter_where_the_description_lies() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("some/where else/é");
    fs::create_dir_all(&deep).unwrap();
    for name in FIXTURES {
        let copy = deep.join("another name.yml");
        fs::copy(fixture(name), &copy).unwrap();
        assert!(generate(&fixture(name)) == generate(&copy), "{name}");
    }
}

#[test]
fn runs_beside_each_other_make_the_same_bytes() {
    let alone: Vec<Output> = FIXTURES
        .iter()
        .map(|name| generate(&fixture(name)))
        .collect();
    for threads in [2, 7] {
        std::thread::scope(|scope| {
            let run = || FIXTURES.map(|name| generate(&fixture(name)));
            let running: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
            for thread in running {
                assert!(thread.join().unwrap()[..] == alone[..], "{threads} threads");
            }
        });
    }
}
