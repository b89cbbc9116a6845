//! One document per rule of the generator, each the smallest that shows it, with the Rust it becomes.
//!
//! Rules that are shown elsewhere have no document here:
//!
//! | rule | where |
//! | --- | --- |
//! | names that are hard to turn into Rust: keywords, emoji, other scripts, `+1`/`-1`, `$`, nothing, case only | `output.rs`, `fixtures/hard-names` |
//! | Swagger 2.0, OpenAPI 3.0 and 3.1, JSON, YAML and both kinds of pages that say one thing make the same bytes | `output.rs`, `fixtures/forms` and `named-forms` |
//! | pages merged into one description | `pages.rs` |
//! | several files, references into the middle of one, circles between them | `output.rs`, `fixtures/several-files`; `source.rs` |
//! | webhooks and callbacks | `output.rs`, `fixtures/webhooks` |
//! | a list with a page token | `output.rs`, `fixtures/list` |
//! | a body, several errors, errors that differ in constants | `output.rs`, `fixtures/send-message` |
//! | security schemes, alternatives and combinations of them, servers and their variables | `output.rs`, `fixtures/auth` |
//! | names that are recorded | `lock.rs`, `names.rs` |
//! | input that is refused, and how that is said | `input.rs` |

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clientwright::diagnostic::{Diagnostic, Diagnostics};
use clientwright::output::Output;
use clientwright::settings::Settings;
use clientwright::source;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rules")
}

/// Generates from a document of the folder and says what came out: files, then diagnostics.
fn made(document: &str, types_only: bool) -> String {
    let mut diagnostics = Diagnostics::default();
    let source = source::read(&[folder().join(document)], &mut diagnostics);
    let mut settings = Settings::default();
    settings.client.name = Some("garden-client".to_owned());
    let output = clientwright::generate(&source, &settings, &mut diagnostics).unwrap();
    let mut text = match output {
        Some(output) => files(&output, types_only),
        None => "nothing is written\n".to_owned(),
    };
    for diagnostic in &diagnostics {
        writeln!(text, "{}", line(diagnostic)).unwrap();
    }
    text
}

fn line(diagnostic: &Diagnostic) -> String {
    let pointer = diagnostic.pointer.as_ref().map(|one| one.as_str());
    format!(
        "{}[{}]: {} ({})",
        diagnostic.severity.as_str(),
        diagnostic.code.as_str(),
        diagnostic.message,
        pointer.unwrap_or("no pointer")
    )
}

/// The modules that the document fills, without what is at the head of each.
fn files(output: &Output, types_only: bool) -> String {
    let shown = output.files.iter().filter(|file| {
        let written_once = file.path.starts_with("src/runtime/")
            || ["src/lib.rs", "src/client.rs"].contains(&file.path.as_str());
        !written_once
    });
    let mut text = String::new();
    for file in shown {
        let items: Vec<&str> = file
            .text
            .split("\n\n")
            .filter(|item| is_shown(item, types_only))
            .collect();
        if !items.is_empty() {
            writeln!(
                text,
                "// {}\n\n{}\n",
                file.path,
                items.join("\n\n").trim_end()
            )
            .unwrap();
        }
    }
    text
}

/// Whether a paragraph of a generated file is of interest: not its head, and of the types alone if that is the rule.
fn is_shown(item: &str, types_only: bool) -> bool {
    let head = ["// @generated", "//! ", "use ", "pub use "];
    let operation = [
        "impl Client",
        "/// The request of",
        "impl Operation",
        "    #[inline]",
    ];
    let starts = |with: &[&str]| with.iter().any(|start| item.starts_with(start));
    !(starts(&head) || types_only && starts(&operation))
}

macro_rules! rules {
    ($($kind:ident: $($rule:ident = $document:literal,)*;)*) => {
        $($(
            #[test]
            fn $rule() {
                insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots/rules", omit_expression => true }, {
                    insta::assert_snapshot!(stringify!($rule), made($document, stringify!($kind) == "types"));
                });
            }
        )*)*

        /// Every document that has a test.
        const DOCUMENTS: &[&str] = &[$($($document,)*)*];
    };
}

rules! {
    types:
        absent_null_value = "absent-null-value.yaml",
        additional_beside_properties = "additional-beside-properties.yaml",
        aliases_and_merge_keys = "aliases-and-merge-keys.yaml",
        all_of_contradicting = "all-of-contradicting.yaml",
        all_of_impossible = "all-of-impossible.yaml",
        all_of_narrowed = "all-of-narrowed.yaml",
        all_of_one = "all-of-one.yaml",
        all_of_references = "all-of-references.yaml",
        all_of_required = "all-of-required.yaml",
        all_of_with_choice = "all-of-with-choice.yaml",
        big_numbers = "big-numbers.json",
        broken_part = "broken-part.yaml",
        closed_and_empty = "closed-and-empty.yaml",
        closed_object = "closed-object.yaml",
        constant_both_ways = "constant-both-ways.yaml",
        constant_of_a_component = "constant-of-a-component.yaml",
        constant_read = "constant-read.yaml",
        constant_written = "constant-written.yaml",
        copy_eq_hash = "copy-eq-hash.yaml",
        copy = "copy.yaml",
        dangling_reference = "dangling-reference.yaml",
        default_derive = "default-derive.yaml",
        defaults = "defaults.yaml",
        definitions_inside = "definitions-inside.yaml",
        deprecated = "deprecated.yaml",
        discriminator_in_a_parent = "discriminator-in-a-parent.yaml",
        docs = "docs.yaml",
        duplicate_keys = "duplicate-keys.yaml",
        enum_boolean = "enum-boolean.yaml",
        enum_inline = "enum-inline.yaml",
        enum_integer = "enum-integer.yaml",
        enum_mixed = "enum-mixed.yaml",
        enum_number = "enum-number.yaml",
        enum_of_objects = "enum-of-objects.yaml",
        enum_string = "enum-string.yaml",
        enums_united = "enums-united.yaml",
        equal_shapes = "equal-shapes.yaml",
        forgiven = "forgiven.yaml",
        formats_number = "formats-number.yaml",
        formats_text = "formats-text.yaml",
        formats_time = "formats-time.yaml",
        hidden_in_examples = "hidden-in-examples.yaml",
        implied_type = "implied-type.yaml",
        integer_by_example = "integer-by-example.yaml",
        integer_by_maximum = "integer-by-maximum.yaml",
        integer_by_minimum = "integer-by-minimum.yaml",
        integer_or_number = "integer-or-number.yaml",
        list = "list.yaml",
        map_component = "map-component.yaml",
        map = "map.yaml",
        names_from_sentences = "names-from-sentences.yaml",
        not_followed = "not-followed.yaml",
        nullable_3_0 = "nullable-3.0.yaml",
        nullable_3_1 = "nullable-3.1.yaml",
        nullable_beside_reference = "nullable-beside-reference.yaml",
        nullable_items = "nullable-items.yaml",
        object = "object.yaml",
        only_null = "only-null.yaml",
        open_enum = "open-enum.yaml",
        pattern_properties_open = "pattern-properties-open.yaml",
        pattern_properties_several = "pattern-properties-several.yaml",
        pattern_properties = "pattern-properties.yaml",
        read_only_in_a_request = "read-only-in-a-request.yaml",
        read_only_write_only = "read-only-write-only.yaml",
        recursive_alias = "recursive-alias.yaml",
        recursive_json = "recursive-json.yaml",
        recursive_mutual = "recursive-mutual.yaml",
        recursive_through_all_of = "recursive-through-all-of.yaml",
        recursive_through_list = "recursive-through-list.yaml",
        recursive_through_needed_property = "recursive-through-needed-property.yaml",
        recursive_through_union = "recursive-through-union.yaml",
        recursive_without_end = "recursive-without-end.yaml",
        recursive = "recursive.yaml",
        reference_into_the_middle = "reference-into-the-middle.yaml",
        required_in_either_way = "required-in-either-way.yaml",
        required_not_described = "required-not-described.yaml",
        set = "set.yaml",
        several_files = "several-files/openapi.yaml",
        tuple_closed = "tuple-closed.yaml",
        tuple_items = "tuple-items.yaml",
        tuple_min_items = "tuple-min-items.yaml",
        tuple = "tuple.yaml",
        type_beside_reference = "type-beside-reference.yaml",
        union_alike_but_one = "union-alike-but-one.yaml",
        union_alike = "union-alike.yaml",
        union_beside_properties = "union-beside-properties.yaml",
        union_by_constant = "union-by-constant.yaml",
        union_by_element = "union-by-element.yaml",
        union_by_implicit_names = "union-by-implicit-names.yaml",
        union_by_kind = "union-by-kind.yaml",
        union_by_mapping = "union-by-mapping.yaml",
        union_by_nested_constant = "union-by-nested-constant.yaml",
        union_by_required = "union-by-required.yaml",
        union_by_unique_optional = "union-by-unique-optional.yaml",
        union_nested = "union-nested.yaml",
        union_of_maps = "union-of-maps.yaml",
        union_of_one = "union-of-one.yaml",
        union_of_scalars_alike = "union-of-scalars-alike.yaml",
        union_of_types = "union-of-types.yaml",
        union_one_or_many = "union-one-or-many.yaml",
        union_with_null = "union-with-null.yaml",
        untyped = "untyped.yaml",
        without_paths = "without-paths.yaml",
        write_only_in_a_response = "write-only-in-a-response.yaml",
    ;
    modules:
        answers_alike = "answers-alike.yaml",
        content_that_never_comes = "content-that-never-comes.yaml",
        errors_folded = "errors-folded.yaml",
        events_described = "events-described.yaml",
        values_described = "values-described.yaml",
        openapi_3_2 = "openapi-3.2.yaml",
        parameter_content = "parameter-content.yaml",
        parameter_empty_value = "parameter-empty-value.yaml",
        parameter_headers_of_content = "parameter-headers-of-content.yaml",
        parameter_overridden = "parameter-overridden.yaml",
        parameter_whole_query_twice = "parameter-whole-query-twice.yaml",
        path_variables_not_described = "path-variables-not-described.yaml",
        path_variables_side_by_side = "path-variables-side-by-side.yaml",
        paths_alike = "paths-alike.yaml",
        security = "security.yaml",
        servers = "servers.yaml",
        swagger_2_0 = "swagger-2.0.yaml",
        without_info = "without-info.yaml",
    ;
}

#[test]
fn every_document_has_a_test() {
    let mut found: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    found.sort();
    let mut listed: Vec<&str> = DOCUMENTS
        .iter()
        .filter_map(|one| one.split('/').next())
        .collect();
    listed.sort_unstable();
    assert_eq!(found, listed);
}
