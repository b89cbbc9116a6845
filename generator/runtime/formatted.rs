//! Strings with a format: kept as they came, and read as what they mean on demand.

use std::fmt;

use super::Json;
use super::reader::{FromJson, Kind, Misfit, Reader};
use super::slot::slots;
use super::writer::{ToJson, Writer};

/// What was received or is to be sent: nearly always a string.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Spelling {
    String(String),
    /// A value of another type than is documented.
    Other(Json),
}

impl Spelling {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::String(text) => text,
            Self::Other(json) => json.as_str(),
        }
    }

    /// The string, which alone a format says something of: a number is no moment and no bytes.
    pub(super) fn string(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            Self::Other(_) => None,
        }
    }
}

impl fmt::Debug for Spelling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(text) => text.fmt(f),
            Self::Other(json) => json.fmt(f),
        }
    }
}

impl FromJson for Spelling {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        if reader.kind()? == Kind::String {
            reader.string().map(|text| Self::String(text.to_owned()))
        } else {
            reader.json().map(Self::Other)
        }
    }
}

slots! { Spelling = Self::String(String::new()) }

impl ToJson for Spelling {
    fn write(&self, writer: &mut Writer) {
        match self {
            Self::String(text) => writer.string(text),
            Self::Other(json) => json.write(writer),
        }
    }
}

/// Declares a type of strings with a format, all but what the format means.
macro_rules! formatted {
    ($(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $name($crate::runtime::formatted::Spelling);

        impl $name {
            /// As it was received or will be sent.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl From<String> for $name {
            /// The text as it is: whether it is well-formed shows when it is read.
            fn from(text: String) -> Self {
                Self($crate::runtime::formatted::Spelling::String(text))
            }
        }

        impl From<&str> for $name {
            /// The text as it is: whether it is well-formed shows when it is read.
            fn from(text: &str) -> Self {
                Self::from(text.to_owned())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::runtime::FromJson for $name {
            fn read(
                reader: &mut $crate::runtime::Reader<'_>,
            ) -> Result<Self, $crate::runtime::Misfit> {
                $crate::runtime::FromJson::read(reader).map(Self)
            }
        }

        $crate::runtime::slots! { $name = Self($crate::runtime::Blank::BLANK) }

        impl $crate::runtime::ToJson for $name {
            fn write(&self, writer: &mut $crate::runtime::Writer) {
                self.0.write(writer);
            }
        }

        impl $crate::runtime::AsText for $name {
            fn as_text(&self) -> Option<std::borrow::Cow<'_, str>> {
                Some(self.as_str().into())
            }
        }

        impl $crate::runtime::Problem for $name {}

        #[cfg(feature = "serde")]
        $crate::runtime::bridge!($name);
    };
}

pub(crate) use formatted;
