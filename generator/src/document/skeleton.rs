//! Reads the skeleton, a document without its schemas, through `openapiv3`, one operation at a time.

use indexmap::IndexMap;
use openapiv3::{
    Components, Info, OpenAPI, Operation, Parameter, PathItem, Paths, ReferenceOr, SecurityScheme,
};

use super::extension;
use super::grammar::{Kind, METHODS};
use super::node_serde::{Misfit, from_node};
use super::reference::{self, Part, Resolver, Unresolved};
use super::select::Selection;
use super::{Beyond, BeyondParameter};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Leads, Severity};
use crate::pointer::Pointer;
use crate::source::{Entry, Node, Object, Place, Value};

/// The skeleton and what `openapiv3` cannot say.
pub(crate) fn read(
    root: &Node,
    selection: &Selection,
    diagnostics: &mut Diagnostics,
) -> (OpenAPI, Beyond) {
    let mut reader = Skeleton {
        root,
        selection,
        resolver: Resolver::new(root),
        beyond: Beyond::default(),
        diagnostics,
    };
    let skeleton = reader.document();
    (skeleton, reader.beyond)
}

struct Skeleton<'a> {
    root: &'a Node,
    selection: &'a Selection,
    resolver: Resolver<'a>,
    beyond: Beyond,
    diagnostics: &'a mut Diagnostics,
}

impl Skeleton<'_> {
    fn document(&mut self) -> OpenAPI {
        let paths = self.paths();
        OpenAPI {
            openapi: "3.1.0".to_owned(),
            info: self.info(),
            servers: self.part("servers").unwrap_or_default(),
            paths,
            components: Some(self.components()),
            security: self.part("security"),
            tags: self.part("tags").unwrap_or_default(),
            extensions: self.extensions(),
            ..OpenAPI::default()
        }
    }

    fn extensions(&mut self) -> IndexMap<String, serde_json::Value> {
        let mut extensions = IndexMap::new();
        for name in extension::OF_DOCUMENT {
            let value = self.part(name);
            extensions.extend(value.map(|value| (name.to_owned(), value)));
        }
        extensions
    }

    /// Info Object (OpenAPI 3.1 section 4.8.2); a missing title or version has no effect on the code.
    fn info(&self) -> Info {
        let text = |key: &str| self.root.get("info")?.get(key).map(spelled);
        Info {
            title: text("title").unwrap_or_default(),
            description: text("description"),
            version: text("version").unwrap_or_default(),
            ..Info::default()
        }
    }

    fn part<T: serde::de::DeserializeOwned>(&mut self, key: &str) -> Option<T> {
        let node = self.root.get(key)?;
        self.read(node, &Pointer::root().child(key))
    }

    fn read<T: serde::de::DeserializeOwned>(
        &mut self,
        node: &Node,
        pointer: &Pointer,
    ) -> Option<T> {
        match from_node(node) {
            Ok(value) => Some(value),
            Err(misfit) => {
                self.misfit(&misfit, "it is left out", node, pointer);
                None
            }
        }
    }

    /// Says why a part of the skeleton cannot be read.
    fn misfit(&mut self, misfit: &Misfit, cost: &str, node: &Node, pointer: &Pointer) {
        let code = match misfit.message.starts_with("missing field") {
            true => Code::MissingField,
            false => Code::WrongType,
        };
        let message = format!("{}; {cost}", misfit.message);
        let place = misfit.place.unwrap_or(node.place);
        self.push(Severity::Warning, code, message, place, pointer);
    }

    fn components(&mut self) -> Components {
        let mut components = Components::default();
        let schemes = self
            .root
            .get("components")
            .and_then(|node| node.get("securitySchemes"))
            .and_then(Node::as_object);
        let base = Pointer::root().child("components").child("securitySchemes");
        for entry in schemes.into_iter().flat_map(|object| &object.entries) {
            let node = entry.node.get("$ref").and_then(Node::as_str);
            let target = node.and_then(|target| {
                super::reference::find(self.root, &Pointer::from_reference(target))
            });
            let scheme = target.unwrap_or(&entry.node);
            if scheme.get("type").and_then(Node::as_str) == Some("mutualTLS") {
                self.beyond.certificates.push(entry.key.to_string());
                continue;
            }
            if let Some(scheme) = self.scheme(scheme, &base.child(&entry.key)) {
                components
                    .security_schemes
                    .insert(entry.key.to_string(), ReferenceOr::Item(scheme));
            }
        }
        components
    }

    /// A security scheme. Flows that cannot be read cost an OAuth2 scheme what it says of them only: how its tokens are
    /// sent does not depend on it.
    fn scheme(&mut self, node: &Node, pointer: &Pointer) -> Option<SecurityScheme> {
        let oauth2 = node.get("type").and_then(Node::as_str) == Some("oauth2");
        let Err(misfit) = from_node::<SecurityScheme>(node) else {
            return self.read(node, pointer);
        };
        let mut without = node.clone();
        let object = without.as_object_mut().filter(|_| oauth2);
        let Some(object) = object else {
            return self.read(node, pointer);
        };
        object.insert(
            "flows",
            Node::new(Value::Object(Object::default()), node.place),
        );
        let scheme = from_node(&without).ok()?;
        self.misfit(&misfit, "the flows are left out", node, pointer);
        Some(scheme)
    }

    fn paths(&mut self) -> Paths {
        let mut paths = IndexMap::new();
        let base = Pointer::root().child("paths");
        let entries = self
            .root
            .get("paths")
            .and_then(Node::as_object)
            .into_iter()
            .flat_map(|object| &object.entries);
        for entry in entries {
            let pointer = base.child(&entry.key);
            if !entry.key.starts_with('/') {
                self.push(
                    Severity::Error,
                    Code::WrongType,
                    format!("a path begins with `/`, `{}` does not", entry.key),
                    entry.place,
                    &pointer,
                );
                continue;
            }
            let item = self.selection.of_path(self.root, &entry.node, &pointer);
            let Some(item) = item else {
                continue;
            };
            let item = self.resolver.resolve(&item, Kind::PathItem);
            self.unresolved(&pointer);
            self.beyond.operations_found += std::mem::take(&mut self.resolver.left_out);
            if let Some(item) = item {
                let item = self.path_item(&entry.key, &item, &pointer);
                paths.insert(entry.key.to_string(), ReferenceOr::Item(item));
            }
        }
        Paths {
            paths,
            ..Paths::default()
        }
    }

    fn path_item(&mut self, path: &str, node: &Node, pointer: &Pointer) -> PathItem {
        let mut item = PathItem::default();
        let part = |key: &str| node.get(key).map(|part| (part, pointer.child(key)));
        if let Some((servers, at)) = part("servers") {
            item.servers = self.read(servers, &at).unwrap_or_default();
        }
        if let Some((parameters, at)) = part("parameters") {
            let mut parameters = parameters.clone();
            self.beyond_parameters(&mut parameters, &at);
            item.parameters = self.list(&parameters, &at);
        }
        for method in METHODS {
            let Some((operation, at)) = part(method) else {
                continue;
            };
            let operation = self.operation(operation, &at);
            let slot = match method {
                "get" => &mut item.get,
                "put" => &mut item.put,
                "post" => &mut item.post,
                "delete" => &mut item.delete,
                "options" => &mut item.options,
                "head" => &mut item.head,
                "patch" => &mut item.patch,
                "trace" => &mut item.trace,
                _ => {
                    self.beyond.add(path, "QUERY", at, operation);
                    continue;
                }
            };
            *slot = operation;
        }
        let more = node
            .get("additionalOperations")
            .and_then(Node::as_object)
            .into_iter()
            .flat_map(|object| &object.entries);
        for entry in more {
            let at = pointer.child("additionalOperations").child(&entry.key);
            let operation = self.operation(&entry.node, &at);
            self.beyond.add(path, &entry.key, at, operation);
        }
        item
    }

    fn operation(&mut self, node: &Node, pointer: &Pointer) -> Option<Operation> {
        self.beyond.operations_found += 1;
        self.item_schemas(node, pointer);
        let parameters = node.get("parameters").and_then(Node::as_array);
        let parameters = parameters.unwrap_or_default();
        let is_beyond = |parameter: &Node| beyond(parameter).is_some();
        let mut changed = parameters.iter().any(is_beyond).then(|| node.clone());
        if let Some(node) = &mut changed {
            let list = node
                .as_object_mut()
                .and_then(|operation| operation.get_mut("parameters"));
            if let Some(list) = list {
                self.beyond_parameters(list, &pointer.child("parameters"));
            }
        }
        let node = changed.as_ref().unwrap_or(node);
        let misfit = match from_node(node) {
            Ok(operation) => return Some(operation),
            Err(misfit) => misfit,
        };
        let unreadable = |parameter: &Node| from_node::<ReferenceOr<Parameter>>(parameter).is_err();
        let parameters = node.get("parameters").and_then(Node::as_array);
        let misfit = if parameters.is_some_and(|list| list.iter().any(unreadable)) {
            match from_node(&self.without_unreadable(node, pointer)) {
                Ok(operation) => return Some(operation),
                Err(misfit) => misfit,
            }
        } else {
            misfit
        };
        let message = format!("the operation cannot be read: {}", misfit.message);
        let place = misfit.place.unwrap_or(node.place);
        let code = Code::UnrepresentableOperation;
        self.push(Severity::Error, code, message, place, pointer);
        None
    }

    /// What `itemSchema` refers to in the content of answers.
    fn item_schemas(&mut self, operation: &Node, pointer: &Pointer) {
        for response in members(operation.get("responses")) {
            for media in members(response.node.get("content")) {
                let schema = media.node.get("itemSchema");
                let target = schema.and_then(|schema| schema.get("$ref"));
                if let Some(target) = target.and_then(Node::as_str) {
                    let at = pointer.child("responses").child(&response.key);
                    let at = at.child("content").child(&media.key);
                    let target = Pointer::from_reference(target);
                    self.beyond.item_schemas.insert(at, target);
                }
            }
        }
    }

    /// Says in the words of `openapiv3` what it has none for, and keeps what is meant.
    fn beyond_parameters(&mut self, list: &mut Node, pointer: &Pointer) {
        let Value::Array(list) = &mut list.value else {
            return;
        };
        for (index, parameter) in list.iter_mut().enumerate() {
            let (Some(meant), Some(object)) = (beyond(parameter), parameter.as_object_mut()) else {
                continue;
            };
            match meant {
                BeyondParameter::QueryString => {
                    let place = object.get("in").map(|node| node.place);
                    let place = place.unwrap_or(Place { file: 0, offset: 0 });
                    object.insert("in", Node::string("query", place));
                }
                BeyondParameter::CookieStyle => drop(object.remove("style")),
            }
            self.beyond.parameters.insert(pointer.index(index), meant);
        }
    }

    /// The operation without the parameters that are none, such as those of an unknown location; what is kept of the
    /// others moves with them.
    fn without_unreadable(&mut self, operation: &Node, pointer: &Pointer) -> Node {
        let mut operation = operation.clone();
        let list = operation
            .as_object_mut()
            .and_then(|operation| operation.get_mut("parameters"));
        if let Some(Value::Array(list)) = list.map(|list| &mut list.value) {
            let at = pointer.child("parameters");
            let (mut index, mut kept) = (0, 0);
            list.retain(|parameter| {
                let meant = self.beyond.parameters.remove(&at.index(index));
                let readable = self
                    .read::<ReferenceOr<Parameter>>(parameter, &at.index(index))
                    .is_some();
                index += 1;
                if readable {
                    let moved = meant.map(|meant| (at.index(kept), meant));
                    self.beyond.parameters.extend(moved);
                    kept += 1;
                }
                readable
            });
        }
        operation
    }

    fn list<T: serde::de::DeserializeOwned>(&mut self, node: &Node, pointer: &Pointer) -> Vec<T> {
        let elements = node.as_array().unwrap_or_default().iter().enumerate();
        elements
            .filter_map(|(index, element)| self.read(element, &pointer.index(index)))
            .collect()
    }

    fn unresolved(&mut self, pointer: &Pointer) {
        for Unresolved {
            place,
            target,
            circular,
            part,
        } in std::mem::take(&mut self.resolver.unresolved)
        {
            let (severity, cost) = match part {
                Part::Answer => (Severity::Warning, "the client does without it"),
                Part::Body => (Severity::Warning, "the body is any JSON, and optional"),
                Part::Request => (Severity::Error, "what needs it is left out"),
            };
            let (code, message) = if circular {
                (
                    Code::ReferenceCycle,
                    format!("the reference to `{target}` leads back to itself"),
                )
            } else {
                (
                    Code::DanglingReference,
                    format!("the reference leads nowhere: the document has no `{target}`"),
                )
            };
            let message = match severity {
                Severity::Warning | Severity::Note => format!("{message}; {cost}"),
                Severity::Fatal | Severity::Error => message,
            };
            let help = match (severity, reference::nearest(self.root, &target)) {
                (_, Some(meant)) => Some(format!("is `{meant}` meant?")),
                (Severity::Error, None) => Some(left_out(pointer)),
                (Severity::Fatal | Severity::Warning | Severity::Note, None) => None,
            };
            // Which place it is about follows from where it stands: it may be shared by several paths.
            let mut unresolved = Diagnostic::new(severity, code, message).at(place);
            unresolved.help = help;
            self.diagnostics
                .push(unresolved.leading(Leads::nowhere(&target, cost)));
        }
    }

    fn push(
        &mut self,
        severity: Severity,
        code: Code,
        message: String,
        place: Place,
        pointer: &Pointer,
    ) {
        self.diagnostics.push(
            Diagnostic::new(severity, code, message)
                .at(place)
                .about(pointer),
        );
    }
}

/// How to do without a path that cannot be read.
fn left_out(path: &Pointer) -> String {
    let path = path.last().unwrap_or_default();
    format!(
        "mend the reference, or leave the path out in codegen.toml:\n[select.exclude]\npaths = [{path:?}]"
    )
}

/// What a parameter is that `openapiv3` has no word for.
fn beyond(parameter: &Node) -> Option<BeyondParameter> {
    let text = |key: &str| parameter.get(key).and_then(Node::as_str);
    match (text("in")?, text("style")) {
        ("querystring", _) => Some(BeyondParameter::QueryString),
        ("cookie", Some("cookie")) => Some(BeyondParameter::CookieStyle),
        _ => None,
    }
}

/// The members of an object.
fn members(node: Option<&Node>) -> impl Iterator<Item = &Entry> {
    let object = node.and_then(Node::as_object);
    object.into_iter().flat_map(|object| &object.entries)
}

/// A title or version as it is spelled, whatever its JSON type.
fn spelled(node: &Node) -> String {
    match &node.value {
        Value::String(text) | Value::Number(text) => text.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::Null | Value::Array(_) | Value::Object(Object { .. }) => String::new(),
    }
}
