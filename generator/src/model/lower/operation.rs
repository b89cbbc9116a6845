//! Lowers operations, their parameters and what they send.

use openapiv3::{
    CookieStyle, HeaderStyle, Operation as Described, Parameter as DescribedParameter,
    ParameterSchemaOrContent, PathItem, PathStyle, QueryStyle, ReferenceOr,
};

use super::Lower;
use super::answer::links;
use crate::diagnostic::{Code, Severity};
use crate::document::SchemaId;
use crate::model::{Docs, Location, Operation, Parameter, PathTemplate, Scheme, Server, Style};
use crate::pointer::Pointer;
use crate::source::{Node, Value};

/// Header fields that a parameter cannot describe (OpenAPI 3.1 section 4.8.12.2.1).
const OWN_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

impl Lower<'_> {
    pub(super) fn operations(&mut self, schemes: &[Scheme]) -> Vec<Operation> {
        let document = self.document;
        let mut operations = Vec::new();
        for (path, item) in &document.skeleton.paths.paths {
            let ReferenceOr::Item(item) = item else {
                continue;
            };
            let at = Pointer::root().child("paths").child(path);
            for (method, described) in item.iter() {
                operations.extend(self.operation(
                    path,
                    &method.to_ascii_uppercase(),
                    at.child(method),
                    item,
                    described,
                    schemes,
                ));
            }
            for beyond in document
                .beyond
                .operations
                .iter()
                .filter(|beyond| beyond.path == *path)
            {
                operations.extend(self.operation(
                    path,
                    &beyond.method,
                    beyond.pointer.clone(),
                    item,
                    &beyond.operation,
                    schemes,
                ));
            }
        }
        operations
    }

    fn operation(
        &mut self,
        path: &str,
        method: &str,
        pointer: Pointer,
        item: &PathItem,
        described: &Described,
        schemes: &[Scheme],
    ) -> Option<Operation> {
        if !is_token(method) {
            self.push(
                Severity::Error,
                Code::UnrepresentableOperation,
                format!("`{method}` is not a method that HTTP can send"),
                &pointer,
            );
            return None;
        }
        let path = PathTemplate::new(path);
        let parameters = self.parameters(&path, item, described, &pointer);
        let body = match &described.request_body {
            Some(ReferenceOr::Item(body)) => self.body(body, &pointer.child("requestBody")),
            Some(ReferenceOr::Reference { .. }) | None => None,
        };
        let security = described
            .security
            .as_ref()
            .or(self.document.skeleton.security.as_ref());
        let security = security
            .map(|security| self.requirements(security, schemes, &pointer))
            .unwrap_or_default();
        let server = self.own_server(item, described, &pointer);
        let (answers, accept, accept_also) = self.answers(method, described, &pointer);
        Some(Operation {
            id: described
                .operation_id
                .clone()
                .filter(|id| !id.trim().is_empty()),
            tag: described.tags.first().cloned(),
            method: method.to_owned(),
            docs: Docs::new(
                described.summary.as_deref(),
                described.description.as_deref(),
                described.deprecated,
            ),
            parameters,
            body,
            answers,
            links: links(described),
            accept,
            accept_also,
            security,
            server,
            path,
            pointer,
        })
    }

    /// The first server of the operation's own, or of the path's (OpenAPI 3.1 section 4.8.10).
    fn own_server(
        &mut self,
        item: &PathItem,
        described: &Described,
        pointer: &Pointer,
    ) -> Option<Server> {
        let own = (&described.servers, pointer.child("servers"));
        let of_path = pointer.parent().unwrap_or_else(Pointer::root);
        let of_path = (&item.servers, of_path.child("servers"));
        let (servers, at) = [own, of_path]
            .into_iter()
            .find(|(servers, _)| !servers.is_empty())?;
        self.servers(servers, &at).into_iter().next()
    }

    /// The operation's parameters, then those of the path item that it does not override.
    fn parameters(
        &mut self,
        path: &PathTemplate,
        item: &PathItem,
        described: &Described,
        pointer: &Pointer,
    ) -> Vec<Parameter> {
        let shared_at = pointer
            .parent()
            .unwrap_or_else(Pointer::root)
            .child("parameters");
        let own_at = pointer.child("parameters");
        let shared = item
            .parameters
            .iter()
            .enumerate()
            .map(|(index, one)| (shared_at.index(index), one));
        let own = described
            .parameters
            .iter()
            .enumerate()
            .map(|(index, one)| (own_at.index(index), one));
        let mut parameters: Vec<Parameter> = Vec::new();
        for (at, parameter) in shared.chain(own) {
            let ReferenceOr::Item(parameter) = parameter else {
                continue;
            };
            let Some(parameter) = self.parameter(parameter, at) else {
                continue;
            };
            if parameter.location == Location::Path
                && !path.variables().any(|variable| variable == parameter.name)
            {
                let message = format!(
                    "the path has no variable `{{{}}}`; the parameter has no effect",
                    parameter.name
                );
                self.warn(Code::Ignored, message, &parameter.pointer);
                continue;
            }
            match parameters
                .iter_mut()
                .find(|other| other.name == parameter.name && other.location == parameter.location)
            {
                Some(other) => *other = parameter,
                None => parameters.push(parameter),
            }
        }
        for variable in path.variables() {
            if parameters
                .iter()
                .any(|parameter| parameter.location == Location::Path && parameter.name == variable)
            {
                continue;
            }
            self.warn(
                Code::MissingParameter,
                format!(
                    "no parameter describes the path's variable `{{{variable}}}`; it is a string"
                ),
                pointer,
            );
            parameters.push(Parameter {
                pointer: pointer.child("parameters"),
                name: variable.to_owned(),
                location: Location::Path,
                style: Style::Simple,
                explode: false,
                reserved: false,
                required: true,
                docs: Docs::default(),
                ty: self.text(pointer),
                sample: None,
            });
        }
        parameters
    }

    fn parameter(&mut self, described: &DescribedParameter, pointer: Pointer) -> Option<Parameter> {
        let (data, location, style) = match described {
            DescribedParameter::Path {
                parameter_data,
                style,
            } => {
                let style = match style {
                    PathStyle::Simple => Style::Simple,
                    PathStyle::Label => Style::Label,
                    PathStyle::Matrix => Style::Matrix,
                };
                (parameter_data, Location::Path, style)
            }
            DescribedParameter::Query {
                parameter_data,
                style,
                ..
            } => {
                let style = match style {
                    QueryStyle::Form => Style::Form,
                    QueryStyle::SpaceDelimited => Style::SpaceDelimited,
                    QueryStyle::PipeDelimited => Style::PipeDelimited,
                    QueryStyle::DeepObject => Style::DeepObject,
                };
                (parameter_data, Location::Query, style)
            }
            DescribedParameter::Header {
                parameter_data,
                style: HeaderStyle::Simple,
            } => (parameter_data, Location::Header, Style::Simple),
            DescribedParameter::Cookie {
                parameter_data,
                style: CookieStyle::Form,
            } => (parameter_data, Location::Cookie, Style::Form),
        };
        if location == Location::Header
            && OWN_HEADERS
                .iter()
                .any(|own| data.name.eq_ignore_ascii_case(own))
        {
            let message = format!(
                "the header `{}` is not described by a parameter but by content and security; it has no effect",
                data.name
            );
            self.warn(Code::Ignored, message, &pointer);
            return None;
        }
        let (schema, style) = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => (Some(schema), style),
            ParameterSchemaOrContent::Content(content) => (
                content
                    .values()
                    .next()
                    .and_then(|media| media.schema.as_ref()),
                Style::Json,
            ),
        };
        let ty = match schema {
            Some(schema) => self.hoisted(schema, &pointer),
            None => self.any(&pointer),
        };
        Some(Parameter {
            name: data.name.clone(),
            location,
            style,
            explode: data
                .explode
                .unwrap_or(matches!(style, Style::Form | Style::DeepObject)),
            reserved: matches!(
                described,
                DescribedParameter::Query {
                    allow_reserved: true,
                    ..
                }
            ),
            required: data.required || location == Location::Path,
            docs: self.parameter_docs(data, schema),
            sample: self.parameter_sample(data, schema),
            ty,
            pointer,
        })
    }

    /// The example of a parameter, if its schema takes it, or a value that is made up.
    fn parameter_sample(
        &self,
        data: &openapiv3::ParameterData,
        schema: Option<&ReferenceOr<openapiv3::Schema>>,
    ) -> Option<Node> {
        let id = self.schema_id(schema?)?;
        let place = crate::source::Place { file: 0, offset: 0 };
        let example = match &data.example {
            Some(serde_json::Value::String(text)) => Some(Node::string(text.as_str(), place)),
            Some(serde_json::Value::Number(number)) => {
                Some(Node::new(Value::Number(number.to_string().into()), place))
            }
            _ => None,
        };
        let patterned = self.document.schemas.get(id)?.pattern.is_some();
        let value = example
            .filter(|example| self.samples && !patterned && self.accepts(id, example, 0))
            .or_else(|| self.sample(id))?;
        // A number is written as the text that another alternative may allow.
        let plain = Node::string("sample", place);
        let is_text = matches!(value.value, Value::String(_));
        Some(if !is_text && self.accepts(id, &plain, 0) {
            plain
        } else {
            value
        })
    }

    /// The schema of a position that the document stage moved into the table.
    pub(super) fn schema_id(&self, schema: &ReferenceOr<openapiv3::Schema>) -> Option<SchemaId> {
        let ReferenceOr::Reference { reference } = schema else {
            return None;
        };
        let pointer = Pointer::from_reference(reference);
        self.document.schemas.at(&pointer)
    }

    /// A parameter is described where it stands, or in its schema.
    fn parameter_docs(
        &self,
        data: &openapiv3::ParameterData,
        schema: Option<&ReferenceOr<openapiv3::Schema>>,
    ) -> Docs {
        let deprecated = data.deprecated.unwrap_or(false);
        let reference = schema.and_then(|schema| {
            if let ReferenceOr::Reference { reference } = schema {
                Some(reference)
            } else {
                None
            }
        });
        let id = reference.and_then(|reference| {
            self.document
                .schemas
                .at(&Pointer::from_reference(reference))
        });
        let schema = id.and_then(|id| self.document.schemas.get(id));
        let default = schema.and_then(|schema| schema.default.as_ref());
        if data.description.is_some() {
            return Docs::new(None, data.description.as_deref(), deprecated).with_default(default);
        }
        let deprecated = deprecated || schema.is_some_and(|schema| schema.deprecated);
        Docs::new(
            None,
            schema.and_then(|schema| schema.description.as_deref()),
            deprecated,
        )
        .with_default(default)
    }
}

/// Whether HTTP can send this as a method (RFC 9110 section 5.6.2).
pub(super) fn is_token(method: &str) -> bool {
    !method.is_empty()
        && method
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}
