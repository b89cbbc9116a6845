//! Records the names that the next run must give again.

use super::context::is_name;
use super::function::{Role, key};
use super::lock::{Names, NamesLock};
use super::plan::SchemePlan;
use super::scope::Scope;
use super::{Naming, RustIdent};
use crate::hash::{HashMap, HashSet};
use crate::pointer::Pointer;

/// How many places are recorded of a type that stands at many, in as many operations or components.
///
/// The name is lost only if all of them go at once; a line for every place would be a page for each error body.
const PLACES: usize = 4;

/// How many places are recorded of a type that stands in one operation or component only.
const PLACES_WITHIN: usize = 2;

impl Naming<'_> {
    /// What the next run must give again.
    pub(super) fn record(&self, schemes: &[SchemePlan]) -> NamesLock {
        let mut lock = NamesLock::default();
        self.record_operations(&mut lock);
        self.record_types(&mut lock);
        let setters: Vec<&str> = schemes.iter().map(|one| one.setter.text()).collect();
        for one in schemes {
            lock.credentials
                .insert(one.scheme.name.clone(), one.setter.clone());
        }
        let old = &self.settings.names.credentials;
        keep(old, &mut lock.credentials, &Scope::with(&setters));
        lock
    }

    /// Records operations; those that are gone stay until something else takes the name of the function.
    fn record_operations(&self, lock: &mut NamesLock) {
        let old = &self.settings.names;
        for (operation, names) in self.api.operations.iter().zip(&self.operations) {
            let key = key(operation);
            let types = [
                (Role::Request, Some(&names.request), &mut lock.requests),
                (Role::Error, Some(&names.error), &mut lock.errors),
                (Role::Output, Some(&names.output), &mut lock.outputs),
                (Role::Body, names.body.as_ref(), &mut lock.bodies),
                (
                    Role::Arguments,
                    names.arguments.as_ref(),
                    &mut lock.arguments,
                ),
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
        let live: HashSet<String> = lock.functions.keys().cloned().collect();
        keep(&old.functions, &mut lock.functions, &self.functions);
        for (old, new) in [
            (&old.requests, &mut lock.requests),
            (&old.errors, &mut lock.errors),
            (&old.outputs, &mut lock.outputs),
            (&old.bodies, &mut lock.bodies),
            (&old.arguments, &mut lock.arguments),
        ] {
            let kept = |key: &String| !live.contains(key) && lock.functions.contains_key(key);
            let lines = old.iter().filter(|(key, _)| kept(key));
            let lines: Names = lines
                .map(|(key, name)| (key.clone(), name.clone()))
                .collect();
            keep(&lines, new, &self.types);
        }
    }

    /// Records types; those that are gone stay until something else takes the name.
    fn record_types(&self, lock: &mut NamesLock) {
        for (id, places) in self.places() {
            let Some(name) = self.named.get(&id) else {
                continue;
            };
            let component = self.api.types.get(id).origin.component.as_deref();
            if component.is_some_and(|key| key == name.text() && is_name(key)) {
                continue;
            }
            for place in self.chosen(name, &places) {
                lock.types
                    .entry(place.as_str().to_owned())
                    .or_insert_with(|| name.clone());
            }
        }
        let places = self.places();
        let live: HashSet<&str> = places.values().flatten().map(|at| at.as_str()).collect();
        let old = self.settings.names.types.iter();
        let gone = old.filter(|(place, _)| !live.contains(place.as_str()));
        let gone: Names = gone
            .map(|(place, name)| (place.clone(), name.clone()))
            .collect();
        keep(&gone, &mut lock.types, &self.types);
    }

    /// Which places of a type are recorded: those that were, then others, spread over the document.
    fn chosen<'p>(&self, name: &RustIdent, places: &[&'p Pointer]) -> Vec<&'p Pointer> {
        let recorded =
            |place: &&&Pointer| self.settings.names.types.get(place.as_str()) == Some(name);
        let mut chosen: Vec<&Pointer> = places.iter().filter(recorded).copied().collect();
        let mut owners: HashMap<&str, usize> = HashMap::default();
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

/// Keeps the lines of what is gone, as long as nothing else has the name.
fn keep(old: &Names, new: &mut Names, taken: &Scope) {
    for (key, name) in old.iter().filter(|(_, name)| !taken.has(name)) {
        new.entry(key.clone()).or_insert_with(|| name.clone());
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
