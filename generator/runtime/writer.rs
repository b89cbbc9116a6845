//! The writer of JSON (RFC 8259): compact, in the order of the document.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::apart::{Apart, Attachment};
use super::{Bytes, Json, Maybe};

/// A type that is written as JSON.
pub trait ToJson {
    /// Writes the value.
    fn write(&self, writer: &mut Writer);

    /// Whether there is nothing to write: a property or parameter of this value is left out.
    fn is_absent(&self) -> bool {
        false
    }
}

/// Writes values one after the other.
#[derive(Debug, Default)]
pub struct Writer {
    pub(super) text: String,
    /// Why the text would not be what was meant; the first reason is kept.
    pub(super) refused: Option<&'static str>,
    /// Where the properties of the outermost object go if they are wanted one by one.
    pub(super) apart: Option<Vec<Apart>>,
    /// Where files go if the place may have some.
    pub(super) files: Option<Vec<Attachment>>,
}

impl Writer {
    /// The JSON text of a value.
    ///
    /// # Errors
    ///
    /// Why it cannot be said: a number that is NaN or an infinity, or one key twice.
    pub fn text_of(value: &dyn ToJson) -> Result<String, &'static str> {
        let mut writer = Self {
            // Most values fit: the text need not grow.
            text: String::with_capacity(128),
            ..Self::default()
        };
        value.write(&mut writer);
        writer.refused.map_or(Ok(writer.text), Err)
    }

    /// Writes JSON text that is known to be valid.
    pub fn raw(&mut self, json: &str) {
        self.text.push_str(json);
    }

    /// Writes a string.
    pub fn string(&mut self, text: &str) {
        // Without an early end the compiler looks at many bytes at once; nearly all strings are plain.
        let plain = text.bytes().fold(true, |plain, byte| {
            plain & (byte >= 0x20) & (byte != b'"') & (byte != b'\\')
        });
        if plain {
            self.text.push('"');
            self.text.push_str(text);
            self.text.push('"');
            return;
        }
        match serde_json::to_string(text) {
            Ok(quoted) => self.text.push_str(&quoted),
            Err(_) => self.text.push_str("\"\""),
        }
    }

    /// Writes a number.
    pub fn float(&mut self, value: f64) {
        if !value.is_finite() {
            self.refuse("holds a number that JSON cannot say: NaN or an infinity");
        }
        // An integral value is written as people write it: `400`, not `400.0`.
        if value.fract() == 0.0 && value.abs() < 1e15 {
            self.displayed(format_args!("{value:.0}"));
        } else if let Ok(text) = serde_json::to_string(&value) {
            self.text.push_str(&text);
        }
    }

    /// Writes an object: constants as JSON text unless another value is among all others, properties by name (those
    /// that may be `null` say so when they are absent), then all others.
    pub fn object(
        &mut self,
        names: &[(&str, bool)],
        values: &[&dyn ToJson],
        constants: &[(&str, &str)],
        rest: &[(&str, &dyn ToJson)],
    ) {
        if self.apart.is_none() {
            self.text.push('{');
        }
        for (name, value) in constants {
            if rest.iter().all(|(other, _)| other != name) {
                self.member(name, &|writer| writer.raw(value));
            }
        }
        for ((name, nullable), value) in names.iter().zip(values) {
            if !value.is_absent() {
                self.member(name, &|writer| value.write(writer));
            } else if *nullable {
                self.member(name, &|writer| writer.raw("null"));
            }
        }
        for (name, value) in rest {
            // Readers differ in which of two they take (RFC 8259 section 4).
            if names.iter().any(|(known, _)| known == name) {
                self.refuse("holds one key twice: as a property, and among all others");
            }
            self.member(name, &|writer| value.write(writer));
        }
        if self.apart.is_none() {
            self.text.push('}');
        }
    }

    /// Writes an array.
    pub fn array(&mut self, elements: &mut dyn Iterator<Item = &dyn ToJson>) {
        self.text.push('[');
        for element in elements {
            self.separate();
            element.write(self);
        }
        self.text.push(']');
    }

    fn displayed(&mut self, arguments: std::fmt::Arguments<'_>) {
        // A `String` takes everything.
        let _ = self.text.write_fmt(arguments);
    }

    pub(super) fn refuse(&mut self, why: &'static str) {
        self.refused.get_or_insert(why);
    }

    fn member(&mut self, name: &str, value: &dyn Fn(&mut Self)) {
        let Some(apart) = &mut self.apart else {
            self.separate();
            self.string(name);
            self.text.push(':');
            return value(self);
        };
        let mut alone = Self {
            files: Some(Vec::new()),
            ..Self::default()
        };
        value(&mut alone);
        apart.push(Apart {
            name: name.to_owned(),
            json: alone.text,
            files: alone.files.unwrap_or_default(),
        });
        self.refused = self.refused.or(alone.refused);
    }

    fn separate(&mut self) {
        if !matches!(self.text.as_bytes().last(), Some(b'{' | b'[')) {
            self.text.push(',');
        }
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn write(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.write(writer),
            None => writer.raw("null"),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: ToJson> ToJson for Maybe<T> {
    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Value(value) => value.write(writer),
            Self::Null | Self::Absent => writer.raw("null"),
        }
    }

    fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl<T: ToJson> ToJson for Box<T> {
    fn write(&self, writer: &mut Writer) {
        T::write(self, writer);
    }

    fn is_absent(&self) -> bool {
        T::is_absent(self)
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn write(&self, writer: &mut Writer) {
        writer.array(&mut self.iter().map(|element| element as &dyn ToJson));
    }
}

impl<T: ToJson> ToJson for BTreeMap<String, T> {
    fn write(&self, writer: &mut Writer) {
        let members: Vec<_> = self
            .iter()
            .map(|(name, value)| (name.as_str(), value as &dyn ToJson))
            .collect();
        writer.object(&[], &[], &[], &members);
    }
}

impl ToJson for Json {
    fn write(&self, writer: &mut Writer) {
        writer.raw(self.as_str());
    }
}

impl ToJson for String {
    fn write(&self, writer: &mut Writer) {
        writer.string(self);
    }
}

impl ToJson for Bytes {
    /// The bytes as a JSON string; what is not UTF-8 in them is replaced.
    fn write(&self, writer: &mut Writer) {
        writer.string(&String::from_utf8_lossy(self));
    }
}

impl ToJson for bool {
    fn write(&self, writer: &mut Writer) {
        writer.raw(if *self { "true" } else { "false" });
    }
}

impl ToJson for f64 {
    fn write(&self, writer: &mut Writer) {
        writer.float(*self);
    }
}

macro_rules! integers {
    ($($ty:ty),*) => {
        $(impl ToJson for $ty {
            fn write(&self, writer: &mut Writer) {
                writer.displayed(format_args!("{self}"));
            }
        })*
    };
}

integers!(i32, i64, i128, u16, u32, u64, u128);
