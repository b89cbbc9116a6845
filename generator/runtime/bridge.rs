//! The bridge to serde: every type of the API as `Serialize` and `Deserialize`, by way of its JSON text.
//!
//! Written once and not derived, so that nobody pays for it who does not turn on the feature `serde`.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{self, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::reader::{FromJson, Kind, Misfit, Reader};
use super::writer::{ToJson, Writer};
use super::{Json, Maybe};

/// Gives a value to a serializer as the JSON that it is.
///
/// # Errors
///
/// What the serializer says, or why the value cannot be said in JSON.
pub fn serialize<S: Serializer>(value: &dyn ToJson, serializer: S) -> Result<S::Ok, S::Error> {
    let text = Writer::text_of(value).map_err(ser::Error::custom)?;
    Text(&text).serialize(serializer)
}

/// Reads a value from what a deserializer gives.
///
/// # Errors
///
/// What the deserializer says, or why what it gives is not of the type.
pub fn deserialize<'de, T: FromJson, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut text = String::new();
    deserializer.deserialize_any(Any(&mut text))?;
    Reader::text(&text).map_err(de::Error::custom)
}

/// JSON text that gives its value to a serializer.
struct Text<'t>(&'t str);

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match Reader::text::<Parts>(self.0).map_err(ser::Error::custom)? {
            Parts::Null => serializer.serialize_unit(),
            Parts::Boolean(value) => serializer.serialize_bool(value),
            Parts::Number(spelling) => number(&spelling, serializer),
            Parts::String(value) => serializer.serialize_str(&value),
            Parts::Array(elements) => {
                let mut list = serializer.serialize_seq(Some(elements.len()))?;
                for element in &elements {
                    list.serialize_element(&Text(element.as_str()))?;
                }
                list.end()
            }
            Parts::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, member) in &members {
                    map.serialize_entry(name, &Text(member.as_str()))?;
                }
                map.end()
            }
        }
    }
}

/// The smallest of serde's types that keeps a number; what none keeps is the nearest `f64`.
fn number<S: Serializer>(spelling: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if let Ok(value) = spelling.parse::<u64>() {
        return serializer.serialize_u64(value);
    }
    if let Ok(value) = spelling.parse::<i64>() {
        return serializer.serialize_i64(value);
    }
    if let Ok(value) = spelling.parse::<i128>() {
        return serializer.serialize_i128(value);
    }
    match spelling.parse::<f64>() {
        Ok(value) if value.is_finite() => serializer.serialize_f64(value),
        _ => Err(ser::Error::custom(format!("{spelling} does not fit f64"))),
    }
}

/// A value and the text of what it holds.
enum Parts {
    Null,
    Boolean(bool),
    Number(String),
    String(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl FromJson for Parts {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        Ok(match reader.kind()? {
            Kind::Null => {
                reader.null()?;
                Self::Null
            }
            Kind::Boolean => Self::Boolean(reader.boolean()?),
            Kind::Number => Self::Number(reader.number()?.to_owned()),
            Kind::String => Self::String(reader.string()?.to_owned()),
            Kind::Array => Self::Array(Vec::read(reader)?),
            Kind::Object => {
                let mut members = Members(Vec::new());
                reader.object(&[], &mut [], Some(&mut members))?;
                Self::Object(members.0)
            }
        })
    }
}

/// The members of an object in order.
struct Members(Vec<(String, Json)>);

impl super::Rest for Members {
    fn add(&mut self, name: String, reader: &mut Reader<'_>) -> Result<(), Misfit> {
        let value = reader.json()?;
        // The last of duplicate keys counts.
        self.0.retain(|(known, _)| *known != name);
        self.0.push((name, value));
        Ok(())
    }
}

/// Writes what a deserializer gives as JSON text.
struct Any<'t>(&'t mut String);

impl Any<'_> {
    fn write<E: de::Error>(self, value: &dyn ToJson) -> Result<(), E> {
        let text = Writer::text_of(value).map_err(E::custom)?;
        self.0.push_str(&text);
        Ok(())
    }
}

impl<'de> de::DeserializeSeed<'de> for Any<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Any<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON can say")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        self.write(&value)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        self.write(&value)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        self.write(&value)
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<(), E> {
        self.write(&value)
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<(), E> {
        self.write(&value)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<(), E> {
        self.write(&value)
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<(), E> {
        self.write(&value.to_owned())
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.0.push_str("null");
        Ok(())
    }

    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.0.push('[');
        let mut element = String::new();
        let mut first = true;
        while list.next_element_seed(Any(&mut element))?.is_some() {
            if !std::mem::take(&mut first) {
                self.0.push(',');
            }
            self.0.push_str(&element);
            element.clear();
        }
        self.0.push(']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.0.push('{');
        let mut first = true;
        while let Some(name) = map.next_key::<String>()? {
            if !std::mem::take(&mut first) {
                self.0.push(',');
            }
            Any(&mut *self.0).write(&name)?;
            self.0.push(':');
            map.next_value_seed(Any(&mut *self.0))?;
        }
        self.0.push('}');
        Ok(())
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Text(self.as_str()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl<T: ToJson> Serialize for Maybe<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}

impl<'de, T: FromJson> Deserialize<'de> for Maybe<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

/// Makes a type of the API one of serde's.
#[allow(unused_macros, reason = "an API may have no types")]
macro_rules! bridge {
    ($name:ident) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::serialize(self, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::runtime::deserialize(deserializer)
            }
        }
    };
}

#[allow(unused_imports, reason = "an API may have no types")]
pub(crate) use bridge;
