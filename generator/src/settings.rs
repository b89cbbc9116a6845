//! `codegen.toml`: the few names and settings that a person decided, each name with its reason.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;

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
    #[serde(rename = "match")]
    pub matched: String,
    /// The function's name; those of its types follow from it.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// The name of a type.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeName {
    /// Where the schema stands: `#/components/schemas/Contact`.
    pub pointer: String,
    /// The type's name.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// Why a `codegen.toml` cannot be followed.
#[derive(Debug)]
pub struct SettingsError {
    path: PathBuf,
    message: String,
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.message.trim_end())
    }
}

impl std::error::Error for SettingsError {}

impl Settings {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// [`SettingsError`] if it cannot be read, is not TOML, has a key that is not known, or a name without a reason.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let wrong = |message: String| SettingsError {
            path: path.to_path_buf(),
            message,
        };
        let text = std::fs::read_to_string(path)
            .map_err(|error| wrong(format!("cannot be read: {error}")))?;
        Self::parse(&text).map_err(wrong)
    }

    fn parse(text: &str) -> Result<Self, String> {
        let settings: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        let operations = settings
            .operation
            .iter()
            .map(|line| (&line.matched, &line.reason));
        let types = settings
            .types
            .iter()
            .map(|line| (&line.pointer, &line.reason));
        match operations
            .chain(types)
            .find(|(_, reason)| reason.trim().is_empty())
        {
            Some((what, _)) => Err(format!("the name of `{what}` needs a reason")),
            None => Ok(settings),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Settings;

    #[test]
    fn names_are_read_with_their_reasons() {
        let text = "[client.env]\nkey = \"KEY\"\n[[operation]]\nmatch = \"GET /a\"\nname = \"a\"\nreason = \"short\"\n";
        let settings = Settings::parse(text).unwrap();
        assert_eq!(settings.operation[0].matched, "GET /a");
        assert_eq!(settings.client.env["key"], "KEY");
    }

    #[test]
    fn unknown_keys_and_missing_reasons_are_refused() {
        insta::assert_snapshot!(Settings::parse("[client]\nnames = \"a\"\n").unwrap_err(), @r#"
        TOML parse error at line 2, column 1
          |
        2 | names = "a"
          | ^^^^^
        unknown field `names`, expected `name` or `env`
        "#);
        let blank = "[[operation]]\nmatch = \"a\"\nname = \"a\"\nreason = \" \"\n";
        assert_eq!(
            Settings::parse(blank).unwrap_err(),
            "the name of `a` needs a reason"
        );
    }
}
