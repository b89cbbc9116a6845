//! Deletes one contact: the key from the environment, the id from the arguments, an exit code for each kind of error.
//!
//! ```sh
//! QUO_API_KEY=… cargo run --package quo-client --example delete_contact -- 66d0d87e8dc1211467372303
//! ```

use std::process::ExitCode;

use quo_client::{Client, Error, types::DeleteContactError};

/// The contact is not there.
const NOT_FOUND: u8 = 3;
/// The API refused for another reason that it documents.
const REFUSED: u8 = 4;
/// Nothing was sent: trying again is safe.
const NOT_SENT: u8 = 5;
/// The contact may be gone or not: look before you try again.
const UNKNOWN: u8 = 6;
/// The API answered something that it does not document.
const UNDOCUMENTED: u8 = 7;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Some(id) = std::env::args().nth(1) else {
        eprintln!("usage: delete_contact ID, with the key in QUO_API_KEY");
        return ExitCode::from(2);
    };
    let client = match Client::from_env() {
        Ok(client) => client,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    match client.delete_contact(&id).await {
        Ok(()) => {
            println!("deleted");
            ExitCode::SUCCESS
        }
        Err(error) => ExitCode::from(explain(&error)),
    }
}

/// Says what happened and gives the exit code.
fn explain(error: &Error<DeleteContactError>) -> u8 {
    eprintln!("{error}");
    if let Some(id) = error.request_id() {
        eprintln!("request id: {id}");
    }
    match error {
        Error::Api(error) if error.kind().is_not_found() => NOT_FOUND,
        Error::Api(_) => REFUSED,
        Error::NotSent(_) => NOT_SENT,
        Error::Interrupted(_) => UNKNOWN,
        Error::Unexpected(_) | Error::Decode(_) => UNDOCUMENTED,
    }
}
