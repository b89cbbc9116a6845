//! Paths and the operations in them.

use super::parameter::Parameters;
use super::{Upgrade, is_extension, media_types, object_at, renewed};
use crate::diagnostic::Code;
use crate::pointer::Pointer;
use crate::source::{Node, Object, Value};

impl<'a> Upgrade<'a, '_> {
    /// The Paths Object; members that are no objects are kept for a later stage to name.
    pub(super) fn paths(&mut self, paths: &'a Node, pointer: &Pointer) -> Node {
        let Some(object) = paths.as_object() else {
            return paths.clone();
        };
        let mut upgraded = Object::default();
        for entry in &object.entries {
            if is_extension(&entry.key) {
                upgraded.entries.push(entry.clone());
            } else {
                let item = self.path_item(&entry.node, &pointer.child(&entry.key));
                upgraded.entries.push(renewed(entry, item));
            }
        }
        Node::new(Value::Object(upgraded), paths.place)
    }

    fn path_item(&mut self, item: &'a Node, pointer: &Pointer) -> Node {
        let Some(object) = item.as_object() else {
            return item.clone();
        };
        let mut upgraded = Object::default();
        let shared = self.parameters_of(object, pointer);
        for entry in &object.entries {
            match &*entry.key {
                "get" | "put" | "post" | "delete" | "options" | "head" | "patch" => {
                    let operation =
                        self.operation(&entry.node, &shared, &pointer.child(&entry.key));
                    upgraded.entries.push(renewed(entry, operation));
                }
                "parameters" => {
                    if !shared.plain.is_empty() {
                        upgraded.insert(
                            "parameters",
                            Node::new(Value::Array(shared.plain.clone()), entry.node.place),
                        );
                    }
                }
                "$ref" => upgraded.entries.push(entry.clone()),
                key if is_extension(key) => upgraded.entries.push(entry.clone()),
                _ => self.unknown(entry, "a path", pointer),
            }
        }
        Node::new(Value::Object(upgraded), item.place)
    }

    fn parameters_of(&mut self, object: &'a Object, pointer: &Pointer) -> Parameters<'a> {
        object
            .get("parameters")
            .map(|list| self.parameters(list, &pointer.child("parameters")))
            .unwrap_or_default()
    }

    fn operation(
        &mut self,
        operation: &'a Node,
        shared: &Parameters<'a>,
        pointer: &Pointer,
    ) -> Node {
        let Some(object) = operation.as_object() else {
            return operation.clone();
        };
        let mut upgraded = Object::default();
        let own = self.parameters_of(object, pointer);
        for entry in &object.entries {
            let node = &entry.node;
            match &*entry.key {
                "tags" | "summary" | "description" | "externalDocs" | "operationId"
                | "deprecated" | "security" => {
                    upgraded.entries.push(entry.clone());
                }
                "consumes" | "produces" => {}
                "parameters" => {
                    if !own.plain.is_empty() {
                        upgraded.insert(
                            "parameters",
                            Node::new(Value::Array(own.plain.clone()), node.place),
                        );
                    }
                }
                "responses" => {
                    let produces = object.get("produces").map(media_types);
                    let responses =
                        self.responses(node, produces.as_deref(), &pointer.child("responses"));
                    upgraded.entries.push(renewed(entry, responses));
                }
                "schemes" => {
                    if let Some(servers) = self.own_servers(node, pointer) {
                        upgraded.insert("servers", servers);
                    }
                }
                key if is_extension(key) => upgraded.entries.push(entry.clone()),
                _ => self.unknown(entry, "an operation", pointer),
            }
        }
        if let Some(body) = self.operation_body(object, &own, shared, &pointer.child("requestBody"))
        {
            upgraded.insert("requestBody", body);
        }
        Node::new(Value::Object(upgraded), operation.place)
    }

    /// The servers of an operation whose schemes are not those of the document.
    fn own_servers(&mut self, schemes: &'a Node, pointer: &Pointer) -> Option<Node> {
        let sorted = |list: &'a Node| {
            let mut schemes = media_types(list);
            schemes.sort_unstable();
            schemes
        };
        if self.root.get("host").is_none()
            || self.root.get("schemes").map(sorted) == Some(sorted(schemes))
        {
            return None;
        }
        self.servers(Some(schemes), &pointer.child("servers"))
    }

    fn operation_body(
        &mut self,
        operation: &'a Object,
        own: &Parameters<'a>,
        shared: &Parameters<'a>,
        pointer: &Pointer,
    ) -> Option<Node> {
        let consumes = operation.get("consumes").map(media_types);
        let body = own
            .body
            .as_ref()
            .or(shared.body.as_ref().filter(|_| own.form.is_empty()));
        if let Some(body) = body {
            if let Some(field) = own.form.first() {
                let message = "an operation has either a body or form parameters; the form parameters are left out";
                self.warn(Code::Ignored, message, field.place, pointer);
            }
            if let (Some(component), true) = (
                &body.component,
                consumes.as_ref().is_none_or(|own| *own == self.consumes),
            ) {
                return Some(object_at(component.place, [("$ref", component.clone())]));
            }
            let consumes = consumes.unwrap_or_else(|| self.consumes.clone());
            return Some(self.request_body(body.parameter, &consumes, pointer));
        }
        let name = |field: &Node| field.get("name").and_then(Node::as_str).map(str::to_owned);
        let is_overridden =
            |field: &&&Node| own.form.iter().any(|other| name(other) == name(field));
        let inherited = shared.form.iter().filter(|field| !is_overridden(field));
        let fields: Vec<_> = inherited.chain(&own.form).copied().collect();
        if fields.is_empty() {
            None
        } else {
            self.form_body(&fields, consumes.as_deref(), pointer)
        }
    }
}
