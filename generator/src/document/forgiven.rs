//! Keywords of older versions that documents of newer ones still use, taken for what they were meant to say.

use super::older_schema::{example_to_examples, number_exclusive_bounds};
use super::{null, walk};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::Pointer;
use crate::source::{Node, Object, Place};

/// Rewrites `nullable`, `x-nullable` and boolean exclusive bounds in a 3.1 or 3.2 document, with a warning each.
///
/// A schema's `example` is deprecated there, but no mistake: it becomes `examples` without a word.
pub(super) fn forgive(root: &mut Node, diagnostics: &mut Diagnostics) {
    let walked = walk::schemas_mut(root, &mut |schema, pointer| {
        if null::is_left_to_parent(schema, pointer) {
            return;
        }
        let place = schema.place;
        let Some(object) = schema.as_object_mut() else {
            return;
        };
        example_to_examples(object);
        if let Some(place) = number_exclusive_bounds(object, pointer, diagnostics) {
            let message = "a boolean `exclusiveMinimum` or `exclusiveMaximum` is of OpenAPI 3.0; the bound is taken as exclusive";
            let forgiven = Diagnostic::warning(Code::WrongType, message).at(place);
            let help = "say the bound itself, and no `minimum` or `maximum` beside it: `exclusiveMinimum: 0`";
            diagnostics.push(forgiven.about(pointer).help(help));
        }
        let mut admits_null = false;
        let instead = "say `null` among the types instead: `type: [string, \"null\"]`";
        for keyword in ["nullable", "x-nullable"] {
            let keyword = (keyword, instead);
            admits_null |= take_null(object, keyword, place, pointer, diagnostics);
        }
        if admits_null {
            null::admit(schema);
        }
    });
    if let Err(too_deep) = walked {
        diagnostics.push(too_deep.diagnostic());
    }
}

/// Takes a keyword out that means `nullable` and is none of this version's, and says so, with what to say instead.
///
/// Returns whether the schema is to [`null::admit`] null.
pub(super) fn take_null(
    schema: &mut Object,
    (keyword, instead): (&str, &str),
    place: Place,
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
) -> bool {
    let place = schema.get(keyword).map_or(place, |value| value.place);
    let said = null::take(schema, keyword);
    if said.is_some() {
        let message = format!(
            "`{keyword}` is no keyword of this version; it is taken to mean that null is allowed"
        );
        let forgiven = Diagnostic::warning(Code::UnknownKeyword, message).at(place);
        diagnostics.push(forgiven.about(pointer).help(instead));
    }
    said == Some(true)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::forgive;
    use crate::diagnostic::Diagnostics;
    use crate::document::testing::{json as to_json, said, tree};

    #[test]
    fn older_keywords_are_rewritten_with_a_warning_each() {
        let mut root = tree(&json!({"components": {"schemas": {
            "A": {"type": "string", "nullable": true},
            "B": {"$ref": "#/components/schemas/A", "description": "d", "nullable": true},
            "C": {"type": "integer", "maximum": 3, "exclusiveMaximum": true, "example": 1},
            "D": {"anyOf": [{"$ref": "#/components/schemas/A"}, {"nullable": true}]},
        }}}));
        let mut diagnostics = Diagnostics::default();
        forgive(&mut root, &mut diagnostics);
        assert_eq!(
            to_json(&root),
            json!({"components": {"schemas": {
                "A": {"type": ["string", "null"]},
                "B": {"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "null"}], "description": "d"},
                "C": {"type": "integer", "exclusiveMaximum": 3, "examples": [1]},
                "D": {"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "null"}]},
            }}})
        );
        assert_eq!(
            said(&diagnostics),
            [
                "unknown-keyword #/components/schemas/A",
                "unknown-keyword #/components/schemas/B",
                "wrong-type #/components/schemas/C",
                "unknown-keyword #/components/schemas/D",
            ]
        );
    }

    #[test]
    fn a_document_of_its_own_version_stays_as_it_is() {
        let document = json!({"components": {"schemas": {"A": {"$ref": "#/B", "type": ["string", "null"]}, "C": true}}});
        let (mut root, mut diagnostics) = (tree(&document), Diagnostics::default());
        forgive(&mut root, &mut diagnostics);
        assert_eq!(to_json(&root), document);
        assert!(diagnostics.is_empty());
    }
}
