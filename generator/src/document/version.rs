//! Which version of the specification a document says it follows.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::pointer::Pointer;
use crate::source::{Node, Value};

/// A version of the specification, without its patch number: patches do not change what a document means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// Swagger 2.0, also called OpenAPI 2.0.
    Swagger20,
    /// OpenAPI 3.0.x.
    OpenApi30,
    /// OpenAPI 3.1.x.
    OpenApi31,
    /// OpenAPI 3.2.x.
    OpenApi32,
}

const KNOWN: &str = "known are `swagger: \"2.0\"` and `openapi:` with 3.0, 3.1 or 3.2";

/// Reads the version from a document's `openapi` or `swagger` field.
///
/// A number is taken by its spelling, as YAML authors forget the quotes. A document that says both follows `openapi`.
/// Returns `None` after a fatal diagnostic.
pub(super) fn detect(root: &Node, diagnostics: &mut Diagnostics) -> Option<Version> {
    let (field, version) = match (root.get("openapi"), root.get("swagger")) {
        (Some(openapi), swagger) => {
            if let Some(swagger) = swagger {
                let message =
                    "the document says both `openapi` and `swagger`; it is read as `openapi` says";
                let warning = Diagnostic::new(Severity::Warning, Code::Ignored, message);
                diagnostics.push(
                    warning
                        .at(swagger.place)
                        .about(&Pointer::root().child("swagger")),
                );
            }
            ("openapi", openapi)
        }
        (None, Some(swagger)) => ("swagger", swagger),
        (None, None) => {
            let message = "the document says neither `openapi` nor `swagger`";
            let fatal = Diagnostic::new(Severity::Fatal, Code::NoVersion, message);
            diagnostics.push(fatal.at(root.place).about(&Pointer::root()).help(KNOWN));
            return None;
        }
    };
    let spelled = match &version.value {
        Value::String(text) | Value::Number(text) => text.trim(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => "",
    };
    let known = if field == "openapi" {
        openapi_version(spelled)
    } else {
        swagger_version(spelled)
    };
    if known.is_none() {
        let message = match spelled {
            "" => format!("`{field}` is no version but {}", version.type_name()),
            text => format!("version {text:?} of `{field}` is not known"),
        };
        let fatal = Diagnostic::new(Severity::Fatal, Code::UnsupportedVersion, message);
        diagnostics.push(
            fatal
                .at(version.place)
                .about(&Pointer::root().child(field))
                .help(KNOWN),
        );
    }
    known
}

fn swagger_version(text: &str) -> Option<Version> {
    matches!(text, "2.0" | "2").then_some(Version::Swagger20)
}

/// The specification asks for three numbers; two of them are enough to know the version.
fn openapi_version(text: &str) -> Option<Version> {
    let (minor, rest) = text.split_at_checked(3)?;
    if !rest.is_empty() && !rest.starts_with(['.', '-']) {
        return None;
    }
    match minor {
        "3.0" => Some(Version::OpenApi30),
        "3.1" => Some(Version::OpenApi31),
        "3.2" => Some(Version::OpenApi32),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Version, detect};
    use crate::diagnostic::Diagnostics;
    use crate::document::testing::{said, tree};

    fn detected(document: serde_json::Value) -> (Option<Version>, Vec<String>) {
        let mut diagnostics = Diagnostics::default();
        let version = detect(&tree(&document), &mut diagnostics);
        (version, said(&diagnostics))
    }

    #[test]
    fn every_known_version_is_recognised_as_text_and_as_number() {
        for (document, version) in [
            (json!({"swagger": "2.0"}), Version::Swagger20),
            (json!({"swagger": 2.0}), Version::Swagger20),
            (json!({"openapi": "3.0.4"}), Version::OpenApi30),
            (json!({"openapi": "3.0"}), Version::OpenApi30),
            (json!({"openapi": 3.1}), Version::OpenApi31),
            (json!({"openapi": "3.1.0-rc1"}), Version::OpenApi31),
            (json!({"openapi": "3.2.0"}), Version::OpenApi32),
        ] {
            assert_eq!(detected(document), (Some(version), vec![]));
        }
    }

    #[test]
    fn openapi_counts_where_both_are_said() {
        let (version, said) = detected(json!({"openapi": "3.0.0", "swagger": "2.0"}));
        assert_eq!(version, Some(Version::OpenApi30));
        assert_eq!(said, ["ignored #/swagger"]);
    }

    #[test]
    fn no_version_and_unknown_versions_are_fatal() {
        assert_eq!(
            detected(json!({"info": {}})),
            (None, vec!["no-version #".to_owned()])
        );
        assert_eq!(
            detected(json!([1])),
            (None, vec!["no-version #".to_owned()])
        );
        for unknown in [
            json!("4.0.0"),
            json!("3.10.0"),
            json!(3),
            json!("3.€"),
            json!(null),
            json!({}),
        ] {
            let (version, said) = detected(json!({"openapi": unknown}));
            assert_eq!(
                (version, said),
                (None, vec!["unsupported-version #/openapi".to_owned()])
            );
        }
        assert_eq!(
            detected(json!({"swagger": "1.2"})).1,
            ["unsupported-version #/swagger"]
        );
    }

    #[test]
    fn a_fatal_diagnostic_says_where_and_what_to_do() {
        let mut diagnostics = Diagnostics::default();
        detect(&tree(&json!({})), &mut diagnostics);
        assert!(diagnostics.stop());
        let one = diagnostics.iter().next().unwrap();
        assert!(one.place.is_some() && one.help.is_some());
    }
}
