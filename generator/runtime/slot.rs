//! Where properties land while an object is read, and the types that say whether they may be missing.

use std::collections::BTreeMap;

use super::reader::{FromJson, Misfit, Reader};
use super::{Bytes, Json};

/// Where one property lands.
pub trait Slot {
    /// Reads the property's value; a later one replaces it.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if it is not of the slot's type.
    fn fill(&mut self, reader: &mut Reader<'_>) -> Result<(), Misfit>;
}

impl<T: FromJson> Slot for Option<T> {
    fn fill(&mut self, reader: &mut Reader<'_>) -> Result<(), Misfit> {
        *self = Some(T::read(reader)?);
        Ok(())
    }
}

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

/// What a slot holds after its object was read.
///
/// # Errors
///
/// [`Misfit`] if the property was not there and its type says that it must be.
pub fn required<T: FromJson>(slot: Option<T>, name: &str) -> Result<T, Misfit> {
    match slot.or_else(T::absent) {
        Some(value) => Ok(value),
        None => Err(Misfit::new("missing").within(name)),
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
        if reader.null()? {
            Ok(Self::Null)
        } else {
            T::read(reader).map(Self::Value)
        }
    }

    fn absent() -> Option<Self> {
        Some(Self::Absent)
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        if !T::has_null() && reader.null()? {
            Ok(None)
        } else {
            T::read(reader).map(Some)
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        T::read(reader).map(Self::new)
    }

    fn absent() -> Option<Self> {
        T::absent().map(Self::new)
    }

    fn has_null() -> bool {
        T::has_null()
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        let mut list = Self::new();
        reader.array(&mut |reader| {
            list.push(T::read(reader)?);
            Ok(())
        })?;
        Ok(list)
    }
}

impl<T: FromJson> FromJson for BTreeMap<String, T> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        let mut map = Self::new();
        reader.object(&mut [], Some(&mut map))?;
        Ok(map)
    }
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
    };
}

integers!(i32, i64, i128, u16, u32, u64, u128);
