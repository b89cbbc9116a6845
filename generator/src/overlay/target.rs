//! Which places of a tree a JSONPath selects (RFC 9535).

use serde_json::{Map, Number, Value as Json};
use serde_json_path::{JsonPath, NormalizedPath, PathElement};

use crate::source::{Node, Place, Value};

/// How long a JSONPath may be, in bytes.
const LENGTH: usize = 8_192;

/// How deep brackets may be nested in one: what reads them tries each of them in several ways.
const BRACKETS: usize = 8;

/// How deep parentheses may be nested.
const PARENTHESES: usize = 32;

/// How many steps to all that lies below: each may select every place as often as it is deep.
const DESCENTS: usize = 3;

/// A JSONPath and where it stands.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) text: String,
    pub(super) place: Place,
    path: JsonPath,
}

/// One step into a tree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Member(String),
    Element(usize),
}

/// Where in a tree a place is: the steps from its root.
pub(super) type Location = Vec<Step>;

impl Target {
    /// # Errors
    /// Why it is no JSONPath, or which is not followed.
    pub(super) fn parse(text: &str, place: Place) -> Result<Self, String> {
        bounded(text).map_err(|why| format!("`{text}` is not followed: {why}"))?;
        let path = JsonPath::parse(text)
            .map_err(|why| format!("`{text}` is no JSONPath (RFC 9535): {why}"))?;
        Ok(Self {
            text: text.to_owned(),
            place,
            path,
        })
    }

    /// The places that it selects, each once, sorted: what holds another comes before it.
    pub(super) fn locations(&self, shadow: &Shadow) -> Vec<Location> {
        let located = self.path.query_located(&shadow.0);
        let mut locations: Vec<Location> = located.locations().map(steps).collect();
        locations.sort();
        locations.dedup();
        locations
    }
}

fn steps(path: &NormalizedPath<'_>) -> Location {
    let step = |element: &PathElement<'_>| match *element {
        PathElement::Name(name) => Step::Member(name.to_owned()),
        PathElement::Index(index) => Step::Element(index),
    };
    path.iter().map(step).collect()
}

/// Refuses what is legal and takes no end to read or to follow.
fn bounded(text: &str) -> Result<(), String> {
    if text.len() > LENGTH {
        return Err(format!("it has more than {LENGTH} bytes"));
    }
    let (mut brackets, mut parentheses, mut descents) = (0_usize, 0_usize, 0_usize);
    let mut quote = None;
    let mut before = ' ';
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (Some(_), '\\') => {
                characters.next();
            }
            (Some(open), _) if open == character => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(character),
            (None, '[') => brackets += 1,
            (None, ']') => brackets = brackets.saturating_sub(1),
            (None, '(') => parentheses += 1,
            (None, ')') => parentheses = parentheses.saturating_sub(1),
            (None, '.') if before == '.' => descents += 1,
            (None, _) => {}
        }
        before = character;
        let too_much = [
            (brackets > BRACKETS, "brackets are nested", BRACKETS),
            (
                parentheses > PARENTHESES,
                "parentheses are nested",
                PARENTHESES,
            ),
            (descents > DESCENTS, "`..` is said", DESCENTS),
        ];
        if let Some((_, what, most)) = too_much.iter().find(|(is_so, ..)| *is_so) {
            return Err(format!("{what} more than {most} times"));
        }
    }
    Ok(())
}

/// A tree as JSONPath reads it; [`Shadow::renew`] keeps it like the tree.
#[derive(Debug)]
pub(super) struct Shadow(Json);

impl Shadow {
    pub(super) fn of(root: &Node) -> Self {
        Self(json(root))
    }

    /// Takes over what the tree now holds at a place.
    pub(super) fn renew(&mut self, root: &Node, location: &[Step]) {
        let found = location.iter().try_fold(root, |node, step| match step {
            Step::Member(key) => node.get(key),
            Step::Element(index) => node.as_array()?.get(*index),
        });
        let kept = location
            .iter()
            .try_fold(&mut self.0, |json, step| match step {
                Step::Member(key) => json.get_mut(key),
                Step::Element(index) => json.get_mut(*index),
            });
        if let (Some(found), Some(kept)) = (found, kept) {
            *kept = json(found);
        }
    }
}

/// The recursion is as deep as the tree, which its reader bounds.
fn json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Number(spelling) => Json::Number(number(spelling)),
        Value::String(text) => Json::String(text.to_string()),
        Value::Array(list) => Json::Array(list.iter().map(json).collect()),
        Value::Object(object) => {
            let entries = object.entries.iter();
            let members = entries.map(|entry| (entry.key.to_string(), json(&entry.node)));
            Json::Object(members.collect::<Map<_, _>>())
        }
    }
}

/// A number to compare others with; one beyond all others is the largest there is.
fn number(spelling: &str) -> Number {
    let nearest = || {
        let value = spelling.parse().unwrap_or(0.0_f64);
        Number::from_f64(value.clamp(f64::MIN, f64::MAX)).unwrap_or_else(|| Number::from(0))
    };
    serde_json::from_str(spelling).unwrap_or_else(|_| nearest())
}
