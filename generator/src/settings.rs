//! `codegen.toml`: the few names and settings that a person decided, each name with its reason.

mod error;

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Deserializer, de};

pub use error::SettingsError;

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// `[client]`
    pub client: ClientSettings,
    /// `[[operation]]`
    pub operation: Vec<OperationName>,
    /// `[[type]]`
    #[serde(rename = "type")]
    pub types: Vec<TypeName>,
    /// Whether wire tests are written beside the client; said on the command line.
    #[serde(skip)]
    pub tests: bool,
}

/// The crate as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClientSettings {
    /// The crate's name.
    pub name: Option<String>,
    /// By security scheme: the environment variable that holds the credential.
    pub env: BTreeMap<String, String>,
}

/// The name of an operation's function.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperationName {
    /// An operationId, or a method and a path: `DELETE /v1/contacts/{id}`.
    #[serde(rename = "match", deserialize_with = "said")]
    pub matched: String,
    /// The function's name; those of its types follow from it.
    #[serde(deserialize_with = "said")]
    pub name: String,
    /// Why.
    #[serde(deserialize_with = "said")]
    pub reason: String,
}

/// The name of a type.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeName {
    /// Where the schema stands: `#/components/schemas/Contact`.
    #[serde(deserialize_with = "said")]
    pub pointer: String,
    /// The type's name.
    #[serde(deserialize_with = "said")]
    pub name: String,
    /// Why.
    #[serde(deserialize_with = "said")]
    pub reason: String,
}

impl Settings {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// [`SettingsError`], with line and column, if it cannot be read, is not TOML, has a key that is not known, lacks one
    /// that is needed, or leaves one blank, such as a reason.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| SettingsError::unreadable(path, &error))?;
        Self::parse(path, &text)
    }

    fn parse(path: &Path, text: &str) -> Result<Self, SettingsError> {
        toml::from_str(text).map_err(|error: toml::de::Error| {
            let span = error.span().unwrap_or_default();
            SettingsError::at(path, text, span, error.message())
        })
    }
}

/// A text that says something.
fn said<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.trim().is_empty() {
        return Err(de::Error::custom("this must not be blank"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Settings;

    fn parse(text: &str) -> Result<Settings, String> {
        Settings::parse(Path::new("spec/codegen.toml"), text).map_err(|error| error.to_string())
    }

    #[test]
    fn names_are_read_with_their_reasons() {
        let text = "[client.env]\nkey = \"KEY\"\n[[operation]]\nmatch = \"GET /a\"\nname = \"a\"\nreason = \"short\"\n[[type]]\npointer = \"#/a\"\nname = \"A\"\nreason = \"short\"\n";
        let settings = parse(text).unwrap();
        assert_eq!(settings.operation[0].matched, "GET /a");
        assert_eq!(settings.types[0].pointer, "#/a");
        assert_eq!(settings.client.env["key"], "KEY");
    }

    #[test]
    fn an_unknown_key_is_refused_in_its_place() {
        insta::assert_snapshot!(parse("[client]\nnames = \"a\"\n").unwrap_err(), @r#"
        spec/codegen.toml:2:1: unknown field `names`, expected `name` or `env`
          |
        2 | names = "a"
          | ^^^^^
        "#);
    }

    #[test]
    fn a_name_needs_a_reason() {
        let blank = "[[operation]]\nmatch = \"a\"\nname = \"a\"\nreason = \" \"\n";
        insta::assert_snapshot!(parse(blank).unwrap_err(), @r#"
        spec/codegen.toml:4:10: this must not be blank
          |
        4 | reason = " "
          |          ^^^
        "#);
        let missing = "[[type]]\npointer = \"#/a\"\nname = \"A\"\n";
        insta::assert_snapshot!(parse(missing).unwrap_err(), @r#"
        spec/codegen.toml:1:1: missing field `reason`
          |
        1 | [[type]]
          | ^^^^^^^^
        "#);
    }

    #[test]
    fn columns_are_counted_in_characters() {
        let error = parse("[client]\nname = \"é\" x\n").unwrap_err();
        assert!(error.starts_with("spec/codegen.toml:2:12: "), "{error}");
    }
}
