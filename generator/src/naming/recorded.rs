//! Gives again the names that earlier runs recorded, then records those of this one.
//!
//! **Invariant:** what is recorded and still in the document has its name before anything new is asked for one.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::context::{has_name, is_name};
use super::function::{Role, key};
use super::lock::{Names, NamesLock};
use super::plan::SchemePlan;
use super::scope::Scope;
use super::{Naming, RustIdent};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Api, TypeId};
use crate::pointer::Pointer;

/// How many places are recorded of a type that stands at many, in as many operations or components.
///
/// The name is lost only if all of them go at once; a line for every place would be a page for each error body.
const PLACES: usize = 4;

/// How many places are recorded of a type that stands in one operation or component only.
const PLACES_WITHIN: usize = 2;

/// Sorts types into groups by the names that are recorded for their places, so that no name is lost by making two types one.
pub(crate) fn keep_apart(api: &mut Api, names: &NamesLock) {
    let groups = names.groups();
    for id in api.types.ids() {
        let ty = api.types.get_mut(id);
        if has_name(&ty.shape) {
            ty.origin.group = groups.get(ty.pointer.as_str()).copied();
        }
    }
}

impl Naming<'_> {
    /// Names of types that an earlier run recorded.
    pub(super) fn types_recorded(&mut self) {
        let api = self.api;
        let names = self.settings.names.type_names();
        let mut given = HashSet::new();
        for id in api.types.ids() {
            let ty = api.types.get(id);
            let group = ty
                .origin
                .group
                .and_then(|group| usize::try_from(group).ok());
            let Some(name) = group.and_then(|group| names.get(group).copied()) else {
                continue;
            };
            if !self.travels(id) || self.named.contains_key(&id) {
                continue;
            }
            match self.types.claim_decided(name.clone()) {
                Some(ident) => {
                    given.insert(name);
                    self.named.insert(id, ident);
                }
                // What was one type is several now: the first keeps the name.
                None if given.contains(name) => {}
                None => self.lost("type", name, &ty.pointer),
            }
        }
    }

    /// Says that a recorded name is taken, be it by `codegen.toml` or by what every crate has.
    pub(super) fn lost(&mut self, what: &str, name: &RustIdent, pointer: &Pointer) {
        let message = format!(
            "this {what} cannot be called `{name}` any more, as names.lock has it: something else has the name"
        );
        self.diagnostics
            .push(Diagnostic::new(Severity::Warning, Code::NameClash, message).about(pointer));
    }

    /// What the next run must give again.
    pub(super) fn record(&self, schemes: &[SchemePlan]) -> NamesLock {
        let old = &self.settings.names;
        let mut lock = NamesLock::default();
        for (operation, names) in self.api.operations.iter().zip(&self.operations) {
            let key = key(operation);
            let types = [
                (Role::Request, Some(&names.request), &mut lock.requests),
                (Role::Error, Some(&names.error), &mut lock.errors),
                (Role::Output, Some(&names.output), &mut lock.outputs),
                (Role::Body, names.body.as_ref(), &mut lock.bodies),
            ];
            for (role, name, lines) in types {
                let Some(name) = name else {
                    continue;
                };
                if role.name(&names.function) != *name {
                    lines.insert(key.clone(), name.clone());
                }
            }
            lock.functions.insert(key, names.function.clone());
        }
        for one in schemes {
            lock.credentials
                .insert(one.scheme.name.clone(), one.setter.clone());
        }
        let setters: Vec<&str> = schemes.iter().map(|one| one.setter.text()).collect();
        let live = self.record_types(&mut lock);
        let gone = |lines: &Names, scope: &Scope, live: &dyn Fn(&str) -> bool| -> Names {
            let lines = lines.iter();
            lines
                .filter(|(key, name)| !live(key) && !scope.has(name))
                .map(|(key, name)| (key.clone(), name.clone()))
                .collect()
        };
        let operations: HashSet<String> = lock.functions.keys().cloned().collect();
        let operation = |key: &str| operations.contains(key);
        let functions = gone(&old.functions, &self.functions, &operation);
        let of_gone = |key: &str| !functions.contains_key(key);
        lock.requests
            .extend(gone(&old.requests, &self.types, &of_gone));
        lock.errors.extend(gone(&old.errors, &self.types, &of_gone));
        lock.outputs
            .extend(gone(&old.outputs, &self.types, &of_gone));
        lock.bodies.extend(gone(&old.bodies, &self.types, &of_gone));
        lock.functions.extend(functions);
        let scheme = |key: &str| schemes.iter().any(|one| one.scheme.name == key);
        let setters = Scope::with(&setters);
        lock.credentials
            .extend(gone(&old.credentials, &setters, &scheme));
        lock.types
            .extend(gone(&old.types, &self.types, &|place| live.contains(place)));
        lock
    }

    /// Records types; all places at which they stand.
    fn record_types(&self, lock: &mut NamesLock) -> HashSet<&str> {
        let types = &self.api.types;
        let mut places: BTreeMap<TypeId, Vec<&Pointer>> = BTreeMap::new();
        let mut live = HashSet::new();
        for id in types.ids().filter(|id| has_name(types.shape(*id))) {
            let kept = types.became(id);
            if self.named.contains_key(&kept) {
                let pointer = &types.get(id).pointer;
                live.insert(pointer.as_str());
                places.entry(kept).or_default().push(pointer);
            }
        }
        for (id, places) in places {
            let Some(name) = self.named.get(&id) else {
                continue;
            };
            let component = types.get(id).origin.component.as_deref();
            if component.is_some_and(|key| key == name.text() && is_name(key)) {
                continue;
            }
            for place in self.chosen(name, &places) {
                lock.types
                    .entry(place.as_str().to_owned())
                    .or_insert_with(|| name.clone());
            }
        }
        live
    }

    /// Which places of a type are recorded: those that were, then others, spread over the document.
    fn chosen<'p>(&self, name: &RustIdent, places: &[&'p Pointer]) -> Vec<&'p Pointer> {
        let recorded =
            |place: &&&Pointer| self.settings.names.types.get(place.as_str()) == Some(name);
        let mut chosen: Vec<&Pointer> = places.iter().filter(recorded).copied().collect();
        let mut owners: HashMap<&str, usize> = HashMap::new();
        for place in &chosen {
            *owners.entry(owner(place)).or_default() += 1;
        }
        let mut within = Vec::new();
        let mut others = Vec::new();
        for place in places.iter().filter(|place| !recorded(place)) {
            let count = owners.entry(owner(place)).or_default();
            *count += 1;
            if *count == 1 {
                others.push(*place);
            } else {
                within.push(*place);
            }
        }
        chosen.extend(spread(&others, PLACES.saturating_sub(chosen.len())));
        within.truncate(PLACES_WITHIN.saturating_sub(chosen.len()));
        chosen.extend(within);
        chosen
    }
}

/// The operation or component that a place is in: what one change adds or takes away.
fn owner(place: &Pointer) -> &str {
    let text = place.as_str();
    let end = text.match_indices('/').nth(3).map(|(end, _)| end);
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// This many of a list, the first and the last included.
fn spread<'p>(places: &[&'p Pointer], count: usize) -> Vec<&'p Pointer> {
    let last = places.len().saturating_sub(1);
    let count = count.min(places.len());
    let steps = count.saturating_sub(1).max(1);
    (0..count)
        .filter_map(|step| places.get(step * last / steps).copied())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Pointer, owner, spread};

    #[test]
    fn a_place_is_in_an_operation_or_a_component() {
        let place = |text: &str| Pointer::from_reference(text);
        assert_eq!(
            owner(&place("#/paths/~1a/get/responses/200")),
            "#/paths/~1a/get"
        );
        assert_eq!(
            owner(&place("#/components/schemas/A")),
            "#/components/schemas/A"
        );
        assert_eq!(owner(&place("#")), "#");
    }

    #[test]
    fn places_are_spread() {
        let places: Vec<Pointer> = (0..8).map(|at| Pointer::root().index(at)).collect();
        let places: Vec<&Pointer> = places.iter().collect();
        let picked = |from: usize, count: usize| {
            let picked = spread(places.get(..from).unwrap(), count);
            picked.iter().map(|at| at.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(picked(8, 4), ["#/0", "#/2", "#/4", "#/7"]);
        assert_eq!(picked(3, 4), ["#/0", "#/1", "#/2"]);
        assert_eq!(picked(5, 1), ["#/0"]);
        assert!(picked(5, 0).is_empty() && picked(0, 4).is_empty());
    }
}
