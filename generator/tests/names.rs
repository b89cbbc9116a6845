//! Names outlive what is added to a description, taken out of it and put back.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

use clientwright::diagnostic::Diagnostics;
use clientwright::naming::NamesLock;
use clientwright::output::Output;
use clientwright::settings::Settings;
use clientwright::source::{self, Node, Source, Value};

const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// Where a description keeps what it refers to.
const SHELVES: &[&[&str]] = &[
    &["components", "schemas"],
    &["components", "responses"],
    &["components", "parameters"],
    &["components", "requestBodies"],
    &["components", "headers"],
    &["components", "pathItems"],
    &["definitions"],
    &["responses"],
    &["parameters"],
];

fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(path)
}

fn read(path: &Path) -> Source {
    source::read(&[path.to_path_buf()], &mut Diagnostics::keep_going())
}

/// The crate as far as it can be made; `None` where nothing can.
fn generate(source: &Source, names: &NamesLock) -> Option<Output> {
    let mut settings = Settings {
        names: names.clone(),
        ..Settings::default()
    };
    settings.client.name = Some("a-client".to_owned());
    clientwright::generate(source, &settings, &mut Diagnostics::keep_going()).unwrap()
}

/// What users of the crate can name: types, their fields and variants, functions.
fn paths(output: &Output) -> BTreeSet<String> {
    let own = output
        .files
        .iter()
        .filter(|file| !file.path.starts_with("src/runtime/"));
    let mut paths = BTreeSet::new();
    for file in own {
        let mut within = None;
        for line in file.text.lines() {
            if line == "}" {
                within = None;
            } else if let Some(item) = line
                .strip_prefix("pub struct ")
                .or_else(|| line.strip_prefix("pub enum "))
                .or_else(|| line.strip_prefix("impl "))
                .filter(|_| line.ends_with('{') || line.ends_with(';'))
            {
                let item = item.trim_end_matches(['{', ';', ' ']).to_owned();
                paths.insert(item.clone());
                within = line.ends_with('{').then_some(item);
            } else if let (Some(item), Some(member)) = (&within, line.strip_prefix("    ")) {
                let function = member.strip_prefix("pub fn ");
                let end = if function.is_some() { "(" } else { ":(,{ " };
                let public = function.or_else(|| member.strip_prefix("pub "));
                let variant = member.starts_with(|first: char| first.is_alphabetic());
                let name = public.or_else(|| member.ends_with(',').then_some(member));
                if let Some(name) = name.filter(|_| variant) {
                    let name = name.split(|one| end.contains(one)).next().unwrap();
                    paths.insert(format!("{item}::{name}"));
                }
            }
        }
    }
    paths
}

/// Constants that are sent without being asked for: `Name::json name`, reduced by [`plain`].
///
/// A type that is only read has a field for each of its constants; once it is written, too, it has not.
fn constants(output: &Output) -> BTreeSet<String> {
    let mut constants = BTreeSet::new();
    for file in &output.files {
        let mut within = "";
        for line in file.text.lines() {
            let line = line.trim().trim_start_matches("record! { ");
            if let Some((name, _)) = line
                .split_once(": ")
                .filter(|(_, rest)| rest.starts_with("read") || rest.starts_with("write"))
            {
                within = name;
            }
            let names = line.split("const \"").skip(1);
            let names = names.filter_map(|rest| rest.split_once("\" = "));
            constants.extend(names.map(|(name, _)| plain(&format!("{within}{name}"))));
        }
    }
    constants
}

/// Letters and digits in lower case.
fn plain(text: &str) -> String {
    let text = text.replace("r#", "");
    let letters = text.chars().filter(|one| one.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// A description without something that stands in it.
#[derive(Clone, PartialEq, Eq)]
enum Without {
    /// Path and method.
    Operation(String, String),
    /// A component by its reference: it and all that cannot be said without it.
    Schema(String),
    /// Many at once.
    Several(Vec<Without>),
}

impl fmt::Display for Without {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operation(path, method) => write!(f, "{method} {path}"),
            Self::Schema(schema) => f.write_str(schema),
            Self::Several(several) => write!(f, "{} operations", several.len()),
        }
    }
}

fn at<'n>(root: &'n mut Node, keys: &[&str]) -> Option<&'n mut Node> {
    keys.iter()
        .try_fold(root, |node, key| node.as_object_mut()?.get_mut(key))
}

/// All that can be taken out, in the order of the description.
fn choices(source: &Source) -> Vec<Without> {
    let mut root = source.files[0].root.clone();
    let mut choices = Vec::new();
    let paths = root.get("paths").and_then(Node::as_object);
    for path in paths.iter().flat_map(|paths| &paths.entries) {
        let item = path.node.as_object();
        let members = item.iter().flat_map(|item| &item.entries);
        for method in members.filter(|one| METHODS.contains(&&*one.key)) {
            choices.push(Without::Operation(
                path.key.to_string(),
                method.key.to_string(),
            ));
        }
    }
    for shelf in [&SHELVES[0], &SHELVES[6]] {
        let schemas = at(&mut root, shelf).and_then(|node| node.as_object());
        for schema in schemas.iter().flat_map(|schemas| &schemas.entries) {
            choices.push(Without::Schema(reference(shelf, &schema.key)));
        }
    }
    choices
}

fn reference(shelf: &[&str], key: &str) -> String {
    let key = key.replace('~', "~0").replace('/', "~1");
    format!("#/{}/{key}", shelf.join("/"))
}

fn take_out(source: &Source, what: &Without) -> Source {
    let mut source = source.clone();
    take_out_of(&mut source.files[0].root, what);
    source
}

fn take_out_of(root: &mut Node, what: &Without) {
    match what {
        Without::Operation(path, method) => {
            let item = at(root, &["paths", path]).and_then(Node::as_object_mut);
            item.unwrap().remove(method);
        }
        Without::Schema(schema) => take_out_schema(root, schema),
        Without::Several(several) => several.iter().for_each(|one| take_out_of(root, one)),
    }
}

/// About half of the operations, three times.
fn halves(choices: &[Without], random: &mut Random) -> Vec<Without> {
    let operations = || {
        choices
            .iter()
            .filter(|one| matches!(one, Without::Operation(..)))
    };
    let mut half = || {
        operations()
            .filter(|_| random.below(2) == 0)
            .cloned()
            .collect()
    };
    (0..3).map(|_| Without::Several(half())).collect()
}

/// A property that refers to what is taken out goes alone; else the component or operation that refers to it goes, too.
fn take_out_schema(root: &mut Node, schema: &str) {
    let mut gone = BTreeSet::from([schema.to_owned()]);
    let mut before = 0;
    while before != gone.len() {
        before = gone.len();
        for shelf in SHELVES {
            let Some(object) = at(root, shelf).and_then(Node::as_object_mut) else {
                continue;
            };
            object.entries.retain_mut(|entry| {
                let place = reference(shelf, &entry.key);
                if !gone.contains(&place) && !refers(&mut entry.node, &gone) {
                    return true;
                }
                gone.insert(place);
                false
            });
        }
        let paths = at(root, &["paths"]).and_then(Node::as_object_mut);
        for path in paths.into_iter().flat_map(|paths| &mut paths.entries) {
            if let Some(item) = path.node.as_object_mut() {
                item.entries.retain_mut(|entry| {
                    !METHODS.contains(&&*entry.key) || !refers(&mut entry.node, &gone)
                });
            }
            if refers(&mut path.node, &gone) {
                path.node.as_object_mut().unwrap().entries.clear();
            }
        }
    }
}

/// Whether a node refers to what is gone, after its properties that do are taken out.
fn refers(node: &mut Node, gone: &BTreeSet<String>) -> bool {
    match &mut node.value {
        Value::Array(list) => list.iter_mut().any(|one| refers(one, gone)),
        Value::Object(object) => {
            let mut lost = BTreeSet::new();
            let properties = object.get_mut("properties").and_then(Node::as_object_mut);
            if let Some(properties) = properties {
                properties.entries.retain_mut(|entry| {
                    let refers = refers(&mut entry.node, gone);
                    if refers {
                        lost.insert(entry.key.to_string());
                    }
                    !refers
                });
            }
            if let Some(Value::Array(names)) =
                object.get_mut("required").map(|node| &mut node.value)
            {
                names.retain(
                    |name| !matches!(&name.value, Value::String(name) if lost.contains(&**name)),
                );
            }
            object
                .entries
                .iter_mut()
                .any(|entry| match &entry.node.value {
                    Value::String(target) if &*entry.key == "$ref" => gone.contains(&**target),
                    _ => refers(&mut entry.node, gone),
                })
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Lines that a second run makes otherwise than the first.
fn unlike(one: &Output, other: &Output, when: &str) -> Vec<String> {
    let lines = |output: &Output| -> BTreeSet<String> {
        let files = output.files.iter().map(|file| file.text.as_str());
        let names = output.names.write();
        files
            .chain([names.as_str()])
            .flat_map(str::lines)
            .map(str::to_owned)
            .collect()
    };
    if one == other {
        return Vec::new();
    }
    let (one, other) = (lines(one), lines(other));
    let differing = one.symmetric_difference(&other).take(8);
    let mut unlike = vec![format!("{when}: a second run changes something")];
    unlike.extend(differing.cloned());
    unlike
}

/// What is not as it should be after something is taken out and put back.
fn lost(source: &Source, whole: &Output, what: &Without) -> Vec<String> {
    let less = take_out(source, what);
    let mut lost = Vec::new();
    let missing = |when: &str, had: &Output, has: &Output| -> Vec<String> {
        let constants = constants(has);
        let (had, has) = (paths(had), paths(has));
        let lost = had.difference(&has);
        lost.filter(|path| !constants.contains(&plain(path)))
            .map(|path| format!("{what}: {when}: {path}"))
            .collect()
    };
    // It is new: nothing that was there without it may go.
    if let Some(before) = generate(&less, &NamesLock::default()) {
        let after = generate(source, &before.names).unwrap();
        lost.extend(missing("added", &before, &after));
        let again = generate(source, &after.names).unwrap();
        lost.extend(unlike(&after, &again, &what.to_string()));
    }
    // It was there, went, and comes back: nothing at all may go.
    if let Some(between) = generate(&less, &whole.names) {
        let after = generate(source, &between.names).unwrap();
        lost.extend(missing("put back", whole, &after));
        let functions = |output: &Output| -> BTreeSet<String> {
            let paths = paths(output).into_iter();
            paths.filter(|path| path.starts_with("Client::")).collect()
        };
        let renamed = functions(&between);
        let renamed = renamed
            .difference(&functions(whole))
            .cloned()
            .collect::<Vec<_>>();
        assert!(
            renamed.is_empty(),
            "{what}: renamed while it is gone: {renamed:?}"
        );
    }
    lost
}

/// Takes out one after the other; how many were taken out and what was lost.
fn survey(path: &Path, choose: impl FnOnce(Vec<Without>) -> Vec<Without>) -> (usize, Vec<String>) {
    let source = read(path);
    let Some(whole) = generate(&source, &NamesLock::default()) else {
        return (0, Vec::new());
    };
    let again = generate(&source, &whole.names).unwrap();
    let mut lost = unlike(&whole, &again, "whole");
    let text = whole.names.write();
    let read_back = NamesLock::parse(Path::new("names.lock"), &text).unwrap();
    assert_eq!(read_back, whole.names, "{}", path.display());
    let chosen = choose(choices(&source));
    for what in &chosen {
        lost.extend(self::lost(&source, &whole, what));
    }
    (chosen.len(), lost)
}

#[test]
fn every_public_path_outlives_what_is_taken_out_and_put_back() {
    let documents = [
        "forms/openapi-3.1.yaml",
        "forms/swagger-2.0.yaml",
        "list/input.yaml",
        "named-forms/swagger-2.0.yaml",
        "named-forms/openapi-3.1.yaml",
        "hard-names/input.yaml",
        "names-lock/input.yaml",
        "send-message/input.yaml",
        "webhooks/input.yaml",
    ];
    for document in documents {
        let (count, lost) = survey(&fixture(document), |mut choices| {
            choices.extend(halves(&choices, &mut Random::new()));
            choices
        });
        assert!(count > 0, "{document}");
        assert!(lost.is_empty(), "{document}:\n{}", lost.join("\n"));
    }
}

#[test]
fn without_the_lock_paths_are_lost() {
    let source = read(&fixture("names-lock/input.yaml"));
    let changes = choices(&source).into_iter().filter(|what| {
        let before = generate(&take_out(&source, what), &NamesLock::default());
        let after = generate(&source, &NamesLock::default());
        let (before, after) = (paths(&before.unwrap()), paths(&after.unwrap()));
        before.difference(&after).next().is_some()
    });
    assert!(
        changes.count() >= 4,
        "the document shows what the lock is for"
    );
}

/// Numbers that look random and are the same in every run (xorshift, G. Marsaglia 2003).
struct Random(u64);

impl Random {
    fn new() -> Self {
        Self(0x9E37_79B9_7F4A_7C15)
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }
}

/// `CLIENTWRIGHT_CORPUS` names a folder; `CLIENTWRIGHT_ONLY` documents of it by a part of their names; `CLIENTWRIGHT_TAKE_OUT`
/// says how much is taken out of each.
#[test]
fn every_public_path_of_real_documents_outlives_what_is_taken_out() {
    let Some(folder) = std::env::var_os("CLIENTWRIGHT_CORPUS") else {
        eprintln!("skipped: CLIENTWRIGHT_CORPUS names no folder of documents");
        return;
    };
    let count = std::env::var("CLIENTWRIGHT_TAKE_OUT").map_or(1, |count| count.parse().unwrap());
    let only = std::env::var("CLIENTWRIGHT_ONLY").ok();
    let only: Option<Vec<&str>> = only.as_deref().map(|only| only.split(',').collect());
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|one| one == "json" || one == "yaml")
        })
        .filter(|path| match &only {
            Some(only) => only
                .iter()
                .any(|part| path.to_string_lossy().contains(part)),
            None => path.metadata().unwrap().len() <= 60_000,
        })
        .collect();
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let mut random = Random::new();
        let (taken, lost) = survey(&file, |choices| {
            let halves = halves(&choices, &mut random);
            let (operations, schemas): (Vec<_>, Vec<_>) = choices
                .into_iter()
                .partition(|one| matches!(one, Without::Operation(..)));
            let mut chosen = Vec::new();
            for pool in [operations, schemas].iter().filter(|pool| !pool.is_empty()) {
                for _ in 0..count.min(pool.len()) {
                    chosen.push(pool[random.below(pool.len())].clone());
                }
            }
            chosen.dedup();
            chosen.extend(halves.into_iter().take(count));
            chosen
        });
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        println!("{name}: {taken} taken out, {} paths lost", lost.len());
        all.extend(lost.into_iter().map(|path| format!("{name}: {path}")));
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn a_tag_of_many_words_makes_a_file_that_can_be_written() {
    let tag = "日本語".repeat(45);
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("a.yaml");
    let responses = "responses: {\"204\": {description: Done.}}";
    let paths = ["a", "b"].map(|name| {
        format!("  /{name}:\n    get: {{operationId: {name}, tags: [{tag}{name}], {responses}}}\n")
    });
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: v}}\nservers: [{{url: https://t.example}}]\npaths:\n{}",
        paths.concat()
    );
    std::fs::write(&spec, text).unwrap();
    let out = folder.path().join("out");
    let ended = std::process::Command::new(env!("CARGO_BIN_EXE_clientwright"))
        .args([std::ffi::OsStr::new("--spec"), spec.as_os_str()])
        .args([std::ffi::OsStr::new("--out"), out.as_os_str()])
        .output()
        .unwrap();
    assert!(
        ended.status.success(),
        "{}",
        String::from_utf8_lossy(&ended.stderr)
    );
    let named = std::fs::read_dir(out.join("src")).unwrap();
    let names = named.map(|file| file.unwrap().file_name().into_string().unwrap());
    let long: Vec<String> = names.filter(|name| name.len() > 190).collect();
    assert_eq!(long.len(), 2, "{long:?}");
    // rustc takes no other name for a module's file (E0754).
    assert!(long.iter().all(|name| name.is_ascii()), "{long:?}");
}
