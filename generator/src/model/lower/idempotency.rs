//! Lowers which header field carries the key of an operation that must not be done twice.

use openapiv3::{
    Operation as Described, Parameter as DescribedParameter, ParameterSchemaOrContent, PathItem,
    ReferenceOr,
};

use super::Lower;
use super::operation::is_token;
use super::pattern;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::{IDEMPOTENCY_KEY, SchemaId};
use crate::model::{Location, Parameter};
use crate::pointer::Pointer;
use crate::settings::is_named;
use crate::source::{Node, Place};

/// What such a field is called (draft-ietf-httpapi-idempotency-key-header).
const FIELD: &str = "Idempotency-Key";

/// Methods that can be done twice as well as once (RFC 9110 section 9.2.2).
const IDEMPOTENT: [&str; 6] = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"];

/// Keys as they are made: a schema that takes both takes all.
const KEYS: [&str; 2] = [
    "f47ac10b-58cc-4372-a567-0e02b2c3d479",
    "01234567-89ab-4cde-8f01-23456789abcd",
];

/// How deep schemas are followed that refer to others.
const DEPTH: usize = 8;

/// operationId, method and path.
type Line<'a> = (Option<&'a str>, &'a str, &'a str);

impl Lower<'_> {
    /// The header field of an operation's key, which is no parameter any more; by codegen.toml, by the extension, as
    /// the parameter that is called so, or because all operations that are not idempotent have one.
    pub(super) fn idempotency_key(
        &mut self,
        line: Line<'_>,
        (item, described): (&PathItem, &Described),
        parameters: &mut Vec<Parameter>,
        pointer: &Pointer,
    ) -> Option<String> {
        let decided = self.key_decided(line);
        let extension = described.extensions.get(IDEMPOTENCY_KEY);
        let extension = extension.and_then(|said| self.key_field(said, pointer));
        let is_called = |one: &Parameter, name: &str| {
            one.location == Location::Header && one.name.eq_ignore_ascii_case(name)
        };
        let parameter = parameters.iter().find(|one| is_called(one, FIELD));
        let parameter = parameter.map(|one| one.name.clone());
        let said = extension.or(parameter.clone());
        if let (Some(decided), Some(said)) = (&decided, &said)
            && decided.eq_ignore_ascii_case(said)
        {
            self.said_already(decided, line);
        }
        let of_all = if IDEMPOTENT.contains(&line.1) {
            None
        } else {
            self.key_of_all()
        };
        let field = decided.or(said).or(of_all)?;
        if let Some(other) = parameter.filter(|other| !other.eq_ignore_ascii_case(&field)) {
            let message = format!(
                "the key is in `{field}`; `{other}`, which is described as a parameter, is an argument"
            );
            self.warn(Code::ContradictingParameters, message, pointer);
        }
        let at = parameters.iter().position(|one| is_called(one, &field));
        if let Some(at) = at {
            let parameter = parameters.get(at)?;
            if !self.takes_keys(&field, item, described) {
                let message = format!(
                    "a random UUID is no value of `{}`: it is an argument, and no key is made",
                    parameter.name
                );
                let at = parameter.pointer.clone();
                let help = "describe it as `type: string` if any text will do";
                self.push(Diagnostic::warning(Code::Ignored, message).help(help), &at);
                return None;
            }
            return Some(parameters.remove(at).name);
        }
        Some(field)
    }

    /// What codegen.toml says of this operation.
    fn key_decided(&self, (id, method, path): Line<'_>) -> Option<String> {
        let mut lines = self.settings.operation.iter();
        let line = lines.find(|line| {
            line.idempotency_key.is_some() && is_named(&line.matched, id, method, path)
        })?;
        line.idempotency_key.clone()
    }

    /// What codegen.toml or the description says of all operations.
    fn key_of_all(&mut self) -> Option<String> {
        let decided = self.settings.client.idempotency_key.clone();
        decided.or_else(|| {
            let said = self.document.skeleton.extensions.get(IDEMPOTENCY_KEY)?;
            self.key_field(said, &Pointer::root())
        })
    }

    /// The name of a header field that an extension says.
    fn key_field(&mut self, said: &serde_json::Value, holder: &Pointer) -> Option<String> {
        let field = said.as_str().filter(|field| is_token(field));
        if field.is_none() {
            let message =
                format!("`{IDEMPOTENCY_KEY}` has no effect: it is not the name of a header field");
            self.warn(Code::WrongType, message, &holder.child(IDEMPOTENCY_KEY));
        }
        field.map(str::to_owned)
    }

    fn said_already(&mut self, field: &str, (_, method, path): Line<'_>) {
        let message = format!("the description itself says the key `{field}` of `{method} {path}`");
        let place = self.settings.strings.place(field);
        self.diagnostics.push(
            Diagnostic::new(Severity::Warning, Code::UnusedSetting, message)
                .at_some(place)
                .help("take the line out of codegen.toml"),
        );
    }

    /// Whether a random key is a value of a header field, as it is described.
    fn takes_keys(&self, name: &str, item: &PathItem, described: &Described) -> bool {
        let all = described.parameters.iter().chain(&item.parameters);
        let mut formats = all.filter_map(|one| match one {
            ReferenceOr::Item(DescribedParameter::Header { parameter_data, .. })
                if parameter_data.name.eq_ignore_ascii_case(name) =>
            {
                Some(&parameter_data.format)
            }
            _ => None,
        });
        match formats.next() {
            Some(ParameterSchemaOrContent::Schema(schema)) => {
                let id = self.schema_id(schema);
                let place = Place { file: 0, offset: 0 };
                KEYS.iter().all(|key| {
                    let value = Node::string(*key, place);
                    id.is_none_or(|id| self.satisfies(id, &value) && self.matches(id, key, 0))
                })
            }
            Some(ParameterSchemaOrContent::Content(_)) => false,
            None => true,
        }
    }

    /// Whether a text matches the patterns of a schema; one that cannot be looked at is not matched.
    fn matches(&self, id: SchemaId, text: &str, depth: usize) -> bool {
        let Some(schema) = self.document.schemas.get(id).filter(|_| depth < DEPTH) else {
            return true;
        };
        let pattern = schema.bounds().pattern.as_deref();
        let target = schema.reference.as_ref();
        let target = target.and_then(|target| self.document.schemas.at(target));
        let mut parts = target.iter().chain(&schema.all_of);
        pattern.is_none_or(|pattern| pattern::is_match(pattern, text) == Some(true))
            && parts.all(|id| self.matches(*id, text, depth + 1))
    }
}
