//! What is given input, and how much of it at a time.

use clap::ValueEnum;

/// What is given input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Target {
    Documents,
    Whole,
    Reading,
    Writing,
    Crates,
}

impl Target {
    pub(super) const ALL: [Self; 5] = [
        Self::Documents,
        Self::Whole,
        Self::Reading,
        Self::Writing,
        Self::Crates,
    ];

    /// The name on the command line.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Whole => "whole",
            Self::Reading => "reading",
            Self::Writing => "writing",
            Self::Crates => "crates",
        }
    }

    /// What the worker calls what it does.
    pub(super) const fn of_worker(self) -> &'static str {
        match self {
            Self::Crates => "documents",
            other => other.name(),
        }
    }

    /// How many inputs a worker is given at once: some seconds' work, which is what a run that is cut off loses.
    pub(super) const fn portion(self) -> u64 {
        match self {
            Self::Documents => 5_000,
            Self::Whole => 40,
            Self::Reading | Self::Writing => 400_000,
            Self::Crates => 400,
        }
    }

    /// The number of the first input: crates are made of other mutants than documents.
    pub(super) const fn first(self) -> u64 {
        match self {
            Self::Crates => 1 << 40,
            Self::Documents | Self::Whole | Self::Reading | Self::Writing => 0,
        }
    }
}
