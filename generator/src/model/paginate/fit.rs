//! Checks what is declared of pages against the parameters and the answers of an operation.

use super::body::{self, Standing};
use crate::model::{Api, Content, Operation, Pagination, Step, TypeId, Types};
use crate::settings::{BodyPath, Pagination as Declared, PaginationKind};

/// An operation that something is declared of.
pub(super) struct Fit<'a> {
    pub(super) api: &'a Api,
    pub(super) operation: &'a Operation,
}

/// Why a declaration does not fit.
#[derive(Debug)]
pub(super) struct Unfit {
    /// What of the declaration does not fit, as it is written.
    pub(super) at: String,
    pub(super) why: String,
    pub(super) help: Option<String>,
}

impl Unfit {
    pub(super) fn new(at: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            at: at.into(),
            why: why.into(),
            help: None,
        }
    }
}

/// What a value must be that stands at a place.
type Fits = fn(&Types, TypeId) -> bool;

impl Fit<'_> {
    /// What is declared, as it is for this operation.
    pub(super) fn of(&self, declared: &Declared) -> Result<Pagination, Unfit> {
        let mut first = None;
        for answer in self.operation.successes() {
            let Some(Content::Json(id)) = &answer.content else {
                continue;
            };
            match self.of_body(declared, *id) {
                Ok(pagination) => return Ok(pagination),
                Err(unfit) => first = first.or(Some(unfit)),
            }
        }
        Err(first.unwrap_or_else(|| Unfit::new("kind", "no success is JSON")))
    }

    /// Whether a declaration for all operations means this one: it has the parameter, or the link.
    pub(super) fn is_meant(&self, declared: &Declared) -> bool {
        match &declared.kind {
            PaginationKind::None => false,
            PaginationKind::Token { parameter, .. }
            | PaginationKind::Cursor { parameter, .. }
            | PaginationKind::Offset { parameter, .. }
            | PaginationKind::Page { parameter, .. } => self.moving(parameter, false).is_ok(),
            PaginationKind::Link { next: None } => self.has_link(),
            PaginationKind::Link { next: Some(_) } => false,
        }
    }

    /// Whether a declaration for all operations is good for this one: a link that is not documented is believed of an
    /// operation that is named, not of all.
    pub(super) fn is_ruled(&self, declared: &Declared) -> bool {
        let link = PaginationKind::Link { next: None };
        (self.has_link() || declared.kind != link) && self.of(declared).is_ok()
    }

    fn of_body(&self, declared: &Declared, body: TypeId) -> Result<Pagination, Unfit> {
        let path = |path: &BodyPath, fits: Fits, what: &str| self.path(body, path, fits, what);
        let count = |at: &Option<BodyPath>| {
            let at = at.as_ref().map(|at| path(at, body::is_number, "a number"));
            at.transpose()
        };
        let step = match &declared.kind {
            PaginationKind::None => return Err(Unfit::new("kind", "it answers no pages")),
            PaginationKind::Token { parameter, next } => Step::Token {
                parameter: self.moving(parameter, false)?,
                next: path(next, body::is_scalar, "a text or a number")?,
            },
            PaginationKind::Cursor { parameter, key } => Step::Cursor {
                parameter: self.moving(parameter, false)?,
                key: key.0.clone(),
            },
            PaginationKind::Offset {
                parameter,
                size,
                total,
            } => Step::Offset {
                parameter: self.moving(parameter, true)?,
                size: self.size(size.as_deref())?,
                total: count(total)?,
            },
            PaginationKind::Page {
                parameter,
                first,
                size,
                pages,
            } => Step::Page {
                first: first.or(self.usual(parameter)).unwrap_or(1),
                parameter: self.moving(parameter, true)?,
                size: self.size(size.as_deref())?,
                pages: count(pages)?,
            },
            PaginationKind::Link { next: None } => Step::Link,
            PaginationKind::Link { next: Some(next) } => Step::Address {
                next: path(next, body::is_scalar, "a text")?,
            },
        };
        let more = declared.more.as_ref();
        let more = more.map(|more| path(more, body::is_boolean, "a boolean"));
        let (items, element) = self.items(body, declared.items.as_ref())?;
        if let PaginationKind::Cursor { key, .. } = &declared.kind {
            self.path(element, key, body::is_scalar, "a text or a number")?;
        }
        Ok(Pagination {
            step,
            items,
            more: more.transpose()?,
        })
    }

    /// Where the items are, and what they are.
    fn items(
        &self,
        body: TypeId,
        declared: Option<&BodyPath>,
    ) -> Result<(Vec<String>, TypeId), Unfit> {
        let types = &self.api.types;
        let path = match declared {
            Some(declared) => declared.0.clone(),
            None => {
                let mut lists = body::lists(types, body);
                if lists.len() > 1 {
                    let lists = lists
                        .into_iter()
                        .map(|list| format!("`{}`", BodyPath(list)));
                    let mut unfit = Unfit::new("kind", "its answer has several arrays");
                    let lists = lists.collect::<Vec<_>>().join(", ");
                    unfit.help = Some(format!("say in `items` which one is meant: {lists}"));
                    return Err(unfit);
                }
                lists
                    .pop()
                    .ok_or_else(|| Unfit::new("kind", "its answer has no array"))?
            }
        };
        let at = BodyPath(path);
        let id = self.standing(body, &at)?;
        let element = match id {
            Standing::Type(id) => body::elements(types, id),
            Standing::Anything => None,
        };
        let no_array = || {
            let why = format!("what stands at `{at}` of its answer is no array");
            Unfit::new(at.to_string(), why)
        };
        let element = element.ok_or_else(no_array)?;
        Ok((at.0, element))
    }

    /// A place that holds what it must.
    fn path(
        &self,
        body: TypeId,
        at: &BodyPath,
        fits: Fits,
        what: &str,
    ) -> Result<Vec<String>, Unfit> {
        match self.standing(body, at)? {
            Standing::Type(id) if !fits(&self.api.types, id) => {
                let why = format!("what stands at `{at}` is not {what}");
                Err(Unfit::new(at.to_string(), why))
            }
            Standing::Type(_) | Standing::Anything => Ok(at.0.clone()),
        }
    }

    fn standing(&self, body: TypeId, at: &BodyPath) -> Result<Standing, Unfit> {
        body::at(&self.api.types, body, &at.0).map_err(|missing| Unfit {
            help: missing.help,
            ..Unfit::new(
                at.to_string(),
                format!("nothing stands at `{at}`: there is no `{}`", missing.name),
            )
        })
    }

    /// Whether a success documents the header field `Link`.
    pub(super) fn has_link(&self) -> bool {
        let successes = self.operation.successes();
        let mut headers = successes.into_iter().flat_map(|answer| &answer.headers);
        headers.any(|header| header.name.eq_ignore_ascii_case("link"))
    }
}
