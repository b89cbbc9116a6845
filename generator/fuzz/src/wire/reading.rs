//! What a client reads: JSON as types, texts with a format, streams, header fields, redirects, whole answers.

use std::fmt::Debug;

use super::{answers, formats, streams};
use crate::input::{Finding, Outcome};
use crate::runtime::{FromJson, Json, Reader, ToJson, Writer};
use crate::types::{Either, Fish, Food, Input, Place, ReadingSchema, Tank, Water};

/// How an input is read.
type Way = fn(&[u8]) -> Result<Outcome, Finding>;

/// All ways; the first byte of an input says which.
pub const WAYS: &[(&str, Way)] = &[
    ("tank", again::<Tank>),
    ("reading", again::<ReadingSchema>),
    ("fish", again::<Fish>),
    ("input", again::<Input>),
    ("food", again::<Food>),
    ("either", again::<Either>),
    ("place", again::<Place>),
    ("fishes", again::<Vec<Fish>>),
    ("water", again::<Water>),
    ("json", json),
    ("formats", formats::all),
    ("events", streams::events),
    ("texts", streams::texts),
    ("lines", streams::lines),
    ("header", answers::header),
    ("redirect", answers::redirect),
    ("answer", answers::whole),
];

/// Reads an input: the way, then what is read.
///
/// # Errors
///
/// What does not hold.
pub fn judge(bytes: &[u8]) -> Result<Outcome, Finding> {
    let Some((first, rest)) = bytes.split_first() else {
        return Ok(Outcome::Refused);
    };
    let (_, way) = WAYS[usize::from(*first) % WAYS.len()];
    way(rest)
}

/// What is read and written again reads the same.
fn again<T: FromJson + ToJson + PartialEq + Debug>(bytes: &[u8]) -> Result<Outcome, Finding> {
    let value: T = match Reader::document(bytes) {
        Ok(value) => value,
        Err(misfit) => {
            let _ = misfit.to_string();
            return Ok(Outcome::Refused);
        }
    };
    let written = Writer::text_of(&value).map_err(|why| {
        Finding::new(format!(
            "what was read is not written, for it {why}: `{value:?}`"
        ))
    })?;
    let back: T = Reader::text(&written).map_err(|misfit| {
        Finding::new(format!(
            "what was written is not read: {misfit}: `{written}`"
        ))
    })?;
    if back != value {
        return Err(Finding::new(format!(
            "what was written is read as another value: `{value:?}` `{back:?}`"
        )));
    }
    match Writer::text_of(&back) {
        Ok(text) if text == written => Ok(Outcome::Taken(None)),
        other => Err(Finding::new(format!(
            "what was read again is written differently: `{written}` `{other:?}`"
        ))),
    }
}

/// Any JSON is what another reader takes it for.
fn json(bytes: &[u8]) -> Result<Outcome, Finding> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Ok(Outcome::Refused);
    };
    let theirs = serde_json::from_str::<serde::de::IgnoredAny>(text);
    let ours = Reader::document::<Json>(bytes);
    let Ok(value) = ours else {
        // Of depth each has its own limit; and what is only gone past may have halves of surrogate pairs there, not here.
        let deep = bytes
            .iter()
            .filter(|byte| matches!(byte, b'[' | b'{'))
            .count()
            > 100;
        let halved =
            text.contains("\\u") && serde_json::from_str::<serde_json::Value>(text).is_err();
        return if theirs.is_ok() && !deep && !halved {
            Err(Finding::new(format!("JSON is refused: {ours:?}")))
        } else {
            Ok(Outcome::Refused)
        };
    };
    if theirs.is_err() && !bytes.starts_with(b"\xef\xbb\xbf") {
        return Err(Finding::new(format!(
            "what is not JSON is taken: `{value}`: {theirs:?}"
        )));
    }
    let text = text
        .strip_prefix('\u{feff}')
        .unwrap_or(text)
        .trim_matches([' ', '\t', '\r', '\n']);
    if value.as_str() != text {
        return Err(Finding::new(format!(
            "JSON is kept as another text: `{text}` `{value}`"
        )));
    }
    let same = Json::from(value.to_value());
    if value != value.clone() || (same == value && hash(&same) != hash(&value)) {
        return Err(Finding::new(format!(
            "equal JSON is not equal, or hashes differently: `{text}`"
        )));
    }
    again::<Json>(bytes)
}

fn hash(json: &Json) -> u64 {
    use std::hash::BuildHasher as _;
    std::hash::BuildHasherDefault::<std::hash::DefaultHasher>::default().hash_one(json)
}
