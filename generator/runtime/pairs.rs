//! Values by name as one text, `name=value&name=value`: a query, and what stands for the variables of a path.

use percent_encoding::utf8_percent_encode;

use super::credential::RESERVED;
use super::parameter::encode;
use super::writer::{ToJson, Writer};

/// Names and values, all percent-encoded.
#[derive(Debug, Default)]
pub(super) struct Pairs(String);

impl Pairs {
    /// All of them, or nothing.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Adds a pair, or several that are joined already.
    pub(super) fn push(&mut self, pair: &str) {
        self.separate();
        self.0.push_str(pair);
    }

    /// Adds a value that is encoded.
    pub(super) fn add(&mut self, name: &str, value: &str) {
        self.begin(name);
        self.0.push_str(value);
    }

    /// Adds a value where it is written in the same way whatever the style: nearly all are a word or a number. Of any
    /// other, and one that is absent, nothing is added.
    pub(super) fn add_plain(&mut self, name: &str, value: &dyn ToJson) -> bool {
        if value.is_absent() {
            return false;
        }
        let before = self.0.len();
        self.begin(name);
        let start = self.0.len();
        let mut writer = Writer {
            text: std::mem::take(&mut self.0),
            ..Writer::default()
        };
        value.write(&mut writer);
        self.0 = writer.text;
        let written = self.0.as_bytes().get(start..).unwrap_or_default();
        let (is_quoted, word) = match written {
            [b'"', word @ .., b'"'] => (true, word),
            word => (false, word),
        };
        let is_plain = !word.is_empty() && word.iter().all(is_unreserved);
        if !is_plain || writer.refused.is_some() {
            self.0.truncate(before);
            return false;
        }
        if is_quoted {
            self.0.pop();
            self.0.remove(start);
        }
        true
    }

    /// The first value of a name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let name = encode(name);
        self.iter().find_map(|pair| value_of(pair, &name))
    }

    /// Puts a value, which is encoded, in the place of all of its name.
    #[allow(dead_code, reason = "an API may have no pages")]
    pub(super) fn set(&mut self, name: &str, value: &str) {
        let known = encode(name);
        let kept = self.iter().filter(|pair| value_of(pair, &known).is_none());
        self.0 = kept.collect::<Vec<_>>().join("&");
        self.add(name, value);
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split('&').filter(|pair| !pair.is_empty())
    }

    fn begin(&mut self, name: &str) {
        self.separate();
        self.0.extend(utf8_percent_encode(name, RESERVED));
        self.0.push('=');
    }

    fn separate(&mut self) {
        if self.0.is_empty() {
            // Most requests need no more.
            self.0.reserve(64);
        } else {
            self.0.push('&');
        }
    }
}

fn value_of<'a>(pair: &'a str, name: &str) -> Option<&'a str> {
    pair.strip_prefix(name)?.strip_prefix('=')
}

/// RFC 3986 section 2.3.
fn is_unreserved(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}
