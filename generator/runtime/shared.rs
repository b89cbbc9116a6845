//! `shared!`: the types that some modules of the API share.

/// Declares a module whose types are there when any of its users' features is on.
///
/// `shared! { account | "books", "loans" }`
macro_rules! shared {
    ($module:ident | $($feature:literal),+ $(,)?) => {
        #[cfg(any($(feature = $feature),+))]
        mod $module;
        #[cfg(any($(feature = $feature),+))]
        pub use $module::*;
    };
}

pub(crate) use shared;
