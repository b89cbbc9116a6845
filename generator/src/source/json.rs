//! JSON (RFC 8259) to nodes.

use jiter::{Jiter, JiterError, Peek};

use super::duplicate::Members;
use super::{Node, Object, Place, Text, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::hash::HashSet;

/// How deep a document may be nested.
pub(crate) const DEPTH: usize = 256;

/// Reads the one value of a text whose first byte is at `base` of its file; `None` with a diagnostic if it is not JSON.
pub(super) fn read(
    text: &str,
    file: u32,
    base: usize,
    diagnostics: &mut Diagnostics,
) -> Option<Node> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut reader = Json {
        jiter: Jiter::new(&text.as_bytes()[start..]),
        text: text.get(start..).unwrap_or_default(),
        start: base + start,
        file,
        keys: HashSet::default(),
        diagnostics,
    };
    let result = reader
        .value(0)
        .and_then(|node| match reader.jiter.finish() {
            Ok(()) => Ok(node),
            Err(_) => Err(Wrong::at(
                "something follows the value",
                reader.jiter.current_index(),
            )),
        });
    match result {
        Ok(node) => Some(node),
        Err(wrong) => {
            let place = reader.place_of(wrong.index);
            let diagnostic = Diagnostic::new(Severity::Fatal, wrong.code, wrong.message).at(place);
            reader.diagnostics.push(diagnostic);
            None
        }
    }
}

/// Why a text is not JSON.
struct Wrong {
    code: Code,
    message: String,
    index: usize,
}

impl Wrong {
    fn at(message: impl Into<String>, index: usize) -> Self {
        Self {
            code: Code::BadJson,
            message: message.into(),
            index,
        }
    }
}

impl From<JiterError> for Wrong {
    fn from(error: JiterError) -> Self {
        let said = error.error_type.to_string();
        let message = if said.starts_with("EOF") {
            format!("the JSON ends in the middle: {said}")
        } else {
            format!("this is not JSON: {said}")
        };
        Self::at(message, error.index)
    }
}

struct Json<'a> {
    jiter: Jiter<'a>,
    text: &'a str,
    /// Where in the file the text begins, after a byte order mark.
    start: usize,
    file: u32,
    /// The keys so far: most stand many times.
    keys: HashSet<Text>,
    diagnostics: &'a mut Diagnostics,
}

impl Json<'_> {
    fn place_of(&self, index: usize) -> Place {
        Place {
            file: self.file,
            offset: u32::try_from(index + self.start).unwrap_or(u32::MAX),
        }
    }

    fn here(&self) -> Place {
        self.place_of(self.jiter.current_index())
    }

    fn value(&mut self, depth: usize) -> Result<Node, Wrong> {
        if depth > DEPTH {
            let index = self.jiter.current_index();
            return Err(Wrong {
                code: Code::TooDeep,
                message: format!("the document is nested more than {DEPTH} deep"),
                index,
            });
        }
        let peek = self.jiter.peek()?;
        let place = self.here();
        let value = match peek {
            Peek::Null => {
                self.jiter.known_null()?;
                Value::Null
            }
            Peek::True | Peek::False => Value::Bool(self.jiter.known_bool(peek)?),
            Peek::String => Value::String(self.jiter.known_str()?.into()),
            Peek::Array => self.array(depth)?,
            Peek::Object => self.object(depth)?,
            _ => {
                let bytes = self.jiter.known_number_bytes(peek)?;
                Value::Number(String::from_utf8_lossy(bytes).into())
            }
        };
        Ok(Node { value, place })
    }

    fn array(&mut self, depth: usize) -> Result<Value, Wrong> {
        let mut list = Vec::new();
        let mut next = self.jiter.known_array()?;
        while next.is_some() {
            list.push(self.value(depth + 1)?);
            next = self.jiter.array_step()?;
        }
        Ok(Value::Array(list))
    }

    fn object(&mut self, depth: usize) -> Result<Value, Wrong> {
        let mut members = Members::default();
        let mut before = self.jiter.current_index();
        let mut next = self
            .jiter
            .known_object()?
            .map(|key| once(&mut self.keys, key));
        while let Some(key) = next {
            let place = self.key_place(before);
            let node = self.value(depth + 1)?;
            members.add(key, place, node, self.diagnostics);
            before = self.jiter.current_index();
            next = self.jiter.next_key()?.map(|key| once(&mut self.keys, key));
        }
        Ok(Value::Object(Object {
            entries: members.entries(),
        }))
    }

    /// Where a key stands that was read from `before` on: only a brace or a comma and white space are in between.
    fn key_place(&self, before: usize) -> Place {
        let rest = self.text.as_bytes().get(before..).unwrap_or_default();
        let quote = rest.iter().position(|byte| *byte == b'"');
        self.place_of(before + quote.unwrap_or(0))
    }
}

/// A key, kept once however often it stands.
fn once(keys: &mut HashSet<Text>, key: &str) -> Text {
    if let Some(known) = keys.get(key) {
        return Text::clone(known);
    }
    let key = Text::from(key);
    keys.insert(Text::clone(&key));
    key
}
