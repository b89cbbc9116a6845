//! What the generator makes of a description, seen as a whole.

use std::path::{Path, PathBuf};

use clientwright::diagnostic::{Diagnostics, print};
use clientwright::output::{Output, OutputFile};
use clientwright::settings::Settings;
use clientwright::source;

fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(path)
}

/// The output, and what was said of the description.
fn generate(path: &Path, settings: &Settings) -> (Output, String) {
    let mut diagnostics = Diagnostics::default();
    let source = source::read(&[path.to_path_buf()], &mut diagnostics);
    let output = clientwright::generate(&source, settings, &mut diagnostics).unwrap();
    let said = print(&diagnostics, &source, false);
    (
        output.unwrap_or_else(|| panic!("nothing was made of {}:\n{said}", path.display())),
        said,
    )
}

/// The files that are made from the description, one after the other.
fn own(output: &Output) -> String {
    let files = output
        .files
        .iter()
        .filter(|file| !file.path.starts_with("src/runtime/"));
    files
        .map(|file| format!("=== {} ===\n{}\n", file.path, file.text))
        .collect()
}

fn named(name: &str) -> Settings {
    let mut settings = Settings::default();
    settings.client.name = Some(name.to_owned());
    settings
}

#[test]
fn delete_contact() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let mut settings = Settings::read(&spec.join("codegen.toml")).unwrap();
    settings.select.included.operations = vec!["deleteContact_v1".to_owned()];
    let (output, said) = generate(&spec.join("openapi.yaml"), &settings);
    assert_eq!(said, "", "the description is without fault");
    insta::assert_snapshot!(own(&output));
    let operation = output
        .files
        .iter()
        .find(|file| file.path == "src/contacts.rs")
        .unwrap();
    assert!(
        operation.text.lines().count() <= 200,
        "one operation, its errors and its types are at most 200 lines"
    );
}

#[test]
fn every_form_of_a_description_makes_the_same_bytes() {
    let forms = [
        "openapi-3.1.yaml",
        "openapi-3.0.json",
        "swagger-2.0.yaml",
        "newer-page.md",
        "older-page.md",
    ];
    let outputs =
        forms.map(|form| generate(&fixture("forms").join(form), &named("library-client")));
    let expected = own(&outputs[0].0);
    insta::assert_snapshot!(expected);
    for (form, (output, said)) in forms.iter().zip(&outputs) {
        // What the API is called is not in a page of the older form.
        let own = own(output).replace("an HTTP API", "the Lending Library API");
        assert_eq!(
            own, expected,
            "{form} says the same and makes something else"
        );
        assert_eq!(output.names, outputs[0].0.names, "{form}");
        assert_eq!(said, "", "{form}");
    }
}

#[test]
fn every_form_with_names_makes_the_same_bytes() {
    let forms = [
        "openapi-3.1.yaml",
        "openapi-3.0.json",
        "swagger-2.0.yaml",
        "newer-page.md",
    ];
    let outputs =
        forms.map(|form| generate(&fixture("named-forms").join(form), &named("parcels-client")));
    let expected = own(&outputs[0].0);
    insta::assert_snapshot!(expected);
    for (form, (output, said)) in forms.iter().zip(&outputs) {
        assert_eq!(
            own(output),
            expected,
            "{form} says the same and makes something else"
        );
        assert_eq!(output.names, outputs[0].0.names, "{form}");
        assert_eq!(said, "", "{form}");
    }
}

#[test]
fn the_same_description_makes_the_same_bytes_twice() {
    let path = fixture("list/input.yaml");
    assert_eq!(
        generate(&path, &named("a")).0,
        generate(&path, &named("a")).0
    );
}

/// The text of a file; `types.rs` without the features of its own crate, which the package that compiles it here has not.
fn without_gates(file: &OutputFile) -> String {
    let is_types = file.path == "src/types.rs";
    let lines = file.text.split_inclusive('\n');
    lines
        .filter(|line| !(is_types && line.starts_with("#[cfg(feature = ")))
        .collect()
}

/// Generated files that the build compiles: `tests/list`, `tests/send_message` and the like include them.
fn compiled(fixture_name: &str) {
    let (output, said) = generate(
        &fixture(&format!("{fixture_name}/input.yaml")),
        &named("a-client"),
    );
    assert_eq!(said, "", "{fixture_name}");
    let folder = fixture(fixture_name).join("expected");
    let names = OutputFile {
        path: "names.lock".to_owned(),
        text: output.names.write(),
    };
    let own = output.files.iter().chain([&names]);
    for file in own.filter(|file| !file.path.starts_with("src/runtime/")) {
        let path = folder.join(file.path.trim_start_matches("src/"));
        let text = without_gates(file);
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            expected == text,
            "{} is not what is generated now; read the difference after `UPDATE_EXPECTED=1 cargo test --package clientwright --test output`",
            path.display()
        );
    }
}

#[test]
fn a_body_and_several_errors() {
    compiled("send-message");
}

#[test]
fn a_list_with_a_page_token() {
    compiled("list");
}

#[test]
fn pages_that_follow_each_other_in_every_way() {
    compiled("paging");
}

#[test]
fn keys_and_a_limit_of_requests() {
    compiled("payments");
}

#[test]
fn formats_have_types() {
    compiled("formats");
}

/// A crate has the parts of the runtime that it uses, what they depend on, and no other.
#[test]
fn formats_that_are_not_used_are_not_there() {
    let of_formats = [
        "base64_text",
        "date",
        "date_time",
        "decimal",
        "formatted",
        "time_of_day",
        "time_span",
        "uri",
        "uuid_text",
    ];
    let parts = |path: &str| {
        let output = generate(&fixture(path), &named("a-client")).0;
        let module = |path: &str| {
            let name = path.strip_prefix("src/runtime/")?.strip_suffix(".rs")?;
            (name != "mod").then(|| name.to_owned())
        };
        let files: Vec<String> = output
            .files
            .iter()
            .filter_map(|file| module(&file.path))
            .collect();
        let root = output
            .files
            .iter()
            .find(|file| file.path == "src/runtime/mod.rs")
            .unwrap();
        let declared: Vec<String> = root
            .text
            .lines()
            .filter_map(|line| Some(line.strip_prefix("mod ")?.strip_suffix(';')?.to_owned()))
            .collect();
        assert_eq!(files, declared, "{path}");
        let dependencies: Vec<String> = output
            .manifest
            .dependencies
            .into_iter()
            .map(|one| one.name)
            .collect();
        (
            of_formats
                .into_iter()
                .filter(|name| files.iter().any(|file| file == name))
                .collect::<Vec<_>>(),
            ["base64", "time", "uuid"]
                .into_iter()
                .filter(|name| dependencies.iter().any(|one| one == name))
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(
        parts("formats/input.yaml"),
        (of_formats.to_vec(), vec!["base64", "time", "uuid"])
    );
    assert_eq!(
        parts("list/input.yaml"),
        (vec!["date_time", "formatted"], vec!["time"])
    );
    assert_eq!(parts("several-files/openapi.yaml"), (vec![], vec![]));
}

#[test]
fn what_reads_pages_is_there_only_where_there_are_pages() {
    let parts = |path: &str| {
        let output = generate(&fixture(path), &named("a-client")).0;
        let of_pages = [
            "items",
            "json_member",
            "link_header",
            "page_body",
            "pager",
            "pages",
        ];
        let of_pages = of_pages.iter().chain(&["paginated", "paging"]);
        let count = of_pages
            .filter(|name| {
                let path = format!("src/runtime/{name}.rs");
                output.files.iter().any(|file| file.path == path)
            })
            .count();
        let mut dependencies = output.manifest.dependencies.iter();
        (count, dependencies.any(|one| one.name == "futures-core"))
    };
    assert_eq!(parts("paging/input.yaml"), (8, true));
    assert_eq!(parts("payments/input.yaml"), (0, false));
    assert_eq!(parts("streams/input.yaml"), (0, true));
}

#[test]
fn bodies_that_are_not_json() {
    compiled("bodies");
}

#[test]
fn credentials_and_servers() {
    compiled("auth");
}

#[test]
fn names_that_are_hard_to_turn_into_rust() {
    compiled("hard-names");
}

#[test]
fn several_files_are_one_description() {
    let (output, said) = generate(
        &fixture("several-files/openapi.yaml"),
        &named("shelves-client"),
    );
    assert_eq!(said, "");
    let file = |path: &str| {
        output
            .files
            .iter()
            .find(|file| file.path == path)
            .map(|file| file.text.clone())
            .unwrap()
    };
    insta::assert_snapshot!(file("src/operations.rs"));
}

#[test]
fn webhooks_and_callbacks_are_types_that_are_read() {
    compiled("webhooks");
}

#[test]
fn answers_of_every_kind() {
    compiled("answers");
}

#[test]
fn parameters_of_every_place() {
    compiled("parameters");
}

#[test]
fn answers_that_are_read_as_they_come() {
    compiled("streams");
}

/// The documentation of the crate itself.
fn crate_docs(path: &Path, settings: &Settings) -> String {
    let output = generate(path, settings).0;
    let root = output.files.iter().find(|file| file.path == "src/lib.rs");
    let lines = root.unwrap().text.lines();
    let docs = lines.filter(|line| line.starts_with("//!") || line.starts_with("#![doc"));
    docs.map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_guide_stands_before_the_operations() {
    let mut settings = named("a-client");
    settings.client.guide = Some("docs/guide.md".to_owned());
    insta::assert_snapshot!(crate_docs(&fixture("list/input.yaml"), &settings), @r#"
    //! A client of the Parcels API.
    //!
    //! Each operation is a function of [`Client`]; its request, answer and failures are in [`types`].
    //!
    #![doc = include_str!("../docs/guide.md")]
    //!
    //! # Operations
    //!
    //! | function | request |
    //! | --- | --- |
    //! | [`list_parcels`](Client::list_parcels) | `GET /parcels` |
    //! | [`set_route`](Client::set_route) | `PUT /depots/{depot}/routes/{route}` |
    "#);
}

#[test]
fn an_example_has_the_first_credentials_that_are_enough() {
    let docs = |security: &str, schemes: &str| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("openapi.yaml");
        let text = format!(
            "openapi: 3.1.0\ninfo: {{title: Depot, version: '1'}}\nservers: [{{url: https://depot.example}}]\n\
             security: {security}\npaths:\n  /boxes: {{get: {{operationId: listBoxes, responses: {{'200': \
             {{description: all, content: {{application/json: {{schema: {{type: string}}}}}}}}}}}}}}\n  \
             /keys: {{post: {{security: [{{key: []}}, {{token: []}}, {{login: []}}], responses: {{'204': {{description: done}}}}}}}}\n\
             components: {{securitySchemes: {schemes}}}\n"
        );
        std::fs::write(&path, &text).unwrap();
        crate_docs(&path, &named("a-client"))
    };
    let schemes = "{key: {type: apiKey, in: header, name: X-Key}, token: {type: http, scheme: bearer}, \
                   login: {type: http, scheme: basic}}";
    let said = |security: &str| {
        let docs = docs(security, schemes);
        let lines = docs.lines();
        let lines = lines.filter(|line| line.contains("builder()") || line.contains("credentials"));
        lines.map(|line| format!("{line}\n")).collect::<String>()
    };
    insta::assert_snapshot!(said("[{token: []}, {key: []}]"), @r#"
    //! let client = Client::builder().token("…").build()?;
    //! The API knows other credentials, too: [`key`](ClientBuilder::key), [`login`](ClientBuilder::login).
    "#);
    insta::assert_snapshot!(said("[{login: [], key: []}, {token: []}]"), @r#"
    //! let client = Client::builder().login("…", "…").key("…").build()?;
    //! The API knows other credentials, too: [`token`](ClientBuilder::token).
    "#);
    // Without any, it is not refused.
    insta::assert_snapshot!(said("[{token: []}, {}]"), @"
    //! let client = Client::builder().build()?;
    //! The API knows credentials, too: [`key`](ClientBuilder::key), [`token`](ClientBuilder::token), [`login`](ClientBuilder::login).
    ");
    insta::assert_snapshot!(said("[]"), @"
    //! let client = Client::builder().build()?;
    //! The API knows credentials, too: [`key`](ClientBuilder::key), [`token`](ClientBuilder::token), [`login`](ClientBuilder::login).
    ");
}

#[test]
fn of_many_operations_the_modules_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("openapi.yaml");
    let mut text = "openapi: 3.1.0\ninfo: {title: The Depot API, version: '1'}\nservers: [{url: https://depot.example}]\npaths:\n".to_owned();
    for number in 0..101 {
        let tag = if number < 3 { "Keys" } else { "Boxes" };
        text.push_str(&format!(
            "  /a{number}|b: {{get: {{tags: [{tag}], responses: {{'204': {{description: done}}}}}}}}\n"
        ));
    }
    std::fs::write(&path, &text).unwrap();
    insta::assert_snapshot!(crate_docs(&path, &named("a-client")), @"
    //! A client of the Depot API.
    //!
    //! Each operation is a function of [`Client`]; its request, answer and failures are in [`types`].
    //!
    //! Each module of operations is a feature of the crate, all of them are on by default.
    //!
    //! # Operations
    //!
    //! | module | operations |
    //! | --- | --- |
    //! | `keys` | 3 |
    //! | `boxes` | 98 |
    ");
    // One less is listed.
    let all = text.rsplit_once("  /a100").unwrap().0;
    std::fs::write(&path, all).unwrap();
    let docs = crate_docs(&path, &named("a-client"));
    assert!(
        docs.contains("| [`get_a0_or_b`](Client::get_a0_or_b) | `GET /a0\\|b` |"),
        "{docs}"
    );
    assert_eq!(docs.matches("](Client::").count(), 100);
}
