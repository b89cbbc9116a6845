//! How unions and tuples meet JSON: what decides, what is kept, and what is written back.

use crate::runtime::{Json, Maybe, Problem, Reader, Writer, problem, record, tuple, union};

#[derive(Debug, PartialEq)]
struct Cat {
    name: String,
}

record! { Cat: read write { name; const "kind" = "\"cat\"" } }
problem! { Cat { message: name } }

#[derive(Debug, PartialEq)]
struct Dog {
    kind: String,
    barks: Option<bool>,
}

record! { Dog: read write { kind, barks } }
problem! { Dog {} }

#[derive(Debug, PartialEq)]
enum Pet {
    Cat(Cat),
    Dog(Box<Dog>),
    Other(Json),
}

union! { Pet: read write by "kind" { Cat = "cat", Dog = "dog" | "puppy" | 3 } }
problem! { Pet | Cat, Dog }

#[derive(Debug, PartialEq)]
struct Image {
    url: String,
}

record! { Image: read write { url } }

#[derive(Debug, PartialEq)]
struct Tool {
    id: Option<i64>,
}

record! { Tool: read write { id } }

#[derive(Debug, PartialEq)]
enum Input {
    Auto(String),
    Text(String),
    Numbers(Vec<f64>),
    Lists(Vec<Vec<f64>>),
    Image(Image),
    Tool(Tool),
    Minus(i64),
    Other(Json),
}

union! {
    Input: read write {
        Auto = "auto" | "none", Text = string, Numbers = [number], Lists = [array],
        Image = { "url" }, Tool = { "meta": { "type": "tool" | "call" } }, Minus = (-1),
    }
}

#[derive(Debug, PartialEq)]
struct Point(f64, Option<f64>, Maybe<String>, Vec<Json>);

tuple! { Point: read write { x, y, z; rest more } }

#[derive(Debug, PartialEq)]
struct Pair(String, i64);

tuple! { Pair: read { first, second } }

fn read<T: crate::runtime::FromJson>(text: &str) -> T {
    Reader::text(text).unwrap_or_else(|misfit| panic!("{text}: {misfit}"))
}

fn input(text: &str) -> Input {
    let input: Input = read(text);
    let written = Writer::text_of(&input).expect("it can be said");
    let both = (Json::from_text(&written), Json::from_text(text));
    // What the struct of an alternative does not know is not its to keep.
    if !matches!(input, Input::Tool(_)) {
        assert_eq!(both.0, both.1);
    }
    input
}

#[test]
fn one_property_decides_wherever_it_stands() {
    let cat = Pet::Cat(Cat {
        name: "Tom".to_owned(),
    });
    assert_eq!(read::<Pet>(r#"{"kind": "cat", "name": "Tom"}"#), cat);
    assert_eq!(
        read::<Pet>(r#"{"name": "Tom", "x": [{}], "kind": "cat"}"#),
        cat
    );
    assert_eq!(
        Writer::text_of(&cat).as_deref(),
        Ok(r#"{"kind":"cat","name":"Tom"}"#)
    );
    for kind in [r#""dog""#, r#""puppy""#] {
        let dog = read::<Pet>(&format!(r#"{{"kind": {kind}, "barks": true}}"#));
        assert!(matches!(dog, Pet::Dog(_)), "{dog:?}");
    }
}

#[test]
fn of_duplicate_properties_the_last_decides_as_it_is_the_one_that_is_kept() {
    let dog = read::<Pet>(r#"{"kind": "cat", "kind": "dog"}"#);
    assert!(
        matches!(&dog, Pet::Dog(dog) if dog.kind == "dog"),
        "{dog:?}"
    );
    let tool = input(r#"{"meta": {"type": "else", "type": "tool"}, "meta": {"type": "call"}}"#);
    assert_eq!(tool, Input::Tool(Tool { id: None }));
    let other = r#"{"kind": "cat", "kind": "bird"}"#;
    assert!(matches!(read::<Pet>(other), Pet::Other(json) if json.as_str() == other));
}

#[test]
fn a_variant_that_is_not_documented_is_kept_as_it_came() {
    for text in [
        r#"{"kind": "bird", "wings": 2.50}"#,
        r#"{"name": "Tom"}"#,
        r#"{"kind": null}"#,
        r#"{"kind": {"a": 1}}"#,
        "[1, 2]",
        r#""cat""#,
        "null",
    ] {
        let pet = read::<Pet>(text);
        assert!(
            matches!(&pet, Pet::Other(json) if json.as_str() == text),
            "{pet:?}"
        );
        assert_eq!(Writer::text_of(&pet).as_deref(), Ok(text));
    }
}

#[test]
fn what_does_not_fit_its_variant_is_an_error_with_its_path() {
    let misfit = Reader::text::<Vec<Pet>>(r#"[{"kind": "cat", "name": 1}]"#).expect_err("no name");
    assert_eq!(misfit.path(), "[0].name");
    assert!(Reader::text::<Pet>(r#"{"kind": "cat""#).is_err());
    assert!(Reader::text::<Input>(r#"{"url": "#).is_err());
}

#[test]
fn signs_are_tried_in_order() {
    assert_eq!(input(r#""auto""#), Input::Auto("auto".to_owned()));
    assert_eq!(input(r#""x""#), Input::Text("x".to_owned()));
    assert_eq!(input("[]"), Input::Numbers(Vec::new()));
    assert_eq!(input("[1, 2]"), Input::Numbers(vec![1.0, 2.0]));
    assert_eq!(
        input("[[], [1]]"),
        Input::Lists(vec![Vec::new(), vec![1.0]])
    );
    assert!(matches!(input(r#"["a"]"#), Input::Other(_)));
    assert!(matches!(input(r#"{"url": "u"}"#), Input::Image(_)));
    assert!(matches!(
        input(r#"{"meta": {"type": "call"}, "id": 1}"#),
        Input::Tool(_)
    ));
    assert!(matches!(
        input(r#"{"meta": {"type": "other"}}"#),
        Input::Other(_)
    ));
    assert!(matches!(input(r#"{"meta": "tool"}"#), Input::Other(_)));
    assert_eq!(input("-1"), Input::Minus(-1));
    assert!(matches!(input("1"), Input::Other(_)));
}

#[derive(Debug, PartialEq)]
enum Alert {
    Open(Json),
    Other(Json),
}

union! { Alert: read { Open = { "alert": { "state": "open" }, "alert": { "rule" }, "alert" } } }

#[test]
fn a_property_may_have_to_show_several_signs() {
    let open = |text: &str| matches!(read(text), Alert::Open(_));
    assert!(open(r#"{"alert": {"rule": 1, "state": "open"}}"#));
    for text in [
        r#"{"alert": {"state": "open"}}"#,
        r#"{"alert": {"rule": 1}}"#,
        r#"{"alert": 1}"#,
        "{}",
    ] {
        assert!(!open(text), "{text}");
    }
}

#[test]
fn looking_ahead_counts_depth_as_reading_does() {
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    assert!(Reader::text::<Input>(&deep).is_err());
    assert!(Reader::text::<Pet>(&format!(r#"{{"a": {deep}, "kind": "cat"}}"#)).is_err());
}

#[test]
fn a_failure_says_what_its_variant_says() {
    let pet = read::<Pet>(r#"{"kind": "cat", "name": "what happened"}"#);
    assert_eq!(pet.message().as_deref(), Some("what happened"));
    let other = read::<Pet>(r#"{"message": "m", "code": 7}"#);
    assert_eq!(other.message().as_deref(), Some("m"));
    assert_eq!(other.code().as_deref(), Some("7"));
}

#[test]
fn tuples_are_arrays() {
    for text in ["[1]", "[1,2]", r#"[1,2,"z"]"#, r#"[1,2,null,{"a":1},4]"#] {
        let point = read::<Point>(text);
        assert_eq!(Writer::text_of(&point).as_deref(), Ok(text), "{point:?}");
    }
    assert!(Reader::text::<Point>("[]").is_err());
    assert_eq!(read::<Pair>(r#"["a", 1, true]"#), Pair("a".to_owned(), 1));
    let misfit = Reader::text::<Pair>(r#"["a", "b"]"#).expect_err("no number");
    assert_eq!(misfit.path(), "[1]");
    assert!(Reader::text::<Pair>(r#"{"0": "a"}"#).is_err());
}

#[test]
fn serde_reads_and_writes_what_json_does() {
    for text in [
        r#"{"kind":"cat","name":"Tom"}"#,
        r#"{"kind":"bird","wings":[2.5,{"a":-1,"b":null}],"big":18446744073709551615}"#,
    ] {
        let pet: Pet = serde_json::from_str(text).expect("it is a pet");
        let again = serde_json::to_string(&pet).expect("it can be said");
        assert_eq!(Json::from_text(&again), Json::from_text(text));
        let through: Pet = serde_json::from_value(serde_json::to_value(&pet).expect("a value"))
            .expect("it is a pet");
        assert_eq!(through, pet);
    }
    let misfit = serde_json::from_str::<Pet>(r#"{"kind":"cat","name":1}"#).expect_err("no name");
    assert!(
        misfit.to_string().contains("name: expected a string"),
        "{misfit}"
    );
    assert!(serde_json::to_value(Point(f64::NAN, None, Maybe::Absent, Vec::new())).is_err());
    // A type that only travels one way can be kept and read again.
    let pair: Pair = serde_json::from_str(r#"["a",1]"#).expect("it is a pair");
    assert_eq!(
        serde_json::to_string(&pair).ok().as_deref(),
        Some(r#"["a",1]"#)
    );
}
