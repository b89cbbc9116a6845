//! Brings every reference to the one form that the following stages know: from the root to a place that the grammar knows.
//!
//! What a reference leads to outside of such places, as in `#/definitions/A` of an OpenAPI 3 document, becomes a component.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::grammar::{Holds, Kind, member};
use super::locate::{Found, locate};
use super::resource::Resources;
use super::walk;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::hash::{HashMap, HashSet};
use crate::pointer::Pointer;
use crate::source::{Node, Object, Value};

/// How deep objects may be nested, and how many references may follow on each other.
const DEPTH: usize = 256;

/// How often what became a component may itself lead to what becomes one.
const ROUNDS: usize = 64;

/// Rewrites the references of a document of OpenAPI 3.x; what leads nowhere stays as it is.
pub(super) fn adopt(root: &mut Node, diagnostics: &mut Diagnostics) {
    let mut adopted = HashMap::default();
    let mut fields: BTreeMap<String, crate::source::Place> = BTreeMap::new();
    for _ in 0..ROUNDS {
        let found = {
            let mut search = Search::new(root, std::mem::take(&mut adopted));
            search.object(root, Kind::Document, &mut Pointer::root(), "", 0);
            (search.changes, search.new, search.adopted)
        };
        let (changes, new, known) = found;
        adopted = known;
        if !changes.is_empty() {
            // A document that is too deep is refused by the walk that follows.
            let _ = walk::positions_mut(root, &mut |_, node, pointer| {
                if let (Some((keyword, target)), Some(object)) =
                    (changes.get(pointer), node.as_object_mut())
                {
                    let place = object
                        .remove(keyword)
                        .map_or(object_place(object), |old| old.place);
                    object.insert("$ref", Node::string(target.as_str(), place));
                }
            });
        }
        if new.is_empty() {
            break;
        }
        for New {
            from,
            section,
            name,
            node,
        } in new
        {
            let field = from.tokens().next().unwrap_or_default();
            if let Some(place) = root.get(&field).map(|node| node.place)
                && member(Kind::Document, &field) == Holds::Nothing
                && !field.starts_with("x-")
            {
                fields.insert(field.into_owned(), place);
            }
            insert(root, section, &name, node);
        }
    }
    for (field, place) in fields {
        let message = format!(
            "`{field}` is not a field that OpenAPI has here; what references lead to is read all the same"
        );
        diagnostics.push(
            Diagnostic::new(Severity::Warning, Code::UnknownKeyword, message)
                .at(place)
                .about(&Pointer::root().child(&field)),
        );
        root.as_object_mut().map(|root| root.remove(&field));
    }
}

fn object_place(object: &Object) -> crate::source::Place {
    let first = object.entries.first();
    first.map_or(crate::source::Place { file: 0, offset: 0 }, |entry| {
        entry.place
    })
}

/// What becomes a component.
struct New {
    from: Pointer,
    section: &'static str,
    name: String,
    node: Node,
}

struct Search<'a> {
    root: &'a Node,
    resources: Resources,
    /// The names of components, by section.
    components: HashMap<&'static str, HashSet<String>>,
    /// The component that each place became.
    adopted: HashMap<(Pointer, &'static str), String>,
    /// For objects with a reference that must change: its keyword and the new target.
    changes: HashMap<Pointer, (&'static str, Pointer)>,
    new: Vec<New>,
}

const SECTIONS: [(&str, Kind); 11] = [
    ("schemas", Kind::Schema),
    ("responses", Kind::Response),
    ("parameters", Kind::Parameter),
    ("examples", Kind::Example),
    ("requestBodies", Kind::RequestBody),
    ("headers", Kind::Header),
    ("securitySchemes", Kind::SecurityScheme),
    ("links", Kind::Link),
    ("callbacks", Kind::Callback),
    ("pathItems", Kind::PathItem),
    ("mediaTypes", Kind::MediaType),
];

fn section(kind: Kind) -> Option<&'static str> {
    SECTIONS
        .iter()
        .find(|(_, of)| *of == kind)
        .map(|(section, _)| *section)
}

impl<'a> Search<'a> {
    fn new(root: &'a Node, adopted: HashMap<(Pointer, &'static str), String>) -> Self {
        let names = |section: &str| {
            let section = root.get("components").and_then(|node| node.get(section));
            let members = section.and_then(Node::as_object).into_iter();
            let members = members.flat_map(|members| &members.entries);
            members.map(|entry| entry.key.to_string()).collect()
        };
        Self {
            root,
            resources: Resources::of(root),
            components: SECTIONS
                .iter()
                .map(|(section, _)| (*section, names(section)))
                .collect(),
            adopted,
            changes: HashMap::default(),
            new: Vec::new(),
        }
    }

    fn object(&mut self, node: &Node, kind: Kind, at: &mut Pointer, base: &str, depth: usize) {
        let Some(object) = node.as_object().filter(|_| depth <= DEPTH) else {
            return;
        };
        let own = node.get("$id").and_then(Node::as_str);
        let own = own
            .filter(|_| kind == Kind::Schema)
            .map(|id| self.resources.base(id, base));
        let base = own.as_deref().unwrap_or(base);
        self.reference(node, kind, at, base);
        for entry in &object.entries {
            let holds = member(kind, &entry.key);
            if holds == Holds::Nothing {
                continue;
            }
            let here = at.enter(&entry.key);
            match (holds, &entry.node.value) {
                (Holds::List(held) | Holds::OneOrList(held), Value::Array(list)) => {
                    for (index, node) in list.iter().enumerate() {
                        let way = at.enter_element(index);
                        self.object(node, held, at, base, depth + 1);
                        at.leave(way);
                    }
                }
                (Holds::One(held) | Holds::OneOrList(held), _) => {
                    self.object(&entry.node, held, at, base, depth + 1)
                }
                (Holds::Map(held) | Holds::Patterned(held), Value::Object(map)) => {
                    for inner in &map.entries {
                        let way = at.enter(&inner.key);
                        self.object(&inner.node, held, at, base, depth + 1);
                        at.leave(way);
                    }
                }
                (Holds::Nothing | Holds::List(_) | Holds::Map(_) | Holds::Patterned(_), _) => {}
            }
            at.leave(here);
        }
    }

    fn reference(&mut self, node: &Node, kind: Kind, at: &Pointer, base: &str) {
        let text = |keyword: &str| node.get(keyword).and_then(Node::as_str);
        let (keyword, candidates) = if let Some(reference) = text("$ref") {
            if base.is_empty() && self.is_component(reference, kind) {
                return;
            }
            ("$ref", self.resources.candidates(reference, base))
        } else if kind != Kind::Schema {
            return;
        } else if let Some(reference) = text("$dynamicRef") {
            ("$dynamicRef", self.resources.dynamic(reference, base))
        } else if text("$recursiveRef").is_some() {
            ("$recursiveRef", self.resources.recursive(base))
        } else {
            return;
        };
        let root = self.root;
        let found = candidates
            .iter()
            .find_map(|candidate| locate(root, candidate, &self.resources, 0))
            // A document is no schema: only an object that could be one is taken for it.
            .filter(|found| found.pointer != Pointer::root());
        let Some(found) = found else {
            return;
        };
        let target = match (found.kind, section(kind)) {
            (None, Some(section))
                if found.node.as_object().is_some() || found.node.as_bool().is_some() =>
            {
                self.component(&found, section)
            }
            _ => found.pointer,
        };
        if keyword != "$ref" || text("$ref") != Some(target.as_str()) {
            self.changes.insert(at.clone(), (keyword, target));
        }
    }

    /// Whether a reference is one to a whole component that there is, spelled as the following stages expect.
    fn is_component(&self, reference: &str, kind: Kind) -> bool {
        let Some(rest) = reference.strip_prefix("#/components/") else {
            return false;
        };
        rest.split_once('/').is_some_and(|(section, name)| {
            self::section(kind) == Some(section)
                && !name.contains(['/', '~', '%'])
                && self
                    .components
                    .get(section)
                    .is_some_and(|names| names.contains(name))
        })
    }

    /// The component that a place becomes.
    fn component(&mut self, found: &Found<'_>, section: &'static str) -> Pointer {
        let key = (found.pointer.clone(), section);
        let name = match self.adopted.get(&key) {
            Some(name) => name.clone(),
            None => {
                let base = found
                    .pointer
                    .tokens()
                    .filter(|token| token.parse::<usize>().is_err())
                    .last();
                let base = base.map_or_else(|| "part".to_owned(), Cow::into_owned);
                let taken = self.components.entry(section).or_default();
                let mut name = base.clone();
                let mut number = 2;
                while !taken.insert(name.clone()) {
                    name = format!("{base}{number}");
                    number += 1;
                }
                self.adopted.insert(key, name.clone());
                self.new.push(New {
                    from: found.pointer.clone(),
                    section,
                    name: name.clone(),
                    node: found.node.clone(),
                });
                name
            }
        };
        Pointer::root()
            .child("components")
            .child(section)
            .child(&name)
    }
}

fn insert(root: &mut Node, section: &str, name: &str, node: Node) {
    let mut at = root;
    for key in ["components", section] {
        let place = at.place;
        let Some(object) = at.as_object_mut() else {
            return;
        };
        if object.get(key).and_then(Node::as_object).is_none() {
            object.insert(key, Node::new(Value::Object(Object::default()), place));
        }
        let Some(inner) = object.get_mut(key) else {
            return;
        };
        at = inner;
    }
    if let Some(object) = at.as_object_mut() {
        object.insert(name, node);
    }
}

#[cfg(test)]
#[path = "adopt_tests.rs"]
mod tests;
