//! Names that parameters and members have where answers are pages, in small letters without separators.

/// Parameters that take a token of the answer before, in small letters without separators.
pub(super) const TOKENS: &[&str] = &[
    "pagetoken",
    "nextpagetoken",
    "nexttoken",
    "continuationtoken",
    "cursor",
    "pagecursor",
    "nextcursor",
    "startcursor",
    "cursormark",
    "marker",
    "continue",
    "after",
    "pageafter",
    "startingafter",
    "startingtoken",
    "token",
    "page",
    "next",
];

/// Where an answer says that token; a name that is the parameter's own means it as well, within one of [`PAGINGS`].
pub(super) const NEXT_TOKENS: &[&str] = &[
    "nextpagetoken",
    "nexttoken",
    "nextcursor",
    "nextpagecursor",
    "nextcursormark",
    "nextcontinuationtoken",
    "continuationtoken",
    "nextmarker",
    "nextpage",
    "endcursor",
    "continue",
];

/// Parameters that take the last item's id.
pub(super) const LAST_IDS: &[&str] = &["startingafter", "after", "afterid", "lastid"];

/// Parameters that count pages.
pub(super) const PAGES: &[&str] = &["page", "pagenumber", "pagenum", "pageno", "currentpage"];

/// Parameters that count items.
pub(super) const OFFSETS: &[&str] = &["offset", "skip", "startat", "start", "pageoffset"];

/// Parameters that say how many items a page has; what counts is taken for a page only beside one of them.
pub(super) const SIZES: &[&str] = &[
    "limit",
    "perpage",
    "pagesize",
    "size",
    "count",
    "top",
    "take",
    "maxresults",
    "pagelimit",
    "itemsperpage",
    "resultsperpage",
    "rows",
    "max",
    "num",
];

/// Where an answer says whether there is more.
pub(super) const MORES: &[&str] = &[
    "hasmore",
    "hasnext",
    "hasnextpage",
    "morepages",
    "hasmoreresults",
];

/// Objects of an answer that say of pages.
pub(super) const PAGINGS: &[&str] = &[
    "meta",
    "metadata",
    "paging",
    "pagination",
    "page",
    "pageinfo",
    "cursors",
    "cursor",
    "responsemetadata",
    "listmetadata",
];

/// Addresses of the next page in an answer.
pub(super) const ADDRESSES: &[&str] = &[
    "nextlink",
    "odatanextlink",
    "nexturl",
    "nexturi",
    "nextpageurl",
    "nexthref",
];

/// Objects of an answer that hold addresses.
pub(super) const LINKS: &[&str] = &["links", "link"];

/// Which of several arrays holds the items, best first.
pub(super) const ITEMS: &[&str] = &[
    "data", "items", "results", "result", "value", "values", "records", "entries",
];
