//! The component schemas of a description as a suite, with values from the document and made-up ones.

use std::collections::HashSet;

use clientwright::diagnostic::{Diagnostics, Severity};
use clientwright::document::import;
use clientwright::pointer::Pointer;
use clientwright::settings::Settings;
use clientwright::source::{self, Node, Value};
use serde_json::json;

use super::bodies::Bodies;
use super::judge::Judge;
use super::position::{all, reference};
use super::subject::{Instance, Subject, Suite};
use super::synthesis::{Synthesis, examples};
use crate::corpus::find::Document;

/// How many inner schemas share an operation.
const PARTS: usize = 64;
/// Begins the names of the components that reach inner schemas.
const PREFIX: &str = "RoundTripParts";
/// Begins the names of the components that are bodies written out where they are used.
const INLINE: &str = "RoundTripBody";

/// A document's suite, and the schemas that the validator does not understand, each with its reason.
pub(super) fn read(document: &Document) -> Result<(Suite, Vec<String>), String> {
    let root = canonical(document)?;
    let judge = Judge::new(&root.value.to_json())?;
    let place = components();
    let named = root
        .get("components")
        .and_then(|components| components.get("schemas"));
    let mut reading = Reading {
        file: &document.name,
        judge: &judge,
        synthesis: Synthesis::new(&root),
        subjects: Vec::new(),
        parts: Vec::new(),
        unjudged: Vec::new(),
    };
    let bodies = Bodies::of(&root);
    let named = named.and_then(Node::as_object);
    for entry in named.iter().flat_map(|object| &object.entries) {
        let place = place.child(&entry.key);
        let given = bodies.referred.get(&place).cloned().unwrap_or_default();
        reading.subject(entry.key.to_string(), &entry.node, &place, given, None);
    }
    for (number, (place, schema, given)) in bodies.inline.into_iter().enumerate() {
        let own = (format!("{INLINE}{number}"), schema.clone());
        reading.subject(place.as_str().to_owned(), schema, &place, given, Some(own));
    }
    reading.finish();
    let (subjects, unjudged) = (reading.subjects, reading.unjudged);
    let suite = Suite {
        name: document.name.clone(),
        document: root,
        subjects,
    };
    Ok((suite, unjudged))
}

/// The document in the words of OpenAPI 3.1, all files in one.
pub(crate) fn canonical(document: &Document) -> Result<Node, String> {
    let mut diagnostics = Diagnostics::keep_going();
    let mut settings = Settings::default();
    settings.source.allow_outside = true;
    let source = clientwright::read(&document.files, &mut settings, &mut diagnostics);
    let text = import(&source, &mut diagnostics);
    let text = text.ok_or_else(|| {
        let fatal = diagnostics
            .iter()
            .find(|one| one.severity == Severity::Fatal);
        fatal.map_or("it cannot be read".to_owned(), |one| one.message.clone())
    })?;
    let source = source::read_text("document.yaml", &text, &mut Diagnostics::keep_going());
    let file = source.files.into_iter().next();
    file.map(|file| file.root)
        .ok_or_else(|| "it has no content".to_owned())
}

fn components() -> Pointer {
    Pointer::root().child("components").child("schemas")
}

struct Reading<'a> {
    file: &'a str,
    judge: &'a Judge,
    synthesis: Synthesis<'a>,
    subjects: Vec<Subject>,
    /// Schemas inside of components that have values of their own.
    parts: Vec<(Pointer, Vec<Instance>, usize)>,
    unjudged: Vec<String>,
}

impl Reading<'_> {
    fn subject(
        &mut self,
        name: String,
        schema: &Node,
        place: &Pointer,
        mut given: Vec<String>,
        own: Option<(String, Node)>,
    ) {
        given.extend(examples(schema));
        let made_up = self.synthesis.values(place);
        let candidates = given
            .into_iter()
            .map(|text| (text, "the document"))
            .chain(made_up.into_iter().map(|text| (text, "made up")));
        let candidates: Vec<(String, &str)> = candidates.collect();
        let instances = self.judged(place, &candidates);
        self.subjects.push(Subject {
            file: self.file.to_owned(),
            name,
            target: own
                .as_ref()
                .map_or_else(|| place.clone(), |(name, _)| components().child(name)),
            own,
            out_of_scope: None,
            counted: true,
            seen: candidates.len(),
            instances,
        });
        for (place, schema) in all(schema, place).into_iter().skip(1) {
            let own: Vec<(String, &str)> = examples(schema)
                .into_iter()
                .map(|text| (text, "the document"))
                .collect();
            if !own.is_empty() {
                let instances = self.judged(&place, &own);
                self.parts.push((place, instances, own.len()));
            }
        }
    }

    /// The candidates that the schema allows, each once.
    fn judged(&mut self, place: &Pointer, candidates: &[(String, &str)]) -> Vec<Instance> {
        if candidates.is_empty() {
            return Vec::new();
        }
        let sentence = match self.judge.schema(place) {
            Ok(sentence) => sentence,
            Err(why) => {
                self.unjudged.push(format!("{}: {why}", place.as_str()));
                return Vec::new();
            }
        };
        let mut seen = HashSet::new();
        let allowed = candidates
            .iter()
            .filter(|(text, _)| seen.insert(text.as_str()) && sentence.allows(text));
        allowed
            .map(|(text, origin)| Instance {
                text: text.clone(),
                origin: (*origin).to_owned(),
            })
            .collect()
    }

    /// Makes components that reach the inner schemas: an operation for each would be too much code.
    fn finish(&mut self) {
        let parts = std::mem::take(&mut self.parts);
        for (number, parts) in parts.chunks(PARTS).enumerate() {
            let component = format!("{PREFIX}{number}");
            let mut properties = serde_json::Map::new();
            let mut instances = Vec::new();
            for (index, (place, own, _)) in parts.iter().enumerate() {
                let name = format!("p{index}");
                properties.insert(name.clone(), json!({"$ref": reference(place)}));
                instances.extend(own.iter().map(|instance| Instance {
                    text: format!("{{\"{name}\":{}}}", instance.text),
                    origin: format!("{} at {}", instance.origin, place.as_str()),
                }));
            }
            let schema = json!({"type": "object", "properties": properties});
            self.subjects.push(Subject {
                file: self.file.to_owned(),
                name: format!("inner schemas {number}"),
                target: components().child(&component),
                own: Some((component, node(&schema.to_string()))),
                out_of_scope: None,
                counted: false,
                seen: parts.iter().map(|(.., seen)| seen).sum(),
                instances,
            });
        }
    }
}

fn node(json: &str) -> Node {
    let source = source::read_text("part.json", json, &mut Diagnostics::default());
    let place = source::Place { file: 0, offset: 0 };
    let root = source.files.into_iter().next().map(|file| file.root);
    root.unwrap_or_else(|| Node::new(Value::Null, place))
}
