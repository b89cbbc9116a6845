//! The layout of doc comments.

/// Writes lines as a doc comment.
pub(super) fn docs(text: &mut String, indent: usize, lines: &[String]) {
    for line in lines {
        text.extend(std::iter::repeat_n(' ', indent));
        text.push_str(if line.is_empty() { "///" } else { "/// " });
        text.push_str(line);
        text.push('\n');
    }
}
