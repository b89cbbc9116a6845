//! The generator's side: a crate for some subjects of a suite, and what it had to say about each place.

use std::sync::mpsc;
use std::time::Duration;

use clientwright::diagnostic::{Diagnostics, Severity};
use clientwright::output::Output;
use clientwright::pointer::Pointer;
use clientwright::settings::Settings;
use clientwright::source::{self, Node, Value};

use crate::corpus::generate::guarded;

/// A crate, not yet on the disk, or why there is none.
pub(super) struct Generated {
    /// The crate.
    pub(super) output: Result<Output, String>,
    /// What was said, in order.
    pub(super) said: Vec<Said>,
    /// The document, read.
    pub(super) root: Option<Node>,
}

/// A diagnostic.
#[derive(Debug, Clone)]
pub(super) struct Said {
    /// The innermost place of the document that it is about, if it names one.
    pub(super) at: Option<Pointer>,
    /// Severity, code and message.
    pub(super) text: String,
}

/// How long a generation may take.
const LIMIT: Duration = Duration::from_secs(300);

/// The generator does not come to an end, and a thread cannot be stopped: nothing more can be done in this process.
pub(super) struct Stuck;

/// Generates a crate of this name from a document's text.
pub(super) fn generate(document: String, package: String) -> Result<Generated, Stuck> {
    let (done, result) = mpsc::channel();
    std::thread::spawn(move || {
        let made = guarded(|| make(&document, &package));
        let made = made.unwrap_or_else(|panic| Generated {
            output: Err(panic),
            said: Vec::new(),
            root: None,
        });
        // Nobody listens any more if this took too long.
        let _ = done.send(made);
    });
    result.recv_timeout(LIMIT).map_err(|_| Stuck)
}

fn make(document: &str, package: &str) -> Generated {
    let settings = Settings::named(package);
    let mut diagnostics = Diagnostics::keep_going();
    let source = source::read_text("roundtrip.json", document, &mut diagnostics);
    let output = clientwright::generate(&source, &settings, &mut diagnostics);
    let mut places = Vec::new();
    if let Some(file) = source.files.first() {
        list(&file.root, &Pointer::root(), &mut places);
    }
    let said: Vec<Said> = diagnostics
        .iter()
        .map(|one| {
            let by_place = one.place.and_then(|place| {
                let after = places.partition_point(|(offset, _)| *offset <= place.offset);
                Some(places.get(after.checked_sub(1)?)?.1.clone())
            });
            let (severity, code) = (one.severity.as_str(), one.code.as_str());
            Said {
                at: by_place.or_else(|| one.pointer.clone()),
                text: format!("{severity}[{code}] {}", one.message),
            }
        })
        .collect();
    let output = match output {
        Ok(Some(output)) => Ok(output),
        Ok(None) => Err(refusal(&diagnostics)),
        Err(bug) => Err(format!("bug: {bug}")),
    };
    let root = source.files.into_iter().next().map(|file| file.root);
    Generated { output, said, root }
}

fn refusal(diagnostics: &Diagnostics) -> String {
    diagnostics
        .iter()
        .min_by_key(|one| one.severity)
        .filter(|one| one.severity < Severity::Warning)
        .map_or("no crate, and nothing says why".to_owned(), |one| {
            format!(
                "{}[{}] {}",
                one.severity.as_str(),
                one.code.as_str(),
                one.message
            )
        })
}

/// Every node's offset and place in the document, in order of the text.
fn list(node: &Node, at: &Pointer, places: &mut Vec<(u32, Pointer)>) {
    places.push((node.place.offset, at.clone()));
    match &node.value {
        Value::Object(object) => {
            for entry in &object.entries {
                let at = at.child(&entry.key);
                places.push((entry.place.offset, at.clone()));
                list(&entry.node, &at, places);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                list(element, &at.index(index), places);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The Rust type that an operation gives, as the crate spells it; `None` if the crate has no such operation.
pub(super) fn output_type(output: &Output, request: &str) -> Option<String> {
    let head = format!("impl Operation for {request} {{");
    output.files.iter().find_map(|file| {
        let (_, after) = file.text.split_once(&head)?;
        let (_, after) = after.split_once("type Output = ")?;
        let (ty, _) = after.split_once(";\n")?;
        Some(ty.split_whitespace().collect::<Vec<_>>().join(" "))
    })
}
