//! A description of several files as one document, in the words of its version.
//!
//! What a reference into another file leads to is copied to where the reference stands; a schema becomes a component,
//! so that it is one type however often it is referred to, and so that schemas may hold each other.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::context::{Context, within};
use super::resource::Resources;
use crate::hash::{HashMap, HashSet};
use crate::pointer::Pointer;
use crate::source::{Entry, Node, Object, Source, Value, file_referred_to};

/// How many references may follow on each other outside of schemas.
const DEPTH: usize = 200;

/// How often what other files hold may be copied to where it is referred to.
const COPIES: usize = 1_000_000;

/// Makes documents of the entry files of a source; a schema of another file has one name in all of them.
pub(super) struct Bundler<'a> {
    source: &'a Source,
    names: HashMap<&'a str, usize>,
    /// The entry files that have a component schema of this name themselves.
    owners: HashMap<&'a str, BTreeSet<usize>>,
    /// The component that each schema of another file became.
    components: HashMap<(usize, Pointer), String>,
    /// The names that these have.
    taken: BTreeSet<String>,
    /// What the schemas of each file call themselves, once it is asked for.
    resources: Vec<OnceCell<Resources>>,
}

impl<'a> Bundler<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        let named = source.files.iter().enumerate();
        let mut owners: HashMap<_, BTreeSet<_>> = HashMap::default();
        for (at, file) in source.files.iter().enumerate().take(source.entries) {
            let own = components_at(&file.root)
                .iter()
                .try_fold(&file.root, |node, key| node.get(key))
                .and_then(Node::as_object);
            for entry in own.into_iter().flat_map(|object| &object.entries) {
                owners.entry(&*entry.key).or_default().insert(at);
            }
        }
        Self {
            source,
            names: named.map(|(at, file)| (file.name.as_str(), at)).collect(),
            owners,
            components: HashMap::default(),
            taken: BTreeSet::new(),
            resources: source.files.iter().map(|_| OnceCell::new()).collect(),
        }
    }

    /// The document of an entry file with all that it refers to in other files.
    pub(super) fn bundle(&mut self, entry: usize) -> Node {
        let Some(file) = self.source.files.get(entry) else {
            return Node::new(Value::Null, crate::source::Place { file: 0, offset: 0 });
        };
        if self.source.files.len() == 1 {
            return file.root.clone();
        }
        let path = components_at(&file.root);
        let mut bundle = Bundle {
            prefix: format!("#/{}", path.join("/")),
            bundler: self,
            entry,
            met: BTreeSet::new(),
            stack: HashSet::default(),
            copied: 0,
            pending: Vec::new(),
        };
        let mut root = bundle.copy(&file.root, entry, Context::Other, 0);
        let mut schemas = Object::default();
        while let Some((name, file, pointer)) = bundle.pending.pop() {
            if let Some(found) = bundle.target(file, &pointer, 0) {
                let schema = bundle.copy(found.node, found.file, Context::Schema, 0);
                schemas.insert(&name, schema);
            }
        }
        insert(&mut root, path, schemas);
        root
    }

    /// The component that a schema of another file becomes: called as it is there, or as its file.
    fn component(&mut self, file: usize, pointer: &Pointer) -> String {
        if let Some(name) = self.components.get(&(file, pointer.clone())) {
            return name.clone();
        }
        let found = self.source.files.get(file);
        let base = pointer
            .last()
            .filter(|token| token.parse::<usize>().is_err())
            .unwrap_or_else(|| Cow::Borrowed(found.map_or("schema", |file| stem(&file.name))));
        let is_own = found.is_some_and(|found| {
            let at = components_at(&found.root);
            let at = at.iter().fold(Pointer::root(), |at, key| at.child(key));
            pointer.parent().as_ref() == Some(&at)
        });
        let mut name = base.to_string();
        let mut number = 2;
        // A component of another entry file keeps its name, so that uniting both finds one and the same.
        while self
            .owners
            .get(name.as_str())
            .is_some_and(|owners| !(is_own && number == 2 && owners.iter().eq([&file])))
            || !self.taken.insert(name.clone())
        {
            name = format!("{base}{number}");
            number += 1;
        }
        self.components
            .insert((file, pointer.clone()), name.clone());
        name
    }
}

/// Where a document of this version has its component schemas.
fn components_at(root: &Node) -> &'static [&'static str] {
    if root.get("swagger").is_some() {
        &["definitions"]
    } else {
        &["components", "schemas"]
    }
}

/// The name of a file without folder and extension.
pub(super) fn stem(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or(name);
    name.split('.').next().unwrap_or(name)
}

/// What a reference leads to.
struct Target<'a> {
    file: usize,
    pointer: Pointer,
    node: &'a Node,
}

/// The making of one document.
struct Bundle<'b, 'a> {
    bundler: &'b mut Bundler<'a>,
    entry: usize,
    /// Where components of schemas stand.
    prefix: String,
    /// The components that this document refers to.
    met: BTreeSet<String>,
    /// What is being copied.
    stack: HashSet<(usize, Pointer)>,
    /// How often something was copied to where it is referred to.
    copied: usize,
    /// Those of them that are still to be copied.
    pending: Vec<(String, usize, Pointer)>,
}

impl<'a> Bundle<'_, 'a> {
    /// What a place of a file holds, with every reference on the way there followed, and where that really stands.
    fn target(&self, file: usize, pointer: &Pointer, depth: usize) -> Option<Target<'a>> {
        if !pointer.is_local() || depth > DEPTH {
            return None;
        }
        let mut node = &self.bundler.source.files.get(file)?.root;
        let tokens: Vec<Cow<'_, str>> = pointer.tokens().collect();
        for (index, token) in tokens.iter().enumerate() {
            let next = match &node.value {
                Value::Object(object) => object.get(token),
                Value::Array(list) => list.get(token.parse::<usize>().ok()?),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
            };
            match next {
                Some(next) => node = next,
                None => {
                    let reference = node.get("$ref").and_then(Node::as_str)?;
                    let (file, pointer) = self.resolve(reference, file)?;
                    let rest = tokens.get(index..)?.iter();
                    let pointer = rest.fold(pointer, |at, token| at.child(token));
                    return self.target(file, &pointer, depth + 1);
                }
            }
        }
        let pointer = pointer.clone();
        Some(Target {
            file,
            pointer,
            node,
        })
    }

    /// The file that a reference leads to, and the place in it; `None` if that file was not read.
    fn resolve(&self, reference: &str, from: usize) -> Option<(usize, Pointer)> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let at = if file.is_empty() {
            from
        } else {
            let name = file_referred_to(&self.bundler.source.files.get(from)?.name, file);
            *self.bundler.names.get(name.as_str())?
        };
        if fragment.is_empty() || fragment.starts_with('/') {
            return Some((at, Pointer::from_reference(&format!("#{fragment}"))));
        }
        let resources = self.bundler.resources.get(at)?.get_or_init(|| {
            let file = self.bundler.source.files.get(at);
            file.map_or_else(Resources::default, |file| Resources::of(&file.root))
        });
        let mut named = resources.candidates(&format!("#{fragment}"), "");
        named.pop().map(|pointer| (at, pointer))
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
        // What an entry file says of itself, its document says.
        if file == self.entry && reference.starts_with('#') {
            return self.members(object, node, file, context, depth);
        }
        let Some((target, pointer)) = self.resolve(reference, file) else {
            return node.clone();
        };
        let Some(Target {
            file: target,
            pointer,
            node: found,
        }) = self.target(target, &pointer, 0)
        else {
            // A reference into the entry file is one within the document, whoever makes it.
            return if target == self.entry {
                self.beside(object, node, file, context, depth, pointer.as_str())
            } else {
                node.clone()
            };
        };
        if target == self.entry && pointer != Pointer::root() {
            return self.beside(object, node, file, context, depth, pointer.as_str());
        }
        if context == Context::Schema {
            let name = self.component(target, pointer);
            let reference = format!(
                "{}/{}",
                self.prefix,
                name.replace('~', "~0").replace('/', "~1")
            );
            return self.beside(object, node, file, context, depth, &reference);
        }
        // What leads back to itself is left for the reader of the document to name, and so is what never ends.
        self.copied += 1;
        if self.copied > COPIES || !self.stack.insert((target, pointer.clone())) {
            return node.clone();
        }
        let mut copy = self.copy(found, target, context, depth + 1);
        self.stack.remove(&(target, pointer));
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

    fn component(&mut self, file: usize, pointer: Pointer) -> String {
        let name = self.bundler.component(file, &pointer);
        if self.met.insert(name.clone()) {
            self.pending.push((name.clone(), file, pointer));
        }
        name
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
