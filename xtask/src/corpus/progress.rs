//! How far a long run is, on standard error.

use std::io::IsTerminal as _;

/// Lines as they come; on a terminal what went well is overwritten by the next.
pub(crate) struct Progress {
    terminal: bool,
}

impl Progress {
    pub(crate) fn new() -> Self {
        Self {
            terminal: std::io::stderr().is_terminal(),
        }
    }

    /// Says what is being done; only where it will be overwritten.
    pub(crate) fn begin(&self, text: &str) {
        if self.terminal {
            eprint!("\r\x1b[2K{text}");
        }
    }

    /// Says what was done; `keep` if it is to stay on the screen.
    pub(crate) fn end(&self, text: &str, keep: bool) {
        match (self.terminal, keep) {
            (true, true) => eprintln!("\r\x1b[2K{text}"),
            (true, false) => eprint!("\r\x1b[2K{text}"),
            (false, _) => eprintln!("{text}"),
        }
    }

    /// Leaves the terminal with an empty line.
    pub(crate) fn clear(&self) {
        if self.terminal {
            eprint!("\r\x1b[2K");
        }
    }
}
