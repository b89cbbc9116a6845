//! Names of types that have none of their own: operation and role, parent and property.

use super::ident::Case;
use super::words::{content_words, singular};
use super::{Naming, RustIdent};
use crate::hash::HashMap;
use crate::model::{Content, Shape, TypeId, WebhookKind};
use crate::pointer::Pointer;

/// Whether a shape becomes a type of the crate that needs a name.
pub(super) fn has_name(shape: &Shape) -> bool {
    match shape {
        Shape::Object(_) | Shape::Enumeration(_) | Shape::Union(_) | Shape::Tuple(_) => true,
        Shape::Json
        | Shape::Boolean
        | Shape::Integer(_)
        | Shape::Number
        | Shape::Text
        | Shape::Formatted(_)
        | Shape::List(_)
        | Shape::Map(_)
        | Shape::Nullable(_) => false,
    }
}

impl Naming<'_> {
    pub(super) fn travels(&self, id: TypeId) -> bool {
        let direction = self.api.types.get(id).direction;
        (direction.read || direction.write) && has_name(&self.api.types.get(id).shape)
    }

    /// Names that `codegen.toml` gives.
    pub(super) fn types_decided(&mut self) {
        for line in &self.settings.types {
            let pointer = Pointer::from_reference(&line.pointer);
            let types = &self.api.types;
            let stands = types
                .ids()
                .find(|id| types.get(*id).pointer == pointer && self.travels(types.became(*id)));
            let Some(id) = stands.map(|id| types.became(id)) else {
                continue;
            };
            let Some(ident) = self
                .decided(&line.name)
                .and_then(|ident| self.types.claim_decided(ident))
            else {
                continue;
            };
            self.named.insert(id, ident);
        }
    }

    /// Names that the document gives: component keys first, then titles.
    pub(super) fn types_with_names(&mut self) {
        let ids: Vec<TypeId> = self
            .api
            .types
            .ids()
            .filter(|id| self.travels(*id) && !self.named.contains_key(id))
            .collect();
        // A key that is a name as it is comes first, whatever the order: no other key can take its name.
        for exact in [true, false] {
            for id in &ids {
                if let Some(key) = self.api.types.get(*id).origin.component.clone()
                    && is_name(&key) == exact
                {
                    self.claim(*id, &[key.clone(), format!("{key} schema")]);
                }
            }
        }
        // A title that several types have names none of them.
        let mut titled: Vec<(RustIdent, Vec<TypeId>)> = Vec::new();
        let mut position: HashMap<RustIdent, usize> = HashMap::default();
        for id in &ids {
            let origin = &self.api.types.get(*id).origin;
            let (None, Some(title)) = (&origin.component, &origin.title) else {
                continue;
            };
            if title.len() > 60 || !title.chars().any(char::is_alphanumeric) {
                continue;
            }
            let ident = RustIdent::from_words(title, Case::Type);
            let at = *position.entry(ident.clone()).or_insert(titled.len());
            match titled.get_mut(at) {
                Some((_, ids)) => ids.push(*id),
                None => titled.push((ident, vec![*id])),
            }
        }
        for (ident, ids) in titled {
            if let ([only], false) = (ids.as_slice(), self.types.has(&ident)) {
                self.claim(*only, &[ident.text().to_owned()]);
            }
        }
    }

    /// Names for all other types, in the order in which operations reach them.
    pub(super) fn types_by_context(&mut self) {
        let api = self.api;
        for operation in &api.operations {
            self.resource(operation);
        }
        for (operation, names) in api.operations.iter().zip(self.operations.clone()) {
            let base = names.function.text();
            for parameter in &operation.parameters {
                self.reach(
                    parameter.ty,
                    &[
                        format!("{base} {}", parameter.name),
                        format!("{base} {} parameter", parameter.name),
                    ],
                );
            }
            let contents = operation.body.iter().flat_map(|body| &body.contents);
            for (content, word) in contents.clone().zip(content_words(contents)) {
                let Some(ty) = content.written.ty() else {
                    continue;
                };
                let names = if operation.body_is_choice() {
                    [format!("{base} {word}"), format!("{base} {word} body")]
                } else {
                    [format!("{base} body"), format!("{base} request body")]
                };
                self.reach(ty, &names);
            }
            for answer in &operation.answers {
                for header in &answer.headers {
                    let name = &header.name;
                    let names = [name.clone(), format!("{name} header")];
                    self.reach(header.ty, &names);
                }
                let streamed = answer.streamed.iter().map(|one| &one.content);
                let streams = answer.content.iter().chain(streamed);
                for content in streams.filter(|content| content.is_stream()) {
                    let word = match content {
                        Content::Values(_) => "item",
                        Content::Events(_) | Content::Json(_) | Content::Text | Content::Bytes => {
                            "event"
                        }
                    };
                    let names = [format!("{base} {word}"), format!("{base} streamed {word}")];
                    content
                        .ty()
                        .into_iter()
                        .for_each(|ty| self.reach(ty, &names));
                }
                let Some(ty) = answer.body() else {
                    continue;
                };
                if answer.success {
                    self.reach(
                        ty,
                        &[
                            format!("{base} response"),
                            format!("{base} {:?} response", answer.status),
                        ],
                    );
                } else {
                    self.reach(
                        ty,
                        &[
                            "error body".to_owned(),
                            format!("{base} error body"),
                            format!("{base} {:?} error body", answer.status),
                        ],
                    );
                }
            }
        }
        for webhook in &api.webhooks {
            let kind = match webhook.kind {
                WebhookKind::Event => "webhook",
                WebhookKind::Callback => "callback",
            };
            let (name, method) = (&webhook.name, webhook.method.to_ascii_lowercase());
            self.reach(
                webhook.body,
                &[
                    format!("{name} {kind}"),
                    format!("{name} {method} {kind}"),
                    format!("{name} {kind} body"),
                ],
            );
        }
        if let Some(event) = api.event.filter(|event| !self.named.contains_key(event)) {
            let names = ["webhook event", "any webhook event"].map(str::to_owned);
            self.claim(event, &names);
        }
        // What components hold and no operation named on its way.
        for id in api
            .types
            .ids()
            .filter(|id| self.travels(*id))
            .collect::<Vec<_>>()
        {
            if let Some(ident) = self.named.get(&id).cloned() {
                self.reach_held(id, &ident);
            }
        }
    }

    /// Names a type from context, then what it holds; what has a name already is left as it is.
    fn reach(&mut self, id: TypeId, candidates: &[String]) {
        let mut pending = vec![(id, candidates.to_vec())];
        while let Some((id, candidates)) = pending.pop() {
            match self.api.types.shape(id) {
                Shape::Nullable(inner) => pending.push((*inner, candidates)),
                Shape::List(inner) => pending.push((
                    *inner,
                    candidates.iter().map(|text| element(text)).collect(),
                )),
                Shape::Map(inner) => pending.push((
                    *inner,
                    candidates
                        .iter()
                        .map(|text| format!("{text} value"))
                        .collect(),
                )),
                Shape::Object(_) | Shape::Enumeration(_) | Shape::Union(_) | Shape::Tuple(_) => {
                    if !self.named.contains_key(&id) {
                        let mut candidates = candidates;
                        candidates.splice(0..0, self.union_name(id));
                        let ident = self.claim(id, &candidates);
                        self.held_by(id, &ident, &mut pending);
                    }
                }
                Shape::Json
                | Shape::Boolean
                | Shape::Integer(_)
                | Shape::Number
                | Shape::Text
                | Shape::Formatted(_) => {}
            }
        }
    }

    pub(super) fn reach_held(&mut self, id: TypeId, ident: &RustIdent) {
        let mut pending = Vec::new();
        self.held_by(id, ident, &mut pending);
        while let Some((id, candidates)) = pending.pop() {
            self.reach(id, &candidates);
        }
    }

    fn held_by(&self, id: TypeId, owner: &RustIdent, pending: &mut Vec<(TypeId, Vec<String>)>) {
        let owner = owner.text();
        let named = |name: &str| {
            vec![
                format!("{owner} {name}"),
                format!("{owner} {name} property"),
            ]
        };
        // The last is taken first: what is held is named in the order of the document.
        match self.api.types.shape(id) {
            Shape::Object(object) => {
                pending.extend(object.rest.map(|rest| (rest, named("value"))));
                let fields = object.fields.iter().rev();
                let fields = fields.filter(|field| self.leads_to_name(field.ty));
                pending.extend(fields.map(|field| (field.ty, named(&field.name))));
            }
            Shape::Union(union) => {
                pending.extend(union.variants.iter().rev().map(|variant| {
                    let words = self.variant_words(variant);
                    let names = words.iter().map(|word| format!("{owner} {word}"));
                    (variant.ty, names.collect())
                }));
            }
            Shape::Tuple(tuple) => {
                pending.extend(tuple.rest.map(|rest| (rest, named("rest"))));
                let elements = tuple.elements.iter().enumerate().rev();
                pending.extend(
                    elements
                        .map(|(at, element)| (element.ty, named(&format!("element {}", at + 1)))),
                );
            }
            Shape::Json
            | Shape::Boolean
            | Shape::Integer(_)
            | Shape::Number
            | Shape::Text
            | Shape::Formatted(_)
            | Shape::Enumeration(_)
            | Shape::List(_)
            | Shape::Map(_)
            | Shape::Nullable(_) => {}
        }
    }

    /// Whether a type is, or is a list or a map of, one that needs a name: most properties are not.
    fn leads_to_name(&self, id: TypeId) -> bool {
        match self.api.types.shape(id) {
            Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => {
                self.leads_to_name(*inner)
            }
            shape => has_name(shape),
        }
    }

    fn claim(&mut self, id: TypeId, candidates: &[String]) -> RustIdent {
        let claim = self.types.claim(candidates, Case::Type);
        if claim.numbered {
            let pointer = self.api.types.get(id).pointer.clone();
            let line = format!("[[type]]\npointer = \"{pointer}\"\nname = \"…\"\nreason = \"…\"");
            self.clash("type", &claim.ident, &pointer, line);
        }
        self.named.insert(id, claim.ident.clone());
        claim.ident
    }
}

/// Whether a component's key is its type's name without a change.
pub(super) fn is_name(key: &str) -> bool {
    RustIdent::from_words(key, Case::Type).text() == key
}

/// The name of a list's element.
fn element(list: &str) -> String {
    singular(list).unwrap_or_else(|| format!("{list} item"))
}
