//! What a change of the description rewrites: the file of the module that it is about; the crate's root only where
//! operations come or go, for its documentation lists them.

use clientwright::diagnostic::{Diagnostics, print};
use clientwright::output::Output;
use clientwright::settings::Settings;
use clientwright::source;
use clientwright::write::{Mode, write};

/// Four tags; each has an operation and a type of its own, the last two share one that is worth a file.
fn description() -> String {
    let mut text = String::from(
        "openapi: 3.1.0\ninfo: {title: A, version: '1'}\nservers: [{url: 'https://a.b'}]\npaths:\n",
    );
    for tag in ["books", "loans", "fines", "rooms"] {
        let shared = matches!(tag, "fines" | "rooms");
        let name = if shared { "Shared" } else { tag };
        text += &format!(
            r##"  /{tag}/{{id}}:
    get:
      operationId: get_{tag}
      summary: Get one of the {tag}.
      tags: [{tag}]
      parameters:
        - {{name: id, in: path, required: true, schema: {{type: string}}}}
        - {{name: {tag}_page, in: query, schema: {{type: integer}}}}
      responses:
        '200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}}}
        '404': {{description: Not there, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Problem'}}}}}}}}
"##
        );
    }
    text += "components:\n  schemas:\n    Problem: {type: object, properties: {message: {type: string}}}\n";
    for tag in ["books", "loans"] {
        text += &format!(
            "    {tag}:\n      description: One of the {tag}.\n      type: object\n      properties:\n        {tag}_title: {{type: string}}\n"
        );
    }
    text +=
        "    Shared:\n      description: What is shared.\n      type: object\n      properties:\n";
    for field in 0..25 {
        text += &format!("        field{field}: {{type: string}}\n");
    }
    text
}

fn make(text: &str) -> Output {
    let mut diagnostics = Diagnostics::default();
    let source = source::read_text("api.yaml", text, &mut diagnostics);
    let output = clientwright::generate(&source, &Settings::default(), &mut diagnostics).unwrap();
    output.unwrap_or_else(|| panic!("{text}\n{}", print(&diagnostics, &source, false)))
}

/// What is written when one text of the description becomes another.
fn written(from: &str, to: &str) -> Vec<String> {
    let before = description();
    let after = before.replace(from, to);
    assert_ne!(before, after, "{from}");
    let folder = tempfile::tempdir().unwrap();
    write(&make(&before), folder.path(), Mode::Write).unwrap();
    let report = write(&make(&after), folder.path(), Mode::Write).unwrap();
    assert_eq!(report.deleted, Vec::<String>::new());
    report.written
}

#[test]
fn what_is_said_of_an_operation_is_in_its_module() {
    let written = written("Get one of the books.", "Look a book up.");
    assert_eq!(written, ["src/books.rs"]);
}

#[test]
fn a_parameter_is_in_its_operations_module() {
    let more = "- {name: loans_order, in: query, schema: {type: string, enum: [up, down]}}";
    let page = "- {name: loans_page, in: query, schema: {type: integer}}";
    let written = written(page, &format!("{page}\n        {more}"));
    assert_eq!(written, ["src/loans.rs"]);
}

#[test]
fn a_property_is_in_the_module_of_its_type() {
    let title = "books_title: {type: string}";
    let written = written(
        title,
        &format!("{title}\n        books_year: {{type: integer}}"),
    );
    assert_eq!(written, ["src/books.rs"]);
}

#[test]
fn an_operation_is_in_the_module_of_its_tag_and_in_the_list_of_all() {
    let path = "  /books/{id}:\n";
    let new = "  /books:\n    post: {tags: [books], operationId: add_book, responses: {'204': {description: ok}}}\n";
    let written = written(path, &format!("{new}{path}"));
    assert_eq!(written, ["src/books.rs", "src/lib.rs"]);
}

#[test]
fn a_type_that_some_modules_share_is_in_their_file() {
    let written = written("What is shared.", "What fines and rooms are.");
    assert_eq!(written, ["src/types/shared.rs"]);
}

/// Sixty tags of four operations each; all share one failure, neighbours share a type.
fn large() -> String {
    let mut text = String::from(
        "openapi: 3.1.0\ninfo: {title: A, version: '1'}\nservers: [{url: 'https://a.b'}]\npaths:\n",
    );
    let mut schemas = String::from(
        "components:\n  schemas:\n    Problem: {type: object, properties: {message: {type: string}}}\n",
    );
    for group in 0..60 {
        let answer = |name: &str| {
            format!(
                "{{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}}}"
            )
        };
        let (own, shared) = (format!("Thing{group}"), format!("Pair{}", group / 2));
        text += &format!("  /things{group}:\n");
        for (method, name) in [
            ("get", &own),
            ("put", &own),
            ("post", &shared),
            ("delete", &shared),
        ] {
            text += &format!(
                "    {method}:\n      operationId: {method}_thing{group}\n      description: What {method} does to thing {group}.\n      tags: [things{group}]\n      responses: {{'200': {}, '404': {}}}\n",
                answer(name),
                answer("Problem"),
            );
        }
        schemas += &format!(
            "    {own}: {{type: object, properties: {{thing{group}: {{type: string}}}}}}\n"
        );
        if group % 2 == 0 {
            schemas += &format!(
                "    {shared}: {{type: object, properties: {{pair{group}: {{type: string}}}}}}\n"
            );
        }
    }
    text + &schemas
}

#[test]
fn of_a_large_crate_one_file_is_written_for_one_description() {
    let before = large();
    let after = before.replace("What put does to thing 17.", "It puts a thing.");
    assert_ne!(before, after);
    let (before, after) = (make(&before), make(&after));
    assert_eq!(before.names.write(), after.names.write());
    assert_eq!(before.summary.operations_generated, 240);
    let folder = tempfile::tempdir().unwrap();
    let all = write(&before, folder.path(), Mode::Write).unwrap().written;
    assert!(all.len() > 90, "{all:?}");
    let report = write(&after, folder.path(), Mode::Write).unwrap();
    assert_eq!(report.written, ["src/things17.rs"]);
    assert_eq!(report.deleted, Vec::<String>::new());
}
