//! Lowers servers and their variables.

use super::Lower;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{PathTemplate, Server, ServerVariable};
use crate::pointer::Pointer;

impl Lower<'_> {
    pub(super) fn servers(
        &mut self,
        described: &[openapiv3::Server],
        pointer: &Pointer,
    ) -> Vec<Server> {
        let servers = described.iter().enumerate();
        servers
            .map(|(index, server)| self.server(server, &pointer.index(index)))
            .collect()
    }

    fn server(&mut self, described: &openapiv3::Server, pointer: &Pointer) -> Server {
        let mut template = described.url.trim().to_owned();
        if template.starts_with("//") {
            let message = "the server says no scheme; `https` is taken";
            self.warn(Code::MissingField, message, pointer);
            template.insert_str(0, "https:");
        }
        let mut variables: Vec<ServerVariable> = Vec::new();
        for name in PathTemplate::new(&template.clone()).variables() {
            if variables.iter().any(|known| known.name == name) {
                continue;
            }
            let variable = self.variable(name, described, pointer);
            match variable.values.as_slice() {
                // What may have one value only is not variable.
                [only] => template = template.replace(&format!("{{{name}}}"), only),
                _ => variables.push(variable),
            }
        }
        Server {
            template,
            description: described.description.clone(),
            variables,
        }
    }

    /// A variable that the URL has; one that is described and not in the URL has no effect by the specification.
    fn variable(
        &mut self,
        name: &str,
        described: &openapiv3::Server,
        pointer: &Pointer,
    ) -> ServerVariable {
        let variables = described.variables.as_ref();
        let Some(variable) = variables.and_then(|variables| variables.get(name)) else {
            let message = format!(
                "the server's variable `{{{name}}}` has no default; a client has to be told its value"
            );
            let help = format!(
                "write its value there, or describe it beside the `url`: `variables: {{{name}: {{default: …}}}}`"
            );
            let missing = Diagnostic::warning(Code::MissingField, message).help(help);
            self.push(missing, pointer);
            return ServerVariable {
                name: name.to_owned(),
                default: None,
                values: Vec::new(),
                description: None,
            };
        };
        let mut values = variable.enumeration.clone();
        if !values.is_empty() && !values.contains(&variable.default) {
            let message = format!(
                "the default `{}` of the server's variable `{name}` is none of its values; it is taken as one more",
                variable.default
            );
            let pointer = pointer.child("variables").child(name);
            self.warn(Code::ContradictingSchema, message, &pointer);
            values.insert(0, variable.default.clone());
        }
        let mut seen = crate::hash::HashSet::default();
        values.retain(|value| seen.insert(value.clone()));
        ServerVariable {
            name: name.to_owned(),
            default: Some(variable.default.clone()),
            values,
            description: variable.description.clone(),
        }
    }
}
