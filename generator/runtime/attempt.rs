//! One request on the wire, between the hooks that are asked before it and told after it.

use std::future::Future;
use std::time::Duration;

use super::error::{Interrupted, NotSent, Why};
use super::exchange::Failed;
use super::hook::{Attempt, Ended, Hook, Step};
use super::request::Prepared;
use super::timer::{Deadline, Instant};
use super::trace::Span;
use super::{Body, Client, TransportError};

/// What is the same for all requests of a call, and how many there were.
pub(super) struct Sending {
    /// When the call must be over.
    pub(super) deadline: Deadline,
    /// How long an answer may take, to its last byte.
    pub(super) timeout: Option<Duration>,
    /// Which attempt it is, from 1.
    pub(super) number: u32,
    /// How many requests were sent.
    pub(super) sent: u32,
}

type Answered = Result<http::Response<Body>, Failed>;

/// Sends one request and gives the answer, and until when its body must be read.
pub(super) async fn send(
    client: &Client,
    request: &mut Prepared,
    sending: &mut Sending,
) -> Result<(http::Response<Body>, Deadline), Failed> {
    let message = request.message().map_err(Failed::NotSent)?;
    let span = Span::of_attempt(request, sending.sent);
    let attempt = Attempt {
        path: request.template,
        number: sending.number,
        resends: sending.sent,
        elsewhere: request.elsewhere,
        deadline: sending.deadline,
        took: Duration::ZERO,
    };
    sending.sent += 1;
    let wire = Wire {
        client,
        timeout: sending.timeout,
        until: sending.deadline,
    };
    let (answered, until) = span
        .within(async {
            if client.inner.hooks().next().is_none() {
                wire.transmit(message).await
            } else {
                // Boxed, for it would make the future of every call larger.
                Box::pin(wire.between_hooks(message, attempt)).await
            }
        })
        .await;
    span.attempt_ended(&answered);
    answered.map(|answer| (answer, until))
}

/// The way to the server.
struct Wire<'a> {
    client: &'a Client,
    timeout: Option<Duration>,
    until: Deadline,
}

impl Wire<'_> {
    /// Gives the message to the transport.
    fn transmit(
        &self,
        message: http::Request<Body>,
    ) -> impl Future<Output = (Answered, Deadline)> + use<> {
        let until = self.until.or_after(self.timeout);
        let answer = self.client.inner.transport().send(message);
        async move { (sorted(until.within(answer).await), until) }
    }

    /// Asks the hooks in their order, transmits, and tells those that were asked in the opposite order.
    async fn between_hooks(
        &self,
        mut message: http::Request<Body>,
        mut attempt: Attempt,
    ) -> (Answered, Deadline) {
        let hooks = self.client.inner.hooks();
        let hooks = hooks.filter(|hook| !attempt.elsewhere || hook.goes_elsewhere());
        let hooks: Vec<&dyn Hook> = hooks.collect();
        let mut asked = 0;
        let mut ended = None;
        for hook in &hooks {
            asked += 1;
            let step = hook.before(&mut message, &attempt);
            ended = match self.until.within(step).await {
                Some(Ok(Step::Send)) => continue,
                Some(Ok(Step::Answer(answer))) => Some(Ok(answer)),
                Some(Err(error)) => Some(Err(Failed::NotSent(NotSent::new(Why::Hook(error))))),
                None => Some(Err(Failed::NotSent(NotSent::new(Why::Deadline)))),
            };
            break;
        }
        let (mut ended, until) = match ended {
            Some(ended) => (ended, self.until),
            None => {
                let begun = Instant::now();
                let transmitted = self.transmit(message).await;
                attempt.took = begun.elapsed();
                transmitted
            }
        };
        for hook in hooks.iter().take(asked).rev() {
            let told = hook.after(&attempt, Ended::of(&mut ended));
            if self.until.within(told).await.is_none() {
                return (Err(Failed::Interrupted(Interrupted::timeout())), until);
            }
        }
        (ended, until)
    }
}

/// What came of the transport, if anything did in time.
fn sorted(answer: Option<Result<http::Response<Body>, TransportError>>) -> Answered {
    match answer {
        Some(Ok(answer)) => Ok(answer),
        Some(Err(error)) if error.may_have_been_sent() => {
            Err(Failed::Interrupted(Interrupted::new(error.into_source())))
        }
        Some(Err(error)) => Err(Failed::NotSent(NotSent::new(Why::Connection(
            error.into_source(),
        )))),
        None => Err(Failed::Interrupted(Interrupted::timeout())),
    }
}
