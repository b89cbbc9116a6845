//! Sends a text message and looks what became of it.
//!
//! ```sh
//! QUO_API_KEY=… cargo run --package quo-client --example messages -- +15555550100 +15555555555 'See you at noon.'
//! ```

use std::time::Duration;

use quo_client::types::{InboxStatus, MessageStatus, NewMessage, SendMessageError};
use quo_client::{Client, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(from), Some(to), Some(text)) = (arguments.next(), arguments.next(), arguments.next())
    else {
        return Err("usage: messages FROM TO TEXT, with the key in QUO_API_KEY".into());
    };
    let client = Client::from_env()?;
    let message = NewMessage {
        set_inbox_status: Some(InboxStatus::Done),
        ..NewMessage::new(text, from, vec![to])
    };
    let sent = match client.send_message(message).await {
        Ok(sent) => sent.data,
        Err(Error::Api(error)) => match error.kind() {
            SendMessageError::NotEnoughCredits(_) => return Err("top up your account first".into()),
            SendMessageError::A2pRegistrationNotApproved(_) => {
                return Err("the number may not write to the United States yet".into());
            }
            other => return Err(other.to_string().into()),
        },
        // It may have been sent or not: sending it again could send it twice.
        Err(error @ Error::Interrupted(_)) => return Err(format!("perhaps sent: {error}").into()),
        Err(error) => return Err(error.into()),
    };
    println!("{} is {}", sent.id, sent.status);

    for _ in 0..10 {
        tokio::time::sleep(Duration::from_secs(2)).await;
        let message = client.get_message(&sent.id).await?.data;
        println!("{} is {}", message.id, message.status);
        if matches!(
            message.status,
            MessageStatus::Delivered | MessageStatus::Undelivered
        ) {
            break;
        }
    }
    Ok(())
}
