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
        impl $crate::runtime::FromJson for $name {
            #[allow(clippy::disallowed_names, reason = "properties may be called `foo`")]
            fn read(reader: &mut $crate::runtime::Reader<'_>) -> Result<Self, $crate::runtime::Misfit> {
                $(let mut $field = None;)*
                $($(let mut $rest = std::collections::BTreeMap::new();)?)?
                reader.object(
                    &mut [$(($crate::runtime::record!(@name $field $($json)?), &mut $field as &mut dyn $crate::runtime::Slot)),*],
                    $crate::runtime::record!(@into [$($(($constant, $value)),*)?] $($($rest)?)?),
                )?;
                Ok(Self {
                    $($field: $crate::runtime::required($field, $crate::runtime::record!(@name $field $($json)?))?,)*
                    $($($rest,)?)?
                })
            }
        }
    };
    (@write $name:ident {
        $($field:ident $(= $json:literal)? $($null:ident)?),* $(,)?
        $(; $(const $constant:literal = $value:literal),* $(,)? $(rest $rest:ident $(,)?)?)?
    }) => {
        impl $crate::runtime::ToJson for $name {
            fn write(&self, writer: &mut $crate::runtime::Writer) {
                writer.object(
                    &[$((
                        $crate::runtime::record!(@name $field $($json)?),
                        &self.$field as &dyn $crate::runtime::ToJson,
                        $crate::runtime::record!(@null $($null)?),
                    )),*],
                    &[$($(($constant, $value)),*)?],
                    &$crate::runtime::record!(@rest self $($($rest)?)?),
                );
            }
        }
    };
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $json:literal) => { $json };
    (@into [$($constant:tt),*]) => { None };
    (@into [] $rest:ident) => { Some(&mut $rest) };
    (@into [$($constant:tt),+] $rest:ident) => {
        Some(&mut $crate::runtime::Undocumented { constants: &[$($constant),+], rest: &mut $rest })
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
