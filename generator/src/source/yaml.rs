//! YAML 1.2 with its core schema to nodes.

use std::collections::HashMap;
use std::rc::Rc;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput, Tag};

use super::duplicate::Members;
use super::flow;
use super::json::DEPTH;
use super::lenient;
use super::offset::Offsets;
use super::scalar;
use super::{Entry, Node, Object, Place, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};

/// How many nodes aliases may grow a document to.
const NODES: usize = 4_000_000;

/// Reads the first document of a text whose first byte is at `base` of its file; `None` with a diagnostic if it is not YAML.
pub(super) fn read(
    text: &str,
    file: u32,
    base: usize,
    diagnostics: &mut Diagnostics,
) -> Option<Node> {
    let (text, base) = text
        .strip_prefix('\u{feff}')
        .map_or((text, base), |rest| (rest, base + 3));
    let mut relaxed: Option<String> = None;
    let mut again = 0;
    loop {
        let mut said = Diagnostics::default();
        let current = relaxed.as_deref().unwrap_or(text);
        let wrong = match document(current, file, base, &mut said) {
            Ok(node) => {
                said.into_iter()
                    .for_each(|one| diagnostics.push(one.clone()));
                return Some(node);
            }
            Err(wrong) => wrong,
        };
        // A closing bracket that stands too far left is moved, which keeps every place, and all is read again.
        again += current.len();
        let offset = (wrong.place.offset as usize).saturating_sub(base);
        let moved = if wrong.code == Code::BadYaml && again < AGAIN {
            flow::relaxed(current, offset)
        } else {
            None
        };
        match moved {
            Some(text) => relaxed = Some(text),
            None => return forgiven(wrong, text, file, diagnostics),
        }
    }
}

/// How many bytes are read more than once at most.
const AGAIN: usize = 1 << 27;

fn document(
    text: &str,
    file: u32,
    base: usize,
    diagnostics: &mut Diagnostics,
) -> Result<Node, Wrong> {
    let parser = Parser::new_from_str(text);
    let offsets = Offsets::of(text, base);
    Yaml {
        parser,
        offsets,
        file,
        anchors: HashMap::new(),
        copied: 0,
        diagnostics,
    }
    .document()
}

/// What another reader makes of a text that is not YAML; what is wrong is said all the same.
fn forgiven(wrong: Wrong, text: &str, file: u32, diagnostics: &mut Diagnostics) -> Option<Node> {
    let forgiven = if wrong.code == Code::BadYaml {
        lenient::read(text, file)
    } else {
        None
    };
    let severity = if forgiven.is_some() {
        Severity::Warning
    } else {
        Severity::Fatal
    };
    let diagnostic = Diagnostic::new(severity, wrong.code, wrong.message).at(wrong.place);
    let help = "other readers forgive this; without it, diagnostics name the place of each value";
    diagnostics.push(if forgiven.is_some() {
        diagnostic.help(help)
    } else {
        diagnostic
    });
    forgiven
}

struct Wrong {
    code: Code,
    message: String,
    place: Place,
}

struct Yaml<'a> {
    parser: Parser<'a, StrInput<'a>>,
    offsets: Offsets<'a>,
    file: u32,
    anchors: HashMap<usize, (Rc<Node>, usize)>,
    /// How many nodes aliases have added.
    copied: usize,
    diagnostics: &'a mut Diagnostics,
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
            return Err(Wrong {
                code: Code::TooDeep,
                message: format!("the document is nested more than {DEPTH} deep"),
                place,
            });
        }
        let (value, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                (self.scalar(&text, style, tag.as_deref(), place), anchor)
            }
            Event::SequenceStart(anchor, _) => (self.sequence(depth)?, anchor),
            Event::MappingStart(anchor, _) => (self.mapping(depth)?, anchor),
            Event::Alias(anchor) => return self.alias(anchor, place),
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
            self.anchors
                .insert(anchor, (Rc::new(node.clone()), size(&node)));
        }
        Ok(node)
    }

    fn alias(&mut self, anchor: usize, place: Place) -> Result<Node, Wrong> {
        let Some((node, size)) = self.anchors.get(&anchor).cloned() else {
            let message =
                "the alias stands within what it means, so it would have no end".to_owned();
            return Err(Wrong {
                code: Code::TooLarge,
                message,
                place,
            });
        };
        self.copied += size;
        if self.copied > NODES {
            return Err(Wrong {
                code: Code::TooLarge,
                message: format!("aliases grow the document beyond {NODES} values"),
                place,
            });
        }
        Ok((*node).clone())
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
                    let key: Box<str> = (&*text).into();
                    if anchor != 0 {
                        self.anchors
                            .insert(anchor, (Rc::new(Node::string(key.clone(), place)), 1));
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
        let core = tag.filter(|tag| tag.handle == "tag:yaml.org,2002:");
        match core.map(|tag| tag.suffix.as_str()) {
            Some("str") => return Value::String(text.into()),
            Some("int" | "float" | "bool" | "null") | None => {}
            Some(_) => {
                let message = "a tag that JSON has no type for; it has no effect";
                self.diagnostics
                    .push(Diagnostic::new(Severity::Warning, Code::Ignored, message).at(place));
            }
        }
        if style == ScalarStyle::Plain || core.is_some() {
            scalar::resolve(text)
        } else {
            Value::String(text.into())
        }
    }
}

/// How many values a node holds, itself included.
fn size(node: &Node) -> usize {
    match &node.value {
        Value::Array(list) => 1 + list.iter().map(size).sum::<usize>(),
        Value::Object(object) => {
            1 + object
                .entries
                .iter()
                .map(|entry| size(&entry.node))
                .sum::<usize>()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 1,
    }
}
