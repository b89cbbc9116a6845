//! Webhooks of both systems, verified; run with `--features webhook-signature`.
//!
//! The signatures were made by Python: `hmac.new(key, b"1764234000123." + body, "sha256")`, and the same with
//! `b"msg_1.1764234000."`.
#![cfg(feature = "webhook-signature")]

use std::time::{Duration, SystemTime};

use quo_client::runtime::HeaderMap;
use quo_client::{Json, SignatureScheme, WebhookError, WebhookVerifier, signatures};

const SECRET: &str = "c2lnbmluZyBrZXkgb2YgMQ==";
const BODY: &[u8] = br#"{"id":"EVc","type":"message.received"}"#;

fn verifier(scheme: SignatureScheme, secret: &str) -> WebhookVerifier {
    WebhookVerifier::new(scheme, [secret]).expect("a secret")
}

fn headers(fields: &[(&'static str, &str)]) -> HeaderMap {
    let fields = fields.iter().map(|(name, value)| {
        let value = value.parse().expect("a value");
        (quo_client::runtime::HeaderName::from_static(name), value)
    });
    fields.collect()
}

fn came() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_764_234_060)
}

#[test]
fn those_of_the_first_system() {
    let said = "hmac;1;1764234000123;TY+5R1wqQCeeAqJ3Pu1gQ3NHj4o+z0LAF/HMVzqa6Is=";
    let headers = headers(&[("openphone-signature", said)]);
    let verifier = verifier(signatures::OPENPHONE_SIGNATURE, SECRET);
    assert_eq!(verifier.verify_at(&headers, BODY, came()), Ok(()));
    let altered = BODY.to_ascii_uppercase();
    assert_eq!(
        verifier.verify_at(&headers, &altered, came()),
        Err(WebhookError::NoMatch)
    );
    assert_eq!(
        verifier.verify(&headers, BODY),
        Err(WebhookError::TooOld),
        "it was signed in 2025"
    );
    let endless = verifier.tolerance(Duration::MAX);
    let event: Json = endless.read(&headers, BODY).expect("an event");
    assert_eq!(event.as_str().as_bytes(), BODY);
}

#[test]
fn those_of_the_second_system() {
    let said = "v1,SnQ7X7voX+8su44+XyswpET1mrKcQ1fNobom1W0p+DU=";
    let headers = headers(&[
        ("webhook-id", "msg_1"),
        ("webhook-timestamp", "1764234000"),
        ("webhook-signature", said),
    ]);
    let secret = format!("whsec_{SECRET}");
    let verifier = verifier(signatures::WEBHOOK_SIGNATURE, &secret);
    assert_eq!(verifier.verify_at(&headers, BODY, came()), Ok(()));
}
