//! What is known about a document at the end, and what of it is kept for the next run.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::check::Checked;
use super::count::Facts;
use super::generate::Generated;

/// A line of the table.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Row {
    /// The document's name in the folder.
    pub(super) name: String,
    /// What it says it is.
    pub(super) version: String,
    /// Path × method, counted without the generator; `None` if the document could not be read for that.
    pub(super) operations: Option<usize>,
    /// The generator's side.
    pub(super) generated: Generated,
    /// The compiler's side, if it was asked.
    pub(super) checked: Option<Checked>,
    /// Whether an earlier run asked the compiler about the same text.
    pub(super) cached: bool,
    /// What is wrong, in a few words each.
    pub(super) failures: Vec<String>,
}

impl Row {
    pub(super) fn new(name: &str, facts: Result<Facts, String>, generated: Generated) -> Self {
        let mut failures = Vec::new();
        failures.extend(generated.failure.clone());
        let (version, operations) = match facts {
            Ok(facts) => (facts.version, Some(facts.operations)),
            // Without a count the generator's own has to do.
            Err(_) => (String::new(), None),
        };
        let expected = operations.unwrap_or(generated.operations_seen);
        if generated.failure.is_none() && generated.operations != expected {
            let seen = generated.operations_seen;
            let note = if seen == expected {
                String::new()
            } else {
                format!(" (the generator saw {seen})")
            };
            failures.push(format!(
                "operations {} of {expected}{note}",
                generated.operations
            ));
        }
        let errors = generated.diagnostics[1];
        if failures.is_empty() && errors > 0 {
            failures.push(format!("{errors} errors, with every operation there"));
        }
        Self {
            name: name.to_owned(),
            version,
            operations,
            generated,
            checked: None,
            cached: false,
            failures,
        }
    }

    /// Takes in what the compiler says.
    pub(super) fn check(&mut self, checked: Checked, cached: bool) {
        if checked.first.is_some() {
            let errors: usize = checked.kinds.values().sum();
            let plural = if errors == 1 { "" } else { "s" };
            self.failures
                .push(format!("{errors} compiler error{plural}"));
        }
        self.checked = Some(checked);
        self.cached = cached;
    }
}

/// Crates that passed: name of the document → what was checked.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Passed(BTreeMap<String, Pass>);

#[derive(Debug, Serialize, Deserialize)]
struct Pass {
    hash: String,
    rustc: String,
    checked: Checked,
}

impl Passed {
    /// Reads the file; one that is missing or not understood is no results.
    pub(super) fn read(file: &Path) -> Self {
        let text = fs::read_to_string(file).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Writes the file whole or not at all.
    pub(super) fn write(&self, file: &Path) -> io::Result<()> {
        let new = file.with_extension("json.new");
        fs::write(&new, serde_json::to_string_pretty(self)?)?;
        fs::rename(new, file)
    }

    pub(super) fn get(&self, name: &str, hash: &str, rustc: &str) -> Option<&Checked> {
        let pass = self.0.get(name)?;
        (pass.hash == hash && pass.rustc == rustc).then_some(&pass.checked)
    }

    pub(super) fn insert(&mut self, name: &str, hash: &str, rustc: &str, checked: Checked) {
        let pass = Pass {
            hash: hash.to_owned(),
            rustc: rustc.to_owned(),
            checked,
        };
        self.0.insert(name.to_owned(), pass);
    }
}

#[cfg(test)]
mod tests {
    use super::{Checked, Facts, Generated, Passed, Row};

    fn facts(operations: usize) -> Result<Facts, String> {
        Ok(Facts {
            version: "3.1.0".to_owned(),
            operations,
        })
    }

    #[test]
    fn a_missing_operation_is_a_failure() {
        let made = Generated {
            operations: 3,
            operations_seen: 3,
            ..Generated::default()
        };
        assert!(Row::new("a", facts(3), made.clone()).failures.is_empty());
        assert_eq!(
            Row::new("a", facts(5), made.clone()).failures,
            ["operations 3 of 5 (the generator saw 3)"]
        );
        assert!(Row::new("a", Err(String::new()), made).failures.is_empty());
    }

    #[test]
    fn what_passed_is_known_for_the_same_text_and_compiler_only() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("results.json");
        let mut passed = Passed::read(&file);
        passed.insert("a", "1", "rustc 1", Checked::default());
        passed.write(&file).unwrap();
        let again = Passed::read(&file);
        assert!(again.get("a", "1", "rustc 1").is_some());
        assert!(again.get("a", "2", "rustc 1").is_none());
        assert!(again.get("a", "1", "rustc 2").is_none());
    }
}
