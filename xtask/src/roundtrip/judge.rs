//! Which values a schema of a document allows, as an independent validator of JSON Schema sees it.

use clientwright::pointer::Pointer;
use jsonschema::{Draft, Registry, Validator};
use serde_json::{Value, json};

use super::position::reference;

/// What the document is called among the validator's resources.
const DOCUMENT: &str = "https://roundtrip.example/document";

/// A document whose schemas can be asked.
pub(crate) struct Judge {
    registry: Registry<'static>,
}

impl Judge {
    /// Takes a document in the words of OpenAPI 3.1, whose schemas are those of JSON Schema 2020-12.
    pub(crate) fn new(document: &str) -> Result<Self, String> {
        let document: Value = serde_json::from_str(document).map_err(|error| error.to_string())?;
        let registry = Registry::new()
            .draft(Draft::Draft202012)
            .add(DOCUMENT, document)
            .and_then(jsonschema::RegistryBuilder::prepare)
            .map_err(|error| error.to_string())?;
        Ok(Self { registry })
    }

    /// Asks about the schema at a place; fails if the validator does not understand it.
    pub(crate) fn schema(&self, at: &Pointer) -> Result<Sentence, String> {
        let schema = json!({"$ref": format!("{DOCUMENT}{}", reference(at))});
        jsonschema::options()
            .with_draft(Draft::Draft202012)
            .with_registry(&self.registry)
            .offline()
            .build(&schema)
            .map(Sentence)
            .map_err(|error| error.to_string())
    }
}

/// One schema, ready to be asked.
pub(crate) struct Sentence(Validator);

impl Sentence {
    /// Whether a JSON text is a value that the schema allows.
    pub(crate) fn allows(&self, text: &str) -> bool {
        serde_json::from_str(text).is_ok_and(|value: Value| self.0.is_valid(&value))
    }
}

#[cfg(test)]
mod tests {
    use clientwright::pointer::Pointer;

    use super::Judge;

    #[test]
    fn schemas_of_a_document_are_asked_through_references() {
        let document = r##"{"openapi":"3.1.0","components":{"schemas":{
            "A":{"type":"object","required":["a b"],"properties":{"a b":{"$ref":"#/components/schemas/B"}}},
            "B":{"type":["integer","null"],"exclusiveMinimum":1},
            "C":{"$ref":"https://elsewhere.example/c"}}}}"##;
        let judge = Judge::new(document).unwrap();
        let at = |place: &str| judge.schema(&Pointer::from_reference(place));
        let a = at("#/components/schemas/A").unwrap();
        assert!(a.allows(r#"{"a b":2}"#) && a.allows(r#"{"a b":null}"#));
        assert!(!a.allows(r#"{"a b":1}"#) && !a.allows("{}") && !a.allows("{"));
        let inner = at("#/components/schemas/A/properties/a b").unwrap();
        assert!(inner.allows("2") && !inner.allows("\"2\""));
        assert!(at("#/components/schemas/C").is_err());
    }
}
