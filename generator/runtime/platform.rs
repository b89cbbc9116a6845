//! What differs between machines with threads and the web, where nothing goes from one thread to another.
//!
//! **Invariant:** of what is compiled for the web, this file, the timer and the transport alone name threads, `tokio` and
//! the traits of what may go to another thread.

use std::error::Error as StdError;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

#[allow(unused_imports, reason = "an API may have no download")]
pub(super) use tokio::io::AsyncWrite;

/// May go to another thread, where there are threads.
#[cfg(not(target_family = "wasm"))]
pub trait MaybeSend: Send {}
#[cfg(not(target_family = "wasm"))]
impl<T: Send + ?Sized> MaybeSend for T {}

/// May go to another thread, where there are threads.
#[cfg(target_family = "wasm")]
pub trait MaybeSend {}
#[cfg(target_family = "wasm")]
impl<T: ?Sized> MaybeSend for T {}

/// May be seen by several threads, where there are threads.
#[cfg(not(target_family = "wasm"))]
pub trait MaybeSync: Sync {}
#[cfg(not(target_family = "wasm"))]
impl<T: Sync + ?Sized> MaybeSync for T {}

/// May be seen by several threads, where there are threads.
#[cfg(target_family = "wasm")]
pub trait MaybeSync {}
#[cfg(target_family = "wasm")]
impl<T: ?Sized> MaybeSync for T {}

/// May go to and be seen by other threads, whatever there is: what other libraries ask of errors.
pub trait Shareable: Send + Sync {}
impl<T: Send + Sync + ?Sized> Shareable for T {}

/// An error of any type.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// An error of any type that several have.
pub type SharedError = Arc<dyn StdError + Send + Sync>;

/// What several hold: several threads as well, where there are threads.
#[cfg(not(target_family = "wasm"))]
pub type Shared<T> = Arc<T>;

/// What several hold.
#[cfg(target_family = "wasm")]
pub type Shared<T> = std::rc::Rc<T>;

/// A future of any type.
#[cfg(not(target_family = "wasm"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A future of any type.
#[cfg(target_family = "wasm")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// A function of any type, which several threads may call where there are threads.
#[cfg(not(target_family = "wasm"))]
macro_rules! any_function {
    ($($function:tt)+) => { dyn $($function)+ + Send + Sync };
}

#[cfg(target_family = "wasm")]
macro_rules! any_function {
    ($($function:tt)+) => { dyn $($function)+ };
}

pub(super) use any_function;

/// Whether this thread is unwinding already, so that a further panic would end the program.
#[cfg(feature = "mock")]
pub(super) fn is_unwinding() -> bool {
    std::thread::panicking()
}

/// A random number.
///
/// Nothing hangs on how random it is: the keys that the standard library gives each hasher will do.
#[cfg(not(target_family = "wasm"))]
pub(super) fn random() -> u64 {
    use std::hash::{BuildHasher, Hasher, RandomState};
    RandomState::new().build_hasher().finish()
}

#[cfg(target_family = "wasm")]
pub(super) use super::web::random;
