//! Values made up for a schema: small ones, full ones, every constant and every alternative.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use clientwright::pointer::Pointer;
use clientwright::source::Node;
use serde_json::json;
use serde_json::value::RawValue;

use super::position::find;
use super::shape::{Shape, elements};

/// How many levels of objects and arrays have all of their properties.
const LEVELS: usize = 3;
/// How many values are made of a schema.
const VALUES: usize = 48;
/// How many values of a schema are tried inside of another.
const INNER: usize = 6;
/// How long a value may be.
const LENGTH: usize = 16 << 10;
/// A value for what may be anything.
const ANYTHING: &str = r#"{"kept":[1,2.50,null]}"#;

/// Makes values for the schemas of a document.
pub(crate) struct Synthesis<'a> {
    root: &'a Node,
    made: HashMap<(Pointer, usize), Rc<[String]>>,
    /// What is being made: a schema that holds itself has no value yet.
    open: HashSet<(Pointer, usize)>,
}

type Members = Vec<(String, String)>;

impl<'a> Synthesis<'a> {
    pub(crate) fn new(root: &'a Node) -> Self {
        Self {
            root,
            made: HashMap::new(),
            open: HashSet::new(),
        }
    }

    /// Values as JSON text, the smallest first; not all of them need be allowed.
    pub(crate) fn values(&mut self, at: &Pointer) -> Vec<String> {
        self.of(at, LEVELS).to_vec()
    }

    /// Values of a schema below which this many levels may be full.
    fn of(&mut self, at: &Pointer, left: usize) -> Rc<[String]> {
        let key = (at.clone(), left);
        if let Some(made) = self.made.get(&key) {
            return Rc::clone(made);
        }
        if !self.open.insert(key.clone()) {
            return Rc::from([]);
        }
        let mut values = self.make(at, left);
        values.retain(|value| value.len() <= LENGTH);
        let mut seen = HashSet::new();
        values.retain(|value| seen.insert(value.clone()));
        values.truncate(VALUES);
        self.open.remove(&key);
        let values: Rc<[String]> = values.into();
        self.made.insert(key, Rc::clone(&values));
        values
    }

    fn make(&mut self, at: &Pointer, left: usize) -> Vec<String> {
        let Some(schema) = find(self.root, at) else {
            return Vec::new();
        };
        match schema.as_bool() {
            Some(true) => return vec!["\"anything\"".to_owned(), ANYTHING.to_owned()],
            Some(false) => return Vec::new(),
            None => {}
        }
        let shape = Shape::of(self.root, at);
        if let Some(constant) = shape.facets.get("const") {
            return vec![constant.value.to_json()];
        }
        let listed = shape.facets.0.iter().map(|part| elements(part, "enum"));
        if let Some(listed) = listed.into_iter().find(|listed| !listed.is_empty()) {
            return listed.iter().map(|value| value.value.to_json()).collect();
        }
        let mut values = if shape.alternatives.is_empty() {
            self.by_type(&shape, left)
        } else {
            self.by_alternative(&shape, left)
        };
        values.extend(examples(schema));
        values
    }

    fn by_type(&mut self, shape: &Shape<'_>, left: usize) -> Vec<String> {
        let mut values = Vec::new();
        for ty in shape.types() {
            match ty {
                "object" => values.extend(self.objects(shape, left)),
                "array" => values.extend(self.arrays(shape, left)),
                "string" => values.extend(shape.facets.strings()),
                "integer" => values.extend(shape.facets.numbers(true)),
                "number" => values.extend(shape.facets.numbers(false)),
                "boolean" => values.extend(["true".to_owned(), "false".to_owned()]),
                "null" => values.push("null".to_owned()),
                _ => {}
            }
        }
        values
    }

    /// Each alternative of each choice; where the schema has properties beside it, with these.
    fn by_alternative(&mut self, shape: &Shape<'_>, left: usize) -> Vec<String> {
        let own = match self.small(shape, left) {
            Some(own) if !shape.properties.is_empty() || !shape.required.is_empty() => own,
            _ => Vec::new(),
        };
        let mut values = Vec::new();
        for (index, choice) in shape.alternatives.iter().enumerate() {
            let mut beside = own.clone();
            let others = shape.alternatives.iter().enumerate();
            for (_, other) in others.filter(|(other, _)| *other != index) {
                let first = other.first().map(|at| self.of(at, left));
                let first = first.and_then(|values| members(values.first()?));
                beside.extend(first.unwrap_or_default());
            }
            for alternative in choice {
                let made = self.of(alternative, left);
                for value in made.iter().take(INNER) {
                    values.push(match members(value) {
                        Some(inner) => object(&beside, &inner),
                        None => value.clone(),
                    });
                }
            }
        }
        values
    }

    /// The members that an object must have.
    fn small(&mut self, shape: &Shape<'_>, left: usize) -> Option<Members> {
        let mut all = Members::new();
        for name in &shape.required {
            let place = shape.properties.iter().find(|(other, _)| other == name);
            let place = place.map(|(_, place)| place).or(shape.additional.as_ref());
            let value = match place {
                Some(place) => self.of(place, left.saturating_sub(1)).first()?.clone(),
                None => "\"anything\"".to_owned(),
            };
            all.push((name.clone(), value));
        }
        Some(all)
    }

    fn objects(&mut self, shape: &Shape<'_>, left: usize) -> Vec<String> {
        let Some(small) = self.small(shape, left) else {
            return Vec::new();
        };
        let mut values = vec![object(&small, &[])];
        if left == 0 {
            return values;
        }
        let mut full = Members::new();
        let mut others = Vec::new();
        for (name, place) in &shape.properties {
            let made = self.of(place, left - 1);
            let Some(first) = rich(&made) else { continue };
            full.push((name.clone(), first.clone()));
            let rest = made.iter().filter(|value| *value != first).take(INNER);
            others.extend(rest.map(|value| object(&small, &[(name.clone(), value.clone())])));
        }
        values.push(object(&small, &full));
        let extra = match &shape.additional {
            Some(place) => self.of(place, left - 1).iter().take(2).cloned().collect(),
            None => vec![ANYTHING.to_owned()],
        };
        let keyed = |value: &String| [("Undocumented key".to_owned(), value.clone())];
        values.extend(extra.iter().map(|value| object(&small, &keyed(value))));
        values.extend(others);
        values
    }

    fn arrays(&mut self, shape: &Shape<'_>, left: usize) -> Vec<String> {
        let deeper = left.saturating_sub(1);
        let mut start = Vec::new();
        for place in &shape.prefix {
            match self.of(place, deeper).first() {
                Some(value) => start.push(value.clone()),
                None => break,
            }
        }
        let items: Rc<[String]> = match &shape.items {
            Some(place) => self.of(place, deeper),
            None => Rc::from(["\"anything\"".to_owned(), ANYTHING.to_owned()]),
        };
        let least = shape.facets.length("minItems").unwrap_or(0).min(64);
        let list = |count: usize| {
            let more = items.iter().cycle().take(count.saturating_sub(start.len()));
            let all: Vec<&str> = start.iter().chain(more).map(String::as_str).collect();
            format!("[{}]", all.join(","))
        };
        let mut values = Vec::new();
        if least == 0 {
            values.push("[]".to_owned());
        }
        let from = least.max(start.len()).max(1);
        values.extend([list(from), list(from + 1)]);
        if let Some(rich) = rich(&items).filter(|_| left > 0 && start.is_empty()) {
            let all = vec![rich.as_str(); from];
            values.insert(values.len().min(1), format!("[{}]", all.join(",")));
        }
        values
    }
}

/// Of values, the one that says most: of objects and arrays the second, otherwise the first.
fn rich(values: &[String]) -> Option<&String> {
    let first = values.first()?;
    if first.starts_with(['{', '[']) {
        return values.get(1).or(Some(first));
    }
    Some(first)
}

/// The values that a schema itself gives.
pub(crate) fn examples(schema: &Node) -> Vec<String> {
    let one = ["example", "default"]
        .into_iter()
        .filter_map(|keyword| schema.get(keyword));
    one.chain(elements(schema, "examples"))
        .map(|value| value.value.to_json())
        .collect()
}

/// The members of an object; `None` if it is none.
fn members(text: &str) -> Option<Members> {
    let map: BTreeMap<String, Box<RawValue>> = serde_json::from_str(text).ok()?;
    let members = map.into_iter();
    Some(
        members
            .map(|(name, value)| (name, value.get().to_owned()))
            .collect(),
    )
}

/// An object of both; where both have a member, that of the second counts.
fn object(first: &[(String, String)], second: &[(String, String)]) -> String {
    let mut all: Members = Vec::new();
    for (name, value) in first.iter().chain(second) {
        match all.iter_mut().find(|(other, _)| other == name) {
            Some((_, old)) => old.clone_from(value),
            None => all.push((name.clone(), value.clone())),
        }
    }
    let all: Vec<String> = all
        .iter()
        .map(|(name, value)| format!("{}:{value}", json!(name)))
        .collect();
    format!("{{{}}}", all.join(","))
}
