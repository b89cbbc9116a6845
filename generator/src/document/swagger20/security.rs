//! `securityDefinitions` as security schemes.

use super::{Upgrade, is_extension, object_at, renewed};
use crate::diagnostic::Code;
use crate::pointer::Pointer;
use crate::source::{Entry, Node, Object, Value};

impl<'a> Upgrade<'a, '_> {
    /// Every scheme in the words of 3.1; one of an unknown type is left out with a warning.
    pub(super) fn security_schemes(&mut self, definitions: &'a Node, pointer: &Pointer) -> Node {
        let Some(object) = definitions.as_object() else {
            self.wrong_type(definitions, "`securityDefinitions`", "an object", pointer);
            return object_at(definitions.place, []);
        };
        let mut schemes = Object::default();
        for entry in &object.entries {
            if is_extension(&entry.key) && entry.node.get("type").is_none() {
                continue;
            }
            let pointer = pointer.child(&entry.key);
            if let Some(scheme) = self.security_scheme(&entry.node, &pointer) {
                schemes.entries.push(renewed(entry, scheme));
            }
        }
        Node::new(Value::Object(schemes), definitions.place)
    }

    fn security_scheme(&mut self, definition: &'a Node, pointer: &Pointer) -> Option<Node> {
        let Some(object) = definition.as_object() else {
            self.wrong_type(definition, "a security scheme", "an object", pointer);
            return None;
        };
        let Some(kind) = object.get("type") else {
            self.warn(
                Code::MissingField,
                "a security scheme says no `type`; it is left out",
                definition.place,
                pointer,
            );
            return None;
        };
        let mut scheme = Object::default();
        match kind.as_str() {
            Some("basic") => {
                scheme.insert("type", Node::string("http", kind.place));
                scheme.insert("scheme", Node::string("basic", kind.place));
                self.copy_members(object, &["description"], &["type"], &mut scheme, pointer);
            }
            Some("apiKey") => {
                scheme.insert("type", kind.clone());
                self.copy_members(
                    object,
                    &["name", "in", "description"],
                    &["type"],
                    &mut scheme,
                    pointer,
                );
            }
            Some("oauth2") => {
                scheme.insert("type", kind.clone());
                let of_flow = ["type", "flow", "authorizationUrl", "tokenUrl", "scopes"];
                self.copy_members(object, &["description"], &of_flow, &mut scheme, pointer);
                scheme.insert("flows", self.flows(object, definition, pointer)?);
            }
            Some(_) | None => {
                let message = "a security scheme is of type `basic`, `apiKey` or `oauth2`; this one is left out";
                self.warn(Code::UnknownKeyword, message, kind.place, pointer);
                return None;
            }
        }
        Some(Node::new(Value::Object(scheme), definition.place))
    }

    fn flows(
        &mut self,
        object: &'a Object,
        definition: &'a Node,
        pointer: &Pointer,
    ) -> Option<Node> {
        let Some(flow) = object.get("flow") else {
            self.warn(
                Code::MissingField,
                "an `oauth2` scheme says no `flow`; it is left out",
                definition.place,
                pointer,
            );
            return None;
        };
        let name = match flow.as_str() {
            Some("accessCode") => "authorizationCode",
            Some("application") => "clientCredentials",
            Some("implicit") => "implicit",
            Some("password") => "password",
            Some(_) | None => {
                let message = "a `flow` is `implicit`, `password`, `application` or `accessCode`; the scheme is left out";
                self.warn(Code::UnknownKeyword, message, flow.place, pointer);
                return None;
            }
        };
        let mut said = Object::default();
        for key in ["authorizationUrl", "tokenUrl"] {
            said.entries.extend(
                object
                    .entries
                    .iter()
                    .find(|entry| &*entry.key == key)
                    .cloned(),
            );
        }
        let scopes = object
            .get("scopes")
            .filter(|scopes| scopes.as_object().is_some());
        said.insert(
            "scopes",
            scopes.map_or_else(|| object_at(flow.place, []), Node::clone),
        );
        Some(object_at(
            flow.place,
            [(name, Node::new(Value::Object(said), flow.place))],
        ))
    }

    /// Copies the members of these names and extensions; of the rest, those not `seen` to elsewhere are unknown.
    fn copy_members(
        &mut self,
        object: &Object,
        names: &[&str],
        seen: &[&str],
        into: &mut Object,
        pointer: &Pointer,
    ) {
        for entry in &object.entries {
            let Entry { key, .. } = entry;
            if names.contains(&&**key) || is_extension(key) {
                into.entries.push(entry.clone());
            } else if !seen.contains(&&**key) {
                self.unknown(entry, "a security scheme", pointer);
            }
        }
    }
}
