//! Servers: base URLs that may have variables.

/// A base URL of the API (OpenAPI 3.1 section 4.8.5).
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// The URL, absolute or relative to where the description was found; variables stand in braces.
    pub template: String,
    /// What it says of itself.
    pub description: Option<String>,
    /// The variables that the template has, in order.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server (OpenAPI 3.1 section 4.8.6).
#[derive(Clone, Debug, PartialEq)]
pub struct ServerVariable {
    /// Its name.
    pub name: String,
    /// Its value where no other is given.
    pub default: Option<String>,
    /// The only values it may have; none means any.
    pub values: Vec<String>,
    /// What it says of itself.
    pub description: Option<String>,
}

impl Server {
    /// The URL with the defaults of its variables in place; one that has none stays in its braces.
    #[must_use]
    pub fn url(&self) -> String {
        let variables = self.variables.iter();
        variables.fold(self.template.clone(), |url, variable| {
            match &variable.default {
                Some(default) => url.replace(&format!("{{{}}}", variable.name), default),
                None => url,
            }
        })
    }

    /// The same, if all variables have defaults and it is a whole address.
    #[must_use]
    pub fn absolute_url(&self) -> Option<String> {
        Some(self.url()).filter(|_| self.is_absolute() && self.has_defaults())
    }

    /// Whether it is a whole address, whatever its variables are.
    #[must_use]
    pub fn is_absolute(&self) -> bool {
        let url = self.url();
        let scheme = url.split_once("://").map(|(scheme, _)| scheme);
        scheme.is_some_and(|scheme| {
            // A scheme without default is for the user to say.
            ["http", "https"].contains(&scheme) || scheme.starts_with('{')
        })
    }

    /// Whether all variables have defaults.
    #[must_use]
    pub fn has_defaults(&self) -> bool {
        self.variables.iter().all(|one| one.default.is_some())
    }
}
