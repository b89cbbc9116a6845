//! Decides which contents of a body are a choice: one that would be the same value as another is none.

use crate::model::{Api, Body, BodyContent, Shape, Types, Written};

/// Leaves those contents of each body that a caller has to choose from, and no body that can say nothing.
pub(super) fn decide(api: &mut Api) {
    for operation in &mut api.operations {
        operation.body.iter_mut().for_each(decide_one);
        operation
            .body
            .take_if(|body| !body.required && says_nothing(body, &api.types));
    }
}

/// Whether all it can be is a form without properties.
fn says_nothing(body: &Body, types: &Types) -> bool {
    let is_empty = |content: &BodyContent| match content.written {
        Written::Form(ty, _) | Written::Multipart(ty, _) => match types.shape(ty) {
            Shape::Object(object) => object.fields.is_empty() && object.rest.is_none(),
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
            | Shape::Tuple(_) => false,
        },
        Written::Json(_) | Written::Text | Written::Upload => false,
    };
    body.contents.iter().all(is_empty)
}

fn decide_one(body: &mut Body) {
    let mut chosen: Vec<BodyContent> = Vec::new();
    for content in std::mem::take(&mut body.contents) {
        if chosen.iter().any(|other| covers(other, &content)) {
            if chosen
                .iter()
                .all(|other| other.media_type != content.media_type)
            {
                body.also.push(content.media_type);
            }
        } else {
            chosen.push(content);
        }
    }
    body.contents = chosen;
}

/// Whether what is written one way needs not be written another way.
fn covers(one: &BodyContent, other: &BodyContent) -> bool {
    let same = other.schema.is_none() || one.schema == other.schema;
    match (&one.written, &other.written) {
        // Bytes say themselves what they are.
        (Written::Upload, Written::Upload | Written::Text) => true,
        (Written::Json(_) | Written::Form(..) | Written::Multipart(..), _) => same,
        (Written::Upload | Written::Text, _) => false,
    }
}
