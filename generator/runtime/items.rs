//! A stream of the items of an operation's pages.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::error::Error;
use super::paginated::Paginated;
use super::{Call, Operation, Pages, Response};

/// An item as it is given.
type Given<Op> = Result<<Op as Paginated>::Item, Error<<Op as Operation>::Error>>;

/// The items of an operation's pages, one after the other; a page is asked for when those of the page before are used up.
///
/// An error ends the stream: [`Items::next_token`] is then that of the page that failed, and all items before it were
/// given. Dropping the stream gives up the call that is being made.
#[must_use = "nothing is asked for until the first item is wanted"]
pub struct Items<Op: Paginated> {
    pages: Pages<Op>,
    /// What is left of the page before.
    left: std::vec::IntoIter<Op::Item>,
}

impl<Op: Paginated> Call<Op> {
    /// The items of all pages from the one on that this call asks for.
    pub fn into_items(self) -> Items<Op> {
        Items {
            pages: self.into_pages(),
            left: Vec::new().into_iter(),
        }
    }
}

impl<Op: Paginated> Items<Op> {
    /// The next item; `None` after the last one and after an error. May be given up at any time without losing an item.
    ///
    /// # Errors
    ///
    /// As [`Pages::next`].
    pub async fn next(&mut self) -> Option<Result<Op::Item, Error<Op::Error>>> {
        std::future::poll_fn(|context| self.poll_item(context)).await
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Given<Op>>> {
        loop {
            if let Some(item) = self.left.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(context)) {
                Some(Ok(page)) => {
                    let items = Op::items(Response::into_value(page));
                    self.left = items.unwrap_or_default().into_iter();
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    /// Begins at another page: with a token that [`Items::next_token`] gave.
    pub fn starting_at(mut self, token: impl Into<String>) -> Self {
        self.pages = self.pages.starting_at(token);
        self
    }

    /// How many pages may be asked for; as many as there are, unless it is said here.
    pub fn max_pages(mut self, pages: usize) -> Self {
        self.pages = self.pages.max_pages(pages);
        self
    }

    /// Where the page begins that is asked for next or, after an error, was asked for in vain: a token, a number or an
    /// address. `None` if that is where the call begins by itself, and after the last page.
    ///
    /// Items of the page before that were not taken yet are not on it.
    pub fn next_token(&self) -> Option<&str> {
        self.pages.next_token()
    }
}

// Items are moved out of the page and never pinned in it.
impl<Op: Paginated> Unpin for Items<Op> {}

impl<Op: Paginated> Stream for Items<Op> {
    type Item = Result<Op::Item, Error<Op::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

impl<Op: Paginated + fmt::Debug> fmt::Debug for Items<Op> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("left", &self.left.len())
            .finish()
    }
}
