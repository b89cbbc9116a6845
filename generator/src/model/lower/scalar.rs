//! Makes up strings and numbers within the bounds of schemas, for the generated wire tests.

use super::pattern::matching;
use crate::document::Schema;

/// A number as it is spelled in a document.
pub(super) fn number(spelling: Option<&str>) -> Option<f64> {
    spelling?
        .parse()
        .ok()
        .filter(|value: &f64| value.is_finite())
}

/// The spelling of a number that satisfies all of some schemas, away from the ends of its range where it can be: whether
/// these are themselves allowed is not known.
pub(super) fn number_of(schemas: &[&Schema], whole: bool) -> Option<String> {
    let said = |of: fn(&Schema) -> Option<&str>| {
        let said = schemas.iter().filter_map(move |one| number(of(one)));
        said.collect::<Vec<f64>>()
    };
    let round = |value: f64, up: bool| match (whole, up) {
        (true, true) => value.ceil(),
        (true, false) => value.floor(),
        (false, _) => value,
    };
    let least = said(|one| one.bounds().minimum.as_deref())
        .into_iter()
        .reduce(f64::max);
    let least = least.map(|least| round(least, true));
    let most = said(|one| one.bounds().maximum.as_deref())
        .into_iter()
        .reduce(f64::min);
    let most = most.map(|most| round(most, false));
    let within = |value: f64| {
        least.is_none_or(|least| value >= least) && most.is_none_or(|most| value <= most)
    };
    let inside = |value: f64| {
        least.is_none_or(|least| value > least) && most.is_none_or(|most| value < most)
    };
    let near = [
        Some(1.0),
        least.map(|least| least + 1.0),
        most.map(|most| most - 1.0),
        least
            .zip(most)
            .map(|(least, most)| f64::midpoint(least, most))
            .filter(|_| !whole),
    ];
    let near = near.into_iter().flatten().find(|value| inside(*value));
    let near = near.or(least).or(most).filter(|value| within(*value))?;
    let value = match said(|one| one.bounds().multiple_of.as_deref()).first() {
        Some(step) if *step > 0.0 => {
            let up = (near / step).ceil() * step;
            let down = (near / step).floor() * step;
            [up, down].into_iter().find(|value| within(*value))?
        }
        Some(_) | None => near,
    };
    Some(value.to_string())
}

/// A string that satisfies all of some schemas, as far as one can be made up.
pub(super) fn text_of(schemas: &[&Schema]) -> String {
    let schemas = || schemas.iter().copied();
    let least = schemas()
        .map(|one| one.bounds().min_length)
        .max()
        .unwrap_or(0);
    let most = schemas().filter_map(|one| one.bounds().max_length).min();
    let patterns = schemas().filter_map(|one| one.bounds().pattern.as_deref());
    let made = patterns
        .filter_map(|pattern| matching(pattern, least, most))
        .next();
    if let Some(made) = made {
        return made;
    }
    let patterned = schemas().filter(|one| one.bounds().pattern.is_some());
    let mut examples = patterned.filter_map(|one| one.example.as_ref()?.as_str());
    if let Some(example) = examples.next() {
        return example.to_owned();
    }
    let format = schemas().find_map(|one| one.format.as_deref());
    let known = formatted(format);
    let length = known.chars().count();
    let missing = least.min(10_000).saturating_sub(length);
    let text = format!("{known}{}", "x".repeat(missing));
    match most {
        Some(most) if most < length => text.chars().take(most).collect(),
        Some(_) | None => text,
    }
}

/// A string of a format (JSON Schema Validation section 7.3, and those that OpenAPI registers).
fn formatted(format: Option<&str>) -> &'static str {
    match format {
        Some("date-time") => "2024-01-02T03:04:05Z",
        Some("date") => "2024-01-02",
        Some("time") => "03:04:05Z",
        Some("duration") => "P1D",
        Some("uuid") => "8c2f1a52-7d54-4a35-9b1c-3f6f0d0c9e11",
        Some("uri" | "url" | "iri" | "uri-reference" | "iri-reference") => "https://example.com/",
        Some("email" | "idn-email") => "someone@example.com",
        Some("hostname" | "idn-hostname") => "example.com",
        Some("ipv4") => "192.0.2.1",
        Some("ipv6") => "2001:db8::1",
        Some("byte" | "base64") => "c2FtcGxl",
        Some("json-pointer") => "/a",
        Some("relative-json-pointer") => "0/a",
        Some("regex") => "a",
        Some(_) | None => "sample",
    }
}
