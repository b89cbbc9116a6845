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
            let mut at = Pointer::from_reference(&format!("{prefix}#"));
            search(&file.root, &mut at, &mut wanted, &mut found);
        }
    }
    for one in list.iter_mut().filter(|one| one.pointer.is_none()) {
        one.pointer = one.place.and_then(|place| found.get(&place)).cloned();
    }
}

/// Looks for places in a tree, until all are found; its depth is bounded by the readers.
fn search(
    node: &Node,
    at: &mut Pointer,
    wanted: &mut HashSet<Place>,
    found: &mut HashMap<Place, Pointer>,
) {
    if wanted.is_empty() {
        return;
    }
    meet(node.place, at, wanted, found);
    match &node.value {
        Value::Object(object) => {
            for entry in &object.entries {
                let way = at.enter(&entry.key);
                meet(entry.place, at, wanted, found);
                search(&entry.node, at, wanted, found);
                at.leave(way);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                let way = at.enter_element(index);
                search(element, at, wanted, found);
                at.leave(way);
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
