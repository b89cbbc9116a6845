//! `explain`: codes, and what became of places of a description, stage by stage.

use std::fs;
use std::process::Command;

use clientwright::diagnostic::Code;

const SHELF: &str = r##"swagger: "2.0"
info: {title: Shelf, version: "1"}
host: shelf.example
produces: [application/json]
parameters:
  page: {name: page, in: query, type: integer, description: Which page.}
responses:
  NotFound: {description: No such book., schema: {$ref: "#/definitions/Problem"}}
paths:
  /books/{id}:
    get:
      operationId: getBook
      parameters:
        - {name: id, in: path, required: true, type: string}
        - {$ref: "#/parameters/page"}
      responses:
        200: {description: The book., schema: {$ref: "#/definitions/Book"}}
        404: {$ref: "#/responses/NotFound"}
definitions:
  Book:
    type: object
    required: [id]
    properties:
      id: {type: string}
      title: {type: string, x-nullable: true}
      next: {$ref: "#/definitions/Book", readOnly: true}
  Problem: {type: object, properties: {title: {type: string}}}
"##;

/// The exit code, what is printed, and what is said to be wrong.
fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("shelf.yaml"), SHELF).unwrap();
    let ended = Command::new(env!("CARGO_BIN_EXE_clientwright"))
        .current_dir(folder.path())
        .arg("explain")
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (ended.status.code(), text(ended.stdout), text(ended.stderr))
}

fn of_place(pointer: &str) -> String {
    let (code, printed, wrong) = run(&[pointer, "--spec", "shelf.yaml"]);
    assert_eq!((code, wrong.as_str()), (Some(0), ""));
    printed
}

#[test]
fn a_code_is_explained_by_an_example_and_what_is_printed_about_it() {
    let (code, printed, _) = run(&["ignored"]);
    assert_eq!(code, Some(0));
    insta::assert_snapshot!(printed);
}

#[test]
fn all_codes_are_listed_with_their_meanings() {
    let (code, printed, _) = run(&[]);
    assert_eq!(code, Some(0));
    for (line, code) in printed.lines().zip(Code::ALL) {
        assert!(
            line.starts_with(code.as_str()) && line.ends_with(code.meaning()),
            "{line}"
        );
    }
    assert_eq!(printed.lines().count(), Code::ALL.len());
}

#[test]
fn what_is_not_known_is_wrong_usage_and_the_nearest_is_named() {
    let (code, printed, wrong) = run(&["dangling-refrence"]);
    assert_eq!((code, printed.as_str()), (Some(2), ""));
    assert_eq!(
        wrong,
        "error: no diagnostic has the code `dangling-refrence`; is `dangling-reference` meant?\n"
    );
    let (code, _, wrong) = run(&["#/definitions/Bok", "--spec", "shelf.yaml"]);
    assert_eq!(code, Some(2));
    assert_eq!(
        wrong,
        "error: the description has no `#/definitions/Bok`; is `#/definitions/Book` meant?\n"
    );
    let (code, _, wrong) = run(&["#/definitions/Book"]);
    assert_eq!(code, Some(2));
    assert_eq!(
        wrong,
        "error: say with --spec in which description the place is\n"
    );
}

#[test]
fn an_operation() {
    insta::assert_snapshot!(of_place("#/paths/~1books~1{id}/get"));
}

#[test]
fn a_schema() {
    insta::assert_snapshot!(of_place("#/definitions/Book"));
}

/// A place may be said as it is written, or as it is called in the words of OpenAPI 3.1.
#[test]
fn a_property() {
    let written = of_place("#/definitions/Book/properties/title");
    let canonical = of_place("#/components/schemas/Book/properties/title");
    let rest = |text: &str| text.split_once('\n').unwrap().1.to_owned();
    assert_eq!(rest(&written), rest(&canonical));
    insta::assert_snapshot!(written);
}

#[test]
fn a_parameter_of_an_operation() {
    insta::assert_snapshot!(of_place("#/paths/~1books~1{id}/get/parameters/0"));
}

#[test]
fn a_parameter_that_is_referred_to() {
    insta::assert_snapshot!(of_place("#/parameters/page"));
}

#[test]
fn a_response_that_is_referred_to() {
    insta::assert_snapshot!(of_place("#/responses/NotFound"));
}

#[test]
fn a_part_of_what_the_model_knows() {
    insta::assert_snapshot!(of_place("#/definitions/Book/properties/title/type"));
}

#[test]
fn what_is_no_part_of_the_client() {
    insta::assert_snapshot!(of_place("#/info"));
}
