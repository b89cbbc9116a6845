//! Where values land while they are read, and the types that say whether a property may be missing.

use std::collections::BTreeMap;

use super::reader::{FromJson, Misfit, Reader};
use super::{Bytes, Json};

/// Where one value lands.
pub trait Slot {
    /// Reads a value in place of what was there, of which nothing stays.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if it is not of the slot's type; what the slot holds then means nothing.
    fn fill(&mut self, reader: &mut Reader<'_>) -> Result<(), Misfit>;

    /// Takes the value of a property that is not there; says whether there is one.
    fn omit(&mut self) -> bool {
        false
    }
}

/// A type whose values have a place before they are read, so that they are read where they belong.
pub trait Blank: Slot + Sized {
    /// What is there until then.
    const BLANK: Self;

    /// Reads a value in a place of its own.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if it is not of this type.
    fn filled(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        let mut value = Self::BLANK;
        value.fill(reader)?;
        Ok(value)
    }
}

/// Makes places of types that are read as a whole.
macro_rules! slots {
    ($($ty:ty = $blank:expr),* $(,)?) => {
        $(
            impl $crate::runtime::Slot for $ty {
                #[inline]
                fn fill(&mut self, reader: &mut $crate::runtime::Reader<'_>) -> Result<(), $crate::runtime::Misfit> {
                    *self = $crate::runtime::FromJson::read(reader)?;
                    Ok(())
                }
            }

            impl $crate::runtime::Blank for $ty {
                const BLANK: Self = $blank;
            }
        )*
    };
}

pub(crate) use slots;

/// Where all properties without a slot of their own land.
pub trait Rest {
    /// Reads the value of one more property.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if it is not of the type of these properties.
    fn add(&mut self, name: String, reader: &mut Reader<'_>) -> Result<(), Misfit>;
}

impl<T: FromJson> Rest for BTreeMap<String, T> {
    fn add(&mut self, name: String, reader: &mut Reader<'_>) -> Result<(), Misfit> {
        let value = T::read(reader).map_err(|misfit| misfit.within(&name))?;
        self.insert(name, value);
        Ok(())
    }
}

/// Where properties land that are documented as constants: nowhere, unless their value is another.
#[derive(Debug)]
pub struct Undocumented<'r, T> {
    /// Names and documented values.
    pub constants: &'static [(&'static str, &'static str)],
    /// Where all other properties land.
    pub rest: &'r mut BTreeMap<String, T>,
}

impl<T: FromJson> Rest for Undocumented<'_, T> {
    fn add(&mut self, name: String, reader: &mut Reader<'_>) -> Result<(), Misfit> {
        let documented = self.constants.iter().find(|(known, _)| *known == name);
        if let Some((_, documented)) = documented {
            let found = reader.clone().json()?;
            if found == Json::from_checked(documented) {
                return reader.raw().map(drop);
            }
        }
        self.rest.add(name, reader)
    }
}

/// A property that may be absent, `null`, or a value, where the document tells the three apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Maybe<T> {
    /// It is not there.
    #[default]
    Absent,
    /// It is `null`.
    Null,
    /// It is there.
    Value(T),
}

impl<T> Maybe<T> {
    /// The value, if there is one.
    pub const fn as_ref(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, if there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }
}

impl<T> From<T> for Maybe<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: FromJson> FromJson for Maybe<T> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        Self::filled(reader)
    }
}

impl<T: FromJson> Slot for Maybe<T> {
    fn fill(&mut self, reader: &mut Reader<'_>) -> Result<(), Misfit> {
        *self = if reader.null()? {
            Self::Null
        } else {
            Self::Value(T::read(reader)?)
        };
        Ok(())
    }

    fn omit(&mut self) -> bool {
        *self = Self::Absent;
        true
    }
}

impl<T: FromJson> Blank for Maybe<T> {
    const BLANK: Self = Self::Absent;
}

impl<T: FromJson> FromJson for Option<T> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        Self::filled(reader)
    }
}

impl<T: FromJson> Slot for Option<T> {
    fn fill(&mut self, reader: &mut Reader<'_>) -> Result<(), Misfit> {
        *self = if !T::has_null() && reader.null()? {
            None
        } else {
            Some(T::read(reader)?)
        };
        Ok(())
    }

    fn omit(&mut self) -> bool {
        *self = None;
        true
    }
}

impl<T: FromJson> Blank for Option<T> {
    const BLANK: Self = None;
}

impl<T: FromJson> FromJson for Box<T> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        T::read(reader).map(Self::new)
    }

    fn has_null() -> bool {
        T::has_null()
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        Self::filled(reader)
    }
}

impl<T: FromJson> Slot for Vec<T> {
    fn fill(&mut self, reader: &mut Reader<'_>) -> Result<(), Misfit> {
        self.clear();
        reader.array(&mut |reader| {
            self.push(T::read(reader)?);
            Ok(())
        })
    }
}

impl<T: FromJson> Blank for Vec<T> {
    const BLANK: Self = Self::new();
}

impl<T: FromJson> FromJson for BTreeMap<String, T> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        Self::filled(reader)
    }
}

impl<T: FromJson> Slot for BTreeMap<String, T> {
    fn fill(&mut self, reader: &mut Reader<'_>) -> Result<(), Misfit> {
        self.clear();
        reader.object(&[], &mut [], Some(self))
    }
}

impl<T: FromJson> Blank for BTreeMap<String, T> {
    const BLANK: Self = Self::new();
}

impl FromJson for Json {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        reader.json()
    }

    fn has_null() -> bool {
        true
    }
}

impl FromJson for String {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        reader.string().map(str::to_owned)
    }
}

impl FromJson for Bytes {
    /// The text of a JSON string, as bytes.
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        reader
            .string()
            .map(|text| Self::copy_from_slice(text.as_bytes()))
    }
}

impl FromJson for bool {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        reader.boolean()
    }
}

impl FromJson for f64 {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        reader.float()
    }
}

macro_rules! integers {
    ($($ty:ty),*) => {
        $(impl FromJson for $ty {
            fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
                reader.integer()
            }
        })*

        slots!($($ty = 0),*);
    };
}

integers!(i32, i64, i128, u16, u32, u64, u128);

slots! { Json = Self::NULL, String = Self::new(), Bytes = Self::new(), bool = false, f64 = 0.0 }
