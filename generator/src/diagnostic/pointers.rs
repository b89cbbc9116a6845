//! Offset and pointer of a diagnostic's place, where the stage that found it knew only one of the two.

use super::Diagnostic;
use crate::hash::{HashMap, HashSet};
use crate::pointer::Pointer;
use crate::source::{Node, Place, Source, Value};

/// Gives a place to each diagnostic that has a pointer of the entry document and none.
///
/// Pointers are those of the canonical form; where the document says a thing elsewhere, there is no place.
pub(super) fn locate(list: &mut [Diagnostic], source: &Source) {
    let Some(root) = source.files.first().map(|file| &file.root) else {
        return;
    };
    for one in list.iter_mut().filter(|one| one.place.is_none()) {
        let pointer = one.pointer.as_ref().filter(|pointer| pointer.is_local());
        one.place = pointer.and_then(|pointer| place(root, pointer));
    }
}

fn place(root: &Node, pointer: &Pointer) -> Option<Place> {
    let mut node = root;
    let mut place = root.place;
    for token in pointer.tokens() {
        match &node.value {
            Value::Object(object) => {
                let mut entries = object.entries.iter();
                let entry = entries.find(|entry| *token == *entry.key)?;
                (node, place) = (&entry.node, entry.place);
            }
            Value::Array(elements) => {
                node = elements.get(token.parse::<usize>().ok()?)?;
                place = node.place;
            }
            _ => return None,
        }
    }
    Some(place)
}

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
