//! How a client is made: keys, the environment, and what is never printed.

use std::error::Error as _;
use std::process::Command;

use quo_client::{Client, Secret};

use crate::server::{KEY, Server, answer, builder_for, error_body};

#[test]
fn a_key_that_cannot_be_sent_makes_no_client() {
    for key in ["", "a\r\nX-Evil: 1", "a\n", "\r", "a\0b"] {
        let error = Client::new(key).expect_err("it cannot be sent");
        assert!(
            error
                .to_string()
                .starts_with("no client: the credential `apiKey` "),
            "{error}"
        );
        assert!(!format!("{error} {error:?}").contains("Evil"));
    }
    Client::new("a key with spaces is sent as it is").expect("a client");
}

#[test]
fn settings_that_cannot_be_followed_make_no_client() {
    assert!(Client::builder().base_url("nowhere").build().is_err());
    assert!(
        Client::builder()
            .default_header("a:b", "1")
            .build()
            .is_err()
    );
    // The first that is wrong is the one that is said.
    let error = Client::builder()
        .api_key("")
        .default_header("a:b", "1")
        .build()
        .expect_err("two are wrong");
    assert!(error.to_string().contains("apiKey"), "{error}");
    assert!(error.source().is_none());
}

#[test]
fn a_client_without_a_key_is_made_and_its_calls_are_refused() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let server = Server::start([]).await;
        let client = Client::builder()
            .base_url(server.url())
            .build()
            .expect("a client");
        let error = client.delete_contact("a").await.expect_err("no key");
        assert_eq!(
            error.to_string(),
            "the request was not sent: a credential is missing: apiKey"
        );
        assert_eq!(server.connections(), 0);
    });
}

/// What the test below runs in an environment of its own.
#[test]
#[ignore = "run by another test, which says what is in the environment"]
fn from_the_environment_in_a_child() {
    match Client::from_env() {
        Ok(client) => println!("made {client:?}"),
        Err(error) => println!("failed {error} {error:?}"),
    }
}

fn from_environment(key: Option<&str>) -> String {
    let mut child = Command::new(std::env::current_exe().expect("this test"));
    child.args([
        "--ignored",
        "--exact",
        "--nocapture",
        "building::from_the_environment_in_a_child",
    ]);
    child
        .env_remove("QUO_API_KEY")
        .envs(key.map(|key| ("QUO_API_KEY", key)));
    let output = child.output().expect("the child runs");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn the_key_can_come_from_the_environment() {
    let made = from_environment(Some(KEY));
    assert!(
        made.contains("made Client") && !made.contains(KEY),
        "{made}"
    );
    let missing = from_environment(None);
    assert!(
        missing.contains("failed no client: the environment variable `QUO_API_KEY`"),
        "{missing}"
    );
    let empty = from_environment(Some(""));
    assert!(
        empty.contains("failed no client: the credential `apiKey` is empty"),
        "{empty}"
    );
    let broken = from_environment(Some("a\r\nb-secret"));
    assert!(
        broken.contains("failed") && !broken.contains("b-secret"),
        "{broken}"
    );
}

#[tokio::test]
async fn nothing_prints_the_key() {
    let echo =
        format!("X-Request-Id: req-1\r\nSet-Cookie: session={KEY}\r\nLocation: /?key={KEY}\r\n");
    let server = Server::start([
        answer(404, &echo, &error_body(404, "0800404", "Not Found")),
        answer(404, &echo, "<html>"),
        answer(302, &echo, ""),
        crate::server::Answer::Close(Vec::new()),
    ])
    .await;
    let builder = server.builder();
    let mut shown = format!("{builder:?} {builder:#?} {:?}", Secret::from(KEY));
    let client = builder.build().expect("a client");
    let call = client.delete_contact("a").header("X-Token", KEY);
    shown += &format!("{client:?} {client:#?} {call:?} {call:#?}");
    for id in ["a", "b", "c", "d", ".."] {
        let error = client.delete_contact(id).await.expect_err("no success");
        shown += &format!("{error} {error:?} {error:#?}");
        let any: quo_client::Error = error.into();
        shown += &format!("{any} {any:?}");
    }
    let gone = builder_for("http://127.0.0.1:1").build().expect("a client");
    let error = gone.delete_contact("a").await.expect_err("nobody listens");
    shown += &format!("{error} {error:?}");
    assert!(!shown.contains(KEY), "{shown}");
    assert!(shown.contains("[redacted]"));
}

#[test]
fn a_password_in_the_base_url_is_not_printed() {
    let client = Client::builder()
        .base_url("http://me:hush@127.0.0.1:9/x")
        .build()
        .expect("a client");
    let shown = format!("{client:?}");
    assert!(
        !shown.contains("hush") && shown.contains("http://127.0.0.1:9/x"),
        "{shown}"
    );
}
