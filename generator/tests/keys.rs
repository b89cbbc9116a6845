//! Where idempotency keys and limits of requests come from, and what is said when two places say them.

use std::fs;

use clientwright::diagnostic::Diagnostics;
use clientwright::settings::Settings;
use clientwright::source;

/// `POST /a` and `PUT /a`; `@` is what the first says beside its answers, `%` what the document does.
const DOCUMENT: &str = r#"openapi: 3.1.0
info: {title: Shelf, version: "1"}
servers: [{url: https://shelf.example}]
%
paths:
  /a:
    post:
      operationId: addBook
      @
      responses: {"204": {description: done}}
    put:
      operationId: setBook
      responses: {"204": {description: done}}
"#;

/// Which header fields keys are in, the limit that is kept, and what is said.
struct Made {
    keys: Vec<String>,
    limit: Option<String>,
    arguments: String,
    said: Vec<String>,
}

fn make(document: &str, operation: &str, settings: &str) -> Made {
    let folder = tempfile::tempdir().unwrap();
    let (spec, toml) = (
        folder.path().join("a.yaml"),
        folder.path().join("codegen.toml"),
    );
    let text = DOCUMENT.replace('%', document).replace('@', operation);
    fs::write(&spec, text).unwrap();
    fs::write(&toml, settings).unwrap();
    let settings = Settings::read(&toml).unwrap();
    let mut diagnostics = Diagnostics::default();
    let source = source::read(&[spec], &mut diagnostics);
    let output = clientwright::generate(&source, &settings, &mut diagnostics)
        .unwrap()
        .unwrap();
    let file = |name: &str| {
        let file = output.files.iter().find(|file| file.path == name).unwrap();
        file.text.clone()
    };
    let operations = file("src/operations.rs");
    let mut of = "";
    let mut keys = Vec::new();
    for line in operations.lines() {
        of = line
            .strip_prefix("impl Keyed for ")
            .map_or(of, |name| name.trim_end_matches(" {"));
        if let Some((_, key)) = line.split_once("const KEY: &'static str = \"") {
            keys.push(format!("{of} {}", key.trim_end_matches("\";")));
        }
    }
    let has_file = output
        .files
        .iter()
        .any(|file| file.path == "src/runtime/idempotency.rs");
    assert_eq!(has_file, !keys.is_empty());
    let client = file("src/client.rs");
    let limit = client.split_once(".rate_limit(").map(|(_, call)| {
        let call = call.split_once("\n    }").unwrap().0;
        call.trim_end().strip_suffix(')').unwrap().to_owned()
    });
    let arguments = operations.split_once("pub fn add_book(&self").unwrap().1;
    let arguments = arguments.split_once(") ->").unwrap().0;
    Made {
        keys,
        limit,
        arguments: arguments.trim_start_matches(", ").to_owned(),
        said: diagnostics
            .iter()
            .map(|one| format!("{}: {}", one.code.as_str(), one.message))
            .collect(),
    }
}

fn parameter(name: &str, schema: &str) -> String {
    format!("parameters: [{{name: {name}, in: header, required: true, schema: {schema}}}]")
}

const NONE: [&str; 0] = [];

#[test]
fn a_described_parameter_of_that_name_is_the_key() {
    for schema in [
        "{}",
        "{type: string}",
        "{type: string, format: uuid}",
        "{type: string, minLength: 1, maxLength: 36}",
        "{type: [string, 'null'], pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'}",
    ] {
        for name in ["Idempotency-Key", "idempotency-key"] {
            let made = make("", &parameter(name, schema), "");
            assert_eq!(made.keys, [format!("AddBook {name}")]);
            assert_eq!(
                (made.said.as_slice(), made.arguments.as_str()),
                (&[][..], "")
            );
        }
    }
    let other = make("", &parameter("X-Key", "{type: string}"), "");
    assert_eq!((other.keys, other.said), (vec![], vec![]));
}

#[test]
fn a_parameter_that_takes_no_random_key_is_an_argument() {
    for schema in [
        "{type: string, maxLength: 32}",
        "{type: integer}",
        "{enum: [a, b]}",
        "{type: string, pattern: '^[0-9]+$'}",
        "{allOf: [{type: string, pattern: '^[A-Z]'}]}",
    ] {
        let made = make("", &parameter("Idempotency-Key", schema), "");
        assert_eq!(made.keys, NONE, "{schema}");
        assert!(
            made.arguments.starts_with("idempotency_key: "),
            "{}",
            made.arguments
        );
        assert!(made.said.iter().any(|one| {
            one == "ignored: a random UUID is no value of `Idempotency-Key`: it is an argument, and no key is made"
        }), "{:?}", made.said);
    }
}

#[test]
fn an_extension_or_a_line_says_the_field_of_one_operation() {
    let extension = "x-clientwright-idempotency-key: X-Key";
    let line =
        "[[operation]]\nmatch = \"POST /a\"\nidempotency-key = \"X-Key\"\nreason = \"the guide\"\n";
    for (operation, settings) in [(extension, ""), ("", line)] {
        let made = make("", operation, settings);
        assert_eq!(
            (made.keys.as_slice(), made.said.as_slice()),
            (&["AddBook X-Key".to_owned()][..], &[][..])
        );
    }
    // What is described as a parameter of that name is the key.
    let made = make("", &parameter("x-key", "{type: string}"), line);
    assert_eq!(
        (made.keys.as_slice(), made.arguments.as_str()),
        (&["AddBook x-key".to_owned()][..], "")
    );
    // A line of a name and one of a key may be about the same operation; so may one line.
    let both =
        format!("[[operation]]\nmatch = \"addBook\"\nname = \"add\"\nreason = \"short\"\n{line}");
    let folder = tempfile::tempdir().unwrap();
    let toml = folder.path().join("codegen.toml");
    fs::write(&toml, both).unwrap();
    assert_eq!(Settings::read(&toml).unwrap().operation.len(), 2);
}

#[test]
fn a_field_for_all_is_that_of_what_is_not_idempotent() {
    let line = "[client]\nidempotency-key = \"X-Key\"\n";
    let extension = "x-clientwright-idempotency-key: X-Key";
    for (document, settings) in [(extension, ""), ("", line)] {
        let made = make(document, "", settings);
        assert_eq!(
            (made.keys.as_slice(), made.said.as_slice()),
            (&["AddBook X-Key".to_owned()][..], &[][..])
        );
        // What one operation says goes before.
        let made = make(document, "x-clientwright-idempotency-key: X-Own", settings);
        assert_eq!(
            (made.keys.as_slice(), made.said.as_slice()),
            (&["AddBook X-Own".to_owned()][..], &[][..])
        );
    }
    let put = "[[operation]]\nmatch = \"setBook\"\nidempotency-key = \"X-Put\"\nreason = \"r\"\n";
    assert_eq!(make("", "", put).keys, ["SetBook X-Put"]);
}

#[test]
fn what_two_places_say_is_said() {
    let line = |field: &str| {
        format!(
            "[[operation]]\nmatch = \"addBook\"\nidempotency-key = \"{field}\"\nreason = \"r\"\n"
        )
    };
    let described = parameter("Idempotency-Key", "{type: string}");
    let made = make("", &described, &line("idempotency-key"));
    assert_eq!(made.keys, ["AddBook Idempotency-Key"]);
    assert_eq!(
        made.said,
        ["unused-setting: the description itself says the key `idempotency-key` of `POST /a`"]
    );
    let made = make("", &described, &line("X-Key"));
    assert_eq!(made.keys, ["AddBook X-Key"]);
    assert_eq!(
        made.said,
        [
            "contradicting-parameters: the key is in `X-Key`; `Idempotency-Key`, which is described as a parameter, is an argument"
        ]
    );
    assert_eq!(made.arguments, "idempotency_key: impl Into<String>");
}

#[test]
fn a_limit_is_said_by_the_description_or_by_settings() {
    let settings = |limit: &str| format!("[client.rate-limit]\n{limit}\nreason = \"the guide\"\n");
    let extension = |limit: &str| format!("x-clientwright-rate-limit: {limit}");
    for (document, line, expected) in [
        (
            "{requests: 10}",
            "requests = 10",
            "RateLimit::per_second(10)",
        ),
        (
            "{requests: 10, seconds: 1}",
            "requests = 10\nseconds = 1",
            "RateLimit::per_second(10)",
        ),
        (
            "{requests: 100, seconds: 60}",
            "requests = 100\nseconds = 60",
            "RateLimit::per_minute(100)",
        ),
        (
            "{requests: 5, seconds: 7}",
            "requests = 5\nseconds = 7",
            "RateLimit::new(5, std::time::Duration::from_secs(7))",
        ),
    ] {
        for made in [
            make(&extension(document), "", ""),
            make("", "", &settings(line)),
        ] {
            let limit = made
                .limit
                .as_deref()
                .map(|limit| limit.split_whitespace().collect::<String>());
            assert_eq!(limit, Some(expected.replace(' ', "")));
        }
    }
    let made = make(&extension("{requests: 10}"), "", &settings("requests = 10"));
    assert_eq!(
        made.said,
        ["unused-setting: the description itself says how many requests the API takes"]
    );
    let made = make(&extension("{requests: 10}"), "", &settings("requests = 5"));
    assert_eq!(
        (made.limit.as_deref(), made.said.as_slice()),
        (Some("RateLimit::per_second(5)"), &[][..])
    );
}

#[test]
fn what_cannot_be_followed_is_said() {
    for limit in [
        "{requests: 0}",
        "{requests: -1}",
        "{requests: ten}",
        "{per: 1}",
        "10",
        "{requests: 1, seconds: 0}",
    ] {
        let made = make(&format!("x-clientwright-rate-limit: {limit}"), "", "");
        assert!(
            made.limit.is_none() && made.said.len() == 1,
            "{:?}",
            made.said
        );
        assert!(
            made.said[0].starts_with("wrong-type: `x-clientwright-rate-limit` has no effect: "),
            "{:?}",
            made.said
        );
    }
    for key in ["true", "''", "'a b'", "{}"] {
        let made = make("", &format!("x-clientwright-idempotency-key: {key}"), "");
        assert_eq!(
            made.said,
            [
                "wrong-type: `x-clientwright-idempotency-key` has no effect: it is not the name of a header field"
            ]
        );
        assert_eq!(made.keys, NONE);
    }
    let made = make(
        "x-clientwright-rate-limits: {}",
        "x-clientwright-rate-limit: {requests: 1}",
        "",
    );
    assert_eq!(made.said.len(), 2, "{:?}", made.said);
    assert!(
        made.said
            .iter()
            .all(|one| one.starts_with("unknown-keyword: ")),
        "{:?}",
        made.said
    );
    // What others extend is nothing to us.
    assert_eq!(
        make("x-rate-limit: 7", "x-idempotency-key: {}", "").said,
        NONE
    );
}
