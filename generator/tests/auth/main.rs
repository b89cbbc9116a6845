//! The generated client of an API with every kind of credential, compiled and called.

use std::sync::{Arc, Mutex};

#[path = "../fixtures/auth/expected/client.rs"]
#[rustfmt::skip]
mod client;
#[path = "../fixtures/auth/expected/operations.rs"]
#[rustfmt::skip]
mod operations;
#[allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "the tests use only part of what a client may use"
)]
#[path = "../../runtime/mod.rs"]
pub mod runtime;
#[allow(dead_code, reason = "the tests use only some servers")]
#[path = "../fixtures/auth/expected/servers.rs"]
#[rustfmt::skip]
pub mod servers;
#[path = "../fixtures/auth/expected/types.rs"]
#[rustfmt::skip]
pub mod types;

pub use runtime::ClientBuilder;

use runtime::{Body, Call, Client, Error, Operation, Transport, TransportError, TransportFuture};
use servers::{Region, Regional};
use types::ListKeysError;

/// Records requests with their credentials and refuses those of the token `stale`.
#[derive(Clone, Default)]
struct Server(Arc<Mutex<Vec<String>>>);

impl Server {
    fn seen(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Transport for Server {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let mut line = format!("{} {}", request.method(), request.uri());
        for name in ["authorization", "x-key", "cookie"] {
            if let Some(value) = request.headers().get(name) {
                line += &format!(" {name}={}", value.to_str().unwrap());
            }
        }
        let status = if line.ends_with("Bearer stale") {
            401
        } else {
            204
        };
        self.0.lock().unwrap().push(line);
        let answer = http::Response::builder().status(status).body(Body::empty());
        Box::pin(async move { Ok(answer.unwrap()) })
    }
}

fn client(change: impl Fn(ClientBuilder) -> ClientBuilder) -> (Client, Server) {
    let server = Server::default();
    let builder = change(Client::builder()).transport(server.clone());
    (builder.build().unwrap(), server)
}

/// What is sent of a call.
async fn sent<Op: Operation>(
    change: impl Fn(ClientBuilder) -> ClientBuilder,
    call: impl Fn(&Client) -> Call<Op>,
) -> Vec<String> {
    let (client, server) = client(change);
    let answer = call(&client).send().await;
    assert!(answer.is_ok());
    server.seen()
}

/// Why a call is not sent.
async fn refused<Op: Operation>(
    change: impl Fn(ClientBuilder) -> ClientBuilder,
    call: impl Fn(&Client) -> Call<Op>,
) -> String {
    let (client, server) = client(change);
    let Err(Error::NotSent(error)) = call(&client).send().await else {
        panic!("it is sent")
    };
    assert!(server.seen().is_empty());
    error.to_string()
}

#[tokio::test]
async fn every_kind_of_credential_goes_where_its_scheme_says() {
    assert_eq!(
        sent(
            |new| new.header_credential("k"),
            |client| client.get_either()
        )
        .await,
        ["GET https://vault.example/v1/either x-key=k"]
    );
    assert_eq!(
        sent(
            |new| new.query("k&").session("s;"),
            |client| client.get_either()
        )
        .await,
        ["GET https://vault.example/v1/either?key=k%26 cookie=sid=s%3B"]
    );
    assert_eq!(
        sent(|new| new.basic("me", "pass"), |client| client.get_either()).await,
        ["GET https://vault.example/v1/either authorization=Basic bWU6cGFzcw=="]
    );
    assert_eq!(
        sent(|new| new.bearer("jwt"), |client| client.get_bearer()).await,
        ["GET https://vault.example/v1/bearer authorization=Bearer jwt"]
    );
    assert_eq!(
        sent(|new| new.custom("abc"), |client| client.get_custom()).await,
        ["GET https://vault.example/v1/custom authorization=Token abc"]
    );
    assert_eq!(
        sent(|new| new.oauth("given"), |client| client.list_keys()).await,
        ["GET https://vault.example/v1/keys authorization=Bearer given"]
    );
    assert_eq!(
        sent(|new| new.login("id"), |client| client.add_key()).await,
        ["POST https://vault.example/v1/keys authorization=Bearer id"]
    );
}

#[tokio::test]
async fn what_asks_for_no_credential_is_sent_without() {
    let all = |new: ClientBuilder| new.header_credential("k").oauth("t");
    assert_eq!(
        sent(all, |client| client.get_public()).await,
        ["GET https://vault.example/v1/public"]
    );
    assert_eq!(
        sent(all, |client| client.get_optional()).await,
        ["GET https://vault.example/v1/optional x-key=k"]
    );
    assert_eq!(
        sent(|new| new, |client| client.get_optional()).await,
        ["GET https://vault.example/v1/optional"]
    );
    // A certificate is for the transport.
    assert_eq!(
        sent(|new| new, |client| client.get_certificate()).await,
        ["GET https://vault.example/v1/certificate"]
    );
    assert_eq!(
        sent(all, |client| client.get_both()).await,
        ["GET https://vault.example/v1/both x-key=k"]
    );
}

#[tokio::test]
async fn a_missing_credential_names_the_alternatives() {
    assert_eq!(
        refused(|new| new.query("half"), |client| client.get_either()).await,
        "the request was not sent: a credential is missing: header, or query and session, or basic"
    );
    assert_eq!(
        refused(|new| new, |client| client.list_keys()).await,
        "the request was not sent: a credential is missing: oauth"
    );
    assert_eq!(
        refused(|new| new.oauth("t"), |client| client.get_both()).await,
        "the request was not sent: a credential is missing: header"
    );
}

#[tokio::test]
async fn a_refused_token_is_asked_for_once_more() {
    let tokens = Arc::new(Mutex::new(vec!["fresh", "stale"]));
    let (client, server) = client(|new| {
        let tokens = Arc::clone(&tokens);
        new.oauth_source(move || {
            let token = tokens.lock().unwrap().pop();
            async move { token.ok_or_else(|| TransportError::not_sent("no more tokens")) }
        })
    });
    client.list_keys().await.unwrap();
    assert_eq!(
        server.seen(),
        [
            "GET https://vault.example/v1/keys authorization=Bearer stale",
            "GET https://vault.example/v1/keys authorization=Bearer fresh",
        ]
    );
    client.add_key().await.unwrap();
    assert_eq!(
        server.seen(),
        ["POST https://vault.example/v1/keys authorization=Bearer fresh"]
    );
}

#[tokio::test]
async fn a_documented_refusal_is_that_still() {
    let (client, server) = client(|new| {
        new.login_source(|| async { Ok::<_, TransportError>("stale") })
            .oauth("stale")
    });
    let error = client.list_keys().await.unwrap_err();
    assert_eq!(error.kind(), Some(&ListKeysError::NotYou));
    assert_eq!(
        server.seen().len(),
        1,
        "a token that was given is not renewed"
    );
}

#[tokio::test]
async fn servers_are_chosen_by_name() {
    async fn at(server: impl Into<runtime::Server> + Clone) -> Vec<String> {
        sent(
            |new| new.server(server.clone()),
            |client| client.get_public(),
        )
        .await
    }
    assert_eq!(
        at(servers::SANDBOX).await,
        ["GET https://sandbox.vault.example/v1/public"]
    );
    assert_eq!(
        at(Regional::default()).await,
        ["GET https://eu.vault.example/v1/public"]
    );
    let server = Regional {
        region: Region::UsEast,
        port: "8443".to_owned(),
        ..Regional::default()
    };
    assert_eq!(
        at(server).await,
        ["GET https://us-east.vault.example:8443/v1/public"]
    );
    assert_eq!(servers::PRODUCTION.url(), "https://vault.example/v1");
    let server = Regional {
        port: "x".to_owned(),
        ..Regional::default()
    };
    assert!(
        Client::builder()
            .server(server)
            .transport(Server::default())
            .build()
            .is_err()
    );
}

#[tokio::test]
async fn an_operation_s_own_server_wins_over_another_server_and_not_over_a_base_url() {
    let sandbox = |new: ClientBuilder| new.oauth("t").server(servers::SANDBOX);
    let local = |new: ClientBuilder| new.oauth("t").base_url("http://localhost:1/x/");
    let token = " authorization=Bearer t";
    assert_eq!(
        sent(sandbox, |client| client.add_file()).await,
        [format!("POST https://files.vault.example/files{token}")]
    );
    assert_eq!(
        sent(local, |client| client.add_file()).await,
        [format!("POST http://localhost:1/x/files{token}")]
    );
    assert_eq!(
        sent(sandbox, |client| client.put_file()).await,
        [format!("PUT https://main.files.vault.example/files{token}")]
    );
    assert_eq!(
        sent(sandbox, |client| client
            .put_file()
            .base_url("https://own.files.vault.example/"))
        .await,
        [format!("PUT https://own.files.vault.example/files{token}")]
    );
    // One that is relative begins at the client's.
    assert_eq!(
        sent(sandbox, |client| client.list_files()).await,
        [format!("GET https://sandbox.vault.example/v2/files{token}")]
    );
    assert_eq!(
        sent(local, |client| client.list_files()).await,
        [format!("GET http://localhost:1/v2/files{token}")]
    );
}
