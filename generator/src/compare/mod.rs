//! What changed for the users of a crate between two descriptions, as breaking, addition or fix.
//!
//! What is compared is the plan: names, arguments, setters, fields, variants. Each [`Rule`] says what its change means. A
//! change is judged by whether code that compiled against the old crate compiles against the new one; so a field more in a
//! struct is breaking, for a literal or a pattern of the struct that has no `..` must name it. Structs are not
//! `#[non_exhaustive]`: that would forbid `..` in literals, too, and doubles could not answer with values of them.
//!
//! **Invariant:** nothing here reads Rust: what is not in the plan is not compared.

mod answer;
mod argument;
mod change;
mod choice;
mod client;
mod failure;
mod feature;
mod function;
mod header;
mod making;
mod pair;
mod place;
mod print;
mod record;
mod rule;
mod said;
mod server;
mod spelled;
mod types;

pub use change::{Change, Comparison};
pub use print::{json, words};
pub use rule::{Effect, Rule};

use std::fmt::Display;

use crate::model::Api;
use crate::naming::Plan;
use crate::pointer::Pointer;
use place::Places;
use spelled::Renames;

/// One of the descriptions: what its API is and what that is called.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// What the API is.
    pub api: &'a Api,
    /// What it is called.
    pub plan: &'a Plan,
}

/// What changed for the users of the crate.
#[must_use]
pub fn compare(old: Side<'_>, new: Side<'_>) -> Comparison {
    let mut comparing = Comparing {
        old: Places::of(old),
        new: Places::of(new),
        renames: Renames::default(),
        changes: Vec::new(),
    };
    // What has another name must be known before a type expression is compared.
    let types = comparing.pair_types();
    let functions = comparing.pair_functions();
    comparing.compare_types(&types);
    comparing.compare_functions(&functions);
    comparing.compare_client();
    comparing.compare_servers();
    comparing.compare_headers();
    comparing.compare_features(&functions);
    Comparison::of(comparing.changes)
}

/// What is compared, and what was found so far.
struct Comparing<'a> {
    old: Places<'a>,
    new: Places<'a>,
    renames: Renames,
    changes: Vec<Change>,
}

impl Comparing<'_> {
    fn add(
        &mut self,
        rule: Rule,
        path: impl Display,
        pointer: &Pointer,
        message: impl Into<String>,
    ) {
        self.changes.push(Change {
            rule,
            path: path.to_string(),
            pointer: pointer.clone(),
            message: message.into(),
        });
    }
}
