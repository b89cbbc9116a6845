//! The attempts of a call, one after the other until an outcome stands.

use std::time::Duration;

use super::Client;
use super::attempt::Sending;
use super::budget::Budget;
use super::error::{Cut, Why};
use super::exchange::{Content, Exchange, Failed, after_first, receive};
use super::request::Prepared;
use super::retry::{Attempted, End, Retry};
use super::timer::{Deadline, sleep};
use super::trace::{self, Span};

/// What a call is given beside its request.
pub(super) struct Terms {
    /// When it must be over.
    pub(super) deadline: Deadline,
    /// How long an attempt may take.
    pub(super) attempt_timeout: Option<Duration>,
    /// What is sent again, if not what the client says.
    pub(super) retry: Option<Retry>,
}

impl Terms {
    /// What the call says, else what its client does.
    pub(super) fn of(
        client: &Client,
        timeout: Option<Duration>,
        attempt_timeout: Option<Duration>,
        retry: Option<Retry>,
    ) -> Self {
        Self {
            deadline: Deadline::after(timeout.or(client.inner.timeout())),
            attempt_timeout: attempt_timeout.or(client.inner.attempt_timeout()),
            retry,
        }
    }
}

/// The outcome of an attempt.
type Answered = Result<http::Response<Content>, Failed>;

/// The outcome that stands, and of which attempt it is.
///
/// Where the content of an answer is read as it comes, its head is the outcome.
pub(super) async fn outcome(
    client: &Client,
    request: &mut Prepared,
    terms: &Terms,
    streams: fn(u16) -> bool,
) -> (Answered, u32) {
    let span = Span::of_call(request);
    let attempts = attempts(client, request, terms, streams);
    let (answered, number) = span.within(attempts).await;
    span.call_ended(&answered, number);
    (answered, number)
}

async fn attempts(
    client: &Client,
    request: &mut Prepared,
    terms: &Terms,
    streams: fn(u16) -> bool,
) -> (Answered, u32) {
    let sending = Sending {
        deadline: terms.deadline,
        timeout: terms.attempt_timeout,
        number: 1,
        sent: 0,
    };
    let mut exchange = Exchange::new(client, request, sending);
    let mut number = 1;
    // Whether an attempt may have reached the server.
    let mut reached = false;
    loop {
        let answered = match exchange.attempt(number).await {
            Ok((answer, _)) if streams(answer.status().as_u16()) => Ok(answer.map(Content::Unread)),
            Ok((answer, until)) => {
                let (parts, body) = answer.into_parts();
                let (bytes, cut) = receive(client, parts.status, body, until).await;
                Ok(http::Response::from_parts(
                    parts,
                    Content::Whole(bytes, cut),
                ))
            }
            Err(failed) => Err(failed),
        };
        let Some(wait) = wait(client, exchange.request, terms, &answered, number) else {
            let answered = answered.map_err(|failed| match reached {
                true => after_first(failed),
                false => failed,
            });
            return (answered.map_err(|failed| failed.at_attempt(number)), number);
        };
        trace::repeats(wait);
        reached |= !matches!(answered, Err(Failed::NotSent(_)));
        // The connection is given up before the pause.
        drop(answered);
        sleep(wait).await;
        number += 1;
    }
}

/// How long to wait until the next attempt; `None` if there is none.
fn wait(
    client: &Client,
    request: &Prepared,
    terms: &Terms,
    answered: &Answered,
    number: u32,
) -> Option<Duration> {
    let end = match answered {
        Ok(answer) => {
            let is_trouble = matches!(answer.status().as_u16(), 408 | 429 | 500..);
            if let Some(budget) = client.inner.budget().filter(|_| !is_trouble) {
                budget.earn(number);
            }
            End::Answered {
                status: answer.status(),
                headers: answer.headers(),
                cut: matches!(answer.body(), Content::Whole(_, Some(Cut::Lost(_)))),
            }
        }
        Err(Failed::NotSent(error)) if matches!(error.why(), Why::Connection(_)) => End::NotSent,
        Err(Failed::NotSent(_)) => return None,
        Err(Failed::Interrupted(error)) if error.is_refused() => return None,
        Err(Failed::Interrupted(error)) => End::Interrupted {
            timeout: error.is_timeout(),
        },
    };
    let retry = terms.retry.as_ref().unwrap_or(client.inner.retry());
    let policy = retry.policy().filter(|_| request.body.is_repeatable())?;
    let wait = policy.again(&Attempted {
        number,
        method: &request.method,
        keyed: request.keyed,
        end,
    })?;
    let in_time = terms.deadline.left().is_none_or(|left| wait < left);
    let may = in_time && client.inner.budget().is_none_or(Budget::spend);
    may.then_some(wait)
}
