//! YAML 1.2 with its core schema to nodes.

use std::rc::Rc;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput, Tag};

use super::duplicate::Members;
use super::extent::{Extent, extent};
use super::json::DEPTH;
use super::offset::Offsets;
use super::scalar;
use super::tag::{Tagged, meaning};
use super::{Entry, Node, Object, Place, Text, Value};
use super::{flow, lenient};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::hash::HashMap;

/// How many values aliases or overlays may add to a document.
pub(crate) const NODES: usize = 4_000_000;

/// How many bytes are read again at most for the sake of brackets.
const AGAIN: usize = 1 << 27;

/// Reads the first document of a text whose first byte is at `base` of its file; `None` with a diagnostic if it is not YAML.
///
/// What other readers forgive is forgiven with a warning: brackets that close further left than what holds them (YAML
/// 1.2.2 rule 136), for which the text is read again with a space for the line break, so that every place stays true;
/// then whatever `serde_yaml` takes, without places.
pub(super) fn read(
    text: &str,
    file: u32,
    base: usize,
    diagnostics: &mut Diagnostics,
) -> Option<Node> {
    let (text, base) = text
        .strip_prefix('\u{feff}')
        .map_or((text, base), |rest| (rest, base + 3));
    let mut first: Option<Wrong> = None;
    let mut relaxed: Option<String> = None;
    let mut again = 0;
    let forgiven = loop {
        let current = relaxed.as_deref().unwrap_or(text);
        let mut said = Diagnostics::default();
        let wrong = match document(current, file, base, &mut said) {
            Ok(node) => {
                said.iter().for_each(|one| diagnostics.push(one.clone()));
                break Some(node);
            }
            Err(wrong) => wrong,
        };
        let at = (wrong.place.offset as usize).saturating_sub(base);
        // What is read up to here, and the copy that is made.
        again += at + text.len() / 8;
        let next =
            flow::relaxed(current, at).filter(|_| wrong.code == Code::BadYaml && again < AGAIN);
        let is_yaml_wrong = wrong.code == Code::BadYaml;
        let reported = first.get_or_insert(wrong);
        match next {
            Some(next) => relaxed = Some(next),
            None if is_yaml_wrong && reported.code == Code::BadYaml => {
                break lenient::read(text, file, diagnostics);
            }
            None => break None,
        }
    };
    if let Some(wrong) = first {
        diagnostics.push(wrong.diagnostic(forgiven.is_some()));
    }
    forgiven
}

fn document(
    text: &str,
    file: u32,
    base: usize,
    diagnostics: &mut Diagnostics,
) -> Result<Node, Wrong> {
    let mut reader = Yaml {
        parser: Parser::new_from_str(text),
        offsets: Offsets::of(text, base),
        file,
        anchors: HashMap::default(),
        copied: 0,
        diagnostics,
    };
    reader.document()
}

struct Wrong {
    code: Code,
    message: String,
    place: Place,
}

impl Wrong {
    fn diagnostic(self, forgiven: bool) -> Diagnostic {
        if forgiven {
            let help = if self.message.contains("indentation") {
                "most readers forgive this, and it was read all the same; indent it deeper than what it belongs to"
            } else {
                "most readers forgive this, and it was read all the same"
            };
            Diagnostic::warning(self.code, self.message)
                .at(self.place)
                .help(help)
        } else {
            Diagnostic::new(Severity::Fatal, self.code, self.message).at(self.place)
        }
    }

    fn too_deep(place: Place) -> Self {
        Self {
            code: Code::TooDeep,
            message: format!("the document is nested more than {DEPTH} deep"),
            place,
        }
    }
}

struct Yaml<'a> {
    parser: Parser<'a, StrInput<'a>>,
    offsets: Offsets<'a>,
    file: u32,
    anchors: HashMap<usize, Anchored>,
    /// How many nodes anchors and aliases have copied.
    copied: usize,
    diagnostics: &'a mut Diagnostics,
}

/// What an anchor names.
#[derive(Clone)]
struct Anchored {
    node: Rc<Node>,
    extent: Extent,
}

impl<'a> Yaml<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Place), Wrong> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => {
                let place = self.place(&span);
                Ok((event, place))
            }
            Some(Err(error)) => {
                let place = Place {
                    file: self.file,
                    offset: self.offsets.byte(error.marker().index()),
                };
                Err(Wrong {
                    code: Code::BadYaml,
                    message: format!("this is not YAML: {}", error.info()),
                    place,
                })
            }
            None => {
                let place = Place {
                    file: self.file,
                    offset: self.offsets.byte(usize::MAX),
                };
                Err(Wrong {
                    code: Code::BadYaml,
                    message: "the YAML ends in the middle".to_owned(),
                    place,
                })
            }
        }
    }

    fn place(&mut self, span: &Span) -> Place {
        Place {
            file: self.file,
            offset: self.offsets.byte(span.start.index()),
        }
    }

    fn document(&mut self) -> Result<Node, Wrong> {
        loop {
            let (event, place) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentStart(_) | Event::Nothing => {}
                Event::StreamEnd => {
                    return Ok(Node {
                        value: Value::Null,
                        place,
                    });
                }
                first => {
                    let root = self.node(first, place, 0)?;
                    self.rest()?;
                    return Ok(root);
                }
            }
        }
    }

    /// What follows the first document has no effect.
    fn rest(&mut self) -> Result<(), Wrong> {
        loop {
            match self.next()? {
                (Event::StreamEnd, _) => return Ok(()),
                (Event::DocumentStart(_), place) => {
                    let message =
                        "the file holds more than one YAML document; only the first counts";
                    self.diagnostics
                        .push(Diagnostic::new(Severity::Warning, Code::Ignored, message).at(place));
                    return Ok(());
                }
                _ => {}
            }
        }
    }

    fn node(&mut self, event: Event<'a>, place: Place, depth: usize) -> Result<Node, Wrong> {
        if depth > DEPTH {
            return Err(Wrong::too_deep(place));
        }
        let (value, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                (self.scalar(&text, style, tag.as_deref(), place), anchor)
            }
            Event::SequenceStart(anchor, tag) => {
                self.collection_tag(tag.as_deref(), "seq", place);
                (self.sequence(depth)?, anchor)
            }
            Event::MappingStart(anchor, tag) => {
                self.collection_tag(tag.as_deref(), "map", place);
                (self.mapping(depth)?, anchor)
            }
            Event::Alias(anchor) => return self.alias(anchor, place, depth),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::SequenceEnd
            | Event::MappingEnd => {
                return Err(Wrong {
                    code: Code::BadYaml,
                    message: "a value belongs here".to_owned(),
                    place,
                });
            }
        };
        let node = Node { value, place };
        if anchor != 0 {
            self.anchor(anchor, &node)?;
        }
        Ok(node)
    }

    fn anchor(&mut self, anchor: usize, node: &Node) -> Result<(), Wrong> {
        let extent = extent(node);
        self.count(extent.nodes, node.place)?;
        let node = Rc::new(node.clone());
        self.anchors.insert(anchor, Anchored { node, extent });
        Ok(())
    }

    fn alias(&mut self, anchor: usize, place: Place, depth: usize) -> Result<Node, Wrong> {
        let Some(Anchored { node, extent }) = self.anchors.get(&anchor).cloned() else {
            let message =
                "the alias stands within what it means, so it would have no end".to_owned();
            return Err(Wrong {
                code: Code::TooLarge,
                message,
                place,
            });
        };
        if depth + extent.height > DEPTH {
            return Err(Wrong::too_deep(place));
        }
        self.count(extent.nodes, place)?;
        Ok((*node).clone())
    }

    /// Counts nodes that are copied, so that neither aliases nor anchors within anchors grow without end.
    fn count(&mut self, nodes: usize, place: Place) -> Result<(), Wrong> {
        self.copied = self.copied.saturating_add(nodes);
        if self.copied > NODES {
            return Err(Wrong {
                code: Code::TooLarge,
                message: format!("anchors and aliases grow the document beyond {NODES} values"),
                place,
            });
        }
        Ok(())
    }

    fn sequence(&mut self, depth: usize) -> Result<Value, Wrong> {
        let mut list = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(Value::Array(list)),
                (event, place) => list.push(self.node(event, place, depth + 1)?),
            }
        }
    }

    fn mapping(&mut self, depth: usize) -> Result<Value, Wrong> {
        let mut members = Members::default();
        let mut merged: Vec<Node> = Vec::new();
        loop {
            let (key, plain, place) = match self.next()? {
                (Event::MappingEnd, _) => break,
                (Event::Scalar(text, style, anchor, _), place) => {
                    let key: Text = (&*text).into();
                    if anchor != 0 {
                        self.anchor(anchor, &Node::string(key.clone(), place))?;
                    }
                    (key, style == ScalarStyle::Plain, place)
                }
                (event, place) => {
                    let node = self.node(event, place, depth + 1)?;
                    let Value::String(key) = node.value else {
                        return Err(Wrong {
                            code: Code::BadYaml,
                            message: "a key that is no scalar has no place in JSON".to_owned(),
                            place,
                        });
                    };
                    (key, false, place)
                }
            };
            let (event, value_place) = self.next()?;
            let node = self.node(event, value_place, depth + 1)?;
            if plain && &*key == "<<" {
                merged.push(node);
            } else {
                members.add(key, place, node, self.diagnostics);
            }
        }
        for node in merged {
            self.merge(&mut members, node);
        }
        Ok(Value::Object(Object {
            entries: members.entries(),
        }))
    }

    /// A merge key (YAML's "Merge Key Language-Independent Type"): what is there already wins.
    fn merge(&mut self, members: &mut Members, node: Node) {
        let place = node.place;
        match node.value {
            Value::Object(object) => object
                .entries
                .into_iter()
                .for_each(|entry: Entry| members.add_weak(entry)),
            Value::Array(list) => list.into_iter().for_each(|node| self.merge(members, node)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                let message = "a merge key takes an object or a list of them; it has no effect";
                self.diagnostics
                    .push(Diagnostic::new(Severity::Warning, Code::WrongType, message).at(place));
            }
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, tag: Option<&Tag>, place: Place) -> Value {
        let is_text = match meaning(tag) {
            Tagged::Core("str") | Tagged::NotResolved => true,
            Tagged::Core("int" | "float" | "bool" | "null") => false,
            Tagged::Core(_) | Tagged::Other => {
                self.no_effect(place);
                style != ScalarStyle::Plain
            }
            Tagged::Not => style != ScalarStyle::Plain,
        };
        if is_text {
            Value::String(text.into())
        } else {
            scalar::resolve(text)
        }
    }

    fn collection_tag(&mut self, tag: Option<&Tag>, own: &str, place: Place) {
        match meaning(tag) {
            Tagged::Core(name) if name == own => {}
            Tagged::Not | Tagged::NotResolved => {}
            Tagged::Core(_) | Tagged::Other => self.no_effect(place),
        }
    }

    fn no_effect(&mut self, place: Place) {
        let message = "a tag that JSON has no type for; it has no effect";
        self.diagnostics
            .push(Diagnostic::new(Severity::Warning, Code::Ignored, message).at(place));
    }
}
