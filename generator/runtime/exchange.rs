//! One attempt of a call: credentials that are asked for, redirects, the content of the answer.

use std::borrow::Cow;

use bytes::{Bytes, BytesMut};
use http::StatusCode;

use super::attempt::{Sending, send};
use super::error::{Cut, Interrupted, NotSent, Why};
use super::redirect;
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
    pub(super) request: Prepared,
    renewal: Option<Renewal>,
    sending: Sending,
}

/// An answer whose body is still to be read, and until when.
type Begun = (http::Response<Body>, Deadline);

impl<'a> Exchange<'a> {
    pub(super) const fn new(client: &'a Client, request: Prepared, sending: Sending) -> Self {
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
            let renewal = Renewal::begin(&mut self.request, deadline).await;
            self.renewal = renewal.map_err(Failed::NotSent)?;
        }
        let (begun, authorized) = self.follow().await?;
        let refused = authorized && begun.0.status() == StatusCode::UNAUTHORIZED;
        if let Some(renewal) = self.renewal.take_if(|_| refused)
            && renewal.renew(&mut self.request, deadline).await
        {
            let (begun, _) = self.follow().await.map_err(after_first)?;
            return Ok(begun);
        }
        Ok(begun)
    }

    /// Sends the request, follows redirects, and says of the last answer whether a token was sent for it.
    async fn follow(&mut self) -> Result<(Begun, bool), Failed> {
        let mut next: Option<Prepared> = None;
        let mut followed = 0;
        loop {
            let request = next.as_mut().unwrap_or(&mut self.request);
            let authorized = is_authorized(&request.headers);
            let begun = send(self.client, request, &mut self.sending).await;
            let begun = begun.map_err(|failed| match followed {
                0 => failed,
                _ => after_first(failed),
            })?;
            if !request.follows || followed == redirect::LIMIT {
                return Ok((begun, authorized));
            }
            match redirect::next(request, begun.0.status(), begun.0.headers()) {
                Some(led) => next = Some(led),
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
        Failed::NotSent(error) => Failed::Interrupted(Interrupted::new(Some(Box::new(error)))),
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
    let mut first: Option<Bytes> = None;
    let mut all = BytesMut::new();
    let cut = loop {
        match deadline.within(body.chunk()).await {
            Some(Some(Ok(chunk))) => {
                let room = limit.saturating_sub(all.len() + first.as_ref().map_or(0, Bytes::len));
                if chunk.len() > room {
                    join(&mut first, &mut all);
                    all.extend_from_slice(chunk.get(..room).unwrap_or_default());
                    break Some(Cut::Limit(limit));
                }
                // Most bodies are one chunk, which need not be copied.
                if first.is_none() && all.is_empty() {
                    first = Some(chunk);
                } else {
                    join(&mut first, &mut all);
                    all.extend_from_slice(&chunk);
                }
            }
            Some(Some(Err(error))) => {
                break Some(Cut::Lost(Cow::Owned(error.into_source().to_string())));
            }
            Some(None) => break None,
            None => break Some(Cut::Lost(Cow::Borrowed("the time was up"))),
        }
    };
    (first.unwrap_or_else(|| all.freeze()), cut)
}

fn join(first: &mut Option<Bytes>, all: &mut BytesMut) {
    if let Some(first) = first.take() {
        all.extend_from_slice(&first);
    }
}
