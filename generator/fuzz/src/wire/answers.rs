//! Answers: header fields as values, redirects and what goes along with them, bodies of any status.

use url::Url;

use super::server::{BASE, COOKIE, KEY, QUERY, SECRET, answer, with};
use crate::input::{Finding, Outcome};
use crate::runtime::{
    Answer, Body, DateTime, HeaderForm, HeaderMap, HeaderValue, Json, Method, NoFailure, Operation,
    Reading, RequestLine, RequestParts, ResponseHeader,
};
use crate::types::{AddPhoto, PutTank};

/// Lines of a header field.
pub(super) fn header(bytes: &[u8]) -> Result<Outcome, Finding> {
    let mut headers = HeaderMap::new();
    for line in bytes.split(|byte| *byte == b'\n') {
        if let Ok(value) = HeaderValue::from_bytes(line) {
            headers.append("x-a", value);
        }
    }
    let text = ResponseHeader::<String>::new("X-A", HeaderForm::Text).read(&headers);
    let first = headers.get("x-a").map(|value| value.as_bytes().to_vec());
    if let Ok(read) = &text
        && read.as_ref().map(|text| text.as_bytes().to_vec()) != first
    {
        return Err(Finding::new(format!(
            "a field is read as another text: {text:?}"
        )));
    }
    let taken = [
        ResponseHeader::<i64>::new("X-A", HeaderForm::Json)
            .read(&headers)
            .is_ok(),
        ResponseHeader::<Json>::new("X-A", HeaderForm::Json)
            .read(&headers)
            .is_ok(),
        ResponseHeader::<DateTime>::new("X-A", HeaderForm::Text)
            .read(&headers)
            .is_ok(),
        ResponseHeader::<Vec<String>>::new("X-A", HeaderForm::Texts)
            .read(&headers)
            .is_ok(),
        ResponseHeader::<Vec<f64>>::new("X-A", HeaderForm::Scalars)
            .read(&headers)
            .is_ok(),
    ];
    Ok(if taken.contains(&true) {
        Outcome::Taken(None)
    } else {
        Outcome::Refused
    })
}

struct Secret;

impl Operation for Secret {
    type Output = ();
    type Error = NoFailure;
    const LINE: RequestLine = RequestLine::new(Method::GET, "/start");

    fn request(&self, request: &mut RequestParts) {
        request.authorize(&[&[&KEY, &QUERY, &COOKIE]]);
    }

    fn answer(answer: Answer<'_>) -> Reading<Self> {
        answer.empty()
    }
}

/// Redirects one after the other, a line each.
pub(super) fn redirect(bytes: &[u8]) -> Result<Outcome, Finding> {
    let lines = bytes.split(|byte| *byte == b'\n').take(9);
    let answers: Vec<_> = lines
        .enumerate()
        .map(|(index, line)| {
            let statuses: [u16; 5] = [301, 302, 303, 307, 308];
            let status = statuses[(index + line.len()) % 5];
            answer(status, &[("location", line)], Body::empty())
        })
        .collect();
    let (_, seen) = with(answers, |client| async move {
        client.call(Secret).send().await.is_ok()
    });
    if seen.len() > 6 {
        return Err(Finding::new(format!(
            "{} requests for one call",
            seen.len()
        )));
    }
    let home = Url::parse(BASE).map_err(|error| Finding::new(error.to_string()))?;
    // A server that is sent a secret may repeat it where it likes.
    if String::from_utf8_lossy(bytes).contains(SECRET) {
        return Ok(Outcome::Refused);
    }
    let mut away = false;
    for one in &seen {
        let url = Url::parse(&one.url)
            .map_err(|error| Finding::new(format!("`{}`: {error}", one.url)))?;
        if url.scheme() != "https" {
            return Err(Finding::new(format!(
                "a redirect leads to a weaker scheme: `{url}`"
            )));
        }
        away |= url.origin() != home.origin();
        let carried = one
            .headers
            .values()
            .any(|value| String::from_utf8_lossy(value.as_bytes()).contains(SECRET));
        if away && url.origin() != home.origin() && (carried || one.url.contains(SECRET)) {
            return Err(Finding::new(format!(
                "a secret goes to another origin: `{url}` {:?}",
                one.headers
            )));
        }
    }
    Ok(if seen.len() > 1 {
        Outcome::Taken(None)
    } else {
        Outcome::Refused
    })
}

/// A byte for the status, one for the media type, then the body.
pub(super) fn whole(bytes: &[u8]) -> Result<Outcome, Finding> {
    let [status, media, body @ ..] = bytes else {
        return Ok(Outcome::Refused);
    };
    let statuses: [u16; 8] = [200, 201, 204, 400, 404, 404, 500, 599];
    let status = statuses[usize::from(*status) % 8];
    let types = [
        "application/json",
        "text/plain",
        "text/html; charset=x",
        "",
        "application/problem+json",
        "a;b;c",
    ];
    let media = types[usize::from(*media) % types.len()];
    let given = || {
        answer(
            status,
            &[("content-type", media.as_bytes())],
            Body::from(body.to_vec()),
        )
    };
    let (tank, _) = with([given()], |client| async move {
        let Ok(tank) = crate::runtime::Reader::text("{\"id\":\"\",\"kind\":\"tank\",\"size\":1}")
        else {
            return false;
        };
        let call = client.call(PutTank {
            tank: "a".to_owned(),
            body: tank,
        });
        told(call.send_with_response().await)
    });
    let (photo, _) = with([given()], |client| async move {
        let call = client.call(AddPhoto {
            tank: "a".to_owned(),
            body: None,
        });
        told(call.send_with_response().await)
    });
    Ok(if tank || photo {
        Outcome::Taken(None)
    } else {
        Outcome::Refused
    })
}

/// Whether it is a success; of a failure everything is asked for.
fn told<T, E: crate::runtime::Failure + std::fmt::Debug>(
    result: Result<crate::runtime::Response<T>, crate::runtime::Error<E>>,
) -> bool {
    match result {
        Ok(_) => true,
        Err(error) => {
            let _ = (
                error.to_string(),
                format!("{error:?}"),
                error.status(),
                error.request_id().is_some(),
            );
            let any: crate::runtime::Error = error.into();
            let _ = (any.to_string(), format!("{any:?}"));
            false
        }
    }
}
