//! A parameter that is the whole query (OpenAPI 3.2 section 4.12.1).

use super::parameter::{Value, encode};
use super::request::RequestParts;
use super::writer::ToJson;

impl RequestParts {
    /// The whole query as text, percent-encoded; an absent one sends nothing.
    pub fn query_string(&mut self, value: &dyn ToJson) {
        match Value::of(value) {
            Ok(Some(value)) => self.query.push(&encode(&value.in_header(false))),
            Ok(None) => {}
            Err(why) => self.refuse("query", why),
        }
    }

    /// The whole query as JSON text, percent-encoded; an absent one sends nothing.
    pub fn query_string_json(&mut self, value: &dyn ToJson) {
        match Value::json_of(value) {
            Ok(Some(json)) => self.query.push(&encode(&json)),
            Ok(None) => {}
            Err(why) => self.refuse("query", why),
        }
    }
}
