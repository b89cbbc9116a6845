//! What a generation makes: all files of a crate, nothing of it on disk yet.

/// A crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    pub files: Vec<OutputFile>,
    pub manifest: Manifest,
    pub summary: Summary,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    pub path: String,
    pub text: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    pub name: String,
    pub description: String,
    pub dependencies: Vec<Dependency>,
    pub features: Vec<Feature>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    pub name: String,
    pub version: String,
    pub default_features: bool,
    pub features: Vec<String>,
    pub optional: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    pub name: String,
    pub enables: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub operations_found: usize,
    pub operations_generated: usize,
    pub types: usize,
}
