//! The made-up description's list of contacts, whose body is timed.

use serde_json::{Value, json};

use super::document::{
    Extent, integer, list, moment, number, object, reference, text, text_or_null, union,
};

/// The type of the body whose decoding and encoding is timed.
pub(super) const LIST: &str = "ContactList";

/// The list of contacts and what is in it.
pub(super) fn contacts(extent: Extent) -> Vec<(String, String)> {
    let channel = |what: &str| {
        let all = [("id", text()), ("name", text()), (what, text())];
        object(&["id", "name", what], &all)
    };
    let event = |kind: &str, what: &str, value: Value| {
        let all = [("kind", json!({"const": kind})), (what, value)];
        object(&["kind", what], &all)
    };
    let page = object(
        &["data", "totalItems"],
        &[
            ("data", list("Contact")),
            ("totalItems", integer("int64")),
            ("nextPageToken", text_or_null()),
        ],
    );
    let source =
        json!({"type": "string", "enum": ["import", "public-api", "web", "mobile"]}).to_string();
    let events = union(&[("call", "CallEvent"), ("message", "MessageEvent")]);
    let call = event("call", "durationSeconds", integer("int32"));
    let all = [
        (LIST, page),
        ("Contact", contact(extent)),
        ("Email", channel("email")),
        ("PhoneNumber", channel("number")),
        ("Source", source),
        ("Event", events),
        ("CallEvent", call),
        ("MessageEvent", event("message", "text", text())),
    ];
    all.map(|(name, schema)| (name.to_owned(), schema)).into()
}

fn contact(extent: Extent) -> String {
    object(
        &[
            "id",
            "externalId",
            "source",
            "emails",
            "phoneNumbers",
            "isFavourite",
            "createdAt",
        ],
        &[
            ("id", text()),
            ("externalId", text_or_null()),
            ("source", reference("Source")),
            ("firstName", text()),
            ("lastName", text()),
            ("company", text()),
            ("emails", list("Email")),
            ("phoneNumbers", list("PhoneNumber")),
            ("openDeals", integer("int64")),
            ("score", number(extent)),
            ("isFavourite", json!({"type": "boolean"})),
            ("notes", text_or_null()),
            ("lastEvent", reference("Event")),
            ("createdAt", moment()),
            ("updatedAt", moment()),
        ],
    )
}
