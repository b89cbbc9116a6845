//! What is said about input that cannot be read, or that contradicts itself.

use std::path::{Path, PathBuf};

use clientwright::diagnostic::{Diagnostics, print};
use clientwright::document::{import, normalise};
use clientwright::source::{Source, read, read_text};
use insta::assert_snapshot;

/// What is printed of a text that stops the run.
fn said(name: &str, text: &str) -> String {
    let mut diagnostics = Diagnostics::default();
    let source = read_text(name, text, &mut diagnostics);
    if !diagnostics.stop() {
        assert!(normalise(&source, &mut diagnostics).is_none());
    }
    assert!(diagnostics.stop());
    print(&diagnostics, &source, false)
}

/// The files of a folder with these texts, read; names are as the first file's folder sees them.
fn folder(files: &[(&str, &[u8])], named: usize) -> (Source, Diagnostics) {
    let folder = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        paths.push(path);
    }
    let mut diagnostics = Diagnostics::default();
    let mut source = read(&paths[..named], &mut diagnostics);
    for file in &mut source.files {
        let name = Path::new(&file.name).strip_prefix(folder.path()).unwrap();
        file.name = name.display().to_string();
    }
    (source, diagnostics)
}

#[test]
fn missing_file() {
    let mut diagnostics = Diagnostics::default();
    let paths = [PathBuf::from("no-such-folder/plants.yaml")];
    let source = read(&paths, &mut diagnostics);
    assert!(diagnostics.stop());
    assert_snapshot!(print(&diagnostics, &source, false), @r##"fatal[unreadable-file]: `no-such-folder/plants.yaml` does not exist"##);
}

#[test]
fn folder_instead_of_a_file() {
    let mut diagnostics = Diagnostics::default();
    let source = read(&[PathBuf::from("tests")], &mut diagnostics);
    assert!(diagnostics.stop());
    assert_snapshot!(print(&diagnostics, &source, false), @r##"fatal[unreadable-file]: `tests` is a folder, not a file"##);
}

#[test]
fn empty_file() {
    assert_snapshot!(said("plants.json", ""), @r##"
    fatal[empty-file]: `plants.json` is empty
    --> plants.json:1:1
    "##);
}

#[test]
fn not_utf8() {
    let (source, diagnostics) = folder(&[("plants.yaml", b"openapi: 3.1.0\nx-a: \xe9\n")], 1);
    assert!(diagnostics.stop());
    let text = print(&diagnostics, &source, false);
    assert!(text.starts_with("fatal[not-utf8]: "), "{text}");
    assert!(
        text.contains("plants.yaml` is not UTF-8 after byte 20"),
        "{text}"
    );
}

#[test]
fn yaml_that_does_not_parse() {
    let text = "openapi: 3.1.0\ninfo:\n  title: Plants\n version: 1\n";
    assert_snapshot!(said("plants.yaml", text), @r##"
    fatal[bad-yaml]: this is not YAML: while parsing a block mapping, did not find expected key
     --> plants.yaml:4:2
      |
    4 |  version: 1
      |  ^^^^^^^^^^
    "##);
    let text = "openapi: 3.1.0\npaths: {get: [a, b}\n";
    assert_snapshot!(said("plants.yaml", text), @r##"
    fatal[bad-yaml]: this is not YAML: while parsing a flow sequence, expected ',' or ']'
     --> plants.yaml:2:19
      |
    2 | paths: {get: [a, b}
      |                   ^
    "##);
}

#[test]
fn json_cut_in_the_middle() {
    let text = "{\n  \"openapi\": \"3.1.0\",\n  \"info\": {\"title\": \"Pla";
    assert_snapshot!(said("plants.json", text), @r##"
    fatal[bad-json]: the JSON ends in the middle of a string
     --> plants.json:3:25
      |
    3 |   "info": {"title": "Pla 
      |                         ^
    "##);
}

#[test]
fn no_version() {
    assert_snapshot!(said("plants.yaml", "info: {title: Plants}\n"), @r##"
    fatal[no-version]: the document says neither `openapi` nor `swagger`
     --> plants.yaml:1:1
      |
    1 | info: {title: Plants}
      | ^^^^^^^^^^^^^^^^^^^^
      |
      = note: at #
      = help: known are `swagger: "2.0"` and `openapi:` with 3.0, 3.1 or 3.2
    "##);
}

#[test]
fn a_long_line_is_cut_and_its_column_is_true() {
    let long = "x".repeat(300);
    let text = format!("{{\"a\": \"{long}\", \"\u{202e}é\" 1, \"c\": \"{long}\"}}");
    assert_eq!(text.chars().position(|one| one == '1'), Some(315));
    assert_snapshot!(said("plants.json", &text), @r##"
    fatal[bad-json]: this is not JSON: expected `:`
     --> plants.json:1:316
      |
     ::: 
    1 | xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "\u{202e}é" 1, "c": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...
      |                                                                                     ^
    "##);
}

#[test]
fn page_without_a_block() {
    assert_snapshot!(said("water-a-plant.md", "# Water a plant\n\nText.\n"), @r##"
    fatal[no-openapi-block]: `water-a-plant.md` has no fenced YAML or JSON block under a heading `OpenAPI`
     --> water-a-plant.md:1:1
      |
    1 | # Water a plant
      | ^^^^^^^^^^^^^^^
      |
      = help: name the page of one operation, or the OpenAPI document itself
    "##);
}

#[test]
fn equal_messages_are_one() {
    let mut diagnostics = Diagnostics::default();
    let text = "a:\n  x: 1\n  x: 2\nb:\n  x: 1\n  x: 2\n";
    let source = read_text("plants.yaml", text, &mut diagnostics);
    assert_snapshot!(print(&diagnostics, &source, false), @r##"
    warning[duplicate-key]: the key `x` stands here again; the last one counts
     --> plants.yaml:3:3
      |
    3 |   x: 2
      |   ^^^^
      |
      = note: and 1 more like it
    "##);
}

#[test]
fn references_to_files_are_followed_and_missing_ones_named() {
    let root = "a: {$ref: 'parts/a%20b.yaml#/x'}\nb: {$ref: gone.yaml}\nc: {$ref: 'https://example.com/x.json'}\nd: [{$ref: gone.yaml}, {$ref: parts/empty.yaml}]\n";
    let part = "x: {$ref: ../root.yaml#/b}\ny: {$ref: './c.json#/z'}\n";
    let files: [(&str, &[u8]); 4] = [
        ("root.yaml", root.as_bytes()),
        ("parts/a b.yaml", part.as_bytes()),
        ("parts/c.json", b"{\"z\": 1}"),
        ("parts/empty.yaml", b"# later\n"),
    ];
    let (source, diagnostics) = folder(&files, 1);
    let names: Vec<_> = source.files.iter().map(|file| &*file.name).collect();
    assert_eq!(
        names,
        [
            "root.yaml",
            "parts/a b.yaml",
            "parts/empty.yaml",
            "parts/c.json"
        ]
    );
    assert_eq!(source.entries, 1);
    assert!(!diagnostics.stop());
    let said: Vec<_> = diagnostics
        .iter()
        .map(|one| {
            (
                one.code.as_str(),
                one.place.map(|place| source.files[0].position(place).line),
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            ("unreadable-file", Some(2)),
            ("unreadable-file", Some(3)),
            ("empty-file", Some(4))
        ]
    );
}

fn page(title: &str, lines: &str) -> String {
    format!("# {title}\n\n## OpenAPI\n\n```yaml\nopenapi: 3.1.0\n{lines}```\n")
}

#[test]
fn contradicting_pages() {
    let one = page("Water", "paths:\n  /plants:\n    get: {summary: Water}\n");
    let two = page("Dry", "paths:\n  /plants:\n    get: {summary: Dry}\n");
    let files = [("one.md", one.as_bytes()), ("two.md", two.as_bytes())];
    let (source, mut diagnostics) = folder(&files, 2);
    assert!(import(&source, &mut diagnostics).is_none());
    assert_snapshot!(print(&diagnostics, &source, false), @r##"
    fatal[contradicting-pages]: two pages say different things about `#/paths/~1plants/get`; one says this
     --> one.md:9:20
      |
    9 |     get: {summary: Water}
      |                    ^^^^^
      |
      = note: at #/paths/~1plants/get

    fatal[contradicting-pages]: two pages say different things about `#/paths/~1plants/get`; the other says this
     --> two.md:9:20
      |
    9 |     get: {summary: Dry}
      |                    ^^^
      |
      = note: at #/paths/~1plants/get
      = help: take one of the pages out, or fetch both again, so that they are of one time
    "##);
}

#[test]
fn what_a_page_says_for_all_operations_stays_with_its_own() {
    let one = page(
        "One",
        "servers: [{url: 'https://a.example'}]\nsecurity: [{x: []}]\npaths: {/a: {get: {}}, /c: {servers: [{url: 'https://c.example'}], get: {}}}\n",
    );
    let two = page(
        "Two",
        "servers: [{url: 'https://b.example'}]\nsecurity: [{y: []}]\npaths: {/b: {get: {security: []}, put: {}}}\n",
    );
    let files = [("one.md", one.as_bytes()), ("two.md", two.as_bytes())];
    let (source, mut diagnostics) = folder(&files, 2);
    let text =
        import(&source, &mut diagnostics).unwrap_or_else(|| print(&diagnostics, &source, false));
    assert_snapshot!(text, @r##"
    openapi: 3.1.0
    paths:
      /a:
        get:
          security:
          - x: []
          servers:
          - url: https://a.example
      /c:
        servers:
        - url: https://c.example
        get:
          security:
          - x: []
      /b:
        get:
          security: []
          servers:
          - url: https://b.example
        put:
          security:
          - y: []
          servers:
          - url: https://b.example
    "##);
}
