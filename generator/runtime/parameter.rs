//! How the values of parameters are written (OpenAPI 3.1 section 4.8.12, RFC 6570).

use std::borrow::Cow;

use percent_encoding::utf8_percent_encode;

use super::credential::RESERVED;
use super::reader::{FromJson, Kind, Misfit, Reader};
use super::writer::{ToJson, Writer};

/// How a text is written: encoded, or as it is.
pub(super) type Written = for<'a> fn(&'a str) -> Cow<'a, str>;

/// How a path variable is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathStyle {
    /// `simple`
    Simple {
        /// Whether an object's members are written as `name=value`.
        explode: bool,
    },
    /// `label`
    Label {
        /// Whether each element begins with `.`.
        explode: bool,
    },
    /// `matrix`
    Matrix {
        /// Whether each element is a parameter of its own.
        explode: bool,
    },
    /// As JSON text.
    Json,
}

/// How a query parameter is written; `form` with `explode` is what is done without saying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryStyle {
    /// `form` without `explode`: elements separated by commas.
    Form,
    /// `spaceDelimited`
    SpaceDelimited,
    /// `pipeDelimited`
    PipeDelimited,
    /// `deepObject`
    DeepObject,
    /// As JSON text.
    Json,
}

/// A value as parameters see it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    One(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl FromJson for Value {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        Ok(match reader.kind()? {
            Kind::Null => {
                reader.null()?;
                Self::One("null".to_owned())
            }
            Kind::Boolean | Kind::Number => Self::One(reader.raw()?.to_owned()),
            Kind::String => Self::One(reader.string()?.to_owned()),
            Kind::Array => Self::List(Vec::read(reader)?),
            Kind::Object => {
                let mut members = Members(Vec::new());
                reader.object(&[], &mut [], Some(&mut members))?;
                Self::Object(members.0)
            }
        })
    }
}

struct Members(Vec<(String, Value)>);

impl super::Rest for Members {
    fn add(&mut self, name: String, reader: &mut Reader<'_>) -> Result<(), Misfit> {
        self.0.push((name, Value::read(reader)?));
        Ok(())
    }
}

impl Value {
    /// The value of a parameter; `None` if it is absent.
    ///
    /// An error says why it cannot be written.
    pub(super) fn of(value: &dyn ToJson) -> Result<Option<Self>, &'static str> {
        if value.is_absent() {
            return Ok(None);
        }
        let mut text = Writer::text_of(value)?;
        match text.as_bytes() {
            // Nearly all values are a string without escapes, a number or a boolean, whose text is there already.
            [b'"', inner @ .., b'"'] if !inner.contains(&b'\\') => {
                text.pop();
                text.remove(0);
                Ok(Some(Self::One(text)))
            }
            [b'"' | b'[' | b'{', ..] | [] => Reader::text(&text)
                .map(Some)
                .map_err(|_| "is nested too deep"),
            [..] => Ok(Some(Self::One(text))),
        }
    }

    /// The value as JSON text.
    pub(super) fn json_of(value: &dyn ToJson) -> Result<Option<String>, &'static str> {
        if value.is_absent() {
            return Ok(None);
        }
        Writer::text_of(value).map(Some)
    }

    /// A scalar, or what nests further as its parts separated by commas.
    fn flat(&self, encode: Written) -> Cow<'_, str> {
        match self {
            Self::One(text) => encode(text),
            Self::List(list) => Cow::Owned(elements(list, ",", encode)),
            Self::Object(members) => Cow::Owned(joined(members, ",", ",", encode, encode)),
        }
    }

    /// A path variable or header field of a style (without the name that `matrix` needs).
    pub(super) fn in_path(self, name: &str, style: PathStyle) -> String {
        match style {
            PathStyle::Simple { explode } => self.simple(explode, encode),
            PathStyle::Label { explode } => {
                let separator = if explode { "." } else { "," };
                match &self {
                    Self::Object(members) => format!(
                        ".{}",
                        joined(
                            members,
                            if explode { "=" } else { "," },
                            separator,
                            encode,
                            encode
                        )
                    ),
                    Self::List(list) => format!(".{}", elements(list, separator, encode)),
                    Self::One(text) => format!(".{}", encode(text)),
                }
            }
            PathStyle::Matrix { explode } => {
                let name = encode(name);
                match &self {
                    Self::Object(members) if explode => {
                        format!(";{}", joined(members, "=", ";", encode, encode))
                    }
                    Self::List(list) if explode => list
                        .iter()
                        .map(|one| format!(";{name}={}", one.flat(encode)))
                        .collect(),
                    // RFC 6570 section 3.2.7: an empty value has no equals sign.
                    one => match one.flat(encode) {
                        empty if empty.is_empty() => format!(";{name}"),
                        text => format!(";{name}={text}"),
                    },
                }
            }
            PathStyle::Json => encode(&self.flat(as_it_is)).into_owned(),
        }
    }

    /// `simple`
    fn simple(self, explode: bool, encode: Written) -> String {
        match self {
            Self::One(text) => match encode(&text) {
                // A single character may be encoded without being written anew.
                Cow::Borrowed(same) if same.len() == text.len() => text,
                encoded => encoded.into_owned(),
            },
            Self::Object(members) if explode => joined(&members, "=", ",", encode, encode),
            other => other.flat(encode).into_owned(),
        }
    }

    /// `simple`, as header fields have it: nothing is percent-encoded.
    pub(super) fn in_header(self, explode: bool) -> String {
        self.simple(explode, as_it_is)
    }

    /// Query parameters, each as `name=value`; names are percent-encoded, values by this function.
    pub(super) fn in_query(
        &self,
        name: &str,
        style: Option<QueryStyle>,
        value: Written,
        pairs: &mut Vec<String>,
    ) {
        let key = encode(name);
        let object = |members: &[(String, Self)], separator: &str| {
            joined(members, separator, separator, encode, value)
        };
        match (style, self) {
            (None, Self::List(list)) => {
                pairs.extend(list.iter().map(|one| pair(&key, &one.flat(value))))
            }
            (None, Self::Object(members)) => {
                let of = |(name, one): &(String, Self)| pair(&encode(name), &one.flat(value));
                pairs.extend(members.iter().map(of));
            }
            (Some(QueryStyle::DeepObject), Self::Object(_) | Self::List(_)) => {
                self.deep(&key, value, pairs)
            }
            (Some(QueryStyle::SpaceDelimited), Self::List(list)) => {
                pairs.push(pair(&key, &elements(list, "%20", value)))
            }
            (Some(QueryStyle::PipeDelimited), Self::List(list)) => {
                pairs.push(pair(&key, &elements(list, "%7C", value)))
            }
            (Some(QueryStyle::SpaceDelimited), Self::Object(members)) => {
                pairs.push(pair(&key, &object(members, "%20")));
            }
            (Some(QueryStyle::PipeDelimited), Self::Object(members)) => {
                pairs.push(pair(&key, &object(members, "%7C")));
            }
            (None | Some(_), other) => pairs.push(pair(&key, &other.flat(value))),
        }
    }

    /// `name[member]=value`, as deep as the value goes.
    fn deep(&self, key: &str, written: Written, pairs: &mut Vec<String>) {
        match self {
            Self::One(text) => pairs.push(pair(key, &written(text))),
            Self::List(list) => {
                for (index, one) in list.iter().enumerate() {
                    match one {
                        // Scalars repeat their name; what has members needs its position to keep them together.
                        Self::One(text) => pairs.push(format!("{key}%5B%5D={}", written(text))),
                        Self::List(_) | Self::Object(_) => {
                            one.deep(&format!("{key}%5B{index}%5D"), written, pairs)
                        }
                    }
                }
            }
            Self::Object(members) => {
                for (member, value) in members {
                    value.deep(&format!("{key}%5B{}%5D", encode(member)), written, pairs);
                }
            }
        }
    }
}

fn pair(key: &str, value: &str) -> String {
    [key, "=", value].concat()
}

fn elements(list: &[Value], separator: &str, encode: Written) -> String {
    list.iter()
        .map(|one| one.flat(encode))
        .collect::<Vec<_>>()
        .join(separator)
}

fn joined(
    members: &[(String, Value)],
    equals: &str,
    separator: &str,
    name_as: Written,
    value_as: Written,
) -> String {
    let members = members
        .iter()
        .map(|(name, value)| format!("{}{equals}{}", name_as(name), value.flat(value_as)));
    members.collect::<Vec<_>>().join(separator)
}

/// Percent-encodes everything but unreserved characters (RFC 3986 section 2.3).
pub(super) fn encode(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, RESERVED).into()
}

/// Nothing is encoded.
pub(super) fn as_it_is(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}

/// Reserved characters as themselves and percent-encoded triples as they are, everything else percent-encoded (RFC 6570
/// section 3.2.3).
///
/// What no query may hold (`#`, `[`, `]`) and what a form would take for something else (`&`, `+`) is encoded as well:
/// OpenAPI 3.1 section 4.8.12.2 leaves that to the sender. So is `'`, which parsers of URLs encode anyway (WHATWG URL).
pub(super) fn encode_reserved(text: &str) -> Cow<'_, str> {
    let mut encoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (one, after) = rest.split_at(first.len_utf8());
        let triple = rest.get(..3).filter(|triple| {
            let digits = triple.strip_prefix('%').unwrap_or_default();
            digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
        });
        match triple {
            Some(triple) => {
                encoded.push_str(triple);
                rest = rest.get(3..).unwrap_or_default();
                continue;
            }
            None if ":/?@!$()*,;=".contains(first) => encoded.push(first),
            None => encoded.push_str(&encode(one)),
        }
        rest = after;
    }
    Cow::Owned(encoded)
}
