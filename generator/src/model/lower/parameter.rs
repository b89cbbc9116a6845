//! Lowers the parameters of operations.

use openapiv3::{
    CookieStyle, HeaderStyle, MediaType, Operation as Described, Parameter as DescribedParameter,
    ParameterData, ParameterSchemaOrContent, PathItem, PathStyle, QueryStyle, ReferenceOr,
};

use super::Lower;
use super::answer::is_json;
use super::body::essence;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::BeyondParameter;
use crate::model::{Docs, FormStyle, Location, Parameter, PathTemplate, Shape, Style, TypeId};
use crate::pointer::Pointer;
use crate::source::{Node, Value};

/// How many references of a schema to another are followed.
const REFERENCES: usize = 16;

/// Header fields that a parameter cannot describe (OpenAPI 3.1 section 4.8.12.2.1).
const OWN_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

impl Lower<'_> {
    /// The operation's parameters, then those of the path item that it does not override.
    pub(super) fn parameters(
        &mut self,
        path: &PathTemplate,
        (item, item_at): (&PathItem, &Pointer),
        described: &Described,
        pointer: &Pointer,
    ) -> Vec<Parameter> {
        let shared_at = item_at.child("parameters");
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
                let help = format!("take it out, or put `{{{}}}` into the path", parameter.name);
                let ignored = Diagnostic::warning(Code::Ignored, message).help(help);
                self.push(ignored, &parameter.pointer);
                continue;
            }
            match parameters
                .iter_mut()
                .find(|other| other.name == parameter.name && other.location == parameter.location)
            {
                Some(other) => {
                    if other.pointer.parent() == parameter.pointer.parent() {
                        let message = format!(
                            "`{}` is described twice in one place; the last description counts",
                            parameter.name
                        );
                        let first = self.document.place(&other.pointer);
                        let twice = Diagnostic::warning(Code::ContradictingParameters, message)
                            .also(first, "this description does not count");
                        self.push(twice, &parameter.pointer);
                    }
                    *other = parameter;
                }
                None => parameters.push(parameter),
            }
        }
        self.whole_query(&parameters);
        for variable in path.variables() {
            if parameters
                .iter()
                .any(|parameter| parameter.location == Location::Path && parameter.name == variable)
            {
                continue;
            }
            let message = format!(
                "no parameter describes the path's variable `{{{variable}}}`; it is a string"
            );
            let help = format!(
                "add a parameter: `{{name: {variable}, in: path, required: true, schema: {{type: string}}}}`"
            );
            let missing = Diagnostic::warning(Code::MissingParameter, message).help(help);
            self.push(missing, pointer);
            parameters.push(Parameter {
                pointer: pointer.child("parameters"),
                name: variable.to_owned(),
                location: Location::Path,
                style: Style::Simple,
                explode: false,
                reserved: false,
                properties: Vec::new(),
                required: true,
                docs: Docs::default(),
                ty: self.text(pointer),
                usual: None,
                most: None,
                sample: None,
            });
        }
        parameters
    }

    /// A parameter that is the whole query stands alone in it (OpenAPI 3.2 section 4.12.1).
    fn whole_query(&mut self, parameters: &[Parameter]) {
        let mut whole = parameters
            .iter()
            .filter(|parameter| parameter.location == Location::QueryString);
        let Some(first) = whole.next() else {
            return;
        };
        let others = parameters
            .iter()
            .filter(|parameter| parameter.location == Location::Query);
        for other in whole.chain(others) {
            let message = format!(
                "`{}` is the whole query, `{}` cannot stand beside it; both are sent, one after the other",
                first.name, other.name
            );
            self.warn(Code::ContradictingParameters, message, &other.pointer);
        }
    }

    fn parameter(&mut self, described: &DescribedParameter, pointer: Pointer) -> Option<Parameter> {
        let beyond = self.document.beyond.parameters.get(&pointer).copied();
        let (data, location, style) = place(described, beyond);
        if location == Location::Header
            && OWN_HEADERS
                .iter()
                .any(|own| data.name.eq_ignore_ascii_case(own))
        {
            let message = format!(
                "the header `{}` is not described by a parameter but by content and security; it has no effect",
                data.name
            );
            let help = if data.name.eq_ignore_ascii_case("authorization") {
                "describe it by `securitySchemes` and `security`"
            } else {
                "what is sent and asked for are the media types of `content`"
            };
            let ignored = Diagnostic::warning(Code::Ignored, message).help(help);
            self.push(ignored, &self.document.definition(&pointer));
            return None;
        }
        let (schema, ty, style, properties) = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                let ty = self.hoisted(schema, &pointer);
                (Some(schema), ty, style, Vec::new())
            }
            ParameterSchemaOrContent::Content(content) => {
                let (media_type, media) = content.first()?;
                let (ty, style, properties) =
                    self.parameter_content(media_type, media, location, style, &pointer);
                (media.schema.as_ref(), ty, style, properties)
            }
        };
        let explode = data.explode.unwrap_or(match style {
            Style::Form | Style::Cookie | Style::DeepObject => true,
            Style::Simple
            | Style::Label
            | Style::Matrix
            | Style::SpaceDelimited
            | Style::PipeDelimited
            | Style::Json => false,
        });
        let (usual, most) = self.bounds(schema);
        Some(Parameter {
            name: data.name.clone(),
            location,
            style,
            explode,
            reserved: matches!(
                described,
                DescribedParameter::Query {
                    allow_reserved: true,
                    ..
                }
            ),
            properties,
            required: data.required || location == Location::Path,
            docs: self.parameter_docs(data, schema),
            sample: self.parameter_sample(data, schema),
            ty,
            usual,
            most,
            pointer,
        })
    }

    /// The default and the greatest value of a whole number.
    fn bounds(
        &self,
        schema: Option<&ReferenceOr<openapiv3::Schema>>,
    ) -> (Option<u64>, Option<u64>) {
        let table = &self.document.schemas;
        let mut id = schema.and_then(|schema| self.schema_id(schema));
        let (mut usual, mut most) = (None, None);
        for _ in 0..REFERENCES {
            let Some(schema) = id.and_then(|id| table.get(id)) else {
                break;
            };
            let default = schema.default.as_ref().map(|default| &default.value);
            usual = usual.or(match default {
                Some(Value::Number(spelling)) => spelling.parse().ok(),
                Some(_) | None => None,
            });
            let maximum = schema.bounds().maximum.as_deref();
            most = most.or(maximum.and_then(|maximum| maximum.parse().ok()));
            id = schema.reference.as_ref().and_then(|to| table.at(to));
        }
        (usual, most)
    }

    /// The type and the style of a parameter that is content of a media type (OpenAPI 3.2 section 4.12.4).
    ///
    /// JSON is written from values, and so is a form where it is the whole query; anything else is the caller's text.
    fn parameter_content(
        &mut self,
        media_type: &str,
        media: &MediaType,
        location: Location,
        style: Style,
        pointer: &Pointer,
    ) -> (TypeId, Style, Vec<(String, FormStyle)>) {
        let essence = essence(media_type);
        if is_json(&essence) {
            return (
                self.body_type(media.schema.as_ref(), pointer),
                Style::Json,
                Vec::new(),
            );
        }
        if essence == "application/x-www-form-urlencoded" && location == Location::QueryString {
            let ty = self.body_type(media.schema.as_ref(), pointer);
            if self.has_properties(ty) {
                return (ty, Style::Form, self.form_styles(ty, &media.encoding));
            }
        }
        let ty = self.body_type(media.schema.as_ref(), pointer);
        let is_text = matches!(self.types.shape(ty), Shape::Text) || media.schema.is_none();
        if !is_text {
            let message = format!("content of `{essence}` is text that the caller writes");
            self.warn(Code::Ignored, message, &self.document.definition(pointer));
        }
        let style = match location {
            Location::QueryString => Style::Simple,
            Location::Path | Location::Query | Location::Header | Location::Cookie => style,
        };
        (self.text(pointer), style, Vec::new())
    }

    /// The example of a parameter, if its schema takes it, or a value that is made up.
    fn parameter_sample(
        &self,
        data: &ParameterData,
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
        let patterned = self.document.schemas.get(id)?.bounds().pattern.is_some();
        let value = example
            .filter(|example| self.samples && !patterned && self.satisfies(id, example))
            .or_else(|| self.sample(id))?;
        // A number is written as the text that another alternative may allow.
        let plain = Node::string("sample", place);
        let is_text = matches!(value.value, Value::String(_));
        Some(if !is_text && self.satisfies(id, &plain) {
            plain
        } else {
            value
        })
    }

    /// A parameter is described where it stands, or in its schema.
    fn parameter_docs(
        &self,
        data: &ParameterData,
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
        let default = schema.and_then(|schema| schema.default.as_deref());
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

/// What a parameter says, where it is sent, and its style, also where `openapiv3` has no word for one of them.
fn place(
    described: &DescribedParameter,
    beyond: Option<BeyondParameter>,
) -> (&ParameterData, Location, Style) {
    match described {
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
            let location = match beyond {
                Some(BeyondParameter::QueryString) => Location::QueryString,
                Some(BeyondParameter::CookieStyle) | None => Location::Query,
            };
            let style = match style {
                QueryStyle::Form => Style::Form,
                QueryStyle::SpaceDelimited => Style::SpaceDelimited,
                QueryStyle::PipeDelimited => Style::PipeDelimited,
                QueryStyle::DeepObject => Style::DeepObject,
            };
            (parameter_data, location, style)
        }
        DescribedParameter::Header {
            parameter_data,
            style: HeaderStyle::Simple,
        } => (parameter_data, Location::Header, Style::Simple),
        DescribedParameter::Cookie {
            parameter_data,
            style: CookieStyle::Form,
        } => {
            let style = match beyond {
                Some(BeyondParameter::CookieStyle) => Style::Cookie,
                Some(BeyondParameter::QueryString) | None => Style::Form,
            };
            (parameter_data, Location::Cookie, style)
        }
    }
}
