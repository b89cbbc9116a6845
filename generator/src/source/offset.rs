//! Character positions of a text as byte offsets of its file.

/// How many characters lie between two known positions.
const STEP: usize = 512;

/// A position as characters and as bytes of the text.
#[derive(Clone, Copy, Debug, Default)]
struct Position {
    character: usize,
    byte: usize,
}

/// Turns positions counted in characters into offsets counted in bytes.
#[derive(Debug)]
pub(super) struct Offsets<'a> {
    text: &'a str,
    base: usize,
    /// Byte offsets of every `STEP`th character; empty where characters are bytes.
    known: Vec<usize>,
    /// What was asked for last: most questions are about what follows soon.
    last: Position,
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
        Self {
            text,
            base,
            known,
            last: Position::default(),
        }
    }

    /// The offset of a character; of one beyond the end, the end.
    pub(super) fn byte(&mut self, character: usize) -> u32 {
        let offset = if self.known.is_empty() {
            character.min(self.text.len())
        } else {
            self.last = self.position(character);
            self.last.byte
        };
        u32::try_from(self.base + offset).unwrap_or(u32::MAX)
    }

    /// Counted from the nearest position before it that is known.
    fn position(&self, character: usize) -> Position {
        let step = character / STEP;
        let byte = self.known.get(step).copied();
        let known = Position {
            character: step * STEP,
            byte: byte.unwrap_or(self.text.len()),
        };
        let from = if (known.character..=character).contains(&self.last.character) {
            self.last
        } else {
            known
        };
        let rest = self.text.get(from.byte..).unwrap_or_default();
        let count = character - from.character;
        let between = rest.as_bytes().get(..count);
        let byte = if between.is_some_and(<[u8]>::is_ascii) {
            from.byte + count
        } else {
            let mut characters = rest.char_indices();
            characters
                .nth(count)
                .map_or(self.text.len(), |(at, _)| from.byte + at)
        };
        Position { character, byte }
    }
}
