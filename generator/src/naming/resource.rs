//! Names of what an operation's path is about: the elements of `GET /v1/contacts` and the body of `GET /v1/contacts/{id}`
//! are each a `Contact`.

use super::ident::Case;
use super::words::singular;
use super::{Naming, RustIdent, TYPES_TAKEN};
use crate::model::{Answer, ObjectShape, Operation, Shape, TypeId};

/// Properties that hold the elements of a page or the one thing that was asked for.
const WRAPPED: &[&str] = &["data", "items", "results", "result", "values", "entries"];

impl Naming<'_> {
    /// Names the type of what a path is about, if it has no name of its own and the path's last word is free.
    pub(super) fn resource(&mut self, operation: &Operation) {
        let Some((segment, word)) = last_word(operation.path.as_str()) else {
            return;
        };
        let one = operation.path.as_str().ends_with('}') || operation.method != "GET";
        let successes = operation.answers.iter().filter(|answer| answer.success);
        let bodies: Vec<TypeId> = successes.filter_map(Answer::body).collect();
        let [body] = bodies.as_slice() else {
            return;
        };
        let Some(id) = self.about(*body, one, &segment) else {
            return;
        };
        let named = if TYPES_TAKEN.contains(&RustIdent::from_words(&word, Case::Type).text()) {
            format!("{word} resource")
        } else {
            word
        };
        let ident = RustIdent::from_words(&named, Case::Type);
        if !self.named.contains_key(&id)
            && let Some(ident) = self.types.claim_decided(ident)
        {
            self.named.insert(id, ident.clone());
            self.reach_held(id, &ident);
        }
    }

    /// The object that an answer is about: an element of its list, what it wraps, or it itself.
    fn about(&self, body: TypeId, one: bool, segment: &str) -> Option<TypeId> {
        let body = self.object_or_list(body);
        match self.api.types.shape(body) {
            Shape::List(element) if !one => self.object(*element),
            Shape::Object(object) => {
                let wrapped = object
                    .fields
                    .iter()
                    .find(|field| WRAPPED.contains(&field.name.as_str()) || field.name == segment);
                match wrapped {
                    Some(field) => match self.api.types.shape(self.object_or_list(field.ty)) {
                        Shape::List(element) if !one => self.object(*element),
                        Shape::Object(_) if one => self.object(field.ty),
                        _ => None,
                    },
                    None if one && has_id(object) => Some(body),
                    None => None,
                }
            }
            _ => None,
        }
    }

    fn object_or_list(&self, id: TypeId) -> TypeId {
        self.api.types.without_null(id).0
    }

    fn object(&self, id: TypeId) -> Option<TypeId> {
        let id = self.object_or_list(id);
        matches!(self.api.types.shape(id), Shape::Object(_)).then_some(id)
    }
}

fn has_id(object: &ObjectShape) -> bool {
    object.fields.iter().any(|field| field.name == "id")
}

/// The last segment of a path that is no variable, and its singular, if it is a plural.
fn last_word(path: &str) -> Option<(String, String)> {
    let segment = path
        .split('/')
        .rfind(|segment| !segment.is_empty() && !segment.contains('{'))?;
    Some((segment.to_owned(), singular(segment)?))
}
