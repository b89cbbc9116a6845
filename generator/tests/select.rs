//! What `[select]` in `codegen.toml` leaves of a client.

use clientwright::diagnostic::{Diagnostics, print};
use clientwright::output::Output;
use clientwright::settings::{Select, Selectors, Settings};
use clientwright::source;

const SHOP: &str = r##"
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: "https://shop.example"}]
security: [{key: []}]
paths:
  /carts:
    get:
      operationId: listCarts
      tags: [carts]
      responses: {"200": {description: ok, content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Cart"}}}}}}
  /carts/{id}:
    delete:
      tags: [carts, removal]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {"204": {description: gone}}
  /carts-archive:
    get:
      operationId: listArchive
      tags: [archive]
      security: [{token: []}]
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Archive"}}}}}
webhooks:
  cartFilled: {post: {requestBody: {content: {application/json: {schema: {type: object, properties: {total: {type: integer}}}}}}, responses: {"204": {description: ok}}}}
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
    key: {type: apiKey, in: header, name: X-Key}
  schemas:
    Cart: {type: object, properties: {name: {type: string}}}
    Archive: {type: object, properties: {carts: {type: array, items: {$ref: "#/components/schemas/Cart"}}}}
"##;

fn make(select: Select) -> (Option<Output>, String) {
    let mut diagnostics = Diagnostics::default();
    let source = source::read_text("shop.yaml", SHOP, &mut diagnostics);
    let settings = Settings {
        select,
        ..Settings::default()
    };
    let output = clientwright::generate(&source, &settings, &mut diagnostics).unwrap();
    (output, print(&diagnostics, &source, false))
}

/// The names of all functions, types and statics of a client.
fn names(select: Select) -> Vec<String> {
    let (output, said) = make(select);
    let output = output.unwrap_or_else(|| panic!("{said}"));
    assert_eq!(said, "");
    let summary = output.summary;
    assert_eq!(summary.operations_found, summary.operations_generated);
    let own = output
        .files
        .iter()
        .filter(|file| !file.path.starts_with("src/runtime"));
    let mut names: Vec<String> = own
        .flat_map(|file| file.text.lines())
        .filter_map(|line| {
            let line = line.trim_start();
            let starts = ["pub fn ", "pub struct ", "pub enum ", "pub static "];
            let rest = starts.iter().find_map(|start| line.strip_prefix(start))?;
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_')?;
            Some(rest[..end].to_owned())
        })
        .collect();
    names.sort();
    names
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

#[test]
fn nothing_named_is_everything() {
    let all = names(Select::default());
    for name in [
        "list_carts",
        "delete_carts_by_id",
        "list_archive",
        "Archive",
        "Cart",
        "CartFilledWebhook",
        "token",
        "key",
    ] {
        assert!(all.contains(&name.to_owned()), "{name} {all:?}");
    }
}

#[test]
fn an_operation_by_its_id_brings_what_it_reaches() {
    let one = names(Select {
        included: Selectors {
            operations: strings(&["listCarts"]),
            ..Selectors::default()
        },

        ..Select::default()
    });
    for name in ["list_carts", "Cart", "key"] {
        assert!(one.contains(&name.to_owned()), "{name} {one:?}");
    }
    for name in [
        "delete_carts_by_id",
        "list_archive",
        "Archive",
        "CartFilledWebhook",
        "token",
    ] {
        assert!(!one.contains(&name.to_owned()), "{name} {one:?}");
    }
}

#[test]
fn a_path_brings_what_is_below_it_and_not_what_begins_alike() {
    let below = names(Select {
        included: Selectors {
            paths: strings(&["/carts"]),
            ..Selectors::default()
        },

        ..Select::default()
    });
    assert!(below.contains(&"list_carts".to_owned()), "{below:?}");
    assert!(
        below.contains(&"delete_carts_by_id".to_owned()),
        "{below:?}"
    );
    assert!(!below.contains(&"list_archive".to_owned()), "{below:?}");
}

#[test]
fn any_tag_counts_and_requests_by_their_line() {
    let some = names(Select {
        included: Selectors {
            tags: strings(&["removal"]),
            operations: strings(&["GET /carts-archive"]),
            ..Selectors::default()
        },

        ..Select::default()
    });
    assert!(some.contains(&"delete_carts_by_id".to_owned()), "{some:?}");
    assert!(some.contains(&"list_archive".to_owned()), "{some:?}");
    assert!(!some.contains(&"list_carts".to_owned()), "{some:?}");
}

#[test]
fn webhooks_are_kept_if_they_are_wanted() {
    let kept = names(Select {
        included: Selectors {
            operations: strings(&["listCarts"]),
            ..Selectors::default()
        },
        webhooks: true,
        ..Select::default()
    });
    assert!(kept.contains(&"CartFilledWebhook".to_owned()), "{kept:?}");
}

#[test]
fn what_selects_nothing_is_an_error() {
    let (output, said) = make(Select {
        included: Selectors {
            operations: strings(&["listCarts", "POST /carts"]),
            tags: strings(&["cart"]),
            paths: strings(&["/cart"]),
        },

        ..Select::default()
    });
    assert!(output.is_none());
    for line in [
        "error[unused-setting]: no operation is `POST /carts`",
        "error[unused-setting]: no operation has the tag `cart`",
        "error[unused-setting]: no path is, or is below, `/cart`",
    ] {
        assert!(said.contains(line), "{said}");
    }
}

#[test]
fn what_is_selected_is_called_as_in_the_whole() {
    let all = names(Select::default());
    let one = names(Select {
        included: Selectors {
            tags: strings(&["carts"]),
            ..Selectors::default()
        },

        ..Select::default()
    });
    // How a client is begun follows from the credentials that are left.
    let of_api = one.iter().filter(|name| *name != "new");
    let missing: Vec<&String> = of_api.filter(|name| !all.contains(name)).collect();
    assert_eq!(missing, Vec::<&String>::new());
}

#[test]
fn what_is_excluded_is_left_out_of_what_is_selected() {
    let rest = names(Select {
        exclude: Selectors {
            paths: strings(&["/carts/*"]),
            tags: strings(&["archive"]),
            ..Selectors::default()
        },
        ..Select::default()
    });
    assert!(rest.contains(&"list_carts".to_owned()), "{rest:?}");
    for name in ["delete_carts_by_id", "list_archive", "token"] {
        assert!(!rest.contains(&name.to_owned()), "{name} {rest:?}");
    }
}

#[test]
fn nothing_left_is_an_error() {
    let paths = Selectors {
        paths: strings(&["/"]),
        ..Selectors::default()
    };
    let (output, said) = make(Select {
        included: paths.clone(),
        exclude: paths,
        webhooks: false,
    });
    assert!(output.is_none());
    let line = "error[unused-setting]: `[select]` leaves no operation";
    assert!(said.contains(line), "{said}");
}

#[test]
fn what_is_wrong_with_an_operation_that_is_not_selected_is_not_said() {
    let wrong = r##"
  /wrong:
    get: {tags: [wrong], parameters: [{$ref: "#/components/parameters/nowhere"}], responses: {"200": {description: ok, unknown: 1}}}
    put: {tags: [wrong], parameters: 1, responses: {}}
  /nowhere: {$ref: "#/components/pathItems/nowhere"}
webhooks:"##;
    let text = SHOP.replace("\nwebhooks:", wrong);
    let of = |operation: &str| {
        let mut diagnostics = Diagnostics::default();
        let source = source::read_text("shop.yaml", &text, &mut diagnostics);
        let mut settings = Settings::default();
        settings.select.included.operations = strings(&[operation]);
        let output = clientwright::generate(&source, &settings, &mut diagnostics).unwrap();
        (output.is_some(), print(&diagnostics, &source, false))
    };
    assert_eq!(of("listCarts"), (true, String::new()));
    let (made, said) = of("GET /wrong");
    assert!(!made);
    assert!(said.contains("error[dangling-reference]"), "{said}");
    assert!(!said.contains("/wrong/put"), "{said}");
}
