//! Tests of the readers: what a text means, and where.

use super::{Node, Source, SourceKind, read_text};
use crate::diagnostic::{Code, Diagnostics, Severity};

fn read(name: &str, text: &str) -> (Source, Vec<(Severity, Code)>) {
    let mut diagnostics = Diagnostics::default();
    let source = read_text(name, text, &mut diagnostics);
    let said = diagnostics
        .iter()
        .map(|one| (one.severity, one.code))
        .collect();
    (source, said)
}

/// The tree of a text that nothing is said about.
fn clean(name: &str, text: &str) -> Node {
    let (source, said) = read(name, text);
    assert_eq!(said, [], "{text}");
    source.files[0].root.clone()
}

/// The only thing that is said about a text.
fn only(name: &str, text: &str) -> (Severity, Code) {
    let (_, said) = read(name, text);
    assert_eq!(said.len(), 1, "{said:?}");
    said[0]
}

const WARNING: fn(Code) -> (Severity, Code) = |code| (Severity::Warning, code);
const FATAL: fn(Code) -> (Severity, Code) = |code| (Severity::Fatal, code);

#[test]
fn aliases_do_not_nest_without_end() {
    // Each anchor is shallow, and holds the one before at its bottom.
    let mut text = String::from("a0: &a0 x\n");
    for level in 1..150 {
        let (open, close) = ("[".repeat(200), "]".repeat(200));
        text.push_str(&format!(
            "a{level}: &a{level} {open}*a{}{close}\n",
            level - 1
        ));
    }
    assert_eq!(only("a.yaml", &text), FATAL(Code::TooDeep));
}

#[test]
fn anchors_within_anchors_do_not_grow_without_end() {
    let open: String = (0..200).map(|level| format!("&a{level} [")).collect();
    let text = format!("{open}{}1{}\n", "0, ".repeat(30_000), "]".repeat(200));
    assert_eq!(only("a.yaml", &text), FATAL(Code::TooLarge));
}

#[test]
fn depth_is_bounded() {
    assert_eq!(only("a.json", &"[".repeat(100_000)), FATAL(Code::TooDeep));
    assert_eq!(only("a.yaml", &"- ".repeat(400)), FATAL(Code::TooDeep));
    let flow = only("a.yaml", &"[".repeat(100_000));
    assert_eq!(flow.0, Severity::Fatal);
}

#[test]
fn tags_are_honoured_or_named() {
    assert_eq!(
        clean("a.yaml", "a: !!str 1\n"),
        clean("a.json", r#"{"a":"1"}"#)
    );
    assert_eq!(
        clean("a.yaml", "a: !!int '1'\n"),
        clean("a.json", r#"{"a":1}"#)
    );
    assert_eq!(clean("a.yaml", "a: ! 1\n"), clean("a.json", r#"{"a":"1"}"#));
    for text in [
        "a: !local 1\n",
        "a: !local [1]\n",
        "a: !<tag:example.com,2000:x> {b: 1}\n",
        "a: !!set {b}\n",
    ] {
        assert_eq!(only("a.yaml", text), WARNING(Code::Ignored), "{text}");
    }
    assert_eq!(
        clean("a.yaml", "a: !!map {b: !!seq [1]}\n"),
        clean("a.json", r#"{"a":{"b":[1]}}"#)
    );
}

#[test]
fn brackets_that_close_under_their_key_keep_places() {
    let text = "a:\n  b: {\n    x: [\n      1\n  ]\n  }\n  c: [2,\n  ]\n  e: {\n    \"y\": {}\n  }\n  f: {\n    \"y\": []\n  }\nc: |\n  {\n  }\nd: é\n";
    let (source, said) = read("a.yaml", text);
    assert_eq!(
        said,
        [WARNING(Code::BadYaml)],
        "one warning for all of them"
    );
    let root = &source.files[0].root;
    assert_eq!(
        *root,
        clean(
            "a.json",
            r#"{"a":{"b":{"x":[1]},"c":[2],"e":{"y":{}},"f":{"y":[]}},"c":"{\n}\n","d":"é"}"#
        )
    );
    let offset = root.get("d").unwrap().place.offset as usize;
    assert_eq!(&text[offset..], "é\n");
}

#[test]
fn text_of_no_known_name_may_be_flow_yaml() {
    assert_eq!(
        clean("description", "{a: 1}\n"),
        clean("a.json", r#"{"a":1}"#)
    );
    assert_eq!(
        clean("description", "{\"a\": 1}"),
        clean("a.json", r#"{"a":1}"#)
    );
    assert_eq!(only("description", "{\"a\": }]"), FATAL(Code::BadJson));
    assert_eq!(only("a.json", "{a: 1}\n"), FATAL(Code::BadJson));
}

#[test]
fn a_fence_may_be_indented() {
    let text = "# T\n\n## OpenAPI\n\n  ```yaml\n  paths:\n    path: /x\n    method: é\n  components: {}\n  ```\n";
    let (source, said) = read("page.md", text);
    assert_eq!(said, []);
    let file = &source.files[0];
    assert_eq!(file.kind, SourceKind::OlderPage);
    let method = file.root.get("paths").unwrap().get("method").unwrap();
    assert!(text[method.place.offset as usize..].starts_with('é'));
}

#[test]
fn a_page_tells_its_title_and_lead() {
    let text = "> ## Index\n> Other pages.\n\n# Water a plant\n\n> Gives one plant\n> its water.\n\n```yaml\nnot: this\n```\n\n## OpenAPI\n\n````yaml x\nopenapi: 3.1.0\npaths: {}\n````\n";
    let (source, said) = read("page.md", text);
    assert_eq!(said, []);
    let file = &source.files[0];
    assert_eq!(file.page.title.as_deref(), Some("Water a plant"));
    assert_eq!(
        file.page.description.as_deref(),
        Some("Gives one plant its water.")
    );
    assert_eq!(file.kind, SourceKind::NewerPage);
    let offset = file.root.get("openapi").unwrap().place.offset as usize;
    assert!(text[offset..].starts_with("3.1.0\n"));
}

#[test]
fn a_json_block_of_a_page_is_json() {
    let page = |block: &str| format!("# T\n\n## OpenAPI\n\n```json\n{block}\n```\n");
    assert_eq!(
        clean("page.md", &page("{\"openapi\": \"3.1.0\"}")),
        clean("a.json", r#"{"openapi":"3.1.0"}"#)
    );
    assert_eq!(only("page.md", &page("{openapi: 1}")), FATAL(Code::BadJson));
}

#[test]
fn nothing_is_an_empty_file() {
    for (name, text) in [
        ("a.json", ""),
        ("a.yaml", "  \n"),
        ("a.json", "\u{feff}"),
        ("a.yaml", "# nothing\n"),
    ] {
        assert_eq!(only(name, text), FATAL(Code::EmptyFile), "{text:?}");
    }
}

#[test]
fn the_last_of_duplicate_keys_counts() {
    for (name, text) in [
        ("a.json", r#"{"a": 1, "b": 2, "a": 3}"#),
        ("a.yaml", "a: 1\nb: 2\na: 3\n"),
    ] {
        let (source, said) = read(name, text);
        assert_eq!(said, [WARNING(Code::DuplicateKey)]);
        assert_eq!(source.files[0].root, clean("a.json", r#"{"a": 3, "b": 2}"#));
    }
}

#[test]
fn json_keeps_spelling_and_places() {
    let text = "\u{feff}{\"b\" : 1.50e2, \"a\\u00e9:\": [true, null, \"\\u00e9\"]}";
    let (source, said) = read("a.json", text);
    assert_eq!(said, []);
    let entries = &source.files[0].root.as_object().unwrap().entries;
    let at = |offset: u32| &text[offset as usize..];
    assert!(at(entries[0].place.offset).starts_with("\"b\""));
    assert!(at(entries[0].node.place.offset).starts_with("1.50e2"));
    assert!(at(entries[1].place.offset).starts_with("\"a\\u00e9:\""));
    assert_eq!(&*entries[1].key, "aé:");
}

#[test]
fn yaml_is_read_by_the_core_schema_with_true_places() {
    let text = "é: →\nlist:\n  - &x {x: 1, y: ~}\n  - <<: *x\n    x: no\n200: 0x1F\n? z\n: |\n  two\n  lines\n";
    let root = clean("a.yaml", text);
    let same =
        r#"{"é":"→","list":[{"x":1,"y":null},{"x":"no","y":null}],"200":31,"z":"two\nlines\n"}"#;
    assert_eq!(root, clean("a.json", same));
    let entry = &root.as_object().unwrap().entries[2];
    assert!(text[entry.place.offset as usize..].starts_with("200"));
}

#[test]
fn aliases_do_not_grow_without_end() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let before = vec![format!("*a{}", level - 1); 10].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{before}]\n"));
    }
    assert_eq!(only("a.yaml", &text), FATAL(Code::TooLarge));
    assert_eq!(only("a.yaml", "a: &a [*a]\n"), FATAL(Code::TooLarge));
}

#[test]
fn only_the_first_of_several_documents_counts() {
    assert_eq!(only("a.yaml", "a: 1\n---\nb: 2\n"), WARNING(Code::Ignored));
}
