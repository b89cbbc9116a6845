//! `failures!` and `problem!`: what the enum of an operation's failures and the bodies of errors can be asked.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt;

use super::platform::Shareable;
use super::{Bytes, Json, Maybe};

/// A documented failure of an operation.
pub trait Failure: std::error::Error + Clone + PartialEq + Shareable + 'static {
    /// The status of the answer.
    fn status(&self) -> u16;

    /// The body, as far as it says what went wrong.
    fn problem(&self) -> Option<&dyn Problem>;

    /// The variant's name.
    fn name(&self) -> &'static str;
}

/// What the body of an error says went wrong; `None` where it does not.
pub trait Problem {
    /// The code for machines.
    fn code(&self) -> Option<Cow<'_, str>> {
        None
    }

    /// The short title, the same for all errors of a kind (RFC 9457 section 3.1.3).
    fn title(&self) -> Option<Cow<'_, str>> {
        None
    }

    /// What happened this time, for people.
    fn message(&self) -> Option<Cow<'_, str>> {
        None
    }
}

/// A value that can be said as text.
pub trait AsText {
    /// The text, if there is one.
    fn as_text(&self) -> Option<Cow<'_, str>>;
}

impl AsText for String {
    fn as_text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(self))
    }
}

impl AsText for Json {
    fn as_text(&self) -> Option<Cow<'_, str>> {
        Some(
            self.read::<String>()
                .map_or_else(|_| Cow::Borrowed(self.as_str()), Cow::Owned),
        )
    }
}

impl<T: AsText> AsText for Option<T> {
    fn as_text(&self) -> Option<Cow<'_, str>> {
        self.as_ref().and_then(T::as_text)
    }
}

impl<T: AsText> AsText for Maybe<T> {
    fn as_text(&self) -> Option<Cow<'_, str>> {
        self.as_ref().and_then(T::as_text)
    }
}

macro_rules! spelled {
    ($($ty:ty),*) => {
        $(impl AsText for $ty {
            fn as_text(&self) -> Option<Cow<'_, str>> {
                Some(Cow::Owned(self.to_string()))
            }
        })*
    };
}

spelled!(i32, i64, i128, u32, u64, f64, bool);

impl Problem for String {
    fn message(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(self))
    }
}

impl Problem for Bytes {}
impl Problem for bool {}
impl Problem for f64 {}
impl Problem for i32 {}
impl Problem for i64 {}
impl Problem for i128 {}
impl Problem for u32 {}
impl Problem for u64 {}
impl<T> Problem for Vec<T> {}

impl Problem for Json {
    fn code(&self) -> Option<Cow<'_, str>> {
        member(self, &["code"])
    }

    fn title(&self) -> Option<Cow<'_, str>> {
        member(self, &["title"])
    }

    fn message(&self) -> Option<Cow<'_, str>> {
        member(self, &["message", "detail"])
    }
}

impl<T> Problem for BTreeMap<String, T> {}

impl<T: Problem> Problem for Box<T> {
    fn code(&self) -> Option<Cow<'_, str>> {
        T::code(self)
    }

    fn title(&self) -> Option<Cow<'_, str>> {
        T::title(self)
    }

    fn message(&self) -> Option<Cow<'_, str>> {
        T::message(self)
    }
}

impl<T: Problem> Problem for Option<T> {
    fn code(&self) -> Option<Cow<'_, str>> {
        self.as_ref().and_then(T::code)
    }

    fn title(&self) -> Option<Cow<'_, str>> {
        self.as_ref().and_then(T::title)
    }

    fn message(&self) -> Option<Cow<'_, str>> {
        self.as_ref().and_then(T::message)
    }
}

/// The first of these members that is a scalar, as text.
fn member<'a>(json: &Json, names: &[&str]) -> Option<Cow<'a, str>> {
    let members = json.read::<BTreeMap<String, Json>>().ok()?;
    let found = names.iter().find_map(|name| members.get(*name))?;
    let scalar = !found.as_str().starts_with(['{', '[']) && found.as_str() != "null";
    if scalar {
        Some(Cow::Owned(found.as_text()?.into_owned()))
    } else {
        None
    }
}

/// The failures of an operation that documents none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoFailure(Infallible);

impl fmt::Display for NoFailure {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {}
    }
}

impl std::error::Error for NoFailure {}

impl Failure for NoFailure {
    fn status(&self) -> u16 {
        match self.0 {}
    }

    fn problem(&self) -> Option<&dyn Problem> {
        match self.0 {}
    }

    fn name(&self) -> &'static str {
        match self.0 {}
    }
}

/// The value that a table documents for a name.
pub fn documented_for(table: &[(&'static str, &'static str)], name: &str) -> Option<&'static str> {
    table
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, value)| *value)
}

/// Says where the body of an error has its code, title and message.
///
/// `problem! { Name { code, message: error.text } }`; of an enum of alternatives: `problem! { Name | A, B }`.
#[allow(unused_macros, reason = "an API may document no failure")]
macro_rules! problem {
    ($name:ident { $($part:ident $(: $($path:ident).+)?),* $(,)? }) => {
        impl $crate::runtime::Problem for $name {
            $(
                #[inline]
                fn $part(&self) -> Option<std::borrow::Cow<'_, str>> {
                    $crate::runtime::AsText::as_text(&$crate::runtime::problem!(@path self $part $(: $($path).+)?))
                }
            )*
        }
    };
    ($name:ident | $($variant:ident),* $(,)?) => {
        impl $name {
            #[inline]
            fn inner(&self) -> &dyn $crate::runtime::Problem {
                match self {
                    $(Self::$variant(inner) => inner,)*
                    Self::Other(json) => json,
                }
            }
        }

        impl $crate::runtime::Problem for $name {
            #[inline]
            fn code(&self) -> Option<std::borrow::Cow<'_, str>> {
                self.inner().code()
            }

            #[inline]
            fn title(&self) -> Option<std::borrow::Cow<'_, str>> {
                self.inner().title()
            }

            #[inline]
            fn message(&self) -> Option<std::borrow::Cow<'_, str>> {
                self.inner().message()
            }
        }
    };
    (@path $this:ident $part:ident) => { $this.$part };
    (@path $this:ident $part:ident: $($path:ident).+) => { $this.$($path).+ };
}

/// Declares an enum of failures: of each its status, what it holds, its predicate, and the constants that are documented.
///
/// `failures! { pub enum Name { NotFound(Body) => 404, is_not_found { "code": "0800404" }, Gone => 410, is_gone } }`;
/// where the document leaves the status open, the variant holds it: `Other(u16, Body) => status, is_other`.
#[allow(unused_macros, reason = "an API may document no failure")]
macro_rules! failures {
    ($(#[$about:meta])* pub enum $name:ident { $(
        $(#[$said:meta])*
        $variant:ident $(($($held:tt)+))? => $status:tt, $predicate:ident $({ $($key:literal: $value:literal),* $(,)? })?
    ),* $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$said])* $variant $(($($held)+))?,)*
        }

        impl $crate::runtime::Failure for $name {
            #[inline]
            fn status(&self) -> u16 {
                match self {
                    $($crate::runtime::failures!(@first $variant $status held) => {
                        $crate::runtime::failures!(@status $status held)
                    })*
                }
            }

            #[inline]
            fn problem(&self) -> Option<&dyn $crate::runtime::Problem> {
                match self {
                    $($crate::runtime::failures!(@holding $variant ($($($held)+)?) $status held) => {
                        $crate::runtime::failures!(@problem ($($($held)+)?) $status held)
                    })*
                }
            }

            #[inline]
            fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => stringify!($variant),)*
                }
            }
        }

        impl $name {
            /// The status of the answer.
            #[inline]
            pub fn status(&self) -> u16 {
                $crate::runtime::Failure::status(self)
            }

            /// The code that was received.
            #[inline]
            pub fn code(&self) -> Option<std::borrow::Cow<'_, str>> {
                $crate::runtime::Failure::problem(self)?.code()
            }

            /// The title that was received.
            #[inline]
            pub fn title(&self) -> Option<std::borrow::Cow<'_, str>> {
                $crate::runtime::Failure::problem(self)?.title()
            }

            /// The message that was received.
            #[inline]
            pub fn message(&self) -> Option<std::borrow::Cow<'_, str>> {
                $crate::runtime::Failure::problem(self)?.message()
            }

            /// The value that is documented for a member of this failure's body.
            #[inline]
            pub fn documented(&self, member: &str) -> Option<&'static str> {
                match self {
                    $(Self::$variant { .. } => $crate::runtime::documented_for(&[$($(($key, $value)),*)?], member),)*
                }
            }

            $(
                #[doc = concat!("Whether it is [`", stringify!($variant), "`](Self::", stringify!($variant), ").")]
                #[inline]
                pub fn $predicate(&self) -> bool {
                    matches!(self, Self::$variant { .. })
                }
            )*
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::runtime::write_failure(f, self.status(), $crate::runtime::Failure::problem(self))
            }
        }

        impl std::error::Error for $name {}
    };
    (@first $variant:ident status $held:ident) => { Self::$variant { 0: $held, .. } };
    (@first $variant:ident $status:literal $held:ident) => { Self::$variant { .. } };
    (@status status $held:ident) => { *$held };
    (@status $status:literal $held:ident) => { $status };
    (@holding $variant:ident () $status:tt $held:ident) => { Self::$variant { .. } };
    (@holding $variant:ident (u16) status $held:ident) => { Self::$variant { .. } };
    (@holding $variant:ident ($($ty:tt)+) status $held:ident) => { Self::$variant { 1: $held, .. } };
    (@holding $variant:ident ($($ty:tt)+) $status:literal $held:ident) => { Self::$variant { 0: $held, .. } };
    (@problem () $status:tt $held:ident) => { None };
    (@problem (u16) status $held:ident) => { None };
    (@problem ($($ty:tt)+) $status:tt $held:ident) => { Some($held) };
}

#[allow(unused_imports, reason = "an API may document no failure")]
pub(crate) use {failures, problem};
