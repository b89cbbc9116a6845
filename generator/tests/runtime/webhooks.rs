//! Signatures of what an API sends by itself; those of the tests were made by Python's `hmac`, or are published.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::runtime::HeaderPart::{Signature, Text, Time};
use crate::runtime::{
    HeaderPart, Json, SecretError, SecretForm, SignatureEncoding, SignatureScheme, SignatureTime,
    SignedPart, TimeUnit, WebhookError, WebhookVerifier,
};

/// `hmac;1;{milliseconds};{base64}`
const SEMICOLONS: SignatureScheme = SignatureScheme {
    header: "a-signature",
    separator: None,
    elements: &[&[Text("hmac;1;"), Time, Text(";"), Signature]],
    time: Some(SignatureTime {
        header: None,
        unit: TimeUnit::Milliseconds,
    }),
    signed: &[SignedPart::Time, SignedPart::Text("."), SignedPart::Body],
    encoding: SignatureEncoding::Base64,
    secret: SecretForm::Base64,
    secret_prefix: "",
};

/// `t={seconds},v1={hex}`
const PAIRS: SignatureScheme = SignatureScheme {
    separator: Some(','),
    elements: &[&[Text("t="), Time], &[Text("v1="), Signature]],
    time: Some(SignatureTime {
        header: None,
        unit: TimeUnit::Seconds,
    }),
    encoding: SignatureEncoding::Hex,
    secret: SecretForm::Text,
    ..SEMICOLONS
};

/// `sha256={hex}` of the body alone
const BARE: SignatureScheme = SignatureScheme {
    elements: &[&[Text("sha256="), Signature]],
    time: None,
    signed: &[SignedPart::Body],
    encoding: SignatureEncoding::Hex,
    secret: SecretForm::Text,
    ..SEMICOLONS
};

/// Standard Webhooks: `v1,{base64}`, id and moment in header fields of their own
const STANDARD: SignatureScheme = SignatureScheme {
    header: "webhook-signature",
    separator: Some(' '),
    elements: &[&[Text("v1,"), Signature]],
    time: Some(SignatureTime {
        header: Some("webhook-timestamp"),
        unit: TimeUnit::Seconds,
    }),
    signed: &[
        SignedPart::Header("webhook-id"),
        SignedPart::Text("."),
        SignedPart::Time,
        SignedPart::Text("."),
        SignedPart::Body,
    ],
    secret_prefix: "whsec_",
    ..SEMICOLONS
};

const BODY: &str = r#"{"type":"parcel.lost","parcel":"påske"}"#;
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const OTHER_KEY: &str = "YW5vdGhlciBrZXk=";
const SEMICOLONS_SAY: &str = "hmac;1;1764234000123;xH/Bcl6tCAEl7Of94lBAt4somXPsxGEM5j7pljmiB34=";
const SEMICOLONS_SAY_OTHER: &str =
    "hmac;1;1764234000123;QcDseSQMlV7gsSigOnTFGmD92Eh0TW42S+QLk7JT1Kc=";
const HEX: &str = "8fd9116957318ed534061a74c9d265b8e4b15de8b260c1c9d2fd8328b77ac66d";
const OLD_HEX: &str = "5f5983009b4689c471bf2b5107a00a165e40579dccb00365609aaae768c4bb27";

fn headers(fields: &[(&str, &str)]) -> HeaderMap {
    let field = |(name, value): &(&str, &str)| {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        (name, HeaderValue::from_bytes(value.as_bytes()).unwrap())
    };
    let mut headers = HeaderMap::new();
    for (name, value) in fields.iter().map(field) {
        headers.append(name, value);
    }
    headers
}

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

fn verifier(scheme: SignatureScheme, secrets: &[&str]) -> WebhookVerifier {
    WebhookVerifier::new(scheme, secrets.iter().copied()).unwrap()
}

/// What is said of a request with this signature, at the moment at which it was signed.
fn judged(scheme: SignatureScheme, secrets: &[&str], said: &str) -> Result<(), WebhookError> {
    let headers = headers(&[("a-signature", said)]);
    verifier(scheme, secrets).verify_at(&headers, BODY.as_bytes(), at(1_764_234_000))
}

#[test]
fn signatures_of_every_layout_are_verified() {
    assert_eq!(judged(SEMICOLONS, &[KEY], SEMICOLONS_SAY), Ok(()));
    let without_padding = SEMICOLONS_SAY.trim_end_matches('=');
    assert_eq!(judged(SEMICOLONS, &[KEY], without_padding), Ok(()));
    let said = format!("t=1764234000,v1={HEX}");
    assert_eq!(judged(PAIRS, &["whsec_test"], &said), Ok(()));
    let said = format!("t=1764234000,v1={}", HEX.to_uppercase());
    assert_eq!(judged(PAIRS, &["whsec_test"], &said), Ok(()));
    // Published by who documents these layouts.
    let bare = verifier(BARE, &["It's a Secret to Everybody"]);
    let said = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    let verdict = bare.verify(&headers(&[("a-signature", said)]), b"Hello, World!");
    assert_eq!(verdict, Ok(()));
    let verdict = standard(&[
        ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
        ("webhook-timestamp", "1614265330"),
        ("webhook-signature", STANDARD_SAYS),
    ]);
    assert_eq!(verdict, Ok(()));
    // RFC 4231 section 4.3.
    let said = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    let jefe = verifier(BARE, &["Jefe"]);
    let body = b"what do ya want for nothing?";
    let verdict = jefe.verify(&headers(&[("a-signature", said)]), body);
    assert_eq!(verdict, Ok(()));
    // A body may be empty.
    let said = "sha256=8bb990c40a7d61cb97597a942125025be50ac8beb74436e3735b98893a7f6620";
    let verdict = verifier(BARE, &["k"]).verify(&headers(&[("a-signature", said)]), b"");
    assert_eq!(verdict, Ok(()));
}

const STANDARD_SAYS: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

fn standard(fields: &[(&str, &str)]) -> Result<(), WebhookError> {
    let verifier = verifier(STANDARD, &["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]);
    let body = br#"{"test": 2432232314}"#;
    verifier.verify_at(&headers(fields), body, at(1_614_265_330))
}

#[test]
fn header_fields_that_are_signed_must_be_there_and_be_those() {
    let fields = |id: &'static str, time: &'static str| {
        vec![
            ("webhook-id", id),
            ("webhook-timestamp", time),
            ("webhook-signature", STANDARD_SAYS),
        ]
    };
    let right = fields("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330");
    for (missing, name) in ["webhook-id", "webhook-timestamp", "webhook-signature"]
        .into_iter()
        .enumerate()
    {
        let mut fields = right.clone();
        fields.remove(missing);
        assert_eq!(standard(&fields), Err(WebhookError::MissingHeader(name)));
        fields.extend([right[missing], right[missing]]);
        assert_eq!(standard(&fields), Err(WebhookError::Malformed(name)));
    }
    assert_eq!(
        standard(&fields("msg_other", "1614265330")),
        Err(WebhookError::NoMatch)
    );
    assert_eq!(
        standard(&fields("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265331")),
        Err(WebhookError::NoMatch)
    );
    let several = format!("v1a,AAAA {STANDARD_SAYS} v1,AAAA");
    let mut fields = right.clone();
    fields[2].1 = &several;
    assert_eq!(standard(&fields), Ok(()));
}

#[test]
fn a_wrong_secret_or_an_altered_body_is_no_match() {
    assert_eq!(
        judged(SEMICOLONS, &[OTHER_KEY], SEMICOLONS_SAY),
        Err(WebhookError::NoMatch)
    );
    let headers = headers(&[("a-signature", SEMICOLONS_SAY)]);
    let verifier = verifier(SEMICOLONS, &[KEY]);
    for altered in [
        BODY.replace("lost", "last"),
        BODY.replace(',', ", "),
        format!("{BODY}\n"),
        String::new(),
    ] {
        let verdict = verifier.verify_at(&headers, altered.as_bytes(), at(1_764_234_000));
        assert_eq!(verdict, Err(WebhookError::NoMatch), "{altered}");
    }
    // A moment that was moved is one that was not signed.
    let moved = SEMICOLONS_SAY.replace("123;", "124;");
    assert_eq!(
        judged(SEMICOLONS, &[KEY], &moved),
        Err(WebhookError::NoMatch)
    );
    // Nor is the beginning of a signature one.
    let short = format!("t=1764234000,v1={}", &HEX[..32]);
    assert_eq!(
        judged(PAIRS, &["whsec_test"], &short),
        Err(WebhookError::NoMatch)
    );
}

#[test]
fn secrets_and_signatures_may_be_several_while_one_is_replaced() {
    for (secrets, said) in [
        ([KEY, OTHER_KEY], SEMICOLONS_SAY),
        ([OTHER_KEY, KEY], SEMICOLONS_SAY),
        ([KEY, OTHER_KEY], SEMICOLONS_SAY_OTHER),
    ] {
        assert_eq!(judged(SEMICOLONS, &secrets, said), Ok(()));
    }
    let said = format!("t=1764234000,v1={OLD_HEX},v1={HEX},v0={}", &HEX[..40]);
    for secret in ["whsec_test", "whsec_old"] {
        assert_eq!(judged(PAIRS, &[secret], &said), Ok(()));
    }
    let said = format!("v1={HEX}, t=1764234000");
    assert_eq!(judged(PAIRS, &["whsec_test"], &said), Ok(()));
}

#[test]
fn what_was_signed_long_ago_or_is_yet_to_come_is_refused() {
    let headers = headers(&[("a-signature", SEMICOLONS_SAY)]);
    let usual = verifier(SEMICOLONS, &[KEY]);
    let narrow = usual.clone().tolerance(Duration::from_secs(10));
    let any = usual.clone().tolerance(Duration::MAX);
    let judge = |verifier: &WebhookVerifier, came: u64| {
        verifier.verify_at(&headers, BODY.as_bytes(), at(came))
    };
    for (verifier, came, expected) in [
        (&usual, 1_764_234_300, Ok(())),
        (&usual, 1_764_234_301, Err(WebhookError::TooOld)),
        (&usual, 1_764_233_701, Ok(())),
        (&usual, 1_764_233_700, Err(WebhookError::TooNew)),
        (&narrow, 1_764_234_010, Ok(())),
        (&narrow, 1_764_234_011, Err(WebhookError::TooOld)),
        (&narrow, 1_764_233_990, Err(WebhookError::TooNew)),
        (&any, 0, Ok(())),
        (&any, 4_000_000_000, Ok(())),
    ] {
        assert_eq!(judge(verifier, came), expected, "{came}");
    }
    // The vector was signed in 2025.
    assert_eq!(
        usual.verify(&headers, BODY.as_bytes()),
        Err(WebhookError::TooOld)
    );
    // Only who knows the secret learns that.
    let stranger = verifier(SEMICOLONS, &[OTHER_KEY]);
    assert_eq!(judge(&stranger, 0), Err(WebhookError::NoMatch));
}

#[test]
fn what_is_not_as_documented_is_malformed_and_never_a_panic() {
    let malformed = Err(WebhookError::Malformed("a-signature"));
    for said in [
        "",
        ";",
        "hmac",
        "hmac;1;",
        "hmac;1;;",
        "hmac;1;1764234000123",
        "hmac;1;1764234000123;",
        "hmac;1;;AAAA",
        "hmac;2;1764234000123;AAAA",
        "HMAC;1;1764234000123;AAAA",
        "hmac;1;+1764234000123;AAAA",
        "hmac;1;-1;AAAA",
        "hmac;1;1e3;AAAA",
        "hmac;1;99999999999999999999999999;AAAA",
        "hmac;1;1764234000123;not base64!",
        "hmac;1;1764234000123;A",
        "hmac;1;1764234000123;AAAA;AAAA",
        "hmac;1;17642340ü0123;AAAA",
    ] {
        assert_eq!(judged(SEMICOLONS, &[KEY], said), malformed, "{said}");
    }
    for said in [
        "t=1764234000",
        "v1=aa",
        "t=,v1=aa",
        "t=1764234000,v1=",
        "t=1764234000,v1=abc",
        "t=1764234000,v1=xy",
        "t=1764234000,v1=+1",
        "t=1764234000,t=1764234000,v1=aa",
        "t=1764234000;v1=aa",
        ",,,",
        "=",
    ] {
        assert_eq!(judged(PAIRS, &["k"], said), malformed, "{said}");
    }
    // Every part of a field that is right, and every field with one byte changed.
    for end in 0..SEMICOLONS_SAY.len() {
        assert!(judged(SEMICOLONS, &[KEY], &SEMICOLONS_SAY[..end]).is_err() || end == 64);
        for byte in [b'\t', b' ', b'0', b'~', 0x80, 0xff] {
            let mut said = SEMICOLONS_SAY.as_bytes().to_vec();
            said[end] = byte;
            let mut headers = HeaderMap::new();
            headers.insert("a-signature", HeaderValue::from_bytes(&said).unwrap());
            let verdict = verifier(SEMICOLONS, &[KEY]).verify_at(
                &headers,
                BODY.as_bytes(),
                at(1_764_234_000),
            );
            assert!(verdict.is_err() || said[end] == SEMICOLONS_SAY.as_bytes()[end] || end == 64);
        }
    }
    let none = verifier(SEMICOLONS, &[KEY]).verify(&HeaderMap::new(), b"");
    assert_eq!(none, Err(WebhookError::MissingHeader("a-signature")));
    // Placeholders that nothing tells apart, as no description makes them.
    let odd = SignatureScheme {
        elements: &[&[HeaderPart::Signature, HeaderPart::Time], &[]],
        ..SEMICOLONS
    };
    assert_eq!(judged(odd, &[KEY], "AAAA"), malformed);
}

#[test]
fn a_body_is_read_once_it_is_verified() {
    let endless = verifier(SEMICOLONS, &[KEY]).tolerance(Duration::MAX);
    let headers = headers(&[("a-signature", SEMICOLONS_SAY)]);
    let event: Json = endless.read(&headers, BODY.as_bytes()).unwrap();
    assert_eq!(event.as_str(), BODY);
    let number = endless.read::<i64>(&headers, BODY.as_bytes()).unwrap_err();
    assert!(matches!(number, WebhookError::Unreadable(_)));
    let source = std::error::Error::source(&number).map(ToString::to_string);
    assert_eq!(
        source.as_deref(),
        Some("expected a number, found an object")
    );
    let stranger = verifier(SEMICOLONS, &[OTHER_KEY]).tolerance(Duration::MAX);
    let refused = stranger.read::<Json>(&headers, BODY.as_bytes());
    assert_eq!(refused, Err(WebhookError::NoMatch));
}

#[test]
fn what_is_no_secret_is_refused_and_none_is_printed() {
    let refused = |scheme, secrets: &[&str]| {
        let verifier = WebhookVerifier::new(scheme, secrets.iter().copied());
        verifier.map(drop).unwrap_err()
    };
    assert_eq!(refused(SEMICOLONS, &[]), SecretError::None);
    assert_eq!(refused(SEMICOLONS, &[KEY, ""]), SecretError::Empty);
    assert_eq!(refused(STANDARD, &["whsec_"]), SecretError::Empty);
    assert_eq!(refused(PAIRS, &[""]), SecretError::Empty);
    assert_eq!(refused(SEMICOLONS, &["p@ss"]), SecretError::NotBase64);
    let verifier = verifier(PAIRS, &["whsec_test", "whsec_old"]);
    assert_eq!(
        format!("{verifier:?}"),
        r#"WebhookVerifier { header: "a-signature", secrets: [2 redacted], tolerance: 300s }"#
    );
}
