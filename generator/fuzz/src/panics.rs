//! Panics as values: where and why, without a line on the terminal.

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::sync::Mutex;

/// Where and why the last panic was.
static LAST: Mutex<String> = Mutex::new(String::new());

/// Keeps what panics say instead of printing it.
pub fn listen() {
    set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let message = info
            .payload()
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| info.payload().downcast_ref::<String>().map(String::as_str))
            .unwrap_or("no message");
        if let Ok(mut last) = LAST.lock() {
            *last = format!("panicked at {place}: {message}");
        }
    }));
}

/// Where and why the last panic was.
#[must_use]
pub fn last() -> String {
    LAST.lock().map(|last| last.clone()).unwrap_or_default()
}

/// What a function gives, or where and why it panics.
pub fn caught<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|_| last())
}
