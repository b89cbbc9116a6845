//! The client of an API, and the settings that it has.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, HeaderValue};
use url::Url;

use super::address::{Base, is_normal_base};
use super::budget::Budget;
use super::credential::Scheme;
use super::platform::Shared;
use super::renewal::Supply;
use super::{Call, Hook, Operation, RateLimit, Retry, Transport};

/// What a description says of an API as a whole.
#[derive(Debug)]
pub struct Api {
    /// The base URL; empty if there is none that is absolute.
    pub base_url: &'static str,
    /// How the client names itself.
    pub user_agent: &'static str,
    /// The security schemes.
    pub schemes: &'static [&'static Scheme],
}

/// A client of the API. Cloning it is cheap; clones share their connections.
#[derive(Clone)]
pub struct Client {
    pub(super) inner: Shared<Inner>,
}

/// What clones of a client share. Its functions are not the client's, so that operations may have their names.
pub(super) struct Inner {
    pub(super) settings: Settings,
    pub(super) transport: Shared<dyn Transport>,
    user_agent: Option<HeaderValue>,
    /// Whether addresses that begin with the base URL need not be parsed.
    has_normal_base: bool,
    /// What may be spent on sending requests again; `None` if that is not limited.
    pub(super) budget: Option<Budget>,
}

#[derive(Clone)]
pub(super) struct Settings {
    pub(super) api: &'static Api,
    pub(super) base_url: Option<String>,
    pub(super) server: Option<String>,
    pub(super) credentials: Vec<(&'static str, Shared<dyn Supply>)>,
    pub(super) headers: HeaderMap,
    pub(super) user_agent: String,
    pub(super) timeout: Option<Duration>,
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) retry: Retry,
    pub(super) retry_budget: Option<u32>,
    pub(super) rate_limit: Option<RateLimit>,
    pub(super) hooks: Vec<Shared<dyn Hook>>,
    pub(super) body_limit: usize,
    pub(super) error_body_limit: usize,
    #[cfg(feature = "mock")]
    pub(super) mock: Option<Shared<super::mock::Desk>>,
}

impl Client {
    /// A call of an operation; nothing happens until it is awaited.
    pub fn call<Op: Operation>(&self, operation: Op) -> Call<Op> {
        Call::new(self.clone(), operation)
    }
}

impl Inner {
    pub(super) fn new(settings: Settings, transport: Shared<dyn Transport>) -> Self {
        Self {
            user_agent: HeaderValue::from_str(&settings.user_agent).ok(),
            budget: settings.retry_budget.map(Budget::of),
            has_normal_base: is_normal_base(settings.base_url()),
            settings,
            transport,
        }
    }

    pub(super) fn transport(&self) -> &dyn Transport {
        &*self.transport
    }

    /// The base URL of an operation that may have one of its own, which may be relative to the client's.
    pub(super) fn base(&self, own: Option<&'static str>) -> Base<'_> {
        let settings = &self.settings;
        match (own, &settings.base_url) {
            (Some(own), _) if !own.contains("://") => {
                let base = Url::parse(settings.base_url());
                match base.and_then(|base| base.join(own)) {
                    Ok(url) => Base::new(String::from(url), false),
                    Err(_) => Base::new(own, false),
                }
            }
            (Some(own), None) => Base::new(own, false),
            (Some(_) | None, _) => Base::new(settings.base_url(), self.has_normal_base),
        }
    }

    #[cfg(feature = "mock")]
    pub(super) fn mock(&self) -> Option<&Shared<super::mock::Desk>> {
        self.settings.mock.as_ref()
    }

    pub(super) fn headers(&self) -> &HeaderMap {
        &self.settings.headers
    }

    /// How the client names itself; an error is a text that no header field may have.
    pub(super) fn user_agent(&self) -> Result<&HeaderValue, &str> {
        self.user_agent.as_ref().ok_or(&self.settings.user_agent)
    }

    /// The credential of a scheme, or where it comes from.
    pub(super) fn credential(&self, scheme: &Scheme) -> Option<&Shared<dyn Supply>> {
        self.settings
            .credentials
            .iter()
            .rev()
            .find(|(name, _)| *name == scheme.name)
            .map(|(_, supply)| supply)
    }

    pub(super) fn timeout(&self) -> Option<Duration> {
        self.settings.timeout
    }

    pub(super) fn attempt_timeout(&self) -> Option<Duration> {
        self.settings.attempt_timeout
    }

    pub(super) fn retry(&self) -> &Retry {
        &self.settings.retry
    }

    pub(super) const fn budget(&self) -> Option<&Budget> {
        self.budget.as_ref()
    }

    /// All hooks in their order: it is waited before anything is signed, for a signature may end.
    pub(super) fn hooks(&self) -> impl Iterator<Item = &dyn Hook> {
        let limit = self.settings.rate_limit.iter();
        let limit = limit.map(|limit| limit as &dyn Hook);
        limit.chain(self.settings.hooks.iter().map(|hook| &**hook))
    }

    pub(super) fn body_limit(&self, success: bool) -> usize {
        if success {
            self.settings.body_limit
        } else {
            self.settings.error_body_limit
        }
    }
}

impl Settings {
    /// The base URL of operations that have none of their own.
    pub(super) fn base_url(&self) -> &str {
        let given = self.base_url.as_deref().or(self.server.as_deref());
        given.unwrap_or(self.api.base_url)
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("base_url", &without_secrets(self.base_url()))
            .field("credentials", &Redacted(&self.credentials))
            .field("headers", &self.headers.keys())
            .field("user_agent", &self.user_agent)
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("retry", &self.retry)
            .field("retry_budget", &self.retry_budget)
            .field("rate_limit", &self.rate_limit)
            .field("hooks", &self.hooks.len())
            .field("body_limit", &self.body_limit)
            .field("error_body_limit", &self.error_body_limit)
            .finish()
    }
}

/// The schemes that have a credential.
struct Redacted<'a>(&'a [(&'static str, Shared<dyn Supply>)]);

impl fmt::Debug for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schemes = self.0.iter().map(|(name, _)| (name, "[redacted]"));
        f.debug_map().entries(schemes).finish()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Client").field(&self.inner.settings).finish()
    }
}

/// An address without user, password and query.
pub(super) fn without_secrets(url: &str) -> String {
    match Url::parse(url) {
        Ok(url) => format!("{}{}", url.origin().ascii_serialization(), url.path()),
        Err(_) => "[not an address]".to_owned(),
    }
}
