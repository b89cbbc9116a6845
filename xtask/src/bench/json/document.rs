//! A made-up description with as many types as are asked for, all of them read and written.
//!
//! It is written as text, for properties are in an order that `serde_json`'s objects do not keep.

use serde_json::{Value, json};

use super::contacts::{LIST, contacts};

/// Structs that share one enumeration, and among which one has a union.
const FEW: usize = 20;

/// What the description holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    /// How many structs of twelve properties.
    pub(super) types: usize,
    /// Whether there are numbers that are no integers, which have no `Eq` and no `Hash`.
    pub(super) floats: bool,
}

/// The description as JSON text: structs, what they refer to, and a list of contacts.
pub(super) fn document(extent: Extent) -> String {
    let types = extent.types;
    let mut schemas = contacts(extent);
    for number in 0..types {
        schemas.push((record_name(number), record(number, extent)));
    }
    for number in 0..types.div_ceil(FEW) {
        schemas.push((format!("State{number:04}"), state(number)));
        schemas.push((format!("Payment{number:04}"), payment(number)));
        schemas.push((format!("Card{number:04}"), card()));
        schemas.push((format!("Transfer{number:04}"), transfer(extent)));
    }
    let mut paths = vec![("/contacts".to_owned(), operation("saveContacts", LIST))];
    if types > 0 {
        let all = operation("saveRecords", &record_name(0));
        paths.push(("/records".to_owned(), all));
    }
    let head = r#""openapi":"3.1.0","info":{"title":"Records","version":"1"},"servers":[{"url":"https://records.example"}]"#;
    let (paths, schemas) = (members(&paths), members(&schemas));
    format!("{{{head},\"paths\":{paths},\"components\":{{\"schemas\":{schemas}}}}}")
}

/// An object of JSON texts.
fn members(members: &[(String, String)]) -> String {
    let members: Vec<String> = members
        .iter()
        .map(|(name, text)| format!("{}:{text}", json!(name)))
        .collect();
    format!("{{{}}}", members.join(","))
}

pub(super) fn object(required: &[&str], properties: &[(&str, Value)]) -> String {
    let properties: Vec<_> = properties
        .iter()
        .map(|(name, schema)| ((*name).to_owned(), schema.to_string()))
        .collect();
    format!(
        "{{\"type\":\"object\",\"required\":{},\"properties\":{}}}",
        json!(required),
        members(&properties)
    )
}

fn record_name(number: usize) -> String {
    format!("Record{number:04}")
}

pub(super) fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

pub(super) fn list(name: &str) -> Value {
    json!({"type": "array", "items": reference(name)})
}

pub(super) fn text() -> Value {
    json!({"type": "string"})
}

pub(super) fn text_or_null() -> Value {
    json!({"type": ["string", "null"]})
}

pub(super) fn moment() -> Value {
    json!({"type": "string", "format": "date-time"})
}

pub(super) fn integer(format: &str) -> Value {
    json!({"type": "integer", "format": format})
}

pub(super) fn number(extent: Extent) -> Value {
    if extent.floats {
        json!({"type": "number"})
    } else {
        integer("int64")
    }
}

fn operation(id: &str, body: &str) -> String {
    let content = json!({"application/json": {"schema": reference(body)}});
    let operation = json!({"post": {
        "operationId": id,
        "requestBody": {"required": true, "content": content},
        "responses": {"200": {"description": "The same again.", "content": content}},
    }});
    operation.to_string()
}

/// A struct; each leads to two others, so that the first reaches all without being nested deeply.
fn record(at: usize, extent: Extent) -> String {
    let child = |child: usize| {
        if child < extent.types {
            record_name(child)
        } else {
            "Email".to_owned()
        }
    };
    let last = if at.is_multiple_of(FEW) {
        reference(&format!("Payment{:04}", at / FEW))
    } else {
        json!({"type": "array", "items": text()})
    };
    object(
        &[
            "id",
            "sequenceNumber",
            "isActive",
            "state",
            "createdAt",
            "parentId",
        ],
        &[
            ("id", text()),
            ("displayName", text()),
            ("sequenceNumber", integer("int64")),
            ("averageScore", number(extent)),
            ("isActive", json!({"type": "boolean"})),
            ("state", reference(&format!("State{:04}", at / FEW))),
            ("createdAt", moment()),
            ("parentId", text_or_null()),
            ("description", text_or_null()),
            ("children", list(&child(2 * at + 1))),
            ("relatedRecord", reference(&child(2 * at + 2))),
            // Structs that are equal but for their names would be one.
            (&format!("extra{at}"), last),
        ],
    )
}

fn state(at: usize) -> String {
    let values = ["open", "in-progress", "closed", &format!("special-{at}")];
    json!({"type": "string", "enum": values}).to_string()
}

fn payment(at: usize) -> String {
    let (card, transfer) = (format!("Card{at:04}"), format!("Transfer{at:04}"));
    union(&[("card", &card), ("transfer", &transfer)])
}

pub(super) fn union(variants: &[(&str, &str)]) -> String {
    let references: Vec<Value> = variants.iter().map(|(_, name)| reference(name)).collect();
    let mapping: Vec<_> = variants
        .iter()
        .map(|(value, name)| {
            let pointer = json!(format!("#/components/schemas/{name}"));
            ((*value).to_owned(), pointer.to_string())
        })
        .collect();
    format!(
        "{{\"oneOf\":{},\"discriminator\":{{\"propertyName\":\"kind\",\"mapping\":{}}}}}",
        json!(references),
        members(&mapping)
    )
}

fn card() -> String {
    object(
        &["kind", "lastDigits"],
        &[
            ("kind", json!({"const": "card"})),
            ("lastDigits", text()),
            ("expiryYear", integer("int32")),
        ],
    )
}

fn transfer(extent: Extent) -> String {
    object(
        &["kind", "iban"],
        &[
            ("kind", json!({"const": "transfer"})),
            ("iban", text()),
            ("amountDue", number(extent)),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::Extent;
    use crate::bench::json::generated::generate;

    #[test]
    fn the_description_generates_and_nothing_is_said_of_it() {
        for floats in [true, false] {
            let extent = Extent { types: 45, floats };
            let output = generate(extent, "bench-test").unwrap();
            let text: String = output.files.into_iter().map(|file| file.text).collect();
            assert_eq!(text.matches("pub struct Record").count(), 45);
            assert_eq!(text.matches("pub enum Payment").count(), 3);
            assert!(text.contains("pub id: String,\n    pub display_name: Option<String>,"));
        }
    }
}
