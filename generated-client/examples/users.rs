//! Lists the members of the workspace, or shows one of them.
//!
//! ```sh
//! QUO_API_KEY=… cargo run --package quo-client --example users
//! QUO_API_KEY=… cargo run --package quo-client --example users -- US123abc
//! ```

use quo_client::Client;
use quo_client::types::{User, UserRole};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    if let Some(id) = std::env::args().nth(1) {
        show(&client.get_user(id).await?.data);
        return Ok(());
    }
    let response = client.list_users(50).send_with_response().await?;
    for user in &response.value().data {
        show(user);
    }
    if let Some(id) = response.request_id() {
        println!("request id: {id}");
    }
    Ok(())
}

fn show(user: &User) {
    let owns = if user.role == UserRole::Owner {
        ", who owns the workspace"
    } else {
        ""
    };
    println!("{} {}{owns}", user.id, user.email);
}
