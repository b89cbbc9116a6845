//! `enumeration!`: how an enum of documented values meets JSON.

use std::borrow::Cow;

use super::Json;
use super::reader::{Kind, Misfit, Reader};
use super::writer::Writer;

/// A documented value: a string, a number or a boolean.
pub trait Scalar {
    /// Whether this is the value that was read.
    fn is(&self, read: &ScalarText<'_>) -> bool;

    /// Writes the value.
    fn write(&self, writer: &mut Writer);

    /// The value as text, without quotes.
    fn text(&self) -> String;
}

/// A value that was read.
#[derive(Debug)]
pub enum ScalarText<'t> {
    /// A string.
    String(Cow<'t, str>),
    /// Any other value.
    Other(Json),
}

impl<'t> ScalarText<'t> {
    /// Reads a value.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if it is not JSON.
    pub fn read(reader: &'t mut Reader<'_>) -> Result<Self, Misfit> {
        if reader.kind()? == Kind::String {
            reader.string().map(Cow::Borrowed).map(Self::String)
        } else {
            reader.json().map(Self::Other)
        }
    }

    /// The same, without what it was read from.
    pub fn into_owned(self) -> ScalarText<'static> {
        match self {
            Self::String(text) => ScalarText::String(Cow::Owned(text.into_owned())),
            Self::Other(json) => ScalarText::Other(json),
        }
    }

    /// What stands beside the documented value that this is; if it is none, the value as it came.
    ///
    /// # Errors
    ///
    /// The value as it came, if it is not documented.
    pub fn documented<T: Clone>(self, values: &[(&dyn Scalar, T)]) -> Result<T, Json> {
        match values.iter().find(|(value, _)| value.is(&self)) {
            Some((_, documented)) => Ok(documented.clone()),
            None => Err(self.into_json()),
        }
    }

    /// The value as it came.
    pub fn into_json(self) -> Json {
        match self {
            Self::String(text) => Json::from(serde_json::Value::from(text)),
            Self::Other(json) => json,
        }
    }
}

impl Scalar for &str {
    fn is(&self, read: &ScalarText<'_>) -> bool {
        matches!(read, ScalarText::String(text) if text == self)
    }

    fn write(&self, writer: &mut Writer) {
        writer.string(self);
    }

    fn text(&self) -> String {
        (*self).to_owned()
    }
}

macro_rules! spelled {
    ($($ty:ty),*) => {
        $(impl Scalar for $ty {
            fn is(&self, read: &ScalarText<'_>) -> bool {
                matches!(read, ScalarText::Other(json) if json.read::<Self>().is_ok_and(|value| value == *self))
            }

            fn write(&self, writer: &mut Writer) {
                super::ToJson::write(self, writer);
            }

            fn text(&self) -> String {
                self.to_string()
            }
        })*
    };
}

spelled!(i32, i64, i128, f64, bool);

/// Declares an enum of documented values, with a variant `Other(Json)` for all that are not, and how it meets JSON.
///
/// `enumeration! { pub enum Name: read write { Variant = "value", Third = 3 } }`
#[allow(unused_macros, reason = "an API may have no enumeration")]
macro_rules! enumeration {
    ($(#[$about:meta])* pub enum $name:ident: $($direction:ident)+ { $($(#[$said:meta])* $variant:ident = $value:literal),* $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(
                #[doc = concat!("`", stringify!($value), "`")]
                $(#[$said])*
                $variant,
            )*
            /// A value that is not documented, as it came.
            Other($crate::runtime::Json),
        }

        $crate::runtime::enumeration!(@any $name { $($variant = $value),* });
        $crate::runtime::enumeration!(@meets $($direction)+, $name { $($variant = $value),* });
        #[cfg(feature = "serde")]
        $crate::runtime::bridge!($name);
    };
    (@meets read write, $name:ident $values:tt) => {
        $crate::runtime::enumeration!(@read $name $values);
        $crate::runtime::enumeration!(@write $name $values);
    };
    (@meets read, $name:ident $values:tt) => {
        $crate::runtime::enumeration!(@read $name $values);
        #[cfg(feature = "serde")]
        $crate::runtime::enumeration!(@write $name $values);
    };
    (@meets write, $name:ident $values:tt) => {
        $crate::runtime::enumeration!(@write $name $values);
        #[cfg(feature = "serde")]
        $crate::runtime::enumeration!(@read $name $values);
    };
    (@any $name:ident { $($variant:ident = $value:literal),* $(,)? }) => {
        impl $name {
            const DOCUMENTED: &'static [(&'static dyn $crate::runtime::Scalar, Self)] = &[$((&$value, Self::$variant)),*];

            /// The value as text, without quotes.
            #[inline]
            pub fn text(&self) -> String {
                let value: &dyn $crate::runtime::Scalar = match self {
                    $(Self::$variant => &$value,)*
                    Self::Other(json) => return json.read().unwrap_or_else(|_| json.to_string()),
                };
                value.text()
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.text())
            }
        }

        impl From<&str> for $name {
            /// The documented value of this text; else the text, as it is.
            #[inline]
            fn from(text: &str) -> Self {
                let read = $crate::runtime::ScalarText::String(text.into());
                read.documented(Self::DOCUMENTED).unwrap_or_else(Self::Other)
            }
        }

        impl $crate::runtime::AsText for $name {
            #[inline]
            fn as_text(&self) -> Option<std::borrow::Cow<'_, str>> {
                Some(self.text().into())
            }
        }

        impl $crate::runtime::Problem for $name {}
    };
    (@read $name:ident { $($variant:ident = $value:literal),* $(,)? }) => {
        $crate::runtime::slots! { $name = Self::Other($crate::runtime::Json::NULL) }

        impl $crate::runtime::FromJson for $name {
            #[inline]
            fn read(reader: &mut $crate::runtime::Reader<'_>) -> Result<Self, $crate::runtime::Misfit> {
                let read = $crate::runtime::ScalarText::read(reader)?;
                Ok(read.documented(Self::DOCUMENTED).unwrap_or_else(Self::Other))
            }
        }
    };
    (@write $name:ident { $($variant:ident = $value:literal),* $(,)? }) => {
        impl $crate::runtime::ToJson for $name {
            #[inline]
            fn write(&self, writer: &mut $crate::runtime::Writer) {
                let value: &dyn $crate::runtime::Scalar = match self {
                    $(Self::$variant => &$value,)*
                    Self::Other(json) => return writer.raw(json.as_str()),
                };
                value.write(writer);
            }
        }
    };
}

#[allow(unused_imports, reason = "an API may have no enumeration")]
pub(crate) use enumeration;
