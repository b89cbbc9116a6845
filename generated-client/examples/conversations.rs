//! Goes through all conversations that were changed since a moment, page by page.
//!
//! ```sh
//! QUO_API_KEY=… cargo run --package quo-client --example conversations -- 2026-01-01T00:00:00Z
//! ```

use quo_client::Client;

/// How many conversations are on a page.
const PAGE: i64 = 100;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Some(since) = std::env::args().nth(1) else {
        return Err("usage: conversations SINCE, with the key in QUO_API_KEY".into());
    };
    let client = Client::from_env()?;
    let mut conversations = client
        .list_conversations(PAGE)
        .updated_after(since.as_str())
        .exclude_inactive(true)
        .into_items();
    while let Some(conversation) = conversations.next().await {
        let conversation = conversation?;
        let others = conversation.participants.join(", ");
        println!(
            "{} {}",
            conversation.id,
            conversation.name.unwrap_or(others)
        );
    }
    Ok(())
}
