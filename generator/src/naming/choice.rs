//! Plans unions and tuples: what their alternatives are called, and which of them are behind a pointer.

use super::context::has_name;
use super::ident::Case;
use super::plan::{RustType, TypeKind, VariantPlan};
use super::scope::Scope;
use super::size::LARGE;
use super::words::shortened;
use super::{Naming, RustIdent};
use crate::model::{Shape, Test, TupleShape, TypeId, UnionShape, Variant};
use crate::source::{Node, Value};

/// How long the name of a union that is made of its alternatives' names may be.
const UNION_NAME: usize = 48;

impl Naming<'_> {
    pub(super) fn union_kind(&self, id: TypeId, union: &UnionShape) -> TypeKind {
        let names = self.union_variants(id, union);
        let variants = union.variants.iter().zip(names).map(|(variant, ident)| {
            let ty = self.rust_type(variant.ty);
            VariantPlan {
                ident,
                ty: if self.is_boxed(variant) {
                    RustType::Boxed(Box::new(ty))
                } else {
                    ty
                },
                values: variant.values.clone(),
                tests: variant.tests.clone(),
            }
        });
        TypeKind::Union {
            by: union.by.clone(),
            variants: variants.collect(),
            failure: self.api.types.get(id).origin.failure,
            event: self.api.event == Some(id),
        }
    }

    /// What the alternatives of a union are called, in order.
    pub(super) fn union_variants(&self, id: TypeId, union: &UnionShape) -> Vec<RustIdent> {
        let owner = self.named.get(&id).map_or("", RustIdent::text);
        let mut scope = Scope::with(&["Other", "Self"]);
        let mut claim = |variant: &Variant| {
            let own = self.own_name(variant.ty).into_iter();
            let mut words: Vec<String> = own
                .map(|own| without_owner(&own, owner).to_owned())
                .collect();
            if self.api.event == Some(id) {
                words.splice(0..0, self.webhook_of(variant.ty));
                words.extend(self.named.get(&variant.ty).map(|own| own.text().to_owned()));
                return scope.claim(&words, Case::Type).ident;
            }
            let context = self.variant_words(variant);
            if single_value(variant).is_some() {
                words.splice(0..0, context);
            } else {
                words.extend(context);
            }
            scope.claim(&words, Case::Type).ident
        };
        // The names of kinds go to those that are told by their kind.
        let is_plain = |variant: &Variant| {
            variant.values.is_empty() && matches!(variant.tests.as_slice(), [Test::Kind(_)])
        };
        let mut names: Vec<Option<RustIdent>> = vec![None; union.variants.len()];
        for plain in [true, false] {
            for (variant, name) in union.variants.iter().zip(&mut names) {
                if is_plain(variant) == plain {
                    *name = Some(claim(variant));
                }
            }
        }
        names.into_iter().flatten().collect()
    }

    /// Whether an alternative is behind a pointer.
    pub(super) fn is_boxed(&self, variant: &Variant) -> bool {
        variant.recursive || self.size(variant.ty, 0) >= LARGE
    }

    /// What a small union without a name of its own is called, wherever it stands: `CardOrText`.
    pub(super) fn union_name(&self, id: TypeId) -> Option<String> {
        let Shape::Union(union) = self.api.types.shape(id) else {
            return None;
        };
        let mut owned = false;
        let names = union.variants.iter().map(|variant| {
            let own = self.own_name(variant.ty);
            owned |= own.is_some();
            let named = has_name(self.api.types.shape(variant.ty));
            own.or_else(|| (!named).then(|| self.kind_word(variant.ty)))
        });
        let mut names: Vec<String> = names.collect::<Option<_>>()?;
        // Scalars last: `CardOrText`, not `TextOrCard`.
        names.sort_by_key(|name| name.starts_with(char::is_lowercase));
        let name = names.join(" or ");
        (owned && names.len() <= 3 && name.len() <= UNION_NAME).then_some(name)
    }

    /// The webhook that alone sends values of a type.
    fn webhook_of(&self, id: TypeId) -> Option<String> {
        let mut webhooks = self.api.webhooks.iter().filter(|one| one.body == id);
        let first = webhooks.next()?;
        let alone = webhooks.all(|other| other.name == first.name);
        alone.then(|| first.name.clone())
    }

    /// The name that the type of an alternative has of its own.
    fn own_name(&self, id: TypeId) -> Option<String> {
        let origin = &self.api.types.get(id).origin;
        let own = origin.component.is_some() || origin.title.is_some();
        let named = self.named.get(&id).filter(|_| own)?;
        Some(named.text().to_owned())
    }

    /// Words for an alternative, best ones first: what tells it from others, else the kind of its values.
    pub(super) fn variant_words(&self, variant: &Variant) -> Vec<String> {
        let mut words = Vec::new();
        if let Some(value) = single_value(variant) {
            words.push(value);
        }
        let several = variant.values.first().and_then(text);
        words.extend(several.filter(|_| words.is_empty()));
        if let Some(Test::Members(members)) = variant.tests.first() {
            words.extend(members.iter().map(|(name, _)| name.clone()));
        }
        words.push(self.kind_word(variant.ty));
        words
    }

    fn kind_word(&self, id: TypeId) -> String {
        match self.api.types.shape(id) {
            Shape::Json => "json".to_owned(),
            Shape::Boolean => "boolean".to_owned(),
            Shape::Integer(_) => "integer".to_owned(),
            Shape::Number => "number".to_owned(),
            Shape::Text => "text".to_owned(),
            Shape::Formatted(format) => format!("{format:?}"),
            Shape::Enumeration(_) => "value".to_owned(),
            Shape::List(inner) => {
                let named = has_name(self.api.types.shape(*inner));
                match self.own_name(*inner) {
                    Some(own) => format!("{own} list"),
                    None if named => "list".to_owned(),
                    None => format!("{} list", self.kind_word(*inner)),
                }
            }
            Shape::Map(_) => "map".to_owned(),
            Shape::Object(_) => "object".to_owned(),
            Shape::Nullable(inner) => self.kind_word(*inner),
            Shape::Union(_) => "choice".to_owned(),
            Shape::Tuple(_) => "tuple".to_owned(),
        }
    }

    pub(super) fn tuple_kind(&self, id: TypeId, tuple: &TupleShape) -> TypeKind {
        let elements = tuple.elements.iter().enumerate().map(|(at, element)| {
            let (inner, null) = self.api.types.without_null(element.ty);
            let mut ty = self.rust_type(inner);
            if element.recursive {
                ty = RustType::Boxed(Box::new(ty));
            }
            super::types::may_be_absent(ty, at < tuple.required, null)
        });
        let direction = self.api.types.get(id).direction;
        let kept = direction.read && direction.write && !tuple.closed;
        let rest = tuple.rest.map(|rest| self.rust_type(rest));
        TypeKind::Tuple {
            elements: elements.collect(),
            rest: rest.or(kept.then_some(RustType::Json)),
            failure: self.api.types.get(id).origin.failure,
        }
    }
}

/// A name without what it says of the union that it is an alternative of: all of its name at the start, or its last
/// words at the end.
fn without_owner<'n>(name: &'n str, owner: &str) -> &'n str {
    if let Some(rest) = name.strip_prefix(owner)
        && rest.starts_with(char::is_uppercase)
    {
        return rest;
    }
    let ends = owner.char_indices().filter(|(_, c)| c.is_uppercase());
    ends.filter_map(|(at, _)| name.strip_suffix(owner.get(at..)?))
        .find(|rest| !rest.is_empty())
        .unwrap_or(name)
}

/// The one documented value that stands for an alternative, if it is one word for it.
fn single_value(variant: &Variant) -> Option<String> {
    match variant.values.as_slice() {
        [only] => text(only),
        [] => single_constant(&variant.tests),
        _ => None,
    }
}

/// The one constant that is asked for, of a property or of a property of one.
fn single_constant(tests: &[Test]) -> Option<String> {
    let [Test::Members(members)] = tests else {
        return None;
    };
    match members.as_slice() {
        [(_, tests)] => match tests.as_slice() {
            [Test::Is(only)] => text(only),
            tests => single_constant(tests),
        },
        _ => None,
    }
}

/// A value as a word; numbers and booleans are none.
fn text(value: &Node) -> Option<String> {
    match &value.value {
        Value::String(text) if text.chars().any(char::is_alphanumeric) => {
            Some(shortened(text).to_owned())
        }
        _ => None,
    }
}
