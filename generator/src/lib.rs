//! Reads an OpenAPI document and writes the Rust client crate a good developer would have written by hand for it.

#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo))]

pub mod diagnostic;
pub mod document;
pub mod emit;
pub mod model;
pub mod naming;
pub mod output;
pub mod render;
pub mod settings;
pub mod pointer;
pub mod source;

/// temp
pub fn generate_node(root: source::Node, settings: &settings::Settings, diagnostics: &mut diagnostic::Diagnostics) -> Option<output::Output> {
    let document = document::read_root(root, diagnostics)?;
    let api = model::refine(model::lower(&document, diagnostics));
    let plan = naming::plan(&api, settings, diagnostics);
    match render::render(emit::emit(&plan)) { Ok(o) => Some(o), Err(b) => { println!("BUG {b}"); None } }
}
