//! `codegen.toml`: the few names and settings that a person decided, each name with its reason.

mod error;
mod pagination;
mod select;
mod strings;
mod text;
mod webhooks;

pub use error::SettingsError;
pub use pagination::{BodyPath, Pagination, PaginationKind, PaginationRule};
pub use select::{Select, Selectors};
pub use strings::Strings;
pub use text::crate_name;
pub use webhooks::{SignatureSettings, WebhookSettings};

pub(crate) use select::is_named;
pub(crate) use text::is_field_name;

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use self::error::show;
use self::text::{NO_REASON, code, field, file_of_crate, is_reason, name_of_crate, reason};
use crate::diagnostic::Code;
use crate::model::RateLimit;
use crate::naming::NamesLock;
use crate::pointer::Pointer;
use crate::source::Source;

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// `[client]`
    pub client: ClientSettings,
    /// `[source]`
    pub source: SourceSettings,
    /// `[select]`
    pub select: Select,
    /// `[webhooks]`
    pub webhooks: WebhookSettings,
    /// `[[operation]]`
    pub operation: Vec<OperationSettings>,
    /// `[[type]]`
    #[serde(rename = "type")]
    pub types: Vec<TypeName>,
    /// `[[allow]]`
    pub allow: Vec<Allowance>,
    /// `[[pagination]]`
    pub pagination: Vec<toml::Spanned<PaginationRule>>,
    /// Where in the file each string stands, for diagnostics.
    #[serde(skip)]
    pub strings: Strings,
    /// Whether wire tests are written beside the client; said on the command line.
    #[serde(skip)]
    pub tests: bool,
    /// The names that earlier runs recorded; a file of its own.
    #[serde(skip)]
    pub names: NamesLock,
}

/// The crate as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClientSettings {
    /// The crate's name.
    #[serde(deserialize_with = "name_of_crate")]
    pub name: Option<String>,
    /// A Markdown file in the crate's folder that the crate's documentation takes in; its examples are tests.
    #[serde(deserialize_with = "file_of_crate")]
    pub guide: Option<String>,
    /// By security scheme: the environment variable that holds the credential.
    pub env: BTreeMap<String, String>,
    /// The header field of the idempotency key of all operations that are not idempotent by their method.
    #[serde(rename = "idempotency-key", deserialize_with = "field")]
    pub idempotency_key: Option<String>,
    /// `[client.rate-limit]`
    #[serde(rename = "rate-limit")]
    pub rate_limit: Option<RateLimitSettings>,
}

/// How many requests the API takes in how many seconds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "RateLimitTable")]
pub struct RateLimitSettings {
    /// How many in how much time.
    pub limit: RateLimit,
    /// Why.
    pub reason: String,
}

/// `[client.rate-limit]` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RateLimitTable {
    requests: NonZeroU32,
    seconds: Option<NonZeroU32>,
    #[serde(deserialize_with = "reason")]
    reason: String,
}

impl From<RateLimitTable> for RateLimitSettings {
    fn from(table: RateLimitTable) -> Self {
        let limit = RateLimit {
            requests: table.requests,
            seconds: table.seconds.unwrap_or(NonZeroU32::MIN),
        };
        Self {
            limit,
            reason: table.reason,
        }
    }
}

/// What is read beside the description itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct SourceSettings {
    /// Overlays, in the order in which they are applied, as seen from the folder of the settings.
    pub overlays: Vec<String>,
    /// Whether references may lead out of the folders of the files that are named.
    pub allow_outside: bool,
}

/// The name of an operation's function, and what the description does not say of the operation.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "OperationTable")]
pub struct OperationSettings {
    /// An operationId, or a method and a path: `DELETE /v1/contacts/{id}`.
    pub matched: String,
    /// The function's name; those of its types follow from it.
    pub name: Option<String>,
    /// The header field of its requests' idempotency key.
    pub idempotency_key: Option<String>,
    /// How its pages follow each other.
    pub pagination: Option<toml::Spanned<Pagination>>,
    /// Why.
    pub reason: String,
}

/// `[[operation]]` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OperationTable {
    /// An operationId, or a method and a path: `DELETE /v1/contacts/{id}`.
    #[serde(rename = "match")]
    matched: String,
    name: Option<String>,
    #[serde(rename = "idempotency-key", default, deserialize_with = "field")]
    idempotency_key: Option<String>,
    pagination: Option<toml::Spanned<Pagination>>,
    #[serde(deserialize_with = "reason")]
    reason: String,
}

impl TryFrom<OperationTable> for OperationSettings {
    type Error = &'static str;

    fn try_from(table: OperationTable) -> Result<Self, Self::Error> {
        if table.name.is_none() && table.idempotency_key.is_none() && table.pagination.is_none() {
            return Err(
                "nothing is said of the operation: a `name`, an `idempotency-key` or its `pagination`",
            );
        }
        Ok(Self {
            matched: table.matched,
            name: table.name,
            idempotency_key: table.idempotency_key,
            pagination: table.pagination,
            reason: table.reason,
        })
    }
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
    #[serde(deserialize_with = "reason")]
    pub reason: String,
}

/// A warning that a person has looked at and accepts.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allowance {
    /// Which kind of warning.
    #[serde(deserialize_with = "code")]
    pub code: Code,
    /// Where: this place and all below it; `*` stands for any one segment. The whole description, if it is absent.
    pub at: Option<String>,
    /// Why.
    #[serde(deserialize_with = "reason")]
    pub reason: String,
}

impl Allowance {
    /// Whether it covers a place.
    #[must_use]
    pub fn covers(&self, place: Option<&Pointer>) -> bool {
        let Some(at) = &self.at else {
            return true;
        };
        let at = Pointer::from_reference(at);
        let Some(place) = place.filter(|place| place.file() == at.file()) else {
            return false;
        };
        let mut segments = place.tokens();
        at.tokens().all(|wanted| {
            segments
                .next()
                .is_some_and(|segment| wanted == "*" || wanted == segment)
        })
    }
}

impl Settings {
    /// Those of a crate of this name, about which nothing else is decided.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            client: ClientSettings {
                name: Some(name.to_owned()),
                ..ClientSettings::default()
            },
            ..Self::default()
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// [`SettingsError`] if it cannot be read, is not TOML, has a key that is not known, a name without a reason, or
    /// a name that no crate can have.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(path, &text),
            Err(error) => Err(SettingsError::unread(path, &error)),
        }
    }

    fn parse(path: &Path, text: &str) -> Result<Self, SettingsError> {
        let mut settings: Self =
            toml::from_str(text).map_err(|error| SettingsError::toml(path, text, &error))?;
        settings.strings = Strings::of(path, text);
        Ok(settings)
    }

    /// The path of a file that the settings name.
    #[must_use]
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        let folder = Path::new(&self.strings.name).parent();
        folder.unwrap_or_else(|| Path::new("")).join(name)
    }

    /// Puts the file beside those of the description, for diagnostics to show lines of it.
    pub fn show_in(&mut self, source: &mut Source) {
        if !self.strings.name.is_empty() {
            let (name, text) = (self.strings.name.clone(), self.strings.text.clone());
            self.strings.file = show(name, text, source);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{BodyPath, PaginationKind, PaginationRule, Settings, crate_name};

    fn refused(text: &str) -> String {
        Settings::parse(Path::new("spec/codegen.toml"), text)
            .unwrap_err()
            .to_string()
            .lines()
            .next()
            .unwrap()
            .to_owned()
    }

    #[test]
    fn names_are_read_with_their_reasons() {
        let text = "[client.env]\nkey = \"KEY\"\n[[operation]]\nmatch = \"GET /a\"\nname = \"a\"\nreason = \"short\"\n";
        let settings = Settings::parse(Path::new("codegen.toml"), text).unwrap();
        assert_eq!(settings.operation[0].matched, "GET /a");
        assert_eq!(settings.client.env["key"], "KEY");
        assert_eq!(settings.client.name, None);
    }

    #[test]
    fn an_unknown_key_is_refused_at_its_place() {
        assert_eq!(
            refused("[client]\nnames = \"a\"\n"),
            "spec/codegen.toml:2:1: unknown field `names`, expected one of `name`, `guide`, `env`, `idempotency-key`, `rate-limit`"
        );
        assert_eq!(
            refused("[[operations]]\n"),
            "spec/codegen.toml:1:3: unknown field `operations`, expected one of `client`, `source`, `select`, `webhooks`, `operation`, `type`, `allow`, `pagination`"
        );
        assert_eq!(
            refused("[select]\ntag = []\n"),
            "spec/codegen.toml:2:1: unknown field `tag`, expected one of `operations`, `tags`, `paths`, `exclude`, `webhooks`"
        );
    }

    #[test]
    fn a_guide_is_a_file_of_the_crate() {
        let text = "[client]\nguide = \"docs/guide.md\"\n";
        let settings = Settings::parse(Path::new("codegen.toml"), text).unwrap();
        assert_eq!(settings.client.guide.as_deref(), Some("docs/guide.md"));
        for path in [
            "", "../a.md", "/a.md", "a//b", "./a", "a\\\\b", "C:a", "a\\nb",
        ] {
            let said = refused(&format!("[client]\nguide = \"{path}\"\n"));
            assert!(said.starts_with("spec/codegen.toml:2:9: `"), "{said}");
            assert!(
                said.ends_with("is not a file in the crate's folder"),
                "{said}"
            );
        }
    }

    #[test]
    fn a_name_without_a_reason_is_refused_at_its_place() {
        let blank = "# é\n[[operation]]\nmatch = \"a\"\nname = \"a\"\nreason = \" \"\n";
        assert_eq!(
            refused(blank),
            "spec/codegen.toml:5:10: say the reason here"
        );
        let absent = "[[type]]\npointer = \"#/a\"\nname = \"A\"\n";
        assert_eq!(
            refused(absent),
            "spec/codegen.toml:1:1: missing field `reason`"
        );
    }

    #[test]
    fn pages_are_declared_by_what_their_kind_needs() {
        let rule = |rest: &str| {
            let text = format!("# é\n[[pagination]]\n{rest}\nreason = \"Pages.\"\n");
            Settings::parse(Path::new("spec/codegen.toml"), &text)
        };
        let token = "kind = \"token\"\nparameter = \"after\"\nnext = \"/meta/a~1b\"";
        let settings = rule(token).unwrap();
        let PaginationRule(pagination) = settings.pagination[0].get_ref();
        let next = BodyPath(vec!["meta".to_owned(), "a/b".to_owned()]);
        assert_eq!(next.to_string(), "/meta/a~1b");
        let parameter = "after".to_owned();
        assert_eq!(pagination.kind, PaginationKind::Token { parameter, next });
        let refused = |rest: &str| {
            let error = rule(rest).unwrap_err().to_string();
            error.lines().next().unwrap().to_owned()
        };
        for (rest, said) in [
            (
                "kind = \"token\"\nnext = \"/a\"",
                "2:1: pages of the kind `token` need a `parameter`",
            ),
            (
                "kind = \"cursor\"\nparameter = \"a\"",
                "2:1: pages of the kind `cursor` need a `key`",
            ),
            (
                "kind = \"link\"\nparameter = \"a\"",
                "2:1: pages of the kind `link` have no `parameter`",
            ),
            (
                "kind = \"none\"\nitems = \"\"",
                "2:1: pages of the kind `none` have no `items`",
            ),
            (
                "kind = \"none\"",
                "2:1: what has no pages is said by the `[[operation]]` itself",
            ),
            (
                "kind = \"link\"\nnext = \"a\"",
                "4:8: `a` is no JSON Pointer: it is empty or begins with `/`",
            ),
            (
                "kind = \"pages\"",
                "3:8: unknown variant `pages`, expected one of `none`, `token`, `cursor`, `offset`, `page`, `link`",
            ),
        ] {
            assert_eq!(refused(rest), format!("spec/codegen.toml:{said}"));
        }
        let operation = "[[operation]]\nmatch = \"a\"\nreason = \"r\"\npagination = ";
        let text = format!("{operation}{{kind = \"none\"}}");
        let settings = Settings::parse(Path::new("codegen.toml"), &text).unwrap();
        let pagination = settings.operation[0].pagination.as_ref().unwrap();
        assert_eq!(pagination.get_ref().kind, PaginationKind::None);
    }

    #[test]
    fn a_line_that_says_nothing_or_no_field_is_refused_at_its_place() {
        let operation =
            |said: &str| format!("[[operation]]\nmatch = \"a\"\n{said}reason = \"r\"\n");
        assert_eq!(
            refused(&operation("")),
            "spec/codegen.toml:1:1: nothing is said of the operation: a `name`, an `idempotency-key` or its `pagination`"
        );
        assert_eq!(
            refused(&operation("idempotency-key = \"a b\"\n")),
            "spec/codegen.toml:3:19: this is not the name of a header field"
        );
        assert_eq!(
            refused("[client]\nidempotency-key = \"\"\n"),
            "spec/codegen.toml:2:19: this is not the name of a header field"
        );
        assert_eq!(
            refused("[client.rate-limit]\nrequests = 10\n"),
            "spec/codegen.toml:1:1: missing field `reason`"
        );
        assert!(
            refused("[client.rate-limit]\nrequests = 0\n").starts_with("spec/codegen.toml:2:12: ")
        );
    }

    #[test]
    fn what_is_no_toml_is_refused_at_its_place() {
        assert_eq!(
            refused("[client\n"),
            "spec/codegen.toml:1:8: unclosed table, expected `]`"
        );
    }

    #[test]
    fn a_name_that_no_crate_can_have_is_refused() {
        for name in ["quo-client", "a", "Client_2"] {
            assert_eq!(crate_name(name).as_deref(), Ok(name));
        }
        for name in [
            "",
            "my client",
            "1x",
            "a/b",
            "../a",
            "-a",
            "_a",
            "ünï",
            "self",
            "match",
            "std",
            "test",
            "proc-macro",
        ] {
            assert!(crate_name(name).is_err(), "{name}");
        }
        assert!(refused("[client]\nname = \"a b\"\n").starts_with("spec/codegen.toml:2:8: `a b`"));
    }
}
