//! What users' own tests look like: code that calls the API, a mock in place of the server.
//!
//! `cargo test --package quo-client --features mock`

use quo_client::types::{DeleteContact, DeleteContactError, ErrorBody};
use quo_client::{Client, Error, Mock};

/// The code under test: deletes all, and says which were already gone.
async fn clean_up(client: &Client, ids: &[&str]) -> Result<Vec<String>, Error> {
    let mut gone = Vec::new();
    for id in ids {
        match client.delete_contact(*id).await {
            Ok(()) => {}
            Err(error) if error.kind().is_some_and(DeleteContactError::is_not_found) => {
                gone.push((*id).to_owned());
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(gone)
}

fn error_body(code: &str) -> ErrorBody {
    ErrorBody {
        message: "No such contact".to_owned(),
        code: code.to_owned(),
        status: 404.0,
        docs: "https://openphone.com/docs".to_owned(),
        title: "Not Found".to_owned(),
        trace: None,
        errors: None,
        description: None,
    }
}

#[tokio::test]
async fn what_is_gone_already_is_no_error() {
    let mock = Mock::new();
    mock.on::<DeleteContact>().answers(());
    mock.on::<DeleteContact>()
        .fails(DeleteContactError::NotFound(error_body("0800404")));

    let gone = clean_up(&mock.client(), &["1", "2"]).await;

    assert_eq!(gone.expect("no other error"), ["2"]);
    let calls = mock.calls::<DeleteContact>();
    assert_eq!(calls[0].id, "1");
    assert_eq!(calls[1].request().uri().path(), "/v1/contacts/2");
    mock.verify();
}

#[tokio::test]
async fn another_failure_ends_it() {
    let mock = Mock::new();
    mock.on::<DeleteContact>().times_out();
    let error = clean_up(&mock.client(), &["1", "2"]).await;
    assert!(matches!(error, Err(Error::Interrupted(_))));
}
