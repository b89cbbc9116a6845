//! One rule of how schemas become types at a time: each fixture is the smallest set of schemas that shows it.
//!
//! A fixture is what stands below `components.schemas`; `Subject` is sent to an operation and comes back from it, so
//! that its type is read and written.

use std::path::Path;

use clientwright::diagnostic::{Diagnostics, print};
use clientwright::settings::Settings;
use clientwright::source;

/// The description around some schemas.
const AROUND: &str = "openapi: 3.1.0
info: {title: Crossings, version: '1'}
servers: [{url: 'https://crossings.example'}]
paths:
  /subject:
    put:
      operationId: exchange
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Subject'}}}}
      responses:
        '200': {description: The same., content: {application/json: {schema: {$ref: '#/components/schemas/Subject'}}}}
components:
  schemas:
";

/// The types that are made of the schemas of a fixture, and what is said of them.
fn made(rule: &str) -> String {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/schemas")
        .join(format!("{rule}.yaml"));
    let schemas = std::fs::read_to_string(fixture).unwrap();
    let schemas: String = schemas
        .lines()
        .map(|line| format!("    {line}\n"))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("openapi.yaml");
    std::fs::write(&whole, format!("{AROUND}{schemas}")).unwrap();
    let mut diagnostics = Diagnostics::default();
    let source = source::read(&[whole], &mut diagnostics);
    let output = clientwright::generate(&source, &Settings::default(), &mut diagnostics).unwrap();
    let said = print(&diagnostics, &source, false);
    let said = said.replace(&format!("{}/", folder.path().display()), "");
    let output = output.unwrap_or_else(|| panic!("nothing was made:\n{said}"));
    let file = output
        .files
        .iter()
        .find(|file| file.path == "src/operations.rs");
    let text = &file.unwrap().text;
    let function = text.find("    pub fn exchange").unwrap();
    let signature = text.get(function..).unwrap().lines().next().unwrap();
    // After the request and its table of answers come the types.
    let types = text.rfind("answer.undocumented()").unwrap();
    let types = text.get(types..).unwrap().split_once("\n}\n").unwrap().1;
    format!("{}\n{types}\n{said}", signature.trim())
}

macro_rules! rules {
    ($($name:ident = $rule:literal),* $(,)?) => {
        $(#[test]
        fn $name() {
            insta::assert_snapshot!($rule, made($rule));
        })*

        #[test]
        fn every_fixture_is_tested() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/schemas");
            for fixture in std::fs::read_dir(folder).unwrap() {
                let name = fixture.unwrap().file_name().into_string().unwrap();
                let rule = name.strip_suffix(".yaml").unwrap();
                assert!([$($rule),*].contains(&rule), "no test is about {rule}");
            }
        }
    };
}

rules! {
    a_schema_without_type = "a-schema-without-type",
    absent_null_and_value = "absent-null-and-value",
    all_of = "all-of",
    all_of_that_contradicts = "all-of-that-contradicts",
    constants = "constants",
    enum_of_described_constants = "enum-of-described-constants",
    enums_of_every_kind = "enums-of-every-kind",
    enums_united = "enums-united",
    objects_and_maps = "objects-and-maps",
    open_enum = "open-enum",
    read_only_and_write_only = "read-only-and-write-only",
    recursion = "recursion",
    said_of_itself = "said-of-itself",
    tuples = "tuples",
    union_beside_properties = "union-beside-properties",
    union_by_constant = "union-by-constant",
    union_by_discriminator = "union-by-discriminator",
    union_by_element = "union-by-element",
    union_by_implied_names = "union-by-implied-names",
    union_by_kind = "union-by-kind",
    union_by_nested_constant = "union-by-nested-constant",
    union_by_optional_property = "union-by-optional-property",
    union_by_required_property = "union-by-required-property",
    union_by_type_list = "union-by-type-list",
    union_of_one_and_null = "union-of-one-and-null",
    union_that_allows_everything = "union-that-allows-everything",
    union_that_nothing_tells_apart = "union-that-nothing-tells-apart",
    union_within_union = "union-within-union",
}
