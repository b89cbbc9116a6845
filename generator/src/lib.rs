//! Reads an OpenAPI document and writes the Rust client crate a good developer would have written by hand for it.

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo)
)]

pub mod cli;
pub mod diagnostic;
pub mod document;
pub mod emit;
mod hash;
pub mod model;
pub mod naming;
pub mod output;
pub mod pointer;
pub mod render;
pub mod report;
pub mod settings;
pub mod source;
pub mod write;

use diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use naming::Plan;
use output::Output;
use settings::Settings;
use source::Source;

/// The crate that a description makes; `None` if it must not be made, which the diagnostics explain.
///
/// # Errors
///
/// [`render::Bug`] if this program is wrong: nothing that a document says leads there.
pub fn generate(
    source: &Source,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Output>, render::Bug> {
    let plan = plan(source, settings, diagnostics).map(|(_, plan)| plan);
    diagnostics.settle(source, settings, plan.is_some());
    let Some(plan) = plan.filter(|_| !diagnostics.stop()) else {
        return Ok(None);
    };
    let output = render::render(emit::emit(&plan))?;
    Ok(Some(Output {
        names: plan.names,
        ..output
    }))
}

/// What an API is and what it is called; `None` if the description cannot be read to its end.
///
/// What is said has yet to be settled ([`Diagnostics::settle`]).
pub fn plan(
    source: &Source,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) -> Option<(model::Api, Plan)> {
    if diagnostics.stop() {
        return None;
    }
    let document = document::normalise(source, settings, diagnostics)?;
    let mut api = model::lower(&document, settings, diagnostics);
    let keep_apart = |api: &mut model::Api| naming::keep_apart(api, &settings.names);
    model::refine(&mut api, &keep_apart);
    for (pointer, why) in &api.untyped {
        diagnostics.push(untyped(&document, pointer, why));
    }
    let plan = naming::plan(&api, settings, diagnostics);
    diagnostics.locate(|pointer| document.place(pointer));
    Some((api, plan))
}

/// A place whose values are any JSON for want of a type.
fn untyped(
    document: &document::Document,
    pointer: &pointer::Pointer,
    why: &'static str,
) -> Diagnostic {
    let message = format!("{why}; the values are `Json`");
    Diagnostic::new(Severity::Warning, Code::SchemaFallback, message)
        .at(document.place(pointer))
        .about(pointer)
}
