//! A client's `Cargo.toml`: written when absent, afterwards only added to.

use std::collections::BTreeSet;

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use crate::output::{Dependency, Feature, Manifest};

/// The manifest's text with all that the code needs; hand-written entries, comments and order stay.
pub(super) fn updated(old: Option<&str>, manifest: &Manifest) -> Result<String, String> {
    let old = old.map_or_else(|| package(manifest), str::to_owned);
    let mut document: DocumentMut = old
        .parse()
        .map_err(|error: toml_edit::TomlError| error.to_string().trim_end().to_owned())?;
    let before = document.to_string();
    let web: &[&str] = &["target", WEB, "dependencies"];
    for (path, wanted) in [
        (["dependencies"].as_slice(), &manifest.dependencies),
        (web, &manifest.web_dependencies),
        (&["dev-dependencies"], &manifest.dev_dependencies),
    ] {
        if wanted.is_empty() {
            continue;
        }
        let dependencies = table_at(&mut document, path)?;
        for dependency in wanted {
            match dependencies.get_mut(&dependency.name) {
                Some(item) => raise(item, dependency),
                None => drop(dependencies.insert(&dependency.name, Item::Value(entry(dependency)))),
            }
        }
    }
    add_features(&mut document, &manifest.features)?;
    let after = document.to_string();
    Ok(if after == before {
        old
    } else if old.contains("\r\n") {
        // Which line ends a file has is a person's decision, too, and `toml_edit` knows one kind only.
        after.replace('\n', "\r\n")
    } else {
        after
    })
}

/// Where there is no operating system, but a browser or Node.js (The Cargo Book, "Platform specific dependencies").
const WEB: &str = r#"cfg(target_family = "wasm")"#;

fn add_features(document: &mut DocumentMut, wanted: &[Feature]) -> Result<(), String> {
    if wanted.is_empty() {
        return Ok(());
    }
    let always: BTreeSet<String> = table(document, "dependencies")?
        .iter()
        .filter(|(_, item)| !is_optional(item))
        .map(|(name, _)| format!("dep:{name}"))
        .collect();
    let features = table(document, "features")?;
    // What a person took out of the defaults stays out; a feature that is new was not.
    let known: BTreeSet<String> = features.iter().map(|(name, _)| name.to_owned()).collect();
    for feature in wanted {
        let is_default = feature.name == "default" && known.contains("default");
        let enables = features
            .entry(&feature.name)
            .or_insert_with(|| Item::Value(Value::Array(Array::new())));
        let Some(enables) = enables.as_array_mut() else {
            return Err(format!("the feature `{}` is not a list", feature.name));
        };
        for name in &feature.enables {
            // A feature cannot turn on what a person made a dependency in any case.
            let is_there = enables.iter().any(|one| one.as_str() == Some(name));
            if is_default && known.contains(name) {
                continue;
            }
            if !is_there && !always.contains(name) {
                enables.push(name.as_str());
            }
        }
    }
    Ok(())
}

fn is_optional(dependency: &Item) -> bool {
    let table = dependency.as_table_like();
    let optional = table.and_then(|table| table.get("optional"));
    optional.and_then(Item::as_bool) == Some(true)
}

fn table<'a>(document: &'a mut DocumentMut, name: &str) -> Result<&'a mut dyn TableLike, String> {
    table_at(document, &[name])
}

/// A table within tables, all of them made where they are missing; of those around it no header is written.
fn table_at<'a>(
    document: &'a mut DocumentMut,
    path: &[&str],
) -> Result<&'a mut dyn TableLike, String> {
    let mut around: &mut dyn TableLike = document.as_table_mut();
    for (depth, name) in path.iter().enumerate() {
        let mut new = Table::new();
        new.set_implicit(depth + 1 < path.len());
        let item = around.entry(name).or_insert(Item::Table(new));
        around = item
            .as_table_like_mut()
            .ok_or_else(|| format!("`{name}` is not a table"))?;
    }
    Ok(around)
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
    match item {
        Item::Value(Value::String(_)) => raise_version(item, wanted),
        Item::Value(_) | Item::Table(_) => {
            if let Some(table) = item.as_table_like_mut() {
                raise_table(table, wanted);
            }
        }
        Item::None | Item::ArrayOfTables(_) => {}
    }
}

/// An entry that is a version only; it has the default features. The comment behind it stays.
fn raise_version(item: &mut Item, wanted: &Dependency) {
    let Some(old) = item.as_value_mut() else {
        return;
    };
    let version = old.as_str().unwrap_or_default();
    let lower = is_lower(version, &wanted.version);
    if !lower && wanted.features.is_empty() {
        return;
    }
    let new = entry(&Dependency {
        version: if lower { &wanted.version } else { version }.to_owned(),
        default_features: true,
        optional: false,
        ..wanted.clone()
    });
    replace(old, new);
}

fn raise_table(table: &mut dyn TableLike, wanted: &Dependency) {
    // The workspace decides on the version, and on the features as well.
    if table.get("workspace").and_then(Item::as_bool) == Some(true) {
        return;
    }
    if let Some(version) = table.get_mut("version").and_then(Item::as_value_mut)
        && let Some(text) = version.as_str()
        && is_lower(text, &wanted.version)
    {
        replace(version, Value::from(wanted.version.as_str()));
    }
    let defaults = table.get_mut("default-features");
    if let Some(defaults) = defaults.and_then(Item::as_value_mut)
        && wanted.default_features
        && defaults.as_bool() == Some(false)
    {
        replace(defaults, Value::from(true));
    }
    if wanted.features.is_empty() {
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

/// Another value with the spaces and comments of the old one around it.
fn replace(old: &mut Value, mut new: Value) {
    *new.decor_mut() = old.decor().clone();
    *old = new;
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
            web_dependencies: Vec::new(),
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

    /// What becomes of the part of a manifest that follows `[package]`.
    fn raised(old: &str) -> String {
        let package = "# mine\n[package]\nname = \"other\" # not yours\n\n";
        let new = updated(Some(&format!("{package}{old}")), &wanted()).unwrap();
        let again = updated(Some(&new), &wanted()).unwrap();
        assert_eq!(again, new, "a second run finds nothing to do");
        new.strip_prefix(package).unwrap().to_owned()
    }

    #[test]
    fn what_a_person_wrote_stays() {
        let old = "# what it uses\n[dependencies]\nbytes = \"1.7\" # high\nmore = \"3\"\nhttp = { version = \"1\", features = [\"std\"] }\n\n[features]\ndefault = []\nx = [\"more/a\"]\n\n[lints]\nworkspace = true\n";
        assert_eq!(raised(old), old);
    }

    #[test]
    fn a_version_that_is_too_low_is_raised_and_its_comment_stays() {
        insta::assert_snapshot!(raised("[dependencies]\nbytes = \"1.2\" # low\nhttp = \"1.1\" # mine\n\n[features]\ndefault = []\nx = []\n"), @r#"
        [dependencies]
        bytes = "1.5" # low
        http = { version = "1.1", features = ["std"] } # mine

        [features]
        default = []
        x = []
        "#);
        insta::assert_snapshot!(raised("[features]\ndefault = []\nx = []\n\n[dependencies.bytes]\nversion = \"=1.4.1\" # pinned\ndefault-features = false\n\n[dependencies.http]\n# a fork\ngit = \"https://example.com/http\"\nfeatures = [\n    \"more\", # why\n]\n"), @r#"
        [features]
        default = []
        x = []

        [dependencies.bytes]
        version = "1.5" # pinned
        default-features = false

        [dependencies.http]
        # a fork
        git = "https://example.com/http"
        features = [
            "more", "std", # why
        ]
        "#);
    }

    #[test]
    fn what_the_workspace_decides_is_left_to_it() {
        let old = "[dependencies]\nbytes.workspace = true\nhttp = { workspace = true, features = [\"other\"] }\n\n[features]\ndefault = []\nx = []\n";
        assert_eq!(raised(old), old);
    }

    #[test]
    fn what_cannot_be_compared_stays() {
        for version in ["*", ">=1.2, <2", "1.*", "2", "1.5.1", "^1.5"] {
            let old = format!(
                "[dependencies]\nbytes = \"{version}\"\nhttp.workspace = true\n\n[features]\ndefault = []\nx = []\n"
            );
            assert_eq!(raised(&old), old);
        }
    }

    #[test]
    fn line_ends_stay_as_they_are() {
        let old = raised("[dependencies]\nbytes = \"1.7\" # high\n").replace('\n', "\r\n");
        assert_eq!(updated(Some(&old), &wanted()).unwrap(), old);
        let new = updated(Some(&old.replace("1.7", "1.2")), &wanted()).unwrap();
        assert_eq!(new, old.replace("1.7", "1.5"));
    }

    #[test]
    fn what_is_missing_is_added() {
        insta::assert_snapshot!(raised("[dependencies]\nmore = \"3\"\n"), @r#"
        [dependencies]
        more = "3"
        bytes = { version = "1.5", default-features = false }
        http = { version = "1", default-features = false, features = ["std"] }

        [features]
        default = ["x"]
        x = []
        "#);
    }

    #[test]
    fn what_the_web_needs_has_a_table_of_its_own() {
        let mut manifest = wanted();
        manifest.features.clear();
        manifest.web_dependencies = manifest.dependencies.split_off(1);
        let first = updated(None, &manifest).unwrap();
        let table = "\n[target.'cfg(target_family = \"wasm\")'.dependencies]\nhttp = { version = \"1\", default-features = false, features = [\"std\"] }\n";
        assert!(first.ends_with(table), "{first}");
        assert!(!first.contains("[target]"), "{first}");
        assert_eq!(updated(Some(&first), &manifest).unwrap(), first);
        let own = "[dependencies]\nbytes = \"2\"\n\n[target.'cfg(target_family = \"wasm\")'.dependencies]\nhttp = { version = \"1\", features = [\"std\", \"mine\"] }\n\n[target.'cfg(unix)'.dependencies]\nnix = \"1\"\n";
        assert_eq!(updated(Some(own), &manifest).unwrap(), own);
        let error = updated(Some("target = 1\n[dependencies]\n"), &manifest).unwrap_err();
        assert_eq!(error, "`target` is not a table");
    }

    #[test]
    fn a_feature_does_not_turn_on_what_is_no_longer_optional() {
        let mut manifest = wanted();
        manifest.dependencies[0].optional = true;
        manifest.features[1].enables = vec!["dep:bytes".to_owned()];
        let first = updated(None, &manifest).unwrap();
        assert!(first.contains("x = [\"dep:bytes\"]"), "{first}");
        let old = "[dependencies]\nbytes = \"1.5\"\nhttp.workspace = true\n";
        let new = updated(Some(old), &manifest).unwrap();
        assert!(new.contains("x = []"), "{new}");
    }

    #[test]
    fn default_features_that_are_needed_are_turned_on() {
        let mut manifest = wanted();
        manifest.dependencies[0].default_features = true;
        manifest.features.clear();
        let old = "[dependencies]\nbytes = { version = \"1.5\", default-features = false } # small\nhttp.workspace = true\n";
        assert_eq!(
            updated(Some(old), &manifest).unwrap(),
            old.replace("false", "true"),
            "and no empty table of features is added"
        );
    }

    #[test]
    fn a_manifest_that_is_none_is_refused() {
        for old in ["[package", "dependencies = 1\n", "[features]\nx = 1\n"] {
            assert!(updated(Some(old), &wanted()).is_err(), "{old}");
        }
    }
}
