//! Plans servers: what each and its variables are called.

use super::ident::Case;
use super::plan::{ServerPlan, ServersPlan, VariablePlan, VariableType};
use super::scope::Scope;
use super::{Naming, RustIdent};
use crate::model::{Server, ServerVariable};

/// Names that the module of servers uses itself.
const TAKEN: &[&str] = &["Default", "From", "Self", "Server", "String"];

/// How many words of a description make a name.
const WORDS: usize = 4;

/// Words that say of every server that it is one.
const PADDING: &[&str] = &[
    "a",
    "an",
    "api",
    "base",
    "cluster",
    "endpoint",
    "environment",
    "host",
    "our",
    "server",
    "the",
    "url",
];

impl Naming<'_> {
    /// The servers that a client may be given; empty where the first is all there is to say.
    pub(super) fn servers(&self) -> ServersPlan {
        let mut servers: Vec<&Server> = Vec::new();
        for server in self.api.servers.iter().filter(|one| one.is_absolute()) {
            let same = |known: &&Server| {
                known.template == server.template && known.variables == server.variables
            };
            if !servers.iter().any(same) {
                servers.push(server);
            }
        }
        let is_choice = servers.len() > 1 || servers.iter().any(|one| !one.variables.is_empty());
        if !is_choice {
            return ServersPlan::default();
        }
        let mut scope = Scope::with(TAKEN);
        let mut plan = ServersPlan::default();
        for server in &servers {
            let case = if server.variables.is_empty() {
                Case::Static
            } else {
                Case::Type
            };
            let ident = scope.claim(candidates(server, &servers), case).ident;
            plan.servers.push(ServerPlan {
                ident,
                template: server.template.clone(),
                description: server.description.clone(),
                variables: Vec::new(),
            });
        }
        for (index, server) in servers.iter().enumerate() {
            let mut fields = Scope::default();
            for variable in &server.variables {
                let owner = plan.servers.get(index).map(|server| server.ident.clone());
                let ty = variable_type(variable, owner, &mut plan.types, &mut scope);
                let planned = VariablePlan {
                    ident: fields.claim([&variable.name], Case::Value).ident,
                    name: variable.name.clone(),
                    description: variable.description.clone(),
                    ty,
                    default: variable.default.clone(),
                };
                if let Some(server) = plan.servers.get_mut(index) {
                    server.variables.push(planned);
                }
            }
        }
        plan
    }

    /// The base URL of a client all of whose operations have one of their own.
    pub(super) fn own_base_url(&self) -> Option<String> {
        let own = |server: &Option<Server>| server.as_ref().and_then(Server::absolute_url);
        let mut operations = self.api.operations.iter();
        let first = own(&operations.next()?.server)?;
        operations
            .all(|operation| own(&operation.server).is_some())
            .then_some(first)
    }

    /// The path that a base URL of this API ends in, if the description says that alone.
    pub(super) fn base_path(&self) -> Option<String> {
        let url = self.api.servers.first()?.url();
        (url.len() > 1 && url.starts_with('/')).then_some(url)
    }
}

/// The enumeration of a variable's values; equal ones of one name are one.
fn variable_type(
    variable: &ServerVariable,
    owner: Option<RustIdent>,
    types: &mut Vec<VariableType>,
    scope: &mut Scope,
) -> Option<RustIdent> {
    if variable.values.is_empty() {
        return None;
    }
    let same = |known: &&VariableType| {
        known.name == variable.name
            && known
                .values
                .iter()
                .map(|(_, text)| text)
                .eq(&variable.values)
    };
    if let Some(known) = types.iter().find(same) {
        return Some(known.ident.clone());
    }
    let owner = owner.map(|owner| format!("{} {}", owner.text(), variable.name));
    let candidates = [Some(variable.name.clone()), owner];
    let ident = scope
        .claim(candidates.into_iter().flatten(), Case::Type)
        .ident;
    let mut variants = Scope::with(&["Self"]);
    let values = variable.values.iter();
    types.push(VariableType {
        ident: ident.clone(),
        name: variable.name.clone(),
        values: values
            .map(|value| (variants.claim([value], Case::Type).ident, value.clone()))
            .collect(),
    });
    Some(ident)
}

/// What a server may be called: after its description, after what its URL alone has, after its URL.
fn candidates(server: &Server, all: &[&Server]) -> Vec<String> {
    let mut candidates = Vec::new();
    let described = |server: &Server| server.description.as_deref().and_then(name_of);
    if let Some(name) = described(server) {
        let others = all
            .iter()
            .filter(|other| described(other).as_ref() == Some(&name));
        if others.count() == 1 {
            candidates.push(name);
        }
    }
    let mut own: Vec<&str> = labels(&server.template);
    own.retain(|label| {
        let has = |other: &&Server| labels(&other.template).contains(label);
        !all.iter().all(has)
    });
    let is_spoken = |label: &&str| !["http", "https"].contains(label);
    if own.iter().any(is_spoken) {
        own.retain(is_spoken);
    }
    // The scheme is a name only where nothing else tells one server from another.
    if !own.is_empty() {
        candidates.push(own.join(" "));
    }
    let variables = server.variables.iter().map(|one| one.name.as_str());
    let variables: Vec<&str> = variables.collect();
    if !variables.is_empty() {
        candidates.push(format!("{} server", variables.join(" ")));
    }
    candidates.push(labels(&server.template).join(" "));
    candidates
}

/// A short description without the words that say no more than that it is a server.
fn name_of(description: &str) -> Option<String> {
    let line = description.lines().next()?;
    let phrase = line.split(['.', ',', ';', ':', '(', '-']).next()?;
    let mut words: Vec<&str> = phrase.split_whitespace().collect();
    let is_padding = |word: &&str| PADDING.contains(&word.to_lowercase().as_str());
    while words.len() > 1 && words.first().is_some_and(is_padding) {
        words.remove(0);
    }
    while words.len() > 1 && words.last().is_some_and(is_padding) {
        words.pop();
    }
    let spoken = words
        .iter()
        .any(|word| word.chars().any(char::is_alphanumeric));
    (spoken && words.len() <= WORDS).then(|| words.join(" "))
}

/// The parts of a URL.
fn labels(template: &str) -> Vec<&str> {
    let is_border = |letter: char| "./:{}".contains(letter);
    let labels = template.split(is_border);
    labels.filter(|label| !label.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn a_description_is_a_name_without_its_padding() {
        let named = |text: &str| name_of(text);
        assert_eq!(
            named("The production API server").as_deref(),
            Some("production")
        );
        assert_eq!(named("US cluster").as_deref(), Some("US"));
        assert_eq!(
            named("Sandbox (data is deleted every night)").as_deref(),
            Some("Sandbox")
        );
        assert_eq!(named("The server").as_deref(), Some("server"));
        assert_eq!(named("Where all the data of our customers is kept"), None);
        assert_eq!(named(" "), None);
    }
}
