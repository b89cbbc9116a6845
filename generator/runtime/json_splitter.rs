//! Where one JSON text of a stream ends: a line (JSON Lines), or what follows a record separator (RFC 7464).

use bytes::{Buf, BytesMut};

/// The record separator, which no JSON text holds.
const RS: u8 = 0x1e;

/// Takes chunks and gives JSON texts.
#[derive(Debug, Default)]
pub(super) struct JsonSplitter {
    /// What came and is no whole text yet.
    buffer: BytesMut,
    scan: Scan,
    /// Whether a record separator came, so that a line feed inside of a text ends nothing.
    sequence: bool,
}

/// How far the text that comes now is known.
#[derive(Debug, Default)]
struct Scan {
    at: usize,
    depth: usize,
    in_string: bool,
    escaped: bool,
}

/// A JSON text, or what stands in place of one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) text: BytesMut,
    /// Whether the text may go on where it ends: RFC 7464 section 2.4.
    pub(super) may_be_cut: bool,
}

impl JsonSplitter {
    /// Takes a chunk.
    pub(super) fn feed(&mut self, chunk: &[u8]) {
        self.buffer.extend_from_slice(chunk);
    }

    /// How many bytes are held of a text that is not whole.
    pub(super) fn held(&self) -> usize {
        self.buffer.len()
    }

    /// Forgets what is held.
    pub(super) fn give_up(&mut self) {
        self.buffer = BytesMut::new();
        self.scan = Scan::default();
    }

    /// The next whole text; `None` until more came.
    pub(super) fn item(&mut self) -> Option<Item> {
        if self.scan.at == 0 {
            self.skip_between();
        }
        let rest = self.buffer.get(self.scan.at..).unwrap_or_default();
        let sequence = self.sequence;
        let end = rest.iter().position(|byte| self.scan.ends(*byte, sequence));
        let Some(end) = end else {
            self.scan.at = self.buffer.len();
            return None;
        };
        Some(self.split(self.scan.at + end))
    }

    /// The last text, once nothing more comes.
    pub(super) fn last(&mut self) -> Option<Item> {
        self.skip_between();
        if self.buffer.is_empty() {
            return None;
        }
        Some(self.split(self.buffer.len()))
    }

    fn split(&mut self, end: usize) -> Item {
        let mut text = self.buffer.split_to(end);
        self.scan = Scan::default();
        let ended = self.buffer.first() == Some(&b'\n') || text.last().is_some_and(is_blank);
        let begins = text.first().copied().unwrap_or_default();
        let may_be_cut = self.sequence && !ended && !matches!(begins, b'{' | b'[' | b'"');
        while text.last().is_some_and(is_blank) {
            text.truncate(text.len().saturating_sub(1));
        }
        Item { text, may_be_cut }
    }

    /// Goes past what stands between two texts.
    fn skip_between(&mut self) {
        let between = |byte: &u8| is_blank(byte) || *byte == RS;
        while let Some(first) = self.buffer.first().filter(|first| between(first)) {
            self.sequence |= *first == RS;
            self.buffer.advance(1);
        }
    }
}

impl Scan {
    /// Whether a text ends before this byte of it.
    fn ends(&mut self, byte: u8, sequence: bool) -> bool {
        match byte {
            RS => return true,
            b'\n' if !sequence || (self.depth == 0 && !self.in_string) => return true,
            _ if self.escaped => self.escaped = false,
            b'\\' if self.in_string => self.escaped = true,
            b'"' => self.in_string = !self.in_string,
            b'{' | b'[' if !self.in_string => self.depth += 1,
            b'}' | b']' if !self.in_string => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        false
    }
}

/// Whether it is white space (RFC 8259 section 2).
fn is_blank(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}
