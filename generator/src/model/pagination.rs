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

/// What moves from page to page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A query parameter is what the body before says.
    Token {
        /// The query parameter.
        parameter: String,
        /// Where the body says it.
        next: Vec<String>,
    },
    /// A query parameter is what the last item before says of itself.
    Cursor {
        /// The query parameter.
        parameter: String,
        /// Where in the item it is.
        key: Vec<String>,
    },
    /// A query parameter counts items.
    Offset {
        /// The query parameter.
        parameter: String,
        /// What says how many items a page has.
        size: Option<PageSize>,
        /// Where the body says how many items there are.
        total: Option<Vec<String>>,
    },
    /// A query parameter counts pages.
    Page {
        /// The query parameter.
        parameter: String,
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
