//! Schemas of Swagger 2.0 in the words of 3.1, and references to them.

use crate::diagnostic::Diagnostics;
use crate::document::older_schema::{
    NamedTypes, drop_reference_siblings, example_to_examples, is_reference, number_exclusive_bounds,
};
use crate::document::walk::{self, Kind};
use crate::document::{forgiven, null};
use crate::pointer::Pointer;
use crate::source::{Node, Object, Place};

use super::object_at;

/// What is not this version's, and what nearly all tools take for it.
const NULLABLE: (&str, &str) = ("nullable", "say `x-nullable: true`");

/// Rewrites the schemas of a document whose other parts are of 3.1 already.
pub(super) fn upgrade_document(root: &mut Node, diagnostics: &mut Diagnostics) {
    upgrade_from(Kind::Document, root, &Pointer::root(), diagnostics);
}

fn upgrade_from(kind: Kind, node: &mut Node, pointer: &Pointer, diagnostics: &mut Diagnostics) {
    let types = NamedTypes::of(node);
    let walked = walk::positions_from(kind, node, pointer, &mut |kind, node, pointer| match kind {
        Kind::Schema => upgrade_schema(node, &types, pointer, diagnostics),
        Kind::Parameter | Kind::Response => {
            if let Some(object) = node.as_object_mut().filter(|object| is_reference(object)) {
                drop_reference_siblings(object, &types, pointer, diagnostics);
            }
        }
        Kind::Document
        | Kind::Components
        | Kind::PathItem
        | Kind::Operation
        | Kind::Header
        | Kind::RequestBody
        | Kind::MediaType
        | Kind::Encoding
        | Kind::Callback
        | Kind::Link
        | Kind::Example
        | Kind::SecurityScheme => {}
    });
    if let Err(too_deep) = walked {
        diagnostics.push(too_deep.diagnostic());
    }
}

fn upgrade_schema(
    schema: &mut Node,
    types: &NamedTypes,
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
) {
    if null::is_left_to_parent(schema, pointer) {
        return;
    }
    let place = schema.place;
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    // Swagger 2.0 has no word for null; this extension is the one that everybody uses.
    let mut admits_null = null::take(object, "x-nullable") == Some(true);
    admits_null |= forgiven::take_null(object, NULLABLE, place, pointer, diagnostics);
    if is_reference(object) {
        drop_reference_siblings(object, types, pointer, diagnostics);
        move_reference(object);
    } else {
        number_exclusive_bounds(object, pointer, diagnostics);
        example_to_examples(object);
        name_discriminator(object);
        replace_file(object, place);
    }
    if admits_null {
        null::admit(schema);
    }
}

/// `#/definitions/A` is now `#/components/schemas/A`.
fn move_reference(schema: &mut Object) {
    let Some(reference) = schema.get_mut("$ref") else {
        return;
    };
    let moved = reference
        .as_str()
        .and_then(|text| text.strip_prefix("#/definitions/"));
    if let Some(name) = moved {
        *reference = Node::string(format!("#/components/schemas/{name}"), reference.place);
    }
}

/// `discriminator: kind` is now `discriminator: {propertyName: kind}`.
fn name_discriminator(schema: &mut Object) {
    if let Some(discriminator) = schema
        .get_mut("discriminator")
        .filter(|node| node.as_str().is_some())
    {
        *discriminator = object_at(
            discriminator.place,
            [("propertyName", discriminator.clone())],
        );
    }
}

/// `type: file` is now a binary string.
fn replace_file(schema: &mut Object, place: Place) {
    if let Some(file) = schema
        .get_mut("type")
        .filter(|node| node.as_str() == Some("file"))
    {
        *file = Node::string("string", file.place);
        schema.insert("format", Node::string("binary", place));
    }
}
