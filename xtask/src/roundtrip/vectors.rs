//! Groups of JSON Schema tests (`[{description, schema, tests: [{description, data, valid}]}]`) as one suite.

use std::path::Path;

use clientwright::diagnostic::{Diagnostics, Severity};
use clientwright::pointer::Pointer;
use clientwright::source::{self, Node, Object, Place, Value};

use super::position::{all, find_mut, inner, reference};
use super::subject::{Instance, Subject, Suite};

/// How deep schemas are rebased.
const DEPTH: usize = 64;
/// Keywords whose meaning depends on what was resolved before (JSON Schema 2020-12 Core section 8.2.3.2).
const DYNAMIC: [&str; 2] = ["$dynamicRef", "$recursiveRef"];

/// Whether a file holds test groups: its root is a list.
pub(super) fn is_vectors(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "json")
        && std::fs::read_to_string(path).is_ok_and(|text| text.trim_start().starts_with('['))
}

/// Every group of the files, each schema a component.
pub(super) fn read(
    name: &str,
    files: &[std::path::PathBuf],
    only: Option<&str>,
) -> Result<Suite, String> {
    let mut subjects = Vec::new();
    for path in files {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let text = std::fs::read_to_string(path).map_err(|error| format!("{file}: {error}"))?;
        let mut diagnostics = Diagnostics::default();
        let source = source::read_text(&file, &text, &mut diagnostics);
        let fatal = diagnostics
            .iter()
            .find(|one| one.severity == Severity::Fatal);
        if let Some(one) = fatal {
            return Err(format!("{file}: {}", one.message));
        }
        let root = source.files.first().map(|file| &file.root);
        for group in root.and_then(Node::as_array).unwrap_or_default() {
            let title = group.get("description").and_then(Node::as_str);
            let title = title.unwrap_or("no description");
            if only.is_some_and(|only| !file.contains(only) && !title.contains(only)) {
                continue;
            }
            let component = format!("Case{}", subjects.len());
            subjects.push(
                subject(&file, title, component, group)
                    .ok_or_else(|| format!("{file}: `{title}` is no group of tests"))?,
            );
        }
    }
    Ok(Suite {
        name: name.to_owned(),
        document: Node::new(
            Value::Object(Object::default()),
            Place { file: 0, offset: 0 },
        ),
        subjects,
    })
}

fn subject(file: &str, title: &str, component: String, group: &Node) -> Option<Subject> {
    let mut schema = group.get("schema")?.clone();
    let tests = group.get("tests")?.as_array()?;
    let target = Pointer::root()
        .child("components")
        .child("schemas")
        .child(&component);
    let out_of_scope = beyond(&schema);
    rebase(&mut schema, &reference(&target), 0);
    let valid = tests
        .iter()
        .filter(|test| test.get("valid").and_then(Node::as_bool) == Some(true));
    let instance = |test: &Node| {
        Some(Instance {
            text: test.get("data")?.value.to_json(),
            origin: test.get("description")?.as_str()?.to_owned(),
        })
    };
    Some(Subject {
        file: file.to_owned(),
        name: title.to_owned(),
        target,
        own: Some((component, schema)),
        out_of_scope,
        counted: true,
        seen: tests.len(),
        instances: valid.map(instance).collect::<Option<_>>()?,
    })
}

/// Which reference of a schema needs more than the document itself.
fn beyond(schema: &Node) -> Option<String> {
    let all = all(schema, &Pointer::root());
    for (_, schema) in &all {
        let said = |keyword: &&str| schema.get(keyword).and_then(Node::as_str).is_some();
        if let Some(keyword) = DYNAMIC.iter().find(|keyword| said(keyword)) {
            return Some((*keyword).to_owned());
        }
        let to = schema.get("$ref").and_then(Node::as_str);
        if let Some(to) = to.filter(|to| *to != "#" && !to.starts_with("#/")) {
            return Some(format!("$ref to `{to}`"));
        }
    }
    // Below a schema with an identifier of its own, `#` is that schema.
    let based = all
        .iter()
        .skip(1)
        .filter(|(_, one)| one.get("$id").is_some());
    let mut below = based.flat_map(|(place, one)| super::position::all(one, place));
    below
        .any(|(_, one)| one.get("$ref").is_some())
        .then(|| "$ref below a nested $id".to_owned())
}

/// Makes references within the schema references within the document that the schema is put into.
fn rebase(schema: &mut Node, base: &str, depth: usize) {
    if depth > DEPTH {
        return;
    }
    let to = schema
        .as_object_mut()
        .and_then(|object| object.get_mut("$ref"))
        .map(|node| &mut node.value);
    if let Some(Value::String(to)) = to
        && (&**to == "#" || to.starts_with("#/"))
    {
        *to = format!("{base}{}", to.trim_start_matches('#')).into();
    }
    let ways: Vec<Vec<String>> = inner(schema).into_iter().map(|(way, _)| way).collect();
    for way in ways {
        if let Some(inner) = find_mut(schema, &way) {
            rebase(inner, base, depth + 1);
        }
    }
}
