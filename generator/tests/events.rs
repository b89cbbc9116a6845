//! What tells events apart, how they are said to be signed, and what is said where neither can be followed.

use std::fs;

use clientwright::diagnostic::Diagnostics;
use clientwright::output::Output;
use clientwright::settings::Settings;
use clientwright::source;

const HEAD: &str =
    "openapi: 3.1.0\ninfo: {title: Shelf, version: '1'}\nservers: [{url: https://shelf.example}]\n";

struct Made {
    output: Output,
    said: Vec<String>,
}

impl Made {
    fn file(&self, path: &str) -> Option<&str> {
        let file = self.output.files.iter().find(|file| file.path == path)?;
        Some(&file.text)
    }

    /// The table by which events are told apart, on one line.
    fn table(&self) -> String {
        let text = self.file("src/types.rs").unwrap();
        let (_, table) = text.split_once("union! { WebhookEvent: ").unwrap();
        let table = table.split_once("\n\n").unwrap().0;
        table.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn make(document: &str, settings: &str) -> Result<Made, String> {
    let folder = tempfile::tempdir().unwrap();
    let (spec, toml) = (
        folder.path().join("a.yaml"),
        folder.path().join("codegen.toml"),
    );
    fs::write(&spec, format!("{HEAD}{document}")).unwrap();
    fs::write(&toml, settings).unwrap();
    let settings = Settings::read(&toml).map_err(|error| {
        let said = error.to_string();
        let said = said.split_once("codegen.toml").unwrap().1;
        said.lines().next().unwrap().to_owned()
    })?;
    let mut diagnostics = Diagnostics::default();
    let source = source::read(&[spec], &mut diagnostics);
    let output = clientwright::generate(&source, &settings, &mut diagnostics).unwrap();
    let said = diagnostics.iter().map(|one| {
        let at = one.pointer.as_ref().map_or("", |at| at.as_str());
        format!("{} {at}: {}", one.code.as_str(), one.message)
    });
    Ok(Made {
        output: output.unwrap(),
        said: said.collect(),
    })
}

/// Webhooks by name, each with the properties that its body always has.
fn events(bodies: &[(&str, &str)]) -> Made {
    let webhooks = bodies.iter().map(|(name, properties)| {
        let names: Vec<&str> = properties.split("; ").collect();
        let required: Vec<&str> = names.iter().filter_map(|one| Some(one.split_once(": ")?.0)).collect();
        format!(
            "  {name}: {{post: {{requestBody: {{content: {{application/json: {{schema: {{type: object, required: [{}], properties: {{{}}}}}}}}}}}, responses: {{'204': {{description: ok}}}}}}}}\n",
            required.join(", "),
            names.join(", "),
        )
    });
    let webhooks: String = webhooks.collect();
    make(&format!("webhooks:\n{webhooks}"), "").unwrap()
}

const NONE: [&str; 0] = [];

#[test]
fn one_property_with_another_constant_in_each_tells_events_apart() {
    let made = events(&[
        ("book.lost", "kind: {const: lost}; type: {const: book}"),
        ("book.found", "kind: {enum: [found]}; type: {const: book}"),
    ]);
    assert_eq!(
        made.table(),
        r#"read by "kind" { BookLost = "lost", BookFound = "found" } }"#
    );
    assert_eq!(made.said, NONE);
}

#[test]
fn an_event_without_a_constant_goes_by_its_name_where_the_constants_of_others_are_names() {
    let made = events(&[
        ("book.lost", "event: {const: book.lost}"),
        ("book.found", "event: {type: string}; by: {type: string}"),
    ]);
    assert_eq!(
        made.table(),
        r#"read by "event" { BookLost = "book.lost", BookFound = "book.found" } }"#
    );
    let made = events(&[
        ("lost", "event: {const: book.lost}"),
        ("found", "event: {type: string}"),
    ]);
    // By what is documented, either may say `book.lost`.
    assert!(!made.file("src/types.rs").unwrap().contains("WebhookEvent"));
    let untold = |name: &str| {
        format!(
            "untold-event #/webhooks/{name}/post: nothing tells this event from others: read it as its own type where it is known to come"
        )
    };
    assert_eq!(made.said, [untold("lost"), untold("found")]);
}

#[test]
fn a_constant_that_some_share_tells_with_a_property_that_one_alone_has() {
    let made = events(&[
        ("book-added", "action: {const: added}; book: {type: string}"),
        (
            "shelf-added",
            "action: {const: added}; shelf: {type: string}",
        ),
        (
            "shelf-removed",
            "action: {const: removed}; shelf: {type: string}",
        ),
        ("moved", "from: {type: string}; shelf: {type: string}"),
        ("counted", "shelf: {type: string}"),
    ]);
    assert_eq!(
        made.table(),
        r#"read { BookAdded = { "action": "added", "book" }, ShelfAdded = { "action": "added", "shelf" }, ShelfRemoved = { "action": "removed" }, Moved = { "from" }, } }"#
    );
    assert_eq!(
        made.said,
        [
            "untold-event #/webhooks/counted/post: nothing tells this event from others: read it as its own type where it is known to come"
        ]
    );
    assert!(
        made.file("src/types.rs")
            .unwrap()
            .contains("pub struct CountedWebhook")
    );
}

#[test]
fn one_event_alone_is_a_choice_too() {
    let made = events(&[("lost", "type: {const: lost}")]);
    assert_eq!(made.table(), r#"read by "type" { Lost = "lost" } }"#);
    // Values that one event may have are not what tells it from others.
    let made = events(&[("lost", "state: {enum: [a, b]}")]);
    assert_eq!(made.table(), "read { Lost = object } }");
}

#[test]
fn what_several_webhooks_send_is_one_alternative() {
    let body = "{post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Loss'}}}}, responses: {'204': {description: ok}}}}";
    let document = format!(
        "webhooks: {{a: {body}, b: {body}}}\ncomponents: {{schemas: {{Loss: {{type: object, required: [t], properties: {{t: {{const: loss}}}}}}}}}}\n"
    );
    let made = make(&document, "").unwrap();
    assert_eq!(made.table(), r#"read by "t" { Loss = "loss" } }"#);
}

const SIGNATURE: &str =
    "[[webhooks.signature]]\nreason = \"the guide\"\nheader = \"a-signature\"\n";

#[test]
fn a_signature_is_a_constant_and_a_feature_that_is_off() {
    let settings = format!(
        "{SIGNATURE}layout = \"hmac;1;{{milliseconds}};{{base64}}\"\nsigned = \"{{timestamp}}.{{body}}\"\nsecret = \"base64\"\n"
    );
    let extension = "x-clientwright-webhook-signatures: [{header: a-signature, layout: 'hmac;1;{milliseconds};{base64}', signed: '{timestamp}.{body}', secret: base64}]\n";
    let decided = make("paths: {}\n", &settings).unwrap();
    let described = make(&format!("paths: {{}}\n{extension}"), "").unwrap();
    assert_eq!(decided.said, NONE);
    assert_eq!(described.said, NONE);
    let text = decided.file("src/signatures.rs").unwrap();
    assert_eq!(Some(text), described.file("src/signatures.rs"));
    let (_, scheme) = text.split_once("pub const A_SIGNATURE").unwrap();
    let element = r#"&[HeaderPart::Text("hmac;1;"), HeaderPart::Time, HeaderPart::Text(";"), HeaderPart::Signature]"#;
    assert!(scheme.contains(element), "{scheme}");
    let features = decided.output.manifest.features.iter();
    let feature = features
        .clone()
        .find(|one| one.name == "webhook-signature")
        .unwrap();
    assert_eq!(feature.enables, ["dep:base64", "dep:hmac", "dep:sha2"]);
    let default = features.clone().find(|one| one.name == "default").unwrap();
    assert_eq!(default.enables, ["reqwest"]);
    let dependencies = decided.output.manifest.dependencies.iter();
    let mut optional = dependencies
        .filter(|one| one.optional)
        .map(|one| one.name.as_str());
    assert!(
        ["base64", "hmac", "reqwest", "serde", "sha2"]
            .iter()
            .all(|name| optional.any(|one| one == *name))
    );
    // What both say is said; without either nothing of it is there.
    let both = make(&format!("paths: {{}}\n{extension}"), &settings).unwrap();
    assert_eq!(
        both.said,
        ["unused-setting : the description itself says how webhooks are signed"]
    );
    let none = make("paths: {}\n", "").unwrap();
    assert_eq!(none.file("src/signatures.rs"), None);
    assert_eq!(none.file("src/runtime/webhook_verifier.rs"), None);
    assert!(!none.file("src/runtime/mod.rs").unwrap().contains("webhook"));
    assert!(!none.file("src/lib.rs").unwrap().contains("signature"));
}

#[test]
fn a_signature_that_cannot_be_followed_is_refused() {
    let refused = |lines: &str| {
        make("paths: {}\n", &format!("{SIGNATURE}{lines}\n"))
            .map(drop)
            .unwrap_err()
    };
    let body = "signed = \"{timestamp}{body}\"";
    for (lines, expected) in [
        ("layout = \"{hex}\"", "missing field `signed`"),
        (
            &*format!("layout = \"v1\"\n{body}"),
            "`layout` has no place for the signature: `{hex}` or `{base64}`",
        ),
        (
            &format!("layout = \"{{hex}};{{hex}}\"\n{body}"),
            "`layout` has a place twice",
        ),
        (
            &format!("layout = \"{{seconds}}{{hex}}\"\n{body}"),
            "nothing stands between the two places of `{seconds}{hex}`",
        ),
        (
            &format!("layout = \"{{sha}}\"\n{body}"),
            "`{sha}` means nothing in `layout`: there are `{seconds}`, `{milliseconds}`, `{hex}` and `{base64}`",
        ),
        (
            &format!("layout = \"{{hex\"\n{body}"),
            "a brace of `{hex` is not closed",
        ),
        (
            &format!("layout = \"{{hex}}\"\n{body}"),
            "nothing says where the `{timestamp}` is",
        ),
        (
            "layout = \"{hex}\"\nsigned = \"{a b}{body}\"",
            "`a b` is not the name of a header field",
        ),
        (
            "layout = \"{hex}\"\nsigned = \"x\"",
            "`signed` does not hold `{body}`",
        ),
        (
            "layout = \"{seconds}.{hex}\"\nsigned = \"{body}\"",
            "`signed` does not hold `{timestamp}`: anybody could change the moment",
        ),
        (
            &format!("layout = \"{{seconds}}.{{hex}}\"\ntimestamp-header = \"a\"\n{body}"),
            "`layout` itself says where the moment is",
        ),
        (
            &format!("layout = \"{{hex}}\"\ntimestamp-unit = \"seconds\"\n{body}"),
            "`timestamp-unit` is that of a `timestamp-header`",
        ),
        (
            &format!("layout = \"{{hex}}\"\ntimestamp-header = \"a b\"\n{body}"),
            "`a b` is not the name of a header field",
        ),
        (
            "layout = \"{hex}\"\nsigned = \"{body}\"\nsecret = \"hex\"",
            "unknown variant `hex`, expected `text` or `base64`",
        ),
    ] {
        let said = refused(lines);
        assert!(said.ends_with(expected), "{said}\n{expected}");
    }
    let without =
        "[[webhooks.signature]]\nheader = \"a\"\nlayout = \"{hex}\"\nsigned = \"{body}\"\n";
    assert!(
        make("", without)
            .map(drop)
            .unwrap_err()
            .ends_with("missing field `reason`")
    );
    let blank = format!("{without}reason = \" \"\n");
    assert!(
        make("", &blank)
            .map(drop)
            .unwrap_err()
            .ends_with("say the reason here")
    );
    let described = make(
        "paths: {}\nx-clientwright-webhook-signatures: [{header: a}]\n",
        "",
    )
    .unwrap();
    assert_eq!(
        described.said,
        [
            "wrong-type #/x-clientwright-webhook-signatures: `x-clientwright-webhook-signatures` has no effect: missing field `layout`"
        ]
    );
}
