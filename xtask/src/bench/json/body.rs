//! A body that looks like a real one: a list of contacts, the same in every run.

use serde_json::{Value, json};

const FIRST: [&str; 8] = [
    "Ada", "Björn", "Chidi", "Dolores", "Émile", "Fatima", "George", "Hiroko",
];
const LAST: [&str; 8] = [
    "Andersson",
    "Brown",
    "Castillo",
    "Dubois",
    "Eze",
    "Fischer",
    "Garcia",
    "Haddad",
];
const COMPANY: [&str; 4] = [
    "Harbor & Sons",
    "Northwind",
    "Café Lumière",
    "Acme \"West\"",
];
const SOURCE: [&str; 4] = ["import", "public-api", "web", "mobile"];
const NOTE: &str = "Met at the fair in spring.\nAsks for a \"quote\" by the end of the month.";

/// Numbers that look random: SplitMix64.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn one_of(&mut self, texts: &[&'static str]) -> &'static str {
        let at = self.next() as usize % texts.len();
        texts.get(at).copied().unwrap_or_default()
    }

    fn id(&mut self) -> String {
        format!("{:016x}{:08x}", self.next(), self.below(1 << 32))
    }

    fn moment(&mut self) -> String {
        format!(
            "20{:02}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
            18 + self.below(8),
            1 + self.below(12),
            1 + self.below(28),
            self.below(24),
            self.below(60),
            self.below(60),
            self.below(1000)
        )
    }
}

/// JSON text of the list with this many contacts.
pub(super) fn body(contacts: usize) -> String {
    let mut numbers = Numbers(7);
    let data: Vec<String> = (0..contacts).map(|_| contact(&mut numbers)).collect();
    format!(
        "{{\"data\":[{}],\"totalItems\":{contacts},\"nextPageToken\":null}}",
        data.join(",")
    )
}

/// One contact, its properties in the order of the description as servers send them.
fn contact(numbers: &mut Numbers) -> String {
    let (first, last) = (numbers.one_of(&FIRST), numbers.one_of(&LAST));
    let email = format!(
        "{}.{}@example.com",
        first.to_lowercase(),
        last.to_lowercase()
    );
    let id = numbers.id();
    let email = format!(r#"[{{"id":"{id}","name":"work","email":"{email}"}}]"#);
    let phone = format!("+1555{:07}", numbers.below(10_000_000));
    let id = numbers.id();
    let phone = format!(r#"[{{"id":"{id}","name":"mobile","number":"{phone}"}}]"#);
    let external = if numbers.below(3) == 0 {
        Value::Null
    } else {
        json!(numbers.id())
    };
    let event = if numbers.below(2) == 0 {
        format!(
            r#"{{"kind":"call","durationSeconds":{}}}"#,
            numbers.below(3600)
        )
    } else {
        r#"{"kind":"message","text":"Thank you, see you on Monday."}"#.to_owned()
    };
    let mut members = vec![
        ("id", json!(numbers.id()).to_string()),
        ("externalId", external.to_string()),
        ("source", json!(numbers.one_of(&SOURCE)).to_string()),
        ("firstName", json!(first).to_string()),
        ("lastName", json!(last).to_string()),
        ("company", json!(numbers.one_of(&COMPANY)).to_string()),
        ("emails", email),
        ("phoneNumbers", phone),
        ("openDeals", json!(numbers.below(1_000_000)).to_string()),
        (
            "score",
            json!(f64::from(u16::try_from(numbers.below(10_000)).unwrap_or_default()) / 128.0)
                .to_string(),
        ),
        ("isFavourite", json!(numbers.below(2) == 0).to_string()),
        ("notes", json!(null).to_string().to_string()),
        ("lastEvent", event),
        ("createdAt", json!(numbers.moment()).to_string()),
        ("updatedAt", json!(numbers.moment()).to_string()),
    ];
    // Some properties that may be missing are.
    match numbers.below(4) {
        0 => members.retain(|(name, _)| *name != "company"),
        1 => members.retain(|(name, _)| *name != "notes"),
        2 => members
            .iter_mut()
            .filter(|(name, _)| *name == "notes")
            .for_each(|(_, note)| *note = json!(NOTE).to_string()),
        _ => {}
    }
    let members: Vec<String> = members
        .iter()
        .map(|(name, value)| format!("\"{name}\":{value}"))
        .collect();
    format!("{{{}}}", members.join(","))
}

#[cfg(test)]
mod tests {
    use super::body;

    #[test]
    fn two_thousand_contacts_are_about_a_mebibyte() {
        let text = body(2000);
        assert_eq!(text, body(2000));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["data"].as_array().map(Vec::len), Some(2000));
        assert!((900_000..1_300_000).contains(&text.len()), "{}", text.len());
    }
}
