//! Documentation pages in Markdown: the fenced description under their OpenAPI heading.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

use super::{Node, SourceKind};

/// What a page says of its operation outside of the description.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageFacts {
    /// Its heading: the last of the first level before the description.
    pub title: Option<String>,
    /// The first block quote or paragraph after it.
    pub description: Option<String>,
}

/// The parts of a page.
pub(super) struct Page {
    pub(super) facts: PageFacts,
    pub(super) block: Option<Block>,
}

/// The fenced description.
pub(super) struct Block {
    /// Where its text is.
    pub(super) range: Range<usize>,
    pub(super) is_json: bool,
}

/// The form of a page whose description this is.
pub(super) fn kind(root: &Node) -> SourceKind {
    let is_text = |key: &str| {
        root.get("paths")
            .and_then(|paths| paths.get(key)?.as_str())
            .is_some()
    };
    if is_text("path") || is_text("method") {
        SourceKind::OlderPage
    } else {
        SourceKind::NewerPage
    }
}

/// Finds the parts of a page.
pub(super) fn parts(text: &str) -> Page {
    let mut page = Page {
        facts: PageFacts::default(),
        block: None,
    };
    let mut heading: Option<(HeadingLevel, String)> = None;
    let mut paragraph: Option<String> = None;
    let mut under_openapi = false;
    let mut block: Option<Range<usize>> = None;
    let mut is_json = false;
    let mut within_block = false;
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => heading = Some((level, String::new())),
            Event::End(TagEnd::Heading(_)) => {
                let Some((level, text)) = heading.take() else {
                    continue;
                };
                under_openapi = text.trim().eq_ignore_ascii_case("openapi");
                // A saved page may begin with a heading that says where it is from: the last one before the description counts.
                if level == HeadingLevel::H1 && block.is_none() {
                    page.facts = PageFacts {
                        title: Some(text.trim().to_owned()),
                        description: None,
                    };
                }
            }
            Event::Start(Tag::Paragraph) => paragraph = Some(String::new()),
            Event::End(TagEnd::Paragraph) => {
                let text = paragraph.take().unwrap_or_default();
                let wanted = page.facts.title.is_some()
                    && page.facts.description.is_none()
                    && !text.trim().is_empty();
                if wanted {
                    page.facts.description = Some(text.trim().to_owned());
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                let language = language
                    .split_whitespace()
                    .next()
                    .unwrap_or_default()
                    .to_lowercase();
                within_block = under_openapi
                    && block.is_none()
                    && matches!(language.as_str(), "yaml" | "yml" | "json");
                if within_block {
                    is_json = language == "json";
                    block = Some(range.start..range.start);
                }
            }
            Event::End(TagEnd::CodeBlock) => within_block = false,
            Event::Text(_) if within_block => {
                if let Some(found) = &mut block {
                    // The text of a block comes in parts that follow on each other.
                    *found = if found.start == found.end {
                        range
                    } else {
                        found.start..range.end
                    };
                }
            }
            Event::Text(part) | Event::Code(part) => {
                if let Some((_, text)) = &mut heading {
                    text.push_str(&part);
                } else if let Some(text) = &mut paragraph {
                    text.push_str(&part);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(text) = &mut paragraph {
                    text.push(' ');
                }
            }
            _ => {}
        }
    }
    page.block = block
        .filter(|block| block.start != block.end)
        .map(|block| Block {
            range: whole_line(text, block.start)..block.end,
            is_json,
        });
    page
}

/// Where the line of a block's first text starts: all lines of an indented block are indented alike.
fn whole_line(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.trim_end_matches([' ', '\t']).len()
}

/// Whether a text looks like a page rather than like YAML: it has a heading `OpenAPI` or a fence.
pub(super) fn looks_like_one(text: &str) -> bool {
    text.lines().any(|line| {
        line.starts_with("```")
            || line
                .trim_start_matches('#')
                .trim()
                .eq_ignore_ascii_case("openapi")
                && line.starts_with('#')
    })
}
