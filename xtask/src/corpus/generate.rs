//! One crate out of one document, in this process; a panic costs that document alone.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use clientwright::diagnostic::{Diagnostics, Severity};
use clientwright::output::{Dependency, Output};
use clientwright::settings::Settings;
use clientwright::source::Source;
use clientwright::write::{Mode, write};
use serde::{Deserialize, Serialize};

use super::find::Document;

/// The stack of the thread that generates: what the main thread of a program has.
const STACK: usize = 8 << 20;

/// Where and why the last panic was.
static PANIC: Mutex<String> = Mutex::new(String::new());

/// What became of a document.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Generated {
    /// Operations that the crate has.
    pub(super) operations: usize,
    /// Operations that the generator saw.
    pub(super) operations_seen: usize,
    /// Types of the crate.
    pub(super) types: usize,
    /// Lines of the crate outside of the runtime.
    pub(super) lines: usize,
    /// Counts by severity: fatal, error, warning.
    pub(super) diagnostics: [usize; 3],
    /// Counts by `severity[code] message`, the names in messages left out.
    pub(super) kinds: BTreeMap<String, usize>,
    /// The first of what stops or leaves out, with place.
    pub(super) refusals: Vec<String>,
    /// Why there is no crate.
    pub(super) failure: Option<String>,
    /// Stands for the crate's whole text.
    pub(super) hash: String,
    /// Wall time.
    pub(super) seconds: f64,
    /// What the crate depends on.
    #[serde(skip)]
    pub(super) dependencies: Vec<Dependency>,
    /// The crate's features.
    #[serde(skip)]
    pub(super) features: Vec<String>,
}

/// Makes panics known to [`guarded`] instead of printing them.
pub(crate) fn listen_for_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let payload = info.payload();
        let message = payload
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
            .unwrap_or("no message");
        if let Ok(mut last) = PANIC.lock() {
            *last = format!("panicked at {place}: {message}");
        }
    }));
}

/// Generates the crate into `folder`, which is replaced.
pub(super) fn generate(document: &Document, name: &str, folder: &Path) -> Generated {
    let started = Instant::now();
    let made = guarded(|| make(document, name, folder)).unwrap_or_else(failed);
    Generated {
        seconds: started.elapsed().as_secs_f64(),
        ..made
    }
}

/// Runs the generator with a stack of known size; a panic, which [`listen_for_panics`] has heard, is an error.
pub(crate) fn guarded<T: Send>(make: impl FnOnce() -> T + Send) -> Result<T, String> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .name("generate".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, make)
            .map_err(|error| error.to_string())?;
        let last = |_| PANIC.lock().map(|last| last.clone()).unwrap_or_default();
        thread.join().map_err(last)
    })
}

fn failed(failure: String) -> Generated {
    Generated {
        failure: Some(failure),
        ..Generated::default()
    }
}

fn make(document: &Document, name: &str, folder: &Path) -> Generated {
    let mut settings = Settings::named(name);
    // The documents of a folder of several files lie beside what they refer to.
    settings.source.allow_outside = true;
    let mut diagnostics = Diagnostics::keep_going();
    let source = clientwright::read(&document.files, &mut settings, &mut diagnostics);
    let output = clientwright::generate(&source, &settings, &mut diagnostics);
    let mut made = Generated {
        diagnostics: [Severity::Fatal, Severity::Error, Severity::Warning]
            .map(|severity| diagnostics.count(severity)),
        kinds: kinds(&diagnostics),
        refusals: refusals(&diagnostics, &source),
        ..Generated::default()
    };
    match output {
        Err(bug) => made.failure = Some(format!("bug: {bug}")),
        Ok(None) => {
            let first = made.refusals.first().cloned();
            made.failure =
                Some(first.unwrap_or_else(|| "no crate, and nothing says why".to_owned()));
        }
        Ok(Some(output)) => {
            made.operations = output.summary.operations_generated;
            made.operations_seen = output.summary.operations_found;
            made.types = output.summary.types;
            made.lines = output.lines();
            made.hash = hash(&output);
            made.dependencies.clone_from(&output.manifest.dependencies);
            let features = output.manifest.features.iter();
            made.features = features.map(|one| one.name.clone()).collect();
            made.failure = save(&output, folder).err().map(|error| error.to_string());
        }
    }
    made
}

fn kinds(diagnostics: &Diagnostics) -> BTreeMap<String, usize> {
    let mut kinds = BTreeMap::new();
    for one in diagnostics {
        let message: Vec<&str> = one.message.split('`').step_by(2).collect();
        let (severity, code) = (one.severity.as_str(), one.code.as_str());
        let kind = format!("{severity}[{code}] {}", message.join("`…`"));
        *kinds.entry(kind).or_default() += 1;
    }
    kinds
}

fn refusals(diagnostics: &Diagnostics, source: &Source) -> Vec<String> {
    let mut worst: Vec<_> = diagnostics
        .iter()
        .filter(|one| one.severity < Severity::Warning)
        .collect();
    worst.sort_by_key(|one| one.severity);
    let said = worst.into_iter().take(20).map(|one| {
        let place = one.place.and_then(|place| {
            let file = source.files.get(place.file as usize)?;
            let position = file.position(place);
            let name = Path::new(&file.name).file_name()?.to_string_lossy();
            Some(format!(" ({name}:{}:{})", position.line, position.column))
        });
        let place = place
            .or_else(|| one.pointer.as_ref().map(|pointer| format!(" ({pointer})")))
            .unwrap_or_default();
        let (severity, code) = (one.severity.as_str(), one.code.as_str());
        format!("{severity}[{code}] {}{place}", one.message)
    });
    said.collect()
}

/// Any change of the crate changes it; the hasher's keys are fixed.
fn hash(output: &Output) -> String {
    let mut hasher = DefaultHasher::new();
    for file in &output.files {
        (&file.path, &file.text).hash(&mut hasher);
    }
    format!("{:?}", output.manifest).hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Writes a crate into `folder`, which is replaced; it is no member of a workspace around it.
pub(crate) fn save(output: &Output, folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    write(output, folder, Mode::Write)?;
    // A workspace of its own: the folder may lie below another.
    let manifest = folder.join("Cargo.toml");
    let text = std::fs::read_to_string(&manifest)?;
    std::fs::write(manifest, format!("{text}\n[workspace]\n"))?;
    Ok(())
}
