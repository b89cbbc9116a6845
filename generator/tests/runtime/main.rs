//! Tests of the hand-written runtime, compiled here as it is compiled in a generated crate.

mod api;
mod blocking;
mod bodies;
mod boundaries;
pub mod downloads;
mod events;
mod formats;
mod hooks;
mod json_reading;
mod json_writing;
mod keys;
pub mod mocks;
mod pages;
mod parameters;
mod rate_limits;
mod redirects;
mod requests;
mod retries;
mod script;
mod streams;
mod tokens;
mod traces;
mod unions;
mod uploads;
mod waits;
mod webhooks;

#[allow(dead_code, reason = "the tests use only part of what a client may use")]
#[path = "../../runtime/mod.rs"]
pub mod runtime;

runtime::shared! { json_values | "reqwest", "serde" }
