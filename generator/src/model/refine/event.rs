//! Makes one type of all that webhooks send: a choice told by constants, and by properties that one event alone has.
//!
//! **Invariant:** what tells an event tells it from every other one, whatever the order; one that cannot be told is left
//! out of the choice.

use super::tell;
use crate::model::{
    Api, Docs, Field, Origin, Shape, Test, Type, TypeId, Types, UnionShape, Variant, WebhookKind,
};
use crate::pointer::Pointer;
use crate::source::{Node, Place, Value};

/// Something that is sent, and the webhooks that send it.
struct Event {
    body: TypeId,
    names: Vec<String>,
    pointers: Vec<Pointer>,
}

/// Makes the type, if there are webhooks.
pub(super) fn decide(api: &mut Api) {
    let events = events(api);
    if events.is_empty() {
        return;
    }
    let union = by_property(&api.types, &events).unwrap_or_else(|| by_signs(&api.types, &events));
    let is_told = |event: &Event| union.variants.iter().any(|one| one.ty == event.body);
    let untold = events.iter().filter(|event| !is_told(event));
    api.untold_events = untold.flat_map(|event| event.pointers.clone()).collect();
    if union.variants.is_empty() {
        return;
    }
    let about =
        "What the API sends by itself.\n\nAn event that is not documented is kept as it came.";
    api.event = Some(api.types.add(Type {
        pointer: Pointer::root().child("webhooks"),
        origin: Origin::default(),
        docs: Docs::new(None, Some(about), false),
        shape: Shape::Union(union),
        direction: Default::default(),
    }));
}

/// What webhooks send, each type once.
fn events(api: &Api) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for webhook in &api.webhooks {
        match webhook.kind {
            WebhookKind::Event => {}
            WebhookKind::Callback => continue,
        }
        let known = events.iter_mut().find(|one| one.body == webhook.body);
        let (name, pointer) = (webhook.name.clone(), webhook.pointer.clone());
        match known {
            Some(known) => {
                known.names.push(name);
                known.pointers.push(pointer);
            }
            None => events.push(Event {
                body: webhook.body,
                names: vec![name],
                pointers: vec![pointer],
            }),
        }
    }
    events
}

/// All events told by the value of one property.
fn by_property(types: &Types, events: &[Event]) -> Option<UnionShape> {
    properties(types, events).into_iter().find_map(|name| {
        let values = values_of_all(types, events, name)?;
        let variants = events.iter().zip(values).map(|(event, values)| Variant {
            values,
            ..Variant::new(event.body)
        });
        Some(UnionShape {
            by: Some(name.to_owned()),
            variants: variants.collect(),
        })
    })
}

/// The values of a property that tell each event from all others.
fn values_of_all(types: &Types, events: &[Event], name: &str) -> Option<Vec<Vec<Node>>> {
    let named = holds_names(types, events, name);
    let values = events.iter().map(|event| {
        let documented = constants(types, event.body, name);
        if documented.is_empty() && named && is_text(types, event.body, name) {
            let place = Place { file: 0, offset: 0 };
            let names = event.names.iter();
            return names
                .map(|name| Node::string(name.as_str(), place))
                .collect();
        }
        documented.into_iter().cloned().collect()
    });
    let values: Vec<Vec<Node>> = values.collect();
    let all: Vec<&Node> = values.iter().flatten().collect();
    let distinct = || {
        let mut rest = all.iter().enumerate();
        rest.all(|(at, value)| !all.iter().skip(at + 1).any(|other| other == value))
    };
    let alone = events.len() == 1;
    let told = |values: &Vec<Node>| values.len() == 1 || !values.is_empty() && !alone;
    (values.iter().all(told) && distinct()).then_some(values)
}

/// Whether a property holds the webhook's name, as far as its constants say.
fn holds_names(types: &Types, events: &[Event], name: &str) -> bool {
    let mut documented = false;
    let fits = events.iter().all(|event| {
        let values = constants(types, event.body, name);
        documented |= !values.is_empty();
        let is_name = |value: &&Node| matches!(&value.value, Value::String(text) if event.names.iter().any(|name| **name == **text));
        values.len() <= event.names.len() && values.iter().all(is_name)
    });
    documented && fits
}

/// The names of properties that have constants, those of most events first.
fn properties<'t>(types: &'t Types, events: &[Event]) -> Vec<&'t str> {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for event in events {
        let Some(object) = objects(types, event.body).into_iter().next() else {
            continue;
        };
        for field in fields(types, object) {
            if tell::values(types, field).is_none() {
                continue;
            }
            match counted.iter_mut().find(|(name, _)| *name == field.name) {
                Some((_, count)) => *count += 1,
                None => counted.push((&field.name, 1)),
            }
        }
    }
    counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counted.into_iter().map(|(name, _)| name).collect()
}

/// The objects that a body may be.
fn objects(types: &Types, id: TypeId) -> Vec<TypeId> {
    match types.shape(id) {
        Shape::Union(union) => union.variants.iter().map(|one| one.ty).collect(),
        Shape::Object(_) => vec![id],
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
        | Shape::Tuple(_) => Vec::new(),
    }
}

fn fields(types: &Types, id: TypeId) -> &[Field] {
    match types.shape(id) {
        Shape::Object(object) => &object.fields,
        _ => &[],
    }
}

fn field<'t>(types: &'t Types, id: TypeId, name: &str) -> Option<&'t Field> {
    fields(types, id).iter().find(|field| field.name == name)
}

/// The values that a property always has one of, whichever object the body is; none if that is not documented.
fn constants<'t>(types: &'t Types, body: TypeId, name: &str) -> Vec<&'t Node> {
    let objects = objects(types, body).into_iter();
    let values = objects.map(|object| {
        let field = field(types, object, name).filter(|field| field.required)?;
        tell::values(types, field).filter(|values| !values.is_empty())
    });
    let values: Option<Vec<Vec<&Node>>> = values.collect();
    values.unwrap_or_default().concat()
}

/// Whether a property is always there and may be any text.
fn is_text(types: &Types, body: TypeId, name: &str) -> bool {
    field(types, body, name).is_some_and(|field| {
        field.required && field.constant.is_none() && *types.shape(field.ty) == Shape::Text
    })
}

/// Events told by a constant that some of them share, and by what tells these from each other.
fn by_signs(types: &Types, events: &[Event]) -> UnionShape {
    let ids: Vec<TypeId> = events.iter().map(|event| event.body).collect();
    let by = properties(types, events).into_iter().next();
    let variants = (0..ids.len()).filter_map(|at| {
        let ty = *ids.get(at)?;
        let tests = match ids.as_slice() {
            [only] => types.kinds(*only).iter().map(Test::Kind).collect(),
            _ => vec![Test::Members(signs(types, &ids, at, by)?)],
        };
        Some(Variant {
            tests,
            ..Variant::new(ty)
        })
    });
    UnionShape {
        by: None,
        variants: variants.collect(),
    }
}

/// What tells an event from all others: the constant of a property, and what else those have not that may have it, too.
fn signs(types: &Types, ids: &[TypeId], at: usize, by: Option<&str>) -> Option<Vec<tell::Member>> {
    let body = *ids.get(at)?;
    let own = by.map(|by| (by, constants(types, body, by)));
    let own = own.filter(|(_, values)| !values.is_empty());
    let may_be = |id: TypeId| match &own {
        None => true,
        Some((by, own)) => may_have(types, id, by, own),
    };
    let others = ids.iter().enumerate().filter(|(other, _)| *other != at);
    let rivals = others
        .filter(|(_, id)| may_be(**id))
        .map(|(other, _)| other);
    let rivals: Vec<usize> = rivals.collect();
    let mut members = if rivals.is_empty() {
        Vec::new()
    } else {
        tell::told_from(types, ids, at, &rivals, false)?
    };
    // What must be an object with something in it must be there.
    let more: Vec<String> = members
        .iter()
        .filter(|(_, tests)| !tests.is_empty())
        .map(|(name, _)| name.clone())
        .collect();
    members.retain(|(name, tests)| !tests.is_empty() || !more.contains(name));
    if let Some((by, values)) = own
        && !members.iter().any(|(name, _)| name == by)
    {
        let tests = values.into_iter().map(|value| Test::Is(value.clone()));
        members.insert(0, (by.to_owned(), tests.collect()));
    }
    Some(members)
}

/// Whether a property of a body may have one of these values.
fn may_have(types: &Types, body: TypeId, name: &str, wanted: &[&Node]) -> bool {
    let objects = objects(types, body);
    let may = |object: &TypeId| {
        let values = field(types, *object, name).map(|field| tell::values(types, field));
        match values {
            None => false,
            Some(None) => true,
            Some(Some(values)) => values.iter().any(|value| wanted.contains(value)),
        }
    };
    objects.is_empty() || objects.iter().any(may)
}
