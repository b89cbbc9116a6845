//! Character positions of a text as byte offsets of its file.

/// How many characters lie between two known positions.
const STEP: usize = 512;

/// Turns positions counted in characters into offsets counted in bytes.
#[derive(Debug)]
pub(super) struct Offsets<'a> {
    text: &'a str,
    base: usize,
    /// Byte offsets of every `STEP`th character; empty where characters are bytes.
    known: Vec<usize>,
}

impl<'a> Offsets<'a> {
    /// Of a text that begins at `base` of its file.
    pub(super) fn of(text: &'a str, base: usize) -> Self {
        let known = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices()
                .step_by(STEP)
                .map(|(at, _)| at)
                .collect()
        };
        Self { text, base, known }
    }

    /// The offset of a character; of one beyond the end, the end.
    pub(super) fn byte(&self, character: usize) -> u32 {
        let offset = if self.known.is_empty() {
            character.min(self.text.len())
        } else {
            let from = self
                .known
                .get(character / STEP)
                .copied()
                .unwrap_or(self.text.len());
            let rest = self.text.get(from..).unwrap_or_default();
            rest.char_indices()
                .nth(character % STEP)
                .map_or(self.text.len(), |(at, _)| from + at)
        };
        u32::try_from(self.base + offset).unwrap_or(u32::MAX)
    }
}
