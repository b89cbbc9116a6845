//! Tests of the hand-written runtime, compiled here as it is compiled in a generated crate.

mod api;
mod bodies;
mod boundaries;
pub mod downloads;
mod events;
mod formats;
mod json_reading;
pub mod json_values;
mod json_writing;
mod pages;
mod parameters;
mod redirects;
mod requests;
mod streams;
mod tokens;
mod unions;
mod uploads;

#[allow(dead_code, reason = "the tests use only part of what a client may use")]
#[path = "../../runtime/mod.rs"]
pub mod runtime;
