//! How the pages of an operation follow each other.

use crate::pointer::Pointer;
use crate::settings;

/// How the pages of an operation follow each other, checked against its parameters and answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// What moves from page to page.
    pub step: Step,
    /// Where in the body the items are.
    pub items: Vec<String>,
    /// Where a body says whether there is another page.
    pub more: Option<Vec<String>>,
}

/// What of a request says which page is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moving {
    /// A query parameter of this name.
    Query(String),
    /// A member of the JSON content.
    Member {
        /// Where it is; never empty.
        at: Vec<String>,
        /// Whether its value is a number.
        is_number: bool,
    },
}

/// What moves from page to page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A parameter is what the body before says.
    Token {
        /// The parameter.
        parameter: Moving,
        /// Where the body says it.
        next: Vec<String>,
    },
    /// A parameter is what the last item before says of itself.
    Cursor {
        /// The parameter.
        parameter: Moving,
        /// Where in the item it is.
        key: Vec<String>,
    },
    /// A parameter counts items.
    Offset {
        /// The parameter.
        parameter: Moving,
        /// What says how many items a page has.
        size: Option<PageSize>,
        /// Where the body says how many items there are.
        total: Option<Vec<String>>,
    },
    /// A parameter counts pages.
    Page {
        /// The parameter.
        parameter: Moving,
        /// The number of the first page.
        first: u64,
        /// What says how many items a page has.
        size: Option<PageSize>,
        /// Where the body says how many pages there are.
        pages: Option<Vec<String>>,
    },
    /// The header field `Link` leads to the next page (RFC 8288).
    Link,
    /// The body says the address of the next page.
    Address {
        /// Where.
        next: Vec<String>,
    },
}

impl Step {
    /// What of the request moves; `None` where its whole address does.
    #[must_use]
    pub const fn parameter(&self) -> Option<&Moving> {
        match self {
            Self::Token { parameter, .. }
            | Self::Cursor { parameter, .. }
            | Self::Offset { parameter, .. }
            | Self::Page { parameter, .. } => Some(parameter),
            Self::Link | Self::Address { .. } => None,
        }
    }
}

/// The query parameter that says how many items a page has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageSize {
    /// Its name.
    pub parameter: String,
    /// How many there are where it is not sent.
    pub usual: Option<u64>,
    /// How many there are at most.
    pub most: Option<u64>,
}

/// What a description says of pages itself (`x-pagination`).
#[derive(Clone, Debug)]
pub struct Declared {
    /// Where.
    pub pointer: Pointer,
    /// What.
    pub pagination: settings::Pagination,
}
