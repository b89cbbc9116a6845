//! Chooses how a file is read: by its name, else by what it holds.

use super::{Node, PageFacts, Place, SourceKind, json, page, yaml};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};

/// What was read of a file.
pub(super) struct Read {
    /// The tree, unless the file cannot be read.
    pub(super) root: Option<Node>,
    pub(super) kind: SourceKind,
    pub(super) page: PageFacts,
}

impl Default for Read {
    fn default() -> Self {
        Self::document(None)
    }
}

impl Read {
    fn document(root: Option<Node>) -> Self {
        Self {
            root,
            kind: SourceKind::Document,
            page: PageFacts::default(),
        }
    }
}

/// Reads a file's text.
pub(super) fn read(name: &str, text: &str, file: u32, diagnostics: &mut Diagnostics) -> Read {
    match Form::of(name, text) {
        Form::Json => Read::document(json::read(text, file, 0, diagnostics)),
        Form::Yaml => Read::document(yaml::read(text, file, 0, diagnostics)),
        Form::JsonOrFlow => Read::document(json_or_flow(text, file, diagnostics)),
        Form::Page => read_page(name, text, file, diagnostics),
    }
}

/// Whether there is nothing in a file but white space and a byte order mark.
pub(super) fn holds_nothing(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim().is_empty()
}

enum Form {
    Json,
    Yaml,
    /// Nothing in the name says which, and both begin with a bracket.
    JsonOrFlow,
    Page,
}

impl Form {
    fn of(name: &str, text: &str) -> Self {
        let extension = name
            .rsplit_once('.')
            .map_or(String::new(), |(_, extension)| extension.to_lowercase());
        match extension.as_str() {
            "json" => Self::Json,
            "yaml" | "yml" => Self::Yaml,
            "md" | "mdx" | "markdown" => Self::Page,
            _ if text
                .trim_start_matches('\u{feff}')
                .trim_start()
                .starts_with(['{', '[']) =>
            {
                Self::JsonOrFlow
            }
            _ if page::looks_like_one(text) => Self::Page,
            _ => Self::Yaml,
        }
    }
}

/// JSON, or what only YAML takes; what is neither was meant to be JSON.
fn json_or_flow(text: &str, file: u32, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mut of_json = Diagnostics::default();
    let json = json::read(text, file, 0, &mut of_json);
    let mut of_yaml = Diagnostics::default();
    let yaml = if json.is_none() {
        yaml::read(text, file, 0, &mut of_yaml)
    } else {
        None
    };
    let forgiven = of_yaml.iter().any(|one| one.code == Code::BadYaml);
    let yaml = yaml.filter(|_| !forgiven);
    let said = if yaml.is_some() { of_yaml } else { of_json };
    said.iter().for_each(|one| diagnostics.push(one.clone()));
    json.or(yaml)
}

fn read_page(name: &str, text: &str, file: u32, diagnostics: &mut Diagnostics) -> Read {
    let parts = page::parts(text);
    let Some((block, held)) = parts
        .block
        .and_then(|block| Some((text.get(block.range.clone())?, block)))
    else {
        let message =
            format!("`{name}` has no fenced YAML or JSON block under a heading `OpenAPI`");
        diagnostics.push(
            Diagnostic::new(Severity::Fatal, Code::NoOpenapiBlock, message)
                .at(Place { file, offset: 0 }),
        );
        return Read::default();
    };
    let root = if held.is_json {
        json::read(block, file, held.range.start, diagnostics)
    } else {
        yaml::read(block, file, held.range.start, diagnostics)
    };
    let kind = root.as_ref().map_or(SourceKind::NewerPage, page::kind);
    Read {
        root,
        kind,
        page: parts.facts,
    }
}
