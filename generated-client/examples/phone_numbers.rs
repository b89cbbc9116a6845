//! Lists the workspace's phone numbers, with who uses them and where they may be used.
//!
//! ```sh
//! QUO_API_KEY=… cargo run --package quo-client --example phone_numbers
//! ```

use quo_client::Client;
use quo_client::types::Restriction;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    for number in client.list_phone_numbers().await?.data {
        println!("{} {} {}", number.id, number.number, number.name);
        for user in &number.users {
            println!("  {} ({})", user.email, user.role);
        }
        if number.restrictions.messaging.us == Restriction::Restricted {
            println!("  no messages to the United States");
        }
    }
    Ok(())
}
