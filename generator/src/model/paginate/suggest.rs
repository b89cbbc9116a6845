//! Looks for operations that look as if they answered pages, and says how that would be declared.
//!
//! **Invariant:** what is suggested fits: it is checked as a declaration is.

use std::fmt::Write as _;

use super::block::Block;
use super::body;
use super::fit::Fit;
use super::words::{
    ADDRESSES, ITEMS, LAST_IDS, LINKS, MORES, NEXT_TOKENS, OFFSETS, PAGES, PAGINGS, SIZES, TOKENS,
};
use crate::model::{Api, Content, Format, Operation, Parameter, Shape, TypeId, Types};
use crate::settings::{BodyPath, Pagination, PaginationKind};

/// How many different declarations are shown.
const SHOWN: usize = 6;

/// How deep the body is looked into for what leads to the next page.
const DEPTH: usize = 3;

/// What to say to somebody whose API looks as if it had pages.
pub(super) struct Suggested<'a> {
    /// The first operation that looks so.
    pub(super) first: &'a Operation,
    /// How many others do.
    pub(super) others: usize,
    /// What to put into `codegen.toml`.
    pub(super) help: String,
}

/// What is suggested for these operations, if for any.
pub(super) fn suggest<'a>(api: &'a Api, operations: &[usize]) -> Option<Suggested<'a>> {
    let all = operations
        .iter()
        .filter_map(|index| api.operations.get(*index));
    let all = all.filter(|operation| operation.method == "GET");
    let found = all.filter_map(|operation| Some((operation, likely(&Fit { api, operation })?)));
    let found: Vec<(&'a Operation, Pagination)> = found.collect();
    let &(first, _) = found.first()?;
    let kinds = needed(api, &found);
    let mut help = "if that is so, say it in codegen.toml:".to_owned();
    for (pagination, count) in kinds.iter().take(SHOWN) {
        // A `String` takes everything.
        let _ = write!(help, "\n\n{}", Block(pagination, *count));
    }
    if kinds.len() > SHOWN {
        let _ = write!(
            help,
            "\n\n# and {} more kinds of pages",
            kinds.len() - SHOWN
        );
    }
    Some(Suggested {
        first,
        others: found.len().saturating_sub(1),
        help,
    })
}

/// The declarations that are needed for all that was found, most used first, each with how many operations it is for: one
/// that stands before others takes what it fits.
fn needed(api: &Api, found: &[(&Operation, Pagination)]) -> Vec<(Pagination, usize)> {
    let mut kinds: Vec<(Pagination, usize)> = Vec::new();
    for (_, found) in found {
        match kinds.iter_mut().find(|(known, _)| known == found) {
            Some((_, count)) => *count += 1,
            None => kinds.push((found.clone(), 1)),
        }
    }
    // The sort is stable: of equal counts the first of the document comes first.
    kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    kinds.iter_mut().for_each(|(_, count)| *count = 0);
    for (operation, _) in found {
        let fit = Fit { api, operation };
        let taken = kinds.iter_mut().find(|(kind, _)| fit.is_ruled(kind));
        if let Some((_, count)) = taken {
            *count += 1;
        }
    }
    kinds.retain(|(_, count)| *count > 0);
    kinds
}

/// How an operation's pages probably follow each other.
fn likely(fit: &Fit<'_>) -> Option<Pagination> {
    let look = Look::at(fit)?;
    let kinds = [
        Look::link,
        Look::token,
        Look::address,
        Look::cursor,
        Look::page,
        Look::offset,
    ];
    let kinds = kinds.iter().filter_map(|kind| kind(&look));
    let mut declared = kinds.map(|kind| {
        let counts = matches!(
            kind,
            PaginationKind::Cursor { .. }
                | PaginationKind::Offset { .. }
                | PaginationKind::Page { .. }
        );
        Pagination {
            kind,
            items: look.items.clone(),
            more: look.more().filter(|_| counts),
        }
    });
    declared.find(|declared| fit.of(declared).is_ok())
}

/// What of an operation may have to do with pages.
struct Look<'a> {
    types: &'a Types,
    fit: &'a Fit<'a>,
    /// The array that is meant, if there are several.
    items: Option<BodyPath>,
    /// The values of the body that are not in arrays, and where they are.
    values: Vec<(Vec<String>, TypeId)>,
}

impl<'a> Look<'a> {
    fn at(fit: &'a Fit<'a>) -> Option<Self> {
        let types = &fit.api.types;
        let successes = fit.operation.successes();
        let body = successes.iter().find_map(|answer| match answer.content {
            Some(Content::Json(id)) => Some(id),
            Some(_) | None => None,
        })?;
        let lists = body::lists(types, body);
        let items = match lists.as_slice() {
            [] => return None,
            [_] => None,
            several => Some(BodyPath(meant(several, fit.operation.path.as_str())?)),
        };
        let mut look = Self {
            types,
            fit,
            items,
            values: Vec::new(),
        };
        look.collect(body, &mut Vec::new());
        Some(look)
    }

    fn collect(&mut self, id: TypeId, at: &mut Vec<String>) {
        let types = self.types;
        for field in body::fields(types, id) {
            at.push(field.name.clone());
            self.values.push((at.clone(), field.ty));
            if at.len() < DEPTH {
                self.collect(field.ty, at);
            }
            at.pop();
        }
    }

    fn link(&self) -> Option<PaginationKind> {
        let is_linked = self.fit.has_link();
        is_linked.then_some(PaginationKind::Link { next: None })
    }

    fn token(&self) -> Option<PaginationKind> {
        let mut parameters = self.parameters(TOKENS);
        parameters.find_map(|parameter| {
            let own = plain(&parameter.name);
            let mut values = self.values.iter();
            let (next, _) = values.find(|(at, id)| {
                let (name, holder) = ends(at);
                let is_next = NEXT_TOKENS.contains(&name.as_str());
                let is_own = PAGINGS.contains(&holder.as_str()) && own == name && own != "page";
                (is_next || is_own) && body::is_scalar(self.types, *id) && !self.is_address(*id)
            })?;
            Some(PaginationKind::Token {
                parameter: parameter.name.clone(),
                next: BodyPath(next.clone()),
            })
        })
    }

    fn address(&self) -> Option<PaginationKind> {
        let mut values = self.values.iter();
        let (next, _) = values.find(|(at, id)| {
            let (name, holder) = ends(at);
            let is_text = matches!(
                self.types.shape(self.types.without_null(*id).0),
                Shape::Text
            );
            let is_linked = LINKS.contains(&holder.as_str()) && name == "next"
                || holder == "next" && name == "href";
            self.is_address(*id) && (name == "next" || name == "nextpage")
                || (is_text || self.is_address(*id))
                    && (is_linked || ADDRESSES.contains(&name.as_str()))
        })?;
        Some(PaginationKind::Link {
            next: Some(BodyPath(next.clone())),
        })
    }

    fn cursor(&self) -> Option<PaginationKind> {
        self.more()?;
        let parameter = self.parameters(LAST_IDS).next()?;
        Some(PaginationKind::Cursor {
            parameter: parameter.name.clone(),
            key: BodyPath(vec!["id".to_owned()]),
        })
    }

    fn page(&self) -> Option<PaginationKind> {
        self.parameters(SIZES).next()?;
        let parameter = self.parameters(PAGES).find(|one| self.counts(one))?;
        Some(PaginationKind::Page {
            parameter: parameter.name.clone(),
            first: None,
            size: None,
            pages: None,
        })
    }

    fn offset(&self) -> Option<PaginationKind> {
        self.parameters(SIZES).next()?;
        let parameter = self.parameters(OFFSETS).find(|one| self.counts(one))?;
        Some(PaginationKind::Offset {
            parameter: parameter.name.clone(),
            size: None,
            total: None,
        })
    }

    fn more(&self) -> Option<BodyPath> {
        let mut values = self.values.iter();
        let (more, _) = values.find(|(at, id)| {
            MORES.contains(&ends(at).0.as_str()) && body::is_boolean(self.types, *id)
        })?;
        Some(BodyPath(more.clone()))
    }

    /// The query parameters of these names, best first.
    fn parameters(&self, names: &'static [&'static str]) -> impl Iterator<Item = &Parameter> {
        names.iter().flat_map(move |name| {
            let all = self.fit.queries();
            all.filter(move |one| plain(&one.name) == *name)
        })
    }

    fn counts(&self, parameter: &Parameter) -> bool {
        body::is_number(self.types, parameter.ty)
    }

    fn is_address(&self, id: TypeId) -> bool {
        let shape = self.types.shape(self.types.without_null(id).0);
        matches!(shape, Shape::Formatted(Format::Uri))
    }
}

/// Which of several arrays holds the items: one that is called so, or like what the path is about.
fn meant(lists: &[Vec<String>], path: &str) -> Option<Vec<String>> {
    let about = path
        .rsplit('/')
        .find(|segment| !segment.is_empty() && !segment.contains('{'));
    let about = plain(about.unwrap_or_default());
    let called = |name: &str| lists.iter().find(|list| ends(list).0 == name);
    let known = ITEMS.iter().find_map(|name| called(name));
    called(&about).or(known).cloned()
}

/// The last name of a path and the one before it, in small letters without separators.
fn ends(path: &[String]) -> (String, String) {
    let mut names = path.iter().rev().map(|name| plain(name));
    (
        names.next().unwrap_or_default(),
        names.next().unwrap_or_default(),
    )
}

fn plain(name: &str) -> String {
    let letters = name.chars().filter(|one| one.is_ascii_alphanumeric());
    letters.map(|one| one.to_ascii_lowercase()).collect()
}
