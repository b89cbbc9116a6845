//! One rule of `names.lock` each: what is recorded, what is given again, what gives way.

use std::path::Path;

use clientwright::diagnostic::{Diagnostics, print};
use clientwright::naming::NamesLock;
use clientwright::settings::Settings;
use clientwright::source;

/// An operation as a line: `METHOD /path id: answer`, the answer being a schema as YAML in one line.
fn api(operations: &[&str], schemas: &[&str]) -> String {
    let mut text =
        "openapi: 3.1.0\ninfo: {title: A, version: '1'}\nservers: [{url: 'https://a.b'}]\npaths:\n"
            .to_owned();
    for operation in operations {
        let (line, answer) = operation.split_once(": ").unwrap();
        let [method, path, id] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        text += &format!("  {path}:\n    {method}:\n      operationId: {id}\n      tags: [t]\n");
        text += &format!(
            "      responses: {{'200': {{description: ok, content: {{application/json: {{schema: {answer}}}}}}}}}\n"
        );
    }
    text += "components:\n  schemas:\n    Unused: {}\n";
    for schema in schemas {
        text += &format!("    {schema}\n");
    }
    text
}

struct Made {
    types: Vec<String>,
    functions: Vec<String>,
    names: NamesLock,
    said: String,
}

impl Made {
    fn lines(&self) -> Vec<String> {
        let text = self.names.write();
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let lines = lines.filter(|line| !line.is_empty());
        lines
            .map(|line| line.replace("/responses/200/content/application~1json/schema", "/…"))
            .collect()
    }
}

fn names(text: &str) -> NamesLock {
    NamesLock::parse(Path::new("names.lock"), text).unwrap()
}

fn make_with(text: &str, settings: &Settings) -> Made {
    let mut diagnostics = Diagnostics::default();
    let source = source::read_text("api.yaml", text, &mut diagnostics);
    let output = clientwright::generate(&source, settings, &mut diagnostics).unwrap();
    let said = print(&diagnostics, &source, false);
    let output = output.unwrap_or_else(|| panic!("{text}\n{said}"));
    let file = output
        .files
        .iter()
        .find(|file| file.path == "src/t.rs")
        .unwrap();
    let after = |start: &str| {
        let lines = file
            .text
            .lines()
            .filter_map(|line| line.strip_prefix(start));
        let word = |rest: &str| rest.split(['(', ' ', ';']).next().unwrap().to_owned();
        lines.map(word).collect::<Vec<_>>()
    };
    Made {
        types: [after("pub struct "), after("pub enum ")].concat(),
        functions: after("    pub fn "),
        names: output.names,
        said,
    }
}

fn make(text: &str, names: &NamesLock) -> Made {
    let settings = Settings {
        names: names.clone(),
        ..Settings::default()
    };
    make_with(text, &settings)
}

const A: &str = "{type: object, properties: {a: {type: string}}}";
const B: &str = "{type: object, properties: {b: {type: string}}}";

#[test]
fn a_key_that_is_a_name_needs_no_line_and_all_else_has_one() {
    let spec = api(
        &[
            "get /a getA: {$ref: '#/components/schemas/Thing'}",
            "get /b getB: {$ref: '#/components/schemas/other-thing'}",
            "get /c getC: {title: Titled, type: object, properties: {t: {type: string}}}",
            &format!("get /d getD: {A}"),
        ],
        &[&format!("Thing: {A}"), &format!("other-thing: {A}")],
    );
    let made = make(&spec, &NamesLock::default());
    assert_eq!(
        made.lines(),
        [
            "[functions]",
            "\"GET /a\" = \"get_a\"",
            "\"GET /b\" = \"get_b\"",
            "\"GET /c\" = \"get_c\"",
            "\"GET /d\" = \"get_d\"",
            "[types]",
            "\"#/components/schemas/other-thing\" = \"OtherThing\"",
            "\"#/paths/~1c/get/…\" = \"Titled\"",
            "\"#/paths/~1d/get/…\" = \"GetDResponse\"",
        ]
    );
}

#[test]
fn a_new_component_does_not_take_the_name_of_what_was_there() {
    let had = [format!("get /a getA: {A}")];
    let had: Vec<&str> = had.iter().map(String::as_str).collect();
    let before = make(&api(&had, &[]), &NamesLock::default());
    assert_eq!(before.types, ["GetA", "GetAResponse"]);
    let new = [
        had[0],
        "get /b b: {$ref: '#/components/schemas/GetAResponse'}",
        "get /c c: {$ref: '#/components/schemas/GetA'}",
    ];
    let spec = api(
        &new,
        &[&format!("GetAResponse: {B}"), &format!("GetA: {B}")],
    );
    let after = make(&spec, &before.names);
    assert_eq!(
        after.types,
        [
            "GetA",
            "B",
            "C",
            "GetAResponse",
            "GetAResponseSchema",
            "GetASchema"
        ]
    );
    let without = make(&spec, &NamesLock::default());
    assert!(without.types.contains(&"GetARequest".to_owned()));
    let again = make(&spec, &after.names);
    assert_eq!((again.types, again.names), (after.types, after.names));
}

#[test]
fn a_new_operation_does_not_take_the_function_of_what_was_there() {
    let old = format!("get /b get_a: {A}");
    let before = make(&api(&[&old], &[]), &NamesLock::default());
    let spec = api(&[&format!("get /a getA: {A}"), &old], &[]);
    let after = make(&spec, &before.names);
    assert_eq!(after.functions, ["get_a_t", "get_a"]);
    assert_eq!(
        make(&spec, &NamesLock::default()).functions,
        ["get_a", "get_a_t"]
    );
}

#[test]
fn equal_types_keep_their_name_wherever_they_are_left() {
    let all: Vec<String> = ["a", "b", "c", "d", "e", "f"]
        .iter()
        .map(|name| format!("get /{name} get-{name}: {A}"))
        .collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let types = |made: &Made| {
        made.lines()
            .into_iter()
            .filter(|line| line.starts_with("\"#"))
            .collect::<Vec<_>>()
    };
    let line = |name: &str| format!("\"#/paths/~1{name}/get/…\" = \"GetAResponse\"");
    let whole = make(&api(&all, &[]), &NamesLock::default());
    assert_eq!(types(&whole), ["a", "b", "d", "f"].map(line));
    let left = make(&api(&all[4..], &[]), &whole.names);
    assert!(left.types.contains(&"GetAResponse".to_owned()));
    assert_eq!(types(&left), ["e", "f"].map(line));
    let back = make(&api(&all, &[]), &left.names);
    assert!(back.types.contains(&"GetAResponse".to_owned()));
    assert_eq!(types(&back), ["a", "d", "e", "f"].map(line));
}

#[test]
fn a_line_of_what_is_gone_stays_until_its_name_is_taken() {
    let (a, b) = (format!("get /a get: {A}"), format!("get /b b: {B}"));
    let whole = make(&api(&[&a, &b], &[]), &NamesLock::default());
    let less = make(&api(&[&b], &[]), &whole.names);
    assert_eq!(less.names, whole.names);
    let taken = make(&api(&[&b, &format!("get /c get: {A}")], &[]), &less.names);
    assert_eq!(taken.functions, ["b", "get"]);
    assert_eq!(
        taken.lines(),
        [
            "[functions]",
            "\"GET /b\" = \"b\"",
            "\"GET /c\" = \"get\"",
            "[types]",
            "\"#/paths/~1b/get/…\" = \"BResponse\"",
            "\"#/paths/~1c/get/…\" = \"GetResponse\"",
        ]
    );
}

#[test]
fn types_that_are_told_apart_are_not_made_one() {
    let spec = api(
        &[
            &format!("get /a a: {A}"),
            &format!("get /b b: {A}"),
            &format!("get /c c: {A}"),
        ],
        &[],
    );
    let lock = "[types]\n\"#/paths/~1b/get/responses/200/content/application~1json/schema\" = \"Left\"\n\"#/paths/~1c/get/responses/200/content/application~1json/schema\" = \"Right\"\n";
    let made = make(&spec, &names(lock));
    assert_eq!(made.types, ["A", "B", "C", "Left", "Right"]);
    let settled = make(&spec, &made.names);
    assert_eq!((settled.types, settled.names), (made.types, made.names));
}

#[test]
fn what_was_one_type_and_is_two_keeps_the_name_once() {
    let both = [format!("get /a a: {A}"), format!("get /b b: {A}")];
    let one = make(&api(&[&both[0], &both[1]], &[]), &NamesLock::default());
    assert_eq!(one.types, ["A", "B", "AResponse"]);
    let two = make(
        &api(&[&both[0], &format!("get /b b: {B}")], &[]),
        &one.names,
    );
    assert_eq!(two.types, ["A", "B", "AResponse", "BResponse"]);
    assert_eq!(two.said, "");
}

#[test]
fn codegen_toml_goes_before_what_is_recorded() {
    let spec = api(
        &[&format!("get /a getA: {A}"), &format!("get /b getB: {A}")],
        &[],
    );
    let first = make(&spec, &NamesLock::default());
    let mut settings: Settings = Settings {
        names: first.names.clone(),
        ..Settings::default()
    };
    settings
        .operation
        .push(clientwright::settings::OperationSettings {
            matched: "getA".to_owned(),
            name: Some("fetch".to_owned()),
            idempotency_key: None,
            reason: "shorter".to_owned(),
        });
    // The type stands at two places and is known by the second, too.
    settings.types.push(clientwright::settings::TypeName {
        pointer: "#/paths/~1b/get/responses/200/content/application~1json/schema".to_owned(),
        name: "Thing".to_owned(),
        reason: "shorter".to_owned(),
    });
    let decided = make_with(&spec, &settings);
    assert_eq!(decided.functions, ["fetch", "get_b"]);
    assert_eq!(decided.types, ["Fetch", "GetB", "Thing"]);
    assert_eq!(decided.said, "");
    let left = make(&spec, &decided.names);
    assert_eq!(
        (left.functions, left.types),
        (decided.functions, decided.types)
    );
}

#[test]
fn a_recorded_name_that_cannot_be_given_is_said() {
    let spec = api(&[&format!("get /a getA: {A}")], &[]);
    let lock = "[functions]\n\"GET /a\" = \"new\"\n[types]\n\"#/paths/~1a/get/responses/200/content/application~1json/schema\" = \"Option\"\n";
    let made = make(&spec, &names(lock));
    assert_eq!(made.functions, ["get_a"]);
    assert_eq!(made.types, ["GetA", "GetAResponse"]);
    for lost in [
        "this operation cannot be called `new`",
        "this type cannot be called `Option`",
    ] {
        assert!(made.said.contains(lost), "{}", made.said);
    }
}

#[test]
fn the_enum_of_a_body_that_is_a_choice_keeps_the_name_that_it_once_had() {
    let spec = |answer: &str| {
        let line = format!("post /s send: {answer}");
        let text = api(&[&line], &[&format!("SendBody: {A}")]);
        let body = "      requestBody: {content: {text/csv: {schema: {type: string}}, application/json: {schema: {type: integer}}}}\n";
        text.replace("components:", &format!("{body}components:"))
    };
    let component = "{$ref: '#/components/schemas/SendBody'}";
    let first = make(&spec(component), &NamesLock::default());
    assert_eq!(first.types, ["Send", "SendBody", "SendContent"]);
    assert!(
        first
            .lines()
            .contains(&"\"POST /s\" = \"SendContent\"".to_owned())
    );
    let without = make(&spec("{type: string}"), &first.names);
    assert_eq!(without.types, ["Send", "SendContent"]);
    let again = make(&spec(component), &without.names);
    assert_eq!(again.types, first.types);
    assert_eq!(again.said, "");
}
