//! YAML that breaks the specification and that other readers forgive, without places.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::duplicate::Members;
use super::{Entry, Node, Object, Place, Text, Value};
use crate::diagnostic::Diagnostics;

/// Reads what `serde_yaml` takes for YAML; every value stands at the beginning of the file.
pub(super) fn read(text: &str, file: u32, diagnostics: &mut Diagnostics) -> Option<Node> {
    let Read(mut node) = serde_yaml::from_str(text).ok()?;
    settle(&mut node, file, diagnostics);
    Some(node)
}

/// Says which file it is, and lets the last of duplicate keys count.
fn settle(node: &mut Node, file: u32, diagnostics: &mut Diagnostics) {
    node.place.file = file;
    match &mut node.value {
        Value::Array(list) => {
            list.iter_mut()
                .for_each(|node| settle(node, file, diagnostics));
        }
        Value::Object(object) => {
            let mut members = Members::default();
            for mut entry in std::mem::take(&mut object.entries) {
                entry.place.file = file;
                settle(&mut entry.node, file, diagnostics);
                members.add(entry.key, entry.place, entry.node, diagnostics);
            }
            object.entries = members.entries();
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

const NOWHERE: Place = Place { file: 0, offset: 0 };

/// A node as serde makes it.
struct Read(Node);

impl<'de> Deserialize<'de> for Read {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_any(AnyValue)
            .map(|value| Self(Node::new(value, NOWHERE)))
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.to_string().into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.to_string().into()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(Value::Number(value.to_string().into()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(Value::Number(value.to_string().into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        let spelling = value.to_string().into();
        Ok(if value.is_finite() {
            Value::Number(spelling)
        } else {
            Value::String(spelling)
        })
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Read(node)) = sequence.next_element()? {
            list.push(node);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut object = Object::default();
        while let Some((Read(key), Read(node))) = map.next_entry()? {
            let key: Text = match key.value {
                Value::String(text) | Value::Number(text) => text,
                Value::Bool(value) => value.to_string().into(),
                Value::Null => "null".into(),
                Value::Array(_) | Value::Object(_) => {
                    return Err(serde::de::Error::custom("a key that is no scalar"));
                }
            };
            object.entries.push(Entry {
                key,
                place: NOWHERE,
                node,
            });
        }
        Ok(Value::Object(object))
    }
}
