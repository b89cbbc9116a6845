//! Where the way in which pages follow each other is declared, what goes before what, and what is said of what does not fit.

use std::fs;

use clientwright::diagnostic::{Diagnostics, print};
use clientwright::settings::Settings;
use clientwright::source;

/// `GET /books` and `GET /readers`; `@` is what the first says besides, `%` what the document does.
const DOCUMENT: &str = r#"openapi: 3.1.0
info: {title: Shelf, version: "1"}
servers: [{url: https://shelf.example}]
%
paths:
  /books:
    get:
      operationId: listBooks
      @
      parameters:
        - {name: pageToken, in: query, schema: {type: string}}
        - {name: ids, in: query, schema: {type: array, items: {type: string}}}
      responses:
        "200":
          description: A page of books
          content:
            application/json:
              schema:
                type: object
                required: [books]
                properties:
                  books: {type: array, items: {type: object, properties: {id: {type: string}}}}
                  next: {type: [string, "null"]}
                  more: {type: boolean}
  /readers:
    get:
      operationId: listReaders
      parameters:
        - {name: page, in: query, schema: {type: integer}}
        - {name: per_page, in: query, schema: {type: integer}}
      responses:
        "200":
          description: A page of readers
          content: {application/json: {schema: {type: array, items: {type: string}}}}
"#;

struct Made {
    /// What is written of the operations that have pages.
    pages: Vec<String>,
    /// Severity, code, message, way out.
    said: Vec<String>,
    /// What is printed.
    printed: String,
}

fn make(document: &str, operation: &str, settings: &str) -> Made {
    let text = DOCUMENT.replace('%', document).replace('@', operation);
    made_of(&text, settings, false)
}

fn made_of(text: &str, settings: &str, strict: bool) -> Made {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("a.yaml");
    let toml = folder.path().join("codegen.toml");
    fs::write(&spec, text).unwrap();
    fs::write(&toml, settings).unwrap();
    let mut settings = Settings::read(&toml).unwrap_or_else(|error| panic!("{error}"));
    let mut diagnostics = Diagnostics::default();
    diagnostics.set_strict(strict);
    let mut source = source::read(&[spec], &mut diagnostics);
    settings.show_in(&mut source);
    let output = clientwright::generate(&source, &settings, &mut diagnostics).unwrap();
    let files = output.iter().flat_map(|output| &output.files);
    let operations = files.filter(|file| file.path == "src/operations.rs");
    let operations: String = operations.map(|file| file.text.as_str()).collect();
    let pages = operations.split("\npages! { ").skip(1).map(|rest| {
        let one = rest.split("\n\n").next().unwrap();
        let words: Vec<&str> = one.split_whitespace().collect();
        words.join(" ")
    });
    let said = diagnostics.iter().map(|one| {
        let severity = one.severity.as_str();
        format!(
            "{severity} {}: {}; {}",
            one.code,
            one.message,
            one.way_out()
        )
    });
    Made {
        pages: pages.collect(),
        said: said.collect(),
        printed: print(&diagnostics, &source, false),
    }
}

const BOOKS: &str =
    r#"ListBooks { Book, |page| Some(page.books), token("pageToken", &["next"]) } }"#;
const READERS: &str = r#"ListReaders { String, |page| Some(page), page("page", &[], 1) } }"#;

/// Both are declared.
const BOTH: &str = r#"
[[pagination]]
kind = "token"
parameter = "pageToken"
next = "/next"
reason = "The guide."
[[pagination]]
kind = "page"
parameter = "page"
reason = "The guide."
"#;

#[test]
fn a_declaration_for_all_is_for_those_that_it_fits() {
    let made = make("", "", BOTH);
    assert_eq!(made.pages, [BOOKS, READERS]);
    assert_eq!(made.said, [""; 0]);
    let described = "x-pagination: [{kind: token, parameter: pageToken, next: /next}, {kind: page, parameter: page}]";
    let made = make(described, "", "");
    assert_eq!(made.pages, [BOOKS, READERS]);
    assert_eq!(made.said, [""; 0]);
}

#[test]
fn what_is_said_of_one_goes_before_and_the_settings_before_the_description() {
    let cursor = "x-pagination: {kind: cursor, parameter: pageToken, key: /id, more: /more}";
    let by_cursor = r#"ListBooks { Book, |page| Some(page.books), cursor("pageToken", &["books"], &["id"]).more(&["more"]) } }"#;
    assert_eq!(make("", cursor, BOTH).pages, [by_cursor, READERS]);
    let decided = "[[operation]]\nmatch = \"listBooks\"\nreason = \"r\"\npagination = ";
    let token =
        format!("{decided}{{ kind = \"token\", parameter = \"pageToken\", next = \"/next\" }}\n");
    assert_eq!(make("", cursor, &token).pages, [BOOKS]);
    let none = format!("{decided}{{ kind = \"none\" }}\n{BOTH}");
    let made = make("", cursor, &none);
    assert_eq!(made.pages, [READERS]);
    // The first rule fits nothing any more.
    let unused = "warning unused-setting: no operation answers pages like these; mend the `[[pagination]]` of codegen.toml, or take it out";
    assert_eq!(made.said, [unused]);
}

#[test]
fn a_line_of_the_settings_that_does_not_fit_is_shown() {
    let decided = "[[operation]]\nmatch = \"GET /books\"\nreason = \"r\"\n[operation.pagination]\nkind = \"token\"\n";
    let said = |rest: &str| {
        let made = make("", "", &format!("{decided}{rest}"));
        assert_eq!(made.pages, [""; 0]);
        let fatal: Vec<&String> = made
            .said
            .iter()
            .filter(|one| one.starts_with("fatal"))
            .collect();
        assert_eq!(fatal.len(), 1, "{:?}", made.said);
        (fatal[0].clone(), made.printed)
    };
    let start = "fatal bad-setting: `listBooks` cannot be read page by page: ";
    for (rest, why) in [
        (
            "parameter = \"token\"\nnext = \"/next\"",
            "it has no query parameter `token`; there are `pageToken`, `ids`",
        ),
        (
            "parameter = \"ids\"\nnext = \"/next\"",
            "the parameter `ids` is not one text or number; mend the line of codegen.toml",
        ),
        (
            "parameter = \"pageToken\"\nnext = \"/nxt\"",
            "nothing stands at `/nxt`: there is no `nxt`; there are `books`, `next`, `more`",
        ),
        (
            "parameter = \"pageToken\"\nnext = \"/books\"",
            "what stands at `/books` is not a text or a number; mend the line of codegen.toml",
        ),
        (
            "parameter = \"pageToken\"\nnext = \"/next\"\nmore = \"/next\"",
            "what stands at `/next` is not a boolean; mend the line of codegen.toml",
        ),
        (
            "parameter = \"pageToken\"\nnext = \"/next\"\nitems = \"/next\"",
            "what stands at `/next` of its answer is no array; mend the line of codegen.toml",
        ),
        (
            "parameter = \"/token\"\nnext = \"/next\"",
            "its requests have no JSON content; mend the line of codegen.toml",
        ),
    ] {
        let (said, printed) = said(rest);
        assert_eq!(said, format!("{start}{why}"));
        assert!(printed.contains("codegen.toml:"), "{printed}");
    }
}

#[test]
fn an_extension_that_does_not_fit_costs_the_pages_only() {
    for (extension, said) in [
        (
            "{kind: token, parameter: token, next: /next}",
            "`listBooks` cannot be read page by page: it has no query parameter `token`",
        ),
        (
            "{kind: token, parameter: pageToken}",
            "pages of the kind `token` need a `next`",
        ),
        (
            "{kind: tokens}",
            "unknown variant `tokens`, expected one of `none`, `token`, `cursor`, `offset`, `page`, `link`",
        ),
    ] {
        let made = make("", &format!("x-pagination: {extension}"), "");
        assert_eq!(made.pages, [""; 0]);
        let start = format!("warning unfit-pagination: {said};");
        assert!(
            made.said.iter().any(|one| one.starts_with(&start)),
            "{:?}",
            made.said
        );
    }
    // What others mean by it is not known.
    for other in ["{cursor: $request.pageToken}", "true", "[1]"] {
        let made = made_of(
            &DOCUMENT
                .replace('%', "")
                .replace('@', &format!("x-pagination: {other}")),
            "",
            true,
        );
        let start =
            "note unfit-pagination: `x-pagination` without `kind` is in words that are not known";
        assert!(
            made.said.iter().any(|one| one.starts_with(start)),
            "{:?}",
            made.said
        );
        assert!(
            made.said.iter().all(|one| one.starts_with("note ")),
            "{:?}",
            made.said
        );
    }
}

#[test]
fn a_link_that_is_not_documented_is_believed_of_one_operation() {
    let one = "[[operation]]\nmatch = \"listReaders\"\nreason = \"r\"\npagination = { kind = \"link\" }\n";
    let by_link = "ListReaders { String, |page| Some(page), link() } }";
    assert_eq!(make("", "", one).pages, [by_link]);
    let all = "[[pagination]]\nkind = \"link\"\nreason = \"r\"\n";
    assert_eq!(make("", "", all).pages, [""; 0]);
}

#[test]
fn what_looks_like_pages_is_one_note_whose_lines_can_be_taken_as_they_are() {
    let named = DOCUMENT
        .replace("next: ", "nextPageToken: ")
        .replace(['%', '@'], "");
    let made = made_of(&named, "", true);
    assert_eq!(made.pages, [""; 0]);
    assert_eq!(made.said.len(), 1, "{:?}", made.said);
    let help = made.said[0].strip_prefix(
        "note undeclared-pagination: `listBooks` and another operation look as if they answered pages; if that is so, say it in codegen.toml:\n\n",
    );
    let lines = help
        .unwrap_or_else(|| panic!("{:?}", made.said))
        .replace('…', "The guide.");
    let again = made_of(&named, &lines, true);
    assert_eq!(again.said, [""; 0]);
    let books = BOOKS.replace("next\"", "nextPageToken\"");
    assert_eq!(again.pages, [books.as_str(), READERS]);
    // Who has looked at it says so.
    let allowed = "[[allow]]\ncode = \"undeclared-pagination\"\nreason = \"No pages.\"\n";
    assert_eq!(made_of(&named, allowed, true).said, [""; 0]);
}
