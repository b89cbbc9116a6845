//! Reads an OpenAPI document and writes the Rust client crate a good developer would have written by hand for it.

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo)
)]

pub mod cli;
pub mod compare;
pub mod diagnostic;
pub mod document;
pub mod emit;
mod hash;
mod hidden;
pub mod model;
pub mod naming;
pub mod output;
mod overlay;
pub mod pointer;
pub mod render;
pub mod report;
pub mod settings;
pub mod source;
pub mod write;

use std::path::PathBuf;

use diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use naming::Plan;
use output::Output;
use overlay::Overlays;
use settings::Settings;
use source::{Reader, Source};

/// Reads a description: its files, repaired by the overlays that the settings name, and all that they then refer to.
///
/// What cannot be read is a diagnostic; what could be read is given back all the same. The settings get a place among the
/// files, so that diagnostics can show lines of them.
pub fn read(paths: &[PathBuf], settings: &mut Settings, diagnostics: &mut Diagnostics) -> Source {
    let mut reader = Reader::new(settings.source.allow_outside);
    reader.read(paths, diagnostics);
    settings.show_in(&mut reader.source);
    let mut overlays = Overlays::default();
    for name in &settings.source.overlays {
        let path = settings.beside(name);
        let named = settings.strings.place(name);
        if let Some(at) = reader.read_overlay(&path, named, diagnostics) {
            overlays.add(&reader.source, at, &path, diagnostics);
        }
    }
    reader.follow(
        &mut |file, path, named, diagnostics| overlays.apply(file, path, named, diagnostics),
        diagnostics,
    );
    overlays.finish(diagnostics);
    reader.source
}

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
    let mut document = document::normalise(source, settings, diagnostics)?;
    let mut api = model::lower(&document, settings, diagnostics);
    // From here on it is asked for places only.
    document.skeleton = openapiv3::OpenAPI::default();
    let keep_apart = |api: &mut model::Api| naming::keep_apart(api, &settings.names);
    model::refine(&mut api, &keep_apart);
    model::paginate(&mut api, settings, diagnostics);
    for (pointer, why) in &api.untyped {
        diagnostics.push(untyped(&document, pointer, why));
    }
    for pointer in &api.endless {
        diagnostics.push(endless(&document, pointer));
    }
    for pointer in &api.untold_events {
        diagnostics.push(untold(&document, pointer));
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

/// A place that must hold what it is part of.
fn endless(document: &document::Document, pointer: &pointer::Pointer) -> Diagnostic {
    let message = "a value must hold another of its own type, without end; here it may be absent";
    Diagnostic::new(
        Severity::Warning,
        Code::ContradictingSchema,
        message.to_owned(),
    )
    .at(document.place(pointer))
    .about(pointer)
    .help("take the property out of `required`, or let it be `null`")
}

/// A webhook whose event is not among those that are told apart.
fn untold(document: &document::Document, pointer: &pointer::Pointer) -> Diagnostic {
    let message =
        "nothing tells this event from others: read it as its own type where it is known to come"
            .to_owned();
    Diagnostic::new(Severity::Warning, Code::UntoldEvent, message)
        .at(document.place(pointer))
        .about(pointer)
        .help("give a property of its body a constant that no other event has there")
}
