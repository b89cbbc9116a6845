//! Has messages and calls delivered to an address, shows all webhooks, and deletes the new ones again.
//!
//! ```sh
//! QUO_API_KEY=… cargo run --package quo-client --example webhooks -- https://example.com/quo
//! ```

use quo_client::Client;
use quo_client::types::{
    CallEventType, MessageEventType, NewCallWebhook, NewMessageWebhook, WebhookResource,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Some(url) = std::env::args().nth(1) else {
        return Err("usage: webhooks URL, with the key in QUO_API_KEY".into());
    };
    let client = Client::from_env()?;

    let messages = NewMessageWebhook {
        resource_ids: Some(vec![WebhookResource::Star]),
        ..NewMessageWebhook::new(url.as_str(), vec![MessageEventType::MessageReceived])
    };
    let messages = client.create_message_webhook(messages).await?.data;
    let calls = NewCallWebhook {
        label: Some("from an example".to_owned()),
        ..NewCallWebhook::new(url.as_str(), vec![CallEventType::CallCompleted])
    };
    let calls = client.create_call_webhook(calls).await?.data;

    for webhook in client.list_webhooks().await?.data {
        let events: Vec<String> = webhook.events.iter().map(ToString::to_string).collect();
        println!(
            "{} {} ({}): {}",
            webhook.id,
            webhook.url,
            webhook.status,
            events.join(", ")
        );
    }

    for id in [messages.id, calls.id] {
        client.delete_webhook(&id).await?;
        println!("deleted {id}");
    }
    Ok(())
}
