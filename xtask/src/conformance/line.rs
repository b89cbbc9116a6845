//! One documented answer, and what came of asking for it.

use serde::{Deserialize, Serialize};

/// What came of one operation and status.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Line {
    #[serde(default)]
    pub(super) document: String,
    /// The request line.
    pub(super) line: String,
    /// The client's function.
    pub(super) operation: String,
    pub(super) status: String,
    /// `success`, or the failure's name.
    pub(super) expected: String,
    pub(super) answered: Option<u16>,
    pub(super) gave: String,
    pub(super) cause: String,
    pub(super) body: String,
    /// What the server found wrong, with the request or with its own answer.
    pub(super) refused: String,
    /// Whether what came is what was expected.
    pub(super) right: bool,
    #[serde(default)]
    pub(super) verdict: Verdict,
    /// Why it is a limit of the server: what was sent, and what shows it.
    #[serde(default)]
    pub(super) evidence: String,
}

/// Who is at fault, if anybody is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Verdict {
    /// Nobody: it was accepted and decoded to its variant.
    #[default]
    Accepted,
    /// The server refused the request.
    Rejected,
    /// The answer was taken for another than it is.
    DecodedWrongly,
    /// The server refused what is right by the specification, or said what contradicts the description; the own server
    /// accepted the same request, and its answer was decoded to its variant.
    ServerLimit,
}

impl Line {
    /// Whether two lines are of the same operation and status.
    pub(super) fn is_of(&self, other: &Self) -> bool {
        self.operation == other.operation
            && self.status == other.status
            && self.expected == other.expected
    }

    /// Whether the server itself says that its answer is not as described.
    pub(super) fn contradicts_itself(&self) -> bool {
        self.refused.contains("\"response\"")
    }
}
