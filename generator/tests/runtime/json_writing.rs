//! How JSON is written.

use std::collections::BTreeMap;

use crate::runtime::{Json, Maybe, ToJson, Writer, record};

#[derive(Debug, Clone)]
struct Contact {
    name: String,
    age: Option<i32>,
    nick: Option<String>,
    email: Maybe<String>,
    tags: Vec<Option<bool>>,
    more: BTreeMap<String, f64>,
}

record! { Contact: write { name, age, nick = "nickName" nullable, email, tags; const "kind" = "\"person\"", const "v" = "2", rest more } }

fn contact() -> Contact {
    Contact {
        name: "a\"\\\n\u{1}é".to_owned(),
        age: None,
        nick: None,
        email: Maybe::Absent,
        tags: Vec::new(),
        more: BTreeMap::new(),
    }
}

fn text(value: &dyn ToJson) -> String {
    Writer::text_of(value).expect("all of it can be said")
}

#[test]
fn absent_properties_are_left_out_and_those_that_must_be_there_are_null() {
    let wanted = r#"{"kind":"person","v":2,"name":"a\"\\\n\u0001é","nickName":null,"tags":[]}"#;
    assert_eq!(text(&contact()), wanted);
}

#[test]
fn constants_are_written_unasked_and_the_rest_after_all() {
    let full = Contact {
        name: "{[".to_owned(),
        age: Some(3),
        nick: Some("b".to_owned()),
        email: Maybe::Null,
        tags: vec![Some(true), None],
        more: BTreeMap::from([("x \"y\"".to_owned(), 0.5)]),
    };
    let wanted = r#"{"kind":"person","v":2,"name":"{[","age":3,"nickName":"b","email":null,"tags":[true,null],"x \"y\"":0.5}"#;
    assert_eq!(text(&full), wanted);
    assert_eq!(
        Json::from_text(&text(&full))
            .map(|json| json.as_str().to_owned())
            .as_deref(),
        Ok(wanted)
    );
    let value = Contact {
        email: Maybe::Value("e".to_owned()),
        ..full
    };
    assert!(text(&value).contains(r#""email":"e""#));
}

#[test]
fn numbers_are_written_as_people_write_them() {
    assert_eq!(text(&400.0), "400");
    assert_eq!(text(&-0.5), "-0.5");
    assert_eq!(text(&0.1), "0.1");
    assert_eq!(text(&i128::MIN), i128::MIN.to_string());
    assert_eq!(text(&u64::MAX), "18446744073709551615");
    for value in [
        1e300,
        f64::MIN_POSITIVE,
        f64::MAX,
        1e15,
        123_456_789_012_345_680.0,
        -1e14,
    ] {
        assert_eq!(text(&value).parse(), Ok(value));
        assert!(Json::from_text(&text(&value)).is_ok_and(|json| json.read::<f64>() == Ok(value)));
    }
}

#[test]
fn a_key_is_never_written_twice() {
    for key in ["name", "nickName"] {
        let twice = Contact {
            more: BTreeMap::from([(key.to_owned(), 1.0)]),
            ..contact()
        };
        assert_eq!(
            Writer::text_of(&twice),
            Err("holds one key twice: as a property, and among all others"),
            "{key}"
        );
    }
    // Another value takes the place of the documented one.
    let other = Contact {
        more: BTreeMap::from([("kind".to_owned(), 1.0)]),
        ..contact()
    };
    let text = Writer::text_of(&other).unwrap_or_default();
    assert_eq!(text.matches(r#""kind""#).count(), 1, "{text}");
    assert!(text.contains(r#""kind":1"#), "{text}");
}

#[test]
fn numbers_that_json_has_no_word_for_are_refused_wherever_they_stand() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(Writer::text_of(&value).is_err());
        assert!(Writer::text_of(&vec![Some(1.0), Some(value)]).is_err());
        let with = Contact {
            more: BTreeMap::from([("x".to_owned(), value)]),
            ..contact()
        };
        assert!(Writer::text_of(&with).is_err());
    }
}
