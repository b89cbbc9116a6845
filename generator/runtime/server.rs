//! Servers that the description names, to be chosen from.

use std::borrow::Cow;

use super::ClientBuilder;

/// A base URL that the description names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server(Cow<'static, str>);

impl Server {
    /// A server without variables.
    pub const fn at(url: &'static str) -> Self {
        Self(Cow::Borrowed(url))
    }

    /// A server whose variables have these values (OpenAPI 3.1 section 4.8.5).
    pub fn with(template: &str, variables: &[(&str, &str)]) -> Self {
        let url = variables
            .iter()
            .fold(template.to_owned(), |url, (name, value)| {
                url.replace(&format!("{{{name}}}"), value)
            });
        Self(Cow::Owned(url))
    }

    /// The base URL.
    pub fn url(&self) -> &str {
        &self.0
    }
}

impl From<Server> for String {
    fn from(server: Server) -> Self {
        server.0.into_owned()
    }
}

impl ClientBuilder {
    /// Another server of the API than the first that the description names.
    ///
    /// An operation that has a server of its own is still sent there; [`base_url`](Self::base_url) is for all.
    #[must_use]
    pub fn server(mut self, server: impl Into<Server>) -> Self {
        self.settings.server = Some(server.into().into());
        self
    }
}
