//! Everything a client does that is not particular to its API: requests, answers, errors, JSON.
//!
//! Written by hand once; it names nothing of the API. What generated code says is data: a request line, parameters,
//! a table of answers. All input and output happens here. What the macros and generated code say of one operation or one
//! type is `#[inline]`, so that it is compiled where it is used, and not where it is not.

mod address;
mod any_error;
mod apart;
mod api_error;
mod attempt;
mod backoff;
mod base64_text;
#[cfg(all(feature = "blocking", not(target_family = "wasm")))]
mod blocking;
mod body;
#[cfg(feature = "serde")]
mod bridge;
mod budget;
mod builder;
mod call;
mod call_future;
mod client;
mod constructor;
mod credential;
mod date;
mod date_time;
mod decimal;
mod display;
mod download;
mod enumeration;
mod error;
mod event_parser;
mod events;
mod exchange;
#[cfg(feature = "mock")]
mod expectation;
mod failure;
mod form;
mod formatted;
mod hook;
mod idempotency;
mod items;
mod json;
mod json_member;
mod json_splitter;
mod json_stream;
mod link_header;
mod live;
#[cfg(feature = "mock")]
mod mock;
#[cfg(feature = "mock")]
mod mocked;
mod multipart;
mod number;
mod operation;
mod page_body;
mod pager;
mod pages;
mod paginated;
mod paging;
mod pairs;
mod parameter;
mod patience;
mod platform;
mod query_string;
mod rate_limit;
mod reader;
mod record;
mod redirect;
mod renewal;
mod repeat;
mod request;
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
mod reqwest_transport;
mod response;
mod response_header;
mod retry;
mod retry_after;
mod server;
mod setters;
mod shared;
#[cfg(feature = "webhook-signature")]
mod signature_scheme;
mod slot;
mod stream_error;
mod streaming;
mod time_of_day;
mod time_span;
mod timer;
mod token;
#[cfg(feature = "tracing")]
mod trace;
mod transport;
mod tuple;
mod union;
#[cfg(not(feature = "tracing"))]
mod untraced;
mod upload;
mod uri;
mod uuid_text;
#[cfg(target_family = "wasm")]
mod web;
#[cfg(all(feature = "reqwest", target_family = "wasm"))]
mod web_transport;
#[cfg(feature = "webhook-signature")]
mod webhook_error;
#[cfg(feature = "webhook-signature")]
mod webhook_verifier;
mod writer;

pub use any_error::AnyError;
pub use apart::{Apart, Attachment};
pub use api_error::ApiError;
pub use backoff::Backoff;
pub use base64_text::Base64;
#[cfg(all(feature = "blocking", not(target_family = "wasm")))]
pub use blocking::wait;
pub use body::{Body, Maker};
#[cfg(feature = "serde")]
#[doc(hidden)]
pub use bridge::{deserialize, serialize};
pub use builder::{BuildError, ClientBuilder};
pub use call::Call;
pub use call_future::CallFuture;
pub use client::{Api, Client};
pub use credential::{Placement, Scheme, Secret};
pub use date::Date;
pub use date_time::DateTime;
pub use decimal::Decimal;
#[doc(hidden)]
pub use display::write_failure;
pub use download::Download;
pub use enumeration::{Scalar, ScalarText};
pub use error::{Decode, Error, Interrupted, NotSent, Received, Unexpected, Why};
pub use events::{Event, EventStream};
#[cfg(feature = "mock")]
pub use expectation::Expectation;
pub use failure::{AsText, Failure, NoFailure, Problem, documented_for};
pub use form::FormStyle;
pub use hook::{Attempt, Ended, Hook, HookError, HookFuture, Step};
pub use idempotency::Keyed;
pub use items::Items;
pub use json::Json;
pub use json_stream::JsonStream;
#[cfg(feature = "mock")]
pub use mock::Mock;
#[cfg(feature = "mock")]
pub use mocked::Seen;
pub use multipart::Multipart;
pub use operation::{Answer, Operation, Outcome, Plain, Reading, RequestLine};
pub use pages::Pages;
pub use paginated::Paginated;
pub use paging::{At, Paging};
pub use parameter::{PathStyle, QueryStyle};
pub use platform::{BoxError, BoxFuture, MaybeSend, MaybeSync, Shareable, Shared, SharedError};
pub use rate_limit::RateLimit;
pub use reader::{FromJson, Kind, Misfit, Reader};
pub use request::RequestParts;
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
pub use reqwest_transport::ReqwestTransport;
pub use response::Response;
pub use response_header::{HeaderForm, ResponseHeader};
pub use retry::{Attempted, Retry, RetryPolicy};
pub use server::Server;
#[cfg(feature = "webhook-signature")]
pub use signature_scheme::{HeaderPart, SecretForm, SignatureEncoding, SignatureScheme};
#[cfg(feature = "webhook-signature")]
pub use signature_scheme::{SignatureTime, SignedPart, TimeUnit};
pub use slot::{Blank, Maybe, Rest, Slot, Undocumented};
pub use stream_error::{CutShort, StreamError, Undecoded};
pub use streaming::{Opening, Streamed, Streaming};
pub use time_of_day::TimeOfDay;
pub use time_span::TimeSpan;
pub use token::{TokenError, TokenFuture, TokenSource};
pub use transport::{Transport, TransportError, TransportFuture};
pub use tuple::More;
pub use union::Sign;
pub use upload::Upload;
pub use uri::Uri;
pub use uuid_text::Uuid;
#[cfg(all(feature = "reqwest", target_family = "wasm"))]
pub use web_transport::ReqwestTransport;
#[cfg(feature = "webhook-signature")]
pub use webhook_error::{SecretError, WebhookError};
#[cfg(feature = "webhook-signature")]
pub use webhook_verifier::WebhookVerifier;
pub use writer::{ToJson, Writer};

pub use bytes::Bytes;
pub use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

#[cfg(feature = "serde")]
#[allow(unused_imports, reason = "an API may have no type of its own")]
pub(crate) use bridge::bridge;
#[allow(unused_imports, reason = "what uses it may be left out")]
pub(crate) use constructor::constructor;
#[allow(unused_imports, reason = "an API may have no pages")]
pub(crate) use paginated::pages;
pub(crate) use shared::shared;
#[allow(unused_imports, reason = "what uses it may be left out")]
pub(crate) use tuple::tuple;
#[allow(unused_imports, reason = "what uses it may be left out")]
pub(crate) use union::union;
#[cfg(not(feature = "tracing"))]
use untraced as trace;
#[allow(unused_imports, reason = "an API may have no type of this kind")]
pub(crate) use {
    enumeration::enumeration, failure::failures, failure::problem, record::record,
    setters::setters, slot::slots,
};
