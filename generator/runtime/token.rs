//! Tokens that a source gives when they are needed: kept until refused, asked for once by all calls together.

use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};

use super::ClientBuilder;
use super::credential::{Scheme, Secret, Sent};
use super::platform::{BoxError, BoxFuture, MaybeSend, MaybeSync, Shared};
use super::renewal::{Failure, Supplied, Supply};
use super::timer::Turns;

/// Why a source has no token.
pub type TokenError = BoxError;

/// A token to come.
pub type TokenFuture<'a> = BoxFuture<'a, Result<Secret, TokenError>>;

/// Gives access tokens, by whatever flow the API's users have: a request to an authorization server, a file, a prompt.
///
/// It is asked before the first request that needs a token, and what it gives is kept. When the server answers 401, it
/// is asked once more and the request is sent once more, if its content can be; however many calls wait for a token, it
/// is asked once. A source that fails is [`NotSent`](super::NotSent) of every call that waited for it; after a 401 that
/// answer stands instead.
///
/// A function that returns a future of a token is a source, too:
///
/// `.token_source(|| async { fetch_token().await })`
pub trait TokenSource: MaybeSend + MaybeSync + 'static {
    /// A token that is not the one that the server `refused`.
    ///
    /// # Errors
    ///
    /// Whatever the source says; the call that needed the token gives it as the source of its error.
    fn token<'a>(&'a self, refused: Option<&'a Secret>) -> TokenFuture<'a>;
}

impl<F, T, S, E> TokenSource for F
where
    F: Fn() -> T + MaybeSend + MaybeSync + 'static,
    T: Future<Output = Result<S, E>> + MaybeSend + 'static,
    S: Into<Secret>,
    E: Into<TokenError>,
{
    fn token<'a>(&'a self, _refused: Option<&'a Secret>) -> TokenFuture<'a> {
        let token = self();
        Box::pin(async move { token.await.map(Into::into).map_err(Into::into) })
    }
}

impl ClientBuilder {
    /// Where the tokens of a security scheme come from.
    #[must_use]
    pub fn token_source(self, scheme: &'static Scheme, source: impl TokenSource) -> Self {
        self.supply(scheme, Shared::new(Kept::new(Box::new(source))))
    }
}

/// A source and the token that it gave last.
struct Kept {
    source: Box<dyn TokenSource>,
    /// How often the source has answered.
    answered: AtomicU64,
    last: Turns<Option<Result<Secret, Failure>>>,
}

impl Kept {
    fn new(source: Box<dyn TokenSource>) -> Self {
        Self {
            source,
            answered: AtomicU64::new(0),
            last: Turns::new(None),
        }
    }

    async fn secret(&self, refused: Option<&Secret>) -> Result<Secret, Failure> {
        let came = self.answered.load(Ordering::Acquire);
        let mut last = self.last.next().await;
        match &*last {
            Some(Ok(secret)) if refused.is_none_or(|old| old.expose() != secret.expose()) => {
                return Ok(secret.clone());
            }
            // This call waited for the answer that another call got.
            Some(Err(error)) if self.answered.load(Ordering::Acquire) != came => {
                return Err(Shared::clone(error));
            }
            Some(_) | None => {}
        }
        let answer = self.source.token(refused).await;
        let answer = answer.map_err(Failure::from);
        self.answered.fetch_add(1, Ordering::AcqRel);
        *last = Some(answer.clone());
        answer
    }
}

impl Supply for Kept {
    fn known(&self) -> Option<&Sent> {
        None
    }

    fn ask<'a>(&'a self, refused: Option<&'a Secret>) -> Supplied<'a> {
        Box::pin(self.secret(refused))
    }
}
