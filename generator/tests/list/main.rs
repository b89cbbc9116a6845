//! The generated client of a list, compiled and called: optional parameters, nullable members, a default answer.

use std::sync::{Arc, Mutex};

#[path = "../fixtures/list/expected/client.rs"]
#[rustfmt::skip]
mod client;
#[path = "../fixtures/list/expected/parcels.rs"]
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
#[path = "../fixtures/list/expected/types.rs"]
#[rustfmt::skip]
pub mod types;

use runtime::{Body, Client, Error, Maybe, Transport, TransportFuture};
use types::{ListParcelsError, ParcelState};

/// Records where requests go and answers all of them alike.
struct Server {
    seen: Arc<Mutex<Vec<String>>>,
    status: u16,
    body: &'static str,
}

impl Transport for Server {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let line = format!("{} {}", request.method(), request.uri());
        let header = request
            .headers()
            .get("timeout")
            .map(|value| format!(" timeout={value:?}"));
        self.seen
            .lock()
            .unwrap()
            .push(line + &header.unwrap_or_default());
        let answer = http::Response::builder()
            .status(self.status)
            .body(Body::from(self.body.to_owned()));
        Box::pin(async move { Ok(answer.unwrap()) })
    }
}

fn client(status: u16, body: &'static str) -> (Client, Arc<Mutex<Vec<String>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let server = Server {
        seen: Arc::clone(&seen),
        status,
        body,
    };
    (
        Client::builder()
            .token("secret")
            .transport(server)
            .build()
            .unwrap(),
        seen,
    )
}

const PAGE: &str = r#"{"items": [{"id": "a", "weight": null, "state": "lost", "note": null, "type": "box", "colour": "red",
    "within": {"id": "b", "weight": 2.5, "state": "on the way"}}], "nextPageToken": null}"#;

#[tokio::test]
async fn what_is_not_said_is_not_sent() {
    let (client, seen) = client(200, PAGE);
    client.list_parcels("north side").await.unwrap();
    assert_eq!(
        *seen.lock().unwrap(),
        ["GET https://parcels.example/api/parcels?depot=north%20side&access_token=secret"]
    );
}

#[tokio::test]
async fn optional_parameters_are_setters() {
    let (client, seen) = client(200, PAGE);
    let call = client
        .list_parcels("n")
        .created_at_gte("2024-01-02")
        .state(vec![ParcelState::Packed, ParcelState::OnTheWay]);
    let call = call
        .ids(vec!["1".to_owned(), "2".to_owned()])
        .max_results(5)
        .page_token("p&q")
        .header_timeout(3);
    call.await.unwrap();
    let wanted = "GET https://parcels.example/api/parcels?depot=n&createdAt%5Bgte%5D=2024-01-02&state=packed&state=on%20the%20way\
        &ids=1,2&maxResults=5&pageToken=p%26q&access_token=secret timeout=\"3\"";
    assert_eq!(*seen.lock().unwrap(), [wanted]);
}

#[tokio::test]
async fn many_required_arguments_are_a_struct() {
    let (client, seen) = client(204, "");
    let arguments = types::SetRouteArguments {
        depot: "north".to_owned(),
        route: 7,
        from: "Monday".to_owned(),
        until: "Friday".to_owned(),
        body: vec!["river".to_owned()],
    };
    client.set_route(arguments).dry_run(true).await.unwrap();
    let line = "/api/depots/north/routes/7?from=Monday&until=Friday&dryRun=true";
    assert!(seen.lock().unwrap()[0].contains(line), "{seen:?}");
}

#[tokio::test]
async fn absent_null_and_value_are_told_apart() {
    let page = client(200, PAGE).0.list_parcels("n").await.unwrap();
    let parcel = &page.items[0];
    let within = parcel.within.as_deref().unwrap();
    assert_eq!((parcel.weight, within.weight), (None, Some(2.5)));
    assert_eq!((&parcel.note, &within.note), (&Maybe::Null, &Maybe::Absent));
    assert_eq!(
        parcel.state.text(),
        "lost",
        "a value that is not documented is kept"
    );
    assert_eq!(within.state, ParcelState::OnTheWay);
    assert_eq!(parcel.additional["colour"].as_str(), "\"red\"");
    assert_eq!(page.next_page_token, None);
}

#[tokio::test]
async fn the_default_answer_says_its_status() {
    let (client, _) = client(418, r#"{"error": {"message": "no coffee", "code": 7}}"#);
    let error = client.list_parcels("n").await.unwrap_err();
    let Error::Api(error) = error else {
        panic!("{error}")
    };
    let ListParcelsError::OtherStatus(status, body) = error.kind();
    assert_eq!((*status, body.error.code), (418, Some(7)));
    assert_eq!(error.to_string(), "418 I'm a teapot (7): no coffee");
    assert!(error.kind().is_other_status());
}
