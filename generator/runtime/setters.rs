//! `setters!`: what a call may be given besides its arguments.

/// Declares the setters of an operation's optional parts.
///
/// `setters! { Operation { name: i64, text: impl Into<String> } }`
#[allow(unused_macros, reason = "an API may have nothing optional")]
macro_rules! setters {
    ($operation:ident { $($(#[$about:meta])* $field:ident: $ty:ty),* $(,)? }) => {
        impl $crate::runtime::Call<$operation> {
            $(
                $(#[$about])*
                #[inline]
                pub fn $field(mut self, $field: $ty) -> Self {
                    self.operation.$field = Some($field.into());
                    self
                }
            )*
        }
    };
}

#[allow(unused_imports, reason = "an API may have nothing optional")]
pub(crate) use setters;
