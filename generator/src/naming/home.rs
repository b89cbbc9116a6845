//! Where types live: with the one module that uses them, in a file of those that the same few modules use, or where all
//! is that is always there.

use super::context::has_name;
use crate::hash::HashMap;
use crate::model::{Shape, TypeId, Types};

/// How many fields and variants, and types, are worth a file of their own.
const WORTH: usize = 20;

/// Where a type lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// With the operations of this module.
    Module(usize),
    /// In this one of the files that modules share.
    Shared(usize),
    /// With what is always there.
    Everywhere,
}

/// The modules that use a type; all of them, if they are many.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Users {
    Modules(Vec<usize>),
    All,
}

/// What uses which types.
///
/// **Invariant:** what uses a type uses what it holds.
pub(super) struct Homes<'a> {
    types: &'a Types,
    /// How many modules a type may have that is not for all.
    few: usize,
    /// By number of the type.
    users: Vec<Users>,
    /// The types with names, in the order in which they were reached first.
    order: Vec<TypeId>,
}

impl<'a> Homes<'a> {
    /// Of these types, before any is used, and this many modules.
    pub(super) fn new(types: &'a Types, modules: usize) -> Self {
        Self {
            types,
            few: (modules / 2).max(1),
            users: vec![Users::Modules(Vec::new()); types.len()],
            order: Vec::new(),
        }
    }

    /// A module uses these types and all that they hold, the last one first.
    pub(super) fn use_by(&mut self, module: usize, ids: Vec<TypeId>) {
        self.reach(ids, Some(module));
    }

    /// These types and all that they hold are always there, the last one first.
    pub(super) fn use_by_all(&mut self, ids: Vec<TypeId>) {
        self.reach(ids, None);
    }

    fn reach(&mut self, mut pending: Vec<TypeId>, module: Option<usize>) {
        while let Some(id) = pending.pop() {
            let Some(users) = self.users.get_mut(id.index()) else {
                continue;
            };
            let Users::Modules(known) = users else {
                continue;
            };
            if known.is_empty() && has_name(self.types.shape(id)) {
                self.order.push(id);
            }
            match module {
                Some(module) if known.contains(&module) => continue,
                Some(module) if known.len() < self.few => known.push(module),
                Some(_) | None => *users = Users::All,
            }
            pending.extend(self.types.held(id).into_iter().rev());
        }
    }

    /// Each type with a name and where it lives, in order, and the modules that share each of the files.
    pub(super) fn settle(mut self) -> (Vec<(TypeId, Home)>, Vec<Vec<usize>>) {
        for users in &mut self.users {
            if let Users::Modules(modules) = users {
                modules.sort_unstable();
            }
        }
        for ids in self.not_worth_a_file() {
            self.use_by_all(ids);
        }
        let mut files: Vec<Vec<usize>> = Vec::new();
        let mut known: HashMap<&[usize], usize> = HashMap::default();
        let mut homes = Vec::new();
        for id in self.order {
            let home = match self.users.get(id.index()) {
                Some(Users::Modules(modules)) => match modules.as_slice() {
                    [only] => Home::Module(*only),
                    several => Home::Shared(*known.entry(several).or_insert_with(|| {
                        files.push(several.to_vec());
                        files.len() - 1
                    })),
                },
                Some(Users::All) | None => Home::Everywhere,
            };
            homes.push((id, home));
        }
        (homes, files)
    }

    /// The types of each set of modules that share too little.
    fn not_worth_a_file(&self) -> Vec<Vec<TypeId>> {
        let mut sets: Vec<(usize, Vec<TypeId>)> = Vec::new();
        let mut known: HashMap<&[usize], usize> = HashMap::default();
        for id in &self.order {
            let Some(Users::Modules(modules)) = self.users.get(id.index()) else {
                continue;
            };
            if modules.len() < 2 {
                continue;
            }
            let at = *known.entry(modules).or_insert(sets.len());
            if at == sets.len() {
                sets.push((0, Vec::new()));
            }
            if let Some((size, ids)) = sets.get_mut(at) {
                *size += 1 + self.members(*id);
                ids.push(*id);
            }
        }
        let small = sets.into_iter().filter(|(size, _)| *size < WORTH);
        small.map(|(_, ids)| ids).collect()
    }

    /// How many fields or variants a type has.
    fn members(&self, id: TypeId) -> usize {
        match self.types.shape(id) {
            Shape::Object(object) => object.fields.len(),
            Shape::Union(union) => union.variants.len(),
            Shape::Tuple(tuple) => tuple.elements.len(),
            // Its values stand several on a line.
            Shape::Enumeration(values) => values.len() / 4,
            Shape::Json
            | Shape::Boolean
            | Shape::Integer(_)
            | Shape::Number
            | Shape::Text
            | Shape::Formatted(_)
            | Shape::List(_)
            | Shape::Map(_)
            | Shape::Nullable(_) => 0,
        }
    }
}
