//! The layout of structs and enumerations: each part on its own line, with its docs above it.

use super::WIDTH;
use super::docs::docs;
use crate::emit::Definition;

/// The whole definition.
pub(super) fn render(definition: &Definition) -> String {
    let mut text = String::new();
    docs(&mut text, 0, &definition.about);
    for attribute in &definition.attributes {
        text.push_str(attribute);
        text.push('\n');
    }
    text.push_str(&definition.head);
    let members = match definition.members.as_deref() {
        None => {
            text.push_str(";\n");
            return text;
        }
        Some([]) => {
            text.push_str(" {}\n");
            return text;
        }
        Some(members) => members,
    };
    text.push_str(" {\n");
    for member in members {
        docs(&mut text, 4, &member.about);
        if let Some(attribute) = member.attribute {
            text.push_str("    ");
            text.push_str(attribute);
            text.push('\n');
        }
        line(&mut text, 4, &member.text);
    }
    text.push_str("}\n");
    text
}

/// A part on its own line; one that is too long opens its outermost brackets.
fn line(text: &mut String, indent: usize, part: &str) {
    text.extend(std::iter::repeat_n(' ', indent));
    let opened = part
        .find(['<', '('])
        .and_then(|open| part.split_at_checked(open + 1))
        .filter(|_| indent + part.len() + 1 > WIDTH);
    let Some((head, rest)) = opened else {
        text.push_str(part);
        text.push_str(",\n");
        return;
    };
    let (inner, close) = rest.split_at(rest.len().saturating_sub(1));
    text.push_str(head);
    text.push('\n');
    for part in arguments(inner) {
        line(text, indent + 4, part);
    }
    text.extend(std::iter::repeat_n(' ', indent));
    text.push_str(close);
    text.push_str(",\n");
}

/// What stands between the commas that are in no brackets.
fn arguments(inner: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    inner
        .split(move |character| {
            match character {
                '<' | '(' => depth += 1,
                '>' | ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            character == ',' && depth == 0
        })
        .map(str::trim_start)
}
