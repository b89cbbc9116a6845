//! What generated code says of each operation: a request as data and a table of answers.

use std::sync::Mutex;
use std::time::Duration;

use http::Method;
use http::header::CONTENT_TYPE;

use super::address::{has_query, is_plain};
use super::error::Received;
use super::platform::{MaybeSend, MaybeSync};
use super::reader::{FromJson, Misfit, Reader};
use super::request::RequestParts;
use super::{Body, Bytes, Failure};

/// One operation of the API: its value is a request.
pub trait Operation: MaybeSend + MaybeSync + 'static {
    /// What a success gives.
    type Output: MaybeSend + 'static;
    /// What the document says can go wrong.
    type Error: Failure;
    /// Method and path.
    const LINE: RequestLine;

    /// Says the parameters, the content and the credentials of the request.
    fn request(&self, request: &mut RequestParts);

    /// Reads an answer as what is documented for its status.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if the body is not of the documented type.
    fn answer(answer: Answer<'_>) -> Reading<Self>
    where
        Self: Sized;

    /// Whether the content of an answer of this status is read as it comes, and not before the answer is.
    fn streams(_status: u16) -> bool {
        false
    }

    /// The operation that a mock is asked for.
    #[cfg(feature = "mock")]
    #[doc(hidden)]
    fn asked(self) -> super::mocked::Asked
    where
        Self: Sized,
    {
        super::mocked::Asked::of(self)
    }
}

/// What an operation makes of an answer.
pub type Reading<Op> = Result<Outcome<<Op as Operation>::Output, <Op as Operation>::Error>, Misfit>;

/// What an answer is.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome<T, E> {
    /// A documented success.
    Success(T),
    /// A documented failure.
    Failure(E),
    /// Of a status that nothing is documented for.
    Undocumented,
}

/// Method, path template and what else of a request is the same for every call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestLine {
    pub(super) method: Verb,
    pub(super) path: &'static str,
    /// Whether the path, and every value in it, is spelled as the URL standard does.
    pub(super) is_plain: bool,
    pub(super) has_query: bool,
    pub(super) base_url: Option<&'static str>,
    pub(super) accept: &'static str,
    pub(super) follows: bool,
}

/// What is asked for where the description says nothing else: JSON, or what there is.
const ACCEPT: &str = "application/json, */*;q=0.5";

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verb {
    Standard(Method),
    Custom(&'static str),
}

impl RequestLine {
    /// A method that HTTP defines, and a path template.
    pub const fn new(method: Method, path: &'static str) -> Self {
        Self {
            method: Verb::Standard(method),
            path,
            is_plain: is_plain(path),
            has_query: has_query(path),
            base_url: None,
            accept: ACCEPT,
            follows: true,
        }
    }

    /// Any other method, and a path template.
    pub const fn custom(method: &'static str, path: &'static str) -> Self {
        Self {
            method: Verb::Custom(method),
            path,
            is_plain: is_plain(path),
            has_query: has_query(path),
            base_url: None,
            accept: ACCEPT,
            follows: true,
        }
    }

    /// At this base URL, unless the client or the call was given another; a relative one begins at the client's.
    #[must_use]
    pub const fn at(mut self, base_url: &'static str) -> Self {
        self.base_url = Some(base_url);
        self
    }

    /// Answered in these media types: what the field `Accept` says (RFC 9110 section 12.5.1).
    #[must_use]
    pub const fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = media_types;
        self
    }

    /// Answered by a redirect, which is not followed.
    #[must_use]
    pub const fn redirects(mut self) -> Self {
        self.follows = false;
        self
    }
}

/// An answer to be read.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    pub(super) received: &'a Received,
    #[allow(dead_code, reason = "an API may have no stream")]
    pub(super) unread: Option<&'a Mutex<Option<Unread>>>,
}

/// Content that is still to come.
#[derive(Debug)]
pub(super) struct Unread {
    pub(super) body: Body,
    /// How long it may keep quiet.
    #[allow(dead_code, reason = "an API may have no stream")]
    pub(super) idle: Option<Duration>,
}

impl<'a> Answer<'a> {
    /// An answer that was read.
    pub(super) const fn new(received: &'a Received) -> Self {
        Self {
            received,
            unread: None,
        }
    }

    /// An answer of which only the head was read.
    pub(super) const fn begun(received: &'a Received, unread: &'a Mutex<Option<Unread>>) -> Self {
        Self {
            received,
            unread: Some(unread),
        }
    }

    /// The status code.
    pub fn status(&self) -> u16 {
        self.received.status().as_u16()
    }

    /// Whether its content is of this media type, whatever its parameters.
    pub fn is(&self, media_type: &str) -> bool {
        let said = self.received.headers().get(CONTENT_TYPE);
        let said = said.and_then(|said| said.to_str().ok()).unwrap_or_default();
        let essence = said.split(';').next().unwrap_or_default();
        essence.trim().eq_ignore_ascii_case(media_type)
    }

    fn json<T: FromJson>(&self) -> Result<T, Misfit> {
        Reader::document(self.received.body())
    }

    /// A success whose content is JSON.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if the body is not of this type.
    pub fn success<T: FromJson, E>(self) -> Result<Outcome<T, E>, Misfit> {
        self.json().map(Outcome::Success)
    }

    /// One of several successes whose content is JSON.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if the body is not of this type.
    pub fn success_with<B: FromJson, T, E>(
        self,
        into: fn(B) -> T,
    ) -> Result<Outcome<T, E>, Misfit> {
        self.json().map(into).map(Outcome::Success)
    }

    /// A success without content.
    ///
    /// # Errors
    ///
    /// None.
    pub fn empty<E>(self) -> Result<Outcome<(), E>, Misfit> {
        Ok(Outcome::Success(()))
    }

    /// One of several successes, without content.
    ///
    /// # Errors
    ///
    /// None.
    pub fn success_empty<T, E>(self, value: T) -> Result<Outcome<T, E>, Misfit> {
        Ok(Outcome::Success(value))
    }

    /// A failure whose content is JSON.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if the body is not of this type.
    pub fn failure<B: FromJson, T, E>(self, into: fn(B) -> E) -> Result<Outcome<T, E>, Misfit> {
        self.json().map(into).map(Outcome::Failure)
    }

    /// A failure of several statuses whose content is JSON.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if the body is not of this type.
    pub fn failure_with_status<B: FromJson, T, E>(
        self,
        into: fn(u16, B) -> E,
    ) -> Result<Outcome<T, E>, Misfit> {
        Ok(Outcome::Failure(into(self.status(), self.json()?)))
    }

    /// A failure without content.
    ///
    /// # Errors
    ///
    /// None.
    pub fn failure_empty<T, E>(self, value: E) -> Result<Outcome<T, E>, Misfit> {
        Ok(Outcome::Failure(value))
    }

    /// A failure of several statuses, without content.
    ///
    /// # Errors
    ///
    /// None.
    pub fn failure_with_status_empty<T, E>(
        self,
        into: fn(u16) -> E,
    ) -> Result<Outcome<T, E>, Misfit> {
        Ok(Outcome::Failure(into(self.status())))
    }

    /// Nothing is documented for this status.
    ///
    /// # Errors
    ///
    /// None.
    pub fn undocumented<T, E>(self) -> Result<Outcome<T, E>, Misfit> {
        Ok(Outcome::Undocumented)
    }

    /// The answer's content as text instead of JSON.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if it is not UTF-8.
    pub fn text(self) -> Result<Plain<String>, Misfit> {
        let text = std::str::from_utf8(self.received.body());
        let content = text
            .map_err(|error| Misfit::new(format!("not UTF-8 after byte {}", error.valid_up_to())))?
            .to_owned();
        Ok(Plain {
            status: self.status(),
            content,
        })
    }

    /// The answer's content as bytes instead of JSON.
    ///
    /// # Errors
    ///
    /// None.
    pub fn bytes(self) -> Result<Plain<Bytes>, Misfit> {
        Ok(Plain {
            status: self.status(),
            content: self.received.body().clone(),
        })
    }
}

/// Content that is taken as it came.
#[derive(Debug, Clone)]
pub struct Plain<B> {
    status: u16,
    content: B,
}

impl<B> Plain<B> {
    #[allow(dead_code, reason = "an API may have no stream")]
    pub(super) const fn new(status: u16, content: B) -> Self {
        Self { status, content }
    }

    /// A success.
    ///
    /// # Errors
    ///
    /// None.
    pub fn success<E>(self) -> Result<Outcome<B, E>, Misfit> {
        Ok(Outcome::Success(self.content))
    }

    /// One of several successes.
    ///
    /// # Errors
    ///
    /// None.
    pub fn success_with<T, E>(self, into: fn(B) -> T) -> Result<Outcome<T, E>, Misfit> {
        Ok(Outcome::Success(into(self.content)))
    }

    /// A failure.
    ///
    /// # Errors
    ///
    /// None.
    pub fn failure<T, E>(self, into: fn(B) -> E) -> Result<Outcome<T, E>, Misfit> {
        Ok(Outcome::Failure(into(self.content)))
    }

    /// A failure of several statuses.
    ///
    /// # Errors
    ///
    /// None.
    pub fn failure_with_status<T, E>(self, into: fn(u16, B) -> E) -> Result<Outcome<T, E>, Misfit> {
        Ok(Outcome::Failure(into(self.status, self.content)))
    }
}
