//! The layout of declarations by the runtime's macros: each part on its own line, with its docs above it.

use super::WIDTH;
use super::docs::docs;
use super::table::fill;
use crate::emit::Declaration;

/// The call of the macro; parts of which nothing is said stand as many on each line as fit.
pub(super) fn render(declaration: &Declaration) -> String {
    let (name, head) = (declaration.name, &declaration.head);
    let members = &declaration.members;
    let is_plain = members.iter().all(|member| member.about.is_empty());
    if is_plain && declaration.about.is_empty() {
        let texts: Vec<&str> = members.iter().map(|member| member.text.as_str()).collect();
        let one = format!("{name}! {{ {head} {{ {} }} }}\n", texts.join(", "));
        if one.len() <= WIDTH {
            return one;
        }
    }
    let mut text = String::new();
    let (close, indent) = if declaration.about.is_empty() {
        text.push_str(&format!("{name}! {{ {head} {{\n"));
        ("} }\n", 4)
    } else {
        text.push_str(&format!("{name}! {{\n"));
        docs(&mut text, 4, &declaration.about);
        text.push_str(&format!("    {head} {{\n"));
        ("    }\n}\n", 8)
    };
    if is_plain {
        let rows: Vec<String> = members.iter().map(|member| member.text.clone()).collect();
        fill(&mut text, indent, &rows, ",");
    } else {
        for member in members {
            docs(&mut text, indent, &member.about);
            line(&mut text, indent, &member.text);
        }
    }
    text.push_str(close);
    text
}

/// A part on its own line; one that is too long opens its braces.
fn line(text: &mut String, indent: usize, member: &str) {
    let inner = member
        .strip_suffix(" }")
        .and_then(|member| member.split_once(" { "))
        .filter(|_| indent + member.len() + 1 > WIDTH);
    let Some((head, inner)) = inner else {
        text.push_str(&format!("{:indent$}{member},\n", ""));
        return;
    };
    let parts: Vec<String> = inner
        .split(", \"")
        .enumerate()
        .map(|(at, part)| {
            if at == 0 {
                part.to_owned()
            } else {
                format!("\"{part}")
            }
        })
        .collect();
    text.push_str(&format!("{:indent$}{head} {{\n", ""));
    fill(text, indent + 4, &parts, ",");
    text.push_str(&format!("{:indent$}}},\n", ""));
}
