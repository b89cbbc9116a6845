//! What an overlay asks for: a change of the places that a target selects.

use super::target::Target;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::Node;

/// An Action Object (OpenAPI Overlay 1.0 section 4.4.3).
#[derive(Debug)]
pub(super) struct Action {
    pub(super) target: Target,
    pub(super) change: Change,
    /// Whether it has changed anything.
    pub(super) matched: bool,
}

/// What becomes of each place.
#[derive(Debug)]
pub(super) enum Change {
    /// It is taken out of what holds it.
    Remove,
    /// This is merged into it.
    Update(Node),
    /// What another place holds is merged into it (1.1).
    Copy(Target),
}

impl Action {
    /// What to say if it changed nothing.
    pub(super) fn idle(&self) -> Diagnostic {
        let message = format!(
            "`{}` selects nothing; the action has no effect",
            self.target.text
        );
        Diagnostic::new(Severity::Warning, Code::IdleAction, message)
            .at(self.target.place)
            .help("mend the target, or take the action out if the description needs no repair any more")
    }
}
