//! The layout of the client's functions: on one line what fits there, else as much on each line as does.

use super::WIDTH;
use super::docs::docs;
use super::table::fill;
use crate::emit::Function;

/// The functions within their `impl`.
pub(super) fn render(functions: &[Function]) -> String {
    let mut text = "impl Client {\n".to_owned();
    for (index, function) in functions.iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        write(&mut text, function);
    }
    text.push_str("}\n");
    text
}

fn write(text: &mut String, function: &Function) {
    docs(text, 4, &function.about);
    if function.deprecated {
        text.push_str("    #[deprecated]\n");
    }
    let Function {
        name,
        takes,
        request,
        value,
        fields,
        ..
    } = function;
    let mut arguments = vec!["&self".to_owned()];
    arguments.extend(takes.iter().cloned());
    let one = format!(
        "    pub fn {name}({}) -> Call<{request}> {{\n",
        arguments.join(", ")
    );
    if one.len() <= WIDTH + 1 {
        text.push_str(&one);
    } else {
        text.push_str(&format!("    pub fn {name}(\n"));
        fill(text, 8, &arguments, ",");
        text.push_str(&format!("    ) -> Call<{request}> {{\n"));
    }
    let one = match fields.as_slice() {
        [] => format!("        self.call({value})\n"),
        fields => format!("        self.call({value} {{ {} }})\n", fields.join(", ")),
    };
    if fields.is_empty() || one.len() <= WIDTH + 1 {
        text.push_str(&one);
    } else {
        text.push_str(&format!("        self.call({value} {{\n"));
        fill(text, 12, fields, ",");
        text.push_str("        })\n");
    }
    text.push_str("    }\n");
}
