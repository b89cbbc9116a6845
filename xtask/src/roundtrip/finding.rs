//! What came of every value: the counts and, for each that did not survive, why.

use std::collections::{BTreeMap, BTreeSet};

use clientwright::diagnostic::Diagnostics;
use clientwright::pointer::Pointer;
use clientwright::source::{Node, read_text};
use serde::Serialize;

use super::build::Answer;
use super::compare::{Change, difference};
use super::generate::Said;
use super::subject::{Instance, Subject};
use super::touched::{is_about, touched};

/// A value that did not come back, or a schema that should have been spoken of.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Finding {
    /// The table's row.
    pub(super) file: String,
    /// The group or the place.
    pub(super) schema: String,
    /// The Rust type, if there is one.
    pub(super) rust_type: Option<String>,
    /// Where the value comes from.
    pub(super) origin: String,
    /// The value; none if this is about the schema as a whole.
    pub(super) instance: Option<String>,
    /// What is wrong.
    pub(super) problem: String,
    /// What came back.
    pub(super) came_back: Option<String>,
    /// What the generator said about the schemas that the value meets.
    pub(super) diagnostics: Vec<String>,
    /// Whether it said anything.
    pub(super) diagnosed: bool,
    /// Why the schema need not be understood.
    pub(super) out_of_scope: Option<String>,
}

/// A subject's part of the table.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Count {
    /// Schemas.
    pub(super) schemas: usize,
    /// Values.
    pub(super) instances: usize,
    /// Values that their schema allows.
    pub(super) valid: usize,
    /// Of these, those that came back.
    pub(super) same: usize,
    /// Those that did not, and that the generator gave a warning for.
    pub(super) diagnosed: usize,
    /// Those that did not, or schemas without a diagnostic that should have one.
    pub(super) failed: usize,
}

/// All that is known at the end.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// By row of the table.
    pub(super) counts: BTreeMap<String, Count>,
    /// Everything that is not as it should be.
    pub(super) list: Vec<Finding>,
    /// Schemas that need not be understood: row, name, why, and what was said of them.
    pub(super) out_of_scope: Vec<(String, String, String, Vec<String>)>,
    /// Places of schemas that the validator does not understand, each with its reason.
    pub(super) unjudged: Vec<String>,
}

/// What is known about a subject when its values have been sent, or could not be.
pub(super) struct Known<'a> {
    /// The subject.
    pub(super) subject: &'a Subject,
    /// The path of its operation.
    pub(super) operation: Pointer,
    /// What the crate has for it.
    pub(super) rust_type: Option<String>,
    /// The document as it was generated from.
    pub(super) root: Option<&'a Node>,
    /// What the generator said about the whole document.
    pub(super) said: &'a [Said],
}

impl Findings {
    /// Takes in a file of which nothing can be tested.
    pub(super) fn refuse(&mut self, file: &str, problem: String) {
        self.counts.entry(file.to_owned()).or_default().failed += 1;
        self.list.push(Finding {
            file: file.to_owned(),
            schema: "the whole file".to_owned(),
            problem,
            ..Finding::default()
        });
    }

    /// Takes in what became of a subject's values: an answer for each.
    pub(super) fn add(&mut self, known: &Known<'_>, answers: &[Answer]) {
        let subject = known.subject;
        let count = self.counts.entry(subject.file.clone()).or_default();
        count.schemas += usize::from(subject.counted);
        count.instances += subject.seen;
        count.valid += subject.instances.len();
        for (instance, answer) in subject.instances.iter().zip(answers) {
            let Some((problem, came_back)) = problem(&instance.text, answer) else {
                count.same += 1;
                continue;
            };
            let diagnostics = known.about(instance);
            let finding = Finding {
                came_back,
                instance: Some(instance.text.clone()),
                origin: instance.origin.clone(),
                ..known.finding(problem, diagnostics)
            };
            count.diagnosed += usize::from(finding.diagnosed);
            count.failed += usize::from(!finding.diagnosed);
            self.list.push(finding);
        }
        if let Some(why) = &subject.out_of_scope {
            let said = known.within();
            // What the generator follows after all is judged by its values alone.
            if !said.is_empty() {
                let (file, name) = (subject.file.clone(), subject.name.clone());
                self.out_of_scope.push((file, name, why.clone(), said));
            }
        }
    }
}

impl Known<'_> {
    fn finding(&self, problem: String, diagnostics: Vec<String>) -> Finding {
        Finding {
            file: self.subject.file.clone(),
            schema: self.subject.name.clone(),
            rust_type: self.rust_type.clone(),
            origin: String::new(),
            instance: None,
            problem,
            came_back: None,
            diagnosed: !diagnostics.is_empty(),
            diagnostics,
            out_of_scope: self.subject.out_of_scope.clone(),
        }
    }

    /// What was said about the schemas that a value meets, or about the operation.
    fn about(&self, instance: &Instance) -> Vec<String> {
        let mut schemas = BTreeSet::new();
        let value = read_text("value.json", &instance.text, &mut Diagnostics::default());
        if let (Some(root), Some(value)) = (self.root, value.files.first()) {
            schemas = touched(root, &self.subject.target, &value.root);
        }
        let operation = self.operation.as_str();
        self.texts(|at| is_about(at, &schemas) || lies_in(at, operation))
    }

    /// What was said about the subject's own schema and all that stand in it.
    fn within(&self) -> Vec<String> {
        let target = self.subject.target.as_str();
        self.texts(|at| lies_in(at, target))
    }

    fn texts(&self, is_meant: impl Fn(&Pointer) -> bool) -> Vec<String> {
        let meant = self
            .said
            .iter()
            .filter_map(|said| Some((said, said.at.as_ref()?)))
            .filter(|(_, at)| is_meant(at));
        let mut texts: Vec<String> = meant
            .map(|(said, at)| format!("{} ({})", said.text, at.as_str()))
            .collect();
        texts.dedup();
        texts
    }
}

fn lies_in(at: &Pointer, place: &str) -> bool {
    let rest = at.as_str().strip_prefix(place);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What is wrong with an answer, and what came back; `None` if the value survived.
fn problem(sent: &str, answer: &Answer) -> Option<(String, Option<String>)> {
    let back = match answer {
        Err(why) => return Some((why.clone(), None)),
        Ok(back) => back,
    };
    let text = match (difference(sent, &back.text), back.equal) {
        (None, true) => return None,
        (None, false) => {
            "comes back the same, but the crate's `Json` does not find it equal".to_owned()
        }
        (Some((place, change)), equal) => {
            let mut text = match change {
                Change::Lost => format!("comes back without `{place}`"),
                Change::Added => format!("comes back with `{place}`, which was not there"),
                Change::Other => format!("comes back with another value at `{place}`"),
            };
            if equal {
                text.push_str(", and the crate's `Json` finds it equal");
            }
            text
        }
    };
    Some((text, Some(back.text.clone())))
}

#[cfg(test)]
mod tests {
    use super::problem;
    use crate::roundtrip::build::Back;

    #[test]
    fn a_lossy_answer_is_noticed_whatever_the_crate_thinks() {
        let back = |equal, text: &str| {
            Ok(Back {
                equal,
                text: text.to_owned(),
            })
        };
        let sent = r#"{"a":1.0,"b":null}"#;
        assert_eq!(problem(sent, &back(true, r#"{"b":null,"a":1}"#)), None);
        for lossy in [
            back(false, r#"{"a":1}"#),
            back(true, r#"{"a":1}"#),
            back(false, sent),
            Err("is not read".to_owned()),
        ] {
            assert!(problem(sent, &lossy).is_some(), "{lossy:?}");
        }
    }
}
