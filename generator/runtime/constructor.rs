//! `constructor!`: how a value is made of what it must have.

/// Declares `new` of a struct that may have more than it must have.
///
/// The values become the fields' by `into`.
///
/// `constructor! { Name { must: impl Into<String>, have: Vec<i64>; may, have_too } }`
#[allow(unused_macros, reason = "an API may have no such struct")]
macro_rules! constructor {
    ($name:ident { $($field:ident: $ty:ty),* $(,)?; $($other:ident),* $(,)? }) => {
        impl $name {
            /// What it must have; all else is absent.
            #[allow(clippy::disallowed_names, reason = "properties may be called `foo`")]
            #[inline]
            pub fn new($($field: $ty),*) -> Self {
                Self { $($field: $field.into(),)* $($other: ::std::default::Default::default(),)* }
            }
        }
    };
}

#[allow(unused_imports, reason = "an API may have no such struct")]
pub(crate) use constructor;
