//! Repairs of somebody else's description: OpenAPI Overlays 1.0 and 1.1, applied to its files as they are written.
//!
//! What an overlay adds keeps its place in the overlay, so that it is diagnosed there.
//!
//! **Invariant:** nothing is known here of what the files describe; references are not followed, and versions are those of
//! overlays.

mod action;
mod apply;
mod read;
mod target;

use std::path::{Path, PathBuf, absolute};

use action::Action;
use apply::Patched;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::{Place, Source, SourceFile, name_of_file, path_referred_to, plain};

/// The overlays of a run, in their order.
#[derive(Debug, Default)]
pub(crate) struct Overlays {
    list: Vec<Overlay>,
}

/// One overlay (section 4.4.1).
#[derive(Debug)]
struct Overlay {
    /// The file that it changes; every file that was named, if there is none.
    extends: Option<Extends>,
    actions: Vec<Action>,
}

/// The file that an overlay changes.
#[derive(Debug)]
struct Extends {
    /// As it is written.
    text: String,
    place: Place,
    file: Extended,
    /// Whether it was met.
    met: bool,
}

/// How a file is known.
#[derive(Debug)]
enum Extended {
    /// By its path.
    Path(PathBuf),
    /// By its name, for it is a copy of what is on the network.
    Name(String),
}

impl Overlays {
    /// Reads what a file of a source says as an overlay; what it cannot mean is a diagnostic.
    pub(crate) fn add(
        &mut self,
        source: &Source,
        at: usize,
        path: &Path,
        diagnostics: &mut Diagnostics,
    ) {
        if let Some(file) = source.files.get(at) {
            self.list.extend(read::read(&file.root, path, diagnostics));
        }
    }

    /// Changes a file, which was `named` or is referred to.
    pub(crate) fn apply(
        &mut self,
        file: &mut SourceFile,
        path: &Path,
        named: bool,
        diagnostics: &mut Diagnostics,
    ) {
        let meant = self.list.iter_mut().filter_map(|overlay| {
            let meant = match &mut overlay.extends {
                Some(extends) => extends.meets(path),
                None => named,
            };
            meant.then_some(&mut overlay.actions)
        });
        let mut actions = meant.flatten().peekable();
        if actions.peek().is_none() {
            return;
        }
        let mut patched = Patched::new(&mut file.root);
        for action in actions {
            if let Err(wrong) = patched.apply(action) {
                diagnostics.push(wrong);
            }
        }
    }

    /// Says which overlays and actions changed nothing, once all files were offered.
    pub(crate) fn finish(&self, diagnostics: &mut Diagnostics) {
        // A file that cannot be read has nothing to select.
        if diagnostics.stop() {
            return;
        }
        for overlay in &self.list {
            match &overlay.extends {
                Some(extends) if !extends.met => diagnostics.push(extends.not_met()),
                Some(_) | None => {
                    let idle = overlay.actions.iter().filter(|action| !action.matched);
                    idle.for_each(|action| diagnostics.push(action.idle()));
                }
            }
        }
    }
}

impl Extends {
    fn of(text: &str, place: Place, overlay: &Path) -> Self {
        let file = match name_of_file(text) {
            Some(name) => Extended::Name(name),
            None => Extended::Path(in_full(&path_referred_to(overlay, text))),
        };
        Self {
            text: text.to_owned(),
            place,
            file,
            met: false,
        }
    }

    fn meets(&mut self, path: &Path) -> bool {
        let meets = match &self.file {
            Extended::Path(file) => *file == in_full(path),
            Extended::Name(name) => path.file_name().is_some_and(|file| file == name.as_str()),
        };
        self.met |= meets;
        meets
    }

    fn not_met(&self) -> Diagnostic {
        let message = format!("the overlay extends `{}`, which is not read", self.text);
        Diagnostic::new(Severity::Fatal, Code::BadOverlay, message)
            .at(self.place)
            .help("say the file as seen from the overlay, or leave `extends` out to change every file that is named")
    }
}

/// A path from the root on, so that two ways to say one file are equal.
fn in_full(path: &Path) -> PathBuf {
    plain(&absolute(path).unwrap_or_else(|_| path.to_owned()))
}
