//! How JSON is read: syntax, text, depth, numbers, objects, and where an error says it is.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::runtime::{FromJson, Json, Maybe, Misfit, Reader, Slot, Writer, record, tuple};

fn read<T: FromJson>(text: &str) -> Result<T, Misfit> {
    Reader::document(text.as_bytes())
}

fn why<T: FromJson>(text: &str) -> String {
    match read::<T>(text) {
        Ok(_) => panic!("{text} was read"),
        Err(misfit) => misfit.to_string(),
    }
}

/// Its fields are called as variables of the macro and of generated code are.
#[derive(Debug, PartialEq)]
struct Pet {
    name: String,
    reader: Option<i32>,
    r#type: Maybe<String>,
    toys: Option<Vec<Toy>>,
}

record! { Pet: read { name, reader = "readerId", r#type = "type", toys } }

#[derive(Debug, PartialEq)]
struct Toy {
    size: i64,
}

record! { Toy: read { size } }

#[derive(Debug, PartialEq)]
struct Open {
    name: String,
    more: BTreeMap<String, i32>,
}

record! { Open: read { name; rest more } }

#[derive(Debug, PartialEq)]
struct Tagged {
    name: String,
    more: BTreeMap<String, Json>,
}

record! { Tagged: read write { name; const "kind" = "\"t\"", rest more } }

/// A type that holds others in place.
#[derive(Debug, PartialEq)]
struct Home {
    pet: Pet,
    tagged: Tagged,
    point: Point,
}

record! { Home: read { pet, tagged, point } }

#[derive(Debug, PartialEq)]
struct Point(i32, Option<i32>, Vec<i32>);

tuple! { Point: read write { x, y; rest more } }

/// A type that holds itself.
#[derive(Debug)]
struct Tree {
    child: Option<Box<Tree>>,
}

record! { Tree: read { child } }

#[test]
fn a_body_must_be_utf_8() {
    let misfit = Reader::document::<Json>(b"{\"a\": \"\xff\"}").expect_err("no UTF-8");
    assert_eq!(misfit.message(), "not UTF-8 after byte 7");
    // Also where nobody would look: in a property that is skipped.
    assert!(Reader::document::<Toy>(b"{\"size\": 1, \"x\": \"\xc3\x28\"}").is_err());
}

#[test]
fn a_byte_order_mark_is_skipped_once() {
    assert_eq!(read::<i32>("\u{feff}1"), Ok(1));
    assert!(read::<i32>("\u{feff}\u{feff}1").is_err());
}

#[test]
fn what_is_not_json_is_refused_wherever_it_stands() {
    let wrong = [
        "",
        " ",
        "nul",
        "nulll",
        "tru",
        "TRUE",
        "01",
        "-",
        "+1",
        "1.",
        ".5",
        "1e",
        "1e+",
        "0x1",
        "NaN",
        "-NaN",
        "Infinity",
        "-Infinity",
        "'a'",
        "\"a",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\n\"",
        "\"\t\"",
        "\"\u{0}\"",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":1",
        "{1:1}",
        "1 2",
        "{} {}",
        "[]]",
        "/* */ 1",
        "1 // one",
        "<html>",
        "\u{a0}1",
    ];
    for text in wrong {
        assert!(read::<Json>(text).is_err(), "{text:?} as any value");
        assert!(Json::from_text(text).is_err(), "{text:?} as text");
        if !text.contains([' ', ']', '}']) || text.starts_with(['"', '\'']) {
            let skipped = format!("{{\"size\": 1, \"unknown\": {text}}}");
            assert!(read::<Toy>(&skipped).is_err(), "{skipped:?} skipped");
        }
    }
}

#[test]
fn a_page_of_html_is_not_called_a_number() {
    assert_eq!(why::<Toy>("<html>"), "not JSON: no value begins with `<`");
    assert_eq!(why::<String>("oops"), "not JSON: no value begins with `o`");
}

#[test]
fn nothing_may_follow_the_value() {
    assert_eq!(why::<i32>("1 x"), "something follows the value");
    assert_eq!(why::<Toy>("{\"size\": 1}}"), "something follows the value");
    assert_eq!(read::<i32>(" \r\n\t1 \r\n\t"), Ok(1));
}

#[test]
fn strings_are_unescaped_and_halves_of_characters_refused() {
    assert_eq!(
        read::<String>(r#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00 é""#).as_deref(),
        Ok("\"\\/\u{8}\u{c}\n\r\té😀 é")
    );
    assert!(read::<String>(r#""\ud83d""#).is_err());
    assert!(read::<String>(r#""\ude00\ud83d""#).is_err());
}

fn arrays(depth: usize) -> String {
    format!("{}{}", "[".repeat(depth), "]".repeat(depth))
}

fn trees(depth: usize) -> String {
    format!(
        "{}{{}}{}",
        "{\"child\":".repeat(depth - 1),
        "}".repeat(depth - 1)
    )
}

#[test]
fn values_may_be_nested_128_deep() {
    assert!(read::<Json>(&arrays(128)).is_ok());
    assert_eq!(
        why::<Json>(&arrays(129)),
        format!("{}: nested more than 128 deep", "[0]".repeat(128))
    );
    assert!(read::<Tree>(&trees(128)).is_ok_and(|tree| tree.child.is_some()));
    assert!(read::<Tree>(&trees(129)).is_err());
    // No stack is deep enough for these.
    assert!(read::<Json>(&arrays(1_000_000)).is_err());
    assert!(read::<Tree>(&trees(100_000)).is_err());
    assert!(read::<Json>(&"[".repeat(1_000_000)).is_err());
}

#[test]
fn what_is_skipped_counts_towards_the_depth() {
    let pet = |depth| format!("{{\"size\": 1, \"unknown\": {}}}", arrays(depth));
    assert!(read::<Toy>(&pet(127)).is_ok());
    assert!(read::<Toy>(&pet(128)).is_err());
    // Values side by side are not nested.
    let wide = format!("[{}]", vec!["[[1]]"; 1000].join(","));
    assert!(read::<Json>(&wide).is_ok());
}

#[test]
fn integers_fit_their_type_or_are_an_error() {
    assert_eq!(read::<i32>("2147483647"), Ok(i32::MAX));
    assert_eq!(why::<i32>("2147483648"), "2147483648 does not fit i32");
    assert_eq!(read::<i64>("-9223372036854775808"), Ok(i64::MIN));
    assert!(read::<i64>("9223372036854775808").is_err());
    assert_eq!(read::<u64>("18446744073709551615"), Ok(u64::MAX));
    assert!(read::<u64>("18446744073709551616").is_err());
    assert_eq!(
        read::<i128>("170141183460469231731687303715884105727"),
        Ok(i128::MAX)
    );
    assert!(read::<i128>("170141183460469231731687303715884105728").is_err());
    assert_eq!(read::<u32>("-0"), Ok(0));
    assert!(read::<u32>("-1").is_err());
    assert!(read::<u16>("65536").is_err());
}

#[test]
fn an_integer_may_be_spelled_with_point_or_exponent() {
    assert_eq!(read::<i32>("1.0"), Ok(1));
    assert_eq!(read::<i32>("1e2"), Ok(100));
    assert_eq!(read::<i32>("-12.50e1"), Ok(-125));
    assert_eq!(read::<u64>("1.8446744073709551615E+19"), Ok(u64::MAX));
    assert_eq!(read::<i32>("10e-1"), Ok(1));
    assert_eq!(read::<i32>("0.0e-99"), Ok(0));
    assert_eq!(read::<u32>("-0.0"), Ok(0));
    assert_eq!(read::<u32>("0e99999999999999999999"), Ok(0));
    for wrong in [
        "1.5",
        "1e-1",
        "1e10",
        "1e400",
        "1e99999999999999999999",
        "1e-99999999999999999999",
    ] {
        assert!(read::<i32>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_float_is_the_nearest_or_an_error() {
    assert_eq!(read::<f64>("0.1"), Ok(0.1));
    assert_eq!(read::<f64>("1"), Ok(1.0));
    assert_eq!(read::<f64>("-1.7976931348623157e308"), Ok(f64::MIN));
    assert_eq!(why::<f64>("1e309"), "1e309 does not fit f64");
    assert!(read::<f64>("-1e999").is_err());
    assert_eq!(read::<f64>("1e-999"), Ok(0.0));
    assert_eq!(why::<f64>("\"1\""), "expected a number, found a string");
}

#[test]
fn the_last_of_duplicate_keys_counts() {
    assert_eq!(
        read::<Toy>(r#"{"size": 1, "size": 2}"#),
        Ok(Toy { size: 2 })
    );
    assert_eq!(
        read::<BTreeMap<String, i32>>(r#"{"a": 1, "b": 2, "a": 3}"#).map(|map| map["a"]),
        Ok(3)
    );
    let pet =
        read::<Pet>(r#"{"name": "a", "readerId": 1, "readerId": null, "type": "x", "type": null}"#);
    assert_eq!(
        pet,
        Ok(Pet {
            name: "a".to_owned(),
            reader: None,
            r#type: Maybe::Null,
            toys: None
        })
    );
}

#[test]
fn nothing_of_the_first_of_duplicate_objects_stays() {
    let first = r#"{"pet": {"name": "a", "readerId": 1, "type": "b", "toys": [{"size": 1}]},
        "tagged": {"name": "a", "kind": "u", "x": 1}, "point": [1, 2, 3, 4],"#;
    let second = r#""pet": {"name": "b"}, "tagged": {"name": "b", "y": 2}, "point": [5]}"#;
    assert_eq!(
        read::<Home>(&format!("{first}{second}")),
        read::<Home>(&format!("{{{second}"))
    );
    // Nor does what the first had make the second complete.
    let second = r#""pet": {"toys": []}}"#;
    assert_eq!(
        why::<Home>(&format!("{first}{second}")),
        "pet.name: missing"
    );
    let second = r#""point": []}"#;
    assert_eq!(why::<Home>(&format!("{first}{second}")), "point.x: missing");
}

/// An object of three hundred properties.
#[derive(Debug, PartialEq)]
struct Many(Vec<i32>);

impl FromJson for Many {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        static NAMES: LazyLock<Vec<String>> =
            LazyLock::new(|| (0..300).map(|number| format!("p{number}")).collect());
        let names: Vec<&'static str> = NAMES.iter().map(String::as_str).collect();
        let mut places = vec![0; 300];
        let slots = places.iter_mut().map(|place| place as &mut dyn Slot);
        reader.object(&names, &mut slots.collect::<Vec<_>>(), None)?;
        Ok(Self(places))
    }
}

#[test]
fn each_of_many_properties_is_known_to_be_there_or_not() {
    for missing in [None, Some(0), Some(127), Some(128), Some(129), Some(299)] {
        let there = (0..300).filter(|number| Some(*number) != missing);
        let members: Vec<String> = there
            .map(|number| format!("\"p{number}\": {number}"))
            .collect();
        let text = format!("{{{}}}", members.join(","));
        match missing {
            None => assert_eq!(read(&text), Ok(Many((0..300).collect()))),
            Some(missing) => assert_eq!(why::<Many>(&text), format!("p{missing}: missing")),
        }
    }
}

#[test]
fn a_key_may_be_spelled_with_escapes() {
    assert_eq!(read::<Toy>(r#"{"\u0073ize": 7}"#), Ok(Toy { size: 7 }));
}

#[test]
fn properties_come_in_any_order_among_unknown_ones() {
    let text = r#"{"toys": [{"size": 1, "colour": {"r": [1, {"x": null}]}}], "x": "\u00e9", "type": "cat", "name": "a"}"#;
    let wanted = Pet {
        name: "a".to_owned(),
        reader: None,
        r#type: Maybe::Value("cat".to_owned()),
        toys: Some(vec![Toy { size: 1 }]),
    };
    assert_eq!(read::<Pet>(text), Ok(wanted));
}

#[test]
fn absent_null_and_a_value_are_told_apart_where_the_type_does() {
    let of = |text: &str| read::<Pet>(text).map(|pet| (pet.reader, pet.r#type));
    assert_eq!(of(r#"{"name": ""}"#), Ok((None, Maybe::Absent)));
    assert_eq!(
        of(r#"{"name": "", "readerId": null, "type": null}"#),
        Ok((None, Maybe::Null))
    );
    let value = Maybe::Value("x".to_owned());
    assert_eq!(
        of(r#"{"name": "", "readerId": 1, "type": "x"}"#),
        Ok((Some(1), value))
    );
    assert_eq!(why::<Pet>(r#"{"readerId": 1}"#), "name: missing");
    assert_eq!(
        why::<Pet>(r#"{"name": null}"#),
        "name: expected a string, found null"
    );
}

#[test]
fn other_properties_are_kept_where_they_are_wanted() {
    let open = read::<Open>(r#"{"a": 1, "name": "n", "b": 2, "a": 3}"#).expect("it fits");
    assert_eq!(
        open.more,
        BTreeMap::from([("a".to_owned(), 3), ("b".to_owned(), 2)])
    );
    // A constant is implied; another value than the documented one is not lost.
    let tagged = read::<Tagged>(r#"{"kind": "t", "name": "n", "b": 2}"#).expect("it fits");
    assert_eq!(tagged.more.keys().collect::<Vec<_>>(), ["b"]);
    let text = Writer::text_of(&tagged);
    assert_eq!(text.as_deref(), Ok(r#"{"kind":"t","name":"n","b":2}"#));
    let other = read::<Tagged>(r#"{"kind": "u", "name": "n"}"#).expect("it fits");
    let text = Writer::text_of(&other);
    assert_eq!(text.as_deref(), Ok(r#"{"name":"n","kind":"u"}"#));
    assert_eq!(
        why::<Open>(r#"{"name": "n", "b": "2"}"#),
        "b: expected a number, found a string"
    );
}

#[test]
fn an_error_says_where_in_the_body_it_is() {
    let misfit = read::<Pet>(r#"{"name": "a", "toys": [{"size": 1}, {"size": "big"}]}"#)
        .expect_err("big is no size");
    assert_eq!(misfit.path(), "toys[1].size");
    assert_eq!(misfit.message(), "expected a number, found a string");
    assert_eq!(
        misfit.to_string(),
        "toys[1].size: expected a number, found a string"
    );
    assert_eq!(why::<Vec<Vec<Toy>>>("[[], [{}]]"), "[1][0].size: missing");
    assert_eq!(
        why::<BTreeMap<String, Vec<bool>>>(r#"{"k": [true, 0]}"#),
        "k[1]: expected a boolean, found a number"
    );
    assert_eq!(why::<Pet>("[]"), "expected an object, found an array");
    assert_eq!(
        read::<Pet>("[]").map_err(|misfit| misfit.path().to_owned()),
        Err(String::new())
    );
}

#[test]
fn null_of_any_json_is_a_value_and_not_its_absence() {
    assert_eq!(
        read::<Option<Json>>("null"),
        Ok(Json::from_text("null").ok())
    );
    assert_eq!(read::<Option<i32>>("null"), Ok(None));
    let map = read::<BTreeMap<String, Option<Json>>>(r#"{"a": null}"#).expect("it fits");
    assert_eq!(Writer::text_of(&map).as_deref(), Ok(r#"{"a":null}"#));
}
