//! `byte`: bytes as Base64 text (RFC 4648 section 4).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::formatted::formatted;

formatted! {
    /// Bytes as Base64 text (RFC 4648 section 4), as it was spelled.
    Base64
}

impl Base64 {
    /// The bytes; `None` if the text is not well-formed.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        STANDARD.decode(self.as_str()).ok()
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self::from(STANDARD.encode(bytes))
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(bytes.as_slice())
    }
}
