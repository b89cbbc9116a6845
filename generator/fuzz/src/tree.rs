//! Trees of nodes as things to change: any node by its number, new nodes, their text.

use clientwright::source::{Entry, Node, Object, Place, Value};

const NOWHERE: Place = Place { file: 0, offset: 0 };

/// A node of a value.
#[must_use]
pub fn node(value: Value) -> Node {
    Node::new(value, NOWHERE)
}

/// A string.
#[must_use]
pub fn string(text: &str) -> Node {
    node(Value::String(text.into()))
}

/// A number as it is spelled.
#[must_use]
pub fn number(spelling: &str) -> Node {
    node(Value::Number(spelling.into()))
}

/// An object of these members.
#[must_use]
pub fn object(members: impl IntoIterator<Item = (String, Node)>) -> Node {
    let entries = members.into_iter().map(|(key, node)| entry(&key, node));
    node(Value::Object(Object {
        entries: entries.collect(),
    }))
}

/// An array of these elements.
#[must_use]
pub fn array(elements: impl IntoIterator<Item = Node>) -> Node {
    node(Value::Array(elements.into_iter().collect()))
}

/// A member.
#[must_use]
pub fn entry(key: &str, node: Node) -> Entry {
    Entry {
        key: key.into(),
        place: NOWHERE,
        node,
    }
}

/// How many nodes a tree has.
#[must_use]
pub fn count(node: &Node) -> usize {
    1 + children(node).map(count).sum::<usize>()
}

/// What stands directly in a node.
pub fn children(node: &Node) -> impl Iterator<Item = &Node> {
    let (list, members): (&[Node], &[Entry]) = match &node.value {
        Value::Array(list) => (list, &[]),
        Value::Object(object) => (&[], &object.entries),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (&[], &[]),
    };
    list.iter().chain(members.iter().map(|entry| &entry.node))
}

fn children_mut(node: &mut Node) -> impl Iterator<Item = &mut Node> {
    let (list, members): (&mut [Node], &mut [Entry]) = match &mut node.value {
        Value::Array(list) => (list, &mut []),
        Value::Object(object) => (&mut [], &mut object.entries),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (&mut [], &mut []),
    };
    list.iter_mut()
        .chain(members.iter_mut().map(|entry| &mut entry.node))
}

/// The node of a number, counted from the root on as the text has them.
pub fn nth_mut<'a>(node: &'a mut Node, left: &mut usize) -> Option<&'a mut Node> {
    if *left == 0 {
        return Some(node);
    }
    *left -= 1;
    children_mut(node).find_map(|child| nth_mut(child, left))
}

/// The same, to look at.
pub fn nth<'a>(node: &'a Node, left: &mut usize) -> Option<&'a Node> {
    if *left == 0 {
        return Some(node);
    }
    *left -= 1;
    children(node).find_map(|child| nth(child, left))
}

/// The pointer of a node's number.
#[must_use]
pub fn pointer(root: &Node, mut left: usize) -> String {
    let mut pointer = String::from("#");
    find(root, &mut left, &mut pointer);
    pointer
}

fn find(node: &Node, left: &mut usize, pointer: &mut String) -> bool {
    if *left == 0 {
        return true;
    }
    *left -= 1;
    let length = pointer.len();
    let mut tried = |segment: &str, child: &Node| {
        pointer.truncate(length);
        pointer.push('/');
        pointer.push_str(segment);
        find(child, left, pointer)
    };
    let found = match &node.value {
        Value::Array(list) => list
            .iter()
            .enumerate()
            .any(|(index, child)| tried(&index.to_string(), child)),
        Value::Object(object) => object.entries.iter().any(|entry| {
            let segment = entry.key.replace('~', "~0").replace('/', "~1");
            tried(&segment, &entry.node)
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    };
    if !found {
        pointer.truncate(length);
    }
    found
}

/// A tree as JSON text; numbers as they are spelled.
#[must_use]
pub fn json(node: &Node) -> String {
    let mut text = String::new();
    write_json(node, &mut text);
    text
}

fn write_json(node: &Node, text: &mut String) {
    match &node.value {
        Value::Null => text.push_str("null"),
        Value::Bool(true) => text.push_str("true"),
        Value::Bool(false) => text.push_str("false"),
        Value::Number(spelling) => text.push_str(spelling),
        Value::String(string) => write_string(string, text),
        Value::Array(list) => {
            text.push('[');
            for (index, child) in list.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { "," });
                write_json(child, text);
            }
            text.push(']');
        }
        Value::Object(object) => {
            text.push('{');
            for (index, entry) in object.entries.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { "," });
                write_string(&entry.key, text);
                text.push(':');
                write_json(&entry.node, text);
            }
            text.push('}');
        }
    }
}

/// A string in quotes, as JSON and YAML have it.
pub fn write_string(string: &str, text: &mut String) {
    text.push('"');
    for one in string.chars() {
        match one {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{feff}' => {
                text.push_str(&format!("\\u{:04x}", u32::from(one)));
            }
            _ => text.push(one),
        }
    }
    text.push('"');
}
