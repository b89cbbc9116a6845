//! Which redirects are followed, and what goes along.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::api::{
    BARE, COOKIE, HEADER, Mock, QUERY, builder, client, get, put, wait, with_credentials,
};
use crate::runtime::{Body, Error, RequestParts, StatusCode, TransportError};

fn to(status: u16, location: &str) -> http::Response<Body> {
    let answer = http::Response::builder()
        .status(status)
        .header("location", location);
    answer
        .body(Body::from("moved".to_owned()))
        .expect("an answer")
}

fn all_keys(request: &mut RequestParts) {
    request.query("limit", &1);
    request.header("X-Own", &"own".to_owned());
    request.authorize(&[&[&BARE, &HEADER, &QUERY, &COOKIE]]);
}

const SECRETS: [&str; 4] = ["bare-key", "header-key", "query", "cookie-key"];

#[test]
fn elsewhere_no_credential_goes_along() {
    let elsewhere = [
        "https://other.example/pets",
        "https://pets.example:8443/pets",
        "//other.example/pets?x=1",
        "https://user:pw@other.example/pets",
        "https://other.example/pets?api_key=query%20key%2B%2F&x=1",
        "https://other.example/pets?API=query+key%2b%2f&x=1",
        "https://other.example/pets?ap%69_key=x&x=1",
        "https://sub.pets.example/pets",
    ];
    for location in elsewhere {
        for status in [301, 302, 303, 307, 308] {
            let mock = Mock::answering([to(status, location)]);
            wait(
                client(&mock)
                    .call(get(all_keys))
                    .header("X-Token", "mine")
                    .send(),
            )
            .expect("it is followed");
            let seen = mock.seen();
            assert_eq!(seen.len(), 2);
            let shown = format!("{} {:?}", seen[1].url, seen[1].headers);
            assert!(
                SECRETS.iter().all(|secret| !shown.contains(secret)),
                "{shown}"
            );
            assert!(
                !shown.contains("pw@") && !shown.contains("mine") && !shown.contains("own"),
                "{shown}"
            );
            assert!(!shown.contains("ap%69_key"), "{shown}");
            assert_eq!(seen[1].header("user-agent"), ["pets/1.0"]);
            assert_eq!(
                seen[1].url.contains("x=1"),
                location.contains("x=1"),
                "{shown}"
            );
        }
    }
}

#[test]
fn what_was_taken_off_does_not_come_back() {
    let mock = Mock::answering([
        to(302, "https://other.example/"),
        to(302, "https://pets.example/v1/back"),
    ]);
    wait(client(&mock).call(get(all_keys)).send()).expect("it is followed");
    let last = mock.seen().remove(2);
    assert_eq!(last.url, "https://pets.example/v1/back");
    assert!(last.header("authorization").is_empty() && last.header("cookie").is_empty());
}

#[test]
fn at_the_same_origin_credentials_stay() {
    for location in [
        "/v1/pets/max",
        "max",
        "https://pets.example/v1/pets/max",
        "https://pets.example:443/v1/pets/max",
    ] {
        let mock = Mock::answering([to(307, location)]);
        wait(client(&mock).call(get(all_keys)).send()).expect("it is followed");
        let second = mock.seen().remove(1);
        assert_eq!(second.target(), "/pets/max?api_key=query%20key%2B%2F");
        assert_eq!(second.header("authorization"), ["bare-key"]);
        assert_eq!(second.header("x-api-key"), ["header-key"]);
        assert_eq!(second.header("cookie"), ["session=cookie-key"]);
        assert_eq!(second.header("x-own"), ["own"]);
    }
    // A key that the server repeats is not sent twice.
    let mock = Mock::answering([to(307, "/v1/pets/max?api_key=query%20key%2B%2F")]);
    wait(client(&mock).call(get(all_keys)).send()).expect("it is followed");
    assert_eq!(
        mock.seen()[1].target(),
        "/pets/max?api_key=query%20key%2B%2F"
    );
}

/// The answer is taken as it is: undocumented.
fn not_followed(mock: &Mock, error: &Error<crate::runtime::NoFailure>, seen: usize) {
    assert!(matches!(error, Error::Unexpected(_)), "{error:?}");
    assert!(error.status().is_some_and(|status| status.is_redirection()));
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"moved"[..]));
    assert_eq!(mock.seen().len(), seen);
}

#[test]
fn to_a_weaker_scheme_or_to_nowhere_none_is_followed() {
    for location in [
        "http://pets.example/v1/pets/rex",
        "http://other.example/",
        "ftp://pets.example/",
        "file:///etc/passwd",
        "data:,x",
        "https://",
    ] {
        let mock = Mock::answering([to(302, location)]);
        let error = wait(client(&mock).call(get(all_keys)).send()).expect_err("not followed");
        not_followed(&mock, &error, 1);
    }
    for status in [300, 304, 305, 306] {
        let mock = Mock::answering([to(status, "/v1/pets/max")]);
        let error = wait(client(&mock).call(get(all_keys)).send()).expect_err("not followed");
        not_followed(&mock, &error, 1);
    }
}

#[test]
fn five_are_followed_and_not_a_sixth() {
    let mock = Mock::answering((0..9).map(|index| to(302, &format!("/v1/{index}"))));
    let error = wait(client(&mock).call(get(all_keys)).send()).expect_err("too many");
    not_followed(&mock, &error, 6);
    let mock = Mock::answering((0..5).map(|index| to(302, &format!("/v1/{index}"))));
    assert_eq!(
        wait(client(&mock).call(get(all_keys)).send()).expect("five are fine"),
        "{}"
    );
    assert_eq!(mock.seen().len(), 6);
}

#[test]
fn other_methods_follow_none() {
    for status in [301, 302, 303, 307, 308] {
        let mock = Mock::answering([to(status, "/v1/pets/max")]);
        let call = client(&mock).call(put(|request| request.path("name", &"a".to_owned())));
        let error = wait(call.send()).expect_err("not followed");
        not_followed(&mock, &error, 1);
    }
}

#[test]
fn content_is_sent_again_here_and_never_elsewhere() {
    fn with_content(request: &mut RequestParts) {
        request.json(&1);
    }
    let mock = Mock::answering([to(307, "/v1/pets/max")]);
    wait(client(&mock).call(get(with_content)).send()).expect("it is followed");
    assert_eq!(mock.seen()[1].body, b"1");
    assert_eq!(mock.seen()[1].header("content-type"), ["application/json"]);
    let mock = Mock::answering([to(303, "/v1/pets/max")]);
    wait(client(&mock).call(get(with_content)).send()).expect("it is followed");
    assert!(mock.seen()[1].body.is_empty() && mock.seen()[1].header("content-type").is_empty());
    let mock = Mock::answering([to(307, "https://other.example/")]);
    let error = wait(client(&mock).call(get(with_content)).send()).expect_err("not followed");
    not_followed(&mock, &error, 1);
}

#[test]
fn after_a_redirect_something_has_been_sent() {
    let refused = || Err(TransportError::not_sent("connection refused"));
    let mock = Mock::scripted([Ok(to(302, "/v1/pets/max")), refused()]);
    let error = wait(client(&mock).call(get(all_keys)).send()).expect_err("the second is refused");
    assert!(
        matches!(&error, Error::Interrupted(error) if !error.is_timeout()),
        "{error:?}"
    );
    let mock = Mock::scripted([refused()]);
    let error = wait(client(&mock).call(get(all_keys)).send()).expect_err("refused");
    assert!(matches!(error, Error::NotSent(_)));
}

#[test]
fn a_raw_answer_is_the_last_one() {
    let mock = Mock::answering([to(302, "/v1/pets/max"), to(404, "/nowhere")]);
    let answer = wait(client(&mock).call(get(all_keys)).raw()).expect("an answer");
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
}

/// Takes one request, answers it, and gives it back.
async fn serve_one(listener: TcpListener, answer: String) -> String {
    let (mut socket, _) = listener.accept().await.expect("a connection");
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut buffer = [0; 1024];
        let read = socket.read(&mut buffer).await.expect("the client sends");
        assert!(read > 0, "the client ended early");
        request.extend_from_slice(&buffer[..read]);
    }
    socket
        .write_all(answer.as_bytes())
        .await
        .expect("it is read");
    String::from_utf8(request).expect("text")
}

#[test]
fn over_the_network_no_credential_goes_to_another_host_or_port() {
    for host in ["127.0.0.1", "localhost"] {
        wait(async {
            let first = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let second = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let base = format!("http://{}", first.local_addr().expect("an address"));
            let port = second.local_addr().expect("an address").port();
            let moved = format!(
                "HTTP/1.1 302 Found\r\nLocation: http://{host}:{port}/x\r\nContent-Length: 0\r\n\r\n"
            );
            let first = tokio::spawn(serve_one(first, moved));
            let done = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone".to_owned();
            let second = tokio::spawn(serve_one(second, done));
            let eager = reqwest::Client::builder().no_proxy().referer(true);
            let eager = eager.redirect(reqwest::redirect::Policy::limited(9));
            let client = with_credentials(builder().base_url(base).reqwest_builder(eager));
            let text = client.call(get(all_keys)).send().await;
            assert_eq!(text.expect("it is followed"), "done");
            let request = first.await.expect("no panic");
            assert!(
                SECRETS.iter().all(|secret| request.contains(secret)),
                "{request}"
            );
            let request = second.await.expect("no panic").to_ascii_lowercase();
            assert!(request.starts_with("get /x http/1.1\r\n"), "{request}");
            assert!(
                SECRETS.iter().all(|secret| !request.contains(secret)),
                "{request}"
            );
            for field in [
                "authorization:",
                "x-api-key:",
                "cookie:",
                "referer:",
                "x-own:",
            ] {
                assert!(!request.contains(field), "{request}");
            }
        });
    }
}
