//! Forms and parts: what the properties of an object look like on the wire.

use crate::api::{Mock, client, put, wait};
use crate::runtime::{
    Body, Bytes, Error, FormStyle, Json, Maybe, Multipart, RequestParts, ToJson, Upload, Why,
    record,
};

/// What a person says of a pet.
#[derive(Debug, Clone, PartialEq)]
struct Report {
    name: Option<String>,
    ages: Option<Vec<i64>>,
    owner: Option<Json>,
    tags: Maybe<Vec<String>>,
    photo: Option<Upload>,
    more: Option<Vec<Upload>>,
}

record! { Report: write { name, ages, owner = "the owner", tags, photo, more; const "kind" = "\"pet report\"" } }

fn report() -> Report {
    Report {
        name: None,
        ages: None,
        owner: None,
        tags: Maybe::Absent,
        photo: None,
        more: None,
    }
}

fn json(text: &str) -> Option<Json> {
    Some(Json::from_text(text).expect("it is JSON"))
}

/// The form of a value, without the constant that begins it.
fn form(
    value: impl ToJson + Send + Sync + 'static,
    styles: &'static [(&str, FormStyle)],
) -> String {
    let mock = Mock::default();
    let call = client(&mock).call(put(move |request: &mut RequestParts| {
        request.path("name", &"a".to_owned());
        request.form(&value, styles);
    }));
    wait(call.send()).expect("it is sent");
    let seen = mock.only();
    assert_eq!(
        seen.header("content-type"),
        ["application/x-www-form-urlencoded"]
    );
    let text = String::from_utf8(seen.body).expect("text");
    text.trim_start_matches("kind=pet+report")
        .trim_start_matches('&')
        .to_owned()
}

/// Why a request was not sent.
fn refused(parts: impl Fn(&mut RequestParts) + Send + Sync + 'static) -> (String, &'static str) {
    let mock = Mock::default();
    let call = client(&mock).call(put(move |request: &mut RequestParts| {
        request.path("name", &"a".to_owned());
        parts(request);
    }));
    let error = wait(call.send()).expect_err("it cannot be sent");
    assert!(mock.seen().is_empty());
    match error {
        Error::NotSent(error) => match error.why() {
            Why::Parameter { name, why } => (name.clone(), why),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_form_is_encoded_as_the_url_standard_says() {
    let name = |text: &str| Report {
        name: Some(text.to_owned()),
        ..report()
    };
    assert_eq!(form(report(), &[]), "");
    assert_eq!(form(name(""), &[]), "name=");
    assert_eq!(
        form(name("a b+c&d=e%~*-._/é\n"), &[]),
        "name=a+b%2Bc%26d%3De%25%7E*-._%2F%C3%A9%0A"
    );
    assert_eq!(form(name("null"), &[]), "name=null", "a word is no null");
    let reserved = &[("name", FormStyle::Reserved)];
    assert_eq!(
        form(name("http://a?b=c&d,e+f"), reserved),
        "name=http://a?b%3Dc%26d,e%2Bf"
    );
    assert_eq!(
        form(
            Report {
                tags: Maybe::Null,
                ..report()
            },
            &[("tags", FormStyle::DeepObject)]
        ),
        "tags="
    );
}

#[test]
fn lists_and_objects_of_a_form_are_written_in_their_style() {
    let ages = || Report {
        ages: Some(vec![1, 2]),
        ..report()
    };
    assert_eq!(form(ages(), &[]), "ages=1&ages=2");
    assert_eq!(
        form(ages(), &[("ages", FormStyle::Exploded)]),
        "ages=1&ages=2"
    );
    assert_eq!(form(ages(), &[("ages", FormStyle::Form)]), "ages=1,2");
    assert_eq!(
        form(ages(), &[("ages", FormStyle::PipeDelimited)]),
        "ages=1%7C2"
    );
    assert_eq!(
        form(ages(), &[("ages", FormStyle::SpaceDelimited)]),
        "ages=1+2"
    );
    assert_eq!(
        form(ages(), &[("ages", FormStyle::DeepObject)]),
        "ages%5B%5D=1&ages%5B%5D=2"
    );
    assert_eq!(
        form(ages(), &[("ages", FormStyle::Json)]),
        "ages=%5B1%2C2%5D"
    );
    assert_eq!(
        form(
            Report {
                ages: Some(Vec::new()),
                ..report()
            },
            &[]
        ),
        ""
    );

    let owner = || Report {
        owner: json(r#"{"a b": {"c": "d e"}, "f": [{"g": 1}, {"g": true}]}"#),
        ..report()
    };
    assert_eq!(
        form(owner(), &[]),
        "the+owner=%7B%22a+b%22%3A+%7B%22c%22%3A+%22d+e%22%7D%2C+%22f%22%3A+%5B%7B%22g%22%3A+1%7D%2C+%7B%22g%22%3A+true%7D%5D%7D"
    );
    assert_eq!(
        form(owner(), &[("the owner", FormStyle::DeepObject)]),
        "the+owner%5Ba+b%5D%5Bc%5D=d+e&the+owner%5Bf%5D%5B0%5D%5Bg%5D=1&the+owner%5Bf%5D%5B1%5D%5Bg%5D=true"
    );
    let flat = Report {
        owner: json(r#"{"a": 1, "b": "c d"}"#),
        ..report()
    };
    assert_eq!(
        form(flat.clone(), &[("the owner", FormStyle::Exploded)]),
        "a=1&b=c+d"
    );
    assert_eq!(
        form(flat, &[("the owner", FormStyle::Form)]),
        "the+owner=a,1,b,c+d"
    );
}

#[test]
fn any_object_can_be_a_form() {
    assert_eq!(
        form(json(r#"{"b": "x y", "a": [1]}"#), &[]),
        "b=x+y&a=1",
        "in its order"
    );
    let map = std::collections::BTreeMap::from([("k".to_owned(), 1_i64)]);
    assert_eq!(form(Some(map), &[]), "k=1");
    let (name, why) = refused(|request| request.form(&json("[1]"), &[]));
    assert_eq!(
        (name.as_str(), why),
        ("body", "is no object, so it has no fields")
    );
    let (name, _) = refused(|request| {
        request.form(
            &Report {
                photo: Some(Upload::new("x")),
                ..report()
            },
            &[],
        );
    });
    assert_eq!(name, "photo");
    let (_, why) = refused(|request| {
        request.json(&Report {
            photo: Some(Upload::new("x")),
            ..report()
        });
    });
    assert_eq!(why, "holds a file where only JSON can be");
}

/// What parts look like, with `b` as the boundary.
fn parts(report: &Report, types: &[(&str, &str)]) -> String {
    let multipart = Multipart::of(report, types, "b").expect("it can be said");
    let mut body = Body::from(multipart);
    let announced = http_body::Body::size_hint(&body).exact();
    let mut bytes = Vec::new();
    wait(async {
        while let Some(chunk) = body.chunk().await {
            bytes.extend_from_slice(&chunk.expect("it does not fail"));
        }
    });
    assert_eq!(announced, Some(bytes.len() as u64), "the length is known");
    String::from_utf8(bytes).expect("text")
}

#[test]
fn parts_are_text_json_and_files() {
    let report = Report {
        name: Some("Rex\r\n{".to_owned()),
        ages: Some(vec![1, 2]),
        owner: json(r#"{"a": [1]}"#),
        tags: Maybe::Null,
        photo: Some(
            Upload::new("bytes")
                .file_name("a \"b\".png")
                .media_type("image/png"),
        ),
        more: Some(vec![
            Upload::new("1").header("X-Id", "7"),
            Upload::from(Bytes::from_static(b"2")),
        ]),
    };
    let text = |name: &str, text: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    let file = |name: &str, file: &str, rest: &str, text: &str| {
        format!(
            "--b\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: {rest}\r\n\r\n{text}\r\n"
        )
    };
    let expected = [
        text("kind", "pet report"),
        text("name", "Rex\r\n{"),
        text("ages", "1"),
        text("ages", "2"),
        "--b\r\nContent-Disposition: form-data; name=\"the owner\"\r\nContent-Type: application/json\r\n\r\n{\"a\": [1]}\r\n".to_owned(),
        text("tags", ""),
        file("photo", "a %22b%22.png", "image/png", "bytes"),
        file("more", "more", "text/csv\r\nX-Id: 7", "1"),
        file("more", "more", "text/csv", "2"),
        "--b--\r\n".to_owned(),
    ];
    assert_eq!(parts(&report, &[("more", "text/csv")]), expected.concat());
    let ages = Report {
        ages: Some(vec![1, 2]),
        ..self::report()
    };
    assert!(
        parts(&ages, &[("ages", "application/json")])
            .contains("Content-Type: application/json\r\n\r\n[1,2]\r\n")
    );
}

#[test]
fn a_part_cannot_break_out_of_its_head() {
    let photo = |upload: Upload| Report {
        photo: Some(upload),
        ..report()
    };
    let named = parts(&photo(Upload::new("x").file_name("a\r\nX-Evil: 1")), &[]);
    assert!(named.contains("filename=\"a%0D%0AX-Evil: 1\""), "{named}");
    for upload in [
        Upload::new("x").media_type("a/b\r\nX-Evil: 1"),
        Upload::new("x").header("X-Evil: 1\r\nY", "1"),
        Upload::new("x").header("X", "1\r\nY: 2"),
    ] {
        let (name, _) = Multipart::of(&photo(upload), &[], "b").expect_err("it cannot be sent");
        assert_eq!(name, "photo");
    }
}

#[test]
fn the_boundary_is_another_each_time() {
    let mock = Mock::default();
    let client = client(&mock);
    for _ in 0..2 {
        let call = client.call(put(|request: &mut RequestParts| {
            request.path("name", &"a".to_owned());
            request.multipart("multipart/form-data", &report(), &[]);
        }));
        wait(call.send()).expect("it is sent");
    }
    let boundaries: Vec<String> = mock
        .seen()
        .iter()
        .map(|seen| {
            let value = seen.header("content-type")[0].to_owned();
            let boundary = value
                .strip_prefix("multipart/form-data; boundary=")
                .expect("parts")
                .to_owned();
            assert!(
                boundary.len() == 32
                    && String::from_utf8_lossy(&seen.body)
                        .ends_with(&format!("--{boundary}--\r\n"))
            );
            boundary
        })
        .collect();
    assert_ne!(boundaries[0], boundaries[1]);
}

#[test]
fn content_as_it_is_may_say_what_it_is() {
    let mock = Mock::default();
    let client = client(&mock);
    for upload in [
        Some(Upload::new("a")),
        Some(Upload::new(vec![0, 255]).media_type("image/png")),
        None,
    ] {
        let call = client.call(put(move |request: &mut RequestParts| {
            request.path("name", &"a".to_owned());
            request.upload("image/*", upload.as_ref());
        }));
        wait(call.send()).expect("it is sent");
    }
    let seen = mock.seen();
    let shown: Vec<_> = seen
        .iter()
        .map(|seen| (seen.header("content-type"), seen.body.as_slice()))
        .collect();
    assert_eq!(
        shown,
        [
            (vec!["image/*"], &b"a"[..]),
            (vec!["image/png"], &[0, 255][..]),
            (vec![], &[][..])
        ]
    );
}
