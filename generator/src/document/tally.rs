//! Says once what is true of many places.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::pointer::Pointer;
use crate::source::Place;

/// Warnings that would be said over and over: each is said for its first place, with the number of the others.
#[derive(Default)]
pub(super) struct Tally {
    notes: Vec<Note>,
}

struct Note {
    code: Code,
    message: String,
    place: Place,
    pointer: Pointer,
    others: usize,
}

impl Tally {
    /// Counts a place; messages that are equal are one.
    pub(super) fn note(&mut self, code: Code, message: &str, place: Place, pointer: &Pointer) {
        match self
            .notes
            .iter_mut()
            .find(|note| note.code == code && note.message == message)
        {
            Some(note) => note.others += 1,
            None => self.notes.push(Note {
                code,
                message: message.to_owned(),
                place,
                pointer: pointer.clone(),
                others: 0,
            }),
        }
    }

    /// Says everything that was counted, in the order in which it was first met.
    pub(super) fn say(self, diagnostics: &mut Diagnostics) {
        for Note {
            code,
            message,
            place,
            pointer,
            others,
        } in self.notes
        {
            let message = match others {
                0 => message,
                1 => format!("{message} (so in 1 other place)"),
                more => format!("{message} (so in {more} other places)"),
            };
            diagnostics.push(
                Diagnostic::new(Severity::Warning, code, message)
                    .at(place)
                    .about(&pointer),
            );
        }
    }
}
