//! A description of several files as one document, in the words of its version.
//!
//! What a reference into another file leads to is copied to where the reference stands; a schema becomes a component,
//! so that it is one type however often it is referred to, and so that schemas may hold each other.

use std::collections::{BTreeSet, HashMap};

use super::reference::find;
use crate::pointer::Pointer;
use crate::source::{Entry, Node, Object, Source, Value, file_referred_to};

/// How many references may follow on each other outside of schemas.
const DEPTH: usize = 200;

/// What a place of a document holds, as far as references need to know.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    /// A schema.
    Schema,
    /// Schemas by name.
    Schemas,
    /// Anything else that may hold references.
    Other,
    /// Data: nothing in it is a reference.
    Data,
}

/// The document of an entry file with all that it refers to in other files.
pub(super) fn bundle(source: &Source, entry: usize) -> Node {
    let Some(file) = source.files.get(entry) else {
        return Node::new(Value::Null, crate::source::Place { file: 0, offset: 0 });
    };
    if source.files.len() == source.entries {
        return file.root.clone();
    }
    let older = file.root.get("swagger").is_some();
    let path: &[&str] = if older {
        &["definitions"]
    } else {
        &["components", "schemas"]
    };
    let own = path
        .iter()
        .try_fold(&file.root, |node, key| node.get(key))
        .and_then(Node::as_object);
    let taken = own
        .into_iter()
        .flat_map(|object| &object.entries)
        .map(|entry| entry.key.to_string())
        .collect();
    let names = source
        .files
        .iter()
        .enumerate()
        .map(|(at, file)| (file.name.as_str(), at))
        .collect();
    let prefix = format!("#/{}", path.join("/"));
    let mut bundle = Bundle {
        source,
        entry,
        names,
        prefix,
        taken,
        components: HashMap::new(),
        pending: Vec::new(),
    };
    let mut root = bundle.copy(&file.root, entry, Context::Other, 0);
    let mut schemas = Object::default();
    while let Some((name, file, pointer)) = bundle.pending.pop() {
        if let Some(found) = bundle.target(file, &pointer) {
            let schema = bundle.copy(found, file, Context::Schema, 0);
            schemas.insert(&name, schema);
        }
    }
    insert(&mut root, path, schemas);
    root
}

struct Bundle<'a> {
    source: &'a Source,
    entry: usize,
    names: HashMap<&'a str, usize>,
    /// Where components of schemas stand.
    prefix: String,
    taken: BTreeSet<String>,
    /// The component that each schema of another file became.
    components: HashMap<(usize, Pointer), String>,
    /// Components that are still to be copied.
    pending: Vec<(String, usize, Pointer)>,
}

impl<'a> Bundle<'a> {
    fn target(&self, file: usize, pointer: &Pointer) -> Option<&'a Node> {
        find(&self.source.files.get(file)?.root, pointer)
    }

    /// The file that a reference leads to, and the place in it; `None` if that file was not read.
    fn resolve(&self, reference: &str, from: usize) -> Option<(usize, Pointer)> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let pointer = Pointer::from_reference(&format!("#{fragment}"));
        if file.is_empty() {
            return Some((from, pointer));
        }
        let name = file_referred_to(&self.source.files.get(from)?.name, file);
        self.names.get(name.as_str()).map(|at| (*at, pointer))
    }

    fn copy(&mut self, node: &'a Node, file: usize, context: Context, depth: usize) -> Node {
        if context == Context::Data || depth > DEPTH {
            return node.clone();
        }
        match &node.value {
            Value::Array(list) => {
                let list = list
                    .iter()
                    .map(|one| self.copy(one, file, context, depth + 1))
                    .collect();
                Node::new(Value::Array(list), node.place)
            }
            Value::Object(object) => match object.get("$ref").and_then(Node::as_str) {
                Some(reference) => self.reference(reference, object, node, file, context, depth),
                None => self.members(object, node, file, context, depth),
            },
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => node.clone(),
        }
    }

    fn members(
        &mut self,
        object: &'a Object,
        node: &Node,
        file: usize,
        context: Context,
        depth: usize,
    ) -> Node {
        let copy = |entry: &'a Entry| Entry {
            key: entry.key.clone(),
            place: entry.place,
            node: self.copy(&entry.node, file, within(context, &entry.key), depth + 1),
        };
        let entries = object.entries.iter().map(copy).collect();
        Node::new(Value::Object(Object { entries }), node.place)
    }

    fn reference(
        &mut self,
        reference: &str,
        object: &'a Object,
        node: &'a Node,
        file: usize,
        context: Context,
        depth: usize,
    ) -> Node {
        let Some((target, pointer)) = self.resolve(reference, file) else {
            return node.clone();
        };
        let local = target == self.entry && pointer.as_str() != "#";
        let found = self.target(target, &pointer);
        let (false, Some(found)) = (local, found) else {
            // A reference into the entry file is one within the document, whoever makes it.
            return if target == self.entry {
                self.beside(object, node, file, context, depth, pointer.as_str())
            } else {
                node.clone()
            };
        };
        if context == Context::Schema {
            let name = self.component(target, pointer);
            let reference = format!(
                "{}/{}",
                self.prefix,
                name.replace('~', "~0").replace('/', "~1")
            );
            return self.beside(object, node, file, context, depth, &reference);
        }
        let mut copy = self.copy(found, target, context, depth + 1);
        if let Some(copied) = copy.as_object_mut() {
            for entry in object.entries.iter().filter(|entry| &*entry.key != "$ref") {
                copied.insert(&entry.key, entry.node.clone());
            }
        }
        copy
    }

    /// The members of a reference, with another target.
    fn beside(
        &mut self,
        object: &'a Object,
        node: &Node,
        file: usize,
        context: Context,
        depth: usize,
        target: &str,
    ) -> Node {
        let mut copy = self.members(object, node, file, context, depth);
        if let Some(reference) = copy.as_object_mut().and_then(|copy| copy.get_mut("$ref")) {
            *reference = Node::string(target, reference.place);
        }
        copy
    }

    /// The component that a schema of another file becomes: called as it is there, or as its file.
    fn component(&mut self, file: usize, pointer: Pointer) -> String {
        if let Some(name) = self.components.get(&(file, pointer.clone())) {
            return name.clone();
        }
        let stem = || {
            let name = self
                .source
                .files
                .get(file)
                .map_or("schema", |file| file.name.as_str());
            let name = name.rsplit('/').next().unwrap_or(name);
            name.split('.').next().unwrap_or(name).to_owned()
        };
        let base = pointer
            .last()
            .filter(|token| token.parse::<usize>().is_err())
            .unwrap_or_else(stem);
        let mut name = base.clone();
        let mut number = 2;
        while !self.taken.insert(name.clone()) {
            name = format!("{base}{number}");
            number += 1;
        }
        self.components
            .insert((file, pointer.clone()), name.clone());
        self.pending.push((name.clone(), file, pointer));
        name
    }
}

/// What a member holds.
fn within(context: Context, key: &str) -> Context {
    match (context, key) {
        (Context::Schemas, _) => Context::Schema,
        (_, "example" | "examples" | "default" | "enum" | "const") => Context::Data,
        (_, extension) if extension.starts_with("x-") => Context::Data,
        (
            Context::Schema,
            "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas",
        ) => Context::Schemas,
        (Context::Schema, _) => Context::Schema,
        (_, "schema" | "itemSchema") => Context::Schema,
        (_, "schemas" | "definitions") => Context::Schemas,
        (_, _) => Context::Other,
    }
}

fn insert(root: &mut Node, path: &[&str], schemas: Object) {
    if schemas.is_empty() {
        return;
    }
    let mut node = root;
    for key in path {
        let place = node.place;
        let Some(object) = node.as_object_mut() else {
            return;
        };
        if object.get(key).is_none() {
            object.insert(key, Node::new(Value::Object(Object::default()), place));
        }
        let Some(inner) = object.get_mut(key) else {
            return;
        };
        node = inner;
    }
    if let Some(object) = node.as_object_mut() {
        schemas
            .entries
            .into_iter()
            .for_each(|entry| object.insert(&entry.key, entry.node));
    }
}
