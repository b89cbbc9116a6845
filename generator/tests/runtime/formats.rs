//! Strings with formats: what is read is kept as it was spelled, and means what the format says.

use std::time::Duration;

use crate::runtime::{
    Base64, Date, DateTime, Decimal, FromJson, Json, Reader, TimeOfDay, TimeSpan, ToJson, Uri,
    Uuid, Writer,
};

fn read<T: FromJson>(text: &str) -> T {
    Reader::text(text).unwrap_or_else(|misfit| panic!("{text}: {misfit}"))
}

fn comes_back<T: FromJson + ToJson>(texts: &[&str]) {
    for text in texts {
        let value: T = read(text);
        assert_eq!(Writer::text_of(&value).as_deref(), Ok(*text));
    }
}

#[test]
fn every_spelling_comes_back() {
    let odd = [
        r#""""#,
        r#""soon""#,
        "null",
        "1700000000",
        "[1]",
        r#"{"a":1}"#,
        "1.50",
        "true",
    ];
    comes_back::<DateTime>(&odd);
    comes_back::<DateTime>(&[
        r#""2024-01-02T03:04:05.000+00:00""#,
        r#""2024-01-02t03:04:05z""#,
    ]);
    comes_back::<Date>(&odd);
    comes_back::<TimeOfDay>(&odd);
    comes_back::<TimeSpan>(&odd);
    comes_back::<Uuid>(&odd);
    comes_back::<Uuid>(&[r#""8C2F1A52-7D54-4A35-9B1C-3F6F0D0C9E11""#]);
    comes_back::<Uri>(&odd);
    comes_back::<Uri>(&[r#""HTTPS://Example.COM:443/a b""#]);
    comes_back::<Base64>(&odd);
    comes_back::<Decimal>(&[
        "1.50",
        "0.1000000000000000055511151231257827",
        r#""12.00""#,
        "1e400",
    ]);
    comes_back::<Decimal>(&["123456789012345678901234567890123456789012"]);
}

#[test]
fn a_moment_is_read_on_demand() {
    let moment = DateTime::from("2024-01-02T03:04:05.5+01:00")
        .moment()
        .expect("it is well-formed");
    assert_eq!((moment.hour(), moment.offset().whole_hours()), (3, 1));
    assert_eq!(
        DateTime::from(moment).as_str(),
        "2024-01-02T03:04:05.5+01:00"
    );
    for text in [
        "",
        "2024-01-02",
        "2024-13-02T03:04:05Z",
        "2024-01-02 03:04:05",
        "soon",
    ] {
        assert_eq!(DateTime::from(text).moment(), None, "{text}");
    }
    assert_eq!(read::<DateTime>("1700000000").moment(), None);
}

#[test]
fn a_day_is_read_on_demand() {
    let day = Date::from("2024-02-29").day().expect("2024 is a leap year");
    assert_eq!(Date::from(day).as_str(), "2024-02-29");
    for text in [
        "2023-02-29",
        "2024-2-9",
        "2024-02-29T00:00:00Z",
        "-2024-02-29",
        "2024-02",
        "",
    ] {
        assert_eq!(Date::from(text).day(), None, "{text}");
    }
}

#[test]
fn a_time_of_day_is_read_on_demand() {
    let clock = |text: &str| {
        let (time, offset) = TimeOfDay::from(text).clock()?;
        let offset = offset.map(time::UtcOffset::whole_minutes);
        Some((time.hour(), time.nanosecond(), offset))
    };
    assert_eq!(clock("03:04:05"), Some((3, 0, None)));
    assert_eq!(clock("03:04:05.25Z"), Some((3, 250_000_000, Some(0))));
    assert_eq!(clock("23:59:59-01:30"), Some((23, 0, Some(-90))));
    assert_eq!(clock("23:59:60Z"), Some((23, 999_999_999, Some(0))));
    for text in [
        "",
        "3:04:05",
        "03:04",
        "24:00:00",
        "03:04:05 Z",
        "2024-01-02T03:04:05Z",
        "noon",
    ] {
        assert_eq!(clock(text), None, "{text}");
    }
    for text in ["03:04:05", "03:04:05.25Z", "23:59:59-01:30"] {
        let (time, offset) = TimeOfDay::from(text).clock().expect("it is well-formed");
        let again = match offset {
            Some(offset) => TimeOfDay::from((time, offset)),
            None => TimeOfDay::from(time),
        };
        assert_eq!(again.as_str(), text);
    }
}

#[test]
fn a_length_of_time_is_read_on_demand() {
    let lengths = [
        ("PT0S", Some(Duration::ZERO)),
        ("P1D", Some(Duration::from_secs(86_400))),
        ("P2W", Some(Duration::from_secs(1_209_600))),
        ("P1DT1H1M1.5S", Some(Duration::new(90_061, 500_000_000))),
        ("PT0,5H", Some(Duration::from_secs(1800))),
        ("PT0.1234567891S", Some(Duration::from_nanos(123_456_789))),
        (
            "PT18446744073709551615S",
            Some(Duration::from_secs(u64::MAX)),
        ),
        ("PT18446744073709551616S", None),
        ("PT99999999999999999999999999999999999999999S", None),
        ("P1M", None),
        ("P1Y", None),
    ];
    for (text, length) in lengths {
        assert_eq!(TimeSpan::from(text).length(), length, "{text}");
    }
    for text in [
        "", "P", "PT", "P1DT", "1D", "P1", "PD", "PT1S1M", "P1H", "PT1D", "PT1S ", "PT.5S",
        "PT5.S", "-P1D", "P-1D", "PT1é", "p1d",
    ] {
        assert_eq!(TimeSpan::from(text).length(), None, "{text}");
    }
    for (length, text) in [
        (Duration::from_secs(90), "PT90S"),
        (Duration::from_millis(1500), "PT1.5S"),
        (Duration::ZERO, "PT0S"),
    ] {
        assert_eq!(TimeSpan::from(length).as_str(), text);
        assert_eq!(TimeSpan::from(length).length(), Some(length));
    }
}

#[test]
fn a_number_means_nothing_to_a_format_of_strings() {
    assert_eq!(read::<Base64>("1234").bytes(), None);
    assert_eq!(
        Base64::from("1234").bytes().map(|bytes| bytes.len()),
        Some(3)
    );
    let digits = "12345678901234567890123456789012";
    assert_eq!(read::<Uuid>(digits).id(), None);
    assert!(Uuid::from(digits).id().is_some());
}

#[test]
fn what_is_kept_is_no_larger_than_a_string() {
    assert_eq!(size_of::<DateTime>(), size_of::<String>());
    assert_eq!(size_of::<Option<DateTime>>(), size_of::<String>());
}

#[test]
fn identifiers_addresses_and_bytes_are_read_on_demand() {
    let id = Uuid::from("8C2F1A52-7D54-4A35-9B1C-3F6F0D0C9E11")
        .id()
        .expect("it is well-formed");
    assert_eq!(
        Uuid::from(id).as_str(),
        "8c2f1a52-7d54-4a35-9b1c-3f6f0d0c9e11"
    );
    assert_eq!(Uuid::from("8c2f").id(), None);
    let url = Uri::from("https://example.com/a?b")
        .url()
        .expect("it is absolute");
    assert_eq!(url.query(), Some("b"));
    assert_eq!(Uri::from("/a").url(), None);
    assert_eq!(Base64::from(b"sample".as_slice()).as_str(), "c2FtcGxl");
    assert_eq!(
        Base64::from("c2FtcGxl").bytes().as_deref(),
        Some(b"sample".as_slice())
    );
    assert_eq!(
        Base64::from("c2FtcGxlcw").bytes().as_deref(),
        Some(b"samples".as_slice()),
        "without its padding"
    );
    for text in ["c2Ft cGxl", "c2Ft_-", "c", "c2FtcGxlcx=="] {
        assert_eq!(Base64::from(text).bytes(), None, "{text}");
    }
}

#[test]
fn decimals_keep_their_digits_and_are_equal_by_value() {
    let price: Decimal = read("1.50");
    assert_eq!(
        (price.to_f64(), price.to_string()),
        (Some(1.5), "1.50".to_owned())
    );
    assert_eq!(Some(price), Decimal::from_spelling("15e-1"));
    assert_eq!(read::<Decimal>(r#""12.00""#).to_f64(), Some(12.0));
    assert_eq!(Decimal::from(7_i64), read("7.0"));
    let integers = [
        ("9007199254740993", Some(9_007_199_254_740_993)),
        (r#""-12.0""#, Some(-12)),
        ("1e3", Some(1000)),
        ("1.5", None),
        ("1e60", None),
        (r#""many""#, None),
        (r#""null""#, None),
    ];
    for (text, integer) in integers {
        assert_eq!(read::<Decimal>(text).to_i128(), integer, "{text}");
    }
    for text in ["", "x", "null", "\"1\"", "1 2", "0x1", "NaN"] {
        assert_eq!(Decimal::from_spelling(text), None, "{text}");
    }
    assert_eq!("1e2".parse(), Ok(Decimal::from(100_i32)));
    assert!("1,5".parse::<Decimal>().is_err());
    let half = Decimal::try_from(0.5).expect("it is a number");
    assert_eq!(Writer::text_of(&half).as_deref(), Ok("0.5"));
    assert!(Decimal::try_from(f64::NAN).is_err());
    assert!(Reader::text::<Decimal>("null").is_err());
    assert_eq!(read::<Option<Decimal>>("null"), None);
}

#[test]
fn serde_keeps_what_is_kept() {
    let when: DateTime = serde_json::from_str(r#""soon""#).expect("any text is kept");
    assert_eq!(
        serde_json::to_string(&when).ok().as_deref(),
        Some(r#""soon""#)
    );
    let big: Decimal = serde_json::from_str("12").expect("it is a number");
    assert_eq!(
        Json::from_text(&serde_json::to_string(&big).unwrap_or_default()),
        Json::from_text("12")
    );
}
