//! How the pages of an operation follow each other, as data.

/// Where something stands in a body: the names of the members that lead to it.
pub type At = &'static [&'static str];

/// How the pages of an operation follow each other.
#[derive(Debug, Clone, Copy)]
pub struct Paging {
    pub(super) step: Step,
    /// Where a body says whether there is another page.
    pub(super) more: Option<At>,
    /// Where the request's content says what moves, if not the query does.
    pub(super) member: Option<Member>,
}

/// A member of a request's JSON content.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub(super) at: At,
    /// Whether its value is a number and no text.
    pub(super) is_number: bool,
}

/// What moves from page to page.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// A query parameter is what the body of the page before says.
    Token { parameter: &'static str, next: At },
    /// A query parameter is what the last item of the page before says of itself.
    Cursor {
        parameter: &'static str,
        items: At,
        key: At,
    },
    /// A query parameter counts items.
    Offset {
        parameter: &'static str,
        items: At,
        size: Option<Size>,
        total: Option<At>,
    },
    /// A query parameter counts pages.
    Page {
        parameter: &'static str,
        items: At,
        first: u64,
        size: Option<Size>,
        pages: Option<At>,
    },
    /// The header field `Link` of the page before leads to the next (RFC 8288).
    Link,
    /// The body of the page before says the address of the next.
    Address { next: At },
}

/// The query parameter that says how many items a page has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    pub(super) parameter: &'static str,
    /// How many there are where it is not sent.
    pub(super) usual: Option<u64>,
    /// How many there are at most, whatever is sent.
    pub(super) most: Option<u64>,
}

impl Paging {
    const fn by(step: Step) -> Self {
        Self {
            step,
            more: None,
            member: None,
        }
    }

    /// A query parameter is the token that stands at `next` of the page before; none, or an empty one, is the end.
    pub const fn token(parameter: &'static str, next: At) -> Self {
        Self::by(Step::Token { parameter, next })
    }

    /// A query parameter is what stands at `key` of the last item of the page before; a page of nothing is the end.
    pub const fn cursor(parameter: &'static str, items: At, key: At) -> Self {
        Self::by(Step::Cursor {
            parameter,
            items,
            key,
        })
    }

    /// A query parameter is the number of items before the page; a page of nothing is the end.
    pub const fn offset(parameter: &'static str, items: At) -> Self {
        Self::by(Step::Offset {
            parameter,
            items,
            size: None,
            total: None,
        })
    }

    /// A query parameter is the number of the page, from `first` on; a page of nothing is the end.
    pub const fn page(parameter: &'static str, items: At, first: u64) -> Self {
        Self::by(Step::Page {
            parameter,
            items,
            first,
            size: None,
            pages: None,
        })
    }

    /// The header field `Link` of the page before leads to the next by `rel=next`; none is the end.
    pub const fn link() -> Self {
        Self::by(Step::Link)
    }

    /// The address of the next page stands at `next` of the page before; none is the end.
    pub const fn address(next: At) -> Self {
        Self::by(Step::Address { next })
    }

    /// The parameter is no one of the query, but the text at this place of the request's JSON content.
    #[must_use]
    pub const fn in_body(mut self, at: At) -> Self {
        let is_number = false;
        self.member = Some(Member { at, is_number });
        self
    }

    /// The parameter is no one of the query, but the number at this place of the request's JSON content.
    #[must_use]
    pub const fn in_body_as_number(mut self, at: At) -> Self {
        let is_number = true;
        self.member = Some(Member { at, is_number });
        self
    }

    /// `false` there is the end.
    #[must_use]
    pub const fn more(mut self, at: At) -> Self {
        self.more = Some(at);
        self
    }

    /// The parameter that says how many items a page has, how many it has without, and how many at most: a page of
    /// fewer is the last.
    #[must_use]
    pub const fn size(
        mut self,
        parameter: &'static str,
        usual: Option<u64>,
        most: Option<u64>,
    ) -> Self {
        if let Step::Offset { size, .. } | Step::Page { size, .. } = &mut self.step {
            *size = Some(Size {
                parameter,
                usual,
                most,
            });
        }
        self
    }

    /// Where the number of all items stands, if items are counted, or that of all pages, if pages are.
    #[must_use]
    pub const fn total(mut self, at: At) -> Self {
        if let Step::Offset { total, .. } | Step::Page { pages: total, .. } = &mut self.step {
            *total = Some(at);
        }
        self
    }
}

impl Step {
    /// The query parameter that moves; `None` where the whole address does.
    pub(super) const fn parameter(&self) -> Option<&'static str> {
        match self {
            Self::Token { parameter, .. }
            | Self::Cursor { parameter, .. }
            | Self::Offset { parameter, .. }
            | Self::Page { parameter, .. } => Some(parameter),
            Self::Link | Self::Address { .. } => None,
        }
    }
}
