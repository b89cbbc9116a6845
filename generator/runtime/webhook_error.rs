//! Why a request is not taken for one that the API sent, and why a secret is none.

use std::fmt;

use super::Misfit;

/// Why a request is not taken for one that the API sent.
///
/// Answer it with 400 or 401 and say no more: who sends forged requests learns from the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookError {
    /// This header field is not there.
    MissingHeader(&'static str),
    /// This header field is there twice, or is not what the API documents.
    Malformed(&'static str),
    /// None of the signatures is that of this body by one of the secrets.
    NoMatch,
    /// It is signed, but longer ago than is tolerated: it may have been sent again by somebody else.
    TooOld,
    /// It is signed, but at a moment that is further ahead than is tolerated: one of the two clocks is wrong.
    TooNew,
    /// It is signed, and its body is not what is documented.
    Unreadable(Misfit),
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingHeader(name) => write!(f, "the header field `{name}` is missing"),
            Self::Malformed(name) => {
                write!(f, "the header field `{name}` is not what is documented")
            }
            Self::NoMatch => f.write_str("no signature is that of the body by one of the secrets"),
            Self::TooOld => f.write_str("it was signed too long ago"),
            Self::TooNew => f.write_str("it was signed at a moment that is yet to come"),
            Self::Unreadable(_) => f.write_str("the body is not what is documented"),
        }
    }
}

impl std::error::Error for WebhookError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable(misfit) => Some(misfit),
            Self::MissingHeader(_)
            | Self::Malformed(_)
            | Self::NoMatch
            | Self::TooOld
            | Self::TooNew => None,
        }
    }
}

/// Why secrets are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretError {
    /// There is none: nothing could ever be verified.
    None,
    /// One is empty: anybody could sign with it.
    Empty,
    /// One is not Base64, as the API gives them.
    NotBase64,
}

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "no secret is given to verify webhooks with",
            Self::Empty => "a secret to verify webhooks with is empty",
            Self::NotBase64 => "a secret to verify webhooks with is not Base64",
        })
    }
}

impl std::error::Error for SecretError {}
