//! A tree of JSON values that keeps order, duplicate keys, the spelling of numbers, and places.

/// Where in the input something is: a file and a byte offset in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Index into [`super::Source::files`].
    pub file: u32,
    /// Offset of the first byte.
    pub offset: u32,
}

/// A text of a description. Trees are copied on their way through the stages; their texts are there once.
pub type Text = std::sync::Arc<str>;

/// A JSON value and its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where it is.
    pub place: Place,
}

/// A JSON value (RFC 8259 section 3).
#[derive(Clone, Debug)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it is spelled.
    Number(Text),
    /// A string, unescaped.
    String(Text),
    /// The elements in order.
    Array(Vec<Node>),
    /// The members in order.
    Object(Object),
}

/// A member of an object.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name.
    pub key: Text,
    /// Where the name is.
    pub place: Place,
    /// Its value.
    pub node: Node,
}

/// The members of an object in order; the source stage has resolved duplicate keys with a diagnostic.
#[derive(Clone, Debug, Default)]
pub struct Object {
    /// The members.
    pub entries: Vec<Entry>,
}

impl Object {
    /// The member of this name.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries
            .iter()
            .find(|entry| &*entry.key == key)
            .map(|entry| &entry.node)
    }

    /// The member of this name, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries
            .iter_mut()
            .find(|entry| &*entry.key == key)
            .map(|entry| &mut entry.node)
    }

    /// Sets a member; one that is there keeps its position.
    pub fn insert(&mut self, key: &str, node: Node) {
        self.set(Entry {
            key: key.into(),
            place: node.place,
            node,
        });
    }

    /// Sets a member whose name has a place of its own; one that is there keeps its position.
    pub fn set(&mut self, entry: Entry) {
        match self.get_mut(&entry.key) {
            Some(old) => *old = entry.node,
            None => self.entries.push(entry),
        }
    }

    /// Takes a member out.
    pub fn remove(&mut self, key: &str) -> Option<Node> {
        let at = self.entries.iter().position(|entry| &*entry.key == key)?;
        Some(self.entries.remove(at).node)
    }

    /// Whether there are no members.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl Node {
    /// A node that stands at the place of another from which it was made.
    #[must_use]
    pub fn new(value: Value, place: Place) -> Self {
        Self { value, place }
    }

    /// A string at a place.
    #[must_use]
    pub fn string(text: impl Into<Text>, place: Place) -> Self {
        Self::new(Value::String(text.into()), place)
    }

    /// The member of an object; `None` where this is no object or has no such member.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_object()?.get(key)
    }

    /// The object, if it is one.
    #[must_use]
    pub fn as_object(&self) -> Option<&Object> {
        if let Value::Object(object) = &self.value {
            Some(object)
        } else {
            None
        }
    }

    /// The object, to change it.
    pub fn as_object_mut(&mut self) -> Option<&mut Object> {
        if let Value::Object(object) = &mut self.value {
            Some(object)
        } else {
            None
        }
    }

    /// The elements, if it is an array.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Node]> {
        if let Value::Array(array) = &self.value {
            Some(array)
        } else {
            None
        }
    }

    /// The text, if it is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(text) = &self.value {
            Some(text)
        } else {
            None
        }
    }

    /// The truth value, if it is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        if let Value::Bool(value) = self.value {
            Some(value)
        } else {
            None
        }
    }

    /// Whether it is neither an array nor an object.
    #[must_use]
    pub fn is_scalar(&self) -> bool {
        !matches!(self.value, Value::Array(_) | Value::Object(_))
    }

    /// Whether it is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// The JSON type's name: `null`, `boolean`, `number`, `string`, `array` or `object`.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        }
    }

    /// The name of its JSON type with the article that belongs before it in a sentence.
    #[must_use]
    pub fn a_type(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        }
    }
}

impl Value {
    /// The value as compact JSON text (RFC 8259); numbers as they are spelled.
    #[must_use]
    pub fn to_json(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Number(spelling) => spelling.to_string(),
            Self::String(text) => serde_json::Value::from(&**text).to_string(),
            Self::Array(list) => {
                let elements = list.iter().map(|node| node.value.to_json());
                format!("[{}]", elements.collect::<Vec<_>>().join(","))
            }
            Self::Object(object) => {
                let members = object.entries.iter().map(|entry| {
                    let key = serde_json::Value::from(&*entry.key);
                    format!("{key}:{}", entry.node.value.to_json())
                });
                format!("{{{}}}", members.collect::<Vec<_>>().join(","))
            }
        }
    }
}

impl Value {
    /// The value as JSON text of many lines, each indented by two spaces for each level; numbers as they are spelled.
    #[must_use]
    pub fn to_lines(&self) -> String {
        let mut text = String::new();
        self.write_lines("", &mut text);
        text.push('\n');
        text
    }

    fn write_lines(&self, indent: &str, text: &mut String) {
        let within = format!("{indent}  ");
        let (open, close) = match self {
            Self::Array(list) if !list.is_empty() => ('[', ']'),
            Self::Object(object) if !object.is_empty() => ('{', '}'),
            _ => return text.push_str(&self.to_json()),
        };
        text.push(open);
        let mut first = true;
        let mut begin = |text: &mut String| {
            text.push_str(if first { "\n" } else { ",\n" });
            text.push_str(&within);
            first = false;
        };
        match self {
            Self::Array(list) => {
                for node in list {
                    begin(text);
                    node.value.write_lines(&within, text);
                }
            }
            Self::Object(object) => {
                for entry in &object.entries {
                    begin(text);
                    text.push_str(&format!("{}: ", serde_json::Value::from(&*entry.key)));
                    entry.node.value.write_lines(&within, text);
                }
            }
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::String(_) => {}
        }
        text.push('\n');
        text.push_str(indent);
        text.push(close);
    }
}

impl PartialEq for Node {
    /// Equality of the values, member order included; places do not count.
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Number(a), Self::Number(b)) | (Self::String(a), Self::String(b)) => a == b,
            (Self::Array(a), Self::Array(b)) => a == b,
            (Self::Object(a), Self::Object(b)) => {
                a.entries.len() == b.entries.len()
                    && a.entries
                        .iter()
                        .zip(&b.entries)
                        .all(|(x, y)| x.key == y.key && x.node == y.node)
            }
            _ => false,
        }
    }
}
