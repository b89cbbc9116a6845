//! The generated client of an API with formats, compiled and called: what is read comes back as it was spelled.

use std::sync::{Arc, Mutex};

#[path = "../fixtures/formats/expected/client.rs"]
#[rustfmt::skip]
mod client;
#[path = "../fixtures/formats/expected/crossings.rs"]
#[rustfmt::skip]
mod crossings;
#[allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "the tests use only part of what a client may use"
)]
#[path = "../../runtime/mod.rs"]
pub mod runtime;
#[path = "../fixtures/formats/expected/types.rs"]
#[rustfmt::skip]
pub mod types;

use runtime::{Body, Client, Json, Reader, TimeOfDay, Transport, TransportFuture, Writer};
use types::Crossing;

/// Records what is sent, and answers with one body.
struct Server {
    seen: Arc<Mutex<Vec<String>>>,
    body: &'static str,
}

impl Transport for Server {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let (parts, mut body) = request.into_parts();
        let (seen, answer) = (Arc::clone(&self.seen), self.body);
        Box::pin(async move {
            let mut line = format!("{} {}", parts.method, parts.uri);
            if let Some(header) = parts.headers.get("x-callback") {
                line.push_str(&format!(" {}", header.to_str().unwrap()));
            }
            while let Some(chunk) = body.chunk().await {
                line.push_str(&format!(" {}", String::from_utf8_lossy(&chunk?)));
            }
            seen.lock().unwrap().push(line);
            let status = if answer.is_empty() { 204 } else { 200 };
            Ok(http::Response::builder()
                .status(status)
                .body(Body::from(answer.to_owned()))
                .unwrap())
        })
    }
}

fn client(body: &'static str) -> (Client, Arc<Mutex<Vec<String>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let server = Server {
        seen: Arc::clone(&seen),
        body,
    };
    (Client::builder().transport(server).build().unwrap(), seen)
}

/// Everything as it is documented, in spellings that no writer would choose.
const WELL_FORMED: &str = r#"{"id":"8C2F1A52-7D54-4A35-9B1C-3F6F0D0C9E11","departs":"2024-01-02t03:04:05.500z","season":"2024-06-01","ticket":"c2FtcGxlcw","boards":"03:04:05","takes":"PT1,5H","page":"HTTPS://Example.COM:443/a","see":"../b","fare":12.50,"colour":"red","seats":2147483647,"distance":9223372036854775807,"passengers":18446744073709551615,"balance":-18446744073709551615,"waves":123456789012345678901234567890123456789012,"seed":-9223372036854775808,"number":9007199254740993,"count":18446744073709551615,"wind":0.1,"when":"2024-06-01"}"#;

/// Nothing as it is documented.
const MALFORMED: &str = r#"{"id":7,"departs":1700000000,"season":"summer","ticket":"c2Ft cGxl!","boards":null,"takes":[1,2],"page":{"href":"/a"},"fare":"12.50"}"#;

#[tokio::test]
async fn parameters_are_sent_as_they_are_spelled() {
    let (client, seen) = client(WELL_FORMED);
    let day = time::Date::from_calendar_date(2024, time::Month::February, 29).unwrap();
    let moment = time::OffsetDateTime::from_unix_timestamp(1_700_000_000).unwrap();
    client
        .get_crossing("8C2F/1", day)
        .since(moment)
        .times(vec![TimeOfDay::from("03:04:05+01:00"), "noon".into()])
        .fare("0.10".parse::<runtime::Decimal>().unwrap())
        .x_callback("https://example.com/a?b=c")
        .await
        .unwrap();
    let wanted = "GET https://ferries.example/crossings/8C2F%2F1/days/2024-02-29?since=2023-11-14T22%3A13%3A20Z\
        &times=03%3A04%3A05%2B01%3A00&times=noon&fare=0.10 https://example.com/a?b=c";
    assert_eq!(*seen.lock().unwrap(), [wanted]);
}

#[tokio::test]
async fn what_was_read_is_sent_back_as_it_was_spelled() {
    let crossing = client(WELL_FORMED)
        .0
        .get_crossing("1", "2024-02-29")
        .await
        .unwrap();
    assert_eq!(crossing.departs.moment().unwrap().nanosecond(), 500_000_000);
    assert_eq!(crossing.ticket.bytes().as_deref(), Some(&b"samples"[..]));
    let (client, seen) = client("");
    client.add_crossing(crossing).await.unwrap();
    let wanted = format!("POST https://ferries.example/crossings {WELL_FORMED}");
    assert_eq!(*seen.lock().unwrap(), [wanted]);
}

#[test]
fn what_does_not_fit_its_format_is_kept_too() {
    let crossing: Crossing = Reader::text(MALFORMED).unwrap();
    assert_eq!(crossing.departs.moment(), None);
    assert_eq!(crossing.departs.as_str(), "1700000000");
    assert_eq!(crossing.fare.as_ref().unwrap().to_f64(), Some(12.5));
    let written = Writer::text_of(&crossing).unwrap();
    // An optional property that is `null` where none is documented is as good as absent.
    let wanted = MALFORMED.replace(r#""boards":null,"#, "");
    assert_eq!(Json::from_text(&written), Json::from_text(&wanted));
}
