//! One attempt of a call: credentials that are asked for, redirects, the content of the answer.

use std::borrow::Cow;
use std::pin::pin;

use bytes::{Bytes, BytesMut};
use http::StatusCode;

use super::address::to_url;
use super::attempt::{Sending, send};
use super::error::{Cut, Interrupted, NotSent, Why};
use super::redirect::{self, Address};
use super::renewal::{Renewal, is_authorized};
use super::request::Prepared;
use super::timer::Deadline;
use super::{Body, Client};

/// Why no answer came.
#[derive(Debug)]
pub(super) enum Failed {
    NotSent(NotSent),
    Interrupted(Interrupted),
}

/// The request of a call, and what is kept of it from one attempt to the next.
pub(super) struct Exchange<'a> {
    client: &'a Client,
    pub(super) request: &'a mut Prepared,
    renewal: Option<Renewal>,
    sending: Sending,
}

/// An answer whose body is still to be read, and until when.
type Begun = (http::Response<Body>, Deadline);

impl<'a> Exchange<'a> {
    pub(super) const fn new(
        client: &'a Client,
        request: &'a mut Prepared,
        sending: Sending,
    ) -> Self {
        Self {
            client,
            request,
            renewal: None,
            sending,
        }
    }

    /// Sends the request and gives the answer whose body is still to be read.
    ///
    /// A request whose token is refused is sent once more with another, if there is one, and in one attempt only.
    pub(super) async fn attempt(&mut self, number: u32) -> Result<Begun, Failed> {
        self.sending.number = number;
        let deadline = self.sending.deadline;
        if deadline.is_over() {
            return Err(Failed::NotSent(NotSent::new(Why::Deadline)));
        }
        if !self.request.lacking.is_empty() {
            let renewal = Renewal::begin(self.request, deadline).await;
            self.renewal = renewal.map_err(Failed::NotSent)?;
        }
        let (begun, authorized) = self.follow().await?;
        let refused = authorized && begun.0.status() == StatusCode::UNAUTHORIZED;
        if let Some(renewal) = self.renewal.take_if(|_| refused)
            && renewal.renew(self.request, deadline).await
        {
            let (begun, _) = self.follow().await.map_err(after_first)?;
            return Ok(begun);
        }
        Ok(begun)
    }

    /// Sends the request, follows redirects, and says of the last answer whether a token was sent for it.
    async fn follow(&mut self) -> Result<(Begun, bool), Failed> {
        // Boxed, for it would make the future of every call larger.
        let mut next: Option<Box<Prepared>> = None;
        let mut followed = 0;
        loop {
            let request = next.as_deref_mut().unwrap_or(self.request);
            let authorized = is_authorized(&request.headers);
            let begun = send(self.client, request, &mut self.sending).await;
            let mut begun = begun.map_err(|failed| match followed {
                0 => failed,
                _ => after_first(failed),
            })?;
            if request.keeps_address
                && let Ok(url) = to_url(&request.uri)
            {
                begun.0.extensions_mut().insert(Address(url));
            }
            if !request.follows || followed == redirect::LIMIT {
                return Ok((begun, authorized));
            }
            match redirect::next(request, begun.0.status(), begun.0.headers()) {
                Some(Ok(led)) => next = Some(Box::new(led)),
                Some(Err(error)) => return Err(after_first(Failed::NotSent(error))),
                None => return Ok((begun, authorized)),
            }
            followed += 1;
        }
    }
}

impl Failed {
    /// The outcome of this attempt.
    pub(super) fn at_attempt(self, number: u32) -> Self {
        match self {
            Self::NotSent(error) => Self::NotSent(error.at_attempt(number)),
            Self::Interrupted(error) => Self::Interrupted(error.at_attempt(number)),
        }
    }
}

/// A first request was answered, or may have been acted on, whatever became of the one after it.
pub(super) fn after_first(failed: Failed) -> Failed {
    match failed {
        Failed::NotSent(error) => Failed::Interrupted(Interrupted::new(error)),
        Failed::Interrupted(error) => Failed::Interrupted(error),
    }
}

/// The content of an answer.
pub(super) enum Content {
    /// As far as it came, and why that is not all.
    Whole(Bytes, Option<Cut>),
    /// It is still to be read.
    Unread(Body),
}

/// Reads an answer's body as far as the limit and the deadline allow.
pub(super) async fn receive(
    client: &Client,
    status: StatusCode,
    mut body: Body,
    deadline: Deadline,
) -> (Bytes, Option<Cut>) {
    let limit = client.inner.body_limit(status.is_success());
    let mut came = Came::default();
    let cut = {
        // What waits for it moves it from one place to another.
        let all = pin!(came.all_of(&mut body, limit));
        deadline.within(all).await
    };
    let cut = cut.unwrap_or(Some(Cut::Lost(Cow::Borrowed("the time was up"))));
    (came.into_bytes(), cut)
}

/// What came of a body. Most are one chunk, which need not be copied.
#[derive(Default)]
struct Came {
    first: Bytes,
    all: BytesMut,
}

impl Came {
    /// Takes all that comes, and says why that is not all there is.
    async fn all_of(&mut self, body: &mut Body, limit: usize) -> Option<Cut> {
        while let Some(chunk) = body.chunk().await {
            let chunk = match chunk {
                Ok(chunk) => chunk,
                Err(error) => {
                    return Some(Cut::Lost(Cow::Owned(error.into_source().to_string())));
                }
            };
            let room = limit.saturating_sub(self.first.len() + self.all.len());
            if let Some(fitting) = chunk.get(..room)
                && chunk.len() > room
            {
                self.add(fitting);
                return Some(Cut::Limit(limit));
            }
            if self.first.is_empty() && self.all.is_empty() {
                self.first = chunk;
            } else {
                self.add(&chunk);
            }
        }
        None
    }

    fn add(&mut self, chunk: &[u8]) {
        self.all.extend_from_slice(&std::mem::take(&mut self.first));
        self.all.extend_from_slice(chunk);
    }

    fn into_bytes(self) -> Bytes {
        if self.all.is_empty() {
            self.first
        } else {
            self.all.freeze()
        }
    }
}
