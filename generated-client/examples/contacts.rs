//! Makes a contact that another system knows by an id of its own, changes it, finds it again and deletes it.
//!
//! ```sh
//! QUO_API_KEY=… cargo run --package quo-client --example contacts -- crm-42 Ada Byron
//! ```

use quo_client::types::{
    ContactChanges, ContactFieldChanges, NewContact, NewContactFields, NewContactPhoneNumber,
};
use quo_client::{Client, Maybe};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(external_id), Some(first_name)) = (arguments.next(), arguments.next()) else {
        return Err(
            "usage: contacts EXTERNAL_ID FIRST_NAME [LAST_NAME], with the key in QUO_API_KEY"
                .into(),
        );
    };
    let client = Client::from_env()?;

    let fields = NewContactFields {
        first_name: Some(first_name),
        last_name: arguments.next().map_or(Maybe::Absent, Maybe::Value),
        phone_numbers: Some(vec![NewContactPhoneNumber {
            name: "work".to_owned(),
            value: Some("+15555555555".to_owned()),
        }]),
        ..NewContactFields::default()
    };
    let contact = client
        .create_contact(NewContact {
            external_id: external_id.clone().into(),
            ..NewContact::new(fields)
        })
        .await?;
    let id = contact.data.id;
    println!("made {id}");

    // What is absent stays as it is; `Maybe::Null` would take it away.
    let changes = ContactChanges {
        default_fields: Some(ContactFieldChanges {
            role: Maybe::Value("Mathematician".to_owned()),
            ..ContactFieldChanges::default()
        }),
        ..ContactChanges::default()
    };
    let contact = client.update_contact(&id, changes).await?.data;
    println!("changed at {}", contact.updated_at);

    let found = client.list_contacts(vec![external_id], 50).await?;
    for contact in found.data {
        let fields = contact.default_fields;
        println!(
            "found {} {:?} {:?}",
            contact.id, fields.first_name, fields.role
        );
    }

    client.delete_contact(&id).await?;
    println!("deleted {id}");
    Ok(())
}
