//! Finds what tells types apart: kinds of value, constants, and properties that must be there.
//!
//! **Invariant:** nothing here tries to read a value as one type after the other; what is found are facts that can be
//! seen of a value at a glance.

use crate::model::{Field, Kind, Kinds, ObjectShape, Shape, Test, TypeId, Types};
use crate::source::{Node, Value};

/// How deep properties of properties are looked at.
const DEPTH: usize = 3;

/// How many optional properties are listed that only one type has.
const PRESENT: usize = 32;

/// A property with what it must be.
pub(super) type Member = (String, Vec<Test>);

/// Objects in an order in which each is told from those after it.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Positions in the list that was asked about, and what tells each.
    pub(super) decided: Vec<(usize, Vec<Test>)>,
    /// Positions of those that nothing tells apart.
    pub(super) alike: Vec<usize>,
}

/// What tells each of these types from those after it, if that can be told.
pub(super) fn tell(types: &Types, ids: &[TypeId], depth: usize) -> Option<Vec<(usize, Vec<Test>)>> {
    if depth > DEPTH {
        return None;
    }
    let all: Vec<Kinds> = ids.iter().map(|id| types.kinds(*id)).collect();
    let mut told = Vec::new();
    let shares = |at: usize| {
        all.iter().enumerate().any(|(other, kinds)| {
            other != at && all.get(at).is_some_and(|own| !own.is_disjoint(*kinds))
        })
    };
    let (shared, alone): (Vec<usize>, Vec<usize>) = (0..ids.len()).partition(|at| shares(*at));
    for kind in Kind::ALL {
        let group: Vec<usize> = shared
            .iter()
            .copied()
            .filter(|at| all.get(*at).is_some_and(|kinds| kinds.contains(kind)))
            .collect();
        if group.is_empty() {
            continue;
        }
        let members: Vec<TypeId> = group
            .iter()
            .filter_map(|at| ids.get(*at).copied())
            .collect();
        let of_group = match kind {
            Kind::Boolean | Kind::Number | Kind::String => scalars(types, &members, kind)?,
            Kind::Array => lists(types, &members, depth)?,
            Kind::Object => {
                let told = objects(types, &members);
                told.alike.is_empty().then_some(told.decided)?
            }
        };
        for (at, tests) in of_group {
            let at = *group.get(at)?;
            match told
                .iter_mut()
                .find(|(known, _): &&mut (usize, Vec<Test>)| *known == at)
            {
                Some((_, known)) => known.extend(tests),
                None => told.push((at, tests)),
            }
        }
    }
    for at in alone {
        let tests = all.get(at)?.iter().map(Test::Kind).collect();
        told.push((at, tests));
    }
    Some(in_order(told, &all))
}

/// The order that was asked about, but for those of one kind among themselves.
fn in_order(told: Vec<(usize, Vec<Test>)>, kinds: &[Kinds]) -> Vec<(usize, Vec<Test>)> {
    let group = |at: usize| kinds.get(at).and_then(|kinds| kinds.iter().next());
    let mut slots: Vec<usize> = told.iter().map(|(at, _)| *at).collect();
    slots.sort_unstable();
    let mut left = told;
    let placed = slots.into_iter().filter_map(|slot| {
        let next = left.iter().position(|(at, _)| group(*at) == group(slot))?;
        Some(left.remove(next))
    });
    placed.collect()
}

/// Documented values before all others of their kind.
fn scalars(types: &Types, ids: &[TypeId], kind: Kind) -> Option<Vec<(usize, Vec<Test>)>> {
    let mut told = Vec::new();
    let mut plain = None;
    let mut seen: Vec<&Node> = Vec::new();
    for (at, id) in ids.iter().enumerate() {
        let Shape::Enumeration(values) = types.shape(*id) else {
            plain = plain.is_none().then_some(Some(at))?;
            continue;
        };
        let own: Vec<&Node> = values
            .iter()
            .map(|value| &value.value)
            .filter(|value| Kind::of(&value.value) == Some(kind))
            .collect();
        if own.iter().any(|value| seen.contains(value)) {
            return None;
        }
        told.push((
            at,
            own.iter().map(|value| Test::Is((*value).clone())).collect(),
        ));
        seen.extend(own);
    }
    told.extend(plain.map(|at| (at, vec![Test::Kind(kind)])));
    Some(told)
}

/// Arrays are told apart by their first elements.
fn lists(types: &Types, ids: &[TypeId], depth: usize) -> Option<Vec<(usize, Vec<Test>)>> {
    let elements = ids.iter().map(|id| match types.shape(*id) {
        Shape::List(element) => Some(*element),
        Shape::Tuple(tuple) => tuple.elements.first().map(|element| element.ty),
        _ => None,
    });
    let elements: Vec<TypeId> = elements.collect::<Option<_>>()?;
    let told = tell(types, &elements, depth + 1)?;
    Some(
        told.into_iter()
            .map(|(at, tests)| (at, vec![Test::First(tests)]))
            .collect(),
    )
}

/// What tells objects apart, each from those after it.
pub(super) fn objects(types: &Types, ids: &[TypeId]) -> Told {
    let mut told = Told::default();
    let mut remaining: Vec<usize> = (0..ids.len()).collect();
    while !remaining.is_empty() {
        let next = pick(types, ids, &remaining);
        let Some((at, tests)) = next else {
            told.alike = remaining;
            return told;
        };
        remaining.retain(|one| *one != at);
        told.decided.push((at, tests));
    }
    told
}

fn pick(types: &Types, ids: &[TypeId], remaining: &[usize]) -> Option<(usize, Vec<Test>)> {
    let everything: Vec<usize> = (0..ids.len()).collect();
    for optional in [false, true] {
        for among in [everything.as_slice(), remaining] {
            let found = remaining.iter().find_map(|at| {
                let members = told_from(types, ids, *at, among, optional)?;
                Some((*at, vec![Test::Members(members)]))
            });
            if found.is_some() {
                return found;
            }
        }
    }
    if let [only] = remaining {
        return Some((*only, vec![Test::Kind(Kind::Object)]));
    }
    remaining.iter().find_map(|at| {
        let own = present_only(types, ids, *at, remaining);
        (!own.is_empty()).then_some((*at, own))
    })
}

/// The fewest members that every value of one type has and no value of the others.
fn told_from(
    types: &Types,
    ids: &[TypeId],
    at: usize,
    among: &[usize],
    optional: bool,
) -> Option<Vec<Member>> {
    let own = *ids.get(at)?;
    let mut members: Vec<Member> = Vec::new();
    let mut others = 0;
    for other in among.iter().filter(|other| **other != at) {
        let other = *ids.get(*other)?;
        others += 1;
        let settled = members
            .iter()
            .any(|(name, tests)| excludes(types, own, other, name, tests, optional));
        if !settled {
            let member = condition(types, own, other, optional, 0)?;
            if !members.contains(&member) {
                members.push(member);
            }
        }
    }
    (others > 0).then_some(members)
}

/// Whether a member that is known of one type is also what keeps another out.
fn excludes(
    types: &Types,
    own: TypeId,
    other: TypeId,
    name: &str,
    tests: &[Test],
    optional: bool,
) -> bool {
    let Shape::Object(object) = types.shape(own) else {
        return false;
    };
    let field = object.fields.iter().find(|field| field.name == name);
    field.is_some_and(|field| {
        member(types, field, other, optional, 0).is_some_and(|(_, needed)| needed == tests)
    })
}

/// A member that every value of one object has and no value of another.
fn condition(
    types: &Types,
    own: TypeId,
    other: TypeId,
    optional: bool,
    depth: usize,
) -> Option<Member> {
    let Shape::Object(object) = types.shape(own) else {
        return None;
    };
    let candidates = object
        .fields
        .iter()
        .filter_map(|field| member(types, field, other, optional, depth));
    // Of equal ones the first.
    candidates.min_by_key(rank)
}

/// Constants tell best, then names, then kinds, then what is further in.
fn rank((_, tests): &Member) -> usize {
    match tests.first() {
        Some(Test::Is(_)) => 0,
        None => 1,
        Some(Test::Kind(_) | Test::First(_)) => 2,
        Some(Test::Members(_)) => 3,
    }
}

/// What a property must be that every value of its owner has and no value of the other type.
fn member(
    types: &Types,
    field: &Field,
    other: TypeId,
    optional: bool,
    depth: usize,
) -> Option<Member> {
    let own_values = values(types, field);
    if !(field.required || optional && own_values.is_some()) {
        return None;
    }
    let nullable = types.without_null(field.ty).1;
    let name = || field.name.clone();
    let (theirs, their_values) = match types.shape(other) {
        Shape::Object(object) => match object.fields.iter().find(|one| one.name == field.name) {
            Some(twin) => (Some(twin.ty), values(types, twin)),
            None => (object.rest, None),
        },
        Shape::Map(inner) => (Some(*inner), None),
        _ => return None,
    };
    let Some(theirs) = theirs else {
        // The other has no such property.
        return Some((name(), is_one_of(own_values.filter(|_| !nullable))));
    };
    match (own_values, their_values) {
        _ if nullable => None,
        (Some(own), Some(theirs)) => own
            .iter()
            .all(|value| !theirs.contains(value))
            .then(|| (name(), is_one_of(Some(own)))),
        (Some(own), None) => {
            let kinds = types.kinds(theirs);
            let apart = own
                .iter()
                .all(|value| Kind::of(&value.value).is_none_or(|kind| !kinds.contains(kind)));
            apart.then(|| (name(), is_one_of(Some(own))))
        }
        (None, _) => {
            let own = types.kinds(field.ty);
            let others = types.kinds(theirs);
            if !own.is_empty() && own.is_disjoint(others) && !types.without_null(theirs).1 {
                return Some((name(), own.iter().map(Test::Kind).collect()));
            }
            let nested = own == others && own == Kinds::only(Kind::Object);
            if !nested || depth + 1 >= DEPTH {
                return None;
            }
            let inner = condition(types, field.ty, theirs, optional, depth + 1)?;
            Some((name(), vec![Test::Members(vec![inner])]))
        }
    }
}

/// What an optional property that is there must be: null is no value of it, unless it is said to be one.
fn is_there(types: &Types, field: &Field) -> Vec<Test> {
    if types.without_null(field.ty).1 {
        return Vec::new();
    }
    types.kinds(field.ty).iter().map(Test::Kind).collect()
}

/// Optional properties that only one of these types has.
fn present_only(types: &Types, ids: &[TypeId], at: usize, among: &[usize]) -> Vec<Test> {
    let object = |at: usize| match ids.get(at).map(|id| types.shape(*id)) {
        Some(Shape::Object(object)) => Some(object),
        _ => None,
    };
    let Some(own) = object(at) else {
        return Vec::new();
    };
    let others: Option<Vec<&ObjectShape>> = among
        .iter()
        .filter(|other| **other != at)
        .map(|other| object(*other).filter(|object| object.rest.is_none()))
        .collect();
    let Some(others) = others else {
        return Vec::new();
    };
    let known = |name: &str| {
        others
            .iter()
            .any(|object| object.fields.iter().any(|field| field.name == name))
    };
    own.fields
        .iter()
        .filter(|field| !known(&field.name))
        .take(PRESENT)
        .map(|field| Test::Members(vec![(field.name.clone(), is_there(types, field))]))
        .collect()
}

/// The documented values of a property, if it has no others.
pub(super) fn values<'t>(types: &'t Types, field: &'t Field) -> Option<Vec<&'t Node>> {
    if let Some(constant) = &field.constant {
        let scalar = !matches!(
            constant.value,
            Value::Null | Value::Array(_) | Value::Object(_)
        );
        return scalar.then(|| vec![constant]);
    }
    match types.shape(types.without_null(field.ty).0) {
        Shape::Enumeration(values) => Some(values.iter().map(|value| &value.value).collect()),
        _ => None,
    }
}

fn is_one_of(values: Option<Vec<&Node>>) -> Vec<Test> {
    let values = values.unwrap_or_default().into_iter();
    values.map(|value| Test::Is(value.clone())).collect()
}
