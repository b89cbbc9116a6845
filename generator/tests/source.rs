//! Descriptions of several files: references between them, and pages that say different things of all their operations.

use std::path::Path;

use clientwright::diagnostic::{Diagnostics, print};
use clientwright::document::import;
use clientwright::source::{Source, read};
use insta::assert_snapshot;

/// The files of a folder with these texts, read; names are as the first file's folder sees them.
fn folder(files: &[(&str, &[u8])], named: usize) -> (Source, Diagnostics) {
    let folder = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    for (name, text) in files {
        // A name as a shell completes it: `./root.yaml`.
        let path = folder.path().join(".").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        paths.push(path);
    }
    let mut diagnostics = Diagnostics::default();
    let mut source = read(&paths[..named], &mut diagnostics);
    for file in &mut source.files {
        assert!(!file.name.contains("/./"), "{}", file.name);
        let name = Path::new(&file.name).strip_prefix(folder.path()).unwrap();
        file.name = name.display().to_string();
    }
    (source, diagnostics)
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
