//! A made-up description with as many types as are asked for, all of them read and written.

use serde_json::{Map, Value, json};

/// The type of the body whose decoding and encoding is timed.
pub(super) const LIST: &str = "ContactList";

/// Structs that share one enumeration, and among which one has a union.
const FEW: usize = 20;

/// The description: `types` structs of twelve properties, and a list of contacts.
pub(super) fn document(types: usize) -> Value {
    let mut schemas = Map::new();
    for number in 0..types {
        schemas.insert(record_name(number), record(number, types));
    }
    for number in 0..types.div_ceil(FEW) {
        schemas.insert(format!("State{number:04}"), state(number));
        schemas.insert(format!("Payment{number:04}"), payment(number));
        schemas.insert(format!("Card{number:04}"), card());
        schemas.insert(format!("Transfer{number:04}"), transfer());
    }
    schemas.extend(contacts());
    let mut paths = Map::new();
    paths.insert("/contacts".to_owned(), operation("saveContacts", LIST));
    if types > 0 {
        paths.insert(
            "/records".to_owned(),
            operation("saveRecords", &record_name(0)),
        );
    }
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Records", "version": "1"},
        "servers": [{"url": "https://records.example"}],
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

fn record_name(number: usize) -> String {
    format!("Record{number:04}")
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn operation(id: &str, body: &str) -> Value {
    let content = json!({"application/json": {"schema": reference(body)}});
    json!({"post": {
        "operationId": id,
        "requestBody": {"required": true, "content": content},
        "responses": {"200": {"description": "The same again.", "content": content}},
    }})
}

/// A struct; each leads to two others, so that the first reaches all without being nested deeply.
fn record(number: usize, types: usize) -> Value {
    let child = |child: usize| {
        if child < types {
            reference(&record_name(child))
        } else {
            reference("Email")
        }
    };
    let last = if number.is_multiple_of(FEW) {
        reference(&format!("Payment{:04}", number / FEW))
    } else {
        json!({"type": "array", "items": {"type": "string"}})
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
        json!({
            "id": {"type": "string"},
            "displayName": {"type": "string"},
            "sequenceNumber": {"type": "integer", "format": "int64"},
            "averageScore": {"type": "number"},
            "isActive": {"type": "boolean"},
            "state": reference(&format!("State{:04}", number / FEW)),
            "createdAt": {"type": "string", "format": "date-time"},
            "parentId": {"type": ["string", "null"]},
            "description": {"type": ["string", "null"]},
            "children": {"type": "array", "items": child(2 * number + 1)},
            "relatedRecord": child(2 * number + 2),
            format!("extra{}", number % 7): last,
        }),
    )
}

fn object(required: &[&str], properties: Value) -> Value {
    json!({"type": "object", "required": required, "properties": properties})
}

fn state(number: usize) -> Value {
    json!({"type": "string", "enum": ["open", "in-progress", "closed", format!("special-{number}")]})
}

fn payment(number: usize) -> Value {
    let (card, transfer) = (format!("Card{number:04}"), format!("Transfer{number:04}"));
    json!({
        "oneOf": [reference(&card), reference(&transfer)],
        "discriminator": {"propertyName": "kind", "mapping": {
            "card": format!("#/components/schemas/{card}"),
            "transfer": format!("#/components/schemas/{transfer}"),
        }},
    })
}

fn card() -> Value {
    object(
        &["kind", "lastDigits"],
        json!({
            "kind": {"const": "card"},
            "lastDigits": {"type": "string"},
            "expiryYear": {"type": "integer", "format": "int32"},
        }),
    )
}

fn transfer() -> Value {
    object(
        &["kind", "iban"],
        json!({
            "kind": {"const": "transfer"},
            "iban": {"type": "string"},
            "amountDue": {"type": "number"},
        }),
    )
}

/// The list of contacts and what is in it.
fn contacts() -> Map<String, Value> {
    let text = || json!({"type": "string"});
    let channel = |what: &str| {
        object(
            &["id", "name", what],
            json!({"id": text(), "name": text(), what: text()}),
        )
    };
    let list = |name: &str| json!({"type": "array", "items": reference(name)});
    let moment = || json!({"type": "string", "format": "date-time"});
    let contact = json!({
        "id": text(),
        "externalId": {"type": ["string", "null"]},
        "source": reference("Source"),
        "firstName": text(),
        "lastName": text(),
        "company": text(),
        "emails": list("Email"),
        "phoneNumbers": list("PhoneNumber"),
        "openDeals": {"type": "integer", "format": "int64"},
        "score": {"type": "number"},
        "isFavourite": {"type": "boolean"},
        "notes": {"type": ["string", "null"]},
        "lastEvent": reference("Event"),
        "createdAt": moment(),
        "updatedAt": moment(),
    });
    let event = |kind: &str, what: &str, value: Value| {
        object(
            &["kind", what],
            json!({"kind": {"const": kind}, what: value}),
        )
    };
    let schemas = json!({
        LIST: object(&["data", "totalItems"], json!({
            "data": list("Contact"),
            "totalItems": {"type": "integer", "format": "int64"},
            "nextPageToken": {"type": ["string", "null"]},
        })),
        "Contact": object(&["id", "externalId", "source", "emails", "phoneNumbers", "isFavourite", "createdAt"], contact),
        "Email": channel("email"),
        "PhoneNumber": channel("number"),
        "Source": {"type": "string", "enum": ["import", "public-api", "web", "mobile"]},
        "Event": {
            "oneOf": [reference("CallEvent"), reference("MessageEvent")],
            "discriminator": {"propertyName": "kind", "mapping": {
                "call": "#/components/schemas/CallEvent",
                "message": "#/components/schemas/MessageEvent",
            }},
        },
        "CallEvent": event("call", "durationSeconds", json!({"type": "integer", "format": "int32"})),
        "MessageEvent": event("message", "text", text()),
    });
    match schemas {
        Value::Object(schemas) => schemas,
        _ => Map::new(),
    }
}
