//! Which place of its file a diagnostic is about, where the stage that found it knew only the offset.

use super::Diagnostic;
use crate::hash::{HashMap, HashSet};
use crate::pointer::Pointer;
use crate::source::{Node, Place, Source, Value};

/// Gives a pointer to each diagnostic that has a place and none.
pub(super) fn fill(list: &mut [Diagnostic], source: &Source) {
    let places = list.iter().filter(|one| one.pointer.is_none());
    let mut wanted: HashSet<Place> = places.filter_map(|one| one.place).collect();
    let mut found = HashMap::default();
    for (index, file) in source.files.iter().enumerate() {
        let here = |place: &Place| usize::try_from(place.file) == Ok(index);
        if wanted.iter().any(here) {
            let prefix = if index == 0 { "" } else { file.name.as_str() };
            let root = Pointer::from_reference(&format!("{prefix}#"));
            search(&file.root, &root, &mut wanted, &mut found);
        }
    }
    for one in list.iter_mut().filter(|one| one.pointer.is_none()) {
        one.pointer = one.place.and_then(|place| found.get(&place)).cloned();
    }
}

/// Looks for places in a tree; its depth is bounded by the readers.
fn search(
    node: &Node,
    at: &Pointer,
    wanted: &mut HashSet<Place>,
    found: &mut HashMap<Place, Pointer>,
) {
    meet(node.place, at, wanted, found);
    match &node.value {
        Value::Object(object) => {
            for entry in &object.entries {
                let at = at.child(&entry.key);
                meet(entry.place, &at, wanted, found);
                search(&entry.node, &at, wanted, found);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                search(element, &at.index(index), wanted, found);
            }
        }
        _ => {}
    }
}

fn meet(
    place: Place,
    at: &Pointer,
    wanted: &mut HashSet<Place>,
    found: &mut HashMap<Place, Pointer>,
) {
    if wanted.remove(&place) {
        found.insert(place, at.clone());
    }
}
