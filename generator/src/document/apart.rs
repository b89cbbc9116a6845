//! Gives components of one document names of their own where another has different ones of the same name.

use std::collections::{BTreeMap, BTreeSet};

use super::merge::difference;
use super::walk::{self, Kind};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::hash::HashMap;
use crate::pointer::Pointer;
use crate::source::{Node, Object, Value};

/// A component: its section, such as `schemas`, and its name.
type Component = (String, String);

/// Renames what `other` says differently from `known`, and all references to it within `other`.
///
/// `stem` is the name of the file that `other` was read from, without folder and extension. What is equal in both but
/// leads to something that is not is renamed as well, for it means something else.
pub(super) fn apart(known: &Node, other: &mut Node, stem: &str, diagnostics: &mut Diagnostics) {
    let mut different = BTreeSet::new();
    let mut equal: BTreeMap<Component, BTreeSet<Component>> = BTreeMap::new();
    for (component, node) in components(other) {
        let Some(twin) = component_of(known, &component) else {
            continue;
        };
        if difference(twin, node, 0).is_some() {
            different.insert(component);
        } else {
            let mut leads_to = BTreeSet::new();
            collect(node, &mut leads_to);
            equal.insert(component, leads_to);
        }
    }
    if different.is_empty() {
        return;
    }
    loop {
        let more: Vec<_> = equal
            .iter()
            .filter(|(component, leads_to)| {
                !different.contains(*component) && !different.is_disjoint(leads_to)
            })
            .map(|(component, _)| component.clone())
            .collect();
        if more.is_empty() {
            break;
        }
        different.extend(more);
    }
    let names = names(different, known, other, stem);
    say(&names, known, other, diagnostics);
    keep_implied_values(other, &names);
    rename(other, &names);
    if let Err(too_deep) =
        walk::positions_mut(other, &mut |kind, node, _| refer(kind, node, &names))
    {
        diagnostics.push(too_deep.diagnostic());
    }
}

/// All components of a document.
fn components(document: &Node) -> impl Iterator<Item = (Component, &Node)> {
    let sections = document.get("components").and_then(Node::as_object);
    let sections = sections
        .into_iter()
        .flat_map(|sections| &sections.entries)
        .filter(|section| !section.key.starts_with("x-"));
    sections.flat_map(|section| {
        let members = section.node.as_object().into_iter();
        members.flat_map(|members| &members.entries).map(|entry| {
            (
                (section.key.to_string(), entry.key.to_string()),
                &entry.node,
            )
        })
    })
}

fn component_of<'a>(document: &'a Node, (section, name): &Component) -> Option<&'a Node> {
    document.get("components")?.get(section)?.get(name)
}

/// The component that a reference leads to or into, and what follows its name.
fn target(reference: &str) -> Option<(Component, String)> {
    let place = Pointer::from_reference(reference.strip_prefix('#').map(|_| reference)?);
    let mut tokens = place.tokens();
    if tokens.next()? != "components" {
        return None;
    }
    let component = (tokens.next()?.into_owned(), tokens.next()?.into_owned());
    let rest = tokens.fold(Pointer::root(), |at, token| at.child(&token));
    Some((component, rest.as_str().trim_start_matches('#').to_owned()))
}

fn pointer((section, name): &Component) -> Pointer {
    Pointer::root()
        .child("components")
        .child(section)
        .child(name)
}

/// The components that references in a node lead to; data that looks like a reference does no harm.
fn collect(node: &Node, found: &mut BTreeSet<Component>) {
    match &node.value {
        Value::Array(list) => list.iter().for_each(|node| collect(node, found)),
        Value::Object(object) => {
            for entry in &object.entries {
                match entry.node.as_str() {
                    Some(text) => found.extend(target(text).map(|(component, _)| component)),
                    None => collect(&entry.node, found),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The new names, which no component of either document has.
fn names(
    different: BTreeSet<Component>,
    known: &Node,
    other: &Node,
    stem: &str,
) -> HashMap<Component, String> {
    let mut names: HashMap<Component, String> = HashMap::default();
    let mut taken = BTreeSet::new();
    for (section, name) in different {
        let base = format!("{stem}_{name}");
        let mut new = (section.clone(), base.clone());
        let mut number = 2;
        while component_of(known, &new).is_some()
            || component_of(other, &new).is_some()
            || !taken.insert(new.clone())
        {
            new.1 = format!("{base}{number}");
            number += 1;
        }
        names.insert((section, name), new.1);
    }
    names
}

fn say(
    names: &HashMap<Component, String>,
    known: &Node,
    other: &Node,
    diagnostics: &mut Diagnostics,
) {
    for (component, node) in components(other) {
        let (Some(new), Some(twin)) = (names.get(&component), component_of(known, &component))
        else {
            continue;
        };
        let message = format!(
            "another document has a different component `{}`; this one is called `{new}`",
            component.1
        );
        diagnostics.push(
            Diagnostic::new(Severity::Warning, Code::RenamedComponent, message)
                .at(node.place)
                .also(twin.place, "the other document says this")
                .about(&pointer(&component)),
        );
    }
}

fn rename(document: &mut Node, names: &HashMap<Component, String>) {
    let sections = document
        .as_object_mut()
        .and_then(|root| root.get_mut("components"))
        .and_then(Node::as_object_mut);
    for section in sections
        .into_iter()
        .flat_map(|sections| &mut sections.entries)
    {
        let key = section.key.to_string();
        let members = section.node.as_object_mut().into_iter();
        for entry in members.flat_map(|members| &mut members.entries) {
            if let Some(new) = names.get(&(key.clone(), entry.key.to_string())) {
                entry.key = new.as_str().into();
            }
        }
    }
}

/// Brings the references that a position itself makes to the new names.
fn refer(kind: Kind, node: &mut Node, names: &HashMap<Component, String>) {
    let Some(object) = node.as_object_mut() else {
        return;
    };
    if let Some(reference) = object.get_mut("$ref") {
        lead(reference, names);
    }
    let mapping = object
        .get_mut("discriminator")
        .filter(|_| kind == Kind::Schema)
        .and_then(Node::as_object_mut)
        .and_then(|discriminator| discriminator.get_mut("mapping"))
        .and_then(Node::as_object_mut);
    for entry in mapping.into_iter().flat_map(|mapping| &mut mapping.entries) {
        let name = entry
            .node
            .as_str()
            .map(|name| ("schemas".to_owned(), name.to_owned()));
        match name.and_then(|name| names.get(&name)) {
            Some(new) => entry.node = Node::string(new.as_str(), entry.node.place),
            None => lead(&mut entry.node, names),
        }
    }
    if let (Kind::Document | Kind::Operation, Some(security)) = (kind, object.get_mut("security"))
        && let Value::Array(list) = &mut security.value
    {
        let requirements = list.iter_mut().filter_map(Node::as_object_mut);
        for entry in requirements.flat_map(|requirement| &mut requirement.entries) {
            let scheme = ("securitySchemes".to_owned(), entry.key.to_string());
            if let Some(new) = names.get(&scheme) {
                entry.key = new.as_str().into();
            }
        }
    }
}

fn lead(reference: &mut Node, names: &HashMap<Component, String>) {
    let Some((component, rest)) = reference.as_str().and_then(target) else {
        return;
    };
    if let Some(new) = names.get(&component) {
        let new = format!("{}{rest}", pointer(&(component.0, new.clone())).as_str());
        *reference = Node::string(new, reference.place);
    }
}

/// A discriminator without a mapping means the names of components, which are on the wire and must stay.
fn keep_implied_values(document: &mut Node, names: &HashMap<Component, String>) {
    let schema = |name: &str| ("schemas".to_owned(), name.to_owned());
    let mut implied: Vec<(Component, String)> = Vec::new();
    for (component, node) in components(document).filter(|((section, _), _)| section == "schemas") {
        if node.get("discriminator").is_some() {
            let variants = referred(node, &["oneOf", "anyOf"]);
            implied.extend(variants.into_iter().map(|name| (component.clone(), name)));
        }
        for parent in referred(node, &["allOf"]) {
            implied.push((schema(&parent), component.1.clone()));
        }
    }
    implied.retain(|(_, name)| names.contains_key(&schema(name)));
    for ((_, parent), name) in implied {
        let discriminator = document
            .as_object_mut()
            .and_then(|root| root.get_mut("components"))
            .and_then(Node::as_object_mut)
            .and_then(|components| components.get_mut("schemas"))
            .and_then(Node::as_object_mut)
            .and_then(|schemas| schemas.get_mut(&parent))
            .and_then(Node::as_object_mut)
            .and_then(|parent| parent.get_mut("discriminator"));
        let Some(discriminator) = discriminator else {
            continue;
        };
        let place = discriminator.place;
        let Some(object) = discriminator.as_object_mut() else {
            continue;
        };
        if object.get("mapping").is_none() {
            object.insert(
                "mapping",
                Node::new(Value::Object(Object::default()), place),
            );
        }
        let Some(mapping) = object.get_mut("mapping").and_then(Node::as_object_mut) else {
            continue;
        };
        let reference = pointer(&schema(&name));
        let is_mapped = mapping.entries.iter().any(|entry| {
            entry
                .node
                .as_str()
                .is_some_and(|to| to == name || to == reference.as_str())
        });
        if !is_mapped && mapping.get(&name).is_none() {
            mapping.insert(&name, Node::string(reference.as_str(), place));
        }
    }
}

/// The component schemas that elements of these keywords refer to.
fn referred(schema: &Node, keywords: &[&str]) -> Vec<String> {
    let lists = keywords.iter().filter_map(|keyword| schema.get(keyword));
    let elements = lists.filter_map(Node::as_array).flatten();
    elements
        .filter_map(|element| element.get("$ref").and_then(Node::as_str))
        .filter_map(target)
        .filter(|((section, _), rest)| section == "schemas" && rest.is_empty())
        .map(|((_, name), _)| name)
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::apart;
    use crate::diagnostic::Diagnostics;
    use crate::document::testing::{json as to_json, said, tree};

    #[test]
    fn what_differs_and_what_leads_to_it_gets_another_name() {
        let known = tree(&json!({"components": {
            "schemas": {"A": {"type": "string"}, "B": {"$ref": "#/components/schemas/A"}, "C": true},
            "securitySchemes": {"key": {"type": "http", "scheme": "basic"}},
        }}));
        let mut other = tree(&json!({
            "paths": {"/x": {"get": {
                "security": [{"key": []}],
                "responses": {"200": {"content": {"a/b": {
                    "schema": {"$ref": "#/components/schemas/A/properties/x~1y"},
                    "example": {"$ref": "#/components/schemas/A"},
                }}}},
            }}},
            "components": {
                "schemas": {
                    "A": {"properties": {"x/y": true}}, "B": {"$ref": "#/components/schemas/A"}, "C": true,
                    "D": {"$ref": "#/components/schemas/C"}, "login_A": false,
                },
                "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            },
        }));
        let mut diagnostics = Diagnostics::default();
        apart(&known, &mut other, "login", &mut diagnostics);
        assert_eq!(
            to_json(&other),
            json!({
                "paths": {"/x": {"get": {
                    "security": [{"login_key": []}],
                    "responses": {"200": {"content": {"a/b": {
                        "schema": {"$ref": "#/components/schemas/login_A2/properties/x~1y"},
                        "example": {"$ref": "#/components/schemas/A"},
                    }}}},
                }}},
                "components": {
                    "schemas": {
                        "login_A2": {"properties": {"x/y": true}},
                        "login_B": {"$ref": "#/components/schemas/login_A2"},
                        "C": true,
                        "D": {"$ref": "#/components/schemas/C"}, "login_A": false,
                    },
                    "securitySchemes": {"login_key": {"type": "http", "scheme": "bearer"}},
                },
            })
        );
        assert_eq!(
            said(&diagnostics),
            [
                "renamed-component #/components/schemas/A",
                "renamed-component #/components/schemas/B",
                "renamed-component #/components/securitySchemes/key",
            ]
        );
        assert!(!diagnostics.stop());
    }

    #[test]
    fn values_that_names_imply_stay_as_they_are_on_the_wire() {
        let known = tree(&json!({"components": {"schemas": {"Cat": true, "Dog": true}}}));
        let pet = json!({"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
            "discriminator": {"propertyName": "kind", "mapping": {"wuff": "Dog"}}});
        let mut other = tree(
            &json!({"components": {"schemas": {"Cat": {}, "Dog": {}, "Base": {"discriminator": {"propertyName": "t"}},
            "Fox": {"allOf": [{"$ref": "#/components/schemas/Base"}]}, "Pet": pet}}}),
        );
        apart(&known, &mut other, "b", &mut Diagnostics::default());
        let schemas = other.get("components").unwrap().get("schemas").unwrap();
        let mapping = |name: &str| schemas.get(name)?.get("discriminator")?.get("mapping");
        assert_eq!(
            to_json(mapping("Pet").unwrap()),
            json!({"Cat": "#/components/schemas/b_Cat", "wuff": "b_Dog"})
        );
        assert!(mapping("Base").is_none());
    }
}
