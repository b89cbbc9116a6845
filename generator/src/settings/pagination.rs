//! How pages are declared: the words of `pagination` in `codegen.toml`, which are those of `x-pagination` in a description.

use std::fmt;

use serde::{Deserialize, Deserializer};

/// How the pages of operations follow each other.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Table")]
pub struct Pagination {
    /// What moves from page to page.
    pub kind: PaginationKind,
    /// Where the items are; where nothing says it, the answer itself is the array or has one only.
    pub items: Option<BodyPath>,
    /// Where an answer says whether there is another page.
    pub more: Option<BodyPath>,
}

/// What moves from page to page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaginationKind {
    /// `none`: nothing, whatever else applies to the operation.
    None,
    /// `token`: a parameter is what the answer before says.
    Token {
        /// The query parameter, or a JSON Pointer to a member of the request's content.
        parameter: String,
        /// Where the answer says it.
        next: BodyPath,
    },
    /// `cursor`: a parameter is what the last item before says of itself.
    Cursor {
        /// The query parameter, or a JSON Pointer to a member of the request's content.
        parameter: String,
        /// Where in the item it is.
        key: BodyPath,
    },
    /// `offset`: a parameter is the number of items before the page.
    Offset {
        /// The query parameter, or a JSON Pointer to a member of the request's content.
        parameter: String,
        /// The query parameter that says how many items a page has; one of fewer is the last.
        size: Option<String>,
        /// Where the answer says how many items there are.
        total: Option<BodyPath>,
    },
    /// `page`: a parameter is the number of the page.
    Page {
        /// The query parameter, or a JSON Pointer to a member of the request's content.
        parameter: String,
        /// The number of the first page; the parameter's default, or 1, where nothing says it.
        first: Option<u64>,
        /// The query parameter that says how many items a page has; one of fewer is the last.
        size: Option<String>,
        /// Where the answer says how many pages there are.
        pages: Option<BodyPath>,
    },
    /// `link`: the header field `Link` of the answer before leads to the page (RFC 8288), or an address in its body.
    Link {
        /// Where in the body the address is, if it is there.
        next: Option<BodyPath>,
    },
}

/// `[[pagination]]`: how the pages follow each other of all operations that it fits.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Table")]
pub struct PaginationRule(pub Pagination);

/// A place in the body of an answer, or in an item of it: a JSON Pointer (RFC 6901) of members of objects.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct BodyPath(pub Vec<String>);

impl TryFrom<String> for BodyPath {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if !text.is_empty() && !text.starts_with('/') {
            return Err(format!(
                "`{text}` is no JSON Pointer: it is empty or begins with `/`"
            ));
        }
        let names = text.split('/').skip(1);
        let names = names.map(|name| name.replace("~1", "/").replace("~0", "~"));
        Ok(Self(names.collect()))
    }
}

impl fmt::Display for BodyPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|name| write!(f, "/{}", name.replace('~', "~0").replace('/', "~1")))
    }
}

/// A declaration as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    kind: Kind,
    parameter: Option<String>,
    next: Option<BodyPath>,
    key: Option<BodyPath>,
    items: Option<BodyPath>,
    size: Option<String>,
    first: Option<u64>,
    total: Option<BodyPath>,
    pages: Option<BodyPath>,
    more: Option<BodyPath>,
    #[serde(default, deserialize_with = "reason")]
    reason: Option<String>,
}

fn reason<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    super::reason(deserializer).map(Some)
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    None,
    Token,
    Cursor,
    Offset,
    Page,
    Link,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Token => "token",
            Self::Cursor => "cursor",
            Self::Offset => "offset",
            Self::Page => "page",
            Self::Link => "link",
        }
    }
}

impl Table {
    /// What is declared; what the kind has no use for must not be said.
    fn read(&mut self) -> Result<Pagination, String> {
        let word = self.kind.as_str();
        let needed = |key: &str| format!("pages of the kind `{word}` need a `{key}`");
        let parameter = &mut self.parameter;
        let mut moved = || parameter.take().ok_or_else(|| needed("parameter"));
        let kind = match self.kind {
            Kind::None => PaginationKind::None,
            Kind::Token => PaginationKind::Token {
                parameter: moved()?,
                next: self.next.take().ok_or_else(|| needed("next"))?,
            },
            Kind::Cursor => PaginationKind::Cursor {
                parameter: moved()?,
                key: self.key.take().ok_or_else(|| needed("key"))?,
            },
            Kind::Offset => PaginationKind::Offset {
                parameter: moved()?,
                size: self.size.take(),
                total: self.total.take(),
            },
            Kind::Page => PaginationKind::Page {
                parameter: moved()?,
                first: self.first.take(),
                size: self.size.take(),
                pages: self.pages.take(),
            },
            Kind::Link => PaginationKind::Link {
                next: self.next.take(),
            },
        };
        let (mut items, mut more) = (None, None);
        if kind != PaginationKind::None {
            (items, more) = (self.items.take(), self.more.take());
        }
        let left = [
            ("parameter", self.parameter.is_some()),
            ("next", self.next.is_some()),
            ("key", self.key.is_some()),
            ("items", self.items.is_some()),
            ("size", self.size.is_some()),
            ("first", self.first.is_some()),
            ("total", self.total.is_some()),
            ("pages", self.pages.is_some()),
            ("more", self.more.is_some()),
        ];
        match left.iter().find(|(_, is_left)| *is_left) {
            Some((key, _)) => Err(format!("pages of the kind `{word}` have no `{key}`")),
            None => Ok(Pagination { kind, items, more }),
        }
    }
}

impl TryFrom<Table> for Pagination {
    type Error = String;

    fn try_from(mut table: Table) -> Result<Self, String> {
        table.read()
    }
}

impl TryFrom<Table> for PaginationRule {
    type Error = String;

    fn try_from(mut table: Table) -> Result<Self, String> {
        if table.reason.is_none() {
            return Err("missing field `reason`".to_owned());
        }
        let pagination = table.read()?;
        if pagination.kind == PaginationKind::None {
            return Err("what has no pages is said by the `[[operation]]` itself".to_owned());
        }
        Ok(Self(pagination))
    }
}
