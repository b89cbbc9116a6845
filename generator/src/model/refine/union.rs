//! Decides how the alternatives of each union are told apart, and makes one of those that cannot be.

use std::collections::BTreeSet;

use super::{share, superset, tell};
use crate::hash::HashMap;
use crate::model::{
    Api, EnumerationValue, Format, IntegerWidth, Kind, Kinds, Origin, Shape, Test, Type, TypeId,
    Types, UnionShape, Variant,
};
use crate::source::{Node, Value};

/// Decides every union; what is a choice no longer is the type itself.
pub(super) fn decide(api: &mut Api) {
    let mut same: HashMap<TypeId, TypeId> = HashMap::default();
    let mut levels: HashMap<TypeId, usize> = HashMap::default();
    let mut next = 0;
    // Deciding one may make others.
    while let Some(id) = api.types.nth(next) {
        next += 1;
        if matches!(api.types.shape(id), Shape::Union(_)) {
            let level = levels.get(&id).copied().unwrap_or(0);
            let before = api.types.len();
            match decide_one(&mut api.types, id, level) {
                Decision::Union => {}
                Decision::Same(target) => drop(same.insert(id, target)),
                Decision::Untold => {
                    let pointer = api.types.get(id).pointer.clone();
                    api.untyped
                        .push((pointer, "nothing tells the alternatives apart"));
                }
            }
            let made = (before..api.types.len()).filter_map(|at| api.types.nth(at));
            levels.extend(made.map(|made| (made, level + 1)));
        }
    }
    let target = |mut id: TypeId| {
        let mut steps = 0;
        while let Some(other) = same.get(&id).filter(|_| steps <= same.len()) {
            id = *other;
            steps += 1;
        }
        id
    };
    share::renumber(api, &target);
}

/// What became of a union.
enum Decision {
    /// Its alternatives are told apart, or it was none.
    Union,
    /// It is no more than this type.
    Same(TypeId),
    /// Nothing tells its alternatives apart: its values are any JSON.
    Untold,
}

fn decide_one(types: &mut Types, id: TypeId, level: usize) -> Decision {
    let known = types.len();
    if let Some(only) = only_union(types, id) {
        return Decision::Same(only);
    }
    let Flat {
        mut variants,
        by,
        nullable,
        any,
    } = flatten(types, id);
    if any {
        // An alternative that allows everything leaves nothing to choose.
        types.get_mut(id).shape = Shape::Json;
        return Decision::Union;
    }
    for kind in [Kind::Boolean, Kind::Number, Kind::String] {
        unite_scalars(types, id, &mut variants, kind);
    }
    let by = discriminator(types, by.as_deref(), &mut variants);
    if by.is_none() {
        order(types, id, &mut variants, level);
    }
    if let [only] = variants.as_slice() {
        let only = only.ty;
        let renamed = only != id && has_name(types, id) && !has_name(types, only);
        if only.index() >= known || renamed {
            // It was made of several alternatives here, or has no name but the choice's.
            let shape = types.shape(only).clone();
            become_shape(types, id, shape, nullable);
            return Decision::Union;
        }
        if !nullable {
            return if only == id {
                Decision::Union
            } else {
                Decision::Same(only)
            };
        }
        if only != id {
            types.get_mut(id).shape = Shape::Nullable(only);
            types.get_mut(id).origin = Origin::default();
            return Decision::Union;
        }
    }
    let untold = variants.is_empty();
    let shape = if variants.is_empty() {
        Shape::Json
    } else {
        Shape::Union(UnionShape { by, variants })
    };
    become_shape(types, id, shape, nullable);
    if untold {
        Decision::Untold
    } else {
        Decision::Union
    }
}

/// The union that a choice of one consists in, unless the choice alone has a name.
fn only_union(types: &Types, id: TypeId) -> Option<TypeId> {
    let Shape::Union(union) = types.shape(id) else {
        return None;
    };
    let [only] = union.variants.as_slice() else {
        return None;
    };
    let is_union = matches!(types.shape(only.ty), Shape::Union(_));
    let named = has_name(types, only.ty) || !has_name(types, id);
    (is_union && named && only.ty != id).then_some(only.ty)
}

/// Whether a type has a name of its own.
fn has_name(types: &Types, id: TypeId) -> bool {
    let origin = &types.get(id).origin;
    origin.component.is_some() || origin.title.is_some()
}

/// Makes a type of a shape what a union was.
fn become_shape(types: &mut Types, id: TypeId, shape: Shape, nullable: bool) {
    if nullable && shape != Shape::Json {
        let own = types.get(id).clone();
        let inner = types.add(Type { shape, ..own });
        types.get_mut(id).origin = Origin::default();
        types.get_mut(id).shape = Shape::Nullable(inner);
    } else {
        types.get_mut(id).shape = shape;
    }
}

/// The alternatives of a union and of the unions among them.
struct Flat {
    variants: Vec<Variant>,
    by: Option<String>,
    nullable: bool,
    /// Whether one of them allows everything.
    any: bool,
}

fn flatten(types: &Types, id: TypeId) -> Flat {
    let mut flat = Flat {
        variants: Vec::new(),
        by: None,
        nullable: false,
        any: false,
    };
    let Shape::Union(union) = types.shape(id) else {
        return flat;
    };
    flat.by = union.by.clone();
    let mut seen: BTreeSet<TypeId> = BTreeSet::from([id]);
    let mut pending: Vec<Variant> = union.variants.iter().rev().cloned().collect();
    while let Some(variant) = pending.pop() {
        match types.shape(variant.ty) {
            Shape::Json => flat.any = true,
            Shape::Nullable(inner) => {
                flat.nullable = true;
                pending.push(Variant {
                    ty: *inner,
                    ..variant
                });
            }
            Shape::Union(inner) if variant.values.is_empty() || inner.by == flat.by => {
                if seen.insert(variant.ty) {
                    let same = inner.by == flat.by;
                    pending.extend(inner.variants.iter().rev().map(|inner| Variant {
                        values: if same {
                            inner.values.clone()
                        } else {
                            Vec::new()
                        },
                        ..Variant::new(inner.ty)
                    }));
                }
            }
            _ => match flat
                .variants
                .iter_mut()
                .find(|known| known.ty == variant.ty)
            {
                Some(known) => known.values.extend(variant.values),
                None => flat.variants.push(variant),
            },
        }
    }
    flat
}

/// Makes one alternative of all that are scalars of one kind.
fn unite_scalars(types: &mut Types, owner: TypeId, variants: &mut Vec<Variant>, kind: Kind) {
    let only = |id: TypeId| types.kinds(id) == Kinds::only(kind);
    let of_kind: Vec<TypeId> = variants
        .iter()
        .map(|variant| variant.ty)
        .filter(|id| only(*id) && !matches!(types.shape(*id), Shape::Union(_)))
        .collect();
    if of_kind.len() < 2 {
        return;
    }
    let mut documented: Vec<EnumerationValue> = Vec::new();
    let mut enumerations = Vec::new();
    for id in &of_kind {
        if let Shape::Enumeration(values) = types.shape(*id) {
            enumerations.push(*id);
            let said = types.get(*id);
            let alone = values.len() == 1;
            for value in values {
                if !documented.contains(value) {
                    documented.push(EnumerationValue {
                        title: said.origin.title.clone().filter(|_| alone),
                        description: said.docs.description.clone().filter(|_| alone),
                        ..value.clone()
                    });
                }
            }
        }
    }
    let titles: BTreeSet<_> = documented
        .iter()
        .filter_map(|one| one.title.clone())
        .collect();
    if titles.len() < documented.len() {
        // Titles that do not tell all of them apart are names of something else.
        documented.iter_mut().for_each(|value| value.title = None);
    }
    let shape = match (enumerations.as_slice(), kind) {
        // An enumeration keeps every other value, too.
        ([_, _, ..], Kind::Number | Kind::String) => Shape::Enumeration(documented),
        ([only], Kind::Number | Kind::String) => {
            replace(variants, &of_kind, *only);
            return;
        }
        (_, Kind::Boolean) => Shape::Boolean,
        (_, Kind::Number) => {
            let spelled = |id: &TypeId| matches!(types.shape(*id), Shape::Formatted(_));
            if of_kind.iter().any(spelled) {
                Shape::Formatted(Format::Decimal)
            } else {
                integer(types, &of_kind).map_or(Shape::Number, Shape::Integer)
            }
        }
        (_, Kind::String | Kind::Array | Kind::Object) => Shape::Text,
    };
    let made = types.add(unnamed(types, owner, "enum", shape));
    replace(variants, &of_kind, made);
}

/// The width of a value of any of these types; `None` if one is no integer.
fn integer(types: &Types, ids: &[TypeId]) -> Option<IntegerWidth> {
    let mut widths = ids.iter().map(|id| match types.shape(*id) {
        Shape::Integer(width) => Some(*width),
        _ => None,
    });
    let first = widths.next()??;
    widths.try_fold(first, |known, width| Some(known.both(width?)))
}

/// Puts one type where the first of some stood, and takes out the others.
fn replace(variants: &mut Vec<Variant>, old: &[TypeId], new: TypeId) {
    let Some(first) = variants.iter().position(|one| old.contains(&one.ty)) else {
        return;
    };
    let mut at = 0;
    variants.retain(|variant| {
        let kept = at == first || !old.contains(&variant.ty);
        at += 1;
        kept
    });
    if let Some(variant) = variants.get_mut(first) {
        *variant = Variant::new(new);
    }
}

/// A type that stands for some alternatives of another, at a place of its own.
fn unnamed(types: &Types, owner: TypeId, part: &str, shape: Shape) -> Type {
    Type {
        pointer: types.get(owner).pointer.child(part),
        origin: Origin::default(),
        docs: Default::default(),
        shape,
        direction: Default::default(),
    }
}

/// The property that alone tells all alternatives apart, whose values are then those of the alternatives.
fn discriminator(
    types: &Types,
    documented: Option<&str>,
    variants: &mut [Variant],
) -> Option<String> {
    let objects = variants
        .iter()
        .all(|variant| types.kinds(variant.ty) == Kinds::only(Kind::Object));
    if !objects || variants.len() < 2 {
        return None;
    }
    let first = variants.first().and_then(|one| object(types, one.ty));
    let fields = first.into_iter().flat_map(|object| &object.fields);
    let mut names: Vec<(bool, &str)> = fields
        .filter(|field| tell::values(types, field).is_some())
        .map(|field| (!field.required, field.name.as_str()))
        .collect();
    names.sort_by_key(|(optional, _)| *optional);
    let candidates = documented
        .into_iter()
        .chain(names.into_iter().map(|(_, name)| name));
    for name in candidates {
        let implied = documented == Some(name);
        let values: Vec<Vec<Node>> = variants
            .iter()
            .map(|variant| values_of(types, variant, name, implied))
            .collect();
        let all: Vec<&Node> = values.iter().flatten().collect();
        let distinct = all
            .iter()
            .enumerate()
            .all(|(at, value)| !all.iter().skip(at + 1).any(|other| other == value));
        if values.iter().all(|values| !values.is_empty()) && distinct {
            let name = name.to_owned();
            for (variant, values) in variants.iter_mut().zip(values) {
                variant.values = values;
            }
            return Some(name);
        }
    }
    None
}

/// The values of a property that stand for an alternative: mapped ones and constants, else the component's name.
fn values_of(types: &Types, variant: &Variant, name: &str, documented: bool) -> Vec<Node> {
    let field = object(types, variant.ty)
        .and_then(|object| object.fields.iter().find(|field| field.name == name));
    let numeric = field.is_some_and(|field| {
        matches!(
            types.shape(types.without_null(field.ty).0),
            Shape::Integer(_)
        )
    });
    let as_typed = |value: &Node| match &value.value {
        Value::String(text) if numeric && text.parse::<i64>().is_ok() => {
            Node::new(Value::Number(text.clone()), value.place)
        }
        _ => value.clone(),
    };
    let mut values: Vec<Node> = if documented {
        variant.values.iter().map(as_typed).collect()
    } else {
        Vec::new()
    };
    for constant in field
        .and_then(|field| tell::values(types, field))
        .unwrap_or_default()
    {
        if !values.contains(constant) {
            values.push(constant.clone());
        }
    }
    let component = types.get(variant.ty).origin.component.as_deref();
    match component {
        Some(component) if values.is_empty() && documented => {
            let place = crate::source::Place { file: 0, offset: 0 };
            vec![Node::string(component, place)]
        }
        _ => values,
    }
}

fn object(types: &Types, id: TypeId) -> Option<&crate::model::ObjectShape> {
    match types.shape(id) {
        Shape::Object(object) => Some(object),
        _ => None,
    }
}

/// Puts the alternatives into an order in which each is told from those after it; those that are not become one.
fn order(types: &mut Types, owner: TypeId, variants: &mut Vec<Variant>, level: usize) {
    let ids = |variants: &[Variant]| -> Vec<TypeId> { variants.iter().map(|one| one.ty).collect() };
    if lists_of_one_kind(types, variants) {
        unite_lists(types, owner, variants, level, true);
    }
    if let Some(told) = tell::tell(types, &ids(variants), 0) {
        *variants = arranged(variants, told);
        return;
    }
    unite_objects(types, owner, variants, level);
    unite_lists(types, owner, variants, level, false);
    match tell::tell(types, &ids(variants), 0) {
        Some(told) => *variants = arranged(variants, told),
        // Only values of several kinds at once are left: nothing is known of them.
        None => variants.clear(),
    }
}

fn arranged(variants: &[Variant], told: Vec<(usize, Vec<Test>)>) -> Vec<Variant> {
    told.into_iter()
        .filter_map(|(at, tests)| {
            let variant = variants.get(at)?;
            Some(Variant {
                tests,
                ..variant.clone()
            })
        })
        .collect()
}

/// Makes one of the objects that nothing tells apart: what each must have is then what any may have.
fn unite_objects(types: &mut Types, owner: TypeId, variants: &mut Vec<Variant>, level: usize) {
    let objects: Vec<TypeId> = variants
        .iter()
        .map(|variant| variant.ty)
        .filter(|id| matches!(types.shape(*id), Shape::Object(_) | Shape::Map(_)))
        .collect();
    let alike: Vec<TypeId> = tell::objects(types, &objects)
        .alike
        .iter()
        .filter_map(|at| objects.get(*at).copied())
        .collect();
    if alike.len() < 2 {
        return;
    }
    let pointer = types.get(owner).pointer.child("object");
    let shape = superset::of(types, &alike, &pointer, level);
    let made = types.add(unnamed(types, owner, "object", shape));
    replace(variants, &alike, made);
}

/// Whether there are several lists, all of scalars of one kind: then each element says what it is.
fn lists_of_one_kind(types: &Types, variants: &[Variant]) -> bool {
    let mut kinds: Vec<Kinds> = Vec::new();
    for variant in variants {
        match types.shape(variant.ty) {
            Shape::List(element) => kinds.push(types.kinds(*element)),
            Shape::Tuple(_) => return false,
            _ => {}
        }
    }
    let scalars = [Kind::Boolean, Kind::Number, Kind::String];
    let scalar = |kinds: &Kinds| scalars.iter().any(|kind| *kinds == Kinds::only(*kind));
    kinds.first().is_some_and(scalar)
        && kinds
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if a == b))
}

/// Makes one list of the lists that nothing tells apart, of elements that may be of either's type.
fn unite_lists(
    types: &mut Types,
    owner: TypeId,
    variants: &mut Vec<Variant>,
    level: usize,
    always: bool,
) {
    let lists: Vec<TypeId> = variants
        .iter()
        .map(|variant| variant.ty)
        .filter(|id| matches!(types.shape(*id), Shape::List(_) | Shape::Tuple(_)))
        .collect();
    if lists.len() < 2 || !always && tell::tell(types, &lists, 0).is_some() {
        return;
    }
    let elements: Vec<TypeId> = lists.iter().flat_map(|id| types.held(*id)).collect();
    let pointer = types.get(owner).pointer.child("array").child("items");
    let element = superset::any_of(types, &elements, &pointer, level);
    let made = types.add(unnamed(types, owner, "array", Shape::List(element)));
    replace(variants, &lists, made);
}
