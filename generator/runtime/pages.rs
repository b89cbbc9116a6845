//! A stream of the pages of an operation.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::call_future::ResponseFuture;
use super::error::Error;
use super::pager::{Pager, Turn};
use super::paginated::{Paginated, Turned, call_at, turned};
use super::{Call, Response};

/// A page as it is asked for.
type Page<Op> =
    Result<Response<<Op as super::Operation>::Output>, Error<<Op as super::Operation>::Error>>;

/// The pages of an operation, each asked for when it is wanted, by a call of its own with the settings of the first.
///
/// An error ends the stream: [`Pages::next_token`] is then that of the page that failed. Dropping the stream gives up the
/// call that is being made.
#[must_use = "nothing is asked for until the first page is wanted"]
pub struct Pages<Op: Paginated> {
    call: Call<Turned<Op>>,
    pager: Pager,
    asked: Option<ResponseFuture<Turned<Op>>>,
}

impl<Op: Paginated> Call<Op> {
    /// All pages from the one on that this call asks for, each as awaiting the call gives it.
    pub fn into_pages(self) -> Pages<Op> {
        let (call, pager) = turned(self);
        Pages {
            call,
            pager,
            asked: None,
        }
    }
}

impl<Op: Paginated> Pages<Op> {
    /// The next page; `None` after the last one and after an error. May be given up at any time without losing a page.
    ///
    /// # Errors
    ///
    /// What a call may fail with, and [`Error::Decode`] after a page that says nothing of what would follow it that can
    /// be understood, or a token that came before.
    pub async fn next(&mut self) -> Option<Result<Op::Output, Error<Op::Error>>> {
        let page = self.next_with_response().await?;
        Some(page.map(Response::into_value))
    }

    /// The next page with status and header fields.
    ///
    /// # Errors
    ///
    /// As [`Pages::next`].
    pub async fn next_with_response(&mut self) -> Option<Page<Op>> {
        std::future::poll_fn(|context| self.poll_page(context)).await
    }

    pub(super) fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Page<Op>>> {
        let mut asked = match self.asked.take() {
            Some(asked) => asked,
            None => match self.pager.turn() {
                Turn::Page(token) => ResponseFuture::of(call_at(&self.call, token)),
                Turn::Fault(fault) => return Poll::Ready(Some(Err(Error::Decode(fault)))),
                Turn::Over => return Poll::Ready(None),
            },
        };
        let Poll::Ready(page) = Pin::new(&mut asked).poll(context) else {
            self.asked = Some(asked);
            return Poll::Pending;
        };
        match &page {
            Ok(page) => self.pager.go_on(page.received()),
            Err(_) => self.pager.stop(),
        }
        Poll::Ready(Some(page))
    }

    /// Begins at another page: with a token that [`Pages::next_token`] gave.
    pub fn starting_at(mut self, token: impl Into<String>) -> Self {
        self.pager.begin_at(token.into());
        self
    }

    /// How many pages may be asked for; as many as there are, unless it is said here.
    pub fn max_pages(mut self, pages: usize) -> Self {
        self.pager.set_limit(pages);
        self
    }

    /// Where the page begins that is asked for next or, after an error, was asked for in vain: a token, a number or an
    /// address. `None` if that is where the call begins by itself, and after the last page.
    pub fn next_token(&self) -> Option<&str> {
        self.pager.next()
    }
}

impl<Op: Paginated> Stream for Pages<Op> {
    type Item = Result<Op::Output, Error<Op::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let page = ready!(self.poll_page(context));
        Poll::Ready(page.map(|page| page.map(Response::into_value)))
    }
}

impl<Op: Paginated + fmt::Debug> fmt::Debug for Pages<Op> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("call", &self.call)
            .finish_non_exhaustive()
    }
}
