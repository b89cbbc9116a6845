//! `decimal`: a number with every digit that it came with.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use super::reader::{FromJson, Kind, Misfit, Reader};
use super::slot::slots;
use super::writer::{ToJson, Writer};
use super::{AsText, Json, Problem};

/// A number with every digit that it came with, or a string where the server writes numbers so; equal by value.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Decimal(Json);

impl Decimal {
    /// A number as JSON spells it (RFC 8259 section 6); `None` if the text is none.
    pub fn from_spelling(spelling: &str) -> Option<Self> {
        let json = Json::from_text(spelling).ok()?;
        let number = spelling.starts_with(|first: char| first == '-' || first.is_ascii_digit());
        number.then_some(Self(json))
    }

    /// The digits as they came, without quotes.
    pub fn spelling(&self) -> Cow<'_, str> {
        match self.0.read::<String>() {
            Ok(text) => Cow::Owned(text),
            Err(_) => Cow::Borrowed(self.0.as_str()),
        }
    }

    /// The integer, however it is spelled: `1.0` and `10e-1` are `1`; `None` if it is none of 128 bits.
    pub fn to_i128(&self) -> Option<i128> {
        let number = Json::from_text(&self.spelling()).ok()?;
        number.read().ok()
    }

    /// The nearest `f64`; `None` if there is none.
    pub fn to_f64(&self) -> Option<f64> {
        self.spelling()
            .parse()
            .ok()
            .filter(|value: &f64| value.is_finite())
    }
}

impl FromStr for Decimal {
    type Err = Misfit;

    /// A number as JSON spells it (RFC 8259 section 6).
    fn from_str(text: &str) -> Result<Self, Misfit> {
        Self::from_spelling(text).ok_or_else(|| Misfit::new("not a number"))
    }
}

impl TryFrom<f64> for Decimal {
    type Error = Misfit;

    /// The shortest spelling of the number; NaN and the infinities have none.
    fn try_from(value: f64) -> Result<Self, Misfit> {
        let text = Writer::text_of(&value).map_err(Misfit::new)?;
        text.parse()
    }
}

macro_rules! integers {
    ($($ty:ty),*) => {
        $(impl From<$ty> for Decimal {
            fn from(value: $ty) -> Self {
                Self(Json::from_checked(&value.to_string()))
            }
        })*
    };
}

integers!(i32, i64, i128, u32, u64, u128);

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.spelling())
    }
}

impl FromJson for Decimal {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        match reader.kind()? {
            Kind::Number | Kind::String => reader.json().map(Self),
            Kind::Null | Kind::Boolean | Kind::Array | Kind::Object => {
                // Says what was found instead.
                reader.number().map(drop)?;
                Err(Misfit::new("expected a number"))
            }
        }
    }
}

slots! { Decimal = Self(Json::NULL) }

impl ToJson for Decimal {
    fn write(&self, writer: &mut Writer) {
        self.0.write(writer);
    }
}

impl AsText for Decimal {
    fn as_text(&self) -> Option<Cow<'_, str>> {
        Some(self.spelling())
    }
}

impl Problem for Decimal {}

#[cfg(feature = "serde")]
super::bridge!(Decimal);
