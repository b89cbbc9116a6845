//! A schema and all that it is made of (`$ref`, `allOf`), seen as one, as far as making values needs it.

use clientwright::pointer::Pointer;
use clientwright::source::Node;

use super::position::find;
use super::scalar::Facets;

/// How far references and `allOf` are followed.
const DEPTH: usize = 16;

/// What the parts say together.
pub(super) struct Shape<'a> {
    /// The parts, the schema itself first.
    pub(super) facets: Facets<'a>,
    /// Properties, each with the place of its schema.
    pub(super) properties: Vec<(String, Pointer)>,
    /// Names in `required`.
    pub(super) required: Vec<String>,
    /// The places of the alternatives of each `oneOf` and `anyOf`.
    pub(super) alternatives: Vec<Vec<Pointer>>,
    /// The place of each keyword's schema: `items`, `additionalProperties`.
    pub(super) items: Option<Pointer>,
    /// The place of `additionalProperties`, if it is there.
    pub(super) additional: Option<Pointer>,
    /// The places of `prefixItems`.
    pub(super) prefix: Vec<Pointer>,
}

impl<'a> Shape<'a> {
    /// Looks at the schema at a place of the document.
    pub(super) fn of(root: &'a Node, at: &Pointer) -> Self {
        let mut shape = Self {
            facets: Facets(Vec::new()),
            properties: Vec::new(),
            required: Vec::new(),
            alternatives: Vec::new(),
            items: None,
            additional: None,
            prefix: Vec::new(),
        };
        shape.add(root, at, 0);
        shape
    }

    fn add(&mut self, root: &'a Node, at: &Pointer, depth: usize) {
        let Some(schema) = find(root, at).filter(|_| depth < DEPTH) else {
            return;
        };
        // A schema that is made of itself.
        if self.facets.0.iter().any(|part| std::ptr::eq(*part, schema)) {
            return;
        }
        self.facets.0.push(schema);
        let named = schema.get("properties").and_then(Node::as_object);
        for entry in named.iter().flat_map(|named| &named.entries) {
            if !self.properties.iter().any(|(name, _)| *name == *entry.key) {
                let place = at.child("properties").child(&entry.key);
                self.properties.push((entry.key.to_string(), place));
            }
        }
        for name in elements(schema, "required").iter().filter_map(Node::as_str) {
            if !self.required.iter().any(|other| other == name) {
                self.required.push(name.to_owned());
            }
        }
        let places = |keyword: &str| -> Vec<Pointer> {
            let count = elements(schema, keyword).len();
            (0..count)
                .map(|index| at.child(keyword).index(index))
                .collect()
        };
        for keyword in ["oneOf", "anyOf"] {
            let places = places(keyword);
            if !places.is_empty() {
                self.alternatives.push(places);
            }
        }
        if self.prefix.is_empty() {
            self.prefix = places("prefixItems");
        }
        let place = |keyword: &str| schema.get(keyword).map(|_| at.child(keyword));
        self.items = self.items.take().or_else(|| place("items"));
        self.additional = self
            .additional
            .take()
            .or_else(|| place("additionalProperties"));
        if let Some(to) = schema.get("$ref").and_then(Node::as_str) {
            self.add(root, &Pointer::from_reference(to), depth + 1);
        }
        for place in places("allOf") {
            self.add(root, &place, depth + 1);
        }
    }

    /// The JSON types that are allowed, or that the keywords are about.
    pub(super) fn types(&self) -> Vec<&'a str> {
        if let Some(said) = self.facets.get("type") {
            let list = said.as_array().unwrap_or_default();
            return said
                .as_str()
                .into_iter()
                .chain(list.iter().filter_map(Node::as_str))
                .collect();
        }
        let has = |keyword| self.facets.get(keyword).is_some();
        if !self.properties.is_empty() || !self.required.is_empty() || self.additional.is_some() {
            vec!["object"]
        } else if self.items.is_some() || !self.prefix.is_empty() {
            vec!["array"]
        } else if has("minimum") || has("maximum") || has("multipleOf") {
            vec!["number"]
        } else if has("format") || has("pattern") || has("minLength") || has("maxLength") {
            vec!["string"]
        } else {
            vec!["string", "integer", "object", "array", "boolean", "null"]
        }
    }
}

/// The elements of a keyword's list.
pub(super) fn elements<'a>(schema: &'a Node, keyword: &str) -> &'a [Node] {
    let list = schema.get(keyword).and_then(Node::as_array);
    list.unwrap_or_default()
}
