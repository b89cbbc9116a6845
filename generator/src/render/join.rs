//! Joins what prettyplease broke over several lines and fits on fewer, for its lines are shorter than ours.

use super::WIDTH;
use super::table::fill;

/// The text with calls, argument lists, lists, chains and arms on one line where they fit.
pub(super) fn join(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        lines.push(line.to_owned());
        let closes = line.trim_start().starts_with([')', ']', '}', '>']);
        if closes {
            close(&mut lines);
        }
        chain(&mut lines);
    }
    let mut joined = String::with_capacity(text.len());
    for line in &lines {
        joined.push_str(line);
        joined.push('\n');
    }
    joined
}

/// Joins the last line, which closes something, with the lines back to where it was opened. What a function takes and
/// what a request is made of stand several on a line where they do not fit on one.
fn close(lines: &mut Vec<String>) {
    let Some((last, before)) = lines.split_last() else {
        return;
    };
    let indent = indent(last);
    let opens = before.iter().rposition(|line| self::indent(line) <= indent);
    let Some((at, opening)) = opens.and_then(|at| Some((at, before.get(at)?))) else {
        return;
    };
    let inner = before.get(at + 1..).unwrap_or_default();
    if self::indent(opening) != indent || is_docs(opening) || inner.iter().any(|line| is_docs(line))
    {
        return;
    }
    let opener = opening.trim_start();
    let joined = if opener.ends_with(['(', '[', '<']) {
        if inner.iter().any(|line| self::indent(line) != indent + 4) {
            return;
        }
        format!("{opening}{}{}", listed(inner), last.trim_start())
    } else if opener.starts_with("use ") && opener.ends_with("::{") {
        format!("{opening}{}{}", listed(inner), last.trim_start())
    } else if let Some(arms) = one_or_other(opener, inner.iter().map(String::as_str)) {
        format!("{opening} {arms} {}", last.trim_start())
    } else if let Some(pattern) = opening.strip_suffix(" => {")
        && last.trim() == "}"
        && inner.first().is_some_and(|line| {
            ["answer", "request"]
                .iter()
                .any(|start| line.trim_start().starts_with(start))
        })
        && !inner.iter().any(|line| line.ends_with([';', '{']))
    {
        let value: String = inner.iter().map(|line| line.trim_start()).collect();
        format!("{pattern} => {value},")
    } else {
        return;
    };
    if joined.len() <= WIDTH {
        lines.truncate(at);
        lines.push(joined);
    } else if ["pub fn ", "const LINE", "use "]
        .iter()
        .any(|start| opener.starts_with(start))
    {
        let parts = inner
            .iter()
            .flat_map(|line| match opener.starts_with("use ") {
                true => line.trim().split_inclusive(", ").collect::<Vec<_>>(),
                false => vec![line.trim()],
            });
        let inner: Vec<String> = parts.map(|part| part.trim().to_owned()).collect();
        let mut filled = String::new();
        fill(&mut filled, indent + 4, &inner, "");
        let last = lines.pop();
        lines.truncate(at + 1);
        lines.extend(filled.lines().map(str::to_owned));
        lines.extend(last);
    }
}

/// The arms of a `match` that tells two answers apart, as one list.
pub(super) fn one_or_other<'l>(
    opener: &str,
    arms: impl Iterator<Item = &'l str>,
) -> Option<String> {
    if !opener.starts_with("match ") {
        return None;
    }
    let arms: Vec<&str> = arms.collect();
    let is_arm = |arm: &&str| arm.contains(" => ") && arm.ends_with(',');
    (arms.len() == 2 && arms.iter().all(is_arm)).then(|| listed(&arms))
}

/// Joins the last line, a method of what stands alone on the line before, with that line.
fn chain(lines: &mut Vec<String>) {
    let [.., receiver, method] = lines.as_slice() else {
        return;
    };
    let alone = receiver.trim_start() == "request";
    if alone && method.trim_start().starts_with('.') && method.ends_with(';') {
        let joined = format!("{receiver}{}", method.trim_start());
        if joined.len() <= WIDTH {
            lines.truncate(lines.len() - 2);
            lines.push(joined);
        }
    }
}

/// Lines as one list, without a comma at its end.
fn listed<L: AsRef<str>>(lines: &[L]) -> String {
    let parts: Vec<&str> = lines
        .iter()
        .map(|line| line.as_ref().trim_start())
        .collect();
    let listed = parts.join(" ");
    listed
        .strip_suffix(',')
        .map(str::to_owned)
        .unwrap_or(listed)
}

fn is_docs(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("//") || line.starts_with('#')
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}
