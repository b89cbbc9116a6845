//! One description through the whole pipeline, in memory, and what must hold of what comes out.

use std::collections::BTreeSet;

use clientwright::diagnostic::{Diagnostics, Severity, print};
use clientwright::naming::NamesLock;
use clientwright::output::Output;
use clientwright::settings::Settings;
use clientwright::source::{self, Source};

use crate::input::{Finding, Input, Outcome, Pains};

/// How a description is generated from: bits in a file's name, `mutant.5.yaml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner(pub u8);

impl Manner {
    /// How many there are.
    pub const ALL: u8 = 16;

    /// What the name of a file says.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let part = name
            .split('.')
            .rev()
            .nth(1)
            .and_then(|part| part.parse().ok());
        Self(part.unwrap_or_default())
    }

    const fn has(self, bit: u8) -> bool {
        self.0 & bit != 0
    }

    fn settings(self, names: NamesLock) -> Settings {
        let mut settings = Settings {
            tests: self.has(1) && self.has(2),
            names,
            ..Settings::default()
        };
        settings.client.name = Some("mutant".to_owned());
        if self.has(4) && self.has(8) {
            settings.select.included.paths.push("/".to_owned());
        }
        settings
    }

    fn diagnostics(self) -> Diagnostics {
        if self.has(8) {
            Diagnostics::keep_going()
        } else {
            Diagnostics::default()
        }
    }
}

/// Generates from a document, once or, with all pains, three times.
///
/// # Errors
///
/// What does not hold.
pub fn judge(input: &Input, pains: Pains) -> Result<Outcome, Finding> {
    let manner = Manner::of(&input.name);
    let Some(output) = once(input, manner, NamesLock::default())? else {
        return Ok(Outcome::Refused);
    };
    paths(&output)?;
    if pains == Pains::All {
        rust(&output)?;
        let same = |names: NamesLock, how: &str| {
            let again = once(input, manner, names)?;
            match again.as_ref().and_then(|again| difference(&output, again)) {
                None if again.is_some() => Ok(()),
                None => Err(Finding::new(format!("nothing is made {how}"))),
                Some(said) => Err(Finding::new(format!(
                    "something else is made {how}\n{said}"
                ))),
            }
        };
        same(NamesLock::default(), "the second time")?;
        same(output.names.clone(), "with the names that were recorded")?;
    }
    Ok(Outcome::Taken(Some(Box::new(output))))
}

/// Where two outputs differ.
fn difference(one: &Output, other: &Output) -> Option<String> {
    if one == other {
        return None;
    }
    for (a, b) in one.files.iter().zip(&other.files) {
        if a != b {
            let mut lines = a.text.lines().zip(b.text.lines());
            let lines = lines.find(|(a, b)| a != b);
            return Some(format!("{} {}: {lines:?}", a.path, b.path));
        }
    }
    Some(format!(
        "{:?}\n{:?}\n{:?}\n{:?}",
        one.names, other.names, one.manifest, other.manifest
    ))
}

fn once(input: &Input, manner: Manner, names: NamesLock) -> Result<Option<Output>, Finding> {
    let settings = manner.settings(names);
    let mut diagnostics = manner.diagnostics();
    let source = match std::str::from_utf8(&input.bytes) {
        Ok(text) => source::read_text(&input.name, text, &mut diagnostics),
        Err(_) => from_file(input, &mut diagnostics)?,
    };
    let output = clientwright::generate(&source, &settings, &mut diagnostics)
        .map_err(|bug| Finding::new(format!("bug: {bug}")))?;
    said(&source, &diagnostics, output.is_some())?;
    Ok(output)
}

/// Only a file can hold what is not UTF-8.
fn from_file(input: &Input, diagnostics: &mut Diagnostics) -> Result<Source, Finding> {
    let folder = std::env::temp_dir().join(format!("clientwright-fuzz-{}", std::process::id()));
    let path = folder.join(&input.name);
    let written =
        std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, &input.bytes));
    // Nothing is found by a disk that is full.
    if written.is_err() {
        return Ok(Source::default());
    }
    let source = source::read(&[path], diagnostics);
    let _ = std::fs::remove_dir_all(folder);
    Ok(source)
}

/// What is said fits what is done, and every place lies in its file.
fn said(source: &Source, diagnostics: &Diagnostics, made: bool) -> Result<(), Finding> {
    if made == diagnostics.stop() {
        return Err(Finding::new(if made {
            "made although it must not be"
        } else {
            "not made, and nothing says why"
        }));
    }
    if made && diagnostics.count(Severity::Fatal) > 0 {
        return Err(Finding::new("made after something fatal"));
    }
    for one in diagnostics {
        let also = one.also.map(|(place, _)| place);
        for place in one.place.into_iter().chain(also) {
            let file = usize::try_from(place.file)
                .ok()
                .and_then(|at| source.files.get(at));
            let inside = file.is_some_and(|file| {
                usize::try_from(place.offset).is_ok_and(|at| at <= file.text.len())
            });
            if !inside {
                return Err(Finding::new(format!(
                    "a place outside of the file for {}: {place:?}\n{}",
                    one.code.as_str(),
                    one.message
                )));
            }
        }
    }
    let _ = print(diagnostics, source, false);
    Ok(())
}

/// Files stay in the crate's folder, and no two have one name.
fn paths(output: &Output) -> Result<(), Finding> {
    let mut known = BTreeSet::new();
    for file in &output.files {
        let plain = |part: &str| {
            !part.is_empty()
                && !part.starts_with('.')
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
        };
        if !file.path.split('/').all(plain) || !known.insert(file.path.to_lowercase()) {
            return Err(Finding::new(format!(
                "a file has no name of its own in the folder: `{}`",
                file.path
            )));
        }
    }
    Ok(())
}

/// What is written for this description is Rust.
fn rust(output: &Output) -> Result<(), Finding> {
    let own = output
        .files
        .iter()
        .filter(|file| file.path.ends_with(".rs") && !file.path.starts_with("src/runtime/"));
    for file in own {
        if let Err(error) = syn::parse_file(&file.text) {
            return Err(Finding::new(format!("not Rust: {error}\n{}", file.path)));
        }
    }
    Ok(())
}
