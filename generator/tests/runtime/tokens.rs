//! Tokens that a source gives: when it is asked, how often, and what a refusal does.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http_body::Frame;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::api::{BEARER, GetPet, HEADER, Mock, QUERY, Seen, builder, get, put, wait};
use crate::runtime::{
    Answer, Backoff, Body, Client, Error, Failure, Method, Operation, Problem, Reading,
    RequestLine, RequestParts, Scheme, Secret, StatusCode, TokenFuture, TokenSource,
    TransportError, Why,
};

/// A scheme whose tokens a source gives, as OAuth 2 and OpenID Connect have them.
const OAUTH: Scheme = Scheme::bearer("oauth");

/// Gives `token-1`, `token-2` …, and remembers which were refused.
#[derive(Clone, Default)]
struct Counting {
    given: Arc<AtomicUsize>,
    refused: Arc<Mutex<Vec<String>>>,
}

impl Counting {
    fn given(&self) -> usize {
        self.given.load(Ordering::SeqCst)
    }
}

impl TokenSource for Counting {
    fn token<'a>(&'a self, refused: Option<&'a Secret>) -> TokenFuture<'a> {
        Box::pin(async move {
            if let Some(refused) = refused {
                let refused = refused.expose().to_owned();
                self.refused.lock().expect("no panic").push(refused);
            }
            // Others come while this one waits.
            tokio::time::sleep(Duration::from_millis(5)).await;
            let number = self.given.fetch_add(1, Ordering::SeqCst) + 1;
            Ok(Secret::from(format!("token-{number}")))
        })
    }
}

fn with_source(mock: &Mock, source: impl TokenSource) -> Client {
    let client = builder().transport(mock.clone());
    client
        .token_source(&OAUTH, source)
        .build()
        .expect("a client")
}

fn authorized(request: &mut RequestParts) {
    request.authorize(&[&[&OAUTH]]);
}

fn answer(status: u16, body: &str) -> http::Response<Body> {
    let answer = http::Response::builder().status(status);
    answer.body(Body::from(body.to_owned())).expect("an answer")
}

fn refusal() -> http::Response<Body> {
    answer(401, "refused")
}

fn tokens(seen: &[Seen]) -> Vec<String> {
    let sent = seen
        .iter()
        .map(|seen| seen.header("authorization").join(","));
    sent.collect()
}

#[test]
fn a_source_is_asked_once_and_its_token_is_kept() {
    let (mock, source) = (Mock::default(), Counting::default());
    let client = with_source(&mock, source.clone());
    assert_eq!(source.given(), 0, "nothing was called yet");
    wait(async {
        client.call(get(authorized)).send().await.expect("sent");
        client
            .clone()
            .call(get(authorized))
            .send()
            .await
            .expect("sent");
        client.call(get(|_| {})).send().await.expect("sent");
    });
    assert_eq!(
        tokens(&mock.seen()),
        ["Bearer token-1", "Bearer token-1", ""]
    );
    assert_eq!(source.given(), 1);
}

#[test]
fn a_refused_token_is_renewed_once_and_the_request_sent_once_more() {
    let mock = Mock::answering([refusal(), answer(200, "done")]);
    let source = Counting::default();
    let client = with_source(&mock, source.clone());
    let call = client.call(get(|request| {
        request.query("limit", &1);
        request.header("X-Own", &"own".to_owned());
        request.json(&vec![1, 2]);
        authorized(request);
    }));
    assert_eq!(wait(call.send()).expect("the second is accepted"), "done");
    let seen = mock.seen();
    assert_eq!(tokens(&seen), ["Bearer token-1", "Bearer token-2"]);
    assert_eq!(seen[0].url, seen[1].url);
    assert_eq!(seen[0].body, seen[1].body);
    assert_eq!(seen[0].body, b"[1,2]");
    assert_eq!(seen[1].header("x-own"), ["own"]);
    assert_eq!(*source.refused.lock().expect("no panic"), ["token-1"]);
}

#[test]
fn what_is_refused_twice_is_refused() {
    let mock = Mock::answering([refusal(), answer(401, "still"), answer(200, "never")]);
    let source = Counting::default();
    let client = with_source(&mock, source.clone());
    let error = wait(client.call(Guarded).send()).expect_err("refused");
    let Error::Api(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.kind(), &Refused("still".to_owned()));
    assert_eq!(mock.seen().len(), 2);
    assert_eq!(source.given(), 2);
    // The next call begins with the last token and may renew it again.
    assert_eq!(
        wait(client.call(get(authorized)).send()).expect("sent"),
        "never"
    );
    assert_eq!(tokens(&mock.seen())[2], "Bearer token-2");
}

#[test]
fn any_other_answer_renews_nothing() {
    let mock = Mock::answering([answer(403, "no"), answer(407, "no"), answer(400, "no")]);
    let source = Counting::default();
    let client = with_source(&mock, source.clone());
    for sent in 1..=3 {
        wait(client.call(get(authorized)).send()).expect_err("an error");
        assert_eq!(mock.seen().len(), sent);
    }
    assert_eq!(source.given(), 1);
}

#[test]
fn a_token_is_renewed_in_one_attempt_only() {
    let client = |mock: &Mock, source: &Counting| {
        let builder = builder().transport(mock.clone());
        let builder = builder.retry(Backoff::new().first_wait(Duration::ZERO));
        builder
            .token_source(&OAUTH, source.clone())
            .build()
            .expect("a client")
    };
    // The renewed one is sent again after failures.
    let mock = Mock::answering([answer(503, ""), refusal(), answer(503, "")]);
    let source = Counting::default();
    let call = client(&mock, &source).call(get(authorized));
    let response = wait(call.send_with_response()).expect("the third is answered");
    assert_eq!(response.attempts(), 3);
    assert_eq!(
        tokens(&mock.seen()),
        [
            "Bearer token-1",
            "Bearer token-1",
            "Bearer token-2",
            "Bearer token-2"
        ]
    );
    // What is refused twice is refused, whatever came between.
    let mock = Mock::answering([refusal(), answer(503, ""), refusal()]);
    let source = Counting::default();
    let error = wait(client(&mock, &source).call(Guarded).send()).expect_err("refused");
    assert!(
        matches!(&error, Error::Api(_)) && error.attempts() == 2,
        "{error:?}"
    );
    assert_eq!(source.given(), 2);
}

#[test]
fn a_given_token_is_not_renewed() {
    let mock = Mock::answering([refusal()]);
    let client = builder()
        .transport(mock.clone())
        .credential(&OAUTH, "fixed");
    let client = client.build().expect("a client");
    wait(client.call(get(authorized)).send()).expect_err("refused");
    assert_eq!(tokens(&mock.seen()), ["Bearer fixed"]);
}

#[test]
fn a_source_without_another_token_leaves_the_refusal() {
    let mock = Mock::answering([refusal(), refusal()]);
    let client = with_source(&mock, || async { Ok::<_, TransportError>("same") });
    let error = wait(client.call(Guarded).send()).expect_err("refused");
    assert!(matches!(error, Error::Api(_)), "{error:?}");
    assert_eq!(mock.seen().len(), 1, "sending the same again is of no use");
}

#[test]
fn calls_that_wait_together_ask_once() {
    let mock = Mock::answering((0..8).map(|_| refusal()));
    let source = Counting::default();
    let client = with_source(&mock, source.clone());
    wait(async {
        let calls: Vec<_> = (0..8)
            .map(|_| tokio::spawn(client.call(get(authorized)).into_future()))
            .collect();
        for call in calls {
            call.await
                .expect("no panic")
                .expect("the second is accepted");
        }
    });
    let sent = tokens(&mock.seen());
    let of = |token: &str| sent.iter().filter(|one| *one == token).count();
    assert_eq!(
        (of("Bearer token-1"), of("Bearer token-2")),
        (8, 8),
        "{sent:?}"
    );
    assert_eq!(source.given(), 2);
}

#[test]
fn a_source_that_fails_sends_nothing_and_is_asked_again_by_later_calls() {
    let mock = Mock::default();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let client = with_source(&mock, move || {
        let number = count.fetch_add(1, Ordering::SeqCst);
        async move {
            tokio::time::sleep(Duration::from_millis(5)).await;
            match number {
                0 => Err(Offline),
                _ => Ok("late".to_owned()),
            }
        }
    });
    wait(async {
        let (one, other) = tokio::join!(
            client.call(get(authorized)).send(),
            client.call(get(authorized)).send()
        );
        for error in [one, other].map(|sent| sent.expect_err("no token")) {
            let Error::NotSent(error) = error else {
                panic!("{error:?}")
            };
            assert!(matches!(
                error.why(),
                Why::Token {
                    scheme: "oauth",
                    ..
                }
            ));
            assert_eq!(
                error.to_string(),
                "the request was not sent: no token for `oauth`"
            );
            let source = std::error::Error::source(&*error).expect("the source's own");
            assert!(source.is::<Offline>(), "{source:?}");
        }
        assert_eq!(
            asked.load(Ordering::SeqCst),
            1,
            "both waited for one answer"
        );
        assert!(mock.seen().is_empty());
        client.call(get(authorized)).send().await.expect("sent");
    });
    assert_eq!(tokens(&mock.seen()), ["Bearer late"]);
}

#[test]
fn a_source_that_fails_after_a_refusal_leaves_the_refusal() {
    let mock = Mock::answering([refusal()]);
    let asked = AtomicUsize::new(0);
    let client = with_source(&mock, move || {
        let number = asked.fetch_add(1, Ordering::SeqCst);
        async move {
            if number == 1 {
                Err(Offline)
            } else {
                Ok("token")
            }
        }
    });
    let error = wait(client.call(Guarded).send()).expect_err("refused");
    let Error::Api(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.kind(), &Refused("refused".to_owned()));
    wait(client.call(get(authorized)).send()).expect("the source is asked again");
}

#[test]
fn tokens_that_cannot_be_sent_are_refused() {
    for token in ["", "a\r\nX-Evil: 1", "a\0"] {
        let mock = Mock::default();
        let client = with_source(&mock, move || async move { Ok::<_, Offline>(token) });
        let error = wait(client.call(get(authorized)).send()).expect_err("it cannot be sent");
        assert!(
            matches!(&error, Error::NotSent(error) if matches!(error.why(), Why::Token { .. }))
        );
        assert!(!format!("{error:?}").contains("Evil"), "{error:?}");
        assert!(mock.seen().is_empty());
    }
}

#[test]
fn content_that_is_a_stream_is_sent_again_only_if_it_can_be_made_again() {
    for again in [true, false] {
        let mock = Mock::answering([refusal(), answer(200, "{}")]);
        let source = Counting::default();
        let client = with_source(&mock, source.clone());
        let call = client.call(put(move |request| {
            let body = if again {
                Body::stream_again(|| Body::stream(Once(Some("streamed"))))
            } else {
                Body::stream(Once(Some("streamed")))
            };
            request.path("name", &"rex".to_owned());
            request.content("text/plain", Some(body));
            authorized(request);
        }));
        assert_eq!(wait(call.send()).is_ok(), again);
        let bodies: Vec<_> = mock.seen().into_iter().map(|seen| seen.body).collect();
        assert_eq!(bodies.len(), if again { 2 } else { 1 });
        assert!(bodies.iter().all(|body| body == b"streamed"));
        assert_eq!(
            source.given(),
            bodies.len(),
            "asked only where it is of use"
        );
    }
}

#[test]
fn an_alternative_with_a_source_is_complete_and_combines() {
    let mock = Mock::answering([refusal()]);
    let source = Counting::default();
    let client = builder()
        .transport(mock.clone())
        .token_source(&OAUTH, source);
    let client = client.credential(&QUERY, "q").build().expect("a client");
    let call = client.call(get(|request| {
        request.authorize(&[&[&HEADER], &[&OAUTH, &QUERY], &[&BEARER]]);
    }));
    wait(call.send()).expect("the second is accepted");
    let seen = mock.seen();
    assert_eq!(tokens(&seen), ["Bearer token-1", "Bearer token-2"]);
    for seen in &seen {
        assert_eq!(seen.target(), "/pets/rex?api_key=q");
    }
}

#[test]
fn an_authorization_of_the_call_needs_no_token() {
    let mock = Mock::answering([refusal()]);
    let source = Counting::default();
    let client = with_source(&mock, source.clone());
    let call = client.call(get(authorized)).header("authorization", "own");
    wait(call.send()).expect_err("refused");
    assert_eq!(tokens(&mock.seen()), ["own"]);
    assert_eq!(source.given(), 0);
}

#[test]
fn a_request_that_cannot_be_sent_needs_no_token() {
    let (mock, source) = (Mock::default(), Counting::default());
    let client = with_source(&mock, source.clone());
    let call = client.call(put(|request| {
        request.path("name", &String::new());
        authorized(request);
    }));
    wait(call.send()).expect_err("the name is empty");
    assert_eq!(source.given(), 0);
}

#[test]
fn the_time_of_a_call_is_the_source_s_too() {
    let mock = Mock::default();
    let client = with_source(&mock, || async {
        std::future::pending::<()>().await;
        Ok::<_, Offline>("never")
    });
    let call = client
        .call(get(authorized))
        .timeout(Duration::from_millis(20));
    let error = wait(call.send()).expect_err("no time");
    assert!(matches!(&error, Error::NotSent(error) if matches!(error.why(), Why::Deadline)));
    assert!(mock.seen().is_empty());
}

#[test]
fn a_call_that_is_given_up_leaves_the_source_to_others() {
    let mock = Mock::default();
    let asked = AtomicUsize::new(0);
    let client = with_source(&mock, move || {
        let number = asked.fetch_add(1, Ordering::SeqCst) + 1;
        async move {
            if number == 1 {
                std::future::pending::<()>().await;
            }
            Ok::<_, Offline>(format!("token-{number}"))
        }
    });
    wait(async {
        let first = client
            .call(get(authorized))
            .timeout(Duration::from_millis(20));
        let (first, second) = tokio::join!(first.send(), client.call(get(authorized)).send());
        first.expect_err("no time");
        second.expect("sent");
    });
    assert_eq!(tokens(&mock.seen()), ["Bearer token-2"]);
}

#[test]
fn elsewhere_no_token_goes_along_and_a_refusal_there_renews_none() {
    let moved = http::Response::builder()
        .status(302)
        .header("location", "https://other.example/pets");
    let moved = moved.body(Body::empty()).expect("an answer");
    let mock = Mock::answering([moved, refusal()]);
    let source = Counting::default();
    let client = with_source(&mock, source.clone());
    let error = wait(client.call(get(authorized)).send()).expect_err("refused elsewhere");
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    assert_eq!(tokens(&mock.seen()), ["Bearer token-1", ""]);
    assert_eq!(source.given(), 1);
}

#[test]
fn a_refusal_after_a_redirect_at_the_same_origin_begins_anew() {
    let moved = http::Response::builder()
        .status(307)
        .header("location", "/v1/b");
    let moved = moved.body(Body::empty()).expect("an answer");
    let mock = Mock::answering([moved, refusal(), answer(200, "done")]);
    let client = with_source(&mock, Counting::default());
    assert_eq!(
        wait(client.call(get(authorized)).send()).expect("sent"),
        "done"
    );
    let sent: Vec<String> = mock
        .seen()
        .iter()
        .map(|seen| seen.target().to_owned())
        .collect();
    assert_eq!(sent, ["/pets/rex", "/b", "/pets/rex"]);
}

#[test]
fn after_a_refusal_something_has_been_sent() {
    let mock = Mock::scripted([Ok(refusal()), Err(TransportError::not_sent("refused"))]);
    let client = with_source(&mock, Counting::default());
    let error = wait(client.call(get(authorized)).send()).expect_err("no connection");
    assert!(matches!(error, Error::Interrupted(_)), "{error:?}");
}

#[test]
fn a_raw_answer_is_the_one_to_the_renewed_token() {
    let mock = Mock::answering([refusal(), answer(418, "teapot")]);
    let client = with_source(&mock, Counting::default());
    let answer = wait(client.call(get(authorized)).raw()).expect("an answer");
    assert_eq!(answer.status(), StatusCode::IM_A_TEAPOT);
}

/// Takes one request on each connection and gives all of them back.
async fn serve(listener: TcpListener, answers: [&str; 2]) -> Vec<String> {
    let mut requests = Vec::new();
    for answer in answers {
        let (mut socket, _) = listener.accept().await.expect("a connection");
        let mut request = Vec::new();
        while !request.ends_with(b"[1,2]") {
            let mut buffer = [0; 1024];
            let read = socket.read(&mut buffer).await.expect("the client sends");
            assert!(read > 0, "the client ended early");
            request.extend_from_slice(&buffer[..read]);
        }
        let answer =
            format!("HTTP/1.1 {answer}\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
        socket
            .write_all(answer.as_bytes())
            .await
            .expect("it is read");
        requests.push(String::from_utf8(request).expect("text"));
    }
    requests
}

#[test]
fn over_the_network_the_same_request_is_sent_with_the_other_token() {
    wait(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let server = tokio::spawn(serve(listener, ["401 Unauthorized", "200 OK"]));
        let client = builder()
            .base_url(base)
            .reqwest_builder(reqwest::Client::builder().no_proxy())
            .token_source(&OAUTH, Counting::default())
            .build()
            .expect("a client");
        let call = client.call(get(|request| {
            request.json(&vec![1, 2]);
            authorized(request);
        }));
        assert_eq!(call.send().await.expect("the second is accepted"), "ok");
        let requests = server.await.expect("no panic");
        assert!(requests[0].contains("Bearer token-1") && requests[1].contains("Bearer token-2"));
        assert_eq!(requests[0].replace("token-1", "token-2"), requests[1]);
    });
}

#[test]
fn nothing_that_is_printed_holds_a_token() {
    let mock = Mock::default();
    let client = with_source(&mock, || async { Ok::<_, Offline>("hush") });
    let call: crate::runtime::Call<GetPet> = client.call(get(authorized));
    let shown = format!("{client:?} {call:?}");
    wait(call.send()).expect("sent");
    let shown = format!("{shown} {client:#?}");
    assert!(
        !shown.contains("hush") && shown.contains("[redacted]"),
        "{shown}"
    );
}

/// Why a source has no token.
#[derive(Debug)]
struct Offline;

impl std::fmt::Display for Offline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("offline")
    }
}

impl std::error::Error for Offline {}

/// A stream of one chunk.
struct Once(Option<&'static str>);

impl http_body::Body for Once {
    type Data = crate::runtime::Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Frame<Self::Data>, TransportError>>> {
        let chunk = self.0.take().map(|text| Ok(Frame::data(text.into())));
        std::task::Poll::Ready(chunk)
    }
}

/// `GET /guarded`, which documents a 401.
#[derive(Debug)]
struct Guarded;

/// The text of the documented 401.
#[derive(Debug, Clone, PartialEq)]
struct Refused(String);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("refused")
    }
}

impl std::error::Error for Refused {}

impl Failure for Refused {
    fn status(&self) -> u16 {
        401
    }

    fn problem(&self) -> Option<&dyn Problem> {
        Some(&self.0)
    }

    fn name(&self) -> &'static str {
        "Refused"
    }
}

impl Operation for Guarded {
    type Output = String;
    type Error = Refused;
    const LINE: RequestLine = RequestLine::new(Method::GET, "/guarded");

    fn request(&self, request: &mut RequestParts) {
        request.authorize(&[&[&OAUTH]]);
    }

    fn answer(answer: Answer<'_>) -> Reading<Self> {
        match answer.status() {
            200 => answer.text()?.success(),
            401 => answer.text()?.failure(Refused),
            _ => answer.undocumented(),
        }
    }
}
