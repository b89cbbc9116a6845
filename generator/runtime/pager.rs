//! Where the next page begins, and whether there is one.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use url::Url;

use super::client::without_secrets;
use super::error::{Decode, Received};
use super::link_header;
use super::page_body::{self, Found, Wanted};
use super::paging::{At, Paging, Size, Step};
use super::reader::Misfit;
use super::request::RequestParts;

/// How much of a token an error says.
const SHOWN: usize = 80;

/// Where the next page begins, and whether there is one.
#[derive(Debug)]
pub(super) struct Pager {
    paging: Paging,
    /// The token of the next page; `None` where the call itself says where to begin, and at the end.
    next: Option<String>,
    /// How many pages may still be asked for; `None` is any number.
    left: Option<usize>,
    /// The items or pages before the next page, where they are counted.
    number: u64,
    /// How many items a page has that is not the last.
    full: Option<u64>,
    /// The tokens that were met, each as a number: no page is asked for twice.
    met: HashSet<u64>,
    keys: RandomState,
    is_over: bool,
    /// What is wrong with the page before, which was given already.
    fault: Option<Box<Decode>>,
}

/// What comes next.
pub(super) enum Turn {
    /// A page, with this token if it is not where the call itself begins.
    Page(Option<String>),
    /// What is wrong with the page before.
    Fault(Box<Decode>),
    /// Nothing.
    Over,
}

impl Pager {
    /// The pages of a call that begins where its request says.
    pub(super) fn of(paging: Paging, request: &RequestParts) -> Self {
        let next = request.moved(&paging);
        let (start, size) = match &paging.step {
            Step::Offset { size, .. } => (0, *size),
            Step::Page { first, size, .. } => (*first, *size),
            Step::Token { .. } | Step::Cursor { .. } | Step::Link | Step::Address { .. } => {
                (0, None)
            }
        };
        let mut pager = Self {
            paging,
            next: None,
            left: None,
            number: start,
            full: size.and_then(|size| full(size, request)),
            met: HashSet::new(),
            keys: RandomState::new(),
            is_over: false,
            fault: None,
        };
        if let Some(next) = next {
            pager.begin_at(next);
        }
        pager
    }

    /// Begins at another token.
    pub(super) fn begin_at(&mut self, token: String) {
        self.number = token.parse().unwrap_or(self.number);
        self.meet(&token);
        self.next = Some(token);
    }

    pub(super) fn set_limit(&mut self, pages: usize) {
        self.left = Some(pages);
    }

    /// The token of the page that is asked for next, or was asked for in vain.
    pub(super) fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }

    /// What comes next; a page counts as soon as it is asked for.
    pub(super) fn turn(&mut self) -> Turn {
        if self.is_over || self.left == Some(0) {
            return Turn::Over;
        }
        if let Some(fault) = self.fault.take() {
            self.is_over = true;
            return Turn::Fault(fault);
        }
        self.left = self.left.map(|left| left.saturating_sub(1));
        Turn::Page(self.next.clone())
    }

    /// Nothing more comes.
    pub(super) fn stop(&mut self) {
        self.is_over = true;
    }

    /// Goes on from a page.
    pub(super) fn go_on(&mut self, page: &Received) {
        match self.following(page) {
            Ok(Some(token)) => {
                if !self.meet(&token) {
                    let is_address = self.paging.step.parameter().is_none();
                    let token = shown(&token, is_address);
                    let message =
                        format!("the token `{token}` comes a second time: pages would never end");
                    self.fail(page, Misfit::new(message));
                }
                self.next = Some(token);
            }
            Ok(None) => {
                self.next = None;
                self.is_over = true;
            }
            Err(misfit) => {
                self.next = None;
                self.fail(page, misfit);
            }
        }
    }

    fn fail(&mut self, page: &Received, misfit: Misfit) {
        self.fault = Some(Box::new(Decode::new(page.clone(), misfit)));
    }

    /// Whether a token is met for the first time.
    fn meet(&mut self, token: &str) -> bool {
        self.met.insert(self.keys.hash_one(token))
    }

    /// The token of the page after this one.
    fn following(&mut self, page: &Received) -> Result<Option<String>, Misfit> {
        let mut wanted: Vec<(Wanted, At)> = Vec::new();
        wanted.extend(self.paging.more.map(|at| (Wanted::More, at)));
        match self.paging.step {
            Step::Token { next, .. } | Step::Address { next } => wanted.push((Wanted::Token, next)),
            Step::Cursor { items, key, .. } => wanted.push((Wanted::Last(key), items)),
            Step::Offset { items, total, .. }
            | Step::Page {
                items,
                pages: total,
                ..
            } => {
                wanted.push((Wanted::Count, items));
                wanted.extend(total.map(|at| (Wanted::Total, at)));
            }
            Step::Link => {}
        }
        let mut found = page_body::read(page.body(), &wanted)?;
        if found.more == Some(false) {
            return Ok(None);
        }
        let token = match self.paging.step {
            Step::Token { .. } => found.token.take(),
            Step::Address { .. } => self.address(page, found.token.as_deref()),
            Step::Link => self.address(page, link_header::next(page.headers())),
            Step::Cursor { .. } if found.count > 0 && found.last.is_none() => {
                return Err(Misfit::new(
                    "the last item does not say where the next page begins",
                ));
            }
            Step::Cursor { .. } => found.last.take(),
            Step::Offset { .. } => self.counted(&found, found.count, found.total),
            Step::Page { first, .. } => {
                let total = found.total.map(|pages| first.saturating_add(pages));
                self.counted(&found, 1, total)
            }
        };
        match token {
            None if found.more == Some(true) => {
                Err(Misfit::new("there is more, but nothing says where"))
            }
            token => Ok(token),
        }
    }

    /// The number of the next page, or of its first item; `None` if a page like this is the last.
    fn counted(&mut self, found: &Found, step: u64, end: Option<u64>) -> Option<String> {
        let next = self
            .number
            .checked_add(step)
            .filter(|next| *next > self.number)?;
        let ends = match (found.more, end) {
            (Some(_), _) => false,
            (None, Some(end)) => next >= end || found.count == 0,
            (None, None) => found.count == 0 || self.full.is_some_and(|full| found.count < full),
        };
        // Where nothing says how many items a page has, it has as many as those before it.
        self.full = self.full.max(Some(found.count).filter(|_| self.expects()));
        self.number = next;
        (!ends).then(|| next.to_string())
    }

    /// Whether a page of fewer items than others is the last.
    const fn expects(&self) -> bool {
        match &self.paging.step {
            Step::Offset { size, .. } | Step::Page { size, .. } => size.is_some(),
            Step::Token { .. } | Step::Cursor { .. } | Step::Link | Step::Address { .. } => false,
        }
    }

    /// An address as it is meant on this page, whose own counts as met.
    fn address(&mut self, page: &Received, reference: Option<&str>) -> Option<String> {
        let base = page.address();
        if let Some(base) = base {
            self.meet(base.as_str());
        }
        let reference = reference?;
        let whole = base.and_then(|base: &Url| base.join(reference).ok());
        Some(whole.map_or_else(|| reference.to_owned(), String::from))
    }
}

/// How many items a page has that is not the last, where that is sure: what is asked for may be more than a server gives.
fn full(size: Size, request: &RequestParts) -> Option<u64> {
    match request.query_value(size.parameter) {
        Some(asked) => Some(asked.parse::<u64>().ok()?.min(size.most?)),
        None => size.usual,
    }
}

/// A token as an error says it; of an address what may be a credential is not said.
fn shown(token: &str, is_address: bool) -> String {
    let token = match token.split_once('?') {
        _ if !is_address => token.to_owned(),
        Some((address, _)) => format!("{}?…", without_secrets(address)),
        None => without_secrets(token),
    };
    match token.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", token.get(..end).unwrap_or_default()),
        None => token,
    }
}
