//! The names that schemas give themselves: `$id`, `$anchor` and `$dynamicAnchor` (JSON Schema 2020-12 core section 8.2).

use crate::hash::HashMap;
use crate::pointer::Pointer;
use crate::source::{Node, Value};

/// How deep a tree is searched; what lies deeper is refused by the walks.
const DEPTH: usize = 256;

/// The names in one tree.
#[derive(Default)]
pub(super) struct Resources {
    /// Schemas by the URI of their `$id`.
    ids: HashMap<String, Pointer>,
    /// `$anchor` and `$dynamicAnchor`, each with the URI of the resource it stands in.
    anchors: Vec<(String, String, Pointer)>,
    /// `$dynamicAnchor` alone.
    dynamic: Vec<(String, Pointer)>,
    /// Schemas with `$recursiveAnchor: true` (JSON Schema 2019-09 core section 8.2.4.2).
    recursive: Vec<Pointer>,
}

impl Resources {
    /// The names in a tree; data such as examples has none.
    pub(super) fn of(root: &Node) -> Self {
        let mut resources = Self::default();
        resources.visit(root, &mut Pointer::root(), "", false, 0);
        resources
    }

    fn visit(&mut self, node: &Node, at: &mut Pointer, base: &str, by_name: bool, depth: usize) {
        if depth > DEPTH {
            return;
        }
        match &node.value {
            Value::Array(list) => list.iter().enumerate().for_each(|(index, node)| {
                if !node.is_scalar() {
                    let way = at.enter_element(index);
                    self.visit(node, at, base, false, depth + 1);
                    at.leave(way);
                }
            }),
            Value::Object(object) => {
                let own = (!by_name).then(|| self.name(node, at, base)).flatten();
                let base = own.as_deref().unwrap_or(base);
                for entry in &object.entries {
                    let is_data = !by_name
                        && (entry.key.starts_with("x-")
                            || ["example", "examples", "enum", "const"].contains(&&*entry.key));
                    if is_data || entry.node.is_scalar() {
                        continue;
                    }
                    let names = [
                        "properties",
                        "patternProperties",
                        "$defs",
                        "definitions",
                        "schemas",
                    ];
                    let by_name = !by_name && names.contains(&&*entry.key);
                    let way = at.enter(&entry.key);
                    self.visit(&entry.node, at, base, by_name, depth + 1);
                    at.leave(way);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// Notes what a schema calls itself; returns the URI of its `$id`.
    fn name(&mut self, node: &Node, at: &Pointer, base: &str) -> Option<String> {
        let text = |key: &str| node.get(key).and_then(Node::as_str);
        let id = text("$id").map(|id| join(base, id.trim_end_matches('#')));
        if let Some(id) = &id {
            self.ids.entry(id.clone()).or_insert_with(|| at.clone());
        }
        let base = id.as_deref().unwrap_or(base);
        for key in ["$anchor", "$dynamicAnchor"] {
            if let Some(anchor) = text(key) {
                self.anchors
                    .push((anchor.to_owned(), base.to_owned(), at.clone()));
            }
        }
        if let Some(anchor) = text("$dynamicAnchor") {
            self.dynamic.push((anchor.to_owned(), at.clone()));
        }
        if node.get("$recursiveAnchor").and_then(Node::as_bool) == Some(true) {
            self.recursive.push(at.clone());
        }
        id
    }

    /// The URI of the resource that a schema with this `$id` is.
    pub(super) fn base(&self, id: &str, base: &str) -> String {
        join(base, id.trim_end_matches('#'))
    }

    /// The places that a `$ref` may mean within the resource of this URI, best first; none if it leads out of the tree.
    pub(super) fn candidates(&self, reference: &str, base: &str) -> Vec<Pointer> {
        let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let uri = if uri.is_empty() {
            base.to_owned()
        } else {
            join(base, uri)
        };
        let resource = self.ids.get(&uri);
        if resource.is_none() && !reference.starts_with('#') {
            return Vec::new();
        }
        let fragment = crate::pointer::percent_decode(fragment);
        let root = Pointer::root();
        let resource = resource.unwrap_or(&root);
        if fragment.is_empty() {
            return vec![resource.clone()];
        }
        if fragment.starts_with('/') {
            let written =
                Pointer::from_reference(reference.split_once('#').map_or("", |(uri, _)| {
                    reference.get(uri.len()..).unwrap_or_default()
                }));
            let inside = written
                .tokens()
                .fold(resource.clone(), |at, token| at.child(&token));
            // Authors who give a component an `$id` go on to write references from the document's root.
            return if inside == written {
                vec![written]
            } else {
                vec![inside, written]
            };
        }
        let named = || self.anchors.iter().filter(|(name, _, _)| *name == fragment);
        let here = named().find(|(_, of, _)| *of == uri);
        let anywhere = || Some(named().next()?).filter(|_| named().count() == 1);
        here.or_else(anywhere)
            .map(|(_, _, at)| at.clone())
            .into_iter()
            .collect()
    }

    /// The one schema that a `$dynamicRef` can lead to, whatever leads there: none, if there are several of its name.
    pub(super) fn dynamic(&self, reference: &str, base: &str) -> Vec<Pointer> {
        let name = reference.split_once('#').map_or("", |(_, name)| name);
        let mut named = self.dynamic.iter().filter(|(of, _)| of == name);
        match (named.next(), named.next()) {
            (Some((_, only)), None) => vec![only.clone()],
            (Some(_), Some(_)) => Vec::new(),
            // Without such an anchor it is an ordinary reference (core section 8.2.3.2).
            (None, _) => self.candidates(reference, base),
        }
    }

    /// The one schema that a `$recursiveRef` can lead to.
    pub(super) fn recursive(&self, base: &str) -> Vec<Pointer> {
        match self.recursive.as_slice() {
            [only] => vec![only.clone()],
            [] => self.ids.get(base).cloned().into_iter().collect(),
            _ => Vec::new(),
        }
    }
}

/// A URI reference in the place of a base URI (RFC 3986 section 5.2), as far as schemas name each other.
fn join(base: &str, reference: &str) -> String {
    let has_scheme = |text: &str| {
        text.split_once(':')
            .is_some_and(|(scheme, _)| !scheme.is_empty() && !scheme.contains(['/', '.', '#']))
    };
    if has_scheme(reference) || base.is_empty() {
        return reference.to_owned();
    }
    let path = base.find("://").map_or(0, |at| at + 3);
    let path = base
        .get(path..)
        .and_then(|rest| rest.find('/'))
        .map_or(base.len(), |at| path + at);
    let folder = if reference.starts_with('/') {
        base.get(..path)
    } else {
        base.rfind('/')
            .filter(|slash| *slash >= path)
            .and_then(|slash| base.get(..=slash))
    };
    let folder = folder.unwrap_or_default();
    format!(
        "{folder}{}",
        reference.strip_prefix("./").unwrap_or(reference)
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Resources, join};
    use crate::document::testing::tree;

    #[test]
    fn references_are_relative_to_the_resource_they_stand_in() {
        assert_eq!(join("https://a.example/x/y", "z"), "https://a.example/x/z");
        assert_eq!(join("https://a.example/x/y", "/z"), "https://a.example/z");
        assert_eq!(join("https://a.example/x", "urn:b"), "urn:b");
        assert_eq!(join("", "./z"), "./z");
    }

    #[test]
    fn names_are_found_in_their_resource_first() {
        let root = tree(&json!({"components": {"schemas": {
            "A": {"$id": "https://a.example/a", "$defs": {"in": {"$anchor": "one"}}},
            "B": {"$anchor": "one", "properties": {"$anchor": {"$anchor": "two"}}},
            "C": {"examples": [{"$anchor": "two"}]},
        }}}));
        let resources = Resources::of(&root);
        let found = |reference: &str, base: &str| {
            let all = resources.candidates(reference, base);
            all.first().map_or(String::new(), ToString::to_string)
        };
        assert_eq!(
            found("#one", "https://a.example/a"),
            "#/components/schemas/A/$defs/in"
        );
        assert_eq!(found("#one", ""), "#/components/schemas/B");
        assert_eq!(
            found("#two", ""),
            "#/components/schemas/B/properties/$anchor"
        );
        assert_eq!(
            found("a#one", "https://a.example/b"),
            "#/components/schemas/A/$defs/in"
        );
        assert_eq!(
            found("#/$defs/in", "https://a.example/a"),
            "#/components/schemas/A/$defs/in"
        );
        assert_eq!(found("https://a.example/a", ""), "#/components/schemas/A");
        assert_eq!(found("other.yaml", ""), "");
    }
}
