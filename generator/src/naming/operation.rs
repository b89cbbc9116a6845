//! Plans operations: the fields of their requests, their answers and their failures.

use super::function::ARGUMENTS;
use super::ident::Case;
use super::plan::{
    AnswerPlan, AnswerStatus, ArgumentPlan, ContentPlan, ErrorPlan, FailurePlan, Format,
    OperationPlan, Outcome, OutputPlan, ParameterPlan, Role, RustType, SuccessPlan, TakesPlan,
};
use super::scope::Scope;
use super::{Naming, words};
use crate::model::{Answer, Content, Location, Operation, Parameter, Server, Status};
use crate::pointer::Pointer;

/// Names that the generated functions use themselves, and those that clippy takes for placeholders.
const ARGUMENTS_TAKEN: &[&str] = &[
    "answer",
    "baz",
    "client",
    "foo",
    "operation",
    "quux",
    "request",
    "self",
];

/// Methods that a call has whatever its operation.
pub(super) const SETTERS_TAKEN: &[&str] = &[
    "attempt_timeout",
    "base_url",
    "clone",
    "deadline",
    "fmt",
    "header",
    "idempotency_key",
    "into_events",
    "into_future",
    "into_stream",
    "into_values",
    "map",
    "new",
    "operation",
    "prepare",
    "raw",
    "retry",
    "send",
    "send_with_response",
    "streamed",
    "timeout",
    "with_response",
    "without_redirects",
];

/// Methods that an enum of failures has whatever its variants.
const PREDICATES_TAKEN: &[&str] = &[
    "status",
    "code",
    "title",
    "message",
    "documented",
    "fmt",
    "clone",
    "eq",
];

impl Naming<'_> {
    pub(super) fn operation(&mut self, index: usize, operation: &Operation) -> OperationPlan {
        let Some(names) = self.operations.get(index).cloned() else {
            return self.unnamed(operation);
        };
        let (successes, failures): (Vec<&Answer>, Vec<&Answer>) =
            operation.answers.iter().partition(|answer| answer.success);
        let default = failures
            .iter()
            .find(|answer| answer.status == Status::Default)
            .copied();
        let successes: Vec<&Answer> = if successes.is_empty() {
            default.into_iter().collect()
        } else {
            successes
        };
        let streams = self.streams(operation, &successes);
        let (output, mut answers) = self.successes(&successes, &names.output);
        let error = self.error(&failures, names.error);
        answers.extend(failure_arms(error.as_ref()));
        answers.sort_by_key(|answer| {
            let order = match answer.status {
                AnswerStatus::Exact(code) => (0, code),
                AnswerStatus::Range(digit) => (1, digit),
                AnswerStatus::Others => (2, 0),
            };
            // What one media type alone means comes before what all others do.
            (order, answer.only_as.is_none())
        });
        if !answers
            .iter()
            .any(|answer| answer.status == AnswerStatus::Others)
        {
            answers.push(AnswerPlan {
                status: AnswerStatus::Others,
                only_as: None,
                outcome: Outcome::Undocumented,
            });
        }
        let fields = self.arguments(operation, names.body.as_ref());
        let required = fields.iter().filter(|field| !field.optional).count();
        let takes = takes(required, names.arguments);
        OperationPlan {
            pointer: operation.pointer.clone(),
            function: names.function,
            request: names.request,
            method: operation.method.clone(),
            path: operation.path.as_str().to_owned(),
            docs: operation.docs.clone(),
            fields,
            also: operation
                .body
                .as_ref()
                .map(|body| body.also.clone())
                .unwrap_or_default(),
            idempotency_key: operation.idempotency_key.clone(),
            security: operation.security.clone(),
            base_url: operation
                .server
                .as_ref()
                .map(Server::url)
                .filter(|url| url.contains("://") || !url.trim_matches('/').is_empty()),
            headers: Vec::new(),
            takes,
            links: self.links(operation),
            accept_also: operation.accept_also.clone(),
            accept: accept(&operation.accept),
            redirects: operation.redirects(),
            streams,
            success_implied: successes.is_empty(),
            output,
            error,
            answers,
        }
    }

    /// The functions that answers lead to; what leads out of the document is left to its description.
    fn links(&self, operation: &Operation) -> Vec<super::RustIdent> {
        let function = |target: &String| {
            let pointer = Pointer::from_reference(target);
            let at = self
                .api
                .operations
                .iter()
                .position(|one| one.id.as_ref() == Some(target) || one.pointer == pointer)?;
            self.operations.get(at).map(|names| names.function.clone())
        };
        operation.links.iter().filter_map(function).collect()
    }

    /// Never reached: every operation has names before it is planned. A plan without fields is the honest remainder.
    fn unnamed(&mut self, operation: &Operation) -> OperationPlan {
        let names = self.operation_names(
            super::RustIdent::from_words(&operation.method, Case::Value),
            None,
            operation,
        );
        self.operations.push(names);
        self.operation(self.operations.len() - 1, operation)
    }

    /// Path variables in the order of the template, then other required ones, the body, and what is optional.
    fn arguments(
        &mut self,
        operation: &Operation,
        choice: Option<&super::RustIdent>,
    ) -> Vec<ArgumentPlan> {
        let mut scope = Scope::with(ARGUMENTS_TAKEN);
        let variables: Vec<&str> = operation.path.variables().collect();
        let mut parameters: Vec<&Parameter> = operation.parameters.iter().collect();
        parameters.sort_by_key(|parameter| match parameter.location {
            Location::Path => (
                0,
                variables
                    .iter()
                    .position(|variable| *variable == parameter.name),
            ),
            Location::Query | Location::Header | Location::Cookie | Location::QueryString => {
                (if parameter.required { 1 } else { 3 }, None)
            }
        });
        let split = parameters
            .iter()
            .position(|parameter| !parameter.required)
            .unwrap_or(parameters.len());
        let (required, optional) = parameters.split_at(split.min(parameters.len()));
        let body_required = operation.body.as_ref().is_some_and(|body| body.required);
        let mut fields: Vec<ArgumentPlan> = required
            .iter()
            .map(|parameter| self.parameter(parameter, &mut scope))
            .collect();
        if body_required {
            fields.extend(
                operation
                    .body
                    .iter()
                    .filter_map(|body| self.body(body, choice, &mut scope)),
            );
        }
        fields.extend(
            optional
                .iter()
                .map(|parameter| self.parameter(parameter, &mut scope)),
        );
        if !body_required {
            fields.extend(
                operation
                    .body
                    .iter()
                    .filter_map(|body| self.body(body, choice, &mut scope)),
            );
        }
        fields
    }

    fn parameter(&mut self, parameter: &Parameter, scope: &mut Scope) -> ArgumentPlan {
        let wire = ParameterPlan {
            name: parameter.name.clone(),
            style: parameter.style,
            explode: parameter.explode,
            reserved: parameter.reserved,
            properties: parameter.properties.clone(),
        };
        let (role, place) = match parameter.location {
            Location::Path => (Role::Path(wire), "path"),
            Location::Query => (Role::Query(wire), "query"),
            Location::Header => (Role::Header(wire), "header"),
            Location::Cookie => (Role::Cookie(wire), "cookie"),
            Location::QueryString => (Role::QueryString(wire), "query"),
        };
        let candidates = [
            parameter.name.clone(),
            format!("{place} {}", parameter.name),
            format!("{} {place} parameter", parameter.name),
        ];
        let setters = if parameter.required {
            &[]
        } else {
            SETTERS_TAKEN
        };
        let ident = scope.claim_but(setters, candidates, Case::Value).ident;
        let value = self.api.types.without_null(parameter.ty).0;
        ArgumentPlan {
            ident,
            optional: !parameter.required,
            docs: parameter.docs.clone(),
            ty: self.rust_type(value),
            role,
            sample: self
                .settings
                .tests
                .then(|| self.sample(value, parameter.sample.as_ref())),
        }
    }

    pub(super) fn content(&self, content: Option<&Content>) -> Option<ContentPlan> {
        Some(match content? {
            Content::Json(ty) => ContentPlan {
                ty: self.rust_type(*ty),
                format: Format::Json,
            },
            Content::Text => ContentPlan {
                ty: RustType::String,
                format: Format::Text,
            },
            Content::Bytes => ContentPlan {
                ty: RustType::Bytes,
                format: Format::Bytes,
            },
            Content::Events(Some(ty)) => ContentPlan {
                ty: RustType::Events(Box::new(self.rust_type(*ty))),
                format: Format::Events,
            },
            Content::Events(None) => ContentPlan {
                ty: RustType::Events(Box::new(RustType::String)),
                format: Format::TextEvents,
            },
            Content::Values(ty) => ContentPlan {
                ty: RustType::Values(Box::new(self.rust_type(*ty))),
                format: Format::Values,
            },
        })
    }

    fn successes(
        &mut self,
        successes: &[&Answer],
        ident: &super::RustIdent,
    ) -> (OutputPlan, Vec<AnswerPlan>) {
        let contents: Vec<Option<ContentPlan>> = successes
            .iter()
            .map(|answer| self.content(answer.content.as_ref()))
            .collect();
        let statuses = || successes.iter().map(|answer| success_status(answer.status));
        let Some(first) = contents.first() else {
            // Nothing documented: any success is one, and its body is there in the raw response.
            let arm = AnswerPlan {
                status: AnswerStatus::Range(2),
                only_as: None,
                outcome: Outcome::Success(None),
            };
            return (OutputPlan::One(RustType::Unit), vec![arm]);
        };
        if contents.iter().all(|content| content == first) {
            let arms = statuses()
                .map(|status| AnswerPlan {
                    status,
                    only_as: None,
                    outcome: Outcome::Success(first.clone()),
                })
                .collect();
            return (
                OutputPlan::One(
                    first
                        .as_ref()
                        .map_or(RustType::Unit, |content| content.ty.clone()),
                ),
                arms,
            );
        }
        let held: Vec<Option<&Content>> = successes
            .iter()
            .map(|answer| answer.content.as_ref())
            .collect();
        let contents = self.boxed(&held);
        let mut scope = Scope::with(&["Self"]);
        let variants: Vec<SuccessPlan> = successes
            .iter()
            .zip(&contents)
            .map(|(answer, content)| SuccessPlan {
                ident: scope.claim(words::success_names(answer), Case::Type).ident,
                status: answer.status,
                description: answer.description.clone(),
                content: content.clone(),
            })
            .collect();
        let arms = statuses()
            .zip(&variants)
            .map(|(status, variant)| AnswerPlan {
                status,
                only_as: None,
                outcome: Outcome::SuccessVariant(variant.ident.clone(), variant.content.clone()),
            });
        let arms = arms.collect();
        (
            OutputPlan::Several {
                ident: ident.clone(),
                variants,
            },
            arms,
        )
    }

    fn error(&mut self, failures: &[&Answer], ident: super::RustIdent) -> Option<ErrorPlan> {
        if failures.is_empty() {
            return None;
        }
        let held: Vec<Option<&Content>> = failures
            .iter()
            .map(|answer| answer.content.as_ref())
            .collect();
        let contents = self.boxed(&held);
        let mut scope = Scope::with(&["Self"]);
        let mut predicates = Scope::with(PREDICATES_TAKEN);
        let variants = failures.iter().zip(contents).map(|(answer, content)| {
            let variant = scope.claim(words::answer_names(answer), Case::Type).ident;
            let predicate = predicates
                .claim([format!("is {}", variant.text())], Case::Value)
                .ident;
            FailurePlan {
                ident: variant,
                predicate,
                status: answer.status,
                only_as: answer.only_as.clone(),
                description: answer.description.clone(),
                content,
                constants: answer.constants.clone(),
            }
        });
        Some(ErrorPlan {
            variants: variants.collect(),
            ident,
        })
    }
}

/// A `default` answer that is the only success stands for all success statuses.
pub(super) fn success_status(status: Status) -> AnswerStatus {
    match status {
        Status::Exact(code) => AnswerStatus::Exact(code),
        Status::Range(digit) => AnswerStatus::Range(digit),
        Status::Default => AnswerStatus::Range(2),
    }
}

/// What the client's function takes.
fn takes(required: usize, arguments: Option<super::RustIdent>) -> TakesPlan {
    match arguments {
        Some(ident) => TakesPlan::Struct(ident),
        None if required > ARGUMENTS => TakesPlan::Request,
        None => TakesPlan::Arguments,
    }
}

/// What `Accept` says; `None` where the runtime's own words will do.
fn accept(spoken: &[String]) -> Option<String> {
    let is_plain = |media_type: &&String| {
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        !essence.eq_ignore_ascii_case("application/json") && !essence.contains('*')
    };
    spoken.iter().find(is_plain)?;
    let visible = |text: &&str| text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    let spoken = spoken.iter().map(String::as_str).filter(visible);
    let all: Vec<&str> = spoken
        .filter(|one| *one != "*/*")
        .chain(["*/*;q=0.5"])
        .collect();
    Some(all.join(", "))
}

fn failure_arms(error: Option<&ErrorPlan>) -> impl Iterator<Item = AnswerPlan> + '_ {
    error
        .into_iter()
        .flat_map(|error| &error.variants)
        .map(|variant| {
            let (status, with_status) = match variant.status {
                Status::Exact(code) => (AnswerStatus::Exact(code), false),
                Status::Range(digit) => (AnswerStatus::Range(digit), true),
                Status::Default => (AnswerStatus::Others, true),
            };
            AnswerPlan {
                status,
                only_as: variant.only_as.clone(),
                outcome: Outcome::Failure {
                    variant: variant.ident.clone(),
                    content: variant.content.clone(),
                    with_status,
                },
            }
        })
}
