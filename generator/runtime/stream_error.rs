//! What goes wrong while an answer is read as it comes.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use super::error::{Cut as Missing, Decode, Error, Received};
use super::platform::BoxError;
use super::reader::Misfit;

/// What goes wrong while an answer is read as it comes.
///
/// It becomes [`Error::Decode`] by `?`, so nothing that arrived is lost on the way.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// One item is not of its type. The stream goes on: the next one may be asked for.
    Item(Box<Undecoded>),
    /// The stream ended before its end. Nothing more comes.
    Cut(Box<CutShort>),
}

/// An item of a stream that is not of its type.
#[derive(Debug)]
pub struct Undecoded {
    head: Received,
    raw: Bytes,
    misfit: Misfit,
    event: Option<String>,
}

/// The end of a stream before its end.
#[derive(Debug)]
pub struct CutShort {
    head: Received,
    cut: Cut,
}

/// Why a stream ended before its end.
#[derive(Debug)]
pub(super) enum Cut {
    /// The connection ended.
    Lost(BoxError),
    /// Fewer bytes came than the server had said.
    Short { came: u64, length: u64 },
    /// Nothing came for this long.
    Quiet(Duration),
    /// One item is longer than this many bytes.
    #[allow(dead_code, reason = "an API may have downloads only")]
    Limit(usize),
}

impl StreamError {
    #[allow(dead_code, reason = "an API may have downloads only")]
    pub(super) fn item(head: Received, raw: Bytes, misfit: Misfit, event: Option<String>) -> Self {
        Self::Item(Box::new(Undecoded {
            head,
            raw,
            misfit,
            event,
        }))
    }

    pub(super) fn cut(head: Received, cut: Cut) -> Self {
        Self::Cut(Box::new(CutShort { head, cut }))
    }

    /// The item as it came, if it is that which is not of its type: the data of an event, the line, the JSON text.
    pub fn raw(&self) -> Option<&Bytes> {
        match self {
            Self::Item(item) => Some(&item.raw),
            Self::Cut(_) => None,
        }
    }

    /// Whether the stream ended before its end.
    pub const fn is_cut(&self) -> bool {
        matches!(self, Self::Cut(_))
    }
}

impl Undecoded {
    /// The item as it came: the data of an event, the line, the JSON text.
    pub const fn raw(&self) -> &Bytes {
        &self.raw
    }

    /// The type of the event, where the item is an event that has one.
    pub fn event(&self) -> Option<&str> {
        self.event.as_deref()
    }

    /// What does not fit, and where in the item.
    pub const fn misfit(&self) -> &Misfit {
        &self.misfit
    }
}

impl CutShort {
    /// Whether nothing came for longer than the idle timeout.
    pub const fn is_timeout(&self) -> bool {
        matches!(self.cut, Cut::Quiet(_))
    }

    /// Whether one item was longer than the limit.
    pub const fn is_too_long(&self) -> bool {
        matches!(self.cut, Cut::Limit(_))
    }
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Item(item) => write!(
                f,
                "an item of the stream is not of its type: {}",
                item.misfit
            ),
            Self::Cut(cut) => cut.cut.fmt(f),
        }
    }
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lost(_) => f.write_str("the stream ended before its end"),
            Self::Short { came, length } => {
                write!(f, "the stream ended after {came} of {length} bytes")
            }
            Self::Quiet(waited) => write!(f, "nothing came for {waited:?}"),
            Self::Limit(limit) => {
                write!(
                    f,
                    "an item of the stream is longer than the limit of {limit} bytes"
                )
            }
        }
    }
}

impl StdError for StreamError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Cut(cut) => match &cut.cut {
                Cut::Lost(source) => Some(&**source),
                Cut::Short { .. } | Cut::Quiet(_) | Cut::Limit(_) => None,
            },
            Self::Item(_) => None,
        }
    }
}

impl<E> From<StreamError> for Error<E> {
    fn from(error: StreamError) -> Self {
        let decode = match error {
            StreamError::Item(item) => {
                let item = *item;
                Decode::new(item.head.with_body(item.raw, None), item.misfit)
            }
            StreamError::Cut(cut) => {
                let CutShort { head, cut } = *cut;
                let why = match &cut {
                    Cut::Lost(source) => format!("{cut}: {source}"),
                    Cut::Short { .. } | Cut::Quiet(_) | Cut::Limit(_) => cut.to_string(),
                };
                let missing = Some(Missing::Lost(why.into()));
                Decode::new(
                    head.with_body(Bytes::new(), missing),
                    Misfit::new("the stream is not whole"),
                )
            }
        };
        Self::Decode(Box::new(decode))
    }
}
