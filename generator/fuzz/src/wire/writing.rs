//! What a client writes: a value in a path, a query, a header field, a cookie or a body, and what a server would see.

use super::server::{Seen, with};
use super::{contents, places};
use crate::input::{Finding, Outcome};
use crate::runtime::{
    Answer, FormStyle, Json, Method, NoFailure, Operation, PathStyle, QueryStyle, Reading,
    RequestLine, RequestParts,
};

/// Where a value is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Where {
    Path(PathStyle),
    /// As the other variable of the path, which stands beside a literal.
    File(PathStyle),
    Query(Option<QueryStyle>),
    Reserved(Option<QueryStyle>),
    Header(bool),
    HeaderJson,
    Cookie(Option<QueryStyle>),
    CookieUnescaped(bool),
    Form(Option<FormStyle>),
    QueryForm(Option<FormStyle>),
    Multipart(Option<&'static str>),
    Json,
}

/// All places; the first byte of an input says which.
pub(super) const WHERE: &[Where] = &[
    Where::Path(PathStyle::Simple { explode: false }),
    Where::Path(PathStyle::Simple { explode: true }),
    Where::Path(PathStyle::Label { explode: false }),
    Where::Path(PathStyle::Label { explode: true }),
    Where::Path(PathStyle::Matrix { explode: false }),
    Where::Path(PathStyle::Matrix { explode: true }),
    Where::Path(PathStyle::Json),
    Where::File(PathStyle::Simple { explode: false }),
    Where::File(PathStyle::Label { explode: true }),
    Where::Query(None),
    Where::Query(Some(QueryStyle::Form)),
    Where::Query(Some(QueryStyle::SpaceDelimited)),
    Where::Query(Some(QueryStyle::PipeDelimited)),
    Where::Query(Some(QueryStyle::DeepObject)),
    Where::Query(Some(QueryStyle::Json)),
    Where::Reserved(None),
    Where::Reserved(Some(QueryStyle::Form)),
    Where::Reserved(Some(QueryStyle::DeepObject)),
    Where::Header(false),
    Where::Header(true),
    Where::HeaderJson,
    Where::Cookie(None),
    Where::Cookie(Some(QueryStyle::Form)),
    Where::Cookie(Some(QueryStyle::Json)),
    Where::CookieUnescaped(false),
    Where::CookieUnescaped(true),
    Where::Form(None),
    Where::Form(Some(FormStyle::Exploded)),
    Where::Form(Some(FormStyle::Form)),
    Where::Form(Some(FormStyle::SpaceDelimited)),
    Where::Form(Some(FormStyle::DeepObject)),
    Where::Form(Some(FormStyle::Json)),
    Where::Form(Some(FormStyle::Reserved)),
    Where::QueryForm(None),
    Where::QueryForm(Some(FormStyle::DeepObject)),
    Where::Multipart(None),
    Where::Multipart(Some("application/json")),
    Where::Multipart(Some("text/plain")),
    Where::Json,
];

/// The name of every parameter.
pub(super) const NAME: &str = "a[b]";

struct Written {
    place: Where,
    value: Json,
}

impl Operation for Written {
    type Output = ();
    type Error = NoFailure;
    const LINE: RequestLine = RequestLine::new(Method::POST, "/one/{a[b]}/two/{file}.json");

    fn request(&self, request: &mut RequestParts) {
        let value = &self.value;
        if !matches!(self.place, Where::Path(_)) {
            request.path(NAME, &"p".to_owned());
        }
        if !matches!(self.place, Where::File(_)) {
            request.path("file", &"f".to_owned());
        }
        match self.place {
            Where::Path(style) => request.path_as(NAME, style, value),
            Where::File(style) => request.path_as("file", style, value),
            Where::Query(None) => request.query(NAME, value),
            Where::Query(Some(style)) => request.query_as(NAME, style, value),
            Where::Reserved(style) => request.query_reserved(NAME, style, value),
            Where::Header(false) => request.header("x-a", value),
            Where::Header(true) => request.header_exploded("x-a", value),
            Where::HeaderJson => request.header_json("x-a", value),
            Where::Cookie(None) => request.cookie(NAME, value),
            Where::Cookie(Some(style)) => request.cookie_as(NAME, style, value),
            Where::CookieUnescaped(explode) => request.cookie_unescaped("a", explode, value),
            Where::Form(style) => request.form(value, &contents::styles(value, style)),
            Where::QueryForm(style) => {
                request.query_string_form(value, &contents::styles(value, style))
            }
            Where::Multipart(media_type) => {
                request.multipart(
                    "multipart/form-data",
                    value,
                    &contents::types(value, media_type),
                );
            }
            Where::Json => request.json(value),
        }
    }

    fn answer(answer: Answer<'_>) -> Reading<Self> {
        answer.empty()
    }
}

/// How many ways there are.
#[must_use]
pub fn ways() -> usize {
    WHERE.len()
}

/// Writes an input: the place, then JSON; what is not JSON is a text.
///
/// # Errors
///
/// What does not hold.
pub fn judge(bytes: &[u8]) -> Result<Outcome, Finding> {
    let Some((first, rest)) = bytes.split_first() else {
        return Ok(Outcome::Refused);
    };
    let text = String::from_utf8_lossy(rest);
    let value =
        Json::from_text(&text).unwrap_or_else(|_| Json::from(serde_json::Value::from(&*text)));
    let place = WHERE[usize::from(*first) % WHERE.len()];
    let written = Written {
        place,
        value: value.clone(),
    };
    let (result, seen) = with(
        [],
        |client| async move { client.call(written).send().await },
    );
    match (result, seen.as_slice()) {
        (Ok(()), [seen]) => {
            let wrong = places::whole(place, seen).and_then(|()| check(place, &value, seen));
            wrong.map_err(|why| Finding::new(format!("{place:?}: {why}\n{seen:?}\n{value}")))?;
            Ok(Outcome::Taken(None))
        }
        (Err(error), []) => {
            let _ = error.to_string();
            Ok(Outcome::Refused)
        }
        (result, seen) => Err(Finding::new(format!(
            "{place:?}: {} requests, {result:?}",
            seen.len()
        ))),
    }
}

/// What a server reads is what was written.
fn check(place: Where, value: &Json, seen: &Seen) -> Result<(), String> {
    match place {
        Where::Path(_) | Where::File(_) => places::path(place, value, seen),
        Where::Query(_) | Where::Reserved(_) => places::query(place, value, seen),
        Where::Header(_) | Where::HeaderJson => places::header(place, value, seen),
        Where::Cookie(_) | Where::CookieUnescaped(_) => places::cookie(place, value, seen),
        Where::Form(_) | Where::QueryForm(_) => contents::form(place, value, seen),
        Where::Multipart(_) => contents::multipart(value, seen),
        Where::Json => contents::json(value, seen),
    }
}
