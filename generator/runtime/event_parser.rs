//! The lines of `text/event-stream` (WHATWG HTML section 9.2.6), as they come in chunks.

use std::time::Duration;

use bytes::{Buf, BytesMut};

/// A byte order mark.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// Takes chunks and gives events.
#[derive(Debug, Default)]
pub(super) struct EventParser {
    /// What came and is no whole line yet.
    buffer: BytesMut,
    /// How much of it is known to hold no end of a line.
    searched: usize,
    /// Whether the first line is past, before which a byte order mark may stand.
    begun: bool,
    /// Whether the last line ended in CR, so that an LF which comes next belongs to it.
    after_cr: bool,
    /// The event whose lines come now.
    block: Block,
    last_event_id: String,
    retry: Option<Duration>,
}

/// The lines of one event.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) id: Option<String>,
    pub(super) event: Option<String>,
    pub(super) retry: Option<Duration>,
    /// With a line feed after every line.
    pub(super) data: String,
}

impl EventParser {
    /// Takes a chunk.
    pub(super) fn feed(&mut self, chunk: &[u8]) {
        self.buffer.extend_from_slice(chunk);
    }

    /// Forgets what is held.
    pub(super) fn give_up(&mut self) {
        self.buffer = BytesMut::new();
        self.searched = 0;
        self.block = Block::default();
    }

    /// How many bytes are held of an event that is not whole.
    pub(super) fn held(&self) -> usize {
        self.buffer.len() + self.block.data.len()
    }

    /// The id of the last event that had one.
    pub(super) fn last_event_id(&self) -> &str {
        &self.last_event_id
    }

    /// How long the server wants a client to wait before it connects again.
    pub(super) const fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// The next whole event, without the line feed at its end; `None` until more came.
    pub(super) fn event(&mut self) -> Option<Block> {
        while let Some(line) = self.line() {
            if !line.is_empty() {
                self.field(&line);
                continue;
            }
            let mut block = std::mem::take(&mut self.block);
            if let Some(id) = &block.id {
                self.last_event_id.clone_from(id);
            }
            if block.data.pop().is_some() {
                return Some(block);
            }
        }
        None
    }

    /// The next whole line; it ends in CR, LF or both.
    fn line(&mut self) -> Option<String> {
        if self.after_cr && !self.buffer.is_empty() {
            self.after_cr = false;
            if self.buffer.first() == Some(&b'\n') {
                self.buffer.advance(1);
            }
        }
        let unsearched = self.buffer.get(self.searched..).unwrap_or_default();
        let end = unsearched
            .iter()
            .position(|byte| matches!(byte, b'\r' | b'\n'));
        let Some(end) = end else {
            self.searched = self.buffer.len();
            return None;
        };
        let mut line = self.buffer.split_to(self.searched + end);
        self.searched = 0;
        self.after_cr = self.buffer.first() == Some(&b'\r');
        self.buffer.advance(1);
        if !self.begun && line.starts_with(BOM) {
            line.advance(BOM.len());
        }
        self.begun = true;
        // The whole line is decoded at once, so that no border of chunks lies inside of a character.
        Some(String::from_utf8_lossy(&line).into_owned())
    }

    fn field(&mut self, line: &str) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => self.block.event = Some(value.to_owned()).filter(|name| !name.is_empty()),
            "data" => {
                self.block.data.push_str(value);
                self.block.data.push('\n');
            }
            "id" if !value.contains('\0') => self.block.id = Some(value.to_owned()),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                if let Ok(milliseconds) = value.parse() {
                    let retry = Duration::from_millis(milliseconds);
                    self.retry = Some(retry);
                    self.block.retry = Some(retry);
                }
            }
            // A comment, or a field that nothing is known of.
            _ => {}
        }
    }
}
