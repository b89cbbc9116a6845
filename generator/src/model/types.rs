//! The types of an API: what a value may be, what may be absent, what may be null.

use crate::model::{Docs, TupleShape, UnionShape};
use crate::pointer::Pointer;
use crate::source::Node;

/// The number of a type in its API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(u32);

/// All types of an API.
#[derive(Clone, Debug, Default)]
pub struct Types {
    list: Vec<Type>,
    /// What each type has become part of: itself, as long as it was not made one with another.
    became: Vec<TypeId>,
}

/// One type.
#[derive(Clone, Debug)]
pub struct Type {
    /// Where it stands.
    pub pointer: Pointer,
    /// Where its name can come from.
    pub origin: Origin,
    /// What it says of itself.
    pub docs: Docs,
    /// What its values are.
    pub shape: Shape,
    /// Which ways its values travel.
    pub direction: Direction,
}

/// Where a type's name can come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Its key among the components' schemas.
    pub component: Option<String>,
    /// Its `title`.
    pub title: Option<String>,
    /// Whether it is the body of failures of one or many operations.
    pub failure: bool,
    /// Types of different groups stay apart, though they may be equal: an earlier run told them apart.
    pub group: Option<u32>,
}

/// Which ways values travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Direction {
    /// From the server: values are read.
    pub read: bool,
    /// To the server: values are written.
    pub write: bool,
}

/// How many bits an integer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IntegerWidth {
    /// `int32`
    I32,
    /// `int64`, or no format.
    I64,
    /// `uint32`
    U32,
    /// `uint64`
    U64,
    /// Bounds or values beyond 64 bits.
    I128,
}

impl IntegerWidth {
    /// The width that holds the values of both.
    #[must_use]
    pub fn both(self, other: Self) -> Self {
        use IntegerWidth::{I32, I64, I128, U32, U64};
        match (self, other) {
            (I32, I32) => I32,
            (U32, U32) => U32,
            (U64, U32 | U64) | (U32, U64) => U64,
            (I32 | I64 | U32, I32 | I64 | U32) => I64,
            (I128, _) | (_, I128) | (U64, I32 | I64) | (I32 | I64, U64) => I128,
        }
    }
}

/// A format whose values mean more than their spelling (OpenAPI Format Registry).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// `date-time`
    DateTime,
    /// `date`
    Date,
    /// `time`
    TimeOfDay,
    /// `duration`
    TimeSpan,
    /// `uuid`
    Uuid,
    /// `uri`
    Uri,
    /// `byte`, or `contentEncoding: base64`.
    Base64,
    /// `decimal`, or an integer of any size.
    Decimal,
    /// `binary`, as a part of its own.
    Binary,
}

/// What the values of a type are.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Any JSON value, as the document says or for want of a better type.
    Json,
    /// A boolean.
    Boolean,
    /// An integer.
    Integer(IntegerWidth),
    /// A number.
    Number,
    /// A string.
    Text,
    /// A string or number with a format.
    Formatted(Format),
    /// One of some values, or another that is not documented.
    Enumeration(Vec<EnumerationValue>),
    /// A list.
    List(TypeId),
    /// An object of which only the type of the values is known.
    Map(TypeId),
    /// An object of known properties.
    Object(ObjectShape),
    /// A value of the type, or `null`.
    Nullable(TypeId),
    /// A value of one of several types.
    Union(UnionShape),
    /// An array with a type for each position.
    Tuple(TupleShape),
}

/// A documented value of an enumeration.
#[derive(Clone, Debug)]
pub struct EnumerationValue {
    /// A string, number or boolean.
    pub value: Node,
    /// What it is called, where it is described on its own.
    pub title: Option<String>,
    /// What it says of itself, where it is described on its own.
    pub description: Option<String>,
}

impl PartialEq for EnumerationValue {
    /// Equality of what is sent; what it says of itself does not count.
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// An object of known properties.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObjectShape {
    /// The properties in order.
    pub fields: Vec<Field>,
    /// The type of all other properties, where the document gives them one.
    pub rest: Option<TypeId>,
    /// Whether there are no other properties (`additionalProperties: false`).
    pub closed: bool,
}

/// A property.
#[derive(Clone, Debug)]
pub struct Field {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its name in JSON.
    pub name: String,
    /// Its type.
    pub ty: TypeId,
    /// Whether it is always there.
    pub required: bool,
    /// The only value it is documented to have.
    pub constant: Option<Node>,
    /// What it says of itself.
    pub docs: Docs,
    /// Whether only the server sends it.
    pub read_only: bool,
    /// Whether only the client sends it.
    pub write_only: bool,
    /// Whether its values hold the owner again, so that it must be behind a pointer.
    pub recursive: bool,
}

impl Field {
    /// Whether a value has it, whichever way it goes: what may only come one way need not be there the other way.
    #[must_use]
    pub fn is_always_there(&self) -> bool {
        self.required && !self.read_only && !self.write_only
    }
}

impl PartialEq for Field {
    /// Equality of what is sent; where it stands and what it says of itself do not count.
    fn eq(&self, other: &Self) -> bool {
        (
            &self.name,
            self.ty,
            self.required,
            &self.constant,
            self.read_only,
            self.write_only,
        ) == (
            &other.name,
            other.ty,
            other.required,
            &other.constant,
            other.read_only,
            other.write_only,
        )
    }
}

impl Types {
    /// Adds a type.
    pub fn add(&mut self, ty: Type) -> TypeId {
        let id = TypeId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        self.list.push(ty);
        self.became.push(id);
        id
    }

    /// The type that a type has become part of.
    #[must_use]
    pub fn became(&self, id: TypeId) -> TypeId {
        self.became.get(id.index()).copied().unwrap_or(id)
    }

    /// Whether nothing that an earlier run knew keeps two types apart.
    #[must_use]
    pub fn may_be_one(&self, one: TypeId, other: TypeId) -> bool {
        let (one, other) = (self.get(one).origin.group, self.get(other).origin.group);
        one.is_none() || other.is_none() || one == other
    }

    /// Makes the first type one of the group that the second is in.
    pub fn join_group(&mut self, kept: TypeId, id: TypeId) {
        let group = self.get(id).origin.group;
        let kept = &mut self.get_mut(kept).origin.group;
        *kept = kept.or(group);
    }

    /// The type of this number.
    #[must_use]
    pub fn get(&self, id: TypeId) -> &Type {
        &self.list[id.0 as usize]
    }

    /// The type of this number, to change it.
    pub fn get_mut(&mut self, id: TypeId) -> &mut Type {
        &mut self.list[id.0 as usize]
    }

    /// What the values of a type are.
    #[must_use]
    pub fn shape(&self, id: TypeId) -> &Shape {
        &self.get(id).shape
    }

    /// The type at a position of the list.
    #[must_use]
    pub fn nth(&self, position: usize) -> Option<TypeId> {
        let id = u32::try_from(position).ok().map(TypeId)?;
        (position < self.list.len()).then_some(id)
    }

    /// How many types there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is no type.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All numbers, in order.
    pub fn ids(&self) -> impl Iterator<Item = TypeId> + use<> {
        (0..u32::try_from(self.list.len()).unwrap_or(u32::MAX)).map(TypeId)
    }

    /// The types that a type's values hold directly, in order.
    #[must_use]
    pub fn held(&self, id: TypeId) -> Vec<TypeId> {
        match self.shape(id) {
            Shape::Json
            | Shape::Boolean
            | Shape::Integer(_)
            | Shape::Number
            | Shape::Text
            | Shape::Formatted(_)
            | Shape::Enumeration(_) => Vec::new(),
            Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => vec![*inner],
            Shape::Object(object) => object
                .fields
                .iter()
                .map(|field| field.ty)
                .chain(object.rest)
                .collect(),
            Shape::Union(union) => union.variants.iter().map(|variant| variant.ty).collect(),
            Shape::Tuple(tuple) => tuple
                .elements
                .iter()
                .map(|element| element.ty)
                .chain(tuple.rest)
                .collect(),
        }
    }

    /// The type without its `null`, and whether it had one.
    #[must_use]
    pub fn without_null(&self, id: TypeId) -> (TypeId, bool) {
        match self.shape(id) {
            Shape::Nullable(inner) => (self.without_null(*inner).0, true),
            _ => (id, false),
        }
    }

    /// Replaces the numbers that each type refers to.
    pub fn renumber(&mut self, new: &dyn Fn(TypeId) -> TypeId) {
        self.became.iter_mut().for_each(|id| *id = new(*id));
        for ty in &mut self.list {
            match &mut ty.shape {
                Shape::Json
                | Shape::Boolean
                | Shape::Integer(_)
                | Shape::Number
                | Shape::Text
                | Shape::Formatted(_)
                | Shape::Enumeration(_) => {}
                Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => {
                    *inner = new(*inner)
                }
                Shape::Object(object) => {
                    for field in &mut object.fields {
                        field.ty = new(field.ty);
                    }
                    object.rest = object.rest.map(new);
                }
                Shape::Union(union) => {
                    for variant in &mut union.variants {
                        variant.ty = new(variant.ty);
                    }
                }
                Shape::Tuple(tuple) => {
                    for element in &mut tuple.elements {
                        element.ty = new(element.ty);
                    }
                    tuple.rest = tuple.rest.map(new);
                }
            }
        }
    }
}

impl TypeId {
    /// The position in the list of types.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}
