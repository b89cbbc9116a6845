//! `record!`: how a struct meets JSON.

/// Says how a struct meets JSON.
///
/// `record! { Name: read write { field, other = "jsonName", third nullable; const "kind" = "\"x\"", rest more } }`:
/// the ways it travels, its properties in order (with their JSON names where these differ, `nullable` where an absent
/// value is written as `null`), then constants that are written without being asked for, and the field of all other
/// properties, where a constant of another value than the documented one is kept and written, too.
#[allow(unused_macros, reason = "an API may have no struct")]
macro_rules! record {
    ($name:ident: read write $members:tt) => {
        $crate::runtime::record!(@read $name $members);
        $crate::runtime::record!(@write $name $members);
        #[cfg(feature = "serde")]
        $crate::runtime::bridge!($name);
    };
    ($name:ident: read $members:tt) => {
        $crate::runtime::record!(@read $name $members);
        #[cfg(feature = "serde")]
        $crate::runtime::record!(@write $name $members);
        #[cfg(feature = "serde")]
        $crate::runtime::bridge!($name);
    };
    ($name:ident: write $members:tt) => {
        $crate::runtime::record!(@write $name $members);
        #[cfg(feature = "serde")]
        $crate::runtime::record!(@read $name $members);
        #[cfg(feature = "serde")]
        $crate::runtime::bridge!($name);
    };
    (@read $name:ident {
        $($field:ident $(= $json:literal)? $($null:ident)?),* $(,)?
        $(; $(const $constant:literal = $value:literal),* $(,)? $(rest $rest:ident $(,)?)?)?
    }) => {
        impl $crate::runtime::Slot for $name {
            #[inline]
            fn fill(&mut self, reader: &mut $crate::runtime::Reader<'_>) -> Result<(), $crate::runtime::Misfit> {
                $($(self.$rest.clear();)?)?
                reader.object(
                    &[$($crate::runtime::record!(@name $field $($json)?)),*],
                    &mut [$(&mut self.$field),*],
                    $crate::runtime::record!(@into self [$($(($constant, $value)),*)?] $($($rest)?)?),
                )
            }
        }

        impl $crate::runtime::Blank for $name {
            const BLANK: Self = Self {
                $($field: $crate::runtime::Blank::BLANK,)*
                $($($rest: std::collections::BTreeMap::new(),)?)?
            };
        }

        impl $crate::runtime::FromJson for $name {
            #[inline]
            fn read(reader: &mut $crate::runtime::Reader<'_>) -> Result<Self, $crate::runtime::Misfit> {
                $crate::runtime::Blank::filled(reader)
            }
        }
    };
    (@write $name:ident {
        $($field:ident $(= $json:literal)? $($null:ident)?),* $(,)?
        $(; $(const $constant:literal = $value:literal),* $(,)? $(rest $rest:ident $(,)?)?)?
    }) => {
        impl $crate::runtime::ToJson for $name {
            #[inline]
            fn write(&self, writer: &mut $crate::runtime::Writer) {
                writer.object(
                    &[$(($crate::runtime::record!(@name $field $($json)?), $crate::runtime::record!(@null $($null)?))),*],
                    &[$(&self.$field),*],
                    &[$($(($constant, $value)),*)?],
                    &$crate::runtime::record!(@rest self $($($rest)?)?),
                );
            }
        }
    };
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $json:literal) => { $json };
    (@into $this:ident [$($constant:tt),*]) => { None };
    (@into $this:ident [] $rest:ident) => { Some(&mut $this.$rest) };
    (@into $this:ident [$($constant:tt),+] $rest:ident) => {
        Some(&mut $crate::runtime::Undocumented { constants: &[$($constant),+], rest: &mut $this.$rest })
    };
    (@null) => { false };
    (@null nullable) => { true };
    (@rest $this:ident) => { [] };
    (@rest $this:ident $rest:ident) => {
        $this.$rest.iter().map(|(name, value)| (name.as_str(), value as &dyn $crate::runtime::ToJson)).collect::<Vec<_>>()
    };
}

#[allow(unused_imports, reason = "an API may have no struct")]
pub(crate) use record;
