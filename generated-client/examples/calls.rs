//! Shows the latest calls between a number of the workspace and another one, with what was recorded and understood.
//!
//! ```sh
//! QUO_API_KEY=… cargo run --package quo-client --example calls -- PN123abc +15555555555
//! ```

use quo_client::types::{AnalysisStatus, CallStatus, PhoneCall};
use quo_client::{Client, Error};

/// How many calls are shown.
const CALLS: i64 = 10;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(number), Some(other)) = (arguments.next(), arguments.next()) else {
        return Err("usage: calls NUMBER_ID OTHER_NUMBER, with the key in QUO_API_KEY".into());
    };
    let client = Client::from_env()?;
    let page = client.list_calls(number, vec![other], CALLS).await?;
    for call in &page.data {
        println!("{} {} {} s", call.created_at, call.status, call.duration);
        if call.status == CallStatus::Completed {
            show(&client, call).await?;
        }
    }
    if page.next_page_token.is_some() {
        println!("and more");
    }
    Ok(())
}

/// What is known of a call beside that it was.
async fn show(client: &Client, call: &PhoneCall) -> Result<(), Error> {
    let recordings = client.get_call_recordings(&call.id).await?;
    for url in recordings.data.iter().filter_map(|one| one.url.as_ref()) {
        println!("  recorded: {url}");
    }
    // Plans of the workspace that have no summaries are refused them.
    match client.get_call_summary(&call.id).await {
        Ok(summary) if summary.data.status == AnalysisStatus::Completed => {
            for point in summary.data.summary.unwrap_or_default() {
                println!("  - {point}");
            }
        }
        Ok(summary) => println!("  summary: {}", summary.data.status),
        Err(Error::Api(error)) => println!("  no summary: {error}"),
        Err(other) => return Err(other.into()),
    }
    Ok(())
}
