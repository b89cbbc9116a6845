//! What mutants are made of: documents cut down, pages and small documents as they are, and inputs by their number.

use std::fs;
use std::path::{Path, PathBuf};

use clientwright::diagnostic::Diagnostics;
use clientwright::source::{Node, SourceKind, read_text};
use fastrand::Rng;
use serde::{Deserialize, Serialize};

use crate::cut::{LIMIT, cut};
use crate::edit::{edit, one_of};
use crate::input::{Input, Target};
use crate::pipeline::Manner;
use crate::scar::scar;
use crate::tree::{self, json};
use crate::wire::{reading, samples, writing};
use crate::yaml::yaml;

/// How many mutants of one seed follow each other.
const RUN: u64 = 40;

/// A document to begin with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Seed {
    /// Where it is from.
    pub name: String,
    /// Its text: JSON unless the name ends in another extension.
    pub text: String,
}

/// Cuts documents down; those that are small are taken as they are as well.
#[must_use]
pub fn seeds(documents: &[PathBuf]) -> Vec<Seed> {
    let mut seeds = Vec::new();
    for path in documents {
        let Ok(text) = fs::read_to_string(path) else {
            continue;
        };
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if text.len() <= LIMIT {
            seeds.push(Seed {
                name: name.clone(),
                text: text.clone(),
            });
        }
        let mut source = read_text(&name, &text, &mut Diagnostics::default());
        let Some(file) = source
            .files
            .pop()
            .filter(|file| file.kind == SourceKind::Document)
        else {
            continue;
        };
        let cut = cut(&file.root).into_iter();
        seeds.extend(cut.map(|(operation, document)| Seed {
            name: format!("{name} {operation}.json"),
            text: json(&document),
        }));
    }
    seeds
}

/// Makes inputs by their number.
pub struct Maker {
    target: Target,
    seed: u64,
    seeds: Vec<Seed>,
    whole: Vec<PathBuf>,
    /// The seed that was used last, by its number.
    current: Option<(usize, Beginning)>,
    samples: Vec<Node>,
}

enum Beginning {
    Tree(Node),
    Text(String, String),
}

impl Maker {
    /// Makes inputs for a target out of seeds, or of the whole documents.
    #[must_use]
    pub fn new(target: Target, seed: u64, seeds: Vec<Seed>, whole: Vec<PathBuf>) -> Self {
        let samples = samples::JSON.iter().chain(samples::TEXTS);
        Self {
            target,
            seed,
            seeds,
            whole,
            current: None,
            samples: samples
                .filter_map(|text| parsed("sample.json", text))
                .collect(),
        }
    }

    /// The input of a number.
    pub fn input(&mut self, number: u64) -> Input {
        let kind = Target::ALL
            .iter()
            .position(|one| *one == self.target)
            .unwrap_or_default() as u64;
        let mut rng = Rng::with_seed(mixed(self.seed ^ mixed(number ^ mixed(kind))));
        match self.target {
            Target::Documents | Target::Whole => self.document(number, &mut rng),
            Target::Reading => Input {
                name: "mutant.bin".to_owned(),
                bytes: self.read(&mut rng),
            },
            Target::Writing => Input {
                name: "mutant.bin".to_owned(),
                bytes: self.written(&mut rng),
            },
        }
    }

    fn document(&mut self, number: u64, rng: &mut Rng) -> Input {
        let all = if self.target == Target::Whole {
            self.whole.len()
        } else {
            self.seeds.len()
        };
        let at = Rng::with_seed(mixed(self.seed ^ (number / RUN))).usize(..all.max(1));
        // Every whole document in its turn.
        let at = if self.target == Target::Whole {
            usize::try_from(number / RUN).unwrap_or_default() % all.max(1)
        } else {
            at
        };
        if self.current.as_ref().is_none_or(|(known, _)| *known != at) {
            self.current = self.beginning(at).map(|beginning| (at, beginning));
        }
        let other = if self.seeds.is_empty() {
            None
        } else {
            self.seeds.get(rng.usize(..self.seeds.len()))
        };
        let manner = Manner(rng.u8(..Manner::ALL)).0;
        let times = 1 + usize::from(rng.u8(..) & rng.u8(..) & 7);
        let (bytes, extension) = match self.current.as_ref().map(|(_, beginning)| beginning) {
            Some(Beginning::Tree(tree)) => {
                let mut tree = tree.clone();
                let other = other.and_then(|seed| parsed(&seed.name, &seed.text));
                let other = other.unwrap_or_else(|| tree::object([]));
                let scarred = rng.u8(..10) < 3;
                if !scarred || rng.bool() {
                    edit(&mut tree, &other, times, rng);
                }
                let (text, extension) = if rng.bool() {
                    (yaml(&tree), "yaml")
                } else {
                    (json(&tree), "json")
                };
                let mut bytes = text.into_bytes();
                if scarred {
                    scar(&mut bytes, json(&other).as_bytes(), times.min(4), rng);
                }
                (bytes, extension.to_owned())
            }
            Some(Beginning::Text(text, extension)) => {
                let mut bytes = text.clone().into_bytes();
                scar(
                    &mut bytes,
                    other.map_or(b"", |seed| seed.text.as_bytes()),
                    times,
                    rng,
                );
                (bytes, extension.clone())
            }
            None => (Vec::new(), "yaml".to_owned()),
        };
        // Now and then nothing says what it is.
        let extension = if rng.u8(..32) == 0 { "txt" } else { &extension };
        Input {
            name: format!("mutant.{manner}.{extension}"),
            bytes,
        }
    }

    fn beginning(&self, at: usize) -> Option<Beginning> {
        if self.target == Target::Whole {
            let path = self.whole.get(at)?;
            let text = fs::read_to_string(path).ok()?;
            return parsed(&path.to_string_lossy(), &text).map(Beginning::Tree);
        }
        let seed = self.seeds.get(at)?;
        let extension = Path::new(&seed.name)
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if extension == "json"
            && let Some(tree) = parsed(&seed.name, &seed.text)
        {
            return Some(Beginning::Tree(tree));
        }
        Some(Beginning::Text(seed.text.clone(), extension))
    }

    /// A JSON value, changed.
    fn value(&self, rng: &mut Rng) -> Vec<u8> {
        let mut tree = self.samples[rng.usize(..self.samples.len())].clone();
        let times = usize::from(rng.u8(..) & rng.u8(..) & 3);
        if times > 0 {
            let other = &self.samples[rng.usize(..self.samples.len())];
            edit(&mut tree, other, times, rng);
        }
        let mut bytes = json(&tree).into_bytes();
        if rng.u8(..5) == 0 {
            scar(
                &mut bytes,
                b"\\ud800 \"\\u0000\" 1e5,",
                rng.usize(1..4),
                rng,
            );
        }
        bytes
    }

    fn read(&self, rng: &mut Rng) -> Vec<u8> {
        let at = rng.usize(..reading::WAYS.len());
        let mut bytes = vec![u8::try_from(at).unwrap_or_default()];
        let texts: &[&str] = match reading::WAYS[at].0 {
            "formats" => samples::FORMATS,
            "events" | "texts" => samples::EVENTS,
            "lines" => samples::LINES,
            "header" => samples::HEADERS,
            "redirect" => samples::LOCATIONS,
            "answer" => {
                bytes.extend([rng.u8(..), rng.u8(..)]);
                bytes.extend(self.value(rng));
                return bytes;
            }
            _ => {
                bytes.extend(self.value(rng));
                return bytes;
            }
        };
        let mut text = one_of(texts, rng).as_bytes().to_vec();
        while rng.u8(..4) == 0 {
            text.extend_from_slice(one_of(texts, rng).as_bytes());
        }
        if texts.as_ptr() == samples::LINES.as_ptr() && rng.bool() {
            text.extend(self.value(rng));
        }
        scar(
            &mut text,
            one_of(texts, rng).as_bytes(),
            rng.usize(..5),
            rng,
        );
        // A byte more for streams, which says how they are cut.
        if matches!(reading::WAYS[at].0, "events" | "texts" | "lines") {
            bytes.push(rng.u8(..));
        }
        bytes.extend(text);
        bytes
    }

    fn written(&self, rng: &mut Rng) -> Vec<u8> {
        let mut bytes = vec![u8::try_from(rng.usize(..writing::ways())).unwrap_or_default()];
        bytes.extend(self.value(rng));
        bytes
    }
}

fn parsed(name: &str, text: &str) -> Option<Node> {
    let mut diagnostics = Diagnostics::default();
    let source = read_text(name, text, &mut diagnostics);
    source
        .files
        .into_iter()
        .next()
        .map(|file| file.root)
        .filter(|root| !root.is_null() || text == "null")
}

/// SplitMix64: neighbours become strangers.
fn mixed(number: u64) -> u64 {
    let mut number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}
