//! Closing brackets that stand further left than YAML 1.2 allows.

/// The text with a space for every line break before the closing bracket at `place`, and before those that follow in the
/// same way.
///
/// `None` where no bracket is there, or where it is on the same line as what stands before it.
pub(super) fn relaxed(text: &str, place: usize) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let mut changed = false;
    let mut at = place;
    // Closing brackets that follow on lines of their own belong to the collections around this one.
    while bytes
        .get(at)
        .is_some_and(|byte| matches!(byte, b'}' | b']'))
    {
        if !blank_before(&mut bytes, at) {
            break;
        }
        changed = true;
        let rest = bytes[at + 1..]
            .iter()
            .position(|byte| !matches!(byte, b' ' | b'\r' | b'\n' | b','));
        at = rest.map_or(bytes.len(), |more| at + 1 + more);
    }
    // Only ASCII is exchanged for ASCII.
    if changed {
        String::from_utf8(bytes).ok()
    } else {
        None
    }
}

/// Makes the white space before a byte spaces, unless it holds no line break or a comment stands before it.
fn blank_before(bytes: &mut [u8], at: usize) -> bool {
    let Some(start) = bytes[..at]
        .iter()
        .rposition(|byte| !byte.is_ascii_whitespace())
    else {
        return false;
    };
    let breaks = bytes[start + 1..at].contains(&b'\n');
    let line = bytes[..start]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |end| end + 1);
    if !breaks || has_comment(&bytes[line..=start]) {
        return false;
    }
    bytes[start + 1..at].fill(b' ');
    true
}

/// Whether a line may end in a comment, which would swallow the bracket: a `#` after white space, outside of `"…"`.
fn has_comment(line: &[u8]) -> bool {
    let mut quoted = false;
    let mut before = b' ';
    line.iter().any(|byte| {
        quoted ^= *byte == b'"' && before != b'\\';
        let comment = !quoted && *byte == b'#' && before.is_ascii_whitespace();
        before = *byte;
        comment
    })
}

#[cfg(test)]
mod tests {
    use super::relaxed;

    #[test]
    fn line_breaks_before_closing_brackets_become_spaces() {
        let text = "a: {\n  b: [\n]\n}\nc: 1\n";
        let place = text.find(']').unwrap();
        assert_eq!(relaxed(text, place).unwrap(), "a: {\n  b: [ ] }\nc: 1\n");
        assert_eq!(relaxed(text, 0), None);
        assert_eq!(relaxed("a: [ # x\n]", 9), None);
        assert!(relaxed("a: ['#x'\n]", 9).is_some());
        assert!(relaxed("a: [\"b #x\"\n]", 11).is_some());
    }
}
