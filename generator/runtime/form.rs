//! Content as `application/x-www-form-urlencoded` (URL Standard section 5.2, OpenAPI 3.1 section 4.8.14.4).

use super::apart::Apart;
use super::parameter::{QueryStyle, Value, encode};
use super::reader::Reader;
use super::request::RequestParts;
use super::writer::{ToJson, Writer};

/// How a property of a form is written.
///
/// One that nothing is said of is text; a list repeats its name, and an object is JSON text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormStyle {
    /// `form` with `explode`: the members of an object are properties of the form.
    Exploded,
    /// `form` without `explode`: elements separated by commas.
    Form,
    /// `spaceDelimited`
    SpaceDelimited,
    /// `pipeDelimited`
    PipeDelimited,
    /// `deepObject`: `name[member]=value`, as deep as the value goes.
    DeepObject,
    /// As JSON text.
    Json,
    /// As text in which reserved characters that mean nothing in a form stay as they are (`allowReserved`).
    Reserved,
}

impl RequestParts {
    /// The properties of an object as a form; an absent value sends no content.
    ///
    /// A property that is absent is left out, and one that is `null` is empty.
    pub fn form(&mut self, value: &dyn ToJson, styles: &[(&str, FormStyle)]) {
        if value.is_absent() {
            return;
        }
        if let Some(pairs) = self.form_of("body", value, styles) {
            self.content("application/x-www-form-urlencoded", Some(pairs));
        }
    }

    /// The whole query as a form, the properties of an object; an absent one sends nothing (OpenAPI 3.2 section
    /// 4.12.1).
    pub fn query_string_form(&mut self, value: &dyn ToJson, styles: &[(&str, FormStyle)]) {
        if value.is_absent() {
            return;
        }
        let pairs = self.form_of("query", value, styles);
        if let Some(pairs) = pairs.filter(|pairs| !pairs.is_empty()) {
            self.query.push(&pairs);
        }
    }

    /// The properties of an object as pairs; what cannot be written is refused.
    fn form_of(
        &mut self,
        name: &str,
        value: &dyn ToJson,
        styles: &[(&str, FormStyle)],
    ) -> Option<String> {
        let properties = match Writer::properties_of(value) {
            Ok(properties) => properties,
            Err(why) => {
                self.refuse(name, why);
                return None;
            }
        };
        let mut pairs = Vec::new();
        for property in &properties {
            let style = styles.iter().find(|(name, _)| *name == property.name);
            if let Err(why) = pairs_of(property, style.map(|(_, style)| *style), &mut pairs) {
                self.refuse(&property.name, why);
                return None;
            }
        }
        Some(pairs.join("&"))
    }
}

/// Adds the pairs of a property, `name=value` each.
fn pairs_of(
    property: &Apart,
    style: Option<FormStyle>,
    pairs: &mut Vec<String>,
) -> Result<(), &'static str> {
    if !property.files.is_empty() {
        return Err("is a file, which a form of text cannot hold");
    }
    let name = encode(&property.name);
    let style = match style {
        // A value that is not there has no parts to be told apart.
        _ if property.json == "null" => {
            pairs.push(as_form(&format!("{name}=")));
            return Ok(());
        }
        None | Some(FormStyle::Reserved) => {
            let texts = property.texts().into_iter();
            let pair = |(text, _): (String, bool)| as_form(&format!("{name}={}", encode(&text)));
            let reserved = style == Some(FormStyle::Reserved);
            pairs.extend(texts.map(pair).map(|pair| match reserved {
                true => with_reserved(&pair),
                false => pair,
            }));
            return Ok(());
        }
        Some(FormStyle::Json) => {
            pairs.push(as_form(&format!("{name}={}", encode(&property.json))));
            return Ok(());
        }
        Some(FormStyle::Exploded) => None,
        Some(FormStyle::Form) => Some(QueryStyle::Form),
        Some(FormStyle::SpaceDelimited) => Some(QueryStyle::SpaceDelimited),
        Some(FormStyle::PipeDelimited) => Some(QueryStyle::PipeDelimited),
        Some(FormStyle::DeepObject) => Some(QueryStyle::DeepObject),
    };
    let value = Reader::text::<Value>(&property.json).map_err(|_| "is nested too deep")?;
    let mut written = Vec::new();
    value.in_query(&property.name, style, encode, &mut written);
    pairs.extend(written.iter().map(|pair| as_form(pair)));
    Ok(())
}

/// What is percent-encoded as in a query, as forms have it: a space is `+`, `~` is encoded and `*` is not.
fn as_form(encoded: &str) -> String {
    encoded
        .replace("%20", "+")
        .replace('~', "%7E")
        .replace("%2A", "*")
}

/// Reserved characters as themselves (RFC 3986 section 2.2), but for those that would end a value or be read as a space.
fn with_reserved(pair: &str) -> String {
    let kept = [
        ("%3A", ":"),
        ("%2F", "/"),
        ("%3F", "?"),
        ("%5B", "["),
        ("%5D", "]"),
        ("%40", "@"),
        ("%21", "!"),
        ("%24", "$"),
        ("%27", "'"),
        ("%28", "("),
        ("%29", ")"),
        ("%2C", ","),
        ("%3B", ";"),
    ];
    kept.iter().fold(pair.to_owned(), |pair, (code, char)| {
        pair.replace(code, char)
    })
}
