//! One call's exchange with the server: send, follow redirects, read a bounded body.

use std::borrow::Cow;

use bytes::{Bytes, BytesMut};
use http::StatusCode;

use super::error::{Cut, Interrupted, NotSent, Received, Why};
use super::redirect::{self, Address, Sent};
use super::renewal::{Renewal, is_authorized};
use super::request::Prepared;
use super::timer::Deadline;
use super::{Body, Client};

/// Why no answer came.
pub(super) enum Failed {
    NotSent(NotSent),
    Interrupted(Interrupted),
}

/// Sends a request and gives the answer whose body is still to be read.
///
/// A request whose token is refused is sent once more with another, if there is one.
pub(super) async fn send(
    client: &Client,
    mut request: Prepared,
    deadline: Deadline,
) -> Result<http::Response<Body>, Failed> {
    if deadline.is_over() {
        return Err(Failed::NotSent(NotSent::new(Why::Deadline)));
    }
    let renewal = Renewal::begin(&mut request, deadline).await;
    let renewal = renewal.map_err(Failed::NotSent)?;
    let (answer, authorized) = follow(client, request, deadline).await?;
    let refused = authorized && answer.status() == StatusCode::UNAUTHORIZED;
    if let Some(renewal) = renewal.filter(|_| refused)
        && let Some(request) = renewal.again(deadline).await
    {
        let (answer, _) = follow(client, request, deadline)
            .await
            .map_err(after_first)?;
        return Ok(answer);
    }
    Ok(answer)
}

/// Sends a request, follows redirects, and says of the last answer whether a token was sent for it.
async fn follow(
    client: &Client,
    mut request: Prepared,
    deadline: Deadline,
) -> Result<(http::Response<Body>, bool), Failed> {
    let follows = request.follows;
    let mut followed = 0;
    loop {
        let sent = Sent::of(&request);
        let authorized = is_authorized(&request.headers);
        let answer = send_once(client, request, deadline).await;
        let answer = answer.map_err(|failed| {
            if followed > 0 {
                after_first(failed)
            } else {
                failed
            }
        })?;
        if !follows || followed == redirect::LIMIT {
            return Ok((sent.answered(answer), authorized));
        }
        match redirect::next(&sent, answer.status(), answer.headers()) {
            Some(next) => request = next,
            None => return Ok((sent.answered(answer), authorized)),
        }
        followed += 1;
    }
}

/// A first request was answered, whatever became of the one that its answer led to.
fn after_first(failed: Failed) -> Failed {
    match failed {
        Failed::NotSent(error) => Failed::Interrupted(Interrupted::new(Some(Box::new(error)))),
        Failed::Interrupted(error) => Failed::Interrupted(error),
    }
}

async fn send_once(
    client: &Client,
    request: Prepared,
    deadline: Deadline,
) -> Result<http::Response<Body>, Failed> {
    let uri = request.url.as_str().parse::<http::Uri>();
    let uri = uri.map_err(|_| {
        Failed::NotSent(NotSent::new(Why::Address(
            "the address is too long or cannot be formed".to_owned(),
        )))
    })?;
    let mut message = http::Request::new(request.body);
    *message.method_mut() = request.method;
    *message.uri_mut() = uri;
    *message.headers_mut() = request.headers;
    match deadline
        .within(client.inner.transport().send(message))
        .await
    {
        Some(Ok(answer)) => Ok(answer),
        Some(Err(error)) if error.may_have_been_sent() => Err(Failed::Interrupted(
            Interrupted::new(Some(error.into_source())),
        )),
        Some(Err(error)) => Err(Failed::NotSent(NotSent::new(Why::Connection(
            error.into_source(),
        )))),
        None => Err(Failed::Interrupted(Interrupted::new(None))),
    }
}

/// The head of an answer, and its body, which is still to be read.
pub(super) fn begin(answer: http::Response<Body>) -> (Received, Body) {
    let (mut parts, body) = answer.into_parts();
    let address = parts.extensions.remove::<Address>();
    let head = Received::new(parts.status, parts.headers, Bytes::new(), None);
    (head.from_address(address), body)
}

/// Reads an answer's body as far as the limit and the deadline allow.
pub(super) async fn receive(
    client: &Client,
    head: Received,
    mut body: Body,
    deadline: Deadline,
) -> Received {
    let limit = client.inner.body_limit(head.status().is_success());
    let (bytes, cut) = read(&mut body, limit, deadline).await;
    head.with_body(bytes, cut)
}

async fn read(body: &mut Body, limit: usize, deadline: Deadline) -> (Bytes, Option<Cut>) {
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
