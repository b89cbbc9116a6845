//! Values in addresses and header fields, as a server takes them apart.

use percent_encoding::percent_decode_str;
use serde_json::Value;
use url::Url;

use super::server::{BASE, Seen};
use super::writing::{NAME, Where};
use crate::runtime::{Json, PathStyle, QueryStyle};

/// Header fields that a request has whatever is written.
const USUAL: &[&str] = &[
    "accept",
    "user-agent",
    "content-length",
    "content-type",
    "x-a",
    "cookie",
];

/// A scalar as text; `None` for lists and objects.
pub(super) fn scalar(value: &Json) -> Option<String> {
    match value.to_value() {
        Value::Array(_) | Value::Object(_) => None,
        Value::String(text) if value.as_str().starts_with('"') => Some(text),
        _ => Some(value.as_str().to_owned()),
    }
}

/// What holds of every request: it goes where it should, and has the header fields that it should.
pub(super) fn whole(place: Where, seen: &Seen) -> Result<(), String> {
    let url = Url::parse(&seen.url).map_err(|error| error.to_string())?;
    let base = Url::parse(BASE).map_err(|error| error.to_string())?;
    if url.origin() != base.origin() || url.fragment().is_some() || !url.username().is_empty() {
        return Err("it goes elsewhere".to_owned());
    }
    let segments: Vec<&str> = url.path().split('/').collect();
    let ["", "base", "one", first, "two", second] = segments.as_slice() else {
        return Err(format!("the path has other segments: {segments:?}"));
    };
    let name = second
        .strip_suffix(".json")
        .ok_or("the end of the path is lost")?;
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    for segment in [*first, name] {
        let plain = decoded(segment);
        if segment.is_empty()
            || plain.contains(['\r', '\n', '\0'])
            || (segment == *first && matches!(&*plain, "." | ".."))
        {
            return Err("a segment is empty, leads away or holds a line break".to_owned());
        }
    }
    let is_path = matches!(place, Where::Path(_) | Where::File(_));
    if !is_path && (*first != "p" || name != "f") {
        return Err("the path has changed".to_owned());
    }
    let has_query = matches!(
        place,
        Where::Query(_) | Where::Reserved(_) | Where::QueryForm(_)
    );
    if !has_query && url.query().is_some() {
        return Err("there is a query".to_owned());
    }
    if seen.url.contains(['\r', '\n', '\0', ' ']) {
        return Err("the address holds a line break or a space".to_owned());
    }
    for (name, value) in &seen.headers {
        if !USUAL.contains(&name.as_str())
            || value
                .as_bytes()
                .iter()
                .any(|byte| matches!(byte, b'\r' | b'\n' | b'\0'))
        {
            return Err(format!(
                "a header field that nobody wrote: {name}: {value:?}"
            ));
        }
    }
    Ok(())
}

pub(super) fn path(place: Where, value: &Json, seen: &Seen) -> Result<(), String> {
    let url = Url::parse(&seen.url).map_err(|error| error.to_string())?;
    let segments: Vec<&str> = url.path().split('/').collect();
    let (style, segment) = match place {
        Where::Path(style) => (style, segments.get(3).copied().unwrap_or_default()),
        Where::File(style) => {
            let last = segments.last().copied().unwrap_or_default();
            (style, last.strip_suffix(".json").unwrap_or_default())
        }
        _ => return Ok(()),
    };
    let simple = matches!(style, PathStyle::Simple { .. });
    match scalar(value).filter(|_| simple) {
        Some(text) if percent_decode_str(segment).decode_utf8_lossy() != text => {
            Err(format!("`{text}` is read as another: `{segment}`"))
        }
        _ => Ok(()),
    }
}

pub(super) fn query(place: Where, value: &Json, seen: &Seen) -> Result<(), String> {
    let url = Url::parse(&seen.url).map_err(|error| error.to_string())?;
    let style = match place {
        Where::Query(style) => style,
        Where::Reserved(style) => style,
        _ => return Ok(()),
    };
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let reserved = matches!(place, Where::Reserved(_));
    if let Some(text) = scalar(value) {
        let text = if style == Some(QueryStyle::Json) {
            value.as_str().to_owned()
        } else {
            text
        };
        let [(name, read)] = pairs.as_slice() else {
            return Err(format!("one value is {} pairs", pairs.len()));
        };
        // What is percent-encoded already is left as it is there.
        if name != NAME || (*read != text && !(reserved && text.contains('%'))) {
            return Err(format!("`{text}` is read as `{name}` `{read}`"));
        }
    }
    let Value::Array(list) = value.to_value() else {
        return Ok(());
    };
    let texts: Option<Vec<String>> = list
        .iter()
        .map(|one| one.as_str().map(str::to_owned))
        .collect();
    match texts.filter(|_| style.is_none() && !reserved) {
        Some(texts)
            if pairs.iter().map(|(_, read)| read).ne(texts.iter())
                || pairs.iter().any(|(name, _)| name != NAME) =>
        {
            Err(format!("a list is read as another: {pairs:?}"))
        }
        _ => Ok(()),
    }
}

pub(super) fn header(place: Where, value: &Json, seen: &Seen) -> Result<(), String> {
    let read: Vec<&[u8]> = seen
        .headers
        .get_all("x-a")
        .iter()
        .map(|value| value.as_bytes())
        .collect();
    let [read] = read.as_slice() else {
        return Err(format!("one field is {}", read.len()));
    };
    let text = if place == Where::HeaderJson {
        Some(value.as_str().to_owned())
    } else {
        scalar(value)
    };
    match text {
        Some(text) if text.as_bytes() != *read => Err(format!("`{text}` is read as another")),
        _ => Ok(()),
    }
}

pub(super) fn cookie(place: Where, value: &Json, seen: &Seen) -> Result<(), String> {
    let fields: Vec<String> = seen
        .headers
        .get_all("cookie")
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        .collect();
    if fields.len() > 1 {
        return Err("cookies are one field".to_owned());
    }
    let Some(text) = scalar(value) else {
        return Ok(());
    };
    let text = if place == Where::Cookie(Some(QueryStyle::Json)) {
        value.as_str().to_owned()
    } else {
        text
    };
    let field = fields.first().map_or("", String::as_str);
    let read = match place {
        Where::CookieUnescaped(_) => field.strip_prefix("a=").map(str::to_owned),
        _ => {
            let (name, read) = field.split_once('=').unwrap_or_default();
            let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
            (decoded(name) == NAME).then(|| decoded(read))
        }
    };
    if read.as_ref() != Some(&text) || field.contains(';') {
        return Err(format!("`{text}` is read as another: `{field}`"));
    }
    Ok(())
}
