//! What stands where in the body of an answer.

use crate::model::{Field, Shape, TypeId, Types};

/// How many names are told to somebody who asked for one that is not there.
const NAMED: usize = 12;

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// A value of a type.
    Type(TypeId),
    /// Something within any JSON.
    Anything,
}

/// Why nothing stands at a place.
#[derive(Debug)]
pub(super) struct Missing {
    /// The name that is not there.
    pub(super) name: String,
    /// What is there instead.
    pub(super) help: Option<String>,
}

/// What stands where these names lead to in the body of an answer.
pub(super) fn at(types: &Types, body: TypeId, path: &[String]) -> Result<Standing, Missing> {
    standing(types, body, path, is_read)
}

/// What stands where these names lead to in the content of a request.
pub(super) fn written_at(
    types: &Types,
    body: TypeId,
    path: &[String],
) -> Result<Standing, Missing> {
    standing(types, body, path, is_written)
}

fn standing(
    types: &Types,
    body: TypeId,
    path: &[String],
    is_there: fn(&Field) -> bool,
) -> Result<Standing, Missing> {
    let mut id = body;
    for name in path {
        if matches!(types.shape(types.without_null(id).0), Shape::Json) {
            return Ok(Standing::Anything);
        }
        let mut known = all_fields(types, id).filter(|field| is_there(field));
        let found = known.find(|field| field.name == *name);
        id = found.map(|field| field.ty).ok_or_else(|| Missing {
            name: name.clone(),
            help: there(types, id, is_there),
        })?;
    }
    Ok(Standing::Type(id))
}

/// Whether a property becomes a field of what is written.
fn is_written(field: &Field) -> bool {
    !field.read_only && field.constant.is_none()
}

/// Whether a property becomes a field of what is read.
fn is_read(field: &Field) -> bool {
    !field.write_only && field.constant.is_none()
}

/// The names that there are.
fn there(types: &Types, id: TypeId, is_there: fn(&Field) -> bool) -> Option<String> {
    let known = all_fields(types, id).filter(|field| is_there(field));
    let names = known.take(NAMED);
    let names: Vec<String> = names.map(|field| format!("`{}`", field.name)).collect();
    (!names.is_empty()).then(|| format!("there are {}", names.join(", ")))
}

/// The elements of a list, if that is what the values of a type are.
pub(super) fn elements(types: &Types, id: TypeId) -> Option<TypeId> {
    match types.shape(types.without_null(id).0) {
        Shape::List(element) => Some(*element),
        Shape::Json
        | Shape::Boolean
        | Shape::Integer(_)
        | Shape::Number
        | Shape::Text
        | Shape::Formatted(_)
        | Shape::Enumeration(_)
        | Shape::Map(_)
        | Shape::Object(_)
        | Shape::Nullable(_)
        | Shape::Union(_)
        | Shape::Tuple(_) => None,
    }
}

/// Whether a value may be written as one text: a token or a number.
pub(super) fn is_scalar(types: &Types, id: TypeId) -> bool {
    match types.shape(types.without_null(id).0) {
        Shape::Json
        | Shape::Integer(_)
        | Shape::Number
        | Shape::Text
        | Shape::Formatted(_)
        | Shape::Enumeration(_)
        | Shape::Union(_) => true,
        Shape::Boolean
        | Shape::List(_)
        | Shape::Map(_)
        | Shape::Object(_)
        | Shape::Nullable(_)
        | Shape::Tuple(_) => false,
    }
}

/// Whether a value is written as a number, and not as text; `None` if it may be either.
pub(super) fn is_digits(types: &Types, id: TypeId) -> Option<bool> {
    match types.shape(types.without_null(id).0) {
        Shape::Integer(_) | Shape::Number => Some(true),
        Shape::Text | Shape::Formatted(_) => Some(false),
        Shape::Json
        | Shape::Enumeration(_)
        | Shape::Union(_)
        | Shape::Boolean
        | Shape::List(_)
        | Shape::Map(_)
        | Shape::Object(_)
        | Shape::Nullable(_)
        | Shape::Tuple(_) => None,
    }
}

/// Whether a value may say yes or no.
pub(super) fn is_boolean(types: &Types, id: TypeId) -> bool {
    matches!(
        types.shape(types.without_null(id).0),
        Shape::Boolean | Shape::Json
    )
}

/// Whether a value may count something.
pub(super) fn is_number(types: &Types, id: TypeId) -> bool {
    let shape = types.shape(types.without_null(id).0);
    matches!(
        shape,
        Shape::Integer(_) | Shape::Number | Shape::Formatted(_) | Shape::Json
    )
}

/// The arrays that a body is or holds on its first level, or on its second where there is none on the first.
pub(super) fn lists(types: &Types, body: TypeId) -> Vec<Vec<String>> {
    if elements(types, body).is_some() {
        return vec![Vec::new()];
    }
    let first = lists_within(types, body, &[]);
    if !first.is_empty() {
        return first;
    }
    let fields = fields(types, body);
    let second = fields.flat_map(|field| lists_within(types, field.ty, &[field.name.as_str()]));
    second.collect()
}

fn lists_within(types: &Types, id: TypeId, at: &[&str]) -> Vec<Vec<String>> {
    let lists = fields(types, id).filter(|field| elements(types, field.ty).is_some());
    let path = |field: &Field| {
        let names = at.iter().copied().chain([field.name.as_str()]);
        names.map(str::to_owned).collect()
    };
    lists.map(path).collect()
}

/// The properties that become fields of what is read.
pub(super) fn fields(types: &Types, id: TypeId) -> impl Iterator<Item = &Field> {
    all_fields(types, id).filter(|field| is_read(field))
}

fn all_fields(types: &Types, id: TypeId) -> impl Iterator<Item = &Field> {
    let fields = match types.shape(types.without_null(id).0) {
        Shape::Object(object) => object.fields.as_slice(),
        Shape::Json
        | Shape::Boolean
        | Shape::Integer(_)
        | Shape::Number
        | Shape::Text
        | Shape::Formatted(_)
        | Shape::Enumeration(_)
        | Shape::List(_)
        | Shape::Map(_)
        | Shape::Nullable(_)
        | Shape::Union(_)
        | Shape::Tuple(_) => &[],
    };
    fields.iter()
}
