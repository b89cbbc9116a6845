//! The styles of parameters, against the table of OpenAPI 3.1 section 4.8.12.

use crate::api::{Mock, builder, client, get, put, wait};
use crate::runtime::{Error, Json, Maybe, PathStyle, QueryStyle, RequestParts, Why};

/// The table's array.
fn colours() -> Vec<String> {
    ["blue", "black", "brown"].map(str::to_owned).to_vec()
}

/// The table's object, in the table's order.
fn rgb() -> Json {
    Json::from_text(r#"{"R": 100, "G": 200, "B": 150}"#).expect("it is JSON")
}

/// What a path variable `color` looks like on the wire.
macro_rules! path {
    ($style:expr, $value:expr) => {{
        let value = $value;
        let mock = Mock::default();
        let call = client(&mock).call(put(move |request: &mut RequestParts| {
            request.path_as("name", $style, &value)
        }));
        wait(call.send()).map(|_| {
            let seen = mock.only();
            let target = seen
                .target()
                .strip_prefix("/pets/")
                .and_then(|rest| rest.strip_suffix(".json"));
            target.expect("the template stays").to_owned()
        })
    }};
}

/// What a query parameter `color` looks like on the wire.
macro_rules! query {
    ($style:expr, $value:expr) => {{
        let value = $value;
        let mock = Mock::default();
        let call = client(&mock).call(get(move |request: &mut RequestParts| match $style {
            Some(style) => request.query_as("color", style, &value),
            None => request.query("color", &value),
        }));
        wait(call.send()).expect("it is sent");
        let seen = mock.only();
        seen.target()
            .strip_prefix("/pets/rex")
            .expect("the path stays")
            .trim_start_matches('?')
            .to_owned()
    }};
}

macro_rules! path_table {
    ($($style:ident $explode:literal: $string:literal $array:literal $object:literal;)*) => {
        $(
            let style = stringify!($style);
            assert_eq!(path!(PathStyle::$style { explode: $explode }, "blue".to_owned()).expect("sent"), $string, "{style}");
            assert_eq!(path!(PathStyle::$style { explode: $explode }, colours()).expect("sent"), $array, "{style}");
            assert_eq!(path!(PathStyle::$style { explode: $explode }, rgb()).expect("sent"), $object, "{style}");
        )*
    };
}

#[test]
fn path_variables() {
    path_table! {
        // The template's variable is `name`, so that is what matrix says.
        Matrix false: ";name=blue" ";name=blue,black,brown" ";name=R,100,G,200,B,150";
        Matrix true: ";name=blue" ";name=blue;name=black;name=brown" ";R=100;G=200;B=150";
        Label false: ".blue" ".blue,black,brown" ".R,100,G,200,B,150";
        Label true: ".blue" ".blue.black.brown" ".R=100.G=200.B=150";
        Simple false: "blue" "blue,black,brown" "R,100,G,200,B,150";
        Simple true: "blue" "blue,black,brown" "R=100,G=200,B=150";
    }
}

#[test]
fn empty_path_variables() {
    assert_eq!(
        path!(PathStyle::Matrix { explode: false }, String::new()).expect("sent"),
        ";name"
    );
    assert_eq!(
        path!(PathStyle::Matrix { explode: true }, String::new()).expect("sent"),
        ";name"
    );
    assert_eq!(
        path!(PathStyle::Label { explode: false }, String::new()).expect("sent"),
        "."
    );
    let error =
        path!(PathStyle::Simple { explode: false }, String::new()).expect_err("another path");
    assert!(
        matches!(&error, Error::NotSent(why) if matches!(why.why(), Why::Parameter { name, .. } if name == "name"))
    );
    assert!(path!(PathStyle::Simple { explode: false }, Vec::<String>::new()).is_err());
    assert!(path!(PathStyle::Simple { explode: false }, None::<String>).is_err());
}

#[test]
fn path_variables_as_json() {
    assert_eq!(
        path!(PathStyle::Json, vec![1, 2]).expect("sent"),
        "%5B1%2C2%5D"
    );
    assert_eq!(
        path!(PathStyle::Json, "a".to_owned()).expect("sent"),
        "%22a%22"
    );
}

#[test]
fn what_a_style_uses_is_encoded_in_values() {
    let tricky = || vec!["a,b;c.d=e".to_owned(), "/?#[]@ %é".to_owned()];
    let wanted = "a%2Cb%3Bc.d%3De,%2F%3F%23%5B%5D%40%20%25%C3%A9";
    assert_eq!(
        path!(PathStyle::Simple { explode: false }, tricky()).expect("sent"),
        wanted
    );
    assert_eq!(
        query!(Some(QueryStyle::Form), tricky()),
        format!("color={wanted}")
    );
    assert_eq!(
        query!(None::<QueryStyle>, "a&b=c+d".to_owned()),
        "color=a%26b%3Dc%2Bd"
    );
}

#[test]
fn query_parameters() {
    let exploded = None::<QueryStyle>;
    assert_eq!(query!(exploded, "blue".to_owned()), "color=blue");
    assert_eq!(
        query!(exploded, colours()),
        "color=blue&color=black&color=brown"
    );
    assert_eq!(query!(exploded, rgb()), "R=100&G=200&B=150");
    assert_eq!(
        query!(Some(QueryStyle::Form), "blue".to_owned()),
        "color=blue"
    );
    assert_eq!(
        query!(Some(QueryStyle::Form), colours()),
        "color=blue,black,brown"
    );
    assert_eq!(
        query!(Some(QueryStyle::Form), rgb()),
        "color=R,100,G,200,B,150"
    );
    assert_eq!(
        query!(Some(QueryStyle::SpaceDelimited), colours()),
        "color=blue%20black%20brown"
    );
    assert_eq!(
        query!(Some(QueryStyle::SpaceDelimited), rgb()),
        "color=R%20100%20G%20200%20B%20150"
    );
    assert_eq!(
        query!(Some(QueryStyle::PipeDelimited), colours()),
        "color=blue%7Cblack%7Cbrown"
    );
    assert_eq!(
        query!(Some(QueryStyle::PipeDelimited), rgb()),
        "color=R%7C100%7CG%7C200%7CB%7C150"
    );
    let deep = "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150";
    assert_eq!(query!(Some(QueryStyle::DeepObject), rgb()), deep);
    assert_eq!(
        query!(Some(QueryStyle::Json), rgb()),
        "color=%7B%22R%22%3A%20100%2C%20%22G%22%3A%20200%2C%20%22B%22%3A%20150%7D"
    );
}

#[test]
fn deep_objects_go_as_deep_as_the_value() {
    let value = Json::from_text(r#"{"a": {"b": 1, "c d": [1, 2]}, "e": [{"f": true}]}"#)
        .expect("it is JSON");
    let wanted = "color%5Ba%5D%5Bb%5D=1&color%5Ba%5D%5Bc%20d%5D%5B%5D=1&color%5Ba%5D%5Bc%20d%5D%5B%5D=2&color%5Be%5D%5B0%5D%5Bf%5D=true";
    assert_eq!(query!(Some(QueryStyle::DeepObject), value), wanted);
}

#[test]
fn absent_null_and_empty_query_parameters() {
    assert_eq!(query!(None::<QueryStyle>, None::<i32>), "");
    assert_eq!(query!(None::<QueryStyle>, Maybe::<i32>::Absent), "");
    assert_eq!(query!(None::<QueryStyle>, Maybe::<i32>::Null), "color=null");
    assert_eq!(query!(None::<QueryStyle>, Vec::<i32>::new()), "");
    assert_eq!(query!(None::<QueryStyle>, String::new()), "color=");
    assert_eq!(query!(Some(QueryStyle::Json), None::<i32>), "");
}

#[test]
fn numbers_and_booleans_are_said_as_in_json() {
    assert_eq!(
        query!(None::<QueryStyle>, vec![Some(1.0), Some(-0.5)]),
        "color=1&color=-0.5"
    );
    assert_eq!(query!(None::<QueryStyle>, true), "color=true");
    let big = Json::from_text("123456789012345678901234567890").expect("it is JSON");
    assert_eq!(
        query!(None::<QueryStyle>, big),
        "color=123456789012345678901234567890"
    );
}

#[test]
fn header_fields_are_simple_and_not_percent_encoded() {
    let mock = Mock::default();
    let call = client(&mock).call(get(|request| {
        request.header("X-List", &vec!["a b".to_owned(), "c/d".to_owned()]);
        request.header("X-One", &7);
        request.header("X-None", &None::<i32>);
        request.header_json("X-Json", &vec![1, 2]);
    }));
    wait(call.send()).expect("it is sent");
    let seen = mock.only();
    assert_eq!(seen.header("x-list"), ["a b,c/d"]);
    assert_eq!(seen.header("x-one"), ["7"]);
    assert!(seen.header("x-none").is_empty());
    assert_eq!(seen.header("x-json"), ["[1,2]"]);
}

#[test]
fn cookies_are_one_field() {
    let mock = Mock::default();
    let call = client(&mock).call(get(|request| {
        request.cookie("a", &"x; y".to_owned());
        request.cookie("b", &2);
        request.cookie("c", &None::<i32>);
    }));
    wait(call.send()).expect("it is sent");
    assert_eq!(mock.only().header("cookie"), ["a=x%3B%20y; b=2"]);
    let mock = Mock::default();
    let client = builder()
        .transport(mock.clone())
        .default_header("Cookie", "of=client");
    let call = client
        .build()
        .expect("a client")
        .call(get(|request| request.cookie("a", &1)));
    wait(call.send()).expect("it is sent");
    assert_eq!(mock.only().header("cookie"), ["of=client; a=1"]);
}

#[test]
fn header_fields() {
    let sent = |explode: bool, value: Json| {
        let mock = Mock::default();
        let call = client(&mock).call(get(move |request: &mut RequestParts| {
            if explode {
                request.header_exploded("x-color", &value);
            } else {
                request.header("x-color", &value);
            }
        }));
        wait(call.send()).expect("it is sent");
        let seen = mock.only();
        let mut fields = seen.headers.iter();
        let field = fields.find(|(name, _)| name == "x-color");
        field.map(|(_, value)| value.clone())
    };
    let json = |text: &str| Json::from_text(text).expect("it is JSON");
    for (value, plain, exploded) in [
        (r#""""#, "", ""),
        (r#""blue""#, "blue", "blue"),
        (
            r#"["blue", "black", "brown"]"#,
            "blue,black,brown",
            "blue,black,brown",
        ),
        (
            r#"{"R": 100, "G": 200, "B": 150}"#,
            "R,100,G,200,B,150",
            "R=100,G=200,B=150",
        ),
        (r#"{"a b": "c/d %"}"#, "a b,c/d %", "a b=c/d %"),
        ("[]", "", ""),
        ("{}", "", ""),
        ("true", "true", "true"),
        ("-1.50", "-1.50", "-1.50"),
    ] {
        assert_eq!(sent(false, json(value)).as_deref(), Some(plain), "{value}");
        assert_eq!(
            sent(true, json(value)).as_deref(),
            Some(exploded),
            "{value}"
        );
    }
}

#[test]
fn cookies() {
    let sent = |style: Option<QueryStyle>, value: Json| {
        let mock = Mock::default();
        let call = client(&mock).call(get(move |request: &mut RequestParts| match style {
            Some(style) => request.cookie_as("color", style, &value),
            None => request.cookie("color", &value),
        }));
        wait(call.send()).expect("it is sent");
        let seen = mock.only();
        let mut fields = seen.headers.iter();
        let field = fields.find(|(name, _)| name == "cookie");
        field.map(|(_, value)| value.clone())
    };
    let json = |text: &str| Json::from_text(text).expect("it is JSON");
    for (value, plain, exploded) in [
        (r#""""#, Some("color="), Some("color=")),
        (r#""blue""#, Some("color=blue"), Some("color=blue")),
        (
            r#"["blue", "black", "brown"]"#,
            Some("color=blue,black,brown"),
            Some("color=blue; color=black; color=brown"),
        ),
        (
            r#"{"R": 100, "G": 200, "B": 150}"#,
            Some("color=R,100,G,200,B,150"),
            Some("R=100; G=200; B=150"),
        ),
        (
            r#""a;b cé""#,
            Some("color=a%3Bb%20c%C3%A9"),
            Some("color=a%3Bb%20c%C3%A9"),
        ),
        ("[]", Some("color="), None),
        ("{}", Some("color="), None),
    ] {
        let form = Some(QueryStyle::Form);
        assert_eq!(sent(form, json(value)).as_deref(), plain, "{value}");
        assert_eq!(sent(None, json(value)).as_deref(), exploded, "{value}");
    }
    let as_json = sent(Some(QueryStyle::Json), json(r#"{"a":1}"#));
    assert_eq!(as_json.as_deref(), Some("color=%7B%22a%22%3A1%7D"));
}

#[test]
fn reserved_characters_stand_as_themselves_where_that_is_asked_for() {
    let sent = |style: Option<QueryStyle>, value: Json| {
        let mock = Mock::default();
        let call = client(&mock).call(get(move |request: &mut RequestParts| {
            request.query_reserved("a[b]", style, &value);
        }));
        wait(call.send()).expect("it is sent");
        let seen = mock.only();
        seen.target()
            .split_once('?')
            .map(|(_, query)| query.to_owned())
    };
    let json = |text: &str| Json::from_text(text).expect("it is JSON");
    for (style, value, expected) in [
        (
            None,
            r#""a/b?c:d@e!$'()*,;=""#,
            "a%5Bb%5D=a/b?c:d@e!$%27()*,;=",
        ),
        (
            None,
            r##""#[]&+ %\\""##,
            "a%5Bb%5D=%23%5B%5D%26%2B%20%25%5C",
        ),
        (None, r#""%2F %2g 100%""#, "a%5Bb%5D=%2F%20%252g%20100%25"),
        (None, r#"["x/y", "é%"]"#, "a%5Bb%5D=x/y&a%5Bb%5D=%C3%A9%25"),
        (Some(QueryStyle::Form), r#"["x/y", "z"]"#, "a%5Bb%5D=x/y,z"),
        (
            Some(QueryStyle::DeepObject),
            r#"{"c/d": "x/y"}"#,
            "a%5Bb%5D%5Bc%2Fd%5D=x/y",
        ),
    ] {
        assert_eq!(
            sent(style, json(value)).as_deref(),
            Some(expected),
            "{value}"
        );
    }
}
