//! The layout of calls of the runtime's macros.

use crate::emit::Table;

/// How long a line may be.
const WIDTH: usize = 100;

/// A call on one line if it fits, else its rows filled or one a line.
pub(super) fn render(table: &Table) -> String {
    let after = if table.after.is_empty() {
        String::new()
    } else {
        format!("; {}", table.after.join(", "))
    };
    let rows = table.rows.join(", ");
    if table.flat {
        let one = format!("{}! {{ {} | {rows} }}\n", table.name, table.head);
        if one.len() <= WIDTH {
            return one;
        }
        let mut text = format!("{}! {{\n    {} |\n", table.name, table.head);
        fill(&mut text, &table.rows, ",");
        text.push_str("}\n");
        return text;
    }
    let one = format!("{}! {{ {} {{ {rows}{after} }} }}\n", table.name, table.head);
    let one = one.replace("{  }", "{}").replace("{ ;", "{;");
    if !table.tall && one.len() <= WIDTH {
        return one;
    }
    let mut text = format!("{}! {{\n    {} {{\n", table.name, table.head);
    if table.tall {
        for row in &table.rows {
            tall(&mut text, row);
        }
    } else {
        fill(&mut text, &table.rows, ",");
        if !table.after.is_empty() {
            text.push_str("        ;\n");
            fill(&mut text, &table.after, ",");
        }
    }
    text.push_str("    }\n}\n");
    text
}

/// A row on its own line; one that is too long opens its braces.
fn tall(text: &mut String, row: &str) {
    let inner = row
        .strip_suffix(" }")
        .and_then(|row| row.split_once(" { "))
        .filter(|_| 8 + row.len() + 1 > WIDTH);
    let Some((head, inner)) = inner else {
        text.push_str(&format!("        {row},\n"));
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
    let mut lines = String::new();
    fill(&mut lines, &parts, ",");
    let lines: String = lines.lines().map(|line| format!("    {line}\n")).collect();
    text.push_str(&format!("        {head} {{\n{lines}        }},\n"));
}

fn fill(text: &mut String, rows: &[String], separator: &str) {
    let mut line = String::new();
    for row in rows {
        if !line.is_empty() && 8 + line.len() + 1 + row.len() + separator.len() > WIDTH {
            text.push_str(&format!("        {line}\n"));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(row);
        line.push_str(separator);
    }
    if !line.is_empty() {
        text.push_str(&format!("        {line}\n"));
    }
}
