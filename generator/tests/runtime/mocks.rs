//! A double of the API: what it answers, what it has seen, and what it says of calls that are not as it was told.

use std::error::Error as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::api::{API, BARE, HEADER, QUERY, default_builder, wait};
use crate::downloads::{GetFile, GetFileError};
use crate::runtime::{
    Answer, ApiError, Body, Bytes, ClientBuilder, Error, HeaderMap, Interrupted, Json, Method,
    Misfit, Mock, Operation, Reading, Received, RequestLine, RequestParts, Response, StatusCode,
    TransportError, Upload, Why, failures, problem, record,
};

/// What can be read and written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pet {
    pub(crate) name: String,
}
record! { Pet: read write { name } }

#[derive(Debug, Clone, PartialEq)]
pub struct Wrong {
    pub code: String,
}
record! { Wrong: read { code } }
problem! { Wrong { code } }

failures! {
    pub enum PetError {
        NotFound(Wrong) => 404, is_not_found,
        Other(u16, Wrong) => status, is_other,
    }
}

#[derive(Debug, Clone, PartialEq)]
struct GetPet {
    name: String,
}

impl Operation for GetPet {
    type Output = Pet;
    type Error = PetError;
    const LINE: RequestLine = RequestLine::new(Method::GET, "/pets/{name}");

    fn request(&self, request: &mut RequestParts) {
        request.path("name", &self.name);
        request.authorize(&[&[&BARE, &QUERY]]);
    }

    fn answer(answer: Answer<'_>) -> Reading<Self> {
        match answer.status() {
            200 => answer.success(),
            404 => answer.failure(PetError::NotFound),
            _ => answer.failure_with_status(PetError::Other),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
struct AddPet {
    pet: Pet,
}

impl Operation for AddPet {
    type Output = ();
    type Error = PetError;
    const LINE: RequestLine = RequestLine::new(Method::POST, "/pets");

    fn request(&self, request: &mut RequestParts) {
        request.json(&self.pet);
    }

    fn answer(answer: Answer<'_>) -> Reading<Self> {
        match answer.status() {
            204 => answer.empty(),
            _ => answer.undocumented(),
        }
    }
}

#[derive(Debug, Clone)]
struct AddPicture {
    picture: Upload,
}

impl Operation for AddPicture {
    type Output = Json;
    type Error = PetError;
    const LINE: RequestLine = RequestLine::new(Method::PUT, "/pets/rex/picture");

    fn request(&self, request: &mut RequestParts) {
        request.upload("image/png", Some(&self.picture));
    }

    fn answer(answer: Answer<'_>) -> Reading<Self> {
        answer.success()
    }
}

fn get(name: &str) -> GetPet {
    let name = name.to_owned();
    GetPet { name }
}

fn pet(name: &str) -> Pet {
    let name = name.to_owned();
    Pet { name }
}

fn wrong(code: &str) -> Wrong {
    let code = code.to_owned();
    Wrong { code }
}

fn text(request: &http::Request<Bytes>) -> &str {
    std::str::from_utf8(request.body()).expect("text")
}

/// Why nothing was sent, as a mock says it.
fn said<T: std::fmt::Debug, E: std::fmt::Debug>(answered: Result<T, Error<E>>) -> String {
    match answered {
        Err(Error::NotSent(error)) => match error.why() {
            Why::Mock(why) => why.clone(),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn operations_answer_what_the_mock_was_told() {
    let mock = Mock::new();
    mock.on::<GetPet>().answers(pet("rex"));
    mock.on::<AddPet>().answers(());
    mock.on::<GetPet>().fails(PetError::NotFound(wrong("7")));
    let client = mock.client();
    wait(async {
        assert_eq!(client.call(get("rex")).await.expect("a pet"), pet("rex"));
        let added = client.call(AddPet { pet: pet("tom") });
        let added = added.send_with_response().await.expect("a success");
        // The status that is documented.
        assert_eq!(
            (added.status(), added.attempts()),
            (StatusCode::NO_CONTENT, 1)
        );
        let error = client.call(get("rex")).await.expect_err("a failure");
        assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
        assert_eq!(error.kind(), Some(&PetError::NotFound(wrong("7"))));
        assert_eq!(
            Error::<crate::runtime::AnyError>::from(error)
                .code()
                .as_deref(),
            Some("7")
        );
    });
    assert_eq!(mock.calls::<AddPet>(), [AddPet { pet: pet("tom") }]);
    assert_eq!(mock.calls::<GetPet>(), [get("rex"), get("rex")]);
    mock.verify();
}

#[test]
fn a_request_is_seen_as_it_would_have_been_sent() {
    let mock = Mock::new();
    mock.on::<AddPet>().answers(());
    mock.on::<GetPet>().any_times().answers(pet("rex"));
    let client = mock.client();
    wait(async {
        let call = client.call(AddPet { pet: pet("tom") });
        let call = call
            .header("X-Trace", "9")
            .base_url("https://other.example");
        call.await.expect("a success");
        client.call(get("a/b")).await.expect("a pet");
    });
    let calls = mock.calls::<AddPet>();
    assert_eq!(calls[0].pet.name, "tom");
    let request = calls[0].request();
    assert_eq!(request.method(), Method::POST);
    assert_eq!(request.uri(), "https://other.example/pets");
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.headers()["x-trace"], "9");
    assert_eq!(request.headers()["user-agent"], "pets/1.0");
    assert_eq!(text(request), r#"{"name":"tom"}"#);
    // Every credential is there, so that operations can be called.
    let requests = mock.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(
        requests[1].uri(),
        "https://pets.example/v1/pets/a%2Fb?api_key=mock"
    );
    assert_eq!(requests[1].headers()["authorization"], "mock");
    assert!(requests[1].headers()["authorization"].is_sensitive());
}

#[test]
fn settings_of_a_client_are_its_own() {
    let mock = Mock::new();
    mock.on::<GetPet>().times(2).answers(pet("rex"));
    let before = default_builder().credential(&BARE, "own").mock(&mock);
    let after = default_builder().mock(&mock).credential(&BARE, "own");
    let agent = |builder: ClientBuilder| builder.user_agent("mine").build().expect("a client");
    wait(async {
        agent(before).call(get("rex")).await.expect("a pet");
        agent(after).call(get("rex")).await.expect("a pet");
    });
    for request in mock.requests() {
        assert_eq!(request.headers()["authorization"], "own");
        assert_eq!(request.headers()["user-agent"], "mine");
    }
    // Of an API that names no server.
    static NOWHERE: crate::runtime::Api = crate::runtime::Api {
        base_url: "",
        user_agent: "a",
        schemes: API.schemes,
    };
    mock.on::<AddPet>().answers(());
    let client = ClientBuilder::new(&NOWHERE).mock(&mock).build();
    let call = client.expect("a client").call(AddPet { pet: pet("a") });
    wait(call.into_future()).expect("a success");
    assert_eq!(mock.requests()[2].uri(), "https://mock.invalid/pets");
}

#[test]
fn conditions_choose_and_numbers_count() {
    let mock = Mock::new();
    mock.on::<GetPet>()
        .when(|get| get.name == "tom")
        .any_times()
        .answers(pet("tom"));
    mock.on::<GetPet>().times(2).answers(pet("rex"));
    mock.on::<GetPet>()
        .when(|get| get.name.len() == 3)
        .when(|get| get.name.starts_with('i'))
        .does(|get| Ok(pet(&get.name.to_uppercase())));
    mock.on::<AddPet>().times(0).answers(());
    let client = mock.client();
    let named = async |name| client.call(get(name)).await.expect("a pet").name;
    wait(async {
        let mut names = Vec::new();
        for name in ["a", "tom", "b", "tom", "ida"] {
            names.push(named(name).await);
        }
        assert_eq!(names, ["rex", "tom", "rex", "tom", "IDA"]);
    });
    assert_eq!(mock.unmet(), [""; 0]);
}

#[test]
fn a_call_that_is_not_expected_is_an_error_and_told() {
    let mock = Mock::new();
    mock.on::<GetPet>()
        .when(|get| get.name == "tom")
        .answers(pet("tom"));
    mock.on::<AddPet>().times(2).answers(());
    let client = mock.client();
    let add = || client.call(AddPet { pet: pet("a") }).into_future();
    wait(async {
        let other = said(client.call(get("rex")).await);
        let wanted =
            "of the calls of `GetPet` that are expected none is like this: GET /v1/pets/rex";
        assert_eq!(other, wanted);
        let none = said(
            client
                .call(AddPicture {
                    picture: Upload::from("x"),
                })
                .await,
        );
        assert_eq!(
            none,
            "no call of `AddPicture` is expected: PUT /v1/pets/rex/picture"
        );
        add().await.expect("the first");
        add().await.expect("the second");
        let error = add().await.expect_err("one too many");
        let more = "the request was not sent: `AddPet` is expected twice and was called once more: POST /v1/pets";
        assert_eq!(error.to_string(), more);
        assert!(matches!(error, Error::NotSent(_)) && error.source().is_none());
    });
    // They are seen as well, and the code under test may have swallowed their errors.
    assert_eq!(mock.calls::<AddPet>().len(), 3);
    let unmet = mock.unmet();
    assert!(
        unmet[0].starts_with(
            "`GetPet` was expected once and called not at all (generator/tests/runtime/mocks.rs:"
        ) || unmet[0].starts_with(
            "`GetPet` was expected once and called not at all (tests/runtime/mocks.rs:"
        ),
        "{unmet:?}"
    );
    assert_eq!(unmet.len(), 4);
    assert!(unmet[3].starts_with("`AddPet` is expected twice"));
    let panic = catch_unwind(AssertUnwindSafe(|| mock.verify())).expect_err("it is told");
    let panic = panic.downcast::<String>().expect("a text");
    assert!(
        panic.starts_with("not as the mock was told:\n  `GetPet` was expected once"),
        "{panic}"
    );
}

#[test]
fn a_mock_that_is_dropped_is_verified_unless_the_test_fails_anyway() {
    let dropped = catch_unwind(|| {
        let mock = Mock::new();
        mock.on::<GetPet>().times(3).answers(pet("rex"));
    });
    let told = dropped
        .expect_err("it is told")
        .downcast::<String>()
        .expect("a text");
    assert!(
        told.contains("`GetPet` was expected 3 times and called not at all"),
        "{told}"
    );
    let failed = catch_unwind(|| {
        let mock = Mock::new();
        mock.on::<GetPet>().answers(pet("rex"));
        panic!("the test's own");
    });
    let own = failed
        .expect_err("it fails")
        .downcast::<&str>()
        .expect("a text");
    assert_eq!(*own, "the test's own");
    drop(Mock::new());
}

#[test]
fn what_cannot_be_sent_is_refused_and_meets_nothing() {
    let mock = Mock::new();
    mock.on::<GetPet>().answers(pet("rex"));
    let client = mock.client();
    wait(async {
        let refused = client.call(get("")).await.expect_err("it is empty");
        let is_parameter = |error: &Error<PetError>| matches!(error, Error::NotSent(error) if matches!(error.why(), Why::Parameter { .. }));
        assert!(is_parameter(&refused), "{refused}");
        client.call(get("rex")).await.expect("it is still expected");
    });
}

#[test]
fn every_error_can_be_made() {
    let headers = || {
        HeaderMap::from_iter([(
            http::header::RETRY_AFTER,
            http::HeaderValue::from_static("7"),
        )])
    };
    let received =
        move |status| Received::new(status, headers(), Bytes::from_static(b"{\"code\":\"x\"}"));
    let mock = Mock::new();
    let on = || mock.on::<GetPet>();
    let teapot = PetError::Other(418, wrong("tea"));
    on().fails_with(ApiError::new(
        received(StatusCode::NOT_FOUND),
        teapot.clone(),
    ));
    on().fails(teapot);
    on().fails(PetError::Other(1, wrong("none")));
    on().cannot_connect();
    on().times_out();
    on().is_interrupted();
    on().does(|_| Err(Error::Interrupted(Box::new(Interrupted::new("gone")))));
    on().does(move |_| {
        let decode = crate::runtime::Decode::new(received(StatusCode::OK), Misfit::new("odd"));
        Err(Error::Decode(Box::new(decode)))
    });
    on().answers_with(Response::new(received(StatusCode::ACCEPTED), pet("rex")));
    let client = mock.client();
    wait(async {
        let next = async || client.call(get("rex")).send_with_response().await;
        let error = next().await.expect_err("an ApiError");
        assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
        assert_eq!(error.headers().expect("an answer")["retry-after"], "7");
        assert_eq!(error.body().expect("an answer"), "{\"code\":\"x\"}");
        assert!(error.kind().expect("a failure").is_other());
        assert_eq!(
            next().await.expect_err("418").status(),
            Some(StatusCode::IM_A_TEAPOT)
        );
        assert_eq!(
            said(next().await),
            "1 is the status of no answer to `GetPet`"
        );
        let error = next().await.expect_err("no connection");
        assert!(
            matches!(&error, Error::NotSent(error) if matches!(error.why(), Why::Connection(_)))
        );
        let is_timeout = |error: &Error<PetError>| matches!(error, Error::Interrupted(error) if error.is_timeout());
        assert!(is_timeout(&next().await.expect_err("no answer")));
        let error = next().await.expect_err("no answer");
        assert!(matches!(error, Error::Interrupted(_)) && !is_timeout(&error));
        let error = next().await.expect_err("no answer");
        assert_eq!(error.source().expect("why").to_string(), "gone");
        let error = next().await.expect_err("it cannot be read");
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        let response = next().await.expect("a success");
        assert_eq!(response.status(), StatusCode::ACCEPTED);
        assert_eq!(response.headers()["retry-after"], "7");
        assert_eq!(response.into_value(), pet("rex"));
    });
}

fn http(status: u16, content: &'static str) -> http::Response<Body> {
    let answer = http::Response::builder().status(status);
    answer
        .body(Body::from(content.to_owned()))
        .expect("an answer")
}

#[test]
fn an_answer_as_a_server_gives_it_is_read_as_any_other() {
    let mock = Mock::new();
    let on = || mock.on::<GetPet>();
    on().times(2).answers_http(http(200, "{\"name\":\"rex\"}"));
    on().answers_http(http(404, "{\"code\":\"x\"}"));
    on().answers_http(http(200, "{\"name\":7}"));
    on().answers_http(http(200, "as it is"));
    on().answers(pet("rex"));
    let client = mock.client();
    wait(async {
        for _ in 0..2 {
            assert_eq!(client.call(get("rex")).await.expect("a pet"), pet("rex"));
        }
        let error = client.call(get("rex")).await.expect_err("a failure");
        assert!(error.kind().expect("a failure").is_not_found());
        let error = client.call(get("rex")).await.expect_err("no pet");
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        let mut raw = client.call(get("rex")).raw().await.expect("an answer");
        let chunk = raw.body_mut().chunk().await.expect("content");
        assert_eq!(chunk.expect("whole"), "as it is");
        assert!(said(client.call(get("rex")).raw().await).contains("`answers_http` gives one"));
    });
}

#[test]
fn streams_are_answered_as_they_come() {
    let mock = Mock::new();
    let once = || Body::stream(Body::from("once".to_owned()));
    let on = || mock.on::<GetFile>();
    on().times(2).answers_http(http(200, "a file"));
    on().fails(GetFileError::NotFound("gone".to_owned()));
    on().times(2).answers_http(http::Response::new(once()));
    on().answers(Bytes::from_static(b"whole"));
    let client = mock.client();
    wait(async {
        assert_eq!(client.call(GetFile).await.expect("whole"), "a file");
        let mut download = client.call(GetFile).into_stream().await.expect("a stream");
        assert_eq!(
            download.chunk().await.expect("whole").expect("content"),
            "a file"
        );
        let error = client
            .call(GetFile)
            .into_stream()
            .await
            .expect_err("a failure");
        assert!(error.kind().expect("a failure").is_not_found());
        let mut download = client.call(GetFile).into_stream().await.expect("a stream");
        assert_eq!(
            download.chunk().await.expect("whole").expect("content"),
            "once"
        );
        assert!(said(client.call(GetFile).await).contains("cannot be made again"));
        assert!(said(client.call(GetFile).into_stream().await).contains("is no stream"));
    });
    // A call is one of the operation, in whatever form its answer is read.
    let calls = mock.calls::<GetFile>();
    assert_eq!(calls.len(), 6);
    assert_eq!(
        calls[1].request().headers()["accept"],
        "application/octet-stream"
    );
}

/// A success may be read as it comes, or is whole.
#[derive(Debug)]
struct Talk;

impl Operation for Talk {
    type Output = Pet;
    type Error = PetError;
    const LINE: RequestLine = RequestLine::new(Method::GET, "/talk");

    fn request(&self, _: &mut RequestParts) {}

    fn answer(answer: Answer<'_>) -> Reading<Self> {
        answer.success()
    }

    fn streams(_: u16) -> bool {
        true
    }
}

/// Content that never comes.
struct Never;

impl http_body::Body for Never {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        Poll::Pending
    }
}

#[tokio::test(start_paused = true)]
async fn what_never_comes_is_waited_for_as_long_as_the_call_may_take() {
    let mock = Mock::new();
    mock.on::<Talk>()
        .answers_http(http::Response::new(Body::stream(Never)));
    let call = mock.client().call(Talk).timeout(Duration::from_secs(5));
    let called = tokio::time::timeout(Duration::from_secs(60), call.send()).await;
    let error = called.expect("it ends").expect_err("nothing came");
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
}

#[test]
fn uploads_are_seen_whole() {
    let mock = Mock::new();
    mock.on::<AddPicture>()
        .any_times()
        .answers_http(http(200, "{}"));
    let client = mock.client();
    let stream = || Upload::from(Body::stream(Body::from("stream".to_owned())));
    wait(async {
        for picture in [stream(), Upload::from("bytes")] {
            client
                .call(AddPicture { picture })
                .await
                .expect("a success");
        }
    });
    let calls = mock.calls::<AddPicture>();
    let contents: Vec<&str> = calls.iter().map(|call| text(call.request())).collect();
    assert_eq!(contents, ["stream", "bytes"]);
    assert_eq!(calls[0].request().headers()["content-type"], "image/png");
}

#[test]
fn clients_are_used_by_many_at_once() {
    let mock = Mock::new();
    mock.on::<GetPet>().times(64).answers(pet("rex"));
    let client = mock.client();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..8 {
                    wait(client.call(get("rex")).into_future()).expect("a pet");
                }
            });
        }
    });
    assert_eq!(mock.calls::<GetPet>().len(), 64);
    mock.verify();
}

#[test]
fn no_hook_is_asked_and_a_condition_may_look_at_the_mock() {
    let mock = std::sync::Arc::new(Mock::new());
    let seen = std::sync::Arc::downgrade(&mock);
    mock.on::<GetPet>()
        .when(move |_| {
            seen.upgrade()
                .is_some_and(|mock| mock.calls::<GetPet>().is_empty())
        })
        .answers(pet("rex"));
    let limit = crate::runtime::RateLimit::new(1, std::time::Duration::from_secs(3600));
    let builder = default_builder().credential(&HEADER, "a").rate_limit(limit);
    let client = builder.mock(&mock).build().expect("a client");
    let no_runtime = std::pin::pin!(client.call(get("rex")).send());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let ready = Future::poll(no_runtime, &mut context);
    assert!(ready.is_ready(), "nothing is waited for");
}
