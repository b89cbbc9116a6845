//! Values as contents, as a server takes them apart: forms, parts, JSON.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::value::RawValue;
use url::form_urlencoded;

use super::server::Seen;
use super::writing::Where;
use crate::runtime::{FormStyle, Json};

/// The members of an object, if each has a name of its own and all are texts.
fn texts(value: &Json) -> Option<Vec<(String, String)>> {
    let Value::Object(members) = value.to_value() else {
        return None;
    };
    let all: Option<Vec<(String, String)>> = members
        .iter()
        .map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
        .collect();
    // Of numbers that are too big only the spelling is left, and of a name that stands twice one is lost.
    let spelled = names(value).len() == members.len();
    all.filter(|_| spelled && !has_numbers(value))
}

fn has_numbers(value: &Json) -> bool {
    let raw: Result<std::collections::HashMap<String, Box<RawValue>>, _> =
        serde_json::from_str(value.as_str());
    raw.map_or(true, |raw| {
        raw.values().any(|one| !one.get().starts_with('"'))
    })
}

/// The names of an object's members, as often as they stand there.
fn names(value: &Json) -> Vec<String> {
    struct Names(Vec<String>);

    impl<'de> serde::Deserialize<'de> for Names {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Visitor;
            impl<'de> serde::de::Visitor<'de> for Visitor {
                type Value = Names;
                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("an object")
                }
                fn visit_map<A: serde::de::MapAccess<'de>>(
                    self,
                    mut map: A,
                ) -> Result<Names, A::Error> {
                    let mut names = Vec::new();
                    while let Some((name, serde::de::IgnoredAny)) = map.next_entry()? {
                        names.push(name);
                    }
                    Ok(Names(names))
                }
            }
            deserializer.deserialize_map(Visitor)
        }
    }

    serde_json::from_str::<Names>(value.as_str()).map_or_else(|_| Vec::new(), |names| names.0)
}

/// Every property in this style. The names live as long as the program: there are few.
pub(super) fn styles(value: &Json, style: Option<FormStyle>) -> Vec<(&'static str, FormStyle)> {
    let Some(style) = style else {
        return Vec::new();
    };
    let known = ["a", "b", "R", "G", "B", "message", "title", "id", ""];
    let names: BTreeSet<String> = names(value).into_iter().collect();
    known
        .into_iter()
        .filter(|known| names.contains(*known))
        .map(|known| (known, style))
        .collect()
}

/// Every property of this media type.
pub(super) fn types(
    value: &Json,
    media_type: Option<&'static str>,
) -> Vec<(&'static str, &'static str)> {
    let all = styles(value, media_type.map(|_| FormStyle::Json));
    all.into_iter()
        .filter_map(|(name, _)| Some((name, media_type?)))
        .collect()
}

pub(super) fn form(place: Where, value: &Json, seen: &Seen) -> Result<(), String> {
    let (text, style) = match place {
        Where::Form(style) => (String::from_utf8_lossy(&seen.body).into_owned(), style),
        Where::QueryForm(style) => (
            seen.url
                .split_once('?')
                .map_or("", |(_, query)| query)
                .to_owned(),
            style,
        ),
        _ => return Ok(()),
    };
    if text.contains(['\r', '\n', ' ']) {
        return Err("a form holds a space or a line break".to_owned());
    }
    let Some(mut texts) = texts(value).filter(|_| style != Some(FormStyle::Json)) else {
        return Ok(());
    };
    let mut read: Vec<(String, String)> = form_urlencoded::parse(text.as_bytes())
        .into_owned()
        .collect();
    texts.sort();
    read.sort();
    if read == texts {
        Ok(())
    } else {
        Err(format!("{texts:?} is read as {read:?}"))
    }
}

pub(super) fn json(value: &Json, seen: &Seen) -> Result<(), String> {
    let text = String::from_utf8_lossy(&seen.body);
    match Json::from_text(&text) {
        Ok(read) if read == *value => Ok(()),
        other => Err(format!("it is read as {other:?}")),
    }
}

pub(super) fn multipart(value: &Json, seen: &Seen) -> Result<(), String> {
    let said = seen
        .headers
        .get("content-type")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let boundary = said
        .split_once("boundary=")
        .map_or("", |(_, boundary)| boundary);
    let body = String::from_utf8_lossy(&seen.body);
    let begin = format!("--{boundary}\r\n");
    let end = format!("--{boundary}--\r\n");
    let inner = body.strip_suffix(&end).ok_or("the end is missing")?;
    let mut read = Vec::new();
    for part in inner.split(&begin).skip(1) {
        let (head, content) = part.split_once("\r\n\r\n").ok_or("a part has no head")?;
        let content = content.strip_suffix("\r\n").ok_or("a part does not end")?;
        let mut lines = head.split("\r\n");
        let disposition = lines.next().unwrap_or_default();
        let name = disposition
            .to_ascii_lowercase()
            .starts_with("content-disposition: form-data; name=\"");
        let name = name
            .then(|| disposition[38..].strip_suffix('"'))
            .flatten()
            .ok_or("a part has no name")?;
        let known = |line: &str| line.to_ascii_lowercase().starts_with("content-type: ");
        if name.contains(['"', '\r', '\n']) || !lines.all(known) {
            return Err(format!("a part has another head: {head:?}"));
        }
        read.push((name.to_owned(), content.to_owned()));
    }
    let Some(texts) = texts(value) else {
        return Ok(());
    };
    if texts.len() != read.len() {
        return Err(format!(
            "{} properties are {} parts",
            texts.len(),
            read.len()
        ));
    }
    let quoted = |name: &str| {
        name.replace('"', "%22")
            .replace('\r', "%0D")
            .replace('\n', "%0A")
    };
    let as_json = |text: &str| serde_json::Value::from(text).to_string();
    let all = texts.iter().all(|(name, text)| {
        let mut same = read.iter().filter(|(read, _)| *read == quoted(name));
        same.any(|(_, content)| {
            content == text || Json::from_text(content).ok() == Json::from_text(&as_json(text)).ok()
        })
    });
    if all {
        Ok(())
    } else {
        Err(format!("{texts:?} is read as {read:?}"))
    }
}
