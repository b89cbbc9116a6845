//! The crates that are compared, and how each is laid out on the disk.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::contacts::LIST;
use super::derived::{Others, derived};
use super::document::Extent;
use super::generated::generate;
use super::program::{self, PROGRAM, WHOLE};
use crate::corpus::generate::save;
use crate::root::{target, workspace};

/// A crate that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Variant {
    /// As it is generated.
    Ours,
    /// The same with the feature `serde`.
    Bridge,
    /// The runtime and one list of contacts: what a crate costs however few its types are.
    Bare,
    /// Serde's derives on the same types, other properties not kept.
    Derived,
    /// Serde's derives on the same types, other properties kept.
    Flattened,
    /// As it is generated, without a type that has no `Eq`.
    Whole,
    /// The same with `Eq` and `Hash` everywhere.
    Hashed,
}

impl Variant {
    pub(super) const ALL: [Self; 7] = [
        Self::Ours,
        Self::Derived,
        Self::Flattened,
        Self::Bridge,
        Self::Bare,
        Self::Whole,
        Self::Hashed,
    ];

    /// What it is, for a table.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Ours => "generated",
            Self::Bridge => "generated, feature serde",
            Self::Bare => "generated, runtime and contacts alone",
            Self::Derived => "derive",
            Self::Flattened => "derive, flatten",
            Self::Whole => "generated, integers only",
            Self::Hashed => "generated, integers only, + Eq, Hash",
        }
    }

    /// Whether it is built and run, not only checked.
    pub(super) const fn runs(self) -> bool {
        matches!(self, Self::Ours | Self::Derived | Self::Flattened)
    }

    /// What cargo is told beside the command.
    pub(super) const fn flags(self) -> &'static [&'static str] {
        match self {
            Self::Ours | Self::Bare | Self::Whole | Self::Hashed => &["--no-default-features"],
            Self::Bridge => &["--no-default-features", "--features", "serde"],
            Self::Derived | Self::Flattened => &[],
        }
    }

    const fn package(self) -> &'static str {
        match self {
            Self::Ours => "bench-ours",
            Self::Bridge => "bench-bridge",
            Self::Bare => "bench-bare",
            Self::Derived => "bench-derived",
            Self::Flattened => "bench-flattened",
            Self::Whole => "bench-whole",
            Self::Hashed => "bench-hashed",
        }
    }

    /// The crate's folder, by the number of types so that two runs do not meet.
    pub(super) fn folder(self, types: usize) -> PathBuf {
        folder(types).join(self.package())
    }

    /// Writes the crate.
    pub(super) fn lay_out(self, types: usize) -> Result<(), Box<dyn Error>> {
        let extent = Extent {
            types: if self == Self::Bare { 0 } else { types },
            floats: !matches!(self, Self::Whole | Self::Hashed),
        };
        let package = self.package();
        let folder = self.folder(types);
        let mut output = generate(extent, package)?;
        let own = |path: &str| path.starts_with("src/") && !path.starts_with("src/runtime/");
        let program = match self {
            Self::Derived | Self::Flattened => {
                let others = if self == Self::Derived {
                    Others::Dropped
                } else {
                    Others::Kept
                };
                let files = output.files.iter().filter(|file| own(&file.path));
                let files: Vec<&str> = files.map(|file| file.text.as_str()).collect();
                write_derived(&folder, package, &derived(&files, others)?)?;
                program::derived(package)
            }
            Self::Hashed => {
                for file in output.files.iter_mut().filter(|file| own(&file.path)) {
                    file.text = hashed(&file.text);
                }
                save(&output, &folder)?;
                program::ours(package)
            }
            Self::Ours | Self::Bridge | Self::Bare | Self::Whole => {
                save(&output, &folder)?;
                program::ours(package)
            }
        };
        fs::create_dir_all(folder.join("examples"))?;
        // One that uses every type: what is generic is compiled only where it is used.
        let whole = match extent.types {
            0 => program.clone(),
            _ => program.replace(LIST, "Record0000"),
        };
        fs::write(folder.join(format!("examples/{PROGRAM}.rs")), program)?;
        fs::write(folder.join(format!("examples/{WHOLE}.rs")), whole)?;
        fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        Ok(())
    }
}

/// All crates for a number of types.
pub(super) fn folder(types: usize) -> PathBuf {
    target().join(format!("bench/json-{types}"))
}

fn hashed(text: &str) -> String {
    text.replace("PartialEq)]", "PartialEq, Eq, Hash)]")
}

fn write_derived(folder: &Path, package: &str, text: &str) -> std::io::Result<()> {
    let manifest = format!(
        "[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n\n[workspace]\n"
    );
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("src/lib.rs"), text)
}
