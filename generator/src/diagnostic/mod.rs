//! What a run has to say about a document: where it is wrong and what became of it.

mod code;
mod fold;
mod nearest;
mod pointers;
mod print;
mod settle;
mod shown;
mod unread;

pub use code::{Code, Example};
pub use fold::Alike;
pub(crate) use nearest::{NOT_KNOWN, nearest, or_nearest};
pub use print::print;
pub use unread::Leads;

use std::borrow::Cow;

use crate::pointer::Pointer;
use crate::source::Place;

/// How much a [`Diagnostic`] costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is written; no option changes that.
    Fatal,
    /// An operation cannot be represented: nothing is written unless the run keeps going.
    Error,
    /// The output is written; something in it is less than what the document says.
    Warning,
    /// The output is what the document says; there is something to gain that it does not say. `--strict` changes nothing.
    Note,
}

impl Severity {
    /// The word that is printed: `fatal`, `error`, `warning` or `note`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fatal => "fatal",
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One thing to say about one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it costs.
    pub severity: Severity,
    /// The stable name of this kind of diagnostic.
    pub code: Code,
    /// One sentence in the document's own terms, without a full stop.
    pub message: String,
    /// Where in the input it is.
    pub place: Option<Place>,
    /// A second place that belongs to it, and what to say there.
    pub also: Option<(Place, &'static str)>,
    /// The place in the document as everything after the document stage knows it.
    pub pointer: Option<Pointer>,
    /// What to do about it.
    pub help: Option<String>,
    /// Where references lead of which it says that they lead nowhere.
    pub leads: Option<Box<Leads>>,
}

impl Diagnostic {
    /// A diagnostic without a place.
    #[must_use]
    pub fn new(severity: Severity, code: Code, message: impl Into<String>) -> Self {
        Self {
            severity,
            code,
            message: message.into(),
            place: None,
            also: None,
            pointer: None,
            help: None,
            leads: None,
        }
    }

    /// A warning without a place.
    #[must_use]
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// Says where in the input it is.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Says where in the input it is, if that is known.
    #[must_use]
    pub fn at_some(mut self, place: Option<Place>) -> Self {
        self.place = place;
        self
    }

    /// Names a second place that belongs to it.
    #[must_use]
    pub fn also(mut self, place: Place, says: &'static str) -> Self {
        self.also = Some((place, says));
        self
    }

    /// Says which place of the document it is about.
    #[must_use]
    pub fn about(mut self, pointer: &Pointer) -> Self {
        self.pointer = Some(pointer.clone());
        self
    }

    /// Says what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says where references lead that lead nowhere.
    #[must_use]
    pub fn leading(mut self, leads: Leads) -> Self {
        self.leads = Some(Box::new(leads));
        self
    }
}

impl Diagnostic {
    /// What to do about it: what is said of this one, or of all of its kind.
    #[must_use]
    pub fn way_out(&self) -> Cow<'_, str> {
        match &self.help {
            Some(help) => Cow::Borrowed(help),
            None => Cow::Owned(lower_first(self.code.way_out())),
        }
    }
}

/// A sentence as it goes on after a colon.
fn lower_first(sentence: &str) -> String {
    let sentence = sentence.strip_suffix('.').unwrap_or(sentence);
    let mut letters = sentence.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

/// All diagnostics of a run, in the order in which the stages met them.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    keep_going: bool,
    strict: bool,
}

impl Diagnostics {
    /// Diagnostics of a run in which an [`Severity::Error`] does not stop the rest (`--keep-going`).
    #[must_use]
    pub fn keep_going() -> Self {
        Self {
            keep_going: true,
            ..Self::default()
        }
    }

    /// Warnings are errors once they are settled (`--strict`).
    pub fn set_strict(&mut self, strict: bool) {
        self.strict = strict;
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds a warning.
    pub fn warn(
        &mut self,
        code: Code,
        message: impl Into<String>,
        place: Place,
        pointer: &Pointer,
    ) {
        self.push(Diagnostic::warning(code, message).at(place).about(pointer));
    }

    /// Says where those stand of which only the place in the document is known.
    pub fn locate(&mut self, place: impl Fn(&Pointer) -> Place) {
        for one in self.list.iter_mut().filter(|one| one.place.is_none()) {
            one.place = one.pointer.as_ref().map(&place);
        }
    }

    /// Whether nothing may be written.
    #[must_use]
    pub fn stop(&self) -> bool {
        self.list.iter().any(|one| match one.severity {
            Severity::Fatal => true,
            Severity::Error => !self.keep_going,
            Severity::Warning | Severity::Note => false,
        })
    }

    /// How many there are of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.list
            .iter()
            .filter(|one| one.severity == severity)
            .count()
    }

    /// Keeps only some of those that are not [`Severity::Fatal`].
    pub fn retain(&mut self, mut keep: impl FnMut(&Diagnostic) -> bool) {
        self.list
            .retain(|one| one.severity == Severity::Fatal || keep(one));
    }

    /// Keeps only some.
    pub fn keep(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.list.retain(keep);
    }

    /// The diagnostics, worst first, then by place.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<&Diagnostic> = self.iter().collect();
        sorted.sort_by_key(|one| (one.severity, one.place));
        sorted
    }

    /// The diagnostics, in the order in which they were met.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
