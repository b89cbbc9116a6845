//! Tells requests that the API sent from those that somebody else did, by their signatures.

use std::fmt;
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use secrecy::{ExposeSecret, SecretSlice};
use sha2::Sha256;

use super::signature_scheme::{
    SecretForm, SignatureEncoding, SignatureScheme, SignatureTime, SignedPart, TimeUnit, only,
};
use super::timer::wall_clock;
use super::webhook_error::{SecretError, WebhookError};
use super::{FromJson, Reader, Secret};

/// How far the moment of signing may be from now, both ways, unless it is said otherwise.
const TOLERANCE: Duration = Duration::from_secs(5 * 60);

/// Takes Base64 with padding and without.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Verifies that requests were signed by who knows a secret.
///
/// Signatures are compared in constant time. Give the body as it came: what was parsed and written again is another.
/// Somebody who has seen a request may send it again as long as it is not too old: where that matters, keep the ids of
/// events. Schemes without a moment of signing see no repetition at all.
#[derive(Clone)]
pub struct WebhookVerifier {
    scheme: SignatureScheme,
    keys: Vec<SecretSlice<u8>>,
    tolerance: Duration,
}

impl WebhookVerifier {
    /// For requests that are signed so, with one of these secrets: while a secret is replaced, give the old one and the
    /// new one.
    ///
    /// # Errors
    ///
    /// [`SecretError`] if there is no secret, or one is empty or not spelled as the API spells them.
    pub fn new<S: Into<Secret>>(
        scheme: SignatureScheme,
        secrets: impl IntoIterator<Item = S>,
    ) -> Result<Self, SecretError> {
        let keys = secrets.into_iter().map(|one| key(&scheme, &one.into()));
        let keys = keys.collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() {
            return Err(SecretError::None);
        }
        Ok(Self {
            scheme,
            keys,
            tolerance: TOLERANCE,
        })
    }

    /// How far the moment of signing may be from now, in the past and in the future; five minutes unless it is said.
    #[must_use]
    pub const fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Verifies a request.
    ///
    /// # Errors
    ///
    /// [`WebhookError`] if it is not signed, not with one of the secrets, or not at about this time.
    pub fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), WebhookError> {
        self.verify_at(headers, body, wall_clock())
    }

    /// Verifies a request that came at this moment, such as one that waited in a queue.
    ///
    /// # Errors
    ///
    /// As [`verify`](Self::verify).
    pub fn verify_at(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        came: SystemTime,
    ) -> Result<(), WebhookError> {
        let said = self.scheme.read(headers)?;
        let sent = match (self.scheme.time, said.time) {
            (Some(time), Some(spelled)) => Some(self.moment(time, spelled)?),
            _ => None,
        };
        let mut message: Vec<&[u8]> = Vec::with_capacity(self.scheme.signed.len());
        for part in self.scheme.signed {
            message.push(match part {
                SignedPart::Text(text) => text.as_bytes(),
                SignedPart::Time => said.time.unwrap_or_default().as_bytes(),
                SignedPart::Header(name) => only(headers, name)?.as_bytes(),
                SignedPart::Body => body,
            });
        }
        let signatures = said.signatures.iter();
        let signatures: Vec<Vec<u8>> = signatures.filter_map(|one| self.decode(one)).collect();
        if signatures.is_empty() {
            return Err(WebhookError::Malformed(self.scheme.header));
        }
        if !self
            .keys
            .iter()
            .any(|key| signs(key, &message, &signatures))
        {
            return Err(WebhookError::NoMatch);
        }
        // Only now, so that nobody without a secret learns what this clock says.
        match sent {
            Some(sent) => self.about_now(sent, came),
            None => Ok(()),
        }
    }

    /// Verifies a request, and reads its body.
    ///
    /// # Errors
    ///
    /// As [`verify`](Self::verify), and [`WebhookError::Unreadable`] if the body is not of this type.
    pub fn read<T: FromJson>(&self, headers: &HeaderMap, body: &[u8]) -> Result<T, WebhookError> {
        self.verify(headers, body)?;
        Reader::document(body).map_err(WebhookError::Unreadable)
    }

    /// The moment of signing, since the beginning of 1970.
    fn moment(&self, time: SignatureTime, spelled: &str) -> Result<Duration, WebhookError> {
        let digits = spelled.bytes().all(|byte| byte.is_ascii_digit());
        let count = spelled.parse::<u64>().ok().filter(|_| digits);
        let count = count.ok_or(WebhookError::Malformed(
            time.header.unwrap_or(self.scheme.header),
        ))?;
        Ok(match time.unit {
            TimeUnit::Seconds => Duration::from_secs(count),
            TimeUnit::Milliseconds => Duration::from_millis(count),
        })
    }

    fn about_now(&self, sent: Duration, came: SystemTime) -> Result<(), WebhookError> {
        let came = came.duration_since(SystemTime::UNIX_EPOCH);
        let came = came.unwrap_or_default();
        if came.saturating_sub(sent) > self.tolerance {
            Err(WebhookError::TooOld)
        } else if sent.saturating_sub(came) > self.tolerance {
            Err(WebhookError::TooNew)
        } else {
            Ok(())
        }
    }

    /// The bytes of a signature; one that is not spelled as documented is none.
    fn decode(&self, signature: &str) -> Option<Vec<u8>> {
        match self.scheme.encoding {
            SignatureEncoding::Base64 => BASE64.decode(signature).ok(),
            SignatureEncoding::Hex => {
                let pairs = signature.as_bytes().chunks(2);
                pairs.map(byte).collect()
            }
        }
    }
}

impl fmt::Debug for WebhookVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookVerifier")
            .field("header", &self.scheme.header)
            .field("secrets", &format_args!("[{} redacted]", self.keys.len()))
            .field("tolerance", &self.tolerance)
            .finish()
    }
}

/// The key that a secret is.
fn key(scheme: &SignatureScheme, secret: &Secret) -> Result<SecretSlice<u8>, SecretError> {
    let text = secret.expose();
    let text = text.strip_prefix(scheme.secret_prefix).unwrap_or(text);
    let key = match scheme.secret {
        SecretForm::Text => text.as_bytes().to_vec(),
        SecretForm::Base64 => BASE64
            .decode(text.trim())
            .map_err(|_| SecretError::NotBase64)?,
    };
    if key.is_empty() {
        return Err(SecretError::Empty);
    }
    Ok(SecretSlice::from(key))
}

/// Whether one of the signatures is that of the message by this key; they are compared in constant time.
fn signs(key: &SecretSlice<u8>, message: &[&[u8]], signatures: &[Vec<u8>]) -> bool {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.expose_secret()) else {
        return false;
    };
    for part in message {
        mac.update(part);
    }
    let mut signatures = signatures.iter();
    signatures.any(|signature| mac.clone().verify_slice(signature).is_ok())
}

/// The byte that two hexadecimal digits are.
fn byte(digits: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*digits.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}
