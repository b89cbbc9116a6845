//! Gives again the names that earlier runs recorded.
//!
//! **Invariant:** what is recorded and still in the document has its name before anything new is asked for one.

use std::collections::BTreeMap;

use super::context::has_name;
use super::lock::NamesLock;
use super::{Naming, RustIdent};
use crate::diagnostic::{Code, Diagnostic};
use crate::hash::HashSet;
use crate::model::{Api, TypeId};
use crate::pointer::Pointer;

/// Sorts types into groups by the names that are recorded for their places, so that no name is lost by making two types
/// one; those that have a group keep it.
pub(crate) fn keep_apart(api: &mut Api, names: &NamesLock) {
    let groups = names.groups();
    for id in api.types.ids() {
        let ty = api.types.get_mut(id);
        if ty.origin.group.is_none() && has_name(&ty.shape) {
            ty.origin.group = groups.get(ty.pointer.as_str()).copied();
        }
    }
}

impl<'a> Naming<'a> {
    /// Names of types that an earlier run recorded.
    pub(super) fn types_recorded(&mut self) {
        let api = self.api;
        let groups = self.settings.names.groups();
        let names = self.settings.names.type_names();
        let mut given = HashSet::default();
        for (id, places) in self.places() {
            let group = |place: &&Pointer| groups.get(place.as_str()).copied();
            let of_places = || places.iter().find_map(group);
            let group = api.types.get(id).origin.group.or_else(of_places);
            let group = group.and_then(|group| usize::try_from(group).ok());
            let Some(name) = group.and_then(|group| names.get(group).copied()) else {
                continue;
            };
            if self.named.contains_key(&id) {
                continue;
            }
            match self.types.claim_decided(name.clone()) {
                Some(ident) => {
                    given.insert(name);
                    self.named.insert(id, ident);
                }
                // What was one type is several now: the first keeps the name.
                None if given.contains(name) => {}
                None => self.lost("type", name, &api.types.get(id).pointer),
            }
        }
    }

    /// The types that need names, in order, and all places at which each stands; a component's place is its own.
    pub(super) fn places(&self) -> BTreeMap<TypeId, Vec<&'a Pointer>> {
        let types = &self.api.types;
        let mut places: BTreeMap<TypeId, Vec<&'a Pointer>> = BTreeMap::new();
        for id in types.ids().filter(|id| has_name(types.shape(*id))) {
            let kept = types.became(id);
            let alone = types.get(kept).origin.component.is_some();
            if self.travels(kept) && (id == kept || !alone) {
                let pointer = &types.get(id).pointer;
                places.entry(kept).or_default().push(pointer);
            }
        }
        places
    }

    /// Says that a recorded name is taken, be it by `codegen.toml` or by what every crate has.
    pub(super) fn lost(&mut self, what: &str, name: &RustIdent, pointer: &Pointer) {
        let message = format!(
            "this {what} cannot be called `{name}` any more, as names.lock has it: something else has the name"
        );
        let help =
            "take its line out of names.lock, or give one of the two another name in codegen.toml";
        let lost = Diagnostic::warning(Code::NameClash, message).about(pointer);
        self.diagnostics.push(lost.help(help));
    }
}
