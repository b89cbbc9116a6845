//! Functions that the runtime gives the types that generated code adds functions to: their names are taken.

use std::collections::BTreeSet;
use std::path::Path;

use super::operation::SETTERS_TAKEN;
use super::{FUNCTIONS_TAKEN, scheme};

/// The functions, private ones included, of a type's own `impl` blocks in the runtime.
fn functions(is_of_type: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime");
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let mut within = false;
        for line in text.lines() {
            match line {
                "}" => within = false,
                _ if line.starts_with("impl") => {
                    within = !line.contains(" for ") && is_of_type(line);
                }
                _ => {}
            }
            let indented = line.starts_with("    ") && !line.starts_with("     ");
            if let Some((before, name)) = line.split_once("fn ")
                && within
                && indented
                && !before.contains("//")
            {
                let end = name.find(['(', '<']).unwrap_or(name.len());
                names.insert(name[..end].to_owned());
            }
        }
    }
    names
}

fn not_taken(found: BTreeSet<String>, taken: &[&str]) -> Vec<String> {
    assert!(!found.is_empty());
    let free = |name: &String| !taken.contains(&name.as_str());
    found.into_iter().filter(free).collect()
}

#[test]
fn no_generated_function_has_the_name_of_one_of_the_runtime() {
    let of_call = functions(|line| line.contains(" Call<"));
    assert!(of_call.contains("timeout") && of_call.contains("idempotency_key"));
    assert_eq!(not_taken(of_call, SETTERS_TAKEN), [""; 0]);
    let of_builder = functions(|line| line.contains(" ClientBuilder {"));
    assert!(of_builder.contains("token_source") && of_builder.contains("fail"));
    assert_eq!(not_taken(of_builder, scheme::TAKEN), [""; 0]);
    let of_client = functions(|line| line.contains(" Client {"));
    assert_eq!(not_taken(of_client, FUNCTIONS_TAKEN), [""; 0]);
}
