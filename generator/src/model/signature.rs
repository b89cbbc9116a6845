//! How an API signs what it sends by itself, and the templates in which that is written.

use serde::Deserialize;

use crate::settings::is_field_name;

/// How webhooks are signed with HMAC-SHA256.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "SignatureTable")]
pub struct Signature {
    /// The header field of the signatures.
    pub header: String,
    /// The template of that field.
    pub layout: String,
    /// The template of what is signed.
    pub content: String,
    /// What stands between the elements of the field.
    pub separator: Option<char>,
    /// What its elements look like.
    pub elements: Vec<Vec<HeaderPart>>,
    /// Where the moment of signing is.
    pub time: Option<SignatureTime>,
    /// What is signed.
    pub signed: Vec<SignedPart>,
    /// How signatures are spelled.
    pub encoding: Spelling,
    /// How secrets are spelled.
    pub secret: SecretSpelling,
    /// What secrets may begin with that is no part of them.
    pub secret_prefix: String,
}

/// A part of an element of the header field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderPart {
    /// This text.
    Text(String),
    /// The moment of signing.
    Time,
    /// A signature.
    Signature,
}

/// Where the moment of signing is, and how it is spelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureTime {
    /// A header field of its own; `None` if it stands beside the signatures.
    pub header: Option<String>,
    /// What is counted.
    pub unit: TimeUnit,
}

/// What is counted since the beginning of 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TimeUnit {
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Milliseconds,
}

/// A part of what is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignedPart {
    /// This text.
    Text(String),
    /// The moment of signing, as it is spelled.
    Time,
    /// The value of this header field.
    Header(String),
    /// The body.
    Body,
}

/// How bytes are spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// Hexadecimal digits.
    Hex,
    /// Base64.
    Base64,
}

/// How secrets are spelled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SecretSpelling {
    /// The text is the key.
    #[default]
    Text,
    /// The text is the key in Base64.
    Base64,
}

/// A signature as it is written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct SignatureTable {
    /// The name of the header field.
    header: String,
    /// `t={seconds},v1={hex}`
    layout: String,
    /// The character between elements of the layout.
    separator: Option<char>,
    /// `{timestamp}.{body}`
    signed: String,
    /// The header field of the moment, if it has one of its own.
    timestamp_header: Option<String>,
    timestamp_unit: Option<TimeUnit>,
    #[serde(default)]
    secret: SecretSpelling,
    #[serde(default)]
    secret_prefix: String,
    /// Why this is so.
    pub(crate) reason: Option<String>,
}

impl TryFrom<SignatureTable> for Signature {
    type Error = String;

    fn try_from(table: SignatureTable) -> Result<Self, String> {
        let fields = [Some(&table.header), table.timestamp_header.as_ref()];
        if let Some(name) = fields.into_iter().flatten().find(|one| !is_field_name(one)) {
            return Err(format!("`{name}` is not the name of a header field"));
        }
        let layout = Layout::read(&table.layout, table.separator)?;
        let time = match (layout.unit, table.timestamp_header, table.timestamp_unit) {
            (Some(unit), None, None) => Some(SignatureTime { header: None, unit }),
            (None, Some(header), unit) => Some(SignatureTime {
                header: Some(header),
                unit: unit.unwrap_or(TimeUnit::Seconds),
            }),
            (None, None, None) => None,
            (Some(_), ..) => return Err("`layout` itself says where the moment is".to_owned()),
            (None, None, Some(_)) => {
                return Err("`timestamp-unit` is that of a `timestamp-header`".to_owned());
            }
        };
        Ok(Self {
            signed: signed(&table.signed, time.is_some())?,
            header: table.header,
            layout: table.layout,
            content: table.signed,
            separator: table.separator,
            elements: layout.elements,
            time,
            encoding: layout.encoding,
            secret: table.secret,
            secret_prefix: table.secret_prefix,
        })
    }
}

/// What a layout says.
struct Layout {
    elements: Vec<Vec<HeaderPart>>,
    unit: Option<TimeUnit>,
    encoding: Spelling,
}

impl Layout {
    fn read(template: &str, separator: Option<char>) -> Result<Self, String> {
        let (mut unit, mut encoding) = (None, None);
        let mut elements = Vec::new();
        let texts: Vec<&str> = match separator {
            Some(separator) => template.split(separator).collect(),
            None => vec![template],
        };
        for text in texts {
            let mut parts = Vec::new();
            for piece in pieces(text)? {
                parts.push(match piece {
                    Piece::Text(text) => HeaderPart::Text(text),
                    Piece::Name(name) => place(&name, &mut unit, &mut encoding)?,
                });
            }
            let is_text = |part: &HeaderPart| matches!(part, HeaderPart::Text(_));
            if parts.windows(2).any(|pair| !pair.iter().any(is_text)) {
                return Err(format!("nothing stands between the two places of `{text}`"));
            }
            elements.push(parts);
        }
        let encoding =
            encoding.ok_or("`layout` has no place for the signature: `{hex}` or `{base64}`")?;
        Ok(Self {
            elements,
            unit,
            encoding,
        })
    }
}

/// The place that a name in braces is.
fn place(
    name: &str,
    unit: &mut Option<TimeUnit>,
    encoding: &mut Option<Spelling>,
) -> Result<HeaderPart, String> {
    match name {
        "seconds" => once(unit, TimeUnit::Seconds, HeaderPart::Time),
        "milliseconds" => once(unit, TimeUnit::Milliseconds, HeaderPart::Time),
        "hex" => once(encoding, Spelling::Hex, HeaderPart::Signature),
        "base64" => once(encoding, Spelling::Base64, HeaderPart::Signature),
        _ => Err(format!(
            "`{{{name}}}` means nothing in `layout`: there are `{{seconds}}`, `{{milliseconds}}`, `{{hex}}` and `{{base64}}`"
        )),
    }
}

/// A place that a layout has once: where there are several signatures, each is an element that looks like this one.
fn once<T>(slot: &mut Option<T>, value: T, part: HeaderPart) -> Result<HeaderPart, String> {
    match slot.replace(value) {
        None => Ok(part),
        Some(_) => Err("`layout` has a place twice".to_owned()),
    }
}

/// What is signed, by its template.
fn signed(template: &str, timed: bool) -> Result<Vec<SignedPart>, String> {
    let mut parts = Vec::new();
    for piece in pieces(template)? {
        parts.push(match piece {
            Piece::Text(text) => SignedPart::Text(text),
            Piece::Name(name) => match name.as_str() {
                "body" => SignedPart::Body,
                "timestamp" => SignedPart::Time,
                _ if is_field_name(&name) => SignedPart::Header(name),
                _ => return Err(format!("`{name}` is not the name of a header field")),
            },
        });
    }
    let count = |wanted: &SignedPart| parts.iter().filter(|part| *part == wanted).count();
    match (count(&SignedPart::Body), count(&SignedPart::Time), timed) {
        (0, ..) => Err("`signed` does not hold `{body}`".to_owned()),
        (_, 0, true) => {
            Err("`signed` does not hold `{timestamp}`: anybody could change the moment".to_owned())
        }
        (_, 1.., false) => Err("nothing says where the `{timestamp}` is".to_owned()),
        (..) => Ok(parts),
    }
}

/// A part of a template.
enum Piece {
    Text(String),
    /// What stands in braces.
    Name(String),
}

fn pieces(template: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((text, after)) = rest.split_once('{') {
        let (name, after) = after
            .split_once('}')
            .ok_or_else(|| format!("a brace of `{template}` is not closed"))?;
        pieces.extend((!text.is_empty()).then(|| Piece::Text(text.to_owned())));
        pieces.push(Piece::Name(name.to_owned()));
        rest = after;
    }
    pieces.extend((!rest.is_empty()).then(|| Piece::Text(rest.to_owned())));
    Ok(pieces)
}
