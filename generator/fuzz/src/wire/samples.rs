//! Inputs of readers and writers that are well-formed, to begin with.

/// JSON values, for types and for any.
pub const JSON: &[&str] = &[
    r#"{"id":"f81d4fae-7dec-11d0-a765-00a0c91e6bf6","kind":"tank","size":3,"label":null,"water":"salt","fish":[{"species":"shark","teeth":12},{"species":"shrimp","colour":"red"}],"inside":[{"id":"x","kind":"tank","size":1e2}],"input":["a"],"tags":{"a":"b"},"anything":{"x":[1.50]},"closed":{"a":"b","c":1},"counted":{"n":1,"m":2},"more":1}"#,
    r#"{"at":"2026-11-27T06:30:00.5Z","day":"2026-11-27","clock":"06:30:00+01:00","took":"P1DT2H3.5S","link":"https://a.example/b?c#d","raw":"aGVsbG8=","exact":"1.500","price":12.50,"unsigned":18446744073709551615,"signed":-9223372036854775808,"wide":100000000000000000000000,"small":255,"level":1e-7,"single":0.1,"on":true,"levels":[1,null,2.5],"nothing":null}"#,
    r#"{"species":"shark","teeth":9223372036854775807,"extra":[{}]}"#,
    r#"{"species":"shrimp","colour":null}"#,
    r#"{"species":"whale","x":{"y":[1,2,{"z":null}]}}"#,
    r#""text""#,
    "[1,2.5,-3e10]",
    "[[1,2],[3],[]]",
    r#"{"image_url":"https://a.example/x.png","a":1}"#,
    r#"{"type":"tool","id":7}"#,
    r#"{"meta":{"type":"call","more":[]},"type":"tool"}"#,
    "true",
    r#""flakes""#,
    "0.5",
    "2.0",
    r#"{"a":"x","b":1}"#,
    r#"{"a":"x","c":null}"#,
    r#"[1.5,null,"x",{"a":1},[2]]"#,
    "[1]",
    "null",
    r#"{"message":"what happened","code":7,"title":"T","detail":"D","error":{"message":"m"}}"#,
    r#"{"":{"":[]},"\u0000":"\u20ac\ud83d\ude00","a\"b":"\\"}"#,
    "123456789012345678901234567890.000",
    r#"["blue","black","brown"]"#,
    r#"{"R":100,"G":200,"B":150}"#,
    r#"[{"a":1},{"b":[1,{"c":"d"}]}]"#,
];

/// Texts with a format.
pub const FORMATS: &[&str] = &[
    "2026-11-27T06:30:00Z", "2026-11-27T06:30:00.123456789+23:59", "1972-06-30T23:59:60Z", "0000-01-01T00:00:00-00:00", "9999-12-31T23:59:59.999999999-12:00",
    "2026-02-29", "2024-02-29", "-0001-01-01", "+10000-01-01", "06:30:00", "23:59:60Z", "06:30:00.1+05:30", "P1Y2M3DT4H5M6.7S", "PT1H", "P1W", "PT0.000000001S", "P999999999999999999D",
    "PT1.5H", "P", "PT", "https://user:pass@a.example:8080/b/../c?d=e#f", "urn:a:b", "mailto:a@b.example", "http://[::1]/", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "{f81d4fae7dec11d0a76500a0c91e6bf6}",
    "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "aGVsbG8=", "aGVsbG8", "_-", "====", "", "1.500", "-0", "1e400", "1E-5", "170141183460469231731687303715884105728", "\"1\"", "\"1.50\"",
];

/// Server-sent events.
pub const EVENTS: &[&str] = &[
    "data: 1\n\n", "event: a\ndata: {\"x\":1}\nid: 7\n\ndata: [1,\ndata: 2]\n\n", "\u{feff}data: 1\r\n\r\ndata: 2\r\rdata: 3\n\n", ": comment\nretry: 100\n\ndata\n\ndata:\n\nid\ndata: \"x\"\n\n",
    "data: [DONE]\n\n", "id: a\0b\ndata: 1\n\nretry: x\nevent:\ndata: 2\n\n", "data: é\u{1f600}\n\ndata: \"é\"\n\nfoo: bar\n:\n\n", "data: 1\n\ndata: 2",
];

/// JSON Lines, and JSON text sequences.
pub const LINES: &[&str] = &[
    "1\n2\n{\"a\":[1,2]}\n", "{\"a\":\"\\n\"}\r\n\r\n[]\n\"x\"", "\u{1e}1\n\u{1e}{\"a\":\n1}\n\u{1e}\"x\ny\"\n", "\u{1e}12\u{1e}true\n\u{1e}\u{1e}[]\n", " 1 \n\t2\t\n\n\n3", "{\"a\":1}{\"b\":2}\n", "\u{feff}1\n2\n",
    "\"\\\"\\u00e9\"\n{\"}\":\"{\"}\n", "\u{1e}{\"a\": \"\\\\\"}\n\u{1e}nul",
];

/// Values of header fields, a line each.
pub const HEADERS: &[&str] = &["a", "1", "a, b,,c", "1, 2.5 ,-3", "\"a,b\", c", "2026-11-27T06:30:00Z\nx", "{\"a\":1}", "é", " a ", "1\n2\n3", ""];

/// Where redirects lead, a line each.
pub const LOCATIONS: &[&str] = &[
    "/next\n//other.example/x\nhttps://api.example/y", "https://other.example/?api_key=x\nhttps://api.example/base\n?a=b", "http://api.example/", "https://user:pw@other.example/\n/b\n../c", "https://api.example:444/\nhttps://API.EXAMPLE/\n#f",
    "\\\\other.example\\x\n/\\other.example", "https:other.example\n//", "javascript:alert(1)", "ftp://api.example/", "/1\n/2\n/3\n/4\n/5\n/6\n/7", "https://api.example@other.example/", "https://api.example.other.example/\nhttps://xn--e1afmkfd.example/", "",
];

/// Texts that parameters may hold.
pub const TEXTS: &[&str] = &[
    "\"a\"", "\"\"", "\".\"", "\"..\"", "\"../..\"", "\"%2e%2e\"", "\"a/b\"", "\"a?b#c\"", "\"a&b=c\"", "\"a;b, c\"", "\"\\r\\nX-A: b\"", "\"\\u0000\"", "\"é😀\"", "\"a b+c\"", "\"%\"", "\"%zz%41\"", "\"\\\\\"", "\"\\\"x\\\"\"", "[]", "{}", "[\"..\",\"/\"]", "{\".\":\"..\"}",
    "[[1,2],{\"a\":{\"b\":[null,true]}}]", "{\"a\":\"b\\r\\n--x\"}", "\"\\t\"", "\"\\u007f\"", "\"\\ud83d\\ude00\"", "[\"\"]", "[null]",
];
