//! `tuple!`: how a struct without names meets a JSON array.

use super::reader::{FromJson, Misfit, Reader};
use super::slot::Slot;
use super::writer::{ToJson, Writer};

/// Where all elements without a place of their own land.
#[derive(Debug)]
pub struct More<'l, T>(pub &'l mut Vec<T>);

impl<T: FromJson> Slot for More<'_, T> {
    fn fill(&mut self, reader: &mut Reader<'_>) -> Result<(), Misfit> {
        self.0.push(T::read(reader)?);
        Ok(())
    }
}

impl Reader<'_> {
    /// Reads an array into slots by position; what has no slot goes to `more`.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if it is none, an element does not fit its slot, or one that must be there is not.
    pub fn tuple(
        &mut self,
        names: &[&'static str],
        slots: &mut [&mut dyn Slot],
        mut more: Option<&mut dyn Slot>,
    ) -> Result<(), Misfit> {
        let mut empty = names.iter().zip(slots);
        self.array(&mut |reader| match (empty.next(), &mut more) {
            (Some((_, slot)), _) => slot.fill(reader),
            (None, Some(more)) => more.fill(reader),
            (None, None) => reader.raw().map(drop),
        })?;
        empty.try_for_each(|(name, slot)| match slot.omit() {
            true => Ok(()),
            false => Err(Misfit::missing(name)),
        })
    }
}

impl Writer {
    /// Writes an array of these elements; those at its end that are absent are left out.
    pub fn tuple(&mut self, elements: &[&dyn ToJson]) {
        let count = elements
            .iter()
            .rposition(|element| !element.is_absent())
            .map_or(0, |last| last + 1);
        self.array(&mut elements.iter().take(count).copied());
    }
}

/// Says how a struct without names meets a JSON array: its elements in order, then that of all further ones.
///
/// `tuple! { Point: read write { x, y; rest more } }`
#[allow(unused_macros, reason = "what uses it may be left out")]
macro_rules! tuple {
    ($name:ident: read write $members:tt) => {
        $crate::runtime::tuple!(@read $name $members);
        $crate::runtime::tuple!(@write $name $members);
        #[cfg(feature = "serde")]
        $crate::runtime::bridge!($name);
    };
    ($name:ident: read $members:tt) => {
        $crate::runtime::tuple!(@read $name $members);
        #[cfg(feature = "serde")]
        $crate::runtime::tuple!(@write $name $members);
        #[cfg(feature = "serde")]
        $crate::runtime::bridge!($name);
    };
    ($name:ident: write $members:tt) => {
        $crate::runtime::tuple!(@write $name $members);
        #[cfg(feature = "serde")]
        $crate::runtime::tuple!(@read $name $members);
        #[cfg(feature = "serde")]
        $crate::runtime::bridge!($name);
    };
    (@read $name:ident { $($element:ident),* $(; rest $rest:ident)? }) => {
        impl $crate::runtime::Slot for $name {
            #[inline]
            fn fill(&mut self, reader: &mut $crate::runtime::Reader<'_>) -> Result<(), $crate::runtime::Misfit> {
                let Self($($element,)* $($rest)?) = self;
                $($rest.clear();)?
                reader.tuple(
                    &[$(stringify!($element)),*],
                    &mut [$($element),*],
                    $crate::runtime::tuple!(@more $($rest)?),
                )
            }
        }

        impl $crate::runtime::Blank for $name {
            const BLANK: Self = Self($($crate::runtime::tuple!(@blank $element),)* $($crate::runtime::tuple!(@blank $rest))?);
        }

        impl $crate::runtime::FromJson for $name {
            #[inline]
            fn read(reader: &mut $crate::runtime::Reader<'_>) -> Result<Self, $crate::runtime::Misfit> {
                $crate::runtime::Blank::filled(reader)
            }
        }
    };
    (@write $name:ident { $($element:ident),* $(; rest $rest:ident)? }) => {
        impl $crate::runtime::ToJson for $name {
            #[inline]
            fn write(&self, writer: &mut $crate::runtime::Writer) {
                let Self($($element,)* $($rest)?) = self;
                #[allow(unused_mut, reason = "there may be no further elements")]
                let mut elements: Vec<&dyn $crate::runtime::ToJson> = vec![$($element),*];
                $(elements.extend($rest.iter().map(|element| element as &dyn $crate::runtime::ToJson));)?
                writer.tuple(&elements);
            }
        }
    };
    (@blank $element:ident) => { $crate::runtime::Blank::BLANK };
    (@more) => { None };
    (@more $rest:ident) => { Some(&mut $crate::runtime::More($rest)) };
}

pub(crate) use tuple;
