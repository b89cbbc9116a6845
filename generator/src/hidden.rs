//! Which characters of a text nobody sees.

/// Whether it is a control, ends a line where few expect it, takes no room, or changes the direction of text (Unicode
/// Standard Annex 9 section 2), so that a text looks other than it is; a tab and a line feed are seen.
pub(crate) fn is_hidden(character: char) -> bool {
    character.is_control() && !matches!(character, '\t' | '\n')
        || matches!(
            character,
            '\u{61c}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'
                | '\u{2066}'..='\u{2069}'
                | '\u{feff}'
        )
}
