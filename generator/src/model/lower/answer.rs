//! Lowers documented answers and their content.

use indexmap::IndexMap;
use openapiv3::{
    Header, LinkOperation, MediaType, Operation as Described, ParameterSchemaOrContent,
    ReferenceOr, Response, StatusCode,
};

use super::operation::is_token;
use super::{Lower, stream};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Answer, Content, Docs, ResponseHeader, Shape, Status};
use crate::pointer::Pointer;
use crate::source::Value;

/// A media type without its parameters, in small letters (RFC 9110 section 8.3.1).
pub(super) fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// Whether a media type is JSON: `application/json`, `…+json` (RFC 6839 section 3.1) or a range that includes it.
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    matches!(
        essence.as_str(),
        "application/json" | "text/json" | "*/*" | "application/*"
    ) || essence.ends_with("+json") && !stream::is_values(&essence)
}

/// The place of the media type that a client speaks: the first that is JSON, else the first that comes whole, else the
/// first.
fn preferred(content: &IndexMap<String, MediaType>) -> Option<usize> {
    let json = content.keys().position(|name| is_json(name));
    let whole = || {
        let mut names = content.keys();
        names.position(|name| !stream::is_stream(&essence(name)))
    };
    json.or_else(whole).or(content.first().map(|_| 0))
}

/// Whether a status is a redirect that a server may answer instead of content (RFC 9110 section 15.4).
fn is_redirect(status: Status) -> bool {
    status.class() == Some(3) && status != Status::Exact(304)
}

/// What answers lead to, in the order of the document.
pub(super) fn links(described: &Described) -> Vec<String> {
    let exact = described.responses.responses.values();
    let answers = exact.chain(&described.responses.default);
    let links = answers.filter_map(ReferenceOr::as_item);
    let links = links.flat_map(|answer| answer.links.values());
    let mut targets: Vec<String> = Vec::new();
    for link in links.filter_map(ReferenceOr::as_item) {
        let target = match &link.operation {
            LinkOperation::OperationId(target) | LinkOperation::OperationRef(target) => target,
        };
        if !targets.contains(target) {
            targets.push(target.clone());
        }
    }
    targets
}

/// What never has content (RFC 9110 sections 9.3.2, 15.3.5, 15.3.6 and 15.4.5).
fn without_content(method: &str, status: Status) -> Option<String> {
    match status {
        _ if method == "HEAD" => Some("an answer to HEAD".to_owned()),
        Status::Exact(code @ (204 | 205 | 304)) => Some(format!("an answer of status {code}")),
        Status::Exact(_) | Status::Range(_) | Status::Default => None,
    }
}

/// What an operation answers: the answers, the media types in which it is asked for successes, and others in which they
/// can be had.
type Answers = (Vec<Answer>, Vec<String>, Vec<String>);

impl Lower<'_> {
    /// Answers sorted by how exactly their status is given.
    pub(super) fn answers(
        &mut self,
        method: &str,
        described: &Described,
        pointer: &Pointer,
    ) -> Answers {
        let at = pointer.child("responses");
        let exact = described
            .responses
            .responses
            .iter()
            .map(|(code, response)| {
                let status = match code {
                    StatusCode::Code(code) => Status::Exact(*code),
                    StatusCode::Range(digit) => Status::Range(*digit),
                };
                (status, response, at.child(&code.to_string()))
            });
        let default = described.responses.default.iter();
        let default = default.map(|response| (Status::Default, response, at.child("default")));
        let mut responses: Vec<(Status, &Response, Pointer)> = exact
            .chain(default)
            .filter_map(|(status, response, at)| match response {
                ReferenceOr::Item(response) => Some((status, response, at)),
                ReferenceOr::Reference { .. } => None,
            })
            .collect();
        responses.sort_by_key(|(status, ..)| *status);
        let class = |status: Status| status.class();
        let redirects = !responses
            .iter()
            .any(|(status, ..)| class(*status) == Some(2));
        let mut answers = Vec::new();
        let (mut accept, mut also): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        for (status, response, at) in responses {
            let success = class(status) == Some(2) || redirects && is_redirect(status);
            let asked_for = success || status == Status::Default && redirects;
            let (spoken, said) = self.answer(method, status, success, asked_for, response, at);
            if asked_for {
                let new: Vec<String> = spoken
                    .into_iter()
                    .filter(|spoken| !accept.contains(spoken))
                    .collect();
                accept.extend(new);
                let mut streamed = said.iter().flat_map(|answer| &answer.streamed);
                let streamed: Vec<&str> = streamed
                    .by_ref()
                    .map(|one| one.media_type.as_str())
                    .collect();
                for media_type in response.content.keys() {
                    let known = accept.contains(media_type)
                        || also.contains(media_type)
                        || streamed.iter().any(|one| one.contains(media_type.as_str()));
                    if !known {
                        also.push(media_type.clone());
                    }
                }
            }
            answers.extend(said);
        }
        (answers, accept, also)
    }

    /// What one status answers, and the media types that the client speaks.
    fn answer(
        &mut self,
        method: &str,
        status: Status,
        success: bool,
        asked_for: bool,
        response: &Response,
        pointer: Pointer,
    ) -> (Vec<String>, Vec<Answer>) {
        let at = pointer.child("content");
        let headers = self.headers(response, &pointer.child("headers"));
        let first = Answer {
            status,
            success,
            description: response.description.trim().to_owned(),
            content: None,
            media_type: None,
            streamed: Vec::new(),
            only_as: None,
            constants: Vec::new(),
            headers,
            pointer,
        };
        let spoken = preferred(&response.content).and_then(|at| response.content.get_index(at));
        let spoken = match without_content(method, status) {
            Some(who) => {
                // What says nothing of the content that cannot be is not missed.
                let schema = spoken.and_then(|(_, media)| self.schema_id(media.schema.as_ref()?));
                let schema = schema.and_then(|id| self.document.schemas.get(id));
                if schema.is_some_and(|schema| !schema.says_nothing()) {
                    let message = format!("{who} has no content; what is described has no effect");
                    let help =
                        "take the content out, or say the status or method that it comes with";
                    // Nothing is lost: it cannot come.
                    let never = Diagnostic::new(Severity::Note, Code::Ignored, message);
                    self.push(never.help(help), &at);
                }
                None
            }
            None => spoken,
        };
        let Some((spoken, media)) = spoken else {
            return (Vec::new(), vec![first]);
        };
        let content = if asked_for {
            self.success_content(spoken, media, &at.child(spoken))
        } else {
            self.content(spoken, media, &at.child(spoken))
        };
        let (accept, streamed) = if asked_for {
            self.streamed(&content, spoken, &response.content, &at)
        } else {
            (vec![spoken.clone()], Vec::new())
        };
        let first = Answer {
            media_type: Some(spoken.clone()),
            streamed,
            ..first
        };
        let mut answers = vec![self.with(first, content)];
        if !success {
            // A server need not heed what it was asked for when it refuses.
            let others = response.content.iter();
            let others = others.filter(|(name, _)| *name != spoken && is_json(name));
            for (name, media) in others {
                let content = self.content(name, media, &at.child(name));
                if answers
                    .iter()
                    .all(|answer| answer.content.as_ref() != Some(&content))
                    && let Some(first) = answers.first().cloned()
                {
                    answers.push(Answer {
                        only_as: Some(essence(name)),
                        streamed: Vec::new(),
                        headers: Vec::new(),
                        ..self.with(first, content)
                    });
                }
            }
        }
        (accept, answers)
    }

    fn with(&self, answer: Answer, content: Content) -> Answer {
        Answer {
            constants: content
                .ty()
                .map(|ty| self.constants(ty))
                .unwrap_or_default(),
            content: Some(content),
            ..answer
        }
    }

    /// The documented header fields; `Content-Type` is what the content says (OpenAPI 3.1 section 4.8.17).
    fn headers(&mut self, response: &Response, pointer: &Pointer) -> Vec<ResponseHeader> {
        let described = response.headers.iter().filter_map(|(name, header)| {
            let header = match header {
                ReferenceOr::Item(header) => header,
                ReferenceOr::Reference { .. } => return None,
            };
            Some((name, header)).filter(|_| !name.eq_ignore_ascii_case("content-type"))
        });
        let described: Vec<(&String, &Header)> = described.collect();
        let mut headers = Vec::new();
        for (name, header) in described {
            let at = pointer.child(name);
            if is_token(name) {
                headers.push(self.header(name, header, at));
            } else {
                let message =
                    format!("`{name}` is not the name of a header field; it has no effect");
                self.warn(Code::Ignored, message, &at);
            }
        }
        headers
    }

    fn header(&mut self, name: &str, header: &Header, pointer: Pointer) -> ResponseHeader {
        let (schema, json) = match &header.format {
            ParameterSchemaOrContent::Schema(schema) => (Some(schema), false),
            ParameterSchemaOrContent::Content(content) => match content.first() {
                Some((media_type, media)) if is_json(media_type) => (media.schema.as_ref(), true),
                Some(_) | None => (None, false),
            },
        };
        let ty = match schema {
            Some(schema) => self.hoisted(schema, &pointer),
            None if json => self.any(&pointer),
            None => self.plain(Shape::Text, &pointer),
        };
        ResponseHeader {
            ty: self.types.without_null(ty).0,
            name: name.to_owned(),
            json,
            docs: Docs::new(
                None,
                header.description.as_deref(),
                header.deprecated.unwrap_or(false),
            ),
            pointer,
        }
    }

    /// How content of a media type is written or read.
    pub(super) fn content(
        &mut self,
        media_type: &str,
        media: &MediaType,
        pointer: &Pointer,
    ) -> Content {
        let essence = media_type.to_ascii_lowercase();
        let binary = media
            .schema
            .as_ref()
            .is_some_and(|schema| self.is_binary(schema));
        if binary {
            return Content::Bytes;
        }
        if is_json(&essence) {
            return Content::Json(match &media.schema {
                Some(schema) => self.hoisted(schema, pointer),
                None => self.any(pointer),
            });
        }
        if essence.starts_with("text/") || essence.ends_with("/xml") || essence.ends_with("+xml") {
            Content::Text
        } else {
            Content::Bytes
        }
    }

    pub(super) fn is_binary(&self, schema: &ReferenceOr<openapiv3::Schema>) -> bool {
        let ReferenceOr::Reference { reference } = schema else {
            return false;
        };
        let id = self
            .document
            .schemas
            .at(&Pointer::from_reference(reference));
        id.and_then(|id| self.document.schemas.get(id))
            .is_some_and(|schema| schema.format.as_deref() == Some("binary"))
    }

    /// The type of a schema position that the document stage moved into the table.
    pub(super) fn hoisted(
        &mut self,
        schema: &ReferenceOr<openapiv3::Schema>,
        pointer: &Pointer,
    ) -> super::TypeId {
        let ReferenceOr::Reference { reference } = schema else {
            return self.any(pointer);
        };
        match self
            .document
            .schemas
            .at(&Pointer::from_reference(reference))
        {
            Some(id) => self.schema(id),
            None => {
                self.no_schema(&Pointer::from_reference(reference), pointer);
                self.any(pointer)
            }
        }
    }

    fn constants(&self, body: super::TypeId) -> Vec<(String, String)> {
        let Shape::Object(object) = self.types.shape(self.types.without_null(body).0) else {
            return Vec::new();
        };
        let constant = |field: &crate::model::Field| match &field.constant.as_ref()?.value {
            Value::String(text) | Value::Number(text) => {
                Some((field.name.clone(), text.to_string()))
            }
            Value::Bool(value) => Some((field.name.clone(), value.to_string())),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        };
        object.fields.iter().filter_map(constant).collect()
    }
}
