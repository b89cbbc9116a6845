//! A client's `Cargo.toml`: written when absent, afterwards only added to.

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value};

use crate::output::{Dependency, Manifest};

/// The manifest's text with all that the code needs; hand-written entries, comments and order stay.
pub(super) fn updated(old: Option<&str>, manifest: &Manifest) -> Result<String, String> {
    let old = old.map_or_else(|| package(manifest), str::to_owned);
    let mut document: DocumentMut = old
        .parse()
        .map_err(|error: toml_edit::TomlError| error.to_string())?;
    for (name, wanted) in [
        ("dependencies", &manifest.dependencies),
        ("dev-dependencies", &manifest.dev_dependencies),
    ] {
        if wanted.is_empty() {
            continue;
        }
        let dependencies = table(&mut document, name)?;
        for dependency in wanted {
            match dependencies.get_mut(&dependency.name) {
                Some(item) => raise(item, dependency),
                None => drop(dependencies.insert(&dependency.name, Item::Value(entry(dependency)))),
            }
        }
    }
    if manifest.features.is_empty() {
        return Ok(document.to_string());
    }
    let features = table(&mut document, "features")?;
    for feature in &manifest.features {
        // What a person took out of the defaults stays out.
        if feature.name == "default" && features.contains_key("default") {
            continue;
        }
        let enables = features
            .entry(&feature.name)
            .or_insert_with(|| Item::Value(Value::Array(Array::new())));
        let Some(enables) = enables.as_array_mut() else {
            return Err(format!("the feature `{}` is not a list", feature.name));
        };
        for name in &feature.enables {
            if !enables.iter().any(|known| known.as_str() == Some(name)) {
                enables.push(name.as_str());
            }
        }
    }
    Ok(document.to_string())
}

fn table<'a>(document: &'a mut DocumentMut, name: &str) -> Result<&'a mut Table, String> {
    let item = document
        .entry(name)
        .or_insert_with(|| Item::Table(Table::new()));
    item.as_table_mut()
        .ok_or_else(|| format!("`{name}` is not a table"))
}

fn package(manifest: &Manifest) -> String {
    let quoted = |text: &str| Value::from(text).to_string();
    format!(
        "[package]\nname = {}\nversion = \"0.1.0\"\nedition = \"2024\"\nrust-version = \"1.88\"\ndescription = {}\n\n[dependencies]\n",
        quoted(&manifest.name),
        quoted(&manifest.description)
    )
}

/// A dependency as short as it can be said.
fn entry(dependency: &Dependency) -> Value {
    if dependency.default_features && dependency.features.is_empty() && !dependency.optional {
        return Value::from(dependency.version.as_str());
    }
    let mut table = InlineTable::new();
    table.insert("version", Value::from(dependency.version.as_str()));
    if !dependency.default_features {
        table.insert("default-features", Value::from(false));
    }
    if !dependency.features.is_empty() {
        table.insert(
            "features",
            Value::Array(dependency.features.iter().map(String::as_str).collect()),
        );
    }
    if dependency.optional {
        table.insert("optional", Value::from(true));
    }
    Value::InlineTable(table)
}

/// Raises a version that is too low and adds features that are missing.
fn raise(item: &mut Item, wanted: &Dependency) {
    if let Some(version) = item.as_str() {
        let lower = is_lower(version, &wanted.version);
        if lower || !wanted.features.is_empty() {
            let version = if lower { &wanted.version } else { version };
            let defaults = Dependency {
                version: version.to_owned(),
                default_features: true,
                optional: false,
                ..wanted.clone()
            };
            let mut value = entry(&defaults);
            // A comment at the end of the line is a person's.
            if let Some(old) = item.as_value() {
                *value.decor_mut() = old.decor().clone();
            }
            *item = Item::Value(value);
        }
        return;
    }
    let Some(table) = item.as_table_like_mut() else {
        return;
    };
    let inherited = table.get("workspace").and_then(Item::as_bool) == Some(true);
    if let Some(version) = table
        .get("version")
        .and_then(Item::as_str)
        .map(str::to_owned)
        && !inherited
        && is_lower(&version, &wanted.version)
    {
        table.insert("version", Item::Value(Value::from(wanted.version.as_str())));
    }
    if wanted.features.is_empty() || inherited {
        return;
    }
    let features = table
        .entry("features")
        .or_insert_with(|| Item::Value(Value::Array(Array::new())));
    let Some(features) = features.as_array_mut() else {
        return;
    };
    for feature in &wanted.features {
        if !features.iter().any(|known| known.as_str() == Some(feature)) {
            features.push(feature.as_str());
        }
    }
}

/// Whether one version requirement begins lower than another; what cannot be compared is not.
fn is_lower(version: &str, wanted: &str) -> bool {
    let numbers = |text: &str| -> Option<Vec<u64>> {
        text.trim_start_matches(['^', '=', '~', ' '])
            .split('.')
            .map(|part| part.trim().parse().ok())
            .collect()
    };
    match (numbers(version), numbers(wanted)) {
        (Some(mut version), Some(mut wanted)) => {
            version.resize(3, 0);
            wanted.resize(3, 0);
            version < wanted
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::updated;
    use crate::output::{Dependency, Feature, Manifest};

    fn wanted() -> Manifest {
        let dependency = |name: &str, version: &str, features: &[&str]| Dependency {
            name: name.to_owned(),
            version: version.to_owned(),
            default_features: false,
            features: features
                .iter()
                .map(|feature| (*feature).to_owned())
                .collect(),
            optional: false,
        };
        Manifest {
            name: "a-client".to_owned(),
            description: "A \"client\"".to_owned(),
            dependencies: vec![
                dependency("bytes", "1.5", &[]),
                dependency("http", "1", &["std"]),
            ],
            dev_dependencies: Vec::new(),
            features: vec![
                Feature {
                    name: "default".to_owned(),
                    enables: vec!["x".to_owned()],
                },
                Feature {
                    name: "x".to_owned(),
                    enables: Vec::new(),
                },
            ],
        }
    }

    #[test]
    fn an_absent_manifest_is_written_and_then_stays() {
        let first = updated(None, &wanted()).unwrap();
        assert!(first.contains("description = 'A \"client\"'"), "{first}");
        assert!(first.contains("default = [\"x\"]"), "{first}");
        assert_eq!(updated(Some(&first), &wanted()).unwrap(), first);
    }

    #[test]
    fn what_a_person_wrote_stays() {
        let old = "# mine\n[package]\nname = \"other\"\n\n[dependencies]\nbytes = \"1.2\" # low\nhttp = { workspace = true }\nmore = \"3\"\n\n[features]\ndefault = []\n";
        let new = updated(Some(old), &wanted()).unwrap();
        assert!(
            new.starts_with("# mine\n[package]\nname = \"other\"\n"),
            "{new}"
        );
        assert!(new.contains("bytes = \"1.5\" # low\n"), "{new}");
        assert!(
            new.contains("http = { workspace = true }\nmore = \"3\"\n"),
            "{new}"
        );
        assert!(new.contains("default = []\nx = []"), "{new}");
    }

    #[test]
    fn a_manifest_that_is_no_toml_is_refused() {
        assert!(updated(Some("[package"), &wanted()).is_err());
    }
}
