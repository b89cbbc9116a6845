//! The reader of JSON (RFC 8259): concrete, strict about syntax, exact about numbers.
//!
//! The whole body is checked as UTF-8 once and a byte order mark is skipped. Objects and arrays may be nested 128
//! deep. The last of duplicate keys counts. Strings and keys are Unicode: an escape that is half of a surrogate pair is
//! refused, wherever it stands (RFC 7493 section 2.1). Nothing may follow the value.

use std::borrow::Cow;
use std::fmt;

use jiter::{Jiter, JiterError, Peek};

use super::Json;
use super::number;
use super::slot::{Rest, Slot};

/// How deep objects and arrays may be nested.
const DEPTH: u16 = 128;

/// A type that is read from JSON.
pub trait FromJson: Sized {
    /// Reads one value.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if the text is not JSON or the value is not of this type.
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit>;

    /// Whether `null` is one of its values, so that it is not taken for an absent one.
    fn has_null() -> bool {
        false
    }
}

/// Why a body is not what it is documented to be: what, and where in the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit(Box<Found>);

/// Behind a pointer, for every function that reads can give it, and hardly one does.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    message: Cow<'static, str>,
    /// Built from the inside while the error unwinds.
    path: String,
}

impl Misfit {
    /// A misfit at the current place.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Found {
            message: message.into(),
            path: String::new(),
        }))
    }

    /// A property that must be there is not.
    pub(super) fn missing(name: &str) -> Self {
        Self::new("missing").within(name)
    }

    /// Where in the body: `errors[2].schema.type`; empty for the whole body.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// What is wrong, without the path.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The same, one property further out.
    #[must_use]
    pub fn within(mut self, key: &str) -> Self {
        let path = &mut self.0.path;
        let separator = match path.chars().next() {
            None | Some('[') => "",
            Some(_) => ".",
        };
        path.insert_str(0, separator);
        path.insert_str(0, key);
        self
    }

    /// The same, one element further out.
    #[must_use]
    pub fn at(self, index: usize) -> Self {
        self.within(&format!("[{index}]"))
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path().is_empty() {
            write!(f, "{}: ", self.path())?;
        }
        f.write_str(self.message())
    }
}

impl std::error::Error for Misfit {}

impl From<JiterError> for Misfit {
    fn from(error: JiterError) -> Self {
        Self::new(error.to_string())
    }
}

/// The kind of the next value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

/// Reads values one after the other; a clone looks ahead.
#[derive(Debug, Clone)]
pub struct Reader<'j> {
    jiter: Jiter<'j>,
    text: &'j str,
    depth: u16,
}

impl<'j> Reader<'j> {
    /// Reads the one value that a body is.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if the body is not UTF-8, is not JSON, or its value is not of this type.
    pub fn document<T: FromJson>(body: &'j [u8]) -> Result<T, Misfit> {
        Self::of(body)?.whole()
    }

    /// Reads the one value that a text is.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if the text is not JSON, or its value is not of this type.
    pub fn text<T: FromJson>(text: &'j str) -> Result<T, Misfit> {
        Self::over(text).whole()
    }

    /// A reader at the value that a body is.
    pub(super) fn of(body: &'j [u8]) -> Result<Self, Misfit> {
        let text = std::str::from_utf8(body).map_err(|error| {
            Misfit::new(format!("not UTF-8 after byte {}", error.valid_up_to()))
        })?;
        Ok(Self::over(text.strip_prefix('\u{feff}').unwrap_or(text)))
    }

    fn over(text: &'j str) -> Self {
        Self {
            jiter: Jiter::new(text.as_bytes()),
            text,
            depth: 0,
        }
    }

    /// Reads the value that is all there is.
    fn whole<T: FromJson>(mut self) -> Result<T, Misfit> {
        let value = T::read(&mut self)?;
        self.jiter
            .finish()
            .map_err(|_| Misfit::new("something follows the value"))?;
        Ok(value)
    }

    /// The kind of the next value.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if no value follows.
    pub fn kind(&mut self) -> Result<Kind, Misfit> {
        let peek = self.jiter.peek()?;
        kind(peek).ok_or_else(|| {
            let found = char::from(peek.into_inner()).escape_default();
            Misfit::new(format!("not JSON: no value begins with `{found}`"))
        })
    }

    fn expected(&mut self, expected: &str) -> Misfit {
        match self.kind() {
            Ok(found) => Misfit::new(format!("expected {expected}, found {}", found.name())),
            Err(misfit) => misfit,
        }
    }

    /// Takes a `null`, if that is what comes.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if no value follows.
    pub fn null(&mut self) -> Result<bool, Misfit> {
        let is_null = self.kind()? == Kind::Null;
        if is_null {
            self.jiter.known_null()?;
        }
        Ok(is_null)
    }

    /// Reads a boolean.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if it is none.
    pub fn boolean(&mut self) -> Result<bool, Misfit> {
        if self.kind()? == Kind::Boolean {
            Ok(self.jiter.next_bool()?)
        } else {
            Err(self.expected("a boolean"))
        }
    }

    /// Reads a string.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if it is none.
    pub fn string(&mut self) -> Result<&str, Misfit> {
        if self.kind()? == Kind::String {
            Ok(self.jiter.known_str()?)
        } else {
            Err(self.expected("a string"))
        }
    }

    /// Reads a number as it is spelled.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if it is none.
    pub fn number(&mut self) -> Result<&str, Misfit> {
        if self.kind()? != Kind::Number {
            return Err(self.expected("a number"));
        }
        let bytes = self.jiter.next_number_bytes()?;
        std::str::from_utf8(bytes).map_err(|_| Misfit::new("a number that is not text"))
    }

    /// Reads an integer; `1.0` and `1e2` are integers too.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if it is none, or does not fit the type.
    pub fn integer<T: std::str::FromStr>(&mut self) -> Result<T, Misfit> {
        let spelling = self.number()?;
        if let Ok(value) = spelling.parse() {
            return Ok(value);
        }
        let digits = number::integral(spelling).and_then(|digits| digits.parse().ok());
        digits.ok_or_else(|| {
            Misfit::new(format!(
                "{spelling} does not fit {}",
                std::any::type_name::<T>()
            ))
        })
    }

    /// Reads a number as the nearest `f64`.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if it is none, or lies outside of `f64`'s range.
    pub fn float(&mut self) -> Result<f64, Misfit> {
        let spelling = self.number()?;
        match spelling.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(value),
            _ => Err(Misfit::new(format!("{spelling} does not fit f64"))),
        }
    }

    /// Reads any value as it is spelled.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if it is not JSON.
    pub fn json(&mut self) -> Result<Json, Misfit> {
        self.raw().map(Json::from_checked)
    }

    /// Reads any value as it is spelled, without keeping it.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if it is not JSON.
    pub fn raw(&mut self) -> Result<&'j str, Misfit> {
        self.jiter.peek()?;
        let start = self.jiter.current_index();
        self.skip()?;
        Ok(self
            .text
            .get(start..self.jiter.current_index())
            .unwrap_or_default()
            .trim())
    }

    /// Goes past any value; what is inside of it counts towards the depth as everything does.
    fn skip(&mut self) -> Result<(), Misfit> {
        match self.kind()? {
            Kind::Array => self.array(&mut Self::skip),
            Kind::Object => self.object(&[], &mut [], None),
            Kind::Null | Kind::Boolean | Kind::Number | Kind::String => {
                Ok(self.jiter.next_skip()?)
            }
        }
    }

    /// Reads an array, calling back for each element.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if it is none, or what the call gives.
    pub fn array(
        &mut self,
        each: &mut dyn FnMut(&mut Self) -> Result<(), Misfit>,
    ) -> Result<(), Misfit> {
        if self.kind()? != Kind::Array {
            return Err(self.expected("an array"));
        }
        self.enter()?;
        let mut next = self.jiter.known_array()?;
        let mut index = 0;
        while next.is_some() {
            each(self).map_err(|misfit| misfit.at(index))?;
            index += 1;
            next = self.jiter.array_step()?;
        }
        self.depth -= 1;
        Ok(())
    }

    /// Reads an object into slots by name; what has no slot goes to `rest`.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if it is none, a property does not fit its slot, or one that must be there is not.
    pub fn object(
        &mut self,
        names: &[&'static str],
        slots: &mut [&mut dyn Slot],
        mut rest: Option<&mut dyn Rest>,
    ) -> Result<(), Misfit> {
        if self.kind()? != Kind::Object {
            return Err(self.expected("an object"));
        }
        self.enter()?;
        let mut filled = Marks::default();
        let mut key = self.jiter.known_object()?;
        // Servers mostly send properties in the order of the document.
        let mut likely = 0;
        while let Some(name) = key {
            let found = position(names, name, likely)
                .and_then(|at| Some((at, names.get(at)?, slots.get_mut(at)?)));
            match (found, &mut rest) {
                (Some((at, name, slot)), _) => {
                    filled.set(at);
                    likely = at + 1;
                    slot.fill(self).map_err(|misfit| misfit.within(name))?;
                }
                (None, Some(rest)) => {
                    let name = name.to_owned();
                    rest.add(name, self)?;
                }
                (None, None) => self.skip()?,
            }
            key = self.jiter.next_key()?;
        }
        self.depth -= 1;
        for (at, (name, slot)) in names.iter().zip(slots).enumerate() {
            if !filled.has(at) && !slot.omit() {
                return Err(Misfit::missing(name));
            }
        }
        Ok(())
    }

    /// Reads those properties of an object that are asked for by name.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if it is no object, or what the call gives.
    pub fn properties(
        &mut self,
        wanted: &dyn Fn(&str) -> Option<usize>,
        each: &mut dyn FnMut(usize, &mut Self) -> Result<(), Misfit>,
    ) -> Result<(), Misfit> {
        if self.kind()? != Kind::Object {
            return Err(self.expected("an object"));
        }
        self.enter()?;
        let mut key = self.jiter.known_object()?;
        while let Some(name) = key {
            match wanted(name) {
                Some(at) => each(at, self)?,
                None => self.skip()?,
            }
            key = self.jiter.next_key()?;
        }
        self.depth -= 1;
        Ok(())
    }

    fn enter(&mut self) -> Result<(), Misfit> {
        if self.depth >= DEPTH {
            return Err(Misfit::new(format!("nested more than {DEPTH} deep")));
        }
        self.depth += 1;
        Ok(())
    }
}

fn position(names: &[&'static str], name: &str, likely: usize) -> Option<usize> {
    if names.get(likely).is_some_and(|known| *known == name) {
        return Some(likely);
    }
    names.iter().position(|known| *known == name)
}

/// Which of some positions are marked; up to 128 of them take no memory of their own.
#[derive(Default)]
struct Marks {
    first: u128,
    further: Vec<bool>,
}

impl Marks {
    fn set(&mut self, at: usize) {
        match at.checked_sub(128) {
            None => self.first |= 1 << at,
            Some(at) => {
                if self.further.len() <= at {
                    self.further.resize(at + 1, false);
                }
                if let Some(mark) = self.further.get_mut(at) {
                    *mark = true;
                }
            }
        }
    }

    fn has(&self, at: usize) -> bool {
        match at.checked_sub(128) {
            None => self.first & (1 << at) != 0,
            Some(at) => self.further.get(at).copied().unwrap_or_default(),
        }
    }
}

fn kind(peek: Peek) -> Option<Kind> {
    match peek {
        Peek::Null => Some(Kind::Null),
        Peek::True | Peek::False => Some(Kind::Boolean),
        Peek::String => Some(Kind::String),
        Peek::Array => Some(Kind::Array),
        Peek::Object => Some(Kind::Object),
        other => {
            (other == Peek::Minus || other.into_inner().is_ascii_digit()).then_some(Kind::Number)
        }
    }
}
