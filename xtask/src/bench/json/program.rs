//! The program that decodes and encodes a body over and over and says how long each took.

/// The program's name in each crate.
pub(super) const PROGRAM: &str = "bench";

/// The name of the same for the first of all structs, and so for all.
pub(super) const WHOLE: &str = "whole";

/// `@` stands for the crate's name, and the functions `decode` and `encode` follow.
const PROGRAM_TEXT: &str = r#"//! `bench FILE ROUNDS`: nanoseconds of each decoding and encoding; without rounds, what is encoded. `bench FILE ROUNDS
//! decode` only decodes.

use std::hint::black_box;
use std::time::Instant;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let body = std::fs::read(arguments.next().expect("a file")).expect("a body");
    let rounds: u32 = arguments.next().map_or(0, |rounds| rounds.parse().expect("a number"));
    if rounds == 0 {
        println!("{}", encode(&decode(&body)));
    }
    let only_decodes = arguments.next().is_some();
    for _ in 0..rounds {
        let started = Instant::now();
        let value = black_box(decode(black_box(&body)));
        let decoded = started.elapsed().as_nanos();
        if only_decodes {
            continue;
        }
        let started = Instant::now();
        let text = black_box(encode(black_box(&value)));
        let encoded = started.elapsed().as_nanos();
        println!("{decoded} {encoded} {}", text.len());
    }
}
"#;

const OURS: &str = r#"
fn decode(body: &[u8]) -> @::types::ContactList {
    @::runtime::Reader::document(body).expect("contacts")
}

fn encode(value: &@::types::ContactList) -> String {
    @::runtime::Writer::text_of(value).expect("contacts")
}
"#;

const DERIVED: &str = r#"
fn decode(body: &[u8]) -> @::ContactList {
    serde_json::from_slice(body).expect("contacts")
}

fn encode(value: &@::ContactList) -> String {
    serde_json::to_string(value).expect("contacts")
}
"#;

/// The program of a crate whose types are generated.
pub(super) fn ours(package: &str) -> String {
    format!(
        "{PROGRAM_TEXT}{}",
        OURS.replace('@', &package.replace('-', "_"))
    )
}

/// The program of a crate whose types have serde's derives.
pub(super) fn derived(package: &str) -> String {
    format!(
        "{PROGRAM_TEXT}{}",
        DERIVED.replace('@', &package.replace('-', "_"))
    )
}
