//! What is sent: credentials, header fields, content, addresses, and what is refused instead.

use std::time::Duration;

use crate::api::{
    BARE, BASIC, BEARER, COOKIE, GetPet, HEADER, Mock, PutPet, QUERY, Seen, builder, client, get,
    put, wait,
};
use crate::runtime::{Call, Error, Method, NoFailure, Operation, RequestParts, Secret, Why};

fn sent(parts: fn(&mut RequestParts)) -> Seen {
    sent_by(parts, |call| call)
}

fn sent_by(parts: fn(&mut RequestParts), change: fn(Call<GetPet>) -> Call<GetPet>) -> Seen {
    let mock = Mock::default();
    wait(change(client(&mock).call(get(parts))).send()).expect("it is sent");
    mock.only()
}

/// Why a request was not sent; the transport has seen nothing.
fn refused<Op: Operation<Error = NoFailure, Output: std::fmt::Debug>>(operation: Op) -> Why {
    let mock = Mock::default();
    let error = wait(client(&mock).call(operation).send()).expect_err("it cannot be sent");
    assert!(mock.seen().is_empty());
    assert!(error.status().is_none() && error.body().is_none() && error.headers().is_none());
    match error {
        Error::NotSent(error) => match error.why() {
            Why::Parameter { name, why } => Why::Parameter {
                name: name.clone(),
                why,
            },
            Why::Credential(wanted) => Why::Credential(wanted.clone()),
            Why::Address(address) => Why::Address(address.clone()),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn refused_name<Op: Operation<Error = NoFailure, Output: std::fmt::Debug>>(
    operation: Op,
) -> String {
    match refused(operation) {
        Why::Parameter { name, .. } => name,
        other => panic!("{other:?}"),
    }
}

#[test]
fn credentials_go_where_their_scheme_says() {
    assert_eq!(
        sent(|request| request.authorize(&[&[&BARE]])).header("authorization"),
        ["bare-key"]
    );
    assert_eq!(
        sent(|request| request.authorize(&[&[&HEADER]])).header("x-api-key"),
        ["header-key"]
    );
    assert_eq!(
        sent(|request| request.authorize(&[&[&QUERY]])).target(),
        "/pets/rex?api_key=query%20key%2B%2F"
    );
    assert_eq!(
        sent(|request| request.authorize(&[&[&COOKIE]])).header("cookie"),
        ["session=cookie-key"]
    );
    assert_eq!(
        sent(|request| request.authorize(&[&[&BEARER]])).header("authorization"),
        ["Bearer token"]
    );
    // RFC 7617 section 2: base64 of `user:pass`.
    assert_eq!(
        sent(|request| request.authorize(&[&[&BASIC]])).header("authorization"),
        ["Basic dXNlcjpwYXNz"]
    );
}

#[test]
fn base64_has_its_padding() {
    for (password, wanted) in [
        ("", "dTo="),
        ("f", "dTpm"),
        ("fo", "dTpmbw=="),
        ("é", "dTrDqQ=="),
    ] {
        let mock = Mock::default();
        let client = builder()
            .transport(mock.clone())
            .credential(&BASIC, Secret::basic("u", password));
        let client = client.build().expect("a client");
        wait(
            client
                .call(get(|request| request.authorize(&[&[&BASIC]])))
                .send(),
        )
        .expect("it is sent");
        assert_eq!(
            mock.only().header("authorization"),
            [format!("Basic {wanted}")]
        );
    }
}

#[test]
fn schemes_are_combined_and_chosen() {
    let both = sent(|request| {
        request.query("limit", &1);
        request.cookie("a", &1);
        request.authorize(&[&[&HEADER, &QUERY, &COOKIE]]);
    });
    assert_eq!(both.target(), "/pets/rex?limit=1&api_key=query%20key%2B%2F");
    assert_eq!(both.header("x-api-key"), ["header-key"]);
    assert_eq!(both.header("cookie"), ["a=1; session=cookie-key"]);
    let first = sent(|request| request.authorize(&[&[], &[&HEADER], &[&BARE]]));
    assert_eq!(first.header("x-api-key"), ["header-key"]);
    assert!(first.header("authorization").is_empty());
    assert!(sent(|_| {}).header("authorization").is_empty());
}

#[test]
fn a_missing_credential_is_refused_and_an_optional_one_is_not() {
    let mock = Mock::default();
    let client = builder()
        .transport(mock.clone())
        .credential(&HEADER, "k")
        .build()
        .expect("a client");
    let error = wait(
        client
            .call(get(|request| {
                request.authorize(&[&[&BARE], &[&HEADER, &QUERY]])
            }))
            .send(),
    );
    let error = error.expect_err("a credential is missing");
    assert_eq!(
        error.to_string(),
        "the request was not sent: a credential is missing: bare, or header and query"
    );
    assert!(mock.seen().is_empty());
    wait(
        client
            .call(get(|request| request.authorize(&[&[&BARE], &[]])))
            .send(),
    )
    .expect("anonymous will do");
    assert!(mock.only().header("authorization").is_empty());
}

#[test]
fn credentials_that_cannot_be_sent_are_refused_at_once() {
    for secret in ["", "a\r\nX-Evil: 1", "a\nb", "a\0b"] {
        for scheme in [&BARE, &QUERY, &COOKIE, &BEARER, &BASIC] {
            let error = builder()
                .credential(scheme, secret)
                .build()
                .expect_err("it cannot be sent");
            assert!(!error.to_string().contains("Evil"), "{error}");
        }
    }
    let error = builder()
        .credential(&BARE, "")
        .build()
        .expect_err("it is empty");
    assert_eq!(
        error.to_string(),
        "no client: the credential `bare` is empty"
    );
}

#[test]
fn header_fields_of_the_call_win_over_all_others() {
    let seen = sent_by(
        |request| {
            request.header("X-Own", &"operation".to_owned());
            request.authorize(&[&[&BARE, &COOKIE]]);
        },
        |call| {
            let call = call
                .header("x-own", "call")
                .header("Authorization", "other")
                .header("Cookie", "a=b");
            call.header("User-Agent", "me")
                .header("X-More", "1")
                .header("X-More", "2")
        },
    );
    assert_eq!(seen.header("x-own"), ["call"]);
    assert_eq!(seen.header("authorization"), ["other"]);
    assert_eq!(seen.header("cookie"), ["a=b"]);
    assert_eq!(seen.header("user-agent"), ["me"]);
    assert_eq!(seen.header("x-more"), ["2"]);
}

#[test]
fn default_headers_are_all_sent_unless_the_operation_has_its_own() {
    let mock = Mock::default();
    let client = builder()
        .transport(mock.clone())
        .default_header("X-A", "1")
        .default_header("X-A", "2");
    let client = client
        .default_header("X-B", "default")
        .user_agent("me/2")
        .build()
        .expect("a client");
    wait(
        client
            .call(get(|request| request.header("X-B", &"own".to_owned())))
            .send(),
    )
    .expect("it is sent");
    let seen = mock.only();
    assert_eq!(seen.header("x-a"), ["1", "2"]);
    assert_eq!(seen.header("x-b"), ["own"]);
    assert_eq!(seen.header("user-agent"), ["me/2"]);
    assert_eq!(sent(|_| {}).header("user-agent"), ["pets/1.0"]);
    assert!(builder().default_header("a b", "1").build().is_err());
    assert!(builder().default_header("a", "1\n2").build().is_err());
}

#[test]
fn header_fields_with_line_breaks_are_refused() {
    assert_eq!(
        refused_name(get(
            |request| request.header("X-A", &"a\r\nX-Evil: 1".to_owned())
        )),
        "X-A"
    );
    assert_eq!(
        refused_name(get(|request| request.header("X-A", &"a\0".to_owned()))),
        "X-A"
    );
    let mock = Mock::default();
    for (name, value) in [("X-A", "a\nb"), ("X\r\nEvil", "1"), ("", "1"), ("a b", "1")] {
        let error =
            wait(client(&mock).call(get(|_| {})).header(name, value).send()).expect_err("refused");
        assert!(matches!(error, Error::NotSent(_)));
    }
    assert!(mock.seen().is_empty());
}

#[test]
fn numbers_that_cannot_be_written_are_refused() {
    assert_eq!(
        refused_name(put(|request| {
            request.path("name", &"a".to_owned());
            request.json(&vec![1.0, f64::NAN]);
        })),
        "body"
    );
    assert_eq!(
        refused_name(get(|request| request.query("limit", &f64::INFINITY))),
        "limit"
    );
    assert_eq!(
        refused_name(put(|request| request.path("name", &f64::NAN))),
        "name"
    );
}

#[test]
fn a_segment_is_never_left() {
    for value in [
        "a/b", "%2F", "%2e%2e", "..%2f", "a?b", "a#b", "a\\b", ";", "é ", "..", ".", "\r\n", "\0",
        "\u{feff}",
    ] {
        let mock = Mock::default();
        let value = value.to_owned();
        let parts = Named(value.clone());
        wait(client(&mock).call(parts).send()).expect("the segment ends in `.json`");
        let seen = mock.only();
        let segments: Vec<&str> = seen.target().split(['/', '?', '#']).collect();
        assert_eq!(segments.len(), 3, "{value:?} {}", seen.url);
        let segment = segments[2]
            .strip_suffix(".json")
            .expect("the template stays");
        let decoded = percent_encoding::percent_decode_str(segment)
            .decode_utf8()
            .expect("UTF-8");
        assert_eq!(decoded, value);
    }
}

/// `POST /pets/{name}.json` for a name that only the test knows.
#[derive(Debug)]
struct Named(String);

impl Operation for Named {
    type Output = ();
    type Error = NoFailure;
    const LINE: crate::runtime::RequestLine = PutPet::LINE;

    fn request(&self, request: &mut RequestParts) {
        request.path("name", &self.0);
    }

    fn answer(answer: crate::runtime::Answer<'_>) -> crate::runtime::Reading<Self> {
        answer.empty()
    }
}

#[test]
fn content_is_json_text_or_bytes() {
    let mock = Mock::default();
    let call = client(&mock).call(put(|request| {
        request.path("name", &"a".to_owned());
        request.json(&vec![Some(1.0), None]);
    }));
    assert_eq!(wait(call.send()).expect("it is sent").as_str(), "{}");
    let seen = mock.only();
    assert_eq!(
        (seen.method.clone(), seen.target()),
        (Method::POST, "/pets/a.json")
    );
    assert_eq!(seen.header("content-type"), ["application/json"]);
    assert_eq!(seen.body, b"[1,null]");
    let bytes = sent(|request| request.content("application/octet-stream", Some(vec![0, 255])));
    assert_eq!(
        (bytes.header("content-type"), bytes.body.as_slice()),
        (vec!["application/octet-stream"], &[0, 255][..])
    );
    let none = sent(|request| request.json(&None::<i32>));
    assert!(none.header("content-type").is_empty() && none.body.is_empty());
}

#[test]
fn base_urls_are_web_addresses() {
    for wrong in [
        "",
        "pets.example",
        "ftp://pets.example",
        "https://pets.example?x=1",
        "https://pets.example#x",
        "http://",
    ] {
        assert!(
            builder()
                .transport(Mock::default())
                .base_url(wrong)
                .build()
                .is_err(),
            "{wrong}"
        );
    }
    for right in [
        "http://localhost:8080",
        "https://[::1]/v2/",
        "https://pets.example/v1/x",
    ] {
        let mock = Mock::default();
        let client = builder()
            .transport(mock.clone())
            .base_url(right)
            .build()
            .expect("a client");
        wait(client.call(get(|_| {})).send()).expect("it is sent");
        assert_eq!(
            mock.only().url,
            format!("{}/pets/rex", right.trim_end_matches('/'))
        );
    }
}

#[test]
fn no_time_at_all_sends_nothing() {
    let mock = Mock::default();
    let error = wait(
        client(&mock)
            .call(get(|_| {}))
            .timeout(Duration::ZERO)
            .send(),
    )
    .expect_err("no time");
    assert!(
        matches!(&error, Error::NotSent(why) if matches!(why.why(), Why::Deadline)),
        "{error:?}"
    );
    assert!(mock.seen().is_empty());
}

#[test]
fn nothing_that_is_printed_holds_a_secret() {
    let mock = Mock::default();
    let client = client(&mock);
    let call = client.call(get(|request| {
        request.authorize(&[&[&BARE, &QUERY, &COOKIE]])
    }));
    let call = call.header("X-Token", "token-key");
    let own = builder()
        .base_url("https://me:hush-key@pets.example/")
        .credential(&BARE, "bare-key");
    let shown = format!("{client:?} {client:#?} {call:?} {own:?}");
    let shown = format!("{shown} {:?}", own.transport(mock).build());
    assert!(
        !shown.contains("key@") && !shown.contains("-key") && !shown.contains("key+"),
        "{shown}"
    );
    assert!(shown.contains("[redacted]"));
}
