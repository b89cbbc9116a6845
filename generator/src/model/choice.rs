//! Choices between types, and the tests that tell which one a value is of.

use super::types::{Format, Shape, TypeId, Types};
use crate::source::{Node, Value};

/// How deep unions within unions are followed.
const DEPTH: usize = 16;

/// One of several types (`oneOf`, `anyOf`), or another that is not documented.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UnionShape {
    /// The property whose value alone decides (OpenAPI 3.1 section 4.8.25).
    pub by: Option<String>,
    /// The alternatives, in the order in which they are tested.
    pub variants: Vec<Variant>,
}

/// An alternative of a union.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The type of its values.
    pub ty: TypeId,
    /// The values of the discriminator that stand for it.
    pub values: Vec<Node>,
    /// What tells it from those after it: one of these holds.
    pub tests: Vec<Test>,
    /// Whether its values hold the union again, so that it must be behind a pointer.
    pub recursive: bool,
}

impl PartialEq for Variant {
    /// Equality of what is sent and how it is told apart.
    fn eq(&self, other: &Self) -> bool {
        (self.ty, &self.values, &self.tests) == (other.ty, &other.values, &other.tests)
    }
}

impl Variant {
    /// An alternative that nothing is known about yet.
    #[must_use]
    pub const fn new(ty: TypeId) -> Self {
        Self {
            ty,
            values: Vec::new(),
            tests: Vec::new(),
            recursive: false,
        }
    }
}

/// What can be seen of a value without reading it.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// It is of a kind.
    Kind(Kind),
    /// It is this string, number or boolean.
    Is(Node),
    /// It is an array that is empty, or whose first element passes one of these.
    First(Vec<Test>),
    /// It is an object that has all these properties, each of which passes one of its tests, if it has any.
    Members(Vec<(String, Vec<Test>)>),
}

impl Kind {
    /// Every kind but `null`, which is never a matter of choice.
    pub const ALL: [Self; 5] = [
        Self::Boolean,
        Self::Number,
        Self::String,
        Self::Array,
        Self::Object,
    ];

    /// The kind of a documented value; `None` for `null`.
    #[must_use]
    pub const fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Null => None,
            Value::Bool(_) => Some(Self::Boolean),
            Value::Number(_) => Some(Self::Number),
            Value::String(_) => Some(Self::String),
            Value::Array(_) => Some(Self::Array),
            Value::Object(_) => Some(Self::Object),
        }
    }
}

/// A kind of JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// `true` or `false`
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// Some kinds of JSON value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(u8);

impl Kinds {
    /// Every kind.
    #[must_use]
    pub fn all() -> Self {
        Kind::ALL.into_iter().collect()
    }

    /// One kind.
    #[must_use]
    pub const fn only(kind: Kind) -> Self {
        Self(1 << kind as u8)
    }

    /// Whether this kind is among them.
    #[must_use]
    pub const fn contains(self, kind: Kind) -> bool {
        self.0 & Self::only(kind).0 != 0
    }

    /// Whether no kind is among both.
    #[must_use]
    pub const fn is_disjoint(self, other: Self) -> bool {
        self.0 & other.0 == 0
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds, in the order of [`Kind::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        Kind::ALL
            .into_iter()
            .filter(move |kind| self.contains(*kind))
    }
}

impl FromIterator<Kind> for Kinds {
    fn from_iter<I: IntoIterator<Item = Kind>>(kinds: I) -> Self {
        let bits = kinds.into_iter().map(|kind| Self::only(kind).0);
        Self(bits.fold(0, |all, one| all | one))
    }
}

/// An array with a type for each position (`prefixItems`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TupleShape {
    /// The elements in order.
    pub elements: Vec<Element>,
    /// How many of them are always there.
    pub required: usize,
    /// The type of all further elements, where the document gives them one.
    pub rest: Option<TypeId>,
    /// Whether there is nothing after the elements.
    pub closed: bool,
}

/// An element of a tuple.
#[derive(Clone, Debug)]
pub struct Element {
    /// Its type.
    pub ty: TypeId,
    /// Whether its values hold the tuple again, so that it must be behind a pointer.
    pub recursive: bool,
}

impl PartialEq for Element {
    /// Equality of what is sent.
    fn eq(&self, other: &Self) -> bool {
        self.ty == other.ty
    }
}

impl Types {
    /// The kinds of JSON value, `null` aside, that values of a type may be.
    #[must_use]
    pub fn kinds(&self, id: TypeId) -> Kinds {
        self.kinds_within(id, 0)
    }

    fn kinds_within(&self, id: TypeId, depth: usize) -> Kinds {
        if depth > DEPTH {
            return Kinds::all();
        }
        match self.shape(id) {
            Shape::Json => Kinds::all(),
            Shape::Boolean => Kinds::only(Kind::Boolean),
            Shape::Integer(_) | Shape::Number => Kinds::only(Kind::Number),
            Shape::Formatted(Format::Decimal) => Kinds::only(Kind::Number),
            Shape::Text | Shape::Formatted(_) => Kinds::only(Kind::String),
            Shape::Enumeration(values) => values
                .iter()
                .filter_map(|value| Kind::of(&value.value.value))
                .collect(),
            Shape::List(_) | Shape::Tuple(_) => Kinds::only(Kind::Array),
            Shape::Map(_) | Shape::Object(_) => Kinds::only(Kind::Object),
            Shape::Nullable(inner) => self.kinds_within(*inner, depth + 1),
            Shape::Union(union) => union
                .variants
                .iter()
                .flat_map(|variant| self.kinds_within(variant.ty, depth + 1).iter())
                .collect(),
        }
    }
}
