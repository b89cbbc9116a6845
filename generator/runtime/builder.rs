//! How a client is built: its settings, and why they cannot be followed.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use super::budget::RETRY_BUDGET;
use super::client::{Inner, Settings};
use super::credential::{Scheme, Secret};
use super::platform::{BoxError, Shared};
use super::renewal::{Known, Supply};
use super::{Api, Client, Retry, Transport};

/// Settings of a client to be.
pub struct ClientBuilder {
    pub(super) settings: Settings,
    transport: Option<Shared<dyn Transport>>,
    #[cfg(feature = "reqwest")]
    reqwest: Option<reqwest::ClientBuilder>,
    wrong: Option<BuildError>,
}

impl ClientBuilder {
    /// The settings that a client has unless it is told otherwise: 60 s for a call, what may be sent again is sent again
    /// twice, at most 256 MiB of a success' body and 8 MiB of any other.
    pub fn new(api: &'static Api) -> Self {
        let settings = Settings {
            api,
            base_url: None,
            server: None,
            credentials: Vec::new(),
            headers: HeaderMap::new(),
            user_agent: api.user_agent.to_owned(),
            timeout: Some(Duration::from_secs(60)),
            attempt_timeout: None,
            retry: Retry::default(),
            retry_budget: Some(RETRY_BUDGET),
            rate_limit: None,
            hooks: Vec::new(),
            body_limit: 256 << 20,
            error_body_limit: 8 << 20,
            #[cfg(feature = "mock")]
            mock: None,
        };
        Self {
            settings,
            transport: None,
            #[cfg(feature = "reqwest")]
            reqwest: None,
            wrong: None,
        }
    }

    /// Another base URL than the description's, for all operations: also for those that have a server of their own.
    ///
    /// Of an operation's own server that is relative, the path is kept.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.settings.base_url = Some(url.into());
        self
    }

    /// The credential of a security scheme.
    #[must_use]
    pub fn credential(mut self, scheme: &'static Scheme, secret: impl Into<Secret>) -> Self {
        let secret = secret.into();
        match scheme.refuses(&secret) {
            Some(why) => self.fail(format!("the credential `{}` {why}", scheme.name)),
            None => return self.supply(scheme, Shared::new(Known::new(scheme, secret))),
        }
        self
    }

    /// Where the credential of a security scheme comes from.
    pub(super) fn supply(mut self, scheme: &'static Scheme, supply: Shared<dyn Supply>) -> Self {
        self.settings.credentials.push((scheme.name, supply));
        self
    }

    /// The credentials of all security schemes that have an environment variable; one that is missing is an error.
    #[must_use]
    pub fn credentials_from_env(mut self) -> Self {
        for scheme in self.settings.api.schemes {
            let Some(variable) = scheme.env else { continue };
            match std::env::var(variable) {
                Ok(secret) => self = self.credential(scheme, secret),
                Err(error) => self.fail(format!("the environment variable `{variable}`: {error}")),
            }
        }
        self
    }

    /// A header field that every request has.
    #[must_use]
    pub fn default_header(mut self, name: &str, value: &str) -> Self {
        match (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_bytes(value.as_bytes()),
        ) {
            (Ok(name), Ok(value)) => drop(self.settings.headers.append(name, value)),
            _ => self.fail(format!(
                "the header `{}` cannot be sent",
                name.escape_debug()
            )),
        }
        self
    }

    /// How the client names itself to the server.
    #[must_use]
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.settings.user_agent = user_agent.into();
        self
    }

    /// How long a call may take, from its beginning to the last byte of the last attempt's answer; `None` is for ever.
    ///
    /// Of an answer that is read as it comes: until its head is there, and from then on between one chunk and the next.
    #[must_use]
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.timeout = timeout.into();
        self
    }

    /// How many bytes of a success' body are read at most.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.settings.body_limit = bytes;
        self
    }

    /// How many bytes of any other answer's body are read at most.
    #[must_use]
    pub fn error_body_limit(mut self, bytes: usize) -> Self {
        self.settings.error_body_limit = bytes;
        self
    }

    /// Sends requests another way.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Shared::new(transport));
        self
    }

    /// Sends requests through a `reqwest` client of your own settings; redirects and the `Referer` header stay off.
    #[cfg(feature = "reqwest")]
    #[must_use]
    pub fn reqwest_builder(mut self, builder: reqwest::ClientBuilder) -> Self {
        self.reqwest = Some(builder);
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`BuildError`] for the first setting that cannot be followed, or if TLS cannot be set up.
    pub fn build(mut self) -> Result<Client, BuildError> {
        if let Some(wrong) = self.wrong.take() {
            return Err(wrong);
        }
        let base_url = self.settings.base_url();
        if base_url.is_empty() {
            return Err(BuildError::new(
                "the description names no server by its whole address; a base URL must be given",
            ));
        }
        let url = Url::parse(base_url)
            .map_err(|error| BuildError::new(format!("the base URL: {error}")))?;
        if !matches!(url.scheme(), "http" | "https")
            || url.query().is_some()
            || url.fragment().is_some()
        {
            return Err(BuildError::new(
                "the base URL must be an http or https address without a query",
            ));
        }
        let transport = match self.transport.take() {
            Some(transport) => transport,
            None => self.default_transport()?,
        };
        Ok(Client {
            inner: Shared::new(Inner::new(self.settings, transport)),
        })
    }

    #[cfg(feature = "reqwest")]
    fn default_transport(&mut self) -> Result<Shared<dyn Transport>, BuildError> {
        let transport = super::ReqwestTransport::new(self.reqwest.take().unwrap_or_default());
        match transport {
            Ok(transport) => Ok(Shared::new(transport)),
            Err(error) => Err(BuildError {
                message: "the HTTP client cannot be set up".to_owned(),
                source: Some(Box::new(error)),
            }),
        }
    }

    #[cfg(not(feature = "reqwest"))]
    fn default_transport(&mut self) -> Result<Shared<dyn Transport>, BuildError> {
        Err(BuildError::new(
            "without the feature `reqwest` a transport must be given",
        ))
    }

    fn fail(&mut self, message: String) {
        self.wrong.get_or_insert(BuildError::new(message));
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ClientBuilder")
            .field(&self.settings)
            .finish()
    }
}

/// Why a client cannot be built.
#[derive(Debug)]
pub struct BuildError {
    message: String,
    source: Option<BoxError>,
}

impl BuildError {
    fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            source: None,
        }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no client: {}", self.message)
    }
}

impl StdError for BuildError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}
