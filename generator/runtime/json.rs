//! Any JSON value, as it was spelled.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde_json::Value;
use serde_json::value::RawValue;

use super::number;
use super::reader::{FromJson, Kind, Misfit, Reader};

/// Any JSON value: the received text itself, so that big numbers, the order of keys and duplicates survive.
///
/// Two are equal if they are the same JSON value: the order of an object's members does not count, numbers are compared
/// exactly (`1.0` is `1`), and of duplicate keys the last counts.
#[derive(Clone)]
pub struct Json(Option<Arc<RawValue>>);

impl Json {
    /// `null`
    pub const NULL: Self = Self(None);

    /// Text that the reader has taken as one JSON value.
    pub(super) fn from_checked(text: &str) -> Self {
        Self(RawValue::from_string(text.to_owned()).map(Arc::from).ok())
    }

    /// A value from JSON text.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if the text is not one JSON value.
    pub fn from_text(text: &str) -> Result<Self, Misfit> {
        Reader::text(text)
    }

    /// The text as it came.
    pub fn as_str(&self) -> &str {
        self.0.as_deref().unwrap_or(RawValue::NULL).get()
    }

    /// The value as `serde_json` has it: of long numbers and of duplicate keys something is lost, and a number beyond
    /// the range of `f64` is given as a string of its digits.
    pub fn to_value(&self) -> Value {
        Reader::text::<AsValue>(self.as_str()).map_or(Value::Null, |value| value.0)
    }

    /// The value as a type of this crate.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if it is not of that type.
    pub fn read<T: FromJson>(&self) -> Result<T, Misfit> {
        Reader::text(self.as_str())
    }

    fn canonical(&self) -> Canonical {
        Reader::text::<Canonical>(self.as_str())
            .unwrap_or(Canonical::Other(self.as_str().to_owned()))
    }
}

impl From<Value> for Json {
    fn from(value: Value) -> Self {
        Self::from_checked(&value.to_string())
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str() || self.canonical() == other.canonical()
    }
}

impl Eq for Json {}

impl Hash for Json {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.canonical().hash(state);
    }
}

/// A value on its way to `serde_json`, whose own reader refuses big numbers and stops one level before ours.
struct AsValue(Value);

impl FromJson for AsValue {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        Ok(Self(match reader.kind()? {
            Kind::Null | Kind::Boolean | Kind::Number => {
                let spelling = reader.raw()?;
                serde_json::from_str(spelling).unwrap_or_else(|_| Value::from(spelling))
            }
            Kind::String => Value::from(reader.string()?),
            Kind::Array => Vec::<Self>::read(reader)?
                .into_iter()
                .map(|element| element.0)
                .collect(),
            Kind::Object => {
                let members = BTreeMap::<String, Self>::read(reader)?.into_iter();
                Value::Object(members.map(|(name, member)| (name, member.0)).collect())
            }
        }))
    }
}

/// A value in the one form that equal values share.
#[derive(PartialEq, Eq, Hash)]
enum Canonical {
    Number(String),
    String(String),
    Array(Vec<Self>),
    Object(BTreeMap<String, Self>),
    /// `null`, `true`, `false`, or what is nested too deep to be compared by value.
    Other(String),
}

impl FromJson for Canonical {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        Ok(match reader.kind()? {
            Kind::Null | Kind::Boolean => Self::Other(reader.raw()?.to_owned()),
            Kind::Number => Self::Number(number::canonical(reader.number()?)),
            Kind::String => Self::String(reader.string()?.to_owned()),
            Kind::Array => Self::Array(Vec::read(reader)?),
            Kind::Object => Self::Object(BTreeMap::read(reader)?),
        })
    }
}
