//! What a generated client knows of what its API sends by itself, compiled, verified and read.

use std::time::{Duration, SystemTime};

#[allow(dead_code, reason = "the tests call nothing")]
#[path = "../fixtures/webhooks/expected/client.rs"]
#[rustfmt::skip]
mod client;
#[allow(dead_code, reason = "the tests call nothing")]
#[path = "../fixtures/webhooks/expected/parcels.rs"]
#[rustfmt::skip]
mod parcels;
#[allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "the tests use only part of what a client may use"
)]
#[path = "../../runtime/mod.rs"]
pub mod runtime;
#[path = "../fixtures/webhooks/expected/signatures.rs"]
#[rustfmt::skip]
pub mod signatures;
#[path = "../fixtures/webhooks/expected/types.rs"]
#[rustfmt::skip]
pub mod types;
#[path = "../fixtures/webhooks/expected/webhooks.rs"]
#[rustfmt::skip]
mod webhooks;

use http::HeaderMap;
use runtime::{WebhookError, WebhookVerifier};
use types::WebhookEvent;

#[test]
fn events_are_told_by_their_constant() {
    let lost = WebhookEvent::read(br#"{"type":"parcel.lost","parcel":"p1"}"#).unwrap();
    let WebhookEvent::ParcelLost(lost) = lost else {
        panic!("{lost:?}");
    };
    assert_eq!((lost.parcel.as_str(), lost.courier), ("p1", None));
    let found = WebhookEvent::read(br#"{"parcel":"p1","type":"parcel.found"}"#).unwrap();
    assert!(matches!(found, WebhookEvent::ParcelFound(_)), "{found:?}");
}

#[test]
fn an_event_that_is_not_documented_is_kept_as_it_came() {
    for body in [
        r#"{"type":"parcel.burnt","parcel":"p1","at":1e400}"#,
        r#"{"parcel":"p1"}"#,
        r#"{"type":null}"#,
        "[1]",
        "null",
    ] {
        let event = WebhookEvent::read(body.as_bytes()).unwrap();
        let WebhookEvent::Other(json) = event else {
            panic!("{event:?}");
        };
        assert_eq!(json.as_str(), body);
    }
    // What says what it is, and is not so, is an error that says where.
    let broken = WebhookEvent::read(br#"{"type":"parcel.lost","parcel":1}"#).unwrap_err();
    assert_eq!(broken.path(), "parcel");
    assert!(WebhookEvent::read(b"{").is_err());
}

/// Python: `hmac.new(b"a key of parcels", b'1764234000123.' + body, "sha256")`
#[test]
fn an_event_is_verified_and_read() {
    let secrets = ["psec_YSBrZXkgb2YgcGFyY2Vscw=="];
    let verifier = WebhookVerifier::new(signatures::PARCEL_SIGNATURE, secrets).unwrap();
    let verifier = verifier.tolerance(Duration::MAX);
    let body = br#"{"type":"parcel.lost","parcel":"p1"}"#;
    let mut headers = HeaderMap::new();
    let said = "t=1764234000123;v1=sTIfFRRuJ2bHBvwB3mhwj5bNDmPgIlbd3G38Na+Lyys=";
    headers.insert("parcel-signature", said.parse().unwrap());
    let event = verifier.read(&headers, body).unwrap();
    assert!(matches!(event, WebhookEvent::ParcelLost(_)));
    let altered =
        verifier.read::<WebhookEvent>(&headers, br#"{"type":"parcel.lost","parcel":"p2"}"#);
    assert_eq!(altered, Err(WebhookError::NoMatch));
}

/// Python: `hmac.new(b"raw", b"id-1" + b"1764234000" + b"{}", "sha256")`
#[test]
fn a_second_way_of_signing_has_a_constant_of_its_own() {
    let verifier = WebhookVerifier::new(signatures::X_PARCEL_DIGEST, ["raw"]).unwrap();
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("x-parcel-id", "id-1"),
        ("x-parcel-time", "1764234000"),
        ("x-parcel-digest", "sha256=@"),
    ] {
        headers.insert(name, value.replace('@', DIGEST).parse().unwrap());
    }
    let came = SystemTime::UNIX_EPOCH + Duration::from_secs(1_764_234_299);
    assert_eq!(verifier.verify_at(&headers, b"{}", came), Ok(()));
    let later = came + Duration::from_secs(2);
    assert_eq!(
        verifier.verify_at(&headers, b"{}", later),
        Err(WebhookError::TooOld)
    );
}

const DIGEST: &str = "d31aca9484107f50212b9eb3f375cd6012092938c6f6b1e48506cac3e75056a6";
