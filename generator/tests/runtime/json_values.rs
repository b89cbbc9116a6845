//! Values of any kind, and enums of documented values.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use serde_json::json;

use crate::runtime::{Blank, Json, Problem, Reader, Slot, Writer, enumeration};

fn json(text: &str) -> Json {
    Json::from_text(text).expect("it is JSON")
}

#[test]
fn the_text_stays_as_it_came() {
    for text in [
        r#"{"b": 1,  "a": [ 1.0, 1e2 ], "b": 2}"#,
        "123456789012345678901234567890.000",
        "1e999",
        r#""\u00e9\/""#,
    ] {
        let value = json(&format!(" {text}\n"));
        assert_eq!(value.as_str(), text);
        assert_eq!(value.to_string(), text);
        assert_eq!(format!("{value:?}"), text);
        assert_eq!(Writer::text_of(&value).as_deref(), Ok(text));
    }
}

#[test]
fn equal_values_are_equal_and_hash_alike() {
    let equal = [
        (r#"{"a": 1, "b": 2}"#, r#"{"b":2,"a":1}"#),
        ("1.0", "1"),
        ("100", "1e2"),
        ("-0", "0.0"),
        ("1.50e1", "15"),
        ("1e999", "10E998"),
        (r#""\u00e9""#, r#""é""#),
        (r#"{"a": 1, "a": 2}"#, r#"{"a": 2}"#),
        ("[ 1 , [ ] ]", "[1,[]]"),
    ];
    let hasher = RandomState::new();
    for (left, right) in equal {
        assert_eq!(json(left), json(right));
        assert_eq!(
            hasher.hash_one(json(left)),
            hasher.hash_one(json(right)),
            "{left}"
        );
    }
}

#[test]
fn different_values_differ() {
    let different = [
        "1",
        "-1",
        "\"1\"",
        "1.0000000000000000000000000000000000001",
        "12345678901234567890123",
        "12345678901234567890124",
        "true",
        "\"true\"",
        "null",
        "\"null\"",
        "[]",
        "{}",
        "[1,2]",
        "[2,1]",
        r#"{"a":1}"#,
        r#"{"a":null}"#,
        "\"\"",
        "0",
        "1e999",
        "1e998",
    ];
    for (index, left) in different.iter().enumerate() {
        for right in &different[index + 1..] {
            assert_ne!(json(left), json(right), "{left} {right}");
        }
    }
    assert_eq!(
        different
            .iter()
            .map(|text| json(text))
            .collect::<HashSet<_>>()
            .len(),
        different.len()
    );
}

#[test]
fn what_serde_json_can_say_is_given_to_it() {
    let value = json(
        r#"{"b": [1, -2, 0.5, 18446744073709551615], "a": {"x": null, "y": "é\n"}, "t": true}"#,
    );
    assert_eq!(
        value.to_value(),
        json!({"b": [1, -2, 0.5, u64::MAX], "a": {"x": null, "y": "é\n"}, "t": true})
    );
    assert_eq!(
        Json::from(json!({"a": [1, "x"]})),
        json(r#"{"a": [1, "x"]}"#)
    );
    // One number that is too big costs no more than itself, and the deepest value that is read is there.
    assert_eq!(json(r#"[1, 1e999]"#).to_value(), json!([1, "1e999"]));
    let deepest = format!("{}{}", "[".repeat(128), "]".repeat(128));
    assert_eq!(json(&deepest).to_value().to_string(), deepest);
}

#[test]
fn a_value_is_read_as_a_type() {
    assert_eq!(json("[1, 2]").read::<Vec<i32>>(), Ok(vec![1, 2]));
    assert!(json("[1, \"x\"]").read::<Vec<i32>>().is_err());
}

#[test]
fn a_value_says_what_went_wrong() {
    let problem = json(r#"{"code": 7, "title": "T", "detail": "D", "more": 1}"#);
    assert_eq!(problem.code().as_deref(), Some("7"));
    assert_eq!(problem.title().as_deref(), Some("T"));
    assert_eq!(problem.message().as_deref(), Some("D"));
    assert_eq!(json(r#"{"code": null, "message": {"a": 1}}"#).code(), None);
    assert_eq!(
        json(r#"{"code": null, "message": {"a": 1}}"#).message(),
        None
    );
    assert_eq!(json("[]").code(), None);
}

enumeration! {
    /// Values of several types, as a document may list them.
    pub enum Colour: read write { Red = "red", Light = "light blue", Third = 3, Half = 0.5, Yes = true }
}

fn colour(text: &str) -> Colour {
    Reader::text(text).expect("any value is a colour")
}

#[test]
fn documented_values_are_known_by_value() {
    assert_eq!(colour("\"red\""), Colour::Red);
    assert_eq!(colour("\"r\\u0065d\""), Colour::Red);
    assert_eq!(colour("3"), Colour::Third);
    assert_eq!(colour("3.0"), Colour::Third);
    assert_eq!(colour("5e-1"), Colour::Half);
    assert_eq!(colour("true"), Colour::Yes);
    assert_eq!(Colour::Light.to_string(), "light blue");
    assert_eq!(Colour::Third.to_string(), "3");
}

#[test]
fn undocumented_values_are_kept_and_written_as_they_came() {
    for text in ["\"blue\"", "\"3\"", "4", "null", "false", "{\"r\": [1.0]}"] {
        let read = colour(text);
        assert!(
            matches!(&read, Colour::Other(json) if json.as_str() == text),
            "{text}"
        );
        assert_eq!(Writer::text_of(&read).as_deref(), Ok(text));
    }
    assert_eq!(colour("\"blue\"").to_string(), "blue");
    assert_eq!(Writer::text_of(&Colour::Red).as_deref(), Ok("\"red\""));
    assert_eq!(Writer::text_of(&Colour::Half).as_deref(), Ok("0.5"));
    assert!(Colour::read_all("[\"red\", \"new\"]").is_ok_and(|all| all.len() == 2));
}

impl Colour {
    fn read_all(text: &str) -> Result<Vec<Self>, crate::runtime::Misfit> {
        Reader::text::<Vec<Self>>(text)
    }
}

#[test]
fn a_value_that_is_not_json_is_no_colour() {
    assert!(Colour::read_all("[\"red\", blue]").is_err());
    let mut colour = Colour::BLANK;
    assert!(!colour.omit(), "a colour must be there");
}
