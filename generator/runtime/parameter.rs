//! How the values of parameters are written (OpenAPI 3.1 section 4.8.12, RFC 6570).

use percent_encoding::utf8_percent_encode;

use super::credential::RESERVED;
use super::reader::{FromJson, Kind, Misfit, Reader};
use super::writer::{ToJson, Writer};

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
                reader.object(&mut [], Some(&mut members))?;
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
        let text = Writer::text_of(value)?;
        Reader::text(&text)
            .map(Some)
            .map_err(|_| "is nested too deep")
    }

    /// The value as JSON text.
    pub(super) fn json_of(value: &dyn ToJson) -> Result<Option<String>, &'static str> {
        if value.is_absent() {
            return Ok(None);
        }
        Writer::text_of(value).map(Some)
    }

    /// A scalar, or what nests further as its parts separated by commas.
    fn flat(&self, encode: fn(&str) -> String) -> String {
        match self {
            Self::One(text) => encode(text),
            Self::List(list) => list
                .iter()
                .map(|one| one.flat(encode))
                .collect::<Vec<_>>()
                .join(","),
            Self::Object(members) => joined(members, ",", ",", encode),
        }
    }

    /// A path variable or header field of a style (without the name that `matrix` needs).
    pub(super) fn in_path(&self, name: &str, style: PathStyle) -> String {
        match style {
            PathStyle::Simple { explode } => self.simple(explode, encode),
            PathStyle::Label { explode } => {
                let separator = if explode { "." } else { "," };
                match self {
                    Self::Object(members) => format!(
                        ".{}",
                        joined(members, if explode { "=" } else { "," }, separator, encode)
                    ),
                    Self::List(list) => format!(".{}", elements(list, separator)),
                    Self::One(text) => format!(".{}", encode(text)),
                }
            }
            PathStyle::Matrix { explode } => {
                let name = encode(name);
                match self {
                    Self::Object(members) if explode => {
                        format!(";{}", joined(members, "=", ";", encode))
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
            PathStyle::Json => encode(&self.flat(str::to_owned)),
        }
    }

    /// `simple`, also as header fields are written.
    pub(super) fn simple(&self, explode: bool, encode: fn(&str) -> String) -> String {
        match self {
            Self::Object(members) if explode => joined(members, "=", ",", encode),
            other => other.flat(encode),
        }
    }

    /// Query parameters, encoded, each as `name=value`.
    pub(super) fn in_query(&self, name: &str, style: Option<QueryStyle>, pairs: &mut Vec<String>) {
        let key = encode(name);
        match (style, self) {
            (None, Self::List(list)) => {
                pairs.extend(list.iter().map(|one| format!("{key}={}", one.flat(encode))))
            }
            (None, Self::Object(members)) => {
                pairs.extend(
                    members.iter().map(|(member, value)| {
                        format!("{}={}", encode(member), value.flat(encode))
                    }),
                );
            }
            (Some(QueryStyle::DeepObject), Self::Object(_) | Self::List(_)) => {
                self.deep(&key, pairs)
            }
            (Some(QueryStyle::SpaceDelimited), Self::List(list)) => {
                pairs.push(format!("{key}={}", elements(list, "%20")))
            }
            (Some(QueryStyle::PipeDelimited), Self::List(list)) => {
                pairs.push(format!("{key}={}", elements(list, "%7C")))
            }
            (Some(QueryStyle::SpaceDelimited), Self::Object(members)) => {
                pairs.push(format!("{key}={}", joined(members, "%20", "%20", encode)));
            }
            (Some(QueryStyle::PipeDelimited), Self::Object(members)) => {
                pairs.push(format!("{key}={}", joined(members, "%7C", "%7C", encode)));
            }
            (None | Some(_), other) => pairs.push(format!("{key}={}", other.flat(encode))),
        }
    }

    /// `name[member]=value`, as deep as the value goes.
    fn deep(&self, key: &str, pairs: &mut Vec<String>) {
        match self {
            Self::One(text) => pairs.push(format!("{key}={}", encode(text))),
            Self::List(list) => {
                for (index, one) in list.iter().enumerate() {
                    match one {
                        // Scalars repeat their name; what has members needs its position to keep them together.
                        Self::One(text) => pairs.push(format!("{key}%5B%5D={}", encode(text))),
                        Self::List(_) | Self::Object(_) => {
                            one.deep(&format!("{key}%5B{index}%5D"), pairs)
                        }
                    }
                }
            }
            Self::Object(members) => {
                for (member, value) in members {
                    value.deep(&format!("{key}%5B{}%5D", encode(member)), pairs);
                }
            }
        }
    }
}

fn elements(list: &[Value], separator: &str) -> String {
    list.iter()
        .map(|one| one.flat(encode))
        .collect::<Vec<_>>()
        .join(separator)
}

fn joined(
    members: &[(String, Value)],
    equals: &str,
    separator: &str,
    encode: fn(&str) -> String,
) -> String {
    let members = members
        .iter()
        .map(|(name, value)| format!("{}{equals}{}", encode(name), value.flat(encode)));
    members.collect::<Vec<_>>().join(separator)
}

/// Percent-encodes everything but unreserved characters (RFC 3986 section 2.3).
pub(super) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}
