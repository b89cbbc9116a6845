//! How many operations a description has, counted without the generator.
//!
//! **Invariant:** nothing of the generator is used here: this is what its result is judged by.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

/// The methods that are fields of a path item (OpenAPI 3.2, "Path Item Object").
const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// What a description says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Facts {
    /// `openapi` or `swagger`.
    pub(super) version: String,
    /// Path × method.
    pub(super) operations: usize,
}

/// Reads version and operations; several files add up.
pub(super) fn count(files: &[impl AsRef<Path>]) -> Result<Facts, String> {
    let mut facts = Facts {
        version: String::new(),
        operations: 0,
    };
    for file in files {
        let root = load(file.as_ref())?;
        if facts.version.is_empty() {
            facts.version = version(&root);
        }
        facts.operations += operations(&root, file.as_ref());
    }
    Ok(facts)
}

fn version(root: &Value) -> String {
    match root.get("openapi").or_else(|| root.get("swagger")) {
        Some(Value::String(version)) => version.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

fn operations(root: &Value, file: &Path) -> usize {
    let Some(paths) = root.get("paths").and_then(Value::as_object) else {
        return 0;
    };
    paths
        .iter()
        .filter(|(path, _)| !path.starts_with("x-"))
        .map(|(_, item)| of_item(item) + referred(item, root, file).as_ref().map_or(0, of_item))
        .sum()
}

fn of_item(item: &Value) -> usize {
    let own = METHODS
        .iter()
        .filter(|method| item.get(**method).is_some_and(Value::is_object))
        .count();
    let additional = item.get("additionalOperations").and_then(Value::as_object);
    own + additional.map_or(0, serde_json::Map::len)
}

/// The path item that one refers to, if it does.
fn referred(item: &Value, root: &Value, file: &Path) -> Option<Value> {
    let reference = item.get("$ref")?.as_str()?;
    let (other, pointer) = reference.split_once('#').unwrap_or((reference, ""));
    if other.is_empty() {
        return root.pointer(pointer).cloned();
    }
    let other = load(&file.parent()?.join(other)).ok()?;
    other.pointer(pointer).cloned()
}

fn load(file: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
    if file
        .extension()
        .is_some_and(|extension| extension == "json")
    {
        return serde_json::from_str(&text).map_err(|error| error.to_string());
    }
    if let Ok(tree) = serde_yaml::from_str::<serde_yaml::Value>(&text) {
        return Ok(plain(tree));
    }
    let outline: Outline = serde_yaml::from_str(&text).map_err(|error| error.to_string())?;
    let members = [
        ("openapi", outline.openapi),
        ("swagger", outline.swagger),
        ("paths", outline.paths),
    ];
    let items = outline
        .components
        .and_then(|components| components.path_items);
    let components = items.map(|items| serde_json::json!({"pathItems": plain(items)}));
    let members = members
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), plain(value?))))
        .chain(components.map(|components| ("components".to_owned(), components)));
    Ok(Value::Object(members.collect()))
}

/// What is counted, and where it may stand, of a file whose rest holds numbers that this reader does not take.
#[derive(Deserialize)]
struct Outline {
    openapi: Option<serde_yaml::Value>,
    swagger: Option<serde_yaml::Value>,
    paths: Option<serde_yaml::Value>,
    components: Option<Components>,
}

/// Components that operations may stand in.
#[derive(Deserialize)]
struct Components {
    #[serde(rename = "pathItems")]
    path_items: Option<serde_yaml::Value>,
}

/// YAML as JSON; what is no key or value in JSON is its text, for nothing here depends on it.
fn plain(value: serde_yaml::Value) -> Value {
    match value {
        serde_yaml::Value::Null => Value::Null,
        serde_yaml::Value::Bool(value) => Value::Bool(value),
        serde_yaml::Value::Number(number) => Value::String(number.to_string()),
        serde_yaml::Value::String(text) => Value::String(text),
        serde_yaml::Value::Sequence(items) => Value::Array(items.into_iter().map(plain).collect()),
        serde_yaml::Value::Mapping(entries) => {
            let entries = entries.into_iter().map(|(key, value)| {
                let key = match plain(key) {
                    Value::String(key) => key,
                    other => other.to_string(),
                };
                (key, plain(value))
            });
            Value::Object(entries.collect())
        }
        serde_yaml::Value::Tagged(tagged) => plain(tagged.value),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Facts, count};

    #[test]
    fn path_times_method_is_counted_through_references() {
        let folder = tempfile::tempdir().unwrap();
        let main = folder.path().join("main.yaml");
        let text = "openapi: 3.2.0\npaths:\n  /a:\n    get: {}\n    parameters: []\n    additionalOperations: {COPY: {}}\n  /b: {$ref: 'item.json#/it'}\n  /c: {$ref: '#/components/pathItems/c'}\n  x-get: {get: {}}\ncomponents:\n  pathItems:\n    c: {query: {}}\n";
        fs::write(&main, text).unwrap();
        fs::write(
            folder.path().join("item.json"),
            r#"{"it": {"put": {}, "summary": ""}}"#,
        )
        .unwrap();
        let facts = Facts {
            version: "3.2.0".to_owned(),
            operations: 4,
        };
        assert_eq!(count(&[main]), Ok(facts));
    }
}
