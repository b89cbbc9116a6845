//! The features of a crate: one for each module of operations where there are several.

use std::fs;

use clientwright::diagnostic::{Diagnostics, print};
use clientwright::output::Output;
use clientwright::settings::Settings;
use clientwright::source;
use clientwright::write::{Mode, write};

/// An API whose operations have these tags, with a webhook or without.
fn make(tags: &[&str], webhook: bool) -> Output {
    let mut text =
        "openapi: 3.1.0\ninfo: {title: A, version: '1'}\nservers: [{url: 'https://a.b'}]\npaths:\n"
            .to_owned();
    for (at, tag) in tags.iter().enumerate() {
        text += &format!(
            "  /p{at}: {{get: {{tags: ['{tag}'], responses: {{'200': {{description: ok, headers: {{X-Kind: {{schema: {{type: string, enum: [a{at}]}}}}}}, content: {{application/json: {{schema: {{type: object, properties: {{own{at}: {{type: string}}}}}}}}}}}}}}}}}}\n"
        );
    }
    if webhook {
        text += "webhooks: {sent: {post: {requestBody: {content: {application/json: {schema: {type: object, properties: {at: {type: string}}}}}}, responses: {'204': {description: ok}}}}}\n";
    }
    read(&text)
}

fn read(text: &str) -> Output {
    let mut diagnostics = Diagnostics::default();
    let source = source::read_text("api.yaml", text, &mut diagnostics);
    let output = clientwright::generate(&source, &Settings::default(), &mut diagnostics).unwrap();
    output.unwrap_or_else(|| panic!("{text}\n{}", print(&diagnostics, &source, false)))
}

fn features(output: &Output) -> Vec<String> {
    let features = output.manifest.features.iter();
    features
        .map(|one| format!("{} = {}", one.name, one.enables.join(" ")))
        .collect()
}

fn file<'a>(output: &'a Output, path: &str) -> &'a str {
    let file = output.files.iter().find(|file| file.path == path);
    &file.unwrap_or_else(|| panic!("no {path}")).text
}

#[test]
fn one_module_is_no_feature() {
    let output = make(&["books", "books"], false);
    assert_eq!(
        features(&output),
        [
            "default = reqwest",
            "reqwest = dep:reqwest",
            "serde = dep:serde",
            "tracing = dep:tracing"
        ]
    );
    assert!(!file(&output, "src/lib.rs").contains("cfg"));
}

#[test]
fn each_of_several_modules_is_a_feature_that_is_on() {
    let output = make(&["Books", "Lost & found"], true);
    assert_eq!(
        features(&output)[4..],
        [
            "full = books lost-and-found webhooks",
            "books = ",
            "lost-and-found = ",
            "webhooks = "
        ]
    );
    assert_eq!(features(&output)[0], "default = reqwest full");
    for path in ["src/lib.rs", "src/types.rs"] {
        let gates = file(&output, path).matches("#[cfg(feature = ").count();
        assert_eq!(gates, 3, "{path}");
    }
    // What a constant of any answer is read as is there whatever is on.
    assert!(file(&output, "src/types.rs").contains("enum XKind"));
    assert!(file(&output, "src/webhooks.rs").contains("struct SentWebhook"));
}

/// An API of a type for each number of fields that the tags after it share; the second holds the first.
fn share(sizes: &[(usize, &[&str])]) -> Output {
    let mut paths = String::new();
    let mut schemas = String::new();
    for (at, (fields, tags)) in sizes.iter().enumerate() {
        for tag in *tags {
            paths += &format!(
                "  /{tag}{at}: {{get: {{tags: [{tag}], responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Type{at}'}}}}}}}}}}}}}}\n"
            );
        }
        schemas += &format!("    Type{at}:\n      type: object\n      properties:\n");
        for field in 0..*fields {
            schemas += &format!("        field{field}: {{type: string}}\n");
        }
        if at == 1 {
            schemas += "        held: {$ref: '#/components/schemas/Type0'}\n";
        }
    }
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: A, version: '1'}}\nservers: [{{url: 'https://a.b'}}]\npaths:\n{paths}components:\n  schemas:\n{schemas}"
    );
    read(&text)
}

const TAGS: [&str; 6] = ["books", "loans", "shelves", "readers", "fines", "rooms"];

#[test]
fn types_that_few_modules_share_are_there_with_any_of_them() {
    let output = share(&[
        (30, &["books", "loans"]),
        (3, &TAGS),
        (30, &["shelves", "readers"]),
        (30, &["shelves", "readers"]),
        (3, &["fines", "rooms"]),
    ]);
    let types = file(&output, "src/types.rs");
    // Each set of modules has one file, called as its first type.
    assert!(
        types.contains("shared! { type2 | \"shelves\", \"readers\" }\n"),
        "{types}"
    );
    let shared = file(&output, "src/types/type2.rs");
    assert!(shared.contains("//! Types that are shared by `shelves`, `readers`.\n"));
    assert!(shared.contains("struct Type2") && shared.contains("struct Type3"));
    // What all modules use is always there, and so is what it holds, though two modules alone name it.
    assert!(
        types.contains("struct Type1") && types.contains("struct Type0"),
        "{types}"
    );
    // What is not worth a file is always there, too.
    assert!(types.contains("struct Type4"), "{types}");
    assert_eq!(types.matches("shared!").count(), 1);
    assert!(file(&output, "src/runtime/mod.rs").contains("mod shared;"));
}

#[test]
fn what_no_module_shares_needs_nothing_for_it() {
    let output = share(&[
        (30, &["books"]),
        (30, &["books"]),
        (30, &["loans"]),
        (30, &["fines"]),
        (30, &["rooms"]),
    ]);
    let shared = output
        .files
        .iter()
        .filter(|file| file.path.contains("shared"));
    assert_eq!(shared.count(), 0);
    assert!(!file(&output, "src/runtime/mod.rs").contains("shared"));
}

#[test]
fn a_tag_that_is_called_like_another_feature_gives_way() {
    let output = make(&["serde", "default", "full"], false);
    assert_eq!(
        features(&output)[4..],
        [
            "full = serde-operations default-operations full-operations",
            "serde-operations = ",
            "default-operations = ",
            "full-operations = "
        ]
    );
}

#[test]
fn a_module_that_is_new_is_on_and_what_a_person_took_out_stays_out() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = folder.path().join("Cargo.toml");
    let lines = || -> Vec<String> {
        let text = fs::read_to_string(&manifest).unwrap();
        let of_features = text
            .lines()
            .skip_while(|line| *line != "[features]")
            .skip(1);
        of_features
            .take_while(|line| line.contains('='))
            .map(|line| line.replace(' ', ""))
            .collect()
    };
    write(&make(&["books"], false), folder.path(), Mode::Write).unwrap();
    assert_eq!(lines()[0], r#"default=["reqwest"]"#);
    write(
        &make(&["books", "loans"], false),
        folder.path(),
        Mode::Write,
    )
    .unwrap();
    assert_eq!(lines()[0], r#"default=["reqwest","full"]"#);
    assert!(lines().contains(&r#"full=["books","loans"]"#.to_owned()));
    let text = fs::read_to_string(&manifest).unwrap();
    let only = text.replace(r#"default = ["reqwest", "full"]"#, r#"default = ["books"]"#);
    assert_ne!(only, text);
    fs::write(&manifest, only).unwrap();
    write(
        &make(&["books", "loans", "shelves"], false),
        folder.path(),
        Mode::Write,
    )
    .unwrap();
    assert_eq!(lines()[0], r#"default=["books"]"#);
    assert!(lines().contains(&r#"full=["books","loans","shelves"]"#.to_owned()));
}
