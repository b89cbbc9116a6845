//! `pages!`: what generated code says of an operation whose answers are pages.

use std::fmt;
use std::sync::Arc;

use super::operation::{Answer, Operation, Reading, RequestLine};
use super::page_body::{self, Wanted};
use super::pager::Pager;
use super::paging::{Member, Paging};
use super::parameter::encode;
use super::platform::MaybeSend;
use super::request::RequestParts;
use super::writer::Writer;
use super::{Body, Call, json_member};

/// An operation whose answers are pages.
pub trait Paginated: Operation {
    /// What the pages hold.
    type Item: MaybeSend + 'static;
    /// How they follow each other.
    const PAGING: Paging;

    /// The items of a page; `None` if it is of a kind that has none.
    fn items(page: Self::Output) -> Option<Vec<Self::Item>>;
}

/// Says how the pages of an operation follow each other, and where their items are.
///
/// `pages! { Operation { Item, |page| Some(page.data), token("pageToken", &["nextPageToken"]) } }`
#[allow(unused_macros, reason = "an API may have no pages")]
macro_rules! pages {
    ($operation:ident {
        $item:ty, |$page:ident| $items:expr,
        $step:ident($($said:expr),*) $(.$also:ident($($more:expr),*))* $(,)?
    }) => {
        impl $crate::runtime::Paginated for $operation {
            type Item = $item;
            const PAGING: $crate::runtime::Paging = $crate::runtime::Paging::$step($($said),*)$(.$also($($more),*))*;

            #[inline]
            fn items($page: Self::Output) -> Option<Vec<$item>> {
                $items
            }
        }
    };
}

#[allow(unused_imports, reason = "an API may have no pages")]
pub(crate) use pages;

/// The same operation, whose request is for one page.
pub(super) struct Turned<Op> {
    operation: Arc<Op>,
    /// Where the page begins, if it is not where the request says itself.
    at: Option<String>,
}

/// The same call, whose requests are for one page each, and where the first one begins.
pub(super) fn turned<Op: Paginated>(call: Call<Op>) -> (Call<Turned<Op>>, Pager) {
    let mut request = RequestParts::new(Op::LINE);
    call.operation.request(&mut request);
    let pager = Pager::of(Op::PAGING, &request);
    let call = call.map(|operation| Turned {
        operation: Arc::new(operation),
        at: None,
    });
    (call, pager)
}

/// The call for the page that begins there.
pub(super) fn call_at<Op>(call: &Call<Turned<Op>>, at: Option<String>) -> Call<Turned<Op>> {
    let mut call = call.clone();
    call.operation.at = at;
    call
}

impl<Op: Paginated> Operation for Turned<Op> {
    type Output = Op::Output;
    type Error = Op::Error;
    const LINE: RequestLine = Op::LINE;

    fn request(&self, request: &mut RequestParts) {
        self.operation.request(request);
        request.keeps_address = Op::PAGING.step.parameter().is_none();
        if let Some(at) = &self.at {
            request.turn(&Op::PAGING, at);
        }
    }

    fn answer(answer: Answer<'_>) -> Reading<Self> {
        Op::answer(answer)
    }

    fn streams(status: u16) -> bool {
        Op::streams(status)
    }

    #[cfg(feature = "mock")]
    fn asked(self) -> super::mocked::Asked {
        super::mocked::Asked::of_shared(self.operation)
    }
}

impl<Op> Clone for Turned<Op> {
    fn clone(&self) -> Self {
        Self {
            operation: Arc::clone(&self.operation),
            at: self.at.clone(),
        }
    }
}

impl<Op: fmt::Debug> fmt::Debug for Turned<Op> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.operation.fmt(f)
    }
}

impl RequestParts {
    /// Asks for the page that begins there.
    fn turn(&mut self, paging: &Paging, at: &str) {
        match (paging.step.parameter(), paging.member) {
            (Some(_), Some(member)) => self.turn_body(member, at),
            (Some(name), None) => self.query.set(name, &encode(at)),
            (None, _) => self.led_to = Some(at.to_owned()),
        }
    }

    /// Asks for the page by a member of the content.
    fn turn_body(&mut self, member: Member, at: &str) {
        let mut json = Writer::default();
        if !member.is_number {
            json.string(at);
        } else if serde_json::from_str::<serde_json::Number>(at).is_ok() {
            json.raw(at);
        } else {
            return self.refuse("page", "is no number");
        }
        let content = self
            .body
            .as_bytes()
            .and_then(|bytes| std::str::from_utf8(bytes).ok());
        match content.map(|content| json_member::put(content, member.at, &json.text)) {
            Some(Ok(content)) if self.body.as_bytes().is_some_and(<[u8]>::is_empty) => {
                self.content("application/json", Some(content));
            }
            Some(Ok(content)) => self.body = Body::from(content),
            Some(Err(_)) | None => {
                self.refuse(
                    "body",
                    "is no JSON object, which would ask for the next page",
                );
            }
        }
    }

    /// What the request itself says of where pages begin.
    pub(super) fn moved(&self, paging: &Paging) -> Option<String> {
        let name = paging.step.parameter()?;
        let Some(member) = paging.member else {
            return self.query_value(name);
        };
        // What cannot be read is refused when it is sent.
        let content = self.body.as_bytes().unwrap_or_default();
        page_body::read(content, &[(Wanted::Sent, member.at)])
            .ok()?
            .token
    }

    /// What a query parameter says.
    pub(super) fn query_value(&self, name: &str) -> Option<String> {
        let value = percent_encoding::percent_decode_str(self.query.get(name)?);
        Some(value.decode_utf8_lossy().into_owned()).filter(|value| !value.is_empty())
    }
}
