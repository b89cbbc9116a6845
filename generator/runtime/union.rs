//! `union!`: how an enum of alternatives meets JSON, and what tells the alternatives apart.

use super::Scalar;
use super::enumeration::ScalarText;
use super::reader::{Kind, Misfit, Reader};

/// What can be seen of a value before it is read.
pub enum Sign {
    /// It is of a kind.
    Kind(Kind),
    /// It is this string, number or boolean.
    Is(&'static dyn Scalar),
    /// It is an array that is empty or whose first element shows one of these.
    First(&'static [Sign]),
    /// It is an object with all these properties, each of which shows one of its signs, if it has any.
    Members(&'static [(&'static str, &'static [Sign])]),
}

impl Reader<'_> {
    /// Whether the next value, which stays the next, shows one of these signs.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if it is not JSON.
    pub fn shows(&self, signs: &[Sign]) -> Result<bool, Misfit> {
        for sign in signs {
            let mut ahead = self.clone();
            let shown = match sign {
                Sign::Kind(kind) => ahead.kind()? == *kind,
                Sign::Is(scalar) => match ahead.kind()? {
                    Kind::Null | Kind::Array | Kind::Object => false,
                    Kind::Boolean | Kind::Number | Kind::String => {
                        scalar.is(&ScalarText::read(&mut ahead)?)
                    }
                },
                Sign::First(signs) => ahead.kind()? == Kind::Array && ahead.first_shows(signs)?,
                Sign::Members(members) => {
                    ahead.kind()? == Kind::Object && ahead.members_show(members)?
                }
            };
            if shown {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn first_shows(&mut self, signs: &[Sign]) -> Result<bool, Misfit> {
        let mut first = None;
        self.array(&mut |element| {
            if first.is_none() {
                first = Some(element.shows(signs)?);
            }
            element.raw().map(drop)
        })?;
        Ok(first.unwrap_or(true))
    }

    fn members_show(
        &mut self,
        members: &[(&'static str, &'static [Sign])],
    ) -> Result<bool, Misfit> {
        let mut shown = vec![false; members.len()];
        let wanted = |name: &str| members.iter().position(|(known, _)| *known == name);
        self.properties(&wanted, &mut |at, reader| {
            // A name may be there several times, each with signs of its own.
            let name = members.get(at).map(|(name, _)| *name);
            let asked = members.iter().zip(&mut shown);
            for ((_, signs), slot) in asked.filter(|((known, _), _)| Some(*known) == name) {
                *slot = signs.is_empty() || reader.shows(signs)?;
            }
            reader.raw().map(drop)
        })?;
        Ok(shown.into_iter().all(|shown| shown))
    }

    /// The value of a property of the next value, which stays the next: `None` if that is no object or has no such
    /// property. The last of duplicate properties counts, as it does for what the alternative is read from.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if it is not JSON.
    pub fn discriminator(&self, property: &str) -> Result<Option<ScalarText<'static>>, Misfit> {
        let mut ahead = self.clone();
        let mut found = None;
        if ahead.kind()? == Kind::Object {
            let wanted = |name: &str| (name == property).then_some(0);
            ahead.properties(&wanted, &mut |_, reader| {
                found = Some(ScalarText::read(reader)?.into_owned());
                Ok(())
            })?;
        }
        Ok(found)
    }
}

/// Says what tells the alternatives of an enum apart, the first that fits; a value that shows none is kept in `Other`.
///
/// `union! { Pet: read write by "kind" { Cat = "cat" | "tom", Dog = "dog" } }` goes by the value of one property;
/// `union! { Input: read { Text = string, Numbers = [number], Image = { "image_url" }, Tool = { "type": "tool" } } }`
/// by kind, by the first element of an array, by properties that are there, and by their values.
#[allow(unused_macros, reason = "what uses it may be left out")]
macro_rules! union {
    ($name:ident: read write $($tail:tt)*) => {
        $crate::runtime::union!(@read $name $($tail)*);
        $crate::runtime::union!(@write $name $($tail)*);
        #[cfg(feature = "serde")]
        $crate::runtime::bridge!($name);
    };
    ($name:ident: read $($tail:tt)*) => {
        $crate::runtime::union!(@read $name $($tail)*);
        #[cfg(feature = "serde")]
        $crate::runtime::union!(@write $name $($tail)*);
        #[cfg(feature = "serde")]
        $crate::runtime::bridge!($name);
    };
    ($name:ident: write $($tail:tt)*) => {
        $crate::runtime::union!(@write $name $($tail)*);
        #[cfg(feature = "serde")]
        $crate::runtime::union!(@read $name $($tail)*);
        #[cfg(feature = "serde")]
        $crate::runtime::bridge!($name);
    };
    (@read $name:ident by $property:literal { $($variant:ident = $($value:literal)|+),* $(,)? }) => {
        $crate::runtime::slots! { $name = Self::Other($crate::runtime::Json::NULL) }

        impl $crate::runtime::FromJson for $name {
            #[inline]
            fn read(reader: &mut $crate::runtime::Reader<'_>) -> Result<Self, $crate::runtime::Misfit> {
                if let Some(value) = reader.discriminator($property)? {
                    $(if $($crate::runtime::Scalar::is(&$value, &value))||+ {
                        return $crate::runtime::FromJson::read(reader).map(Self::$variant);
                    })*
                }
                reader.json().map(Self::Other)
            }
        }
    };
    (@read $name:ident { $($variant:ident = $($sign:tt)|+),* $(,)? }) => {
        $crate::runtime::slots! { $name = Self::Other($crate::runtime::Json::NULL) }

        impl $crate::runtime::FromJson for $name {
            #[inline]
            fn read(reader: &mut $crate::runtime::Reader<'_>) -> Result<Self, $crate::runtime::Misfit> {
                $(if reader.shows(&[$($crate::runtime::union!(@sign $sign)),+])? {
                    return $crate::runtime::FromJson::read(reader).map(Self::$variant);
                })*
                reader.json().map(Self::Other)
            }
        }
    };
    (@write $name:ident $(by $property:literal)? { $($variant:ident = $($sign:tt)|+),* $(,)? }) => {
        impl $crate::runtime::ToJson for $name {
            #[inline]
            fn write(&self, writer: &mut $crate::runtime::Writer) {
                match self {
                    $(Self::$variant(value) => $crate::runtime::ToJson::write(value, writer),)*
                    Self::Other(json) => writer.raw(json.as_str()),
                }
            }
        }
    };
    (@sign boolean) => { $crate::runtime::Sign::Kind($crate::runtime::Kind::Boolean) };
    (@sign number) => { $crate::runtime::Sign::Kind($crate::runtime::Kind::Number) };
    (@sign string) => { $crate::runtime::Sign::Kind($crate::runtime::Kind::String) };
    (@sign array) => { $crate::runtime::Sign::Kind($crate::runtime::Kind::Array) };
    (@sign object) => { $crate::runtime::Sign::Kind($crate::runtime::Kind::Object) };
    (@sign [$($sign:tt)|+]) => { $crate::runtime::Sign::First(&[$($crate::runtime::union!(@sign $sign)),+]) };
    (@sign { $($name:literal $(: $($sign:tt)|+)?),* $(,)? }) => {
        $crate::runtime::Sign::Members(&[$(($name, &[$($($crate::runtime::union!(@sign $sign)),+)?])),*])
    };
    (@sign ($value:literal)) => { $crate::runtime::Sign::Is(&$value) };
    (@sign $value:literal) => { $crate::runtime::Sign::Is(&$value) };
}

pub(crate) use union;
