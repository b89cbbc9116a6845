//! What a code of a diagnostic means: an example, what is printed of it, and the way out.

use std::fmt::Write as _;
use std::io::Write as _;

use super::Exit;
use crate::diagnostic::Code;

/// How many characters of a line are shown.
const WIDTH: usize = 100;

/// Prints what a code means, or all codes if none is named.
#[must_use]
pub fn explain(name: Option<&str>) -> Exit {
    let text = match name.map(|name| (name, Code::named(name))) {
        None => list(),
        Some((_, Some(code))) => explanation(code),
        Some((name, None)) => {
            eprintln!("error: {}", Code::unknown(name));
            return Exit::Wrong;
        }
    };
    // Whoever reads this may have seen enough and gone away.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
    Exit::Done
}

fn list() -> String {
    let width = Code::ALL.iter().map(|code| code.as_str().len()).max();
    let width = width.unwrap_or_default();
    Code::ALL.iter().fold(String::new(), |mut text, code| {
        let _ = writeln!(text, "{:width$}  {}", code.as_str(), code.meaning());
        text
    })
}

fn explanation(code: Code) -> String {
    let example = code.example();
    let mut text = format!("{code}: {}\n", code.meaning());
    for (name, bytes) in example.files {
        let _ = write!(text, "\n{name}:\n\n");
        indent(&String::from_utf8_lossy(bytes), &mut text);
    }
    text.push_str("\nis diagnosed so:\n\n");
    indent(example.printed, &mut text);
    let _ = write!(text, "\nThe way out: {}\n", code.way_out());
    text
}

/// Puts lines behind four spaces; long ones end with an ellipsis.
fn indent(lines: &str, text: &mut String) {
    for line in lines.lines() {
        let shown: String = line.chars().take(WIDTH).collect();
        let more = if shown.len() < line.len() { "…" } else { "" };
        let _ = writeln!(text, "{}", format!("    {shown}{more}").trim_end());
    }
}
