//! Documentation pages of an invented library: both forms, united, imported, and where they go wrong.

use clientwright::diagnostic::{Code, Diagnostics, print};
use clientwright::settings::Settings;
use clientwright::source::{self, Node, Source, SourceKind};
use clientwright::{document, generate};
use tempfile::TempDir;

const OLDER: &str = include_str!("fixtures/pages/return-a-book.older.md");
const NEWER: &str = include_str!("fixtures/pages/list-loans.newer.md");

/// Pages read from a folder, as a user would name them.
fn read(pages: &[(&str, &str)], diagnostics: &mut Diagnostics) -> Source {
    read_in(&tempfile::tempdir().unwrap(), pages, diagnostics)
}

fn read_in(folder: &TempDir, pages: &[(&str, &str)], diagnostics: &mut Diagnostics) -> Source {
    let mut paths = Vec::new();
    for (name, text) in pages {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        paths.push(path);
    }
    let mut source = source::read(&paths, diagnostics);
    for (file, (name, _)) in source.files.iter_mut().zip(pages) {
        (*name).clone_into(&mut file.name);
    }
    source
}

/// The description that pages make, with what is said about it.
fn imported(pages: &[(&str, &str)]) -> Result<String, String> {
    let mut diagnostics = Diagnostics::default();
    let folder = tempfile::tempdir().unwrap();
    let source = read_in(&folder, pages, &mut diagnostics);
    let text = document::import(&source, &mut diagnostics);
    let at = format!("{}/", folder.path().display());
    text.ok_or_else(|| print(&diagnostics, &source, false).replace(&at, ""))
}

fn at<'a>(node: &'a Node, path: &[&str]) -> &'a Node {
    path.iter().fold(node, |node, key| {
        node.get(key)
            .unwrap_or_else(|| panic!("no {key} of {path:?}"))
    })
}

#[test]
fn an_older_page_says_the_same_as_a_document() {
    let text = imported(&[("return-a-book.md", OLDER)]).unwrap();
    insta::assert_snapshot!(text, @r"
    openapi: 3.1.0
    servers:
    - url: https://api.shelf.example
      description: All branches
    paths:
      /v2/loans/{loan}/return:
        post:
          summary: Return a book
          description: Ends a loan and puts the copy back on its shelf.
          deprecated: true
          security:
          - bearerAuth: []
          parameters:
          - in: path
            name: loan
            required: true
            schema:
              type: string
              description: The number on the slip.
              examples:
              - L-1
          - in: query
            name: branch
            required: false
            schema:
              type: integer
              minimum: 1
          - in: query
            name: notify
            required: true
            style: form
            explode: false
            schema:
              anyOf:
              - type: array
                items:
                  type: string
              - type: string
          requestBody:
            required: true
            content:
              application/json:
                schema:
                  $ref: '#/components/schemas/ReturnSlip'
          responses:
            '200':
              description: Taken back
              content:
                application/json:
                  schema:
                    anyOf:
                    - $ref: '#/components/schemas/Fine'
                    - type: object
                      properties:
                        thanks:
                          const: '0042'
                          type: string
                      required:
                      - thanks
            '204':
              description: Taken back before
            '404':
              description: No such loan
              content:
                application/json:
                  schema:
                    $ref: '#/components/schemas/Problem'
    components:
      schemas:
        ReturnSlip:
          type: object
          properties:
            condition:
              $ref: '#/components/schemas/Condition'
            remarks:
              type:
              - string
              - 'null'
          required:
          - condition
        Fine:
          type: object
          properties:
            fine:
              type: number
              description: In euro.
          required:
          - fine
        Problem:
          type: object
          properties:
            reason:
              type: string
        Condition:
          type: string
          enum:
          - good
          - worn
          - lost
      securitySchemes:
        bearerAuth:
          type: http
          scheme: bearer
    ");
}

#[test]
fn the_forms_are_told_apart() {
    let mut diagnostics = Diagnostics::default();
    let source = read(&[("a.md", OLDER), ("b.md", NEWER)], &mut diagnostics);
    assert_eq!(source.files[0].kind, SourceKind::OlderPage);
    assert_eq!(source.files[1].kind, SourceKind::NewerPage);
    assert_eq!(source.files[1].page.title.as_deref(), Some("List loans"));
    let description = source.files[1].page.description.as_deref();
    assert_eq!(
        description,
        Some("Every loan of a reader, the latest first.")
    );
    assert!(diagnostics.is_empty());
}

#[test]
fn pages_of_both_forms_make_one_description_that_reads_back_equal() {
    let text = imported(&[("a.md", OLDER), ("b.md", NEWER)]).unwrap();
    let mut diagnostics = Diagnostics::default();
    let source = source::read_text("shelf.yaml", &text, &mut diagnostics);
    let root = &source.files[0].root;
    let paths = at(root, &["paths"]).as_object().unwrap();
    let paths: Vec<&str> = paths.entries.iter().map(|entry| &*entry.key).collect();
    assert_eq!(paths, ["/v2/loans/{loan}/return", "/v2/loans"]);
    // What both pages say of the error is one component; what one page says of all operations holds for those that do
    // not say it themselves.
    at(root, &["components", "schemas", "Problem"]);
    let security = at(root, &["security"]);
    assert!(security.as_array().unwrap()[0].get("bearerAuth").is_some());
    let own = at(root, &["paths", "/v2/loans", "get"]);
    assert!(own.get("security").is_none());
    at(
        root,
        &["paths", "/v2/loans/{loan}/return", "post", "security"],
    );

    let again = document::import(&source, &mut diagnostics).unwrap();
    assert_eq!(again, text);
    assert!(
        diagnostics.is_empty(),
        "{}",
        print(&diagnostics, &source, false)
    );
}

#[test]
fn the_client_is_the_same_from_pages_and_from_what_was_imported() {
    let mut diagnostics = Diagnostics::default();
    let pages = read(&[("a.md", OLDER), ("b.md", NEWER)], &mut diagnostics);
    let text = document::import(&pages, &mut diagnostics).unwrap();
    let document = source::read_text("shelf.yaml", &text, &mut diagnostics);
    let settings = Settings::default();
    let from_pages = generate(&pages, &settings, &mut diagnostics)
        .unwrap()
        .unwrap();
    let from_text = generate(&document, &settings, &mut diagnostics)
        .unwrap()
        .unwrap();
    assert_eq!(from_pages.summary.operations_generated, 2);
    assert_eq!(from_pages.summary.operations_found, 2);
    assert!(from_pages == from_text, "the crates differ");
}

#[test]
fn pages_that_contradict_each_other_are_named_with_both_places() {
    let other = NEWER
        .replace("required: [id]", "required: [id, due]")
        .replace("/v2/loans", "/v2/readers");
    insta::assert_snapshot!(imported(&[("loans.md", NEWER), ("readers.md", &other)]).unwrap_err(), @r"
    fatal[contradicting-pages]: two files say different things about one place
      --> readers.md:56:17
       |
    56 |       required: [id, due]
       |                 ^
       |
      ::: loans.md:56:17
       |
    56 |       required: [id]
       |                 - the other file says this
       |
       = note: at #/components/schemas/Loan
       = help: leave one of the files out, or make both say the same
    ");
}

#[test]
fn places_in_a_page_are_those_of_its_file() {
    let wrong = NEWER.replace("operationId: listLoans", "summary: again");
    let mut diagnostics = Diagnostics::default();
    let source = read(&[("loans.md", &wrong)], &mut diagnostics);
    let twice = diagnostics.iter().next().unwrap();
    assert_eq!(twice.code, Code::DuplicateKey);
    let line = source.files[0].position(twice.place.unwrap()).line;
    assert_eq!(
        wrong.lines().nth(line - 1),
        Some("      summary: List loans")
    );

    let crlf = wrong.replace('\n', "\r\n");
    let mut diagnostics = Diagnostics::default();
    let source = read(&[("loans.md", &crlf)], &mut diagnostics);
    let place = diagnostics.iter().next().unwrap().place.unwrap();
    assert_eq!(source.files[0].position(place).line, line);
}

#[test]
fn a_block_that_is_not_yaml_is_shown_where_it_is() {
    let wrong = NEWER.replace("summary: List loans", "summary: [List loans");
    insta::assert_snapshot!(imported(&[("loans.md", &wrong)]).unwrap_err(), @"
    fatal[bad-yaml]: this is not YAML: illegal placement of ':' indicator
      --> loans.md:31:17
       |
    31 |       parameters:
       |                 ^
       |
       = help: mend the file at the place that is marked; indentation, a tab or an unquoted `:` before it is the usual cause
    ");
}

#[test]
fn a_page_without_a_description_is_refused() {
    let bare = "# List loans\n\n> Every loan.\n\n```yaml\nopenapi: 3.1.0\n```\n";
    insta::assert_snapshot!(imported(&[("loans.md", bare)]).unwrap_err(), @"
    fatal[no-openapi-block]: `loans.md` has no fenced YAML or JSON block under a heading `OpenAPI`
     --> loans.md:1:1
      |
    1 | # List loans
      | ^^^^^^^^^^^^
      |
      = help: give the Markdown form of a page that documents an operation, not an overview
    ");
}

#[test]
fn a_tree_that_lacks_its_path_is_refused() {
    let wrong = OLDER.replace("  path: /v2/loans/{loan}/return\n", "");
    insta::assert_snapshot!(imported(&[("return.md", &wrong)]).unwrap_err(), @"
    fatal[missing-field]: the page does not say its operation's path
     --> return.md:9:3
      |
    9 |   method: post
      |   ^^^^^^
      |
      = help: add the field that the message names
    ");
    let wrong = OLDER.replace("  method: post\n", "  method: lend\n");
    insta::assert_snapshot!(imported(&[("return.md", &wrong)]).unwrap_err(), @"
    fatal[wrong-type]: the method `lend` is not known
      --> return.md:10:11
       |
    10 |   method: lend
       |           ^^^^
       |
       = help: say a value of the type that belongs there
    ");
}

#[test]
fn a_key_that_no_page_is_known_to_have_is_said() {
    let wrong = OLDER.replace(
        "  deprecated: true\n",
        "  deprecated: true\n  callbacks: {}\n",
    );
    let mut diagnostics = Diagnostics::default();
    let source = read(&[("return.md", &wrong)], &mut diagnostics);
    document::import(&source, &mut diagnostics).unwrap();
    insta::assert_snapshot!(print(&diagnostics, &source, false), @"
    warning[unknown-keyword]: `callbacks` is not part of a documentation page's tree as it is known; it has no effect
       --> return.md:115:3
        |
    115 |   callbacks: {}
        |   ^^^^^^^^^
        |
        = help: mend the spelling; a keyword of one's own begins with `x-`
    ");
}
