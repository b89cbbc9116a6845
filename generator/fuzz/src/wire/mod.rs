//! The runtime of a generated client as something to give input to, with a server that is none.

mod answers;
mod contents;
mod formats;
mod places;
pub mod reading;
pub mod samples;
mod server;
mod streams;
pub mod writing;
