//! `byte`: bytes as Base64 text (RFC 4648 section 4).

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::formatted::formatted;

/// Writes the padding, and reads what comes without it.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

formatted! {
    /// Bytes as Base64 text (RFC 4648 section 4), as it was spelled.
    ///
    /// Text becomes a value as it is and must be Base64 already; bytes are encoded.
    Base64
}

impl Base64 {
    /// The bytes; `None` if it is not a string that is well-formed, with padding or without.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        ENGINE.decode(self.0.string()?).ok()
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self::from(ENGINE.encode(bytes))
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(bytes.as_slice())
    }
}
