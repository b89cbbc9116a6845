//! `codegen.toml`: the few names and settings that a person decided, each name with its reason.

use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, nearest};
use crate::model::RateLimit;
use crate::naming::{NamesLock, RustIdent};
use crate::pointer::Pointer;
use crate::source::{Node, PageFacts, Place, Source, SourceFile, SourceKind, Value};

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// `[client]`
    pub client: ClientSettings,
    /// `[select]`
    pub select: Select,
    /// `[[operation]]`
    pub operation: Vec<OperationSettings>,
    /// `[[type]]`
    #[serde(rename = "type")]
    pub types: Vec<TypeName>,
    /// `[[allow]]`
    pub allow: Vec<Allowance>,
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

/// What of the description the client is made of; all of it unless something is named.
///
/// What the selected operations do not reach is not generated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "SelectTable")]
pub struct Select {
    /// The operations that are selected; all, if none is named.
    pub included: Selectors,
    /// The operations that are not, although they are selected.
    pub exclude: Selectors,
    /// Whether the types of webhooks and callbacks are made although operations are selected.
    pub webhooks: bool,
}

/// Operations by what they are called, how they are sorted and where they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Selectors {
    /// Operations by operationId, or by method and path: `DELETE /v1/contacts/{id}`.
    pub operations: Vec<String>,
    /// Operations that have one of these tags.
    pub tags: Vec<String>,
    /// Operations of these paths and of all below them; `*` stands for any characters of a segment.
    pub paths: Vec<String>,
}

/// `[select]` as it is written.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SelectTable {
    operations: Vec<String>,
    tags: Vec<String>,
    paths: Vec<String>,
    exclude: Selectors,
    webhooks: bool,
}

impl From<SelectTable> for Select {
    fn from(table: SelectTable) -> Self {
        Self {
            included: Selectors {
                operations: table.operations,
                tags: table.tags,
                paths: table.paths,
            },
            exclude: table.exclude,
            webhooks: table.webhooks,
        }
    }
}

impl Selectors {
    /// Whether nothing is named.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty() && self.tags.is_empty() && self.paths.is_empty()
    }
}

impl Select {
    /// Whether nothing is named.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.included.is_empty() && self.exclude.is_empty()
    }
}

/// Whether a line names an operation: by its operationId, or by method and path.
pub(crate) fn is_named(line: &str, id: Option<&str>, method: &str, path: &str) -> bool {
    let by_line = line.split_once(' ').is_some_and(|(verb, template)| {
        verb.eq_ignore_ascii_case(method) && template.trim() == path
    });
    id == Some(line) || by_line
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
    #[serde(deserialize_with = "reason")]
    reason: String,
}

impl TryFrom<OperationTable> for OperationSettings {
    type Error = &'static str;

    fn try_from(table: OperationTable) -> Result<Self, Self::Error> {
        if table.name.is_none() && table.idempotency_key.is_none() {
            return Err("nothing is said of the operation: a `name` or an `idempotency-key`");
        }
        Ok(Self {
            matched: table.matched,
            name: table.name,
            idempotency_key: table.idempotency_key,
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

/// The file as a part of what is read, so that diagnostics can show a line of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strings {
    /// Its name, as given.
    name: String,
    text: String,
    /// All keys and strings with their offsets, in order.
    list: Vec<(String, u32)>,
    /// Its index in [`Source::files`].
    file: Option<u32>,
}

impl Strings {
    fn of(path: &Path, text: &str) -> Self {
        let mut list = Vec::new();
        if let Ok(table) = toml::de::DeTable::parse(text) {
            strings_of_table(table.get_ref(), &mut list);
        }
        Self {
            name: path.display().to_string(),
            text: text.to_owned(),
            list,
            file: None,
        }
    }

    /// Where a key or a string stands for the first time.
    #[must_use]
    pub fn place(&self, text: &str) -> Option<Place> {
        let (_, offset) = self.list.iter().find(|(one, _)| one == text)?;
        Some(Place {
            file: self.file?,
            offset: *offset,
        })
    }
}

fn strings_of_table(table: &toml::de::DeTable<'_>, list: &mut Vec<(String, u32)>) {
    for (key, value) in table {
        let offset = u32::try_from(key.span().start).unwrap_or(u32::MAX);
        list.push((key.get_ref().to_string(), offset));
        strings_of(value, list);
    }
}

fn strings_of(value: &toml::Spanned<toml::de::DeValue<'_>>, list: &mut Vec<(String, u32)>) {
    match value.get_ref() {
        toml::de::DeValue::String(text) => {
            let offset = u32::try_from(value.span().start).unwrap_or(u32::MAX);
            list.push((text.to_string(), offset));
        }
        toml::de::DeValue::Array(elements) => {
            elements
                .iter()
                .for_each(|element| strings_of(element, list));
        }
        toml::de::DeValue::Table(table) => strings_of_table(table, list),
        _ => {}
    }
}

/// Why a `codegen.toml` or `names.lock` cannot be followed, printed as `file:line:column: message`.
#[derive(Debug)]
pub struct SettingsError {
    path: PathBuf,
    /// The whole file, if it could be read.
    text: String,
    /// Where in it.
    offset: Option<usize>,
    message: String,
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some(offset) = self.offset {
            let (line, column) = line_and_column(&self.text, offset);
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for SettingsError {}

impl Settings {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// [`SettingsError`] if it cannot be read, is not TOML, has a key that is not known, a name without a reason, or
    /// a name that no crate can have.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(path, &text),
            Err(error) => Err(SettingsError {
                path: path.to_path_buf(),
                text: String::new(),
                offset: None,
                message: format!("cannot be read: {error}"),
            }),
        }
    }

    fn parse(path: &Path, text: &str) -> Result<Self, SettingsError> {
        let mut settings: Self =
            toml::from_str(text).map_err(|error| SettingsError::toml(path, text, &error))?;
        settings.strings = Strings::of(path, text);
        Ok(settings)
    }

    /// Puts the file beside those of the description, for diagnostics to show lines of it.
    pub fn show_in(&mut self, source: &mut Source) {
        if !self.strings.name.is_empty() {
            let (name, text) = (self.strings.name.clone(), self.strings.text.clone());
            self.strings.file = show(name, text, source);
        }
    }
}

impl SettingsError {
    /// What is wrong with a text as TOML.
    pub(crate) fn toml(path: &Path, text: &str, error: &toml::de::Error) -> Self {
        Self {
            path: path.to_path_buf(),
            text: text.to_owned(),
            offset: error.span().map(|span| span.start),
            message: error.message().to_owned(),
        }
    }

    /// What is wrong at an offset of a text.
    pub(crate) fn at(path: &Path, text: &str, offset: usize, message: String) -> Self {
        Self {
            path: path.to_path_buf(),
            text: text.to_owned(),
            offset: Some(offset),
            message,
        }
    }

    /// The same as a diagnostic; the file is put beside those of the description, to show its line.
    pub fn diagnose(self, source: &mut Source, diagnostics: &mut Diagnostics) {
        let name = self.path.display().to_string();
        let message = match self.offset {
            Some(_) => self.message.clone(),
            None => format!("`{name}` {}", self.message),
        };
        let file = self.offset.and_then(|_| show(name, self.text, source));
        let offset = self.offset.and_then(|offset| u32::try_from(offset).ok());
        let place = file
            .zip(offset)
            .map(|(file, offset)| Place { file, offset });
        let fatal = Diagnostic::new(Severity::Fatal, Code::BadSetting, message).at_some(place);
        // "unknown field `x`, expected one of `y`, `z`", as serde says it.
        let mut names = self.message.split('`').skip(1).step_by(2);
        let meant = names
            .next()
            .filter(|_| self.message.starts_with("unknown "));
        let meant = meant.and_then(|name| nearest(name, names));
        diagnostics.push(match meant {
            Some(meant) => fatal.help(format!("is `{meant}` meant?")),
            None if place.is_none() => fatal.help("check the name and the access rights"),
            None if self.path.ends_with("names.lock") => {
                fatal.help("mend the line of names.lock, or take it out")
            }
            None => fatal,
        });
    }
}

/// Puts a file beside those of the description; gives back its index.
fn show(name: String, text: String, source: &mut Source) -> Option<u32> {
    let file = u32::try_from(source.files.len()).ok()?;
    source.files.push(SourceFile {
        name,
        text,
        root: Node::new(Value::Null, Place { file, offset: 0 }),
        kind: SourceKind::Settings,
        page: PageFacts::default(),
    });
    Some(file)
}

fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.get(start..).unwrap_or("").chars().count() + 1;
    (line, column)
}

/// The reason of a decision; a blank one is none, nor is what a diagnostic proposes to fill in.
fn reason<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text
        .trim_matches(|one: char| one.is_whitespace() || one == '…')
        .is_empty()
    {
        return Err(D::Error::custom("say the reason here"));
    }
    Ok(text)
}

/// The name of a header field (RFC 9110 section 5.1).
fn field<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if text.is_empty() || !text.bytes().all(is_of_name) {
        return Err(D::Error::custom("this is not the name of a header field"));
    }
    Ok(Some(text))
}

fn code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Code, D::Error> {
    let text = String::deserialize(deserializer)?;
    Code::named(&text).ok_or_else(|| D::Error::custom(Code::unknown(&text)))
}

fn name_of_crate<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    crate_name(&text).map(Some).map_err(D::Error::custom)
}

/// The path of a file in the crate's folder.
fn file_of_crate<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let is_name = |part: &str| {
        let is_plain = |one: char| !one.is_control() && !matches!(one, '\\' | ':');
        !matches!(part, "" | "." | "..") && part.chars().all(is_plain)
    };
    if text.split('/').all(is_name) {
        Ok(Some(text))
    } else {
        let message = format!(
            "`{}` is not a file in the crate's folder",
            text.escape_debug()
        );
        Err(D::Error::custom(message))
    }
}

/// What the library of a crate may not be called, for the language or the standard library is called so.
const NO_CRATE: &[&str] = &["alloc", "core", "proc_macro", "std", "test"];

/// A crate's name as cargo and crates.io take it (The Cargo Book, "The `name` field") and as `use` can say it.
///
/// # Errors
///
/// A sentence on what is wrong with it.
pub fn crate_name(text: &str) -> Result<String, String> {
    let plain = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
    let library = text.replace('-', "_");
    if !text.starts_with(|first: char| first.is_ascii_alphabetic()) || !text.chars().all(plain) {
        return Err(format!(
            "`{text}` is not the name of a crate: a letter, then letters, digits, `-` and `_`"
        ));
    }
    let keyword = RustIdent::decided(&library).is_none_or(|ident| ident.to_string() != library);
    if keyword || NO_CRATE.contains(&library.as_str()) {
        return Err(format!(
            "`{text}` is not the name of a crate: it means something else in Rust"
        ));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Settings, crate_name};

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
            "spec/codegen.toml:1:3: unknown field `operations`, expected one of `client`, `select`, `operation`, `type`, `allow`"
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
    fn a_line_that_says_nothing_or_no_field_is_refused_at_its_place() {
        let operation =
            |said: &str| format!("[[operation]]\nmatch = \"a\"\n{said}reason = \"r\"\n");
        assert_eq!(
            refused(&operation("")),
            "spec/codegen.toml:1:1: nothing is said of the operation: a `name` or an `idempotency-key`"
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
