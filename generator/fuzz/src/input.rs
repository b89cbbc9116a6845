//! What is tried: an input, by which target, and what was found.

use crate::{pipeline, wire};

/// What an input is given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The whole pipeline, with documents cut down to one operation.
    Documents,
    /// The whole pipeline, with whole documents.
    Whole,
    /// The runtime's readers of JSON, streams, header fields and redirects.
    Reading,
    /// The runtime's writers of addresses, header fields and contents.
    Writing,
}

impl Target {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Documents, Self::Whole, Self::Reading, Self::Writing];

    /// Its name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Whole => "whole",
            Self::Reading => "reading",
            Self::Writing => "writing",
        }
    }

    /// The target of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.name() == name)
    }

    /// How much processor time one input may take, in seconds.
    #[must_use]
    pub const fn patience(self) -> f64 {
        match self {
            Self::Documents => 10.0,
            Self::Whole => 60.0,
            Self::Reading | Self::Writing => 5.0,
        }
    }

    /// Tries an input.
    ///
    /// # Errors
    ///
    /// What does not hold.
    pub fn judge(self, input: &Input, pains: Pains) -> Result<Outcome, Finding> {
        match self {
            Self::Documents | Self::Whole => pipeline::judge(input, pains),
            Self::Reading => wire::reading::judge(&input.bytes),
            Self::Writing => wire::writing::judge(&input.bytes),
        }
    }
}

/// Something to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The name of the file that it would be; see [`pipeline::Manner`].
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// How much is checked of an input that makes a crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pains {
    /// What is seen in passing.
    Few,
    /// Also that it makes the same bytes again, and that these are Rust.
    All,
}

/// What became of an input in which nothing was found.
#[derive(Debug)]
pub enum Outcome {
    /// It was refused, as it should be.
    Refused,
    /// It was taken; a document makes this crate.
    Taken(Option<Box<clientwright::output::Output>>),
}

/// What does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is the same for all inputs that show the same mistake.
    pub kind: String,
    /// All of it.
    pub said: String,
}

impl Finding {
    /// A finding whose kind is what it says without numbers and what stands in quotes.
    #[must_use]
    pub fn new(said: impl Into<String>) -> Self {
        let said = said.into();
        let head = said.lines().next().unwrap_or_default();
        // The line of a panic tells it from others.
        let (place, message) = match head.strip_prefix("panicked at ") {
            Some(rest) => rest.split_once(": ").unwrap_or((rest, "")),
            None => ("", head),
        };
        let mut kind = String::from(place);
        for (index, part) in message.split(['`', '"', '\'']).enumerate() {
            let part = if index % 2 == 0 { part } else { "…" };
            kind.extend(part.chars().filter(|one| !one.is_ascii_digit()));
        }
        kind.truncate(
            kind.char_indices()
                .nth(160)
                .map_or(kind.len(), |(at, _)| at),
        );
        Self { kind, said }
    }
}
