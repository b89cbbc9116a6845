//! Lists the custom fields of the workspace's contacts.
//!
//! ```sh
//! QUO_API_KEY=… cargo run --package quo-client --example contact_custom_fields
//! ```

use quo_client::Client;
use quo_client::types::CustomFieldType;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    for field in client.get_contact_custom_fields().await?.data {
        match &field.r#type {
            // Types that came after this client was made are kept as they came.
            CustomFieldType::Other(json) => println!("{}: {} (new: {json})", field.key, field.name),
            known => println!("{}: {} ({known})", field.key, field.name),
        }
    }
    Ok(())
}
