//! The parts of an API in words, for people who ask.

use super::{Api, IntegerWidth, Scheme, SchemeKind, Shape, Status, TypeId};

/// How many names are said of many.
const NAMED: usize = 8;

/// How deep types are described within each other.
const DEPTH: usize = 2;

impl Api {
    /// What the values of a type are.
    pub(super) fn words(&self, id: TypeId, depth: usize) -> String {
        let (id, nullable) = self.types.without_null(id);
        let inner = |id: &TypeId| self.words(*id, depth + 1);
        let words = match self.types.shape(id) {
            _ if depth > DEPTH => "…".to_owned(),
            Shape::Json => "any JSON value".to_owned(),
            Shape::Boolean => "a boolean".to_owned(),
            Shape::Integer(width) => format!("an integer of {}", bits(*width)),
            Shape::Number => "a number".to_owned(),
            Shape::Text => "a string".to_owned(),
            Shape::Formatted(format) => format!("a value of the format {format:?}"),
            Shape::Enumeration(values) => {
                let values: Vec<String> =
                    values.iter().map(|one| one.value.value.to_json()).collect();
                format!("one of {}", some(values.iter().map(String::as_str)))
            }
            Shape::List(element) => format!("a list, each {}", inner(element)),
            Shape::Map(value) => format!("an object of any names, each {}", inner(value)),
            Shape::Object(object) => {
                let names = object.fields.iter().map(|field| field.name.as_str());
                format!("an object with {}", some(names))
            }
            Shape::Nullable(inner) => self.words(*inner, depth + 1),
            Shape::Union(union) => {
                let variants: Vec<String> =
                    union.variants.iter().map(|one| inner(&one.ty)).collect();
                let by = union
                    .by
                    .as_ref()
                    .map_or(String::new(), |by| format!(" told apart by `{by}`"));
                format!(
                    "one of {} alternatives{by}: {}",
                    variants.len(),
                    variants.join(" | ")
                )
            }
            Shape::Tuple(tuple) => format!("an array of {} elements", tuple.elements.len()),
        };
        if nullable {
            format!("{words}, or null")
        } else {
            words
        }
    }
}

pub(super) fn of_scheme(scheme: &Scheme) -> String {
    let sent = match &scheme.kind {
        SchemeKind::Header(name) => format!("in the header field `{name}`"),
        SchemeKind::Query(name) => format!("in the query as `{name}`"),
        SchemeKind::Cookie(name) => format!("in the cookie `{name}`"),
        SchemeKind::Basic => "as user and password".to_owned(),
        SchemeKind::Bearer => "as a bearer token".to_owned(),
        SchemeKind::Http(name) => format!("after the word `{name}`"),
        SchemeKind::OAuth2(_) => "as a token of OAuth 2".to_owned(),
        SchemeKind::OpenIdConnect(_) => "as a token of OpenID Connect".to_owned(),
    };
    format!("the credential `{}`, sent {sent}", scheme.name)
}

pub(super) fn status(status: Status) -> String {
    match status {
        Status::Exact(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "default".to_owned(),
    }
}

const fn bits(width: IntegerWidth) -> &'static str {
    match width {
        IntegerWidth::I32 => "32 bits",
        IntegerWidth::I64 => "64 bits",
        IntegerWidth::U32 => "32 bits, not negative",
        IntegerWidth::U64 => "64 bits, not negative",
        IntegerWidth::I128 => "128 bits",
    }
}

/// The first of some names.
pub(super) fn some<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.collect();
    let more = names.len() > NAMED;
    let mut shown: Vec<&str> = names.into_iter().take(NAMED).collect();
    shown.extend(more.then_some("…"));
    shown.join(", ")
}
