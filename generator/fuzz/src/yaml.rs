//! A tree as YAML in blocks, as people write it, so that there are lines and indentation to spoil.

use clientwright::source::{Node, Value};

use crate::tree::write_string;

/// Below this level everything is written in one line.
const DEPTH: usize = 64;

/// A tree as YAML text.
#[must_use]
pub fn yaml(node: &Node) -> String {
    let mut text = String::new();
    write(node, 0, &mut text);
    text
}

/// Writes a node whose lines begin at this level; the first line has begun unless nothing is written yet.
fn write(node: &Node, level: usize, text: &mut String) {
    match &node.value {
        Value::Object(object) if !object.is_empty() && level < DEPTH => {
            for (index, entry) in object.entries.iter().enumerate() {
                begin(index, level, text);
                scalar(&entry.key, text);
                text.push(':');
                below(&entry.node, level, text);
            }
        }
        Value::Array(list) if !list.is_empty() && level < DEPTH => {
            for (index, child) in list.iter().enumerate() {
                begin(index, level, text);
                text.push_str("- ");
                write(child, level + 1, text);
            }
        }
        Value::String(string) => {
            scalar(string, text);
            text.push('\n');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            text.push_str(&crate::tree::json(node));
            text.push('\n');
        }
    }
}

fn begin(index: usize, level: usize, text: &mut String) {
    if index > 0 || text.ends_with('\n') {
        text.extend(std::iter::repeat_n("  ", level));
    }
}

fn below(node: &Node, level: usize, text: &mut String) {
    let nests = match &node.value {
        Value::Object(object) => !object.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    };
    text.push(if nests && level + 1 < DEPTH {
        '\n'
    } else {
        ' '
    });
    write(node, level + 1, text);
}

/// A string, plain where nothing speaks against it.
fn scalar(string: &str, text: &mut String) {
    let plain = |one: char| one.is_ascii_alphanumeric() || "/_.{}$-".contains(one);
    let first = string.chars().next().unwrap_or(' ');
    let words = ["true", "false", "null", "y", "n", "yes", "no", "on", "off"];
    let is_plain = (first.is_ascii_alphabetic() || first == '/' || first == '$')
        && string.chars().all(plain)
        && !words.contains(&string.to_ascii_lowercase().as_str());
    if is_plain {
        text.push_str(string);
    } else {
        write_string(string, text);
    }
}

#[cfg(test)]
mod tests {
    use clientwright::diagnostic::Diagnostics;
    use clientwright::source::read_text;

    use super::yaml;
    use crate::tree::json;

    #[test]
    fn what_is_written_as_yaml_is_read_as_the_same() {
        let text = r##"{"a":{"b":[1,{"c":"x: y","d":[]},["e",[2]],"no"],"/p/{q}":null},"f":{},"#":"\u0000é\n"}"##;
        let mut diagnostics = Diagnostics::default();
        let read = |name: &str, text: &str, diagnostics: &mut Diagnostics| {
            read_text(name, text, diagnostics).files.remove(0).root
        };
        let tree = read("a.json", text, &mut diagnostics);
        let again = read("a.yaml", &yaml(&tree), &mut diagnostics);
        assert_eq!(json(&again), json(&tree));
        assert!(diagnostics.is_empty(), "{}", yaml(&tree));
    }
}
