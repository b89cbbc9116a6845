//! Reads an OpenAPI document and writes the Rust client crate a good developer would have written by hand for it.

#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo))]

pub mod diagnostic;
pub mod document;
pub mod pointer;
pub mod source;
