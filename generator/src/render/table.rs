//! The layout of calls of the runtime's macros.

use crate::emit::Table;

/// How long a line may be.
const WIDTH: usize = 100;

/// A call on one line if it fits, else its rows filled or one a line.
pub(super) fn render(table: &Table) -> String {
    let after = if table.after.is_empty() { String::new() } else { format!("; {}", table.after.join(", ")) };
    let rows = table.rows.join(", ");
    let one = format!("{}! {{ {} {{ {rows}{after} }} }}\n", table.name, table.head);
    let one = one.replace("{  }", "{}").replace("{ ;", "{;");
    if !table.tall && one.len() <= WIDTH {
        return one;
    }
    let mut text = format!("{}! {{\n    {} {{\n", table.name, table.head);
    if table.tall {
        for row in &table.rows {
            text.push_str(&format!("        {row},\n"));
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
