//! The layout of calls of the runtime's macros.

use super::WIDTH;
use crate::emit::Table;

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
        let mut text = format!("{}! {{ {} |\n", table.name, table.head);
        fill(&mut text, 4, &table.rows, ",");
        text.push_str("}\n");
        return text;
    }
    let one = format!("{}! {{ {} {{ {rows}{after} }} }}\n", table.name, table.head);
    let one = one.replace("{  }", "{}").replace("{ ;", "{;");
    if one.len() <= WIDTH {
        return one;
    }
    let mut text = format!("{}! {{ {} {{\n", table.name, table.head);
    fill(&mut text, 4, &table.rows, ",");
    if !table.after.is_empty() {
        text.push_str("    ;\n");
        fill(&mut text, 4, &table.after, ",");
    }
    text.push_str("} }\n");
    text
}

/// As many rows on each line as fit.
pub(super) fn fill(text: &mut String, indent: usize, rows: &[String], separator: &str) {
    let mut line = String::new();
    for row in rows {
        if !line.is_empty() && indent + line.len() + 1 + row.len() + separator.len() > WIDTH {
            text.push_str(&format!("{:indent$}{line}\n", ""));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(row);
        line.push_str(separator);
    }
    if !line.is_empty() {
        text.push_str(&format!("{:indent$}{line}\n", ""));
    }
}
