//! Credentials that are asked for when a request needs them, and once more when the server refuses them.

use std::fmt;

use http::HeaderMap;
use http::header::AUTHORIZATION;

use super::credential::{Scheme, Secret, Sent};
use super::error::{NotSent, Why};
use super::platform::{BoxError, BoxFuture, MaybeSend, MaybeSync, Shared, SharedError};
use super::request::Prepared;
use super::timer::Deadline;

/// Why a source gave no secret; several calls may have waited for it.
pub(super) type Failure = SharedError;

/// A secret to come.
pub(super) type Supplied<'a> = BoxFuture<'a, Result<Secret, Failure>>;

/// Where a credential comes from.
pub(super) trait Supply: MaybeSend + MaybeSync {
    /// What is sent, if nobody need be asked.
    fn known(&self) -> Option<&Sent>;

    /// The secret to send; `refused` is one that the server did not accept.
    fn ask<'a>(&'a self, refused: Option<&'a Secret>) -> Supplied<'a>;
}

/// A secret that is known from the beginning, made what is sent once for all requests.
pub(super) struct Known {
    secret: Secret,
    sent: Sent,
}

impl Known {
    pub(super) fn new(scheme: &Scheme, secret: Secret) -> Self {
        let sent = scheme.apply(&secret);
        Self { secret, sent }
    }
}

impl Supply for Known {
    fn known(&self) -> Option<&Sent> {
        Some(&self.sent)
    }

    fn ask<'a>(&'a self, _refused: Option<&'a Secret>) -> Supplied<'a> {
        Box::pin(async { Ok(self.secret.clone()) })
    }
}

/// A credential that a request still lacks.
pub(super) struct Lacking {
    pub(super) scheme: &'static Scheme,
    pub(super) supply: Shared<dyn Supply>,
}

impl fmt::Debug for Lacking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Lacking").field(&self.scheme.name).finish()
    }
}

impl Lacking {
    /// Asks for the secret and puts it where the scheme says.
    async fn fill(
        &self,
        headers: &mut HeaderMap,
        refused: Option<&Secret>,
        deadline: Deadline,
    ) -> Result<Secret, NotSent> {
        let failed = |source: Failure| {
            NotSent::new(Why::Token {
                scheme: self.scheme.name,
                source,
            })
        };
        let secret = match deadline.within(self.supply.ask(refused)).await {
            Some(secret) => secret.map_err(failed)?,
            None => return Err(NotSent::new(Why::Deadline)),
        };
        if let Some(why) = self.scheme.refuses(&secret) {
            return Err(failed(unfit(why)));
        }
        // What is asked for goes into a header field only: `Scheme::bearer` is how tokens are sent (RFC 6750).
        match self.scheme.apply(&secret) {
            Sent::Header(_, Ok((name, value))) => {
                headers.insert(name, value);
                Ok(secret)
            }
            Sent::Header(..) | Sent::Query(..) | Sent::Cookie(..) => Err(failed(unfit(
                "holds a character that no header field may have",
            ))),
        }
    }
}

fn unfit(why: &str) -> Failure {
    Failure::from(BoxError::from(format!("the token {why}")))
}

/// The credentials that a request was given when it was sent, and others once these are refused.
pub(super) struct Renewal {
    lacking: Vec<Lacking>,
    secrets: Vec<Secret>,
}

impl Renewal {
    /// Gives a request the credentials it lacks; `None` if it lacks none.
    pub(super) async fn begin(
        request: &mut Prepared,
        deadline: Deadline,
    ) -> Result<Option<Self>, NotSent> {
        let lacking = std::mem::take(&mut request.lacking);
        if lacking.is_empty() {
            return Ok(None);
        }
        let mut secrets = Vec::new();
        for one in &lacking {
            secrets.push(one.fill(&mut request.headers, None, deadline).await?);
        }
        Ok(Some(Self { lacking, secrets }))
    }

    /// Gives the request credentials that were not refused yet; whether there are any and its content can be sent once
    /// more. If not, the refusal is the answer.
    pub(super) async fn renew(self, request: &mut Prepared, deadline: Deadline) -> bool {
        if !request.body.is_repeatable() {
            return false;
        }
        let mut renewed = false;
        for (one, refused) in self.lacking.iter().zip(&self.secrets) {
            let headers = &mut request.headers;
            match one.fill(headers, Some(refused), deadline).await {
                Ok(secret) => renewed |= secret.expose() != refused.expose(),
                Err(_) => return false,
            }
        }
        renewed
    }
}

/// Whether a refusal of this request says anything of its token.
pub(super) fn is_authorized(headers: &HeaderMap) -> bool {
    headers.contains_key(AUTHORIZATION)
}
